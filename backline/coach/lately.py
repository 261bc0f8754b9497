"""What was counted lately, by every exercise's watcher at once; so what is being done now.

`form.recognise` tells what a whole recording shows. A camera that goes on needs to know it for
the last while only: somebody may go on to another exercise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from backline.body import PoseFrame
from backline.form.recognise import Evidence, Rank, Recogniser, Runner
from backline.form.result import Hold, Repetition, Update
from backline.guide.schema import Exercise


@dataclass(frozen=True, slots=True)
class _Mark:
    """A repetition or hold, and what it is evidence of."""

    start_s: float
    evidence: Evidence


@dataclass
class _Past:
    """What one watcher has counted so far, and what of it was evidence."""

    marks: list[_Mark] = field(default_factory=list)
    repetitions: list[Repetition] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Doing:
    """An exercise that was counted since some moment.

    repetitions: its own, each side's; without those of a variation of a hold. hold_s: the longest
    hold, one that goes on included; 0 when there was none. holding_s: the one that goes on, else 0.
    first_s: when the first of all that began. last_s: when it last counted; now while a hold goes
    on. Both are the moment asked for when nothing was counted since. update: what its watcher
    says of this moment.
    """

    exercise: Exercise
    repetitions: tuple[Repetition, ...]
    hold_s: float
    holding_s: float
    first_s: float
    last_s: float
    update: Update


class Lately(Recogniser):
    """A `Recogniser` that can also be asked for what was counted since a moment. One per stream.

    exercises: as there. Raises ValueError for none.
    """

    def __init__(self, exercises: Sequence[Exercise]) -> None:
        super().__init__(exercises)
        self._past = [_Past() for _ in self._runners]
        self._now_s = 0.0

    def update(self, frame: PoseFrame) -> Update:
        """Take in one frame; what the likeliest watcher of the whole stream says of it."""
        update = super().update(frame)
        self._now_s = frame.time_s
        for runner, past in zip(self._runners, self._past, strict=True):
            finished = None if runner.update is None else runner.update.finished
            if finished is not None:
                _note(past, finished, runner.of(finished))
        return update

    def doing(self, since_s: float) -> Doing | None:
        """The exercise for which most speaks that began at `since_s` or later, by the order of
        `form.recognise`; None when nothing was counted since."""
        both = list(zip(self._runners, self._past, strict=True))
        ranks = [self._rank(runner, past, since_s) for runner, past in both]
        best = max(range(len(both)), key=lambda one: ranks[one])
        return self._doing(*both[best], since_s) if any(ranks[best]) else None

    def done(self, exercise: Exercise, since_s: float) -> Doing | None:
        """What was counted of one exercise (at its stage) since then; None when it isn't watched
        for."""
        both = zip(self._runners, self._past, strict=True)
        found = next((one for one in both if one[0].exercise.key == exercise.key), None)
        return None if found is None else self._doing(*found, since_s)

    def _rank(self, runner: Runner, past: _Past, since_s: float) -> Rank:
        """The runner's as if it had begun then."""
        marks = [mark.evidence for mark in past.marks if mark.start_s >= since_s]
        return runner.rank(sum(marks, Evidence()), self._holding_s(runner, since_s))

    def _holding_s(self, runner: Runner, since_s: float) -> float:
        return runner.holding_s if self._now_s - runner.holding_s >= since_s else 0.0

    def _doing(self, runner: Runner, past: _Past, since_s: float) -> Doing:
        assert runner.update is not None
        repetitions = tuple(one for one in past.repetitions if one.start_s >= since_s)
        holds = [one for one in past.holds if one.start_s >= since_s]
        holding_s = self._holding_s(runner, since_s)
        starts = [one.start_s for one in repetitions] + [one.start_s for one in holds]
        ends = [one.end_s for one in repetitions] + [one.end_s for one in holds]
        if holding_s > 0.0:
            starts.append(self._now_s - holding_s)
            ends.append(self._now_s)
        lengths = [one.end_s - one.start_s for one in holds]
        return Doing(
            exercise=runner.exercise,
            repetitions=repetitions,
            hold_s=max([*lengths, holding_s]),
            holding_s=holding_s,
            first_s=min(starts, default=since_s),
            last_s=max(ends, default=since_s),
            update=runner.update,
        )


def _note(past: _Past, finished: Repetition | Hold, evidence: Evidence) -> None:
    """Keep what finished, and what it was evidence of."""
    if isinstance(finished, Hold):
        past.holds.append(finished)
    elif finished.variation is None:
        past.repetitions.append(finished)
    if evidence != Evidence():
        past.marks.append(_Mark(finished.start_s, evidence))
