"""What comes next in a session. Pure: everything follows from what is recorded.

A session is TellPain(before), for each exercise Show, Work, (Rest, Work)*, PainCheck, then
TellPain(end) and Summary; and Stopped from anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from backline.daily.past import PAIN, planned, told
from backline.daily.stored import DayPlan
from backline.journal.records import (
    OPEN_EXERCISE,
    ExerciseRecord,
    PainAnswer,
    SessionRecord,
    SetRecord,
    Side,
)
from backline.person.condition import NOT_ANSWERED
from backline.programme.history import Dose
from backline.programme.load import Programme, load_programme
from backline.programme.pain import PainDecision, pain_check
from backline.programme.plan import PlanItem

TOO_LONG = timedelta(hours=3)
"""A session in which nothing happened for so long isn't gone on with: the pain told before it
says nothing of now. Backline's own choice."""

Why = str
"""Of a stop: "pain", "rest" (the day turned out to be one), "too-long-ago", or the person's own."""


@dataclass(frozen=True, slots=True)
class At:
    """A session with what its next step is told by. sets: those of the exercise that is the next
    to go on with, in order; empty before its first."""

    session: SessionRecord
    sets: tuple[SetRecord, ...] = ()

    @property
    def going(self) -> ExerciseRecord | None:
        """The exercise under way, or the next one; None when all are through."""
        open_ = (one for one in self.session.exercises if one.state in OPEN_EXERCISE)
        return next(open_, None)

    @property
    def open_set(self) -> SetRecord | None:
        """The set under way."""
        return next((one for one in self.sets if one.ended_at is None), None)

    @property
    def sets_done(self) -> tuple[SetRecord, ...]:
        """The sets in which something was done and that are over."""
        return tuple(one for one in self.sets if one.ended_at and (one.repetitions or one.holds))

    @property
    def last_at(self) -> datetime:
        """When something was last noted."""
        moments = [self.session.began_at, *(one.at for one in self.session.pain)]
        moments += [one.ended_at or one.began_at for one in self.sets]
        return max(moments)


@dataclass(frozen=True, slots=True)
class TellPain:
    """Pain before the session, with a chance to stop, or at its end."""

    moment: Literal["before", "end"]


@dataclass(frozen=True, slots=True)
class Show:
    """An exercise is next: its demonstration, how it goes, what holds for this person.

    item: what is planned of it, with limits and reasons; None when the plan can't be read any
    more. place: 1 for the first of `of`. eased: fewer, and smaller.
    """

    exercise: ExerciseRecord
    item: PlanItem | None
    dose: Dose
    place: int
    of: int
    eased: bool


@dataclass(frozen=True, slots=True)
class Work:
    """A set to do. set_id: None while it isn't begun. number: 1 for the first of `dose.sets`.
    dose: what one set is to be (per side, where there are sides). side: None for both in turn.
    """

    exercise: ExerciseRecord
    item: PlanItem | None
    dose: Dose
    number: int
    set_id: int | None
    side: Side | None
    eased: bool

    @property
    def target(self) -> int | None:
        """Repetitions of both sides together, or seconds: what the coach counts up to. None for a
        hold without an end planned, a timed test."""
        if self.exercise.dose.open_end:
            return None
        both = self.dose.each_side and self.dose.kind == "repetitions" and self.side is None
        return self.dose.amount * 2 if both else self.dose.amount


@dataclass(frozen=True, slots=True)
class Rest:
    """Between two sets. seconds_left: until the next; it may be begun before."""

    exercise: ExerciseRecord
    seconds_left: float
    next_number: int


