"""What a person may do today: each stage of an exercise, with every reason against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backline.guide.schema import Exercise
from backline.guide.stages import Readiness
from backline.person.condition import NOT_ANSWERED
from backline.person.screen import Profile
from backline.programme.facts import MOVEMENTS
from backline.programme.history import ExerciseDone, History
from backline.programme.load import Programme
from backline.programme.reasons import Reason, reason
from backline.programme.shapes import ExerciseProgramme, ExerciseRule, Rung

Because = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Limit:
    """Something of an exercise that is done within limits, and why. `rule` says what."""

    rule: ExerciseRule
    reason: Reason


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a stage may be done today. out: every reason against it; none when it may be.
    limits: what holds when it is done."""

    rung: Rung
    out: tuple[Reason, ...]
    limits: tuple[Limit, ...]

    @property
    def allowed(self) -> bool:
        return not self.out


@dataclass(frozen=True)
class Judge:
    """Judges exercises for one person on one day.

    facts: those of the day (`facts.day_facts`). because: by movement, the screening rules that
    restrict it.
    """

    programme: Programme
    facts: Mapping[str, Any]
    history: History
    because: Because

    def verdicts(self, mine: ExerciseProgramme, exercise: Exercise) -> tuple[Verdict, ...]:
        """A verdict on each stage, from easy to hard."""
        holding = [rule for rule in mine.rules if rule.holds(rule.when.of(self.facts))]
        told = [(rule, reason(rule, tuple(self._because(rule)))) for rule in holding]
        readiness = {stage.id: stage.needs for stage in exercise.stages if stage.needs.after}
        found = []
        for rung in mine.rungs:
            here = [(rule, why) for rule, why in told if rule.about(rung.stage)]
            out = [why for rule, why in here if rule.exclude]
            out += self._equipment(rung)
            needs = readiness.get(rung.stage or "")
            if needs is not None and needs.readiness is not None:
                out += self._unready(mine, rung, needs.after, needs.readiness)
            limits = tuple(Limit(rule, why) for rule, why in here if not rule.exclude)
            found.append(Verdict(rung, tuple(out), limits))
        return tuple(found)

    def said(self, name: str) -> Reason:
        """One of the plain reasons of `session.yaml`."""
        return reason(self.programme.said[name])

    def _because(self, rule: ExerciseRule) -> Iterator[str]:
        for name in rule.when.names:
            yield from self.because.get(name, ())

    def _equipment(self, rung: Rung) -> list[Reason]:
        there = self.facts["equipment"]
        if not rung.equipment or (there != NOT_ANSWERED and there.issuperset(rung.equipment)):
            return []
        unknown = there == NOT_ANSWERED
        return [self.said("equipment-unknown" if unknown else "equipment-missing")]

    def _unready(
        self, mine: ExerciseProgramme, rung: Rung, after: Sequence[str], readiness: Readiness
    ) -> list[Reason]:
        done = [time.done for time in self.history.times(mine.exercise)]
        if all(measured_good(done, stage, readiness) for stage in after):
            return []
        said = self.programme.said["not-measured-yet"]
        return [reason(said, guide=rung.prerequisites)]


def because_of(profile: Profile) -> Because:
    """By movement, the ids of the screening rules that restrict it."""
    return {m: tuple(f.rule for f in profile.reasons(m)) for m in MOVEMENTS}


def measured_good(done: Sequence[ExerciseDone], stage: str, readiness: Readiness) -> bool:
    """Whether a stage was ever done as a readiness asks, in one set that the camera watched."""
    least = readiness.repetitions if readiness.repetitions is not None else readiness.hold_s or 0
    return any(
        one.watched
        and one.good_share is not None
        and one.amount >= least
        and one.good_share >= readiness.good_share
        for time in done
        if time.stage == stage
        for one in time.sets
    )
