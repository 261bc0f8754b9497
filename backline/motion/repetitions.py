"""Counting repetitions: state machines over one signal.

Two kinds. `ExcursionCounter`: out past a limit and back (bird dog). `CycleCounter`: one
movement to each of two opposite sides, in either order (cat/cow). Both are told a value
and a time per frame, never look ahead, and are untroubled by NaN: an unknown value changes
nothing. A jitter can't count: limits have hysteresis and a repetition a shortest duration.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

from backline.guide.schema import Lobe, Signal

MEDIAN_S = 0.17
"""The signal is the median of this last stretch: single wild frames vanish."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """A turning point: which side (+1 high, -1 low), how far, when, and when the movement
    towards it had left the middle."""

    side: int
    value: float
    at_s: float
    start_s: float


TOP_SHARE = 0.08
"""A movement is at its top within this share of its span from the furthest: the arms' tremble
there is 2 to 5 degrees through the pose model, of a span of about 110."""
TURN_TIME_RATIO = 0.84
"""A smooth movement that turns round without a stop is at its top for this much of the time it
takes from half its span to the top and from there to half: by the minimum-jerk profile
10t^3 - 15t^4 + 6t^5 (Flash and Hogan 1985), (1 - 0.772) / (0.772 - 0.5)."""
REST_S = 0.3
"""A movement is over when it has been back for this long: where the pose model swaps the two
legs, the signal dips to rest for up to 0.25 s in the middle of a reach."""


@dataclass(frozen=True, slots=True)
class Excursion:
    """A counted movement: when it began, was furthest and was back; `range` is the
    signal's span in its unit. top_start_s, top_end_s: when it came within `TOP_SHARE` of its
    furthest and when it left that; half_start_s, half_end_s: the same for half of its span. All
    NaN for a cycle, which has two ends. highest, lowest: the signal's two extremes, `range`
    apart."""

    start_s: float
    peak_s: float
    end_s: float
    range: float
    top_start_s: float = math.nan
    top_end_s: float = math.nan
    half_start_s: float = math.nan
    half_end_s: float = math.nan
    highest: float = math.nan
    lowest: float = math.nan


class MedianFilter:
    """Median over the last `span_s` seconds; NaN values are skipped."""

    def __init__(self, span_s: float = MEDIAN_S) -> None:
        self._span_s = span_s
        self._values: deque[tuple[float, float]] = deque()

    def reset(self) -> None:
        """Forget everything."""
        self._values.clear()

    def update(self, value: float, time_s: float) -> float:
        """The filtered value; NaN when the value itself is."""
        if math.isnan(value):
            return math.nan
        self._values.append((time_s, value))
        while time_s - self._values[0][0] > self._span_s:
            self._values.popleft()
        ordered = sorted([v for _, v in self._values])
        middle = len(ordered) // 2
        return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


class ExcursionCounter:
    """Counts movements beyond `lobe.beyond` that come back inside `lobe.release` and stay
    there for `REST_S`.

    phase: the lobe's name while out, "return" in the first moments back, "start" otherwise.
    progress: 0 at `release`, 1 at `beyond`.
    """

    def __init__(self, signal: Signal) -> None:
        self._lobe = signal.lobes[0]
        self._sign = math.copysign(1.0, self._lobe.beyond)
        self._signal = signal
        self._filter = MedianFilter()
        self.reset()

    def reset(self) -> None:
        """Forget a movement under way."""
        self._filter.reset()
        self._out = False
        self._onset_s = self._peak_s = math.nan
        self._peak = -math.inf
        self._low = math.inf
        self._back_s = math.nan
        self._path: list[tuple[float, float]] = []
        self.progress = math.nan

    @property
    def phase(self) -> str:
        """The moment within the movement."""
        if not math.isnan(self._back_s):
            return "return"
        return self._lobe.name if self._out else "start"

    @property
    def onset_s(self) -> float:
        """When the movement under way began; NaN when none is."""
        return self._onset_s

    def update(self, value: float, time_s: float) -> Excursion | None:
        """Take in one frame; the movement that ended on it, if one did."""
        filtered = self._filter.update(value, time_s) * self._sign
        beyond, release = abs(self._lobe.beyond), self._lobe.release * self._sign
        if not math.isnan(filtered):
            self.progress = max(0.0, (filtered - release) / (beyond - release))
            if filtered > release:
                self._go_on(filtered, time_s, beyond)
                return None
            if math.isnan(self._onset_s):
                self._low = min(self._low, filtered)
            elif math.isnan(self._back_s):
                self._back_s = time_s
                self._low = min(self._low, filtered)
        return self._close() if time_s - self._back_s >= REST_S else None

    def finish(self) -> Excursion | None:
        """The posture or the stream ends: a movement that has just come back counts."""
        return None if math.isnan(self._back_s) else self._close()

    def _go_on(self, filtered: float, time_s: float, beyond: float) -> None:
        self._back_s = math.nan
        if math.isnan(self._onset_s):
            self._onset_s = time_s
        self._path.append((time_s, filtered))
        if filtered > self._peak:
            self._peak, self._peak_s = filtered, time_s
        self._out = self._out or filtered >= beyond

    def _close(self) -> Excursion | None:
        finished = None
        duration_s = self._back_s - self._onset_s
        longest_s = self._signal.max_duration_s or math.inf
        if self._out and self._signal.min_duration_s <= duration_s <= longest_s:
            span = self._peak - self._low
            top, half = self._above(1.0 - TOP_SHARE), self._above(0.5)
            ends = sorted((self._peak * self._sign, self._low * self._sign), reverse=True)
            finished = Excursion(
                self._onset_s, self._peak_s, self._back_s, span, *top, *half, *ends
            )
        self._out = False
        self._onset_s = self._peak_s = self._back_s = math.nan
        self._peak, self._low = -math.inf, math.inf
        self._path = []
        return finished

    def _above(self, share: float) -> tuple[float, float]:
        """When the movement first came above that share of its span and last was there."""
        least = self._low + share * (self._peak - self._low)
        times_s = [time_s for time_s, value in self._path if value >= least]
        return times_s[0], times_s[-1]


class CycleCounter:
    """Counts pairs of opposite turning points at least the signal's `min_range` apart
    (`high.beyond - low.beyond` where it gives none).

    Turning points, not limits, because people go from one side to the other without
    stopping in the middle, and because a neutral taken in a hurry may be a little off. Each
    turning point must also lie on its own side: past `beyond` when the neutral is firm, past
    `release` when it isn't.
    """

    TURN_SHARE = 0.35
    """Share of the smallest swing that the signal must come back for a turn to count."""

    def __init__(self, signal: Signal) -> None:
        first, second = signal.lobes
        self._high, self._low = (first, second) if first.beyond > second.beyond else (second, first)
        self._swing = signal.min_range or self._high.beyond - self._low.beyond
        self._signal = signal
        self._filter = MedianFilter()
        self.reset()

    def reset(self) -> None:
        """Forget a cycle under way."""
        self._filter.reset()
        self._extreme = {
            side: _Turn(side, -side * math.inf, math.nan, math.nan) for side in (1, -1)
        }
        self._heading = 0
        self._pending: _Turn | None = None
        self._left_middle_s = math.nan
        self._lobe: Lobe | None = None
        self._returning = False
        self.progress = math.nan

    @property
    def phase(self) -> str:
        """The lobe the signal is in, or "start"; "return" on the way back to the middle from
        a cycle that has just been counted."""
        if self._returning:
            return "return"
        return "start" if self._lobe is None or self.progress < 1 else self._lobe.name

    @property
    def onset_s(self) -> float:
        """When the movement under way left the middle; NaN when none is."""
        return self._pending.start_s if self._pending is not None else self._left_middle_s

    def update(self, value: float, time_s: float, *, firm: bool) -> Excursion | None:
        """Take in one frame; the cycle that ended on it, if one did."""
        filtered = self._filter.update(value, time_s)
        if math.isnan(filtered):
            return None
        lobe = self._high if filtered > 0 else self._low
        self.progress = min(1.0, abs(filtered / lobe.beyond))
        in_middle = self._low.release < filtered < self._high.release
        if self._lobe is not (None if in_middle else lobe):
            self._lobe = None if in_middle else lobe
            self._left_middle_s = math.nan if in_middle else time_s
            self._returning = False
        if self._pending is not None and self._too_long(self._pending.start_s, time_s):
            self._pending = None
        return self._turn(filtered, time_s, firm)

    def finish(self, time_s: float) -> Excursion | None:
        """The stream or the posture ends: a cycle whose second side was reached counts."""
        if self._heading == 0:
            return None
        return self._add(self._extreme[self._heading], time_s, firm=True)

    def _turn(self, value: float, time_s: float, firm: bool) -> Excursion | None:
        for side in (1, -1):
            if (value - self._extreme[side].value) * side > 0:
                self._extreme[side] = self._here(side, value, time_s)
        needed = self.TURN_SHARE * self._swing
        if self._heading == 0:
            if value - self._extreme[-1].value >= needed:
                self._heading = 1
            elif self._extreme[1].value - value >= needed:
                self._heading = -1
            return None
        extreme = self._extreme[self._heading]
        if (extreme.value - value) * self._heading < needed:
            return None
        self._heading = -self._heading
        self._extreme[self._heading] = self._here(self._heading, value, time_s)
        return self._add(extreme, time_s, firm=firm)

    def _here(self, side: int, value: float, time_s: float) -> _Turn:
        left_s = self._left_middle_s
        return _Turn(side, value, time_s, time_s if math.isnan(left_s) else left_s)

    def _add(self, turn: _Turn, now_s: float, *, firm: bool) -> Excursion | None:
        """A turn is behind us: the cycle it completes, else it waits for its opposite."""
        lobe = self._high if turn.side > 0 else self._low
        needed = lobe.beyond if firm else lobe.release
        if (turn.value - needed) * turn.side < 0:
            return None
        first, self._pending = self._pending, turn
        if first is None or first.side == turn.side:
            return None
        span, duration_s = abs(first.value - turn.value), now_s - first.start_s
        if span < self._swing or duration_s < self._signal.min_duration_s:
            return None
        if self._too_long(first.start_s, now_s):
            return None
        self._pending = None
        self._returning = self._lobe is lobe
        highest, lowest = sorted((first.value, turn.value), reverse=True)
        return Excursion(first.start_s, first.at_s, now_s, span, highest=highest, lowest=lowest)

    def _too_long(self, start_s: float, now_s: float) -> bool:
        longest_s = self._signal.max_duration_s
        return longest_s is not None and now_s - start_s > longest_s
