"""The repetition signal of an exercise file, joined to its counter for each side."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from backline.guide.schema import Cue, Exercise, Gate, Signal
from backline.motion.context import Context
from backline.motion.durations import DURATIONS, duration_s
from backline.motion.geometry import SIDES, Side
from backline.motion.measures import MEASURES
from backline.motion.repetitions import CycleCounter, Excursion, ExcursionCounter

ALWAYS_NEUTRAL = "back_bend_ratio"
"""Taken with every neutral: stillness is told by it."""


def needed_measures(exercise: Exercise) -> list[str]:
    """Names of all measures whose neutral value an exercise needs."""
    signals = [exercise.signal, *(v.signal for v in exercise.variations)]
    users: list[Cue | Signal] = [*exercise.cues, *signals]
    names = {ALWAYS_NEUTRAL} | {u.measure for u in users if u.relative_to == "neutral"}
    asked = {u.measure for u in users}
    asked |= {g.measure for signal in signals for g in (*signal.gates, *signal.tells)}
    for name in asked & set(MEASURES):
        names.update(MEASURES[name].refers_to)
    return sorted(names)


@dataclass
class _Gated:
    """A gate over the movement under way, with the value that decides. It only rejects what was
    seen for at least half of the time out: an arm seen just as it comes down says nothing about
    the reach."""

    gate: Gate
    value: float = math.nan
    frames: int = 0
    judged: int = 0

    @property
    def of_whole(self) -> bool:
        """Whether it asks for the length of the whole movement or of a part of it."""
        return self.gate.measure in DURATIONS

    def note(self, context: Context) -> None:
        self.frames += 1
        value = MEASURES[self.gate.measure].value(context)
        if not math.isnan(value):
            self.judged += 1
            highest = (self.gate.above is not None) != self.gate.throughout
            decides = max if highest else min
            self.value = value if math.isnan(self.value) else decides(self.value, value)

    def take(self) -> bool | None:
        """Whether the movement passed, None when it can't be judged; forgets it."""
        value, enough = self.value, 2 * self.judged >= self.frames
        self.value, self.frames, self.judged = math.nan, 0, 0
        return self._passes(value) if enough else None

    def take_whole(self, movement: Excursion) -> bool | None:
        """The same for one that is `of_whole`."""
        return self._passes(duration_s(self.gate.measure, movement))

    def _passes(self, value: float) -> bool | None:
        if math.isnan(value):
            return None
        if self.gate.above is not None:
            return value > self.gate.above
        return self.gate.below is not None and value < self.gate.below


class SignalTracker:
    """Turns an exercise file's `signal` into counted movements.

    An `each_side` signal is followed by the side that is further out. Only one side can be
    out at a time, and the pose model now and then swaps two limbs: one counter over both
    keeps a swap from becoming a second repetition. The side that was further out at first
    (`SIDE_S`) names it: while the limbs part the model tells them, and what it swaps it swaps
    later (drawn performances, docs/accuracy.md).

    told: whether the last movement that counted did all that tells the exercise from others, as
        far as it could be judged.
    """

    SIDE_S = 0.45

    def __init__(self, signal: Signal) -> None:
        self.signal = signal
        self.last_side: Side | None = None
        self.told = False
        self.reset()

    def reset(self) -> None:
        """Forget any movement under way."""
        two_sided = len(self.signal.lobes) == 2
        self._cycle = CycleCounter(self.signal) if two_sided else None
        self._excursion = ExcursionCounter(self.signal) if len(self.signal.lobes) == 1 else None
        self._gates = [_Gated(gate) for gate in self.signal.gates]
        self._tells = [_Gated(gate) for gate in self.signal.tells]
        self._ahead: Side | None = None
        self._tally: Counter[Side] = Counter()

    # --- state ----------------------------------------------------------------------

    @property
    def _counter(self) -> CycleCounter | ExcursionCounter | None:
        return self._cycle or self._excursion

    @property
    def phase(self) -> str:
        """The lobe the movement is in, or "start"."""
        return self._counter.phase if self._counter is not None else "start"

    @property
    def resting(self) -> bool:
        """Whether no movement is under way."""
        return self._counter is None or math.isnan(self._counter.onset_s)

    @property
    def progress(self) -> float:
        """0 to 1 and beyond; NaN when unknown."""
        return self._counter.progress if self._counter is not None else math.nan

    @property
    def moving_side(self) -> Side | None:
        """The side that is moving; None when none is or the signal has no sides."""
        return None if self.resting else self._ahead

    @property
    def named_side(self) -> Side | None:
        """The side that the movement under way began with; None when nothing moves."""
        return None if self.resting or not self._tally else self._tally.most_common(1)[0][0]

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
        if self._excursion is None:
            return None
        excursion = self._excursion.update(self._furthest(context), time_s)
        if self._excursion.phase not in ("start", "return"):
            sided = context.working(self.side(context), self.named_side)
            for gated in (*self._gates, *self._tells):
                if not gated.of_whole:
                    gated.note(sided)
        if self.resting:
            return self._closed(excursion)
        if self._ahead is not None and time_s - self._excursion.onset_s <= self.SIDE_S:
            self._tally.update([self._ahead])
        return None

    def _closed(self, excursion: Excursion | None) -> Excursion | None:
        """Nothing is out any more: the movement that ended, if it may count."""
        passed = [self._take(gated, excursion) is not False for gated in self._gates]
        told = [self._take(gated, excursion) is not False for gated in self._tells]
        sides, self._tally = self._tally.most_common(1), Counter()
        if excursion is None or not all(passed):
            return None
        self.told = all(told)
        self.last_side = sides[0][0] if sides else None
        return excursion

    def _take(self, gated: _Gated, excursion: Excursion | None) -> bool | None:
        if gated.of_whole and excursion is not None:
            return gated.take_whole(excursion)
        return gated.take()

    def _furthest(self, context: Context) -> float:
        """The signal of the side that is further out. NaN while the side that was out can't
        be seen and the other one rests."""
        if not self.signal.each_side:
            return self._value(context)
        outward = math.copysign(1.0, self.signal.lobes[0].beyond)
        values = {side: self._value(context.on_side(side)) for side in SIDES}
        known = {side: v * outward for side, v in values.items() if not math.isnan(v)}
        if not known:
            return math.nan
        ahead = max(known, key=lambda side: known[side])
        resting = known[ahead] <= abs(self.signal.lobes[0].release)
        if not self.resting and self._ahead not in known and resting:
            return math.nan
        self._ahead = ahead
        return values[ahead]

    def finish(self, time_s: float, *, stream_ended: bool) -> Excursion | None:
        """The posture or the stream has ended: what was complete by then. A cycle's second
        side needs the stream's end for its turn: leaving the posture bends the back too."""
        if self._cycle is not None:
            return self._cycle.finish(time_s) if stream_ended else None
        return self._closed(self._excursion.finish()) if self._excursion is not None else None

    def _value(self, context: Context) -> float:
        value = MEASURES[self.signal.measure].value(context)
        if self.signal.relative_to == "absolute":
            return value
        if context.neutral is None:
            return math.nan
        return value - context.neutral.values.get(self.signal.measure, math.nan)
