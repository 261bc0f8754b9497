"""What the programme knows of past sessions. Plain values; where they are stored is not its
concern."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, model_validator

from backline.guide.strict import Strict
from backline.person.answers import Pain
from backline.person.condition import NOT_ANSWERED, Condition


class Dose(Strict):
    """How much was planned: `amount` repetitions (per side) or seconds of a hold, in each of
    `sets` sets."""

    kind: Literal["repetitions", "hold"]
    amount: int = Field(ge=1)
    sets: int = Field(ge=1)
    each_side: bool = False


class SetDone(Strict):
    """One set as it was done.

    amount: repetitions (the lesser side's, where there are sides) or seconds held.
    good_share: the share of those repetitions or of that time with nothing to correct, 0 to 1;
    None when nobody watched or it couldn't be judged. watched: whether the camera counted.
    """

    amount: float = Field(ge=0)
    good_share: Annotated[float, Field(ge=0, le=1)] | None = None
    watched: bool = True

    @model_validator(mode="after")
    def _seen(self) -> SetDone:
        if not self.watched and self.good_share is not None:
            raise ValueError("a set that nobody watched has no share of good form")
        return self


class ExerciseDone(Strict):
    """One exercise in a past session.

    stage: None when the exercise has none. planned: the dose that was planned. pain_after: NPRS
    at the check after it. tight: whether the back tightened up. stopped: pain ended it. eased: it
    was done on a day of less, so that the usual dose is that of the time before.
    """

    exercise: str
    stage: str | None = None
    planned: Dose
    sets: tuple[SetDone, ...] = ()
    pain_after: Pain = NOT_ANSWERED
    tight: StrictBool = False
    stopped: StrictBool = False
    eased: StrictBool = False

    @property
    def watched(self) -> bool:
        """Whether the camera counted every set of it."""
        return bool(self.sets) and all(one.watched for one in self.sets)

    @property
    def good_share(self) -> float | None:
        """The share in good form over all sets, by their amounts; None when it isn't known."""
        shares = [(one.amount, one.good_share) for one in self.sets if one.amount > 0]
        if not shares or any(share is None for _, share in shares):
            return None
        total = sum(amount for amount, _ in shares)
        return sum(amount * share for amount, share in shares if share is not None) / total

    @property
    def full_dose(self) -> bool:
        """Whether all that was planned was done."""
        full = [one for one in self.sets if one.amount >= self.planned.amount]
        return len(full) >= self.planned.sets


class SessionDone(Strict):
    """A past session. on: the person's own date. next_morning: NPRS on the day after. test: a
    timed test: its pain counts, but no dose was planned that could be gone on from."""

    on: date
    pain_before: Pain = NOT_ANSWERED
    pain_after: Pain = NOT_ANSWERED
    next_morning: Pain = NOT_ANSWERED
    stopped: StrictBool = False
    test: StrictBool = False
    exercises: tuple[ExerciseDone, ...] = ()


def rise(before: Pain, after: Pain) -> Any:
    """The difference of two NPRS scores; not answered when either is missing."""
    if isinstance(before, int) and isinstance(after, int):
        return after - before
    return NOT_ANSWERED


@dataclass(frozen=True, eq=False)
class Time:
    """One time that an exercise was done, in its session."""

    session: SessionDone
    done: ExerciseDone

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """What conditions may ask of it (`load.TIME_TYPES`)."""
        share = self.done.good_share
        return {
            "pain": self.done.pain_after,
            "rise": rise(self.session.pain_before, self.done.pain_after),
            "stopped": self.done.stopped,
            "full_dose": self.done.full_dose,
            "watched": self.done.watched,
            "good_share": NOT_ANSWERED if share is None else share,
        }

    @cached_property
    def _known(self) -> dict[int, tuple[Condition, bool]]:
        return {}

    def holds(self, condition: Condition) -> bool:
        """Whether a condition is known to be true of it. Worked out once, as the past stays."""
        known = self._known.get(id(condition))
        if known is None or known[0] is not condition:
            known = (condition, condition.of(self.facts) is True)
            self._known[id(condition)] = known
        return known[1]


class History(Strict):
    """All past sessions, the oldest first (they are put in order when given otherwise)."""

    sessions: tuple[SessionDone, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _in_order(cls, data: object) -> object:
        if isinstance(data, dict) and data.get("sessions"):
            sessions = [SessionDone.model_validate(one) for one in data["sessions"]]
            return {**data, "sessions": tuple(sorted(sessions, key=lambda one: one.on))}
        return data

    def times(self, exercise: str) -> Sequence[Time]:
        """Each time an exercise was done (at least one set of it, or stopped by pain), the
        latest first."""
        return self._by_exercise.get(exercise, ())

    @cached_property
    def _by_exercise(self) -> Mapping[str, Sequence[Time]]:
        found: dict[str, list[Time]] = {}
        for session in reversed(self.sessions):
            for done in session.exercises:
                if done.sets or done.stopped:
                    found.setdefault(done.exercise, []).append(Time(session, done))
        return found


class Today(Strict):
    """What is known of the day.

    pain_now: NPRS before the session. pain_last_week: the worst of the last seven days, if it
    was asked. minutes: how long there is time for; None for a usual session. skip: exercises
    that the person leaves out today.
    """

    on: date
    pain_now: Pain = NOT_ANSWERED
    pain_last_week: Pain = NOT_ANSWERED
    minutes: float | None = Field(default=None, gt=0)
    skip: frozenset[str] = frozenset()
