"""The person's own neutral: taken when still, within what a back can be."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import pytest

from backline.body import CannotJudge, Landmark, PoseFrame
from backline.motion.context import Neutral
from backline.motion.neutral import FIRST_S, PLAUSIBLE, SETTLED_S, STILL_S, NeutralTaker
from tests.bodies import ALL_FOURS, pose_frame
from tests.motion.contexts import context, value

NAMES = ["back_bend_ratio", "trunk_pitch_deg", "knee_flexion_deg"]
FPS = 30.0


def take(
    shown: Callable[[float], PoseFrame], seconds: float, taker: NeutralTaker | None = None
) -> NeutralTaker:
    taker = taker or NeutralTaker(NAMES)
    for i in range(round(seconds * FPS) + 1):
        taker.update(context(shown(i / FPS)), i / FPS)
    return taker


def still(time_s: float) -> PoseFrame:
    return pose_frame(ALL_FOURS.but(bend=0.03))


def moving(time_s: float) -> PoseFrame:
    return pose_frame(ALL_FOURS.but(bend=0.03), hip_px=(640.0 + 30.0 * time_s, 360.0))


def bending(time_s: float) -> PoseFrame:
    return pose_frame(ALL_FOURS.but(bend=0.10 * math.sin(3.0 * time_s)))


def neutral_of(taker: NeutralTaker) -> Neutral:
    assert taker.neutral is not None
    return taker.neutral


def test_it_is_provisional_at_first_and_firm_once_still() -> None:
    assert take(still, FIRST_S - 0.1).neutral is None
    assert not neutral_of(take(still, FIRST_S + 0.1)).firm
    assert neutral_of(take(still, STILL_S + 0.1)).firm


def test_it_holds_every_value_and_where_the_hips_were() -> None:
    neutral = neutral_of(take(still, STILL_S + 0.1))
    assert set(neutral.values) == set(NAMES)
    for name in NAMES:
        assert neutral.values[name] == pytest.approx(value(name, still(0.0)))
    assert neutral.hip_px == pytest.approx((640.0, 360.0))
    assert neutral.trunk_px == pytest.approx(150.0)


@pytest.mark.parametrize("shown", [moving, bending])
def test_a_moving_body_gives_no_firm_neutral(shown: Callable[[float], PoseFrame]) -> None:
    taker = take(shown, 5.0)
    assert not neutral_of(taker).firm


def test_trembling_is_still() -> None:
    rng = random.Random(2)

    def trembling(time_s: float) -> PoseFrame:
        at = (640.0 + rng.gauss(0, 0.5), 360.0 + rng.gauss(0, 0.5))
        return pose_frame(ALL_FOURS.but(bend=rng.gauss(0.03, 0.004)), hip_px=at)

    neutral = neutral_of(take(trembling, STILL_S + 0.2))
    assert neutral.firm
    assert neutral.values["back_bend_ratio"] == pytest.approx(
        value("back_bend_ratio", still(0.0)), abs=0.003
    )


def test_a_wild_frame_doesnt_spoil_it() -> None:
    def once(time_s: float) -> PoseFrame:
        return pose_frame(ALL_FOURS.but(bend=0.4 if abs(time_s - 0.1) < 0.01 else 0.03))

    neutral = neutral_of(take(once, FIRST_S + 0.05))
    assert neutral.values["back_bend_ratio"] == pytest.approx(value("back_bend_ratio", still(0.0)))


def test_a_firm_neutral_stays() -> None:
    taker = take(still, STILL_S + 0.1)
    first = neutral_of(taker)
    take(moving, 3.0, taker)
    assert neutral_of(taker) is first


def test_movement_starts_the_stillness_anew() -> None:
    taker = NeutralTaker(NAMES)
    for i in range(60):
        taker.update(context(still(0.0)), i / FPS)
        if i % 15 == 14:
            taker.interrupt()
    assert not neutral_of(taker).firm
    assert not taker.settled


@pytest.mark.parametrize(("bend", "limit"), [(0.3, 1), (-0.3, 0)])
def test_a_back_that_starts_bent_isnt_taken_for_neutral(bend: float, limit: int) -> None:
    neutral = neutral_of(take(lambda _: pose_frame(ALL_FOURS.but(bend=bend)), STILL_S + 0.1))
    assert neutral.values["back_bend_ratio"] == PLAUSIBLE["back_bend_ratio"][limit]


def test_what_was_never_seen_stays_unknown() -> None:
    hidden = [Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE]
    neutral = neutral_of(take(lambda _: pose_frame(hidden=hidden), STILL_S + 0.1))
    assert math.isnan(neutral.values["knee_flexion_deg"])
    assert not math.isnan(neutral.values["back_bend_ratio"])


def test_a_back_first_hidden_is_taken_once_it_is_seen() -> None:
    """An arm in the way, or a wrong view, in the first second mustn't cost the whole set."""

    def late(time_s: float) -> PoseFrame:
        back = CannotJudge.TRUNK_HIDDEN if time_s < 2.0 else None
        return pose_frame(ALL_FOURS.but(bend=0.03, back=back))

    neutral = neutral_of(take(late, 2.0 + STILL_S + 0.2))
    assert neutral.firm
    assert neutral.values["back_bend_ratio"] == pytest.approx(value("back_bend_ratio", still(0.0)))


@pytest.mark.filterwarnings("error")
def test_a_body_that_cant_be_seen_gives_nothing_to_hold_on_to() -> None:
    taker = take(lambda _: pose_frame(hidden=list(Landmark)), 3.0)
    if taker.neutral is not None:
        assert not taker.neutral.firm
        assert math.isnan(taker.neutral.trunk_px)
    assert neutral_of(take(still, STILL_S + 0.1, NeutralTaker(NAMES))).firm


def test_one_unseen_frame_isnt_movement() -> None:
    def blinking(time_s: float) -> PoseFrame:
        hidden = list(Landmark) if abs(time_s - 0.5) < 0.01 else []
        return pose_frame(ALL_FOURS.but(bend=0.03), hidden=hidden)

    assert neutral_of(take(blinking, STILL_S + 0.3)).firm


def test_settled_means_still_just_now() -> None:
    assert not take(still, SETTLED_S - 0.1).settled
    assert take(still, SETTLED_S + 0.1).settled
    assert not take(moving, 3.0).settled
    taker = take(still, 3.0)
    assert taker.settled
    taker.interrupt()
    assert not taker.settled


def test_reset_forgets_everything() -> None:
    taker = take(still, 2.0)
    taker.reset()
    assert taker.neutral is None
    assert not taker.settled
