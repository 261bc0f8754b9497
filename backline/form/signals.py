"""The repetition signal of an exercise file, joined to its counter for each side."""

from __future__ import annotations

import math
from dataclasses import dataclass

from backline.guide.schema import Exercise, Gate, Signal
from backline.motion.context import Context
from backline.motion.geometry import SIDES, Side
from backline.motion.measures import MEASURES
from backline.motion.repetitions import CycleCounter, Excursion, ExcursionCounter

ALWAYS_NEUTRAL = ("back_bend_ratio", "hip_tilt_ratio")
"""Taken with every neutral: stillness and some measures refer to them."""


def needed_measures(exercise: Exercise) -> list[str]:
    """Names of all measures whose neutral value an exercise needs."""
    names = set(ALWAYS_NEUTRAL)
    names |= {cue.measure for cue in exercise.cues if cue.relative_to == "neutral"}
    signals = [exercise.signal, *(v.signal for v in exercise.variations)]
    names |= {signal.measure for signal in signals if signal.relative_to == "neutral"}
    return sorted(names)


@dataclass
class _Gated:
    """A gate over the movement under way. It only rejects what was seen for at least half
    of the time out: an arm seen just as it comes down says nothing about the reach."""

    gate: Gate
    best: float = math.nan
    frames: int = 0
    judged: int = 0

    def note(self, context: Context) -> None:
        self.frames += 1
        value = MEASURES[self.gate.measure].value(context)
        if not math.isnan(value):
            self.judged += 1
            better = max if self.gate.above is not None else min
            self.best = value if math.isnan(self.best) else better(self.best, value)

    def take(self) -> bool:
        """Whether the movement may count; forgets it."""
        best, enough = self.best, 2 * self.judged >= self.frames
        self.best, self.frames, self.judged = math.nan, 0, 0
        if math.isnan(best) or not enough:
            return True
        if self.gate.above is not None:
            return best > self.gate.above
        return self.gate.below is not None and best < self.gate.below


class SignalTracker:
    """Turns an exercise file's `signal` into counted movements.

    side-less signals have one counter, `each_side` ones two; the two sides don't overlap:
    the one that is further out is the one that moves.
    """

    def __init__(self, signal: Signal) -> None:
        self.signal = signal
        self.last_side: Side | None = None
        self._cycles = len(signal.lobes) == 2
        self.reset()

    def reset(self) -> None:
        """Forget any movement under way."""
        sides: tuple[Side | None, ...] = SIDES if self.signal.each_side else (None,)
        self._cycle = CycleCounter(self.signal) if self._cycles else None
        self._counters = (
            {side: ExcursionCounter(self.signal) for side in sides}
            if len(self.signal.lobes) == 1
            else {}
        )
        self._gates = {side: [_Gated(gate) for gate in self.signal.gates] for side in sides}

    # --- state ----------------------------------------------------------------------

    @property
    def phase(self) -> str:
        """The lobe the movement is in, or "start"."""
        if self._cycle is not None:
            return self._cycle.phase
        out = [c.phase for c in self._counters.values() if c.phase != "start"]
        return out[0] if out else "start"

    @property
    def resting(self) -> bool:
        """Whether no movement is under way."""
        if self._cycle is not None:
            return math.isnan(self._cycle.onset_s)
        return all(math.isnan(c.onset_s) for c in self._counters.values())

    @property
    def progress(self) -> float:
        """0 to 1 and beyond; NaN when unknown."""
        if self._cycle is not None:
            return self._cycle.progress
        known = [c.progress for c in self._counters.values() if not math.isnan(c.progress)]
        return max(known) if known else math.nan

    @property
    def moving_side(self) -> Side | None:
        """The side that is moving; None when none is or the signal has no sides."""
        moving = [
            (counter.progress, side)
            for side, counter in self._counters.items()
            if side is not None and not math.isnan(counter.onset_s)
        ]
        return max(moving)[1] if moving else None

    def side(self, context: Context) -> Side:
        """The working side for this frame's measures."""
        return self.moving_side or context.side

    def values(self, context: Context) -> dict[str, float]:
        """The signal's values, by name (with the side where it has one)."""
        name = self.signal.measure
        if not self.signal.each_side:
            return {name: self._value(context)}
        return {f"{name}_{s}": self._value(context.on_side(s)) for s in SIDES}

    # --- frames ---------------------------------------------------------------------

    def update(self, context: Context, time_s: float) -> Excursion | None:
        """Take in one frame; the movement that ended on it and counts."""
        if self._cycle is not None:
            neutral = context.neutral
            firm = neutral is not None and neutral.firm
            return self._cycle.update(self._value(context), time_s, firm=firm)
        finished = None
        for side, counter in self._counters.items():
            sided = context if side is None else context.on_side(side)
            excursion = counter.update(self._value(sided), time_s)
            gates = self._gates[side]
            if counter.phase != "start":
                for gated in gates:
                    gated.note(sided)
            if not math.isnan(counter.onset_s):
                continue
            passed = [gated.take() for gated in gates]
            if excursion is not None and all(passed):
                finished, self.last_side = excursion, side
        return finished

    def finish(self, time_s: float) -> Excursion | None:
        """The posture or the stream has ended."""
        return self._cycle.finish(time_s) if self._cycle is not None else None

    def _value(self, context: Context) -> float:
        value = MEASURES[self.signal.measure].value(context)
        if self.signal.relative_to == "absolute":
            return value
        if context.neutral is None:
            return math.nan
        return value - context.neutral.values.get(self.signal.measure, math.nan)
