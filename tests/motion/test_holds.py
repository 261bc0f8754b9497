"""The clock of a held position: what it counts, and how the hold ended."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backline.body import Landmark, PoseFrame
from backline.guide.load import load_posture
from backline.motion.holds import HeldStretch, HoldClock
from backline.motion.posture import LOST_S, PostureKeeper
from tests.bodies import PLANK, Body, pose_frame
from tests.motion.contexts import context, value

FPS = 30.0
Scene = Callable[[float], PoseFrame | None]


def watch(
    scene: Scene, seconds: float, good: Callable[[float], bool] = lambda _: True
) -> tuple[list[HeldStretch], HoldClock]:
    """Clock and keeper together, as the watcher runs them; the hold open at the end of the
    stream is closed."""
    keeper, clock = PostureKeeper(load_posture("forearm-plank")), HoldClock()
    found: list[HeldStretch] = []
    time_s = 0.0
    for i in range(round(seconds * FPS)):
        time_s = i / FPS
        frame = scene(time_s)
        here = None if frame is None else context(frame)
        event = keeper.update(here, time_s)
        if event in ("left", "lost") and clock.running:
            found.append(clock.finish(event, keeper, time_s))
        if not keeper.inside:
            if here is not None:
                clock.approach(here, time_s)
            continue
        if here is None:
            clock.interrupt()
            continue
        given_up = clock.update(here, keeper, time_s, good(time_s))
        if given_up is not None:
            keeper.leave()
            found.append(clock.finish("none", keeper, time_s, given_up))
    if clock.running:
        found.append(clock.finish("none", keeper, time_s))
    return found, clock


def blend(a: Body, b: Body, share: float) -> Body:
    s = min(1.0, max(0.0, share))

    def pair(name: str) -> tuple[float, float]:
        x, y = getattr(a, name), getattr(b, name)
        return (x[0] + s * (y[0] - x[0]), x[1] + s * (y[1] - x[1]))

    return a.but(
        pitch_deg=a.pitch_deg + s * (b.pitch_deg - a.pitch_deg),
        **{
            name: pair(name)
            for name in ("hip_flexion_deg", "knee_flexion_deg", "arm_deg", "elbow_flexion_deg")
        },
    )


ON_KNEES = PLANK.but(hip_flexion_deg=(40.0, 40.0), knee_flexion_deg=(90.0, 90.0))
ON_BELLY = PLANK.but(arm_deg=(165.0, 165.0), elbow_flexion_deg=(165.0, 165.0))


def then(after_s: float, last: Body, in_s: float = 1.0) -> Scene:
    """A plank, and after a while another posture."""
    return lambda t: pose_frame(blend(PLANK, last, (t - after_s) / in_s), t)


def test_the_bodies_used_here_are_what_they_should_be() -> None:
    assert value("floor_clearance_ratio", ON_BELLY) < 0.5 * value("floor_clearance_ratio", PLANK)
    assert value("both_knees_flexion_deg", ON_KNEES) == pytest.approx(90.0)


def test_a_hold_lasts_from_reaching_to_leaving_the_posture() -> None:
    found, _ = watch(
        lambda t: pose_frame(blend(ON_KNEES, PLANK, 4 * (t - 2.0)) if t < 9 else ON_KNEES, t), 12.0
    )
    assert len(found) == 1
    assert found[0].start_s == pytest.approx(2.25, abs=0.3)
    assert found[0].end_s == pytest.approx(9.0, abs=0.3)
    assert found[0].good_s == pytest.approx(found[0].end_s - found[0].start_s, abs=0.1)


def test_knees_first_is_a_soft_ending() -> None:
    found, _ = watch(then(8.0, ON_KNEES), 12.0)
    assert [one.ended for one in found] == ["knees"]
    assert found[0].drop_ratio < 0.3
    assert found[0].end_s == pytest.approx(8.0, abs=0.4)


@pytest.mark.parametrize("in_s", [0.4, 1.0, 2.0])
def test_dropping_onto_the_belly_is_a_flop(in_s: float) -> None:
    found, _ = watch(then(8.0, ON_BELLY, in_s), 12.0)
    assert [one.ended for one in found] == ["flop"]
    assert found[0].drop_ratio > 0.5
    assert found[0].end_s == pytest.approx(8.0 + in_s / 3, abs=0.4 + in_s / 3)


def test_knees_put_down_end_it_though_the_picture_still_looks_like_a_plank() -> None:
    """With the toes tucked the model reads knees on the floor as bent by 36 degrees."""
    down = PLANK.but(hip_flexion_deg=(11.0, 11.0), knee_flexion_deg=(36.0, 36.0))
    lost = 1 - value("knee_clearance_ratio", down) / value("knee_clearance_ratio", PLANK)
    assert lost > 0.7
    found, _ = watch(then(8.0, down), 12.0)
    assert [one.ended for one in found] == ["knees"]
    assert found[0].end_s == pytest.approx(8.0, abs=0.4)


def test_knees_that_hang_dont_end_it() -> None:
    hanging = PLANK.but(hip_flexion_deg=(12.0, 12.0), knee_flexion_deg=(22.0, 22.0))
    found, _ = watch(then(6.0, hanging), 12.0)
    assert [one.ended for one in found] == ["end"]


def test_the_way_into_the_position_is_no_part_of_the_hold() -> None:
    """One leg is straight for a moment before the other: that looks like a plank already."""
    one_leg = PLANK.but(hip_flexion_deg=(20.0, 0.0), knee_flexion_deg=(22.0, 0.0))
    found, _ = watch(
        lambda t: pose_frame(
            blend(ON_KNEES, one_leg, t - 1.0) if t < 2.8 else blend(one_leg, PLANK, t - 2.8), t
        ),
        9.0,
    )
    assert len(found) == 1
    assert found[0].start_s == pytest.approx(3.8, abs=0.4)


@pytest.mark.parametrize("lasts_s", [1.5, 8.0])
def test_hips_that_went_down_and_stay_down_at_the_end_have_dropped(lasts_s: float) -> None:
    """A heavy belly meets the floor early: less than the usual share is lost."""
    low = PLANK.but(arm_deg=(150.0, 150.0), elbow_flexion_deg=(150.0, 150.0))
    lost = 1 - value("floor_clearance_ratio", low) / value("floor_clearance_ratio", PLANK)
    assert 0.32 < lost < 0.41
    found, _ = watch(then(8.0, low), 9.0 + lasts_s)
    assert [one.ended for one in found] == ["flop" if lasts_s < 3 else "end"]
    if lasts_s < 3:
        assert found[0].end_s == pytest.approx(8.2, abs=0.5)


@pytest.mark.parametrize("nobody", [True, False])
def test_going_out_of_sight_ends_it_when_it_was_last_seen(nobody: bool) -> None:
    gone = None if nobody else pose_frame(PLANK, hidden=list(Landmark))
    found, _ = watch(lambda t: pose_frame(PLANK, t) if t < 6 else gone, 12.0)
    assert [one.ended for one in found] == ["out-of-view"]
    assert found[0].end_s == pytest.approx(6.0, abs=2 / FPS)
    assert found[0].good_s <= 6.0


def test_the_end_of_the_stream_ends_it() -> None:
    found, _ = watch(lambda t: pose_frame(PLANK, t), 7.0)
    assert [one.ended for one in found] == ["end"]
    assert found[0].end_s == pytest.approx(7.0, abs=2 / FPS)


def test_only_time_in_good_form_is_good() -> None:
    found, _ = watch(lambda t: pose_frame(PLANK, t), 10.0, good=lambda t: not 3.0 <= t < 5.0)
    assert found[0].good_s == pytest.approx(8.0, abs=0.1)
    none, _ = watch(lambda t: pose_frame(PLANK, t), 10.0, good=lambda _: False)
    assert none[0].good_s == 0.0


def test_time_nobody_was_seen_is_not_good_time() -> None:
    gap_s = LOST_S - 0.3
    found, _ = watch(lambda t: None if 4.0 <= t < 4.0 + gap_s else pose_frame(PLANK, t), 10.0)
    assert len(found) == 1
    assert found[0].good_s == pytest.approx(10.0 - gap_s, abs=0.1)


def test_a_stream_that_stalls_gives_no_good_time_for_what_it_left_out() -> None:
    found, _ = watch(lambda t: pose_frame(PLANK, t if t < 4.0 else t + 60.0), 10.0)
    clock = HoldClock()
    keeper = PostureKeeper(load_posture("forearm-plank"))
    for i in range(300):
        time_s = i / FPS if i < 120 else i / FPS + 60.0
        here = context(pose_frame(PLANK, time_s))
        keeper.update(here, time_s)
        if keeper.inside:
            clock.update(here, keeper, time_s, True)
    assert clock.good_s == pytest.approx(found[0].good_s, abs=0.3)


def test_a_sagging_plank_is_still_held() -> None:
    sagging = PLANK.but(hip_flexion_deg=(-14.0, -14.0), pitch_deg=12.0)
    found, _ = watch(then(4.0, sagging, 3.0), 12.0)
    assert [one.ended for one in found] == ["end"]


def test_after_the_end_the_clock_stands_at_zero() -> None:
    _, clock = watch(then(5.0, ON_KNEES), 10.0)
    assert not clock.running
    assert clock.elapsed_s(100.0) == 0.0
    assert clock.good_s == 0.0


@given(
    st.lists(
        st.tuples(st.sampled_from(["hold", "knees", "belly", "nobody", "blind"]), st.booleans()),
        min_size=1,
        max_size=12,
    )
)
@settings(max_examples=40, deadline=None)
def test_whatever_happens_good_time_is_part_of_the_hold(parts: list[tuple[str, bool]]) -> None:
    frames: dict[str, PoseFrame | None] = {
        "hold": pose_frame(PLANK),
        "knees": pose_frame(ON_KNEES),
        "belly": pose_frame(ON_BELLY),
        "nobody": None,
        "blind": pose_frame(PLANK, hidden=list(Landmark)),
    }

    def seen_and_good(time_s: float) -> bool:
        part, good = parts[int(time_s)]
        return good and part != "blind"

    found, _ = watch(lambda t: frames[parts[int(t)][0]], len(parts), seen_and_good)
    for one in found:
        assert 0.0 <= one.good_s <= one.end_s - one.start_s + 1e-6
        assert math.isnan(one.drop_ratio) or 0.0 <= one.drop_ratio <= 1.0
    for earlier, later in pairwise(found):
        assert earlier.end_s <= later.start_s + 1e-6
    seen_s = sum(seen_and_good(k) for k in range(len(parts)))
    assert sum(one.good_s for one in found) <= seen_s + 0.5
