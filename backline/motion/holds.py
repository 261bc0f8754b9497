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
from backline.motion.repetitions import MedianFilter

HoldEnding = Literal["knees", "flop", "out-of-view", "end"]

FLOP_SHARE = 0.42
"""The hips have dropped when this share of their height over the floor is gone."""
STRAIGHT_KNEE_DEG = 50.0
"""Below this the knees were not put down (a soft knee is 10 to 20, kneeling over 80)."""
FLOP_S = 0.3
REST_S = 1.0
"""Still for this long, the body has come to rest in the position ..."""
SETTLE_S = 3.0
"""... as it is taken to have after this long at the latest (getting there takes 1 to 2 s)."""
LAST_REST_S = 0.8
"""The last stillness of at least this length before the way down is what was held."""
MOVED_KNEE_DEG = 3.0
MOVED_KNEE_RATIO = 0.025
MOVED_HIP_SHARE = 0.08
"""Knees and hips that moved further than this (angle; height over trunk length; share of the
hips' height) are on their way into the position or out of it. Three times what they scatter
within a still hold, through the pose model (docs/accuracy.md)."""
ONSET_FACTOR = 1.8
MAX_UNSEEN_S = 0.7
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


CARRIAGE = ("floor_clearance_ratio", "knee_clearance_ratio", "both_knees_flexion_deg")


@dataclass(frozen=True, slots=True)
class Carriage:
    """How the body is carried at an instant: heights over the floor of hips and knees, over
    trunk length, and how bent the knees are. NaN unseen."""

    time_s: float
    hips: float
    knees: float
    knees_deg: float

    @property
    def known(self) -> bool:
        """Whether all of it was seen."""
        return not math.isnan(self.hips + self.knees + self.knees_deg)

    def moved_from(self, held: Carriage) -> float:
        """How far it is from another position; up to 1 is but trembling."""
        return max(
            (self.knees_deg - held.knees_deg) / MOVED_KNEE_DEG,
            abs(self.knees - held.knees) / MOVED_KNEE_RATIO,
            abs(self.hips - held.hips) / (MOVED_HIP_SHARE * abs(held.hips) + 1e-9),
        )


def onset_s(still_s: float, near_s: float) -> float:
    """When a movement truly began, from the last moments at which the body was within one and
    within three tremblings of rest.

    People move along minimum-jerk paths (Flash and Hogan 1985), which leave rest with the cube
    of time, so the first fifth of the time goes unseen. On such a path the moments of 7 to 13 %
    of the way and of three times as much lie 1 to 1.53 and 1 to 1.6 from the beginning.
    """
    return still_s - min(ONSET_FACTOR * (near_s - still_s), MAX_UNSEEN_S)


def typical(carriages: list[Carriage]) -> Carriage:
    """The median of several known ones."""
    return Carriage(
        median(c.time_s for c in carriages),
        median(c.hips for c in carriages),
        median(c.knees for c in carriages),
        median(c.knees_deg for c in carriages),
    )


def _latest_rest(known: list[Carriage]) -> Carriage:
    """The position in which the body last kept still; that at the beginning when it never
    did. Form is often corrected shortly before the end, so the last rest is what was held."""
    for last in reversed(known):
        span = [c for c in known if last.time_s - LAST_REST_S <= c.time_s <= last.time_s]
        if span[0] is known[0]:
            break
        position = typical(span)
        if all(c.moved_from(position) < 1 for c in span):
            return position
    return typical([c for c in known if c.time_s <= known[0].time_s + LAST_REST_S])


