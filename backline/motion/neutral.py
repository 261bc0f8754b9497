"""Taking the person's own neutral in the start posture."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, replace
from statistics import median

import numpy as np

from backline.motion.context import Context, Neutral
from backline.motion.measures import MEASURES

FIRST_S = 0.25
"""The first moments of the posture give a provisional neutral: on the trial clips people
begin to move 0.15 to 0.6 s after it is reached."""
STILL_S = 0.8
"""Held still for this long, the neutral is firm."""
SETTLED_S = 0.4
"""Still for this long, the start posture itself can be judged."""
STILL_RATIO = 0.035
"""Hips and shoulders are still when the middle 80 % of their places lie within this much of a
trunk length."""
STILL_BEND_RATIO = 0.009
"""A back line whose sagitta scatters by no more than this (standard deviation) is still; its
noise is 0.001 to 0.004 on the clips and the avatar."""
PLAUSIBLE: dict[str, tuple[float, float]] = {
    "back_bend_ratio": (-0.06, 0.04),
    "lumbar_bend_ratio": (-0.06, 0.04),
    "thoracic_bend_ratio": (-0.03, 0.06),
}
"""A neutral outside this is not a neutral back: whoever starts rounded is still told so.
Widest neutral backs of the trial clips and the avatar's bodies, with 0.02 to spare."""


@dataclass(frozen=True, slots=True)
class _Moment:
    """One frame: measures by name, where hips and shoulders are, how long the trunk is."""

    time_s: float
    values: dict[str, float]
    hip_px: list[float]
    shoulder_px: list[float]
    trunk_px: float


class NeutralTaker:
    """Collects measures while the person is in the start posture and not moving."""

    def __init__(self, names: list[str]) -> None:
        self._names = names
        self._window: deque[_Moment] = deque()
        self._since_s = math.nan
        self.neutral: Neutral | None = None

    def reset(self) -> None:
        """A new posture, a new neutral."""
        self._window.clear()
        self._since_s = math.nan
        self.neutral = None

    def update(self, context: Context, time_s: float) -> None:
        """Take in a frame in the start posture, between repetitions. A frame that doesn't
        show the trunk is left out. What a firm neutral couldn't tell is added once it can."""
        geometry = context.geometry
        if math.isnan(geometry.trunk_px):
            return
        if math.isnan(self._since_s):
            self._since_s = time_s
        values = {name: MEASURES[name].value(context) for name in self._missing()}
        self._window.append(
            _Moment(
                time_s,
                values,
                geometry.hip.tolist(),
                geometry.shoulder.tolist(),
                geometry.trunk_px,
            )
        )
        while time_s - self._window[0].time_s > STILL_S + 0.2:
            self._window.popleft()
        if self.neutral is None and time_s - self._since_s >= FIRST_S:
            self.neutral = self._median(firm=False)
        news = any(value == value for value in values.values())
        if news and time_s - self._window[0].time_s >= STILL_S and self._still():
            self.neutral = self._median(firm=True)

    def _missing(self) -> list[str]:
        """The measures whose value isn't settled yet."""
        if self.neutral is None or not self.neutral.firm:
            return self._names
        return [name for name, value in self.neutral.values.items() if math.isnan(value)]

    @property
    def settled(self) -> bool:
        """Whether the person has kept still in the start posture just now."""
        window = self._window
        long_enough = len(window) > 1 and window[-1].time_s - window[0].time_s >= SETTLED_S
        return long_enough and self._trunk_still()

    def interrupt(self) -> None:
        """Movement has begun: what was collected doesn't count towards stillness."""
        self._window.clear()

    def _trunk_still(self) -> bool:
        """Hips and shoulders stay where they are."""
        coordinates = zip(*([*m.hip_px, *m.shoulder_px] for m in self._window), strict=True)
        spread = max(_middle_spread(sorted(values)) for values in coordinates)
        return spread <= STILL_RATIO * median(m.trunk_px for m in self._window)

    def _still(self) -> bool:
        """Hips and shoulders stay where they are, and the back line as it is."""
        bends = self._seen("back_bend_ratio")
        return self._trunk_still() and (not bends or float(np.std(bends)) <= STILL_BEND_RATIO)

    def _seen(self, name: str) -> list[float]:
        """What is known of a measure in the window."""
        values = (m.values.get(name, math.nan) for m in self._window)
        return [value for value in values if value == value]

    def _median(self, *, firm: bool) -> Neutral:
        """The window's neutral; what an earlier firm one told stays as it was."""
        known: dict[str, float] = {}
        for name in self._missing():
            seen = self._seen(name)
            low, high = PLAUSIBLE.get(name, (-math.inf, math.inf))
            known[name] = min(max(median(seen), low), high) if seen else math.nan
        if self.neutral is not None and self.neutral.firm:
            return replace(self.neutral, values={**self.neutral.values, **known})
        hip_px = np.median([m.hip_px for m in self._window], axis=0)
        return Neutral(known, hip_px, median(m.trunk_px for m in self._window), firm)


def _middle_spread(ordered: list[float]) -> float:
    """How far the middle 80 % of the values, given in order, lie apart."""
    last = len(ordered) - 1

    def at(share: float) -> float:
        below = int(share * last)
        rise = ordered[min(below + 1, last)] - ordered[below]
        return ordered[below] + (share * last - below) * rise

    return at(0.9) - at(0.1)
