"""The journal's sessions as the programme's history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache

from backline.journal.history import History as JournalHistory
from backline.journal.records import (
    UNFINISHED,
    Dose,
    ExerciseRecord,
    PainAnswer,
    SessionRecord,
    SetSums,
)
from backline.person.answers import Pain
from backline.person.condition import NOT_ANSWERED
from backline.programme import history as programme

WINDOW = timedelta(weeks=26)
"""How far back a plan looks. An exercise that wasn't done for half a year begins anew; Backline's
own choice."""

PAIN = "pain"
"""Why a session was stopped, or an exercise broken off, when pain was the reason."""

ENOUGH_JUDGED = 0.5
"""At least this share of a set's repetitions must have been judged for their form to speak for
the set. Backline's own choice: two seen of ten say nothing about ten."""


def past_of(
    history: JournalHistory, profile_id: int, day: date, window: timedelta = WINDOW
) -> programme.History:
    """A person's ended sessions up to a day, as far back as the window goes."""
    first = day - window
    sessions = history.sessions(profile_id, first, day)
    return as_history(sessions, history.set_sums(profile_id, first, day))


def as_history(sessions: Iterable[SessionRecord], sums: Iterable[SetSums]) -> programme.History:
    """Recorded sessions as the programme's history. One that isn't ended isn't past yet; an
    exercise of which no set was done, and that pain didn't stop, wasn't done."""
    sets: defaultdict[int, list[SetSums]] = defaultdict(list)
    for one in sums:
        sets[one.exercise_id].append(one)
    done = [_session(one, sets) for one in sessions if one.state not in UNFINISHED]
    return programme.History(sessions=tuple(done))


def _session(record: SessionRecord, sets: defaultdict[int, list[SetSums]]) -> programme.SessionDone:
    exercises = [_exercise(one, sets[one.id], record.pain) for one in record.exercises]
    return programme.SessionDone(
        on=record.day,
        pain_before=told(record.pain, "before"),
        pain_after=told(record.pain, "end"),
        next_morning=told(record.pain, "next-morning"),
        stopped=record.state == "stopped" and record.why == PAIN,
        test=record.is_test,
        exercises=tuple(one for one in exercises if one.sets or one.stopped),
    )


def told(pain: Sequence[PainAnswer], moment: str) -> Pain:
    """The latest pain told at a moment; not answered when there is none."""
    found = [one.nprs for one in pain if one.moment == moment]
    return found[-1] if found else NOT_ANSWERED


def _exercise(
    record: ExerciseRecord, sets: Sequence[SetSums], pain: Sequence[PainAnswer]
) -> programme.ExerciseDone:
    mine = [one for one in pain if one.exercise_id == record.id]
    done = [_set(one, record.dose) for one in sets]
    return programme.ExerciseDone(
        exercise=record.exercise,
        stage=record.stage,
        planned=planned(record.dose),
        sets=tuple(one for one in done if one.amount > 0),
        pain_after=max((one.nprs for one in mine), default=NOT_ANSWERED),
        tight=any(one.tight for one in mine),
        stopped=record.state == "stopped" or (record.why == PAIN and bool(sets)),
        eased=record.eased,
    )


@lru_cache(maxsize=256)
def planned(dose: Dose) -> programme.Dose:
    """A recorded dose as the programme has it. One with an open end stands as a second: whoever
    goes on from a dose passes tests over (`progress.usual`)."""
    counted = dose.repetitions is not None
    amount = dose.repetitions if dose.repetitions is not None else round(dose.hold_s or 0)
    return programme.Dose(
        kind="repetitions" if counted else "hold",
        amount=max(1, amount),
        sets=dose.sets,
        each_side=dose.each_side,
    )


def _set(sums: SetSums, dose: Dose) -> programme.SetDone:
    if dose.repetitions is None:
        return programme.SetDone(
            amount=sums.longest_s, good_share=_good_hold(sums), watched=sums.watched
        )
    return programme.SetDone(
        amount=_repetitions(sums, dose), good_share=_good_repetitions(sums), watched=sums.watched
    )


def _repetitions(sums: SetSums, dose: Dose) -> int:
    """The lesser side's where there are sides; half of all where nobody told them apart."""
    if not dose.each_side:
        return sums.repetitions
    if sums.left + sums.right == 0:
        return sums.repetitions // 2
    return min(sums.left, sums.right)


def _good_repetitions(sums: SetSums) -> float | None:
    if not sums.watched or not sums.judged or sums.judged < ENOUGH_JUDGED * sums.repetitions:
        return None
    return sums.clean / sums.judged


def _good_hold(sums: SetSums) -> float | None:
    if not sums.watched or sums.longest_good_s is None or sums.longest_s <= 0:
        return None
    return min(1.0, sums.longest_good_s / sums.longest_s)