class HoldClock:
    """Runs while the posture is kept; good time only while told the form is good."""

    def __init__(self) -> None:
        self._recent: deque[Carriage] = deque()
        self._good_steps: deque[tuple[float, float]] = deque()
        self._filters = [MedianFilter() for _ in CARRIAGE]
        self.reset()

    def reset(self) -> None:
        """No hold is under way."""
        self.start_s = math.nan
        self.good_s = 0.0
        self._last_s = math.nan
        self._height = math.nan
        self._dropped_since_s = math.nan
        self._settled = False
        self._recent.clear()
        self._good_steps.clear()
        for smooth in self._filters:
            smooth.reset()

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
            self.start_s = self._last_s = posture.entered_s
        if good and math.isnan(posture.outside_since_s) and time_s - self._last_s <= GAP_S:
            self._good_steps.append((time_s, time_s - self._last_s))
            self.good_s += time_s - self._last_s
        self._last_s = time_s
        values = [
            smooth.update(MEASURES[name].value(context), time_s)
            for name, smooth in zip(CARRIAGE, self._filters, strict=True)
        ]
        carriage = Carriage(time_s, *values)
        self._recent.append(carriage)
        while time_s - self._recent[0].time_s > ENDING_S:
            self._recent.popleft()
        while self._good_steps and time_s - self._good_steps[0][0] > ENDING_S:
            self._good_steps.popleft()
        self._settle(time_s)
        return self._has_flopped(carriage)

    def interrupt(self) -> None:
        """A frame in which nobody was found: the time until the next one isn't good time."""
        self._last_s = math.nan

    def _settle(self, time_s: float) -> None:
        """Once, early in the hold: how high the hips are held, and since when they were
        there. The posture is recognised while the body is still on its way into it."""
        if self._settled or time_s - self.start_s < REST_S:
            return
        known = [c for c in self._recent if c.known]
        late = [c for c in known if time_s - c.time_s <= REST_S]
        held = typical(late) if late else None
        resting = held is not None and all(c.moved_from(held) < 1 for c in late)
        if not resting and time_s - self.start_s < SETTLE_S:
            return
        self._settled = True
        if held is None:
            return
        self._height = held.hips
        since_s = min((c.time_s for c in known if c.moved_from(held) < 1), default=self.start_s)
        if since_s <= known[0].time_s:
            return
        self.start_s = since_s
        self.good_s -= sum(step_s for at_s, step_s in self._good_steps if at_s <= since_s)

    def _has_flopped(self, now: Carriage) -> bool:
        if math.isnan(now.hips) or not self._settled:
            return False
        if not self._share_lost(now) > FLOP_SHARE:
            self._dropped_since_s = math.nan
            return False
        if math.isnan(self._dropped_since_s):
            self._dropped_since_s = now.time_s
        return now.time_s - self._dropped_since_s >= FLOP_S

    def _share_lost(self, now: Carriage) -> float:
        """Share of the hips' held height that is gone; 0 with the knees bent, NaN unknown."""
        if now.knees_deg > STRAIGHT_KNEE_DEG:
            return 0.0
        return 1 - now.hips / self._height if self._height > 0 else math.nan

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
        good_s = self.good_s - sum(step_s for at_s, step_s in self._good_steps if at_s > end_s)
        good_s = max(0.0, min(good_s, end_s - self.start_s))
        stretch = HeldStretch(self.start_s, end_s, good_s, ended, drop)
        self.reset()
        return stretch

    def _last_steady_s(self, end_s: float) -> float:
        """When the way down began: the last moment before `end_s` at which neither the knees
        nor the hips had clearly moved from where they were held."""
        known = [c for c in self._recent if c.known and c.time_s <= end_s]
        if not known:
            return end_s
        held = _latest_rest(known)
        still_s = max((c.time_s for c in known if c.moved_from(held) < 1), default=end_s)
        near_s = max((c.time_s for c in known if c.moved_from(held) < 3), default=still_s)
        return onset_s(still_s, near_s)

    def _drop_ratio(self) -> float:
        """Largest share of the hips' height lost in the last moments with straight knees."""
        losses = [self._share_lost(c) for c in self._recent]
        seen = [loss for loss in losses if loss == loss]
        return min(1.0, max(0.0, *seen)) if seen else math.nan
