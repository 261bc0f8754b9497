"""Several at once: people of a household, and the same page asking twice at the same moment."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from threading import Barrier
from typing import TypeVar

import pytest

from backline.journal.errors import NoSuchRecord, NotAllowedNow
from backline.journal.journal import Journal
from backline.journal.records import Acknowledgement, SessionRecord, SetRecord
from tests.journal.fakes import BERLIN, do, new_id, planned, repetition, with_set

MANY = 4
Result = TypeVar("Result")


def at_once(ask: Callable[[int], Result]) -> list[Result | NotAllowedNow]:
    """What it gives to each of several threads that ask together; refusals, too."""
    barrier = Barrier(MANY)

    def one(number: int) -> Result | NotAllowedNow:
        barrier.wait()
        try:
            return ask(number)
        except NotAllowedNow as refusal:
            return refusal

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(one, range(MANY)))


def test_a_household_exercises_together(empty_journal: str) -> None:
    with Journal.open(empty_journal) as journal:
        begun = [with_set(journal) for _ in range(MANY)]
        at_once(lambda n: do(journal, begun[n][1].id, 15))
        for session, _ in begun:
            assert journal.history.session(session.id).exercises[0].tally.repetitions == 15


def test_processes_share_a_journal(empty_journal: str) -> None:
    """Journals of their own, as two programs would have."""
    with Journal.open(empty_journal) as one:
        begun = [with_set(one) for _ in range(MANY)]

        def elsewhere(number: int) -> None:
            with Journal.open(empty_journal) as other:
                do(other, begun[number][1].id, 10)

        at_once(elsewhere)
        for session, _ in begun:
            assert one.history.session(session.id).exercises[0].tally.repetitions == 10


def test_the_same_thing_asked_at_once_happens_once(journal: Journal) -> None:
    session, opened = with_set(journal)
    for number in range(1, 6):
        event_id = new_id()

        def ask(_: int, number: int = number, event_id: str = event_id) -> Acknowledgement:
            return journal.sessions.add_repetition(opened.id, repetition(number), event_id=event_id)

        answers = at_once(ask)
        assert all(isinstance(a, Acknowledgement) and a.count == number for a in answers)
        assert sorted(a.repeated for a in answers if isinstance(a, Acknowledgement)) == [
            False,
            *[True] * (MANY - 1),
        ]
    assert journal.history.session(session.id).exercises[0].tally.repetitions == 5


def test_of_different_things_at_once_one_comes_next(journal: Journal) -> None:
    session, opened = with_set(journal)
    for number in range(1, 6):

        def ask(_: int, number: int = number) -> Acknowledgement:
            return journal.sessions.add_repetition(opened.id, repetition(number), event_id=new_id())

        answers = at_once(ask)
        assert sum(isinstance(a, Acknowledgement) for a in answers) == 1
    assert journal.history.session(session.id).exercises[0].tally.repetitions == 5


@pytest.mark.slow
def test_the_sums_hold_whoever_adds_the_next(journal: Journal) -> None:
    """Each asks for its own number until its turn has come, while another adds the one before."""
    session, opened = with_set(journal)
    last = 4 * MANY

    def ask(thread: int) -> None:
        for number in range(thread + 1, last + 1, MANY):
            for _ in range(1000):
                with suppress(NotAllowedNow):
                    do(journal, opened.id, 1, first=number)
                    break
                time.sleep(0.005)  # so that the others' turns come

    at_once(ask)
    (kept,) = journal.history.sets(opened.exercise_id)
    assert [r.number for r in kept.repetitions] == list(range(1, last + 1))
    assert journal.history.session(session.id).exercises[0].tally.repetitions == last


def test_nothing_slips_in_behind_the_end(journal: Journal) -> None:
    for _ in range(5):
        session, opened = with_set(journal)

        def ask(
            number: int, session: SessionRecord = session, opened: SetRecord = opened
        ) -> datetime | None:
            if number:
                do(journal, opened.id, 20)
                return None
            return journal.sessions.finish(session.id, event_id=new_id()).ended_at

        at_once(ask)
        (exercise, *_) = journal.history.session(session.id).exercises
        (kept,) = journal.history.sets(opened.exercise_id)
        assert kept.ended_at is not None
        assert exercise.state == "done"
        assert exercise.tally.repetitions == len(kept.repetitions)


def test_an_end_is_the_end_whoever_pauses(journal: Journal) -> None:
    sessions = journal.sessions
    for _ in range(8):
        session, _ = with_set(journal)

        def ask(number: int, session_id: int = session.id) -> SessionRecord:
            if number == 0:
                return sessions.finish(session_id, event_id=new_id())
            if number == 1:
                return sessions.stop(session_id, "tired", event_id=new_id())
            return sessions.pause(session_id, event_id=new_id())

        finished, stopped, *_ = (isinstance(a, SessionRecord) for a in at_once(ask))
        assert finished != stopped
        assert journal.history.session(session.id).state == ("finished" if finished else "stopped")


def test_two_sessions_of_one_person_at_once_are_one(journal: Journal) -> None:
    person = journal.people.add("Ann", BERLIN)

    def begin(_: int) -> SessionRecord:
        return journal.sessions.begin(person.id, [planned()], event_id=new_id())

    answers = at_once(begin)
    assert sum(isinstance(a, SessionRecord) for a in answers) == 1
    assert len(journal.history.recent_sessions(person.id)) == 1


def test_erasing_while_somebody_writes(journal: Journal) -> None:
    """Whoever comes later is told; nothing of the erased comes back."""
    session, opened = with_set(journal)

    def ask(number: int) -> str:
        try:
            if number == 0:
                journal.people.erase(session.profile_id)
            else:
                do(journal, opened.id, 1)
        except NoSuchRecord:
            return "gone"
        return "done"

    assert at_once(ask)[0] == "done"
    assert journal.people.all() == ()
    with pytest.raises(NoSuchRecord):
        journal.history.session(session.id)
