"""The clock of a held position, and how the hold ended."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from statistics import median
from typing import Literal

from backline.motion.context import Context
from backline.motion.measures import MEASURES
from backline.motion.posture import PostureEvent, PostureKeeper

HoldEnding = Literal["knees", "flop", "out-of-view", "end"]

FLOP_SHARE = 0.45
"""The hips have dropped when this share of their height over the floor is gone."""
STRAIGHT_KNEE_DEG = 50.0
"""Below this the knees were not put down (a soft knee is 10 to 20, kneeling over 80)."""
FLOP_S = 0.3
SETTLE_S = 1.5
"""By then the body has come to rest in the position (the way into it takes 1 to 2 s)."""
MOVED_KNEE_DEG = 6.0
MOVED_SHARE = 0.12
"""Knees and hips that moved further than this, of what was held, are on their way down."""
GAP_S = 0.5
"""Of a longer time between two frames nothing is known (cameras give at least 5 a second)."""
ENDING_S = 4.0
"""How far back the ending is looked for."""


@dataclass(frozen=True, slots=True)
class HeldStretch:
    """A finished hold. good_s: the part of it in good form. drop_ratio: how much of the
    hips' height over the floor went with the knees still straight, 0 to 1; NaN unseen."""

    start_s: float
    end_s: float
    good_s: float
    ended: HoldEnding
    drop_ratio: float


class HoldClock:
    """Runs while the posture is kept; good time only while told the form is good."""

    def __init__(self) -> None:
        self._heights: deque[tuple[float, float, float]] = deque()
        self.reset()

    def reset(self) -> None:
        """No hold is under way."""
        self.start_s = math.nan
        self.good_s = 0.0
        self._last_s = math.nan
        self._height = math.nan
        self._dropped_since_s = math.nan
        self._settled = False
        self._heights.clear()

    @property
    def running(self) -> bool:
        """Whether a hold is under way."""
        return not math.isnan(self.start_s)

    def elapsed_s(self, time_s: float) -> float:
        """Seconds since the hold began; 0 when none is under way."""
        return time_s - self.start_s if self.running else 0.0

    def update(self, context: Context, posture: PostureKeeper, time_s: float, good: bool) -> bool:
        """Take in a frame inside the posture. `good`: nothing is wrong and the form can be
        seen. True when the hips have dropped to the floor: the hold is over."""
        if not self.running:
            self.start_s = posture.entered_s
            self.good_s = time_s - self.start_s if good else 0.0
        elif good and math.isnan(posture.outside_since_s) and time_s - self._last_s <= GAP_S:
            self.good_s += time_s - self._last_s
        self._last_s = time_s
        clearance = MEASURES["floor_clearance_ratio"].value(context)
        knees = MEASURES["both_knees_flexion_deg"].value(context)
        self._heights.append((time_s, clearance, knees))
        while time_s - self._heights[0][0] > ENDING_S:
            self._heights.popleft()
        self._settle(time_s)
        return self._has_flopped(clearance, knees, time_s)

    def interrupt(self) -> None:
        """A frame in which nobody was found: the time until the next one isn't good time."""
        self._last_s = math.nan

    def _settle(self, time_s: float) -> None:
        """Once, early in the hold: how high the hips are held, and since when they were
        there. The posture is recognised while the body is still on its way into it."""
        if self._settled or time_s - self.start_s < SETTLE_S:
            return
        self._settled = True
        known = [(t, h, k) for t, h, k in self._heights if h == h and k == k]
        if not known:
            return
        late = known[len(known) // 2 :]
        self._height = median(h for _, h, _ in late)
        knees = median(k for _, _, k in late)
        steady = [t for t, h, k in known if self._is_held(h) and k - knees < MOVED_KNEE_DEG]
        since_s = min(steady, default=self.start_s)
        if since_s <= known[0][0]:
            return
        shift_s = since_s - self.start_s
        self.start_s = since_s
        self.good_s = max(0.0, self.good_s - shift_s)

    def _is_held(self, height: float) -> bool:
        return abs(height - self._height) < MOVED_SHARE * self._height

    def _has_flopped(self, clearance: float, knees: float, time_s: float) -> bool:
        if math.isnan(clearance) or not self._settled:
            return False
        low = clearance < (1 - FLOP_SHARE) * self._height and not knees > STRAIGHT_KNEE_DEG
        if not low:
            self._dropped_since_s = math.nan
            return False
        if math.isnan(self._dropped_since_s):
            self._dropped_since_s = time_s
        return time_s - self._dropped_since_s >= FLOP_S

    def finish(
        self, event: PostureEvent, posture: PostureKeeper, time_s: float, *, flopped: bool = False
    ) -> HeldStretch:
        """Close the hold: when it ended, and how."""
        end_s = time_s
        if event == "left" and not math.isnan(posture.outside_since_s):
            end_s = posture.outside_since_s
        elif event == "lost" and not math.isnan(posture.unknown_since_s):
            end_s = posture.unknown_since_s
        elif flopped:
            end_s = self._dropped_since_s
        drop = self._drop_ratio()
        ended: HoldEnding = "end"
        if event == "lost":
            ended = "out-of-view"
        elif flopped or drop > FLOP_SHARE:
            ended = "flop"
        elif event == "left":
            ended = "knees"
        if ended in ("knees", "flop"):
            end_s = self._last_steady_s(end_s)
        end_s = max(end_s, self.start_s)
        good_s = min(self.good_s, end_s - self.start_s)
        stretch = HeldStretch(self.start_s, end_s, good_s, ended, drop)
        self.reset()
        return stretch

    def _last_steady_s(self, end_s: float) -> float:
        """When the way down began: the last moment before `end_s` at which neither the knees
        nor the hips had clearly moved from where they were held."""
        known = [(t, h, k) for t, h, k in self._heights if h == h and k == k and t <= end_s]
        held = [(h, k) for t, h, k in known if t <= known[0][0] + 1.0]
        if not held:
            return end_s
        height, knees = median(h for h, _ in held), median(k for _, k in held)
        steady = [
            t
            for t, h, k in known
            if k - knees < MOVED_KNEE_DEG and abs(h - height) < MOVED_SHARE * height
        ]
        return max(steady, default=end_s)

    def _drop_ratio(self) -> float:
        """Largest share of the hips' height lost in the last moments with straight knees."""
        losses = [
            1 - clearance / self._height
            for _, clearance, knees in self._heights
            if clearance == clearance and not knees > STRAIGHT_KNEE_DEG
        ]
        return min(1.0, max(0.0, max(losses))) if losses and self._height > 0 else math.nan
