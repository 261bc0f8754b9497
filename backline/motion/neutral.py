"""Taking the person's own neutral in the start posture."""

from __future__ import annotations

import math
from collections import deque

import numpy as np

from backline.motion.context import Context, Neutral
from backline.motion.geometry import Geometry
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


class NeutralTaker:
    """Collects measures while the person is in the start posture and not moving."""

    def __init__(self, names: list[str]) -> None:
        self._names = names
        self._window: deque[tuple[float, dict[str, float], Geometry]] = deque()
        self._since_s = math.nan
        self.neutral: Neutral | None = None

    def reset(self) -> None:
        """A new posture, a new neutral."""
        self._window.clear()
        self._since_s = math.nan
        self.neutral = None

    def update(self, context: Context, time_s: float) -> None:
        """Take in a frame in the start posture, between repetitions."""
        if math.isnan(self._since_s):
            self._since_s = time_s
        firm = self.neutral is not None and self.neutral.firm
        values = {} if firm else {name: MEASURES[name].value(context) for name in self._names}
        self._window.append((time_s, values, context.geometry))
        while time_s - self._window[0][0] > STILL_S + 0.2:
            self._window.popleft()
        if firm:
            return
        if self.neutral is None and time_s - self._since_s >= FIRST_S:
            self.neutral = self._median(firm=False)
        if time_s - self._window[0][0] >= STILL_S and self._still():
            self.neutral = self._median(firm=True)

    @property
    def settled(self) -> bool:
        """Whether the person has kept still in the start posture just now."""
        window = self._window
        long_enough = len(window) > 1 and window[-1][0] - window[0][0] >= SETTLED_S
        return long_enough and self._trunk_still()

    def interrupt(self) -> None:
        """Movement has begun: what was collected doesn't count towards stillness."""
        self._window.clear()

    def _trunk_still(self) -> bool:
        """Hips and shoulders stay where they are."""
        ends = np.array([np.concatenate([g.hip, g.shoulder]) for _, _, g in self._window])
        trunk = float(np.nanmedian([g.trunk_px for _, _, g in self._window]))
        spread = np.percentile(ends, 90, axis=0) - np.percentile(ends, 10, axis=0)
        return bool(spread.max() <= STILL_RATIO * trunk)

    def _still(self) -> bool:
        """Hips and shoulders stay where they are, and the back line as it is."""
        if not self._trunk_still():
            return False
        bends = np.array([v.get("back_bend_ratio", math.nan) for _, v, _ in self._window])
        bends = bends[np.isfinite(bends)]
        return len(bends) == 0 or float(bends.std()) <= STILL_BEND_RATIO

    def _median(self, *, firm: bool) -> Neutral:
        values: dict[str, float] = {}
        for name in self._names:
            column = np.array([v[name] for _, v, _ in self._window])
            column = column[np.isfinite(column)]
            value = float(np.median(column)) if len(column) else math.nan
            low, high = PLAUSIBLE.get(name, (-math.inf, math.inf))
            values[name] = min(max(value, low), high) if len(column) else math.nan
        hips = np.array([g.hip for _, _, g in self._window])
        trunk = float(np.nanmedian([g.trunk_px for _, _, g in self._window]))
        return Neutral(values, np.nanmedian(hips, axis=0), trunk, firm)