@dataclass(frozen=True, slots=True)
class PainCheck:
    """How much it hurts after an exercise. asks_tight: ask as well whether the back has
    tightened up. ends: it is the last of the session, so its answer is that of the end, too."""

    exercise: ExerciseRecord
    asks_tight: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """All is done; the session looked back on."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """The session is over before its end, and why. decision: what the pain check said."""

    why: Why
    decision: PainDecision | None = None


Step = TellPain | Show | Work | Rest | PainCheck | Summary | Stopped


def next_step(
    at: At, day: DayPlan | None, now: datetime, programme: Programme | None = None
) -> Step:
    """What comes next. day: the plan that holds for the session; None when it can't be read.
    now: aware; only a rest, and a session left alone for long, depend on it."""
    programme = load_programme() if programme is None else programme
    session = at.session
    decision = next(stops(session, programme), None)
    if session.state == "stopped" or decision is not None:
        why = PAIN if decision is not None else session.why or PAIN
        return Stopped(why, decision)
    if session.state == "finished":
        return Summary()
    if now - at.last_at > TOO_LONG:
        return Stopped("too-long-ago")
    if told(session.pain, "before") == NOT_ANSWERED:
        return TellPain("before")
    unchecked = next(_unchecked(session, programme), None)
    if unchecked is not None:
        return _check(at, unchecked, programme)
    going = at.going
    if going is None:
        ended = told(session.pain, "end") != NOT_ANSWERED
        return Summary() if ended else TellPain("end")
    return _exercise(at, going, day, now, programme)


def _exercise(
    at: At, going: ExerciseRecord, day: DayPlan | None, now: datetime, programme: Programme
) -> Step:
    eased = going.eased or is_eased(at.session, programme)
    dose = dose_of(going, eased=eased, programme=programme)
    item = None if day is None else day.item(going.exercise)
    if at.open_set is not None:
        number = len(at.sets_done) + 1
        opened = at.open_set
        return Work(going, item, dose, number, opened.id, opened.side, eased)
    if not at.sets_done:
        places = [one.place for one in at.session.exercises]
        return Show(going, item, dose, going.place, max(places), eased)
    if len(at.sets_done) >= dose.sets:
        return _check(at, going, programme)
    last = max(one.ended_at for one in at.sets_done if one.ended_at)
    left_s = programme.session.times.rest_s - (now - last).total_seconds()
    number = len(at.sets_done) + 1
    if left_s > 0:
        return Rest(going, left_s, number)
    return Work(going, item, dose, number, None, None, eased)


def _check(at: At, exercise: ExerciseRecord, programme: Programme) -> PainCheck:
    mine = programme.exercises.get(exercise.exercise)
    others = [one for one in at.session.exercises if one.state in OPEN_EXERCISE]
    ends = all(one.id == exercise.id for one in others)
    return PainCheck(exercise, mine is not None and bool(mine.strict_pain), ends)


def _unchecked(session: SessionRecord, programme: Programme) -> Iterator[ExerciseRecord]:
    """Exercises that were done, at least in part, without a pain check that decides."""
    for one in session.exercises:
        if one.state in OPEN_EXERCISE:
            continue
        begun = one.state == "done" or one.why == PAIN or one.tally.repetitions or one.tally.held_s
        if begun and checked(session, one, programme).decision == "ask":
            yield one


def checked(
    session: SessionRecord, exercise: ExerciseRecord, programme: Programme | None = None
) -> PainDecision:
    """What the pain told after an exercise means; "ask" while something that decides is open."""
    found = [one for one in session.pain if one.exercise_id == exercise.id]
    if not found:
        return pain_check(
            told(session.pain, "before"), NOT_ANSWERED, exercise.exercise, programme=programme
        )
    return decided(session, found[-1], programme)


def decided(
    session: SessionRecord, answer: PainAnswer, programme: Programme | None = None
) -> PainDecision:
    """What one answer means. Before the session there is nothing that it could have risen from."""
    before = answer.nprs if answer.moment == "before" else told(session.pain, "before")
    names = {one.id: one.exercise for one in session.exercises}
    return pain_check(
        before,
        answer.nprs,
        None if answer.exercise_id is None else names.get(answer.exercise_id),
        NOT_ANSWERED if answer.tight is None else answer.tight,
        programme,
    )


def stops(session: SessionRecord, programme: Programme | None = None) -> Iterator[PainDecision]:
    """The decisions to stop among all that was told. A later answer takes none of them back."""
    for answer in _in_session(session.pain):
        decision = decided(session, answer, programme)
        if decision.decision == "stop":
            yield decision


def is_eased(session: SessionRecord, programme: Programme | None = None) -> bool:
    """Whether pain that was told eases what follows."""
    eases = {"ease", "leave-exercise"}
    return any(
        decided(session, answer, programme).decision in eases
        for answer in _in_session(session.pain)
    )


def _in_session(pain: Sequence[PainAnswer]) -> list[PainAnswer]:
    return [one for one in pain if one.moment != "next-morning"]


def dose_of(exercise: ExerciseRecord, *, eased: bool, programme: Programme) -> Dose:
    """How much is to be done: as planned, or, eased, no more than the least there is of it."""
    dose = planned(exercise.dose)
    return eased_dose(dose, exercise.exercise, programme) if eased else dose


def eased_dose(dose: Dose, exercise: str, programme: Programme) -> Dose:
    """A dose on a day of less: one set (`session.yaml`) of what the exercise begins with."""
    mine = programme.exercises.get(exercise)
    least = dose.amount if mine is None else min(dose.amount, mine.dose.start)
    sets = min(dose.sets, programme.session.sets.eased)
    return dose.model_copy(update={"amount": least, "sets": sets})


def is_over(step: Step) -> bool:
    """Whether nothing comes after a step."""
    return isinstance(step, Summary | Stopped)
