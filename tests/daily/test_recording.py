"""A live set on the disk: what was spoken is there, and only once."""

from __future__ import annotations

import math
from typing import Any

import pytest

from backline.body import PoseFrame
from backline.coach.session import CoachSession
from backline.coach.state import CoachState
from backline.daily.recording import BROKEN_OFF, ENDED, SetRecorder
from backline.form.result import Hold, Update
from backline.guide.schema import Exercise
from backline.journal.errors import NotAllowedNow, NotRecorded
from backline.journal.journal import Journal
from backline.journal.records import SetRecord
from tests.coach.driver import Driver
from tests.coach.fakes import exercise, repetition, update, verdict
from tests.journal.fakes import planned, with_set


class Recorded(Driver):
    """A driver whose every state goes through a recorder first, as a live page does it."""

    def __init__(self, journal: Journal, opened: SetRecord, moves: Exercise) -> None:
        self.recorder = SetRecorder(journal.sessions, opened, moves)
        super().__init__(CoachSession(moves, 5, 20.0, already=self.recorder.already))

    def step(self, stage: str, **changes: Any) -> CoachState:
        changes["frame"] = PoseFrame.empty(self.now_s + 0.1, 640, 480)
        return super().step(stage, **changes)


def record(driver: Recorded, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the recorder take every frame before its state is used."""
    coach = driver.session.update

    def recorded(found: Update, now_s: float, *more: Any) -> CoachState:
        state = coach(found, now_s, *more)
        driver.recorder.take(found, state)
        return state

    monkeypatch.setattr(driver.session, "update", recorded)


def opened_set(journal: Journal) -> SetRecord:
    _, opened = with_set(journal, planned("test-move"))
    return opened


def kept(journal: Journal, opened: SetRecord) -> SetRecord:
    return next(s for s in journal.history.sets(opened.exercise_id) if s.id == opened.id)


def test_what_is_counted_is_kept_with_what_was_seen(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = opened_set(journal)
    driver = Recorded(journal, opened, exercise())
    record(driver, monkeypatch)
    driver.start()
    for word in ("ok", "fault", "cannot-judge"):
        driver.repeat(word)
        assert len(kept(journal, opened).repetitions) == driver.repetitions
    done = kept(journal, opened).repetitions
    assert [one.number for one in done] == [1, 2, 3]
    assert (done[0].judged, done[2].judged) == (True, False)
    assert [one.clean for one in done] == [True, False, None]
    assert done[1].faults == ("fix",)
    assert [(one.range, one.highest, one.lowest) for one in done] == [(1.0, 0.75, -0.25)] * 3
    exported = journal.people.export_json(1)
    assert '"cue_id": "fix"' in exported
    assert '"value": 1.5, "unit": "ratio"' in exported


def test_what_was_not_measured_of_a_repetition_is_left_empty(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = opened_set(journal)
    recorder = SetRecorder(journal.sessions, opened, exercise())
    driver = Driver(CoachSession(exercise(), 5))
    driver.start()
    state = driver.step("working", phase="reach")
    done = repetition(1)
    done.range = done.highest = math.inf
    done.lowest = math.nan
    recorder.take(update("working", finished=done), state)
    (one,) = kept(journal, opened).repetitions
    assert all(math.isnan(value) for value in (one.range, one.highest, one.lowest))


def test_after_a_reload_numbers_go_on(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = opened_set(journal)
    first = Recorded(journal, opened, exercise())
    record(first, monkeypatch)
    first.start()
    first.repeat()
    first.repeat()
    again = Recorded(journal, kept(journal, opened), exercise())  # its watcher counts from 1
    record(again, monkeypatch)
    again.start()
    assert again.repeat().count == 3
    assert [one.number for one in kept(journal, opened).repetitions] == [1, 2, 3]
    with pytest.raises(NotAllowedNow, match="Repetition 4 comes next"):
        first.repeat()  # a page that was left open can't write over it


def test_a_call_that_failed_is_made_again_safely(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = opened_set(journal)
    moves = exercise()
    recorder = SetRecorder(journal.sessions, opened, moves)
    driver = Driver(CoachSession(moves, 5))
    driver.start()
    driver.play(3.0, "working", phase="reach", verdicts=(verdict("fix", "ok"),))
    seen: list[tuple[Update, CoachState]] = []
    coach = driver.session.update

    def noted(found: Update, now_s: float, *more: Any) -> CoachState:
        state = coach(found, now_s, *more)
        seen.append((found, state))
        return state

    monkeypatch.setattr(driver.session, "update", noted)
    driver.repeat(seconds=0.1)
    found, state = seen[-1]
    add = journal.sessions.add_repetition

    def lost(*args: Any, **more: Any) -> Any:
        add(*args, **more)  # it was written, but the answer was lost
        raise NotRecorded("the connection broke")

    monkeypatch.setattr(journal.sessions, "add_repetition", lost)
    with pytest.raises(NotRecorded):
        recorder.take(found, state)
    monkeypatch.setattr(journal.sessions, "add_repetition", add)
    recorder.take(found, state)
    assert len(kept(journal, opened).repetitions) == 1


def hold(driver: Recorded, seconds: float, **changes: Any) -> None:
    """Hold for that long, all of it good."""
    begun = driver.now_s
    for _ in range(round(seconds / 0.1)):
        held = driver.now_s + 0.1 - begun
        driver.step("working", phase="hold", hold_s=held, good_hold_s=held, **changes)


def held(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> tuple[SetRecord, Recorded]:
    """Somebody in the middle of a hold that has lasted so long."""
    opened = opened_set(journal)
    driver = Recorded(journal, opened, exercise("hold"))
    record(driver, monkeypatch)
    driver.start()
    hold(driver, seconds)
    return opened, driver


def test_a_hold_is_on_the_disk_when_its_time_is_spoken(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, driver = held(journal, monkeypatch, 12.5)
    (noted,) = kept(journal, opened).holds
    assert noted.ended is None
    assert 10 <= noted.held_s <= 12.5
    end = driver.now_s
    done = Hold(start_s=end - 12.5, end_s=end - 0.5, good_s=11.0, ended="knees")
    driver.step("left", finished=done)
    (finished,) = kept(journal, opened).holds
    assert (finished.ended, finished.end_s) == ("knees", pytest.approx(end - 0.5))
    assert finished.good_s == pytest.approx(11.0)
    assert journal.history.set_sums(1)[0].longest_s == pytest.approx(12.0, abs=0.01)


def test_a_hold_that_broke_off_is_closed_where_it_was_noted(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = opened_set(journal)
    driver = Recorded(journal, opened, exercise("hold"))
    record(driver, monkeypatch)
    driver.start()
    hold(driver, 11.0)
    again = Recorded(journal, kept(journal, opened), exercise("hold"))
    (broken,) = kept(journal, opened).holds
    assert broken.ended == BROKEN_OFF
    record(again, monkeypatch)
    again.start()
    hold(again, 11.0)
    again.recorder.close()
    assert [one.number for one in kept(journal, opened).holds] == [1, 2]
    assert [one.ended for one in kept(journal, opened).holds] == [BROKEN_OFF] * 2


def test_nothing_is_kept_of_what_the_coach_did_not_count(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = opened_set(journal)
    driver = Recorded(journal, opened, exercise())
    record(driver, monkeypatch)
    driver.start()
    driver.repeat()
    driver.hurts()
    driver.step("working", finished=repetition(2))
    assert len(kept(journal, opened).repetitions) == 1


def test_a_limit_of_the_person_is_a_cue_like_any_other(journal: Journal) -> None:
    moves = exercise()
    own = moves.cues[2].model_copy(update={"id": "TM-limit-x-1"})
    limited = moves.model_copy(update={"cues": [*moves.cues, own]})
    recorder = SetRecorder(journal.sessions, opened_set(journal), limited)
    driver = Driver(CoachSession(limited, 5))
    driver.start()
    for _ in range(10):
        state = driver.step("working", verdicts=(verdict("TM-limit-x-1", "fault"),))
    assert state.cue is not None
    frame = PoseFrame.empty(1.0, 640, 480)
    recorder.take(update("working", frame=frame, verdicts=(verdict(own.id, "fault"),)), state)
    assert '"cue_id": "TM-limit-x-1"' in journal.people.export_json(1)


def test_what_a_hold_grew_since_it_was_spoken_of_is_kept_at_its_end(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, driver = held(journal, monkeypatch, 17.0)
    driver.recorder.close(ENDED)
    (one,) = kept(journal, opened).holds
    assert (one.ended, one.good_s) == (ENDED, pytest.approx(17.0))
    driver.recorder.close(ENDED)  # once is enough
    assert len(kept(journal, opened).holds) == 1
