"""Which exercise is it: the nine told apart, their stages, and movements that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from backline.body import PoseFrame
from backline.form.recognise import LEAST_HOLD_S, NONE, Evidence, Recogniser
from backline.form.result import Analysis, Video
from backline.form.watcher import Watcher
from backline.guide.load import load_every, load_exercise, load_exercises
from tests.form.distracting import DISTRACTORS, distracting, filmed
from tests.form.performances import performed

FPS = 10.0
"""Enough to tell what is done, and as many as a slow computer sees."""


def _video(frames: tuple[PoseFrame, ...]) -> Video:
    return Video(
        path="x.mp4",
        duration_s=frames[-1].time_s,
        fps=FPS,
        width=1280,
        height=720,
        frames=len(frames),
    )


def _recognised(frames: tuple[PoseFrame, ...]) -> Analysis:
    recogniser = Recogniser(load_every())
    for frame in frames:
        recogniser.update(frame)
    return recogniser.finish(_video(frames))


@pytest.mark.parametrize("exercise_id", load_exercises())
def test_each_of_the_nine_is_told(exercise_id: str) -> None:
    frames, _ = performed(exercise_id, repetitions=2, hold_s=10.0, fps=FPS)
    analysis = _recognised(frames)
    assert (analysis.exercise, analysis.recognised) == (exercise_id, True)
    exercise = load_exercise(exercise_id)
    assert exercise.is_standard
    assert analysis.stage == exercise.stage
    watcher = Watcher(exercise)
    for frame in frames:
        watcher.update(frame)
    alone = watcher.finish(_video(frames))
    assert analysis == alone.model_copy(update={"recognised": True})


@pytest.mark.parametrize(
    "key",
    [
        "bird-dog@leg-only",
        "bird-dog@arm-only",
        "chop@pull-across",
        "squat-row@squat",
        "squat-row@standing-row",
    ],
)
def test_a_stage_that_is_another_movement_is_told(key: str) -> None:
    exercise_id, stage = key.split("@")
    frames, _ = performed(exercise_id, stage=stage, repetitions=2, fps=FPS)
    analysis = _recognised(frames)
    assert (analysis.exercise, analysis.stage) == (exercise_id, stage)


def test_what_tells_comes_before_what_doesnt_and_the_standard_before_its_stages() -> None:
    told, counted, held = Evidence(told_s=3.0), Evidence(counted_s=9.0), Evidence(held_s=60.0)
    ranks = [one.rank(standard) for one in (told, counted, held) for standard in (True, False)]
    in_order = [ranks[0], ranks[1], ranks[2], ranks[4], ranks[3], ranks[5]]
    assert in_order == sorted(ranks, reverse=True)


def test_a_single_telling_repetition_among_others_names_no_stage() -> None:
    once = Evidence(told_s=5.0) + Evidence(untold_s=4.0) + Evidence(untold_s=4.0)
    assert not any(once.rank(standard=False))
    assert any(once.rank(standard=True))
    assert any((once + Evidence(told_s=4.0)).rank(standard=False))


@pytest.mark.parametrize("name", DISTRACTORS)
def test_other_movements_are_none(name: str) -> None:
    analysis = _recognised(distracting(name))
    assert (analysis.exercise, analysis.recognised) == (NONE, True)
    assert not analysis.repetitions
    assert not analysis.holds
    assert not analysis.cues
    assert analysis.seen.frames


def test_a_glute_bridge_is_none_until_it_is_taught() -> None:
    folder = Path(__file__).parents[1] / "exercises"
    bridge = load_exercise("glute-bridge", folder)
    frames = filmed(bridge, 2)
    assert _recognised(frames).exercise == NONE
    taught = Recogniser([*load_every(), bridge])
    for frame in frames:
        taught.update(frame)
    assert taught.finish(_video(frames)).exercise == "glute-bridge"


def test_it_knows_as_soon_as_one_repetition_was_counted() -> None:
    frames, truth = performed("bird-dog", repetitions=2)
    recogniser = Recogniser(load_every())
    known_s = None
    for frame in frames:
        recogniser.update(frame)
        if recogniser.exercise is not None and known_s is None:
            known_s = frame.time_s
    first, second = truth.repetitions
    assert known_s is not None
    assert first.peak_s < known_s < second.peak_s


def test_a_hold_is_known_while_it_goes_on() -> None:
    frames, truth = performed("plank", hold_s=12.0)
    recogniser = Recogniser(load_every())
    known = [f.time_s for f in frames if recogniser.update(f) and recogniser.exercise]
    start_s = truth.holds[0].start_s
    assert start_s + LEAST_HOLD_S - 1.0 < known[0] < start_s + LEAST_HOLD_S + 2.0
    assert recogniser.exercise is not None
    assert recogniser.exercise.id == "plank"


def test_a_short_hold_is_no_exercise() -> None:
    frames, _ = performed("plank", hold_s=2.0)
    assert _recognised(frames).exercise == NONE


def test_nothing_to_recognise_is_refused() -> None:
    with pytest.raises(ValueError, match="must be an exercise"):
        Recogniser([])


def test_updates_are_the_likeliest_exercises() -> None:
    frames, _ = performed("cat-cow", repetitions=2)
    recogniser = Recogniser(load_every())
    updates = [recogniser.update(frame) for frame in frames]
    assert updates[-1].repetitions == 2
    assert [u.frame for u in updates] == list(frames)
