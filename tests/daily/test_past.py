"""The journal's sessions as the programme's history."""

from __future__ import annotations

import pytest

from backline.daily.past import past_of
from backline.journal.journal import Journal
from backline.journal.records import Dose, Hold, PlannedExercise
from backline.person.condition import NOT_ANSWERED
from backline.programme.history import ExerciseDone
from tests.journal.clock import Clock
from tests.journal.fakes import begun, new_id, repetition

SIDES = PlannedExercise("bird-dog", Dose(5, sets=2, each_side=True), "leg-only")
PLANK = PlannedExercise("plank", Dose(hold_s=20.0), "on-knees", eased=True)


def only(journal: Journal, clock: Clock) -> tuple[ExerciseDone, ...]:
    (session,) = past_of(journal.history, 1, clock.now.date()).sessions
    return session.exercises


def test_sets_are_told_one_by_one(journal: Journal, clock: Clock) -> None:
    _, session = begun(journal, SIDES, PLANK)
    bird_dog, plank = session.exercises
    for clean, faults in ((5, 0), (2, 2)):
        opened = journal.sessions.begin_set(bird_dog.id, event_id=new_id())
        for n in range(2 * (clean + faults)):
            side = "left" if n % 2 else "right"
            wrong = ("BD5-high",) if n >= 2 * clean else ()
            one = repetition(n + 1, side=side, faults=wrong)  # type: ignore[arg-type]
            journal.sessions.add_repetition(opened.id, one, event_id=new_id())
        journal.sessions.end_set(opened.id, event_id=new_id())
    journal.sessions.add_pain(
        session.id, "after-exercise", 2, exercise_id=bird_dog.id, tight=True, event_id=new_id()
    )
    journal.sessions.end_exercise(bird_dog.id, event_id=new_id())
    opened = journal.sessions.begin_set(plank.id, event_id=new_id())
    for number, (held_s, good_s) in enumerate(((12.0, 6.0), (8.0, 8.0)), start=1):
        hold = Hold(number, 0.0, held_s, good_s, "knees")
        journal.sessions.record_hold(opened.id, hold, event_id=new_id())
    journal.sessions.stop(session.id, "pain", event_id=new_id())
    first, second = only(journal, clock)
    assert [(s.amount, s.good_share) for s in first.sets] == [(5, 1.0), (4, 0.5)]
    assert (first.stage, first.planned.amount, first.planned.each_side) == ("leg-only", 5, True)
    assert (first.pain_after, first.tight, first.eased, first.full_dose) == (2, True, False, False)
    assert [(s.amount, s.good_share) for s in second.sets] == [(12.0, 0.5)]
    assert (second.eased, second.stopped, second.pain_after) == (True, True, NOT_ANSWERED)
    assert second.planned.kind == "hold"


def test_what_nobody_watched_says_nothing_of_form(journal: Journal, clock: Clock) -> None:
    _, session = begun(journal, SIDES, PLANK)
    opened = journal.sessions.begin_set(session.exercises[0].id, watched=False, event_id=new_id())
    own = [repetition(n, judged=False) for n in range(1, 11)]
    journal.sessions.add_repetitions(opened.id, own, event_id=new_id())
    journal.sessions.finish(session.id, event_id=new_id())
    (done,) = only(journal, clock)
    assert [(s.amount, s.good_share, s.watched) for s in done.sets] == [(5, None, False)]


@pytest.mark.parametrize(("judged", "share"), [(10, 1.0), (5, 1.0), (4, None), (0, None)])
def test_a_few_seen_say_nothing_of_all(
    journal: Journal, clock: Clock, judged: int, share: float | None
) -> None:
    _, session = begun(journal)
    opened = journal.sessions.begin_set(session.exercises[0].id, event_id=new_id())
    for n in range(1, 11):
        one = repetition(n, judged=n <= judged)
        journal.sessions.add_repetition(opened.id, one, event_id=new_id())
    journal.sessions.finish(session.id, event_id=new_id())
    assert [s.good_share for s in only(journal, clock)[0].sets] == [share]


def test_what_is_not_over_or_was_not_done_is_not_past(journal: Journal, clock: Clock) -> None:
    ann, session = begun(journal)
    assert past_of(journal.history, ann.id, clock.now.date()).sessions == ()
    journal.sessions.skip_exercise(session.exercises[0].id, "own", event_id=new_id())
    journal.sessions.finish(session.id, event_id=new_id())
    assert only(journal, clock) == ()


def test_repetitions_come_all_or_none(journal: Journal) -> None:
    _, session = begun(journal)
    opened = journal.sessions.begin_set(session.exercises[0].id, event_id=new_id())
    with pytest.raises(Exception, match="comes next"):
        journal.sessions.add_repetitions(
            opened.id, [repetition(1), repetition(3)], event_id=new_id()
        )
    event = new_id()
    for _ in range(2):
        done = journal.sessions.add_repetitions(opened.id, [repetition(1)], event_id=event)
        assert len(done.repetitions) == 1
