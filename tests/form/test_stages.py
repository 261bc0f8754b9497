"""Every stage on the avatar's true joints: counted and timed right, faults found, clean work
not blamed, and one stage not taken for another."""

from __future__ import annotations

import pytest

from backline.avatar.events import PerformanceTruth
from backline.body import PoseFrame
from backline.guide.load import load_exercise, load_exercises
from backline.guide.schema import Exercise
from tests.form.performances import fault_ids, performed, watch

STAGED = [(e.id, s.id) for e in load_exercises().values() for s in e.stages if not s.standard]
COUNTED = [(e, s) for e, s in STAGED if load_exercise(e).signal.kind == "repetitions"]
HELD = [(e, s) for e, s in STAGED if load_exercise(e).signal.kind == "hold"]


def seen_faults(exercise: Exercise) -> list[str]:
    """The planted faults that a view from the side shows."""
    views = {cue.id: cue.view for cue in exercise.cues}
    return [fault for fault in exercise.demonstration.faults if views[fault] != "front"]


def camera_deg(exercise: str, stage: str, off_deg: float) -> float:
    """Where the exercise asks for the camera; or so far off it, on the body's other side."""
    own_deg = load_exercise(exercise, stage=stage).view.azimuth_deg
    return own_deg if off_deg == 0.0 else off_deg - own_deg


FAULTS = [(e, s, fault) for e, s in STAGED for fault in seen_faults(load_exercise(e, stage=s))]


def clean(
    exercise: str, stage: str, off_deg: float = 0.0
) -> tuple[tuple[PoseFrame, ...], PerformanceTruth]:
    """Four clean repetitions of a stage, or a clean hold."""
    azimuth_deg = camera_deg(exercise, stage, off_deg)
    if (exercise, stage) in HELD:
        return performed(exercise, stage=stage, azimuth_deg=azimuth_deg, hold_s=10.0)
    return performed(exercise, stage=stage, azimuth_deg=azimuth_deg, repetitions=4)


@pytest.mark.parametrize("off_deg", [0.0, 18.0])
@pytest.mark.parametrize(("exercise", "stage"), COUNTED)
def test_clean_repetitions_of_a_stage_are_counted_exactly(
    exercise: str, stage: str, off_deg: float
) -> None:
    frames, truth = clean(exercise, stage, off_deg)
    _, analysis = watch(exercise, frames, stage)
    assert [one.side for one in analysis.repetitions] == [one.side for one in truth.repetitions]
    assert len(analysis.repetitions) == 4
    assert fault_ids(analysis) == set()
    assert (analysis.exercise, analysis.stage) == (exercise, stage)


@pytest.mark.parametrize("off_deg", [0.0, 18.0])
@pytest.mark.parametrize(("exercise", "stage"), HELD)
def test_a_clean_hold_of_a_stage_is_timed_and_what_is_done_in_it_counted(
    exercise: str, stage: str, off_deg: float
) -> None:
    frames, truth = clean(exercise, stage, off_deg)
    _, analysis = watch(exercise, frames, stage)
    (hold,), (true,) = analysis.holds, truth.holds
    assert hold.ended == "knees"
    assert hold.start_s == pytest.approx(true.start_s, abs=0.8)
    assert hold.end_s == pytest.approx(true.end_s, abs=0.8)
    assert hold.good_s == pytest.approx(hold.end_s - hold.start_s, abs=0.2)
    assert fault_ids(analysis) == set()
    counted = {one.id for one in load_exercise(exercise, stage=stage).variations}
    done = [one.variation for one in truth.variations if one.variation in counted]
    assert [one.variation for one in analysis.repetitions] == done
    assert analysis.stage == stage


@pytest.mark.parametrize(("exercise", "stage", "fault"), FAULTS)
def test_a_fault_that_a_stage_looks_for_is_found(exercise: str, stage: str, fault: str) -> None:
    repetitions = 1 if (exercise, stage) in HELD else 2
    how = {"fault": (fault, 1.0), "repetitions": repetitions, "hold_s": 6.0}
    frames, _ = performed(exercise, fps=10.0, stage=stage, **how)
    _, analysis = watch(exercise, frames, stage)
    assert fault in fault_ids(analysis)


@pytest.mark.parametrize(("exercise", "stage"), STAGED)
def test_everything_that_the_view_shows_was_judged(exercise: str, stage: str) -> None:
    frames, _ = clean(exercise, stage)
    _, analysis = watch(exercise, frames, stage)
    known = load_exercise(exercise, stage=stage)
    unseen = {cue.id for cue in analysis.cues if cue.verdict == "cannot-judge"}
    assert unseen <= {cue.id for cue in known.cues if cue.view == "front"}


@pytest.mark.parametrize(("done", "watched"), [("arm-only", "leg-only"), ("leg-only", "arm-only")])
def test_an_arm_is_no_leg_and_a_leg_no_arm(done: str, watched: str) -> None:
    frames, _ = performed("bird-dog", stage=done)
    assert watch("bird-dog", frames, watched)[1].repetitions == []
    assert watch("bird-dog", frames)[1].repetitions == []


def test_knees_on_the_floor_are_no_plank_on_the_toes_nor_the_other_way_round() -> None:
    for done, watched in (("on-knees", None), (None, "on-knees")):
        frames, _ = performed("plank", stage=done, hold_s=6.0)
        _, analysis = watch("plank", frames, watched)
        assert analysis.holds == []
        assert fault_ids(analysis) == set()


def test_dropping_from_the_knees_is_told_from_sitting_back() -> None:
    for fault, ended in (("PL8-flop", "flop"), (None, "knees")):
        planted = None if fault is None else (fault, 1.0)
        frames, _ = performed("plank", stage="on-knees", hold_s=6.0, fault=planted)
        _, analysis = watch("plank", frames, "on-knees")
        assert [hold.ended for hold in analysis.holds] == [ended]
        assert ("PL8-flop" in fault_ids(analysis)) == (fault is not None)
