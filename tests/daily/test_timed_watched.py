"""The drawn body holds a plank without an end set, before the real watcher and the real coach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

import pytest

from backline.body import PoseFrame
from backline.coach.line import LINE_LOST_S
from backline.coach.session import CoachSession
from backline.coach.state import CoachState
from backline.daily.recording import ENDED, SetRecorder
from backline.form.watcher import Watcher
from backline.guide.load import load_exercise
from backline.journal.journal import Journal
from backline.journal.records import Dose, Hold, PlannedExercise
from tests.form.performances import FPS, performed
from tests.journal.fakes import with_set


def later(frames: tuple[PoseFrame, ...], by_s: float) -> Iterator[PoseFrame]:
    return (replace(frame, time_s=frame.time_s + by_s) for frame in frames)


def coached(
    journal: Journal, stage: str, *parts: tuple[PoseFrame, ...]
) -> tuple[CoachState, list[str], Hold]:
    """Everything is watched and recorded as the live page does it, until the coach ends it. Its
    last state, what it said, and the hold that was kept."""
    exercise = load_exercise("plank", stage=stage)
    _, opened = with_set(journal, PlannedExercise("plank", Dose(open_end=True), stage))
    recorder = SetRecorder(journal.sessions, opened, exercise)
    coach, watcher = CoachSession(exercise, open_end=True), Watcher(exercise)
    said: list[str] = []
    ends_s = [part[-1].time_s + 1 / FPS for part in parts]
    starts_s = [sum(ends_s[:at]) for at in range(len(parts))]
    moved = [later(part, by_s) for part, by_s in zip(parts, starts_s, strict=True)]
    for frame in chain.from_iterable(moved):
        update = watcher.update(frame)
        state = coach.update(update, frame.time_s)
        recorder.take(update, state)
        said += [one.text for one in state.say]
        if state.summary is not None:
            break
    recorder.close(ENDED)
    (kept,) = journal.history.sets(opened.exercise_id)[0].holds
    return state, said, kept


@pytest.mark.parametrize("stage", ["on-knees", "on-toes"])
def test_it_ends_when_the_person_comes_down(journal: Journal, stage: str) -> None:
    frames, truth = performed("plank", stage=stage, hold_s=16.0)
    state, _, kept = coached(journal, stage, frames, (frames[-1],) * 2)
    assert (state.stage, kept.ended) == ("done", "knees")
    assert kept.good_s is not None
    assert kept.good_s == pytest.approx(truth.holds[0].good_s, abs=1.0)
    assert state.clock_s == pytest.approx(kept.good_s, abs=0.1)


@pytest.mark.parametrize("stage", ["on-knees", "on-toes"])
def test_it_ends_when_the_line_is_lost(journal: Journal, stage: str) -> None:
    good, truth = performed("plank", stage=stage, hold_s=14.0, leave=False)
    sag = ("PL5-sag", 1.0)
    bad, _ = performed("plank", stage=stage, hold_s=20.0, fault=sag, enter=False, leave=False)
    state, said, kept = coached(journal, stage, good, bad)
    assert (state.stage, kept.ended) == ("done", ENDED)
    assert "Your line has gone" in said[-1]
    assert kept.good_s is not None
    until_bad_s = truth.holds[0].good_s + 1.5 + 0.8  # it begins at the level and sinks from there
    assert kept.good_s == pytest.approx(until_bad_s, abs=1.5)
    assert LINE_LOST_S - 0.5 < kept.held_s - kept.good_s < LINE_LOST_S + 3.0
