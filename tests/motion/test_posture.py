"""Finding, keeping and leaving a position."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backline.body import CannotJudge, Landmark, PoseFrame
from backline.guide.load import load_exercises, load_posture
from backline.guide.schema import Condition, Posture
from backline.motion.posture import (
    ENTER_S,
    HIDDEN_S,
    LEAVE_S,
    LOST_S,
    PostureEvent,
    PostureKeeper,
    holds,
    why_hidden,
)
from tests.bodies import (
    ALL_FOURS,
    DOWN_DOG,
    KNEELING,
    LYING_PRONE,
    PLANK,
    SITTING,
    STANDING,
    Body,
    Facing,
    pose_frame,
)
from tests.motion.contexts import context

FPS = 30.0
FOURS = ("hands-and-knees", "all-fours-kept")
LEG_OUT = ALL_FOURS.but(
    hip_flexion_deg=(0.0, 90.0), knee_flexion_deg=(0.0, 90.0), arm_deg=(90.0, 0.0)
)
BRIDGE_TABLE = ALL_FOURS.but(pitch_deg=60.0)
CHILDS_POSE = ALL_FOURS.but(
    hip_flexion_deg=(150.0, 150.0), knee_flexion_deg=(150.0, 150.0), arm_deg=(10.0, 10.0)
)
OTHERS = {
    "standing": STANDING,
    "sitting": SITTING,
    "kneeling": KNEELING,
    "lying": LYING_PRONE,
    "child's pose": CHILDS_POSE,
    "kneeling, hands on a chair": BRIDGE_TABLE,
    "down dog": DOWN_DOG,
}


def is_in(name: str, body: Body, *, facing: Facing = "left", keep: bool = False) -> bool | None:
    posture = load_posture(name)
    rules = posture.keep if keep else posture.start
    return holds(rules, context(pose_frame(body, facing=facing)))


# --- which bodies are in which posture ------------------------------------------------------


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("posture", FOURS)
def test_hands_and_knees_is_hands_and_knees(posture: str, facing: Facing) -> None:
    for pitch_deg in (-15.0, 0.0, 15.0, 25.0):
        assert is_in(posture, ALL_FOURS.but(pitch_deg=pitch_deg), facing=facing) is True


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("posture", FOURS)
@pytest.mark.parametrize("name", [*OTHERS, "plank", "leg out"])
def test_nothing_else_starts_on_hands_and_knees(posture: str, name: str, facing: Facing) -> None:
    body = {**OTHERS, "plank": PLANK, "leg out": LEG_OUT}[name]
    assert is_in(posture, body, facing=facing) is False


@pytest.mark.parametrize("facing", ["left", "right"])
def test_a_plank_is_a_plank_and_nothing_else_is(facing: Facing) -> None:
    for hips_deg in (-12.0, 0.0, 25.0):
        body = PLANK.but(hip_flexion_deg=(hips_deg, hips_deg))
        assert is_in("forearm-plank", body, facing=facing) is True
    for name, body in {**OTHERS, "all fours": ALL_FOURS, "leg out": LEG_OUT}.items():
        assert is_in("forearm-plank", body, facing=facing) is not True, name


@pytest.mark.parametrize("lifted", [LEG_OUT, ALL_FOURS.but(arm_deg=(0.0, 90.0))])
def test_a_bird_dog_stays_within_its_posture(lifted: Body) -> None:
    assert is_in("hands-and-knees", lifted, keep=True) is True
    assert is_in("hands-and-knees", lifted) is False


@pytest.mark.parametrize("bend", [-0.08, 0.2])
def test_cat_and_cow_stay_within_theirs(bend: float) -> None:
    for pitch_deg, head_deg in ((-10.0, 150.0), (10.0, 40.0)):
        body = ALL_FOURS.but(bend=bend, pitch_deg=pitch_deg, head_deg=head_deg)
        assert is_in("all-fours-kept", body, keep=True) is True


def test_whoever_starts_a_posture_is_also_kept_in_it() -> None:
    for exercise in load_exercises().values():
        posture = load_posture(exercise.posture)
        for body in (ALL_FOURS, PLANK):
            here = context(body)
            if holds(posture.start, here):
                assert holds(posture.keep, here) is True


# --- conditions -------------------------------------------------------------------------------


def one(measure: str, *, sides: str = "any", **bounds: float) -> list[Condition]:
    return [Condition.model_validate({"measure": measure, "sides": sides, **bounds})]


def test_any_side_or_every_side() -> None:
    half = context(LEG_OUT)
    assert holds(one("hip_flexion_deg", at_least=50), half) is True
    assert holds(one("hip_flexion_deg", at_least=50, sides="every"), half) is False
    assert holds(one("hip_flexion_deg", at_most=50, sides="every"), half) is False
    assert holds(one("hip_flexion_deg", at_least=100), half) is False


def test_an_unseen_side_is_left_out_and_both_unseen_is_unknown() -> None:
    far = context(pose_frame(LEG_OUT, hidden=[Landmark.LEFT_KNEE]))
    assert holds(one("hip_flexion_deg", at_least=50, sides="every"), far) is True
    blind = context(pose_frame(LEG_OUT, hidden=[Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE]))
    assert holds(one("hip_flexion_deg", at_least=50, sides="every"), blind) is None


def test_a_sure_no_outweighs_an_unknown() -> None:
    blind = context(pose_frame(STANDING, hidden=[Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE]))
    unknown = one("hip_flexion_deg", at_least=50)
    no = one("trunk_pitch_deg", at_most=30)
    assert holds(unknown + no, blind) is False
    assert holds(no + unknown, blind) is False
    assert holds(unknown, blind) is None


def test_why_a_posture_cant_be_told() -> None:
    knees = [Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE]
    assert why_hidden(context(pose_frame(hidden=knees))) is CannotJudge.LANDMARKS_HIDDEN
    low = pose_frame(hip_px=(640.0, 700.0))
    assert why_hidden(context(low)) is CannotJudge.OUT_OF_FRAME


# --- through time -----------------------------------------------------------------------------

IN, OUT = pose_frame(ALL_FOURS), pose_frame(STANDING)
BLIND = pose_frame(ALL_FOURS, hidden=list(Landmark))
SIGHTS = {"in": IN, "out": OUT, "blind": BLIND, "nobody": None}


def follow(
    *stretches: tuple[str, float], posture: str = "hands-and-knees"
) -> tuple[PostureKeeper, list[tuple[float, PostureEvent]]]:
    """Stretches of ("in" | "out" | "blind" | "nobody", seconds); what happened, and when."""
    keeper = PostureKeeper(load_posture(posture))
    events: list[tuple[float, PostureEvent]] = []
    frame = 0
    for sight, seconds in stretches:
        for _ in range(round(seconds * FPS)):
            shown: PoseFrame | None = SIGHTS[sight]
            event = keeper.update(None if shown is None else context(shown), frame / FPS)
            if event != "none":
                events.append((frame / FPS, event))
            frame += 1
    return keeper, events


def names(events: list[tuple[float, PostureEvent]]) -> list[PostureEvent]:
    return [event for _, event in events]


def test_it_is_found_after_a_moment_and_left_after_a_longer_one() -> None:
    keeper, events = follow(("out", 1.0), ("in", 3.0), ("out", 2.0))
    assert names(events) == ["entered", "left"]
    assert events[0][0] == pytest.approx(1.0 + ENTER_S, abs=1.5 / FPS)
    assert events[1][0] == pytest.approx(4.0 + LEAVE_S, abs=1.5 / FPS)
    assert keeper.entered_s != keeper.entered_s or keeper.entered_s <= 1.05
    assert not keeper.inside


def test_a_moment_in_it_doesnt_count() -> None:
    _, events = follow(("in", ENTER_S - 0.05), ("out", 0.1), ("in", ENTER_S - 0.05), ("out", 1.0))
    assert events == []


def test_a_short_jitter_is_no_leaving() -> None:
    keeper, events = follow(
        ("in", 1.0), ("out", LEAVE_S - 0.1), ("in", 0.1), ("out", LEAVE_S - 0.1), ("in", 1.0)
    )
    assert names(events) == ["entered"]
    assert keeper.inside
    assert math.isnan(keeper.outside_since_s)


def test_while_it_is_in_doubt_the_keeper_says_since_when() -> None:
    keeper, _ = follow(("in", 1.0), ("out", 0.3))
    assert keeper.inside
    assert keeper.outside_since_s == pytest.approx(1.0, abs=1.5 / FPS)


@pytest.mark.parametrize(("how", "longest_s"), [("blind", HIDDEN_S), ("nobody", LOST_S)])
def test_out_of_sight_is_lost_only_after_a_while(how: str, longest_s: float) -> None:
    keeper, events = follow(("in", 1.0), (how, longest_s - 0.2), ("in", 1.0))
    assert names(events) == ["entered"]
    assert math.isnan(keeper.unknown_since_s)
    keeper, events = follow(("in", 1.0), (how, longest_s + 0.2))
    assert names(events) == ["entered", "lost"]
    assert keeper.unknown_since_s == pytest.approx(1.0, abs=1.5 / FPS)


@pytest.mark.parametrize("how", ["blind", "nobody"])
def test_what_cant_be_seen_is_never_found(how: str) -> None:
    keeper, events = follow((how, 5.0))
    assert events == []
    assert keeper.reason is (
        CannotJudge.NO_PERSON if how == "nobody" else CannotJudge.LANDMARKS_HIDDEN
    )


def test_the_reason_goes_when_the_body_comes_back() -> None:
    keeper, _ = follow(("blind", 0.5), ("in", 1.0))
    assert keeper.reason is None


def test_a_posture_ended_from_outside_must_be_given_up_first() -> None:
    keeper, _ = follow(("in", 1.0))
    keeper.leave()
    assert not keeper.inside
    for i in range(60):
        assert keeper.update(context(IN), 1.0 + i / FPS) == "none"
    for i in range(30):
        keeper.update(context(OUT), 3.0 + i / FPS)
    events = [keeper.update(context(IN), 4.0 + i / FPS) for i in range(30)]
    assert events.count("entered") == 1


@given(st.lists(st.sampled_from(["in", "out", "blind", "nobody"]), max_size=250))
@settings(max_examples=60, deadline=None)
def test_whatever_is_seen_entering_and_leaving_take_turns(sights: list[str]) -> None:
    keeper, events = follow(*((sight, 1 / FPS) for sight in sights))
    inside = False
    for _, event in events:
        assert inside == (event in ("left", "lost"))
        inside = event == "entered"
    assert keeper.inside == inside


def test_a_posture_may_have_no_conditions() -> None:
    free = Posture(name="Anything", get_into="Do anything.", start=[], keep=[], source="tests")
    keeper = PostureKeeper(free)
    assert [keeper.update(context(OUT), t) for t in (0.0, ENTER_S)] == ["none", "entered"]
