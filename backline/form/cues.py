"""Judging one cue over time: a fault only when its limit is passed for long enough, and
never on what can't be judged."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from backline.form.result import CueSummary, Verdict, VerdictWord
from backline.guide.schema import Cue
from backline.motion.context import Context
from backline.motion.measures import MEASURES
from backline.motion.repetitions import MedianFilter

STEADY_S = 0.25
"""Cues are judged by the median of their measure over this last stretch."""


def value_of(cue: Cue, context: Context) -> float:
    """The cue's measure in this frame, against the neutral where the cue says so; NaN when
    it can't be judged."""
    value = MEASURES[cue.measure].value(context)
    if cue.relative_to == "absolute":
        return value
    if context.neutral is None:
        return math.nan
    return value - context.neutral.values.get(cue.measure, math.nan)


def passed(cue: Cue, value: float) -> bool:
    """Whether the value is beyond the cue's limit; False for NaN."""
    if cue.above is not None:
        return value > cue.above
    return value < cue.limit


@dataclass
class CueTrack:
    """One cue's state through a stream.

    active: it is a fault right now. faults: it was a fault in the repetition under way.
    """

    cue: Cue
    active: bool = False
    faults: bool = False
    since_s: float | None = None
    seconds: float = 0.0
    first_s: float | None = None
    worst: float = math.nan
    judged: bool = False
    repetitions: list[int] = field(default_factory=list)
    _beyond_since_s: float = math.nan
    _last_s: float = math.nan
    _best: float = math.nan
    _frames: int = 0
    _judged_frames: int = 0
    _idle: bool = True
    _filter: MedianFilter = field(default_factory=lambda: MedianFilter(STEADY_S))

    def update(self, context: Context, phase: set[str], time_s: float) -> Verdict | None:
        """Take in a frame. `phase`: all names the moment has. None when the cue doesn't
        apply now."""
        if phase.isdisjoint(self.cue.when):
            if not self._idle:
                self.interrupt()
            return None
        self._idle = False
        value = self._filter.update(value_of(self.cue, context), time_s)
        self._frames += 1
        if math.isnan(value):
            self._beyond_since_s = self._last_s = math.nan
            self.active = False
            return Verdict(self.cue.id, "cannot-judge", value, self.cue.limit)
        if self.cue.judge == "best":
            self._note_best(value)
            return None
        self._note_worst(value)
        return self._judge(value, time_s)

    def _judge(self, value: float, time_s: float) -> Verdict:
        if not passed(self.cue, value):
            self._beyond_since_s = math.nan
            self.active = False
            self._last_s = time_s
            return Verdict(self.cue.id, "ok", value, self.cue.limit)
        if math.isnan(self._beyond_since_s):
            self._beyond_since_s = time_s
        lasted_s = time_s - self._beyond_since_s
        if not self.active and lasted_s < self.cue.sustain_s:
            self._last_s = time_s
            return Verdict(self.cue.id, "ok", value, self.cue.limit)
        if not self.active:
            self._start(time_s, lasted_s)
        elif not math.isnan(self._last_s):
            self.seconds += time_s - self._last_s
        self._last_s = time_s
        return Verdict(self.cue.id, "fault", value, self.cue.limit, self.since_s)

    def _start(self, time_s: float, lasted_s: float) -> None:
        self.active = self.faults = True
        self.since_s = time_s - lasted_s
        self.seconds += lasted_s
        if self.first_s is None:
            self.first_s = self.since_s

    def _towards_fault(self) -> float:
        return 1.0 if self.cue.above is not None else -1.0

    def _note_worst(self, value: float) -> None:
        self.judged = True
        if math.isnan(self.worst) or (value - self.worst) * self._towards_fault() > 0:
            self.worst = value

    def _note_best(self, value: float) -> None:
        self._judged_frames += 1
        if math.isnan(self._best) or (self._best - value) * self._towards_fault() > 0:
            self._best = value

    def interrupt(self) -> None:
        """The moments the cue applies to are interrupted, or nobody was found."""
        self.active, self._idle = False, True
        self._beyond_since_s = self._last_s = math.nan
        self._filter.reset()

    def judge_once(self, value: float, time_s: float) -> Verdict:
        """Judge one value for a whole repetition or hold."""
        if math.isnan(value):
            return Verdict(self.cue.id, "cannot-judge", value, self.cue.limit)
        self._note_worst(value)
        if not passed(self.cue, value):
            return Verdict(self.cue.id, "ok", value, self.cue.limit)
        self.faults = True
        if self.first_s is None:
            self.first_s = time_s
        return Verdict(self.cue.id, "fault", value, self.cue.limit, time_s)

    def judge_best(self, time_s: float) -> Verdict | None:
        """A repetition counts: judge its best moment, if the cue goes by that. What was
        seen for less than half of the time can't be judged so."""
        if self.cue.judge != "best":
            return None
        enough = 2 * self._judged_frames >= self._frames > 0
        return self.judge_once(self._best if enough else math.nan, time_s)

    def leave(self) -> None:
        """The posture was left: whatever was under way is over."""
        self.interrupt()
        self._forget_repetition()

    def _forget_repetition(self) -> None:
        self.faults = self.active
        self._best, self._frames, self._judged_frames = math.nan, 0, 0

    def end_repetition(self, number: int) -> bool:
        """Whether this cue was a fault in the counted repetition that just ended."""
        had = self.faults
        if had:
            self.repetitions.append(number)
        self._forget_repetition()
        return had

    def summary(self) -> CueSummary:
        """The cue over the whole stream."""
        verdict: VerdictWord = "cannot-judge"
        if self.first_s is not None:
            verdict = "fault"
        elif self.judged:
            verdict = "ok"
        return CueSummary(
            id=self.cue.id,
            verdict=verdict,
            seconds=round(self.seconds, 3),
            first_s=None if self.first_s is None else round(self.first_s, 3),
            worst=None if math.isnan(self.worst) else round(self.worst, 4),
            limit=self.cue.limit,
            unit=self.cue.unit,
            repetitions=self.repetitions,
        )
