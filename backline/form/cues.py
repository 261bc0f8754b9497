"""Judging one cue over time: a fault only when its limit is passed for long enough, and
never on what can't be judged."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from backline.form.result import CueSummary, Verdict, VerdictWord
from backline.guide.schema import Cue
from backline.motion.context import Context
from backline.motion.measures import MEASURES

LATE_PHASES = frozenset({"rep", "end"})
"""Phases judged once, when a repetition or hold has ended; the watcher gives the value."""


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
    _in_phase: bool = False
    _closed: bool = False
    _late: Verdict | None = None

    def update(self, context: Context, phase: set[str], time_s: float) -> Verdict | None:
        """Take in a frame. `phase`: all names the moment has. None when the cue doesn't
        apply now."""
        if not phase.intersection(self.cue.when):
            self._closed = False
            if self._in_phase:
                self._leave_phase(time_s)
            return self._take_late()
        if self._closed:
            return self._take_late()
        self._in_phase = True
        value = value_of(self.cue, context)
        if math.isnan(value):
            self._beyond_since_s = self._last_s = math.nan
            self.active = False
            return Verdict(self.cue.id, "cannot-judge", value, self.cue.limit)
        self._note(value)
        if self.cue.judge == "best":
            return Verdict(self.cue.id, "ok", value, self.cue.limit)
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

    def _note(self, value: float) -> None:
        """Remember the furthest (and, for "best" cues, the phase's best) value."""
        self.judged = True
        towards_fault = 1.0 if self.cue.above is not None else -1.0
        if self.cue.judge == "best":
            if math.isnan(self._best) or (self._best - value) * towards_fault > 0:
                self._best = value
        elif math.isnan(self.worst) or (value - self.worst) * towards_fault > 0:
            self.worst = value

    def _leave_phase(self, time_s: float) -> None:
        self._in_phase = self.active = False
        self._beyond_since_s = self._last_s = math.nan
        if self.cue.judge == "best" and not math.isnan(self._best):
            self._late = self.judge_once(self._best, time_s)
        self._best = math.nan

    def _take_late(self) -> Verdict | None:
        """A verdict on a phase that has ended, once."""
        late, self._late = self._late, None
        return late

    def judge_once(self, value: float, time_s: float) -> Verdict:
        """Judge one value for a whole phase, repetition or hold."""
        if math.isnan(value):
            return Verdict(self.cue.id, "cannot-judge", value, self.cue.limit)
        self.judged = True
        towards_fault = 1.0 if self.cue.above is not None else -1.0
        if math.isnan(self.worst) or (value - self.worst) * towards_fault > 0:
            self.worst = value
        if not passed(self.cue, value):
            return Verdict(self.cue.id, "ok", value, self.cue.limit)
        self.faults = True
        if self.first_s is None:
            self.first_s = time_s
        return Verdict(self.cue.id, "fault", value, self.cue.limit, time_s)

    def close_phase(self, time_s: float) -> None:
        """A repetition ends: a phase that runs on into the next one is judged now, and
        its rest is left out."""
        if self._in_phase and self.cue.judge == "best":
            self._leave_phase(time_s)
            self._closed = True

    def end_phase(self, time_s: float) -> None:
        """The posture is left: whatever phase was on is over."""
        if self._in_phase:
            self._leave_phase(time_s)
        self.faults = self._closed = False

    def end_repetition(self, number: int | None) -> bool:
        """Whether this cue was a fault in the repetition that just ended (its number, or
        None when it didn't count); forgets it for the next one."""
        had = self.faults
        if had and number is not None:
            self.repetitions.append(number)
        self.faults = self.active
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
