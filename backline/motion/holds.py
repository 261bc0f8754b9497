"""The clock of a held position, and how the hold ended."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
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
LOW_SHARE, HIGH_SHARE = 0.30, 0.15
"""They have dropped too when less is gone, but it went within the last moments and the hold
ended with them down: a heavy belly meets the floor early (0.38), where a sag that is held may
cost as much."""
STRAIGHT_KNEE_DEG = 50.0
"""Below this the knees were not put down (a soft knee is 10 to 20, kneeling over 80)."""
KNELT_SHARE, KNELT_DEG = 0.67, 26.0
"""The knees are down when this share of their height is gone and they have bent this much more
than in the hold. Through the pose model, knees put down lost 0.73 and more and bent by 29 and
more; knees that clearly hang lost up to 0.61 and bent by up to 24 (docs/accuracy.md)."""
DOWN_S = 0.3
REST_S = 1.5
"""Still for this long, the body has come to rest in the position (between one leg and the other
people pause for up to a second) ..."""
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
ONSET_FACTOR = 1.5
MAX_UNSEEN_S = 0.7
ARRIVAL_FACTOR, MAX_ARRIVAL_S = 0.7, 0.2
"""Coming to rest likewise, but the place to rest in is known only from then on: half as much
and less is what fits (docs/accuracy.md)."""
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


def _rest_since_s(known: list[Carriage], held: Carriage) -> float | None:
    """When the body came to rest in `held`; None when it was there from the beginning."""
    moved = _usually_moved(known, held)
    near_s = _when(known, moved, 3, min)
    still_s = _when(known, moved, 1, min)
    if math.isnan(still_s) or still_s <= known[0].time_s:
        return None
    return still_s + min(ARRIVAL_FACTOR * (still_s - near_s), MAX_ARRIVAL_S)


def _usually_moved(known: list[Carriage], held: Carriage) -> list[float]:
    """How far the body is from where it is held; the median of five moments, so that a
    trembling doesn't count."""
    moved = [c.moved_from(held) for c in known]
    return [median(moved[max(0, i - 2) : i + 3]) for i in range(len(moved))]


def _when(
    known: list[Carriage],
    moved: list[float],
    within: float,
    pick: Callable[[list[float]], float],
) -> float:
    """The first or last time at which the body was that near; NaN when it never was."""
    near = [c.time_s for c, m in zip(known, moved, strict=True) if m < within]
    return pick(near) if near else math.nan


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
        self._held: Carriage | None = None
        self._down_since_s = math.nan
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

    def update(
        self, context: Context, posture: PostureKeeper, time_s: float, good: bool
    ) -> HoldEnding | None:
        """Take in a frame inside the posture. `good`: nothing is wrong and the form can be
        seen. How the hold has been given up, once hips or knees are on the floor; else None."""
        if not self.running:
            self.start_s = self._last_s = posture.entered_s
        carriage = self._take(context, time_s)
        if good and math.isnan(posture.outside_since_s) and time_s - self._last_s <= GAP_S:
            self._good_steps.append((time_s, time_s - self._last_s))
            self.good_s += time_s - self._last_s
        self._last_s = time_s
        while self._good_steps and time_s - self._good_steps[0][0] > ENDING_S:
            self._good_steps.popleft()
        self._settle(time_s)
        return self._given_up(carriage)

    def approach(self, context: Context, time_s: float) -> None:
        """Take in a frame before the hold: the way into the position tells when it began."""
        self._take(context, time_s)

    def _take(self, context: Context, time_s: float) -> Carriage:
        values = [
            smooth.update(MEASURES[name].value(context), time_s)
            for name, smooth in zip(CARRIAGE, self._filters, strict=True)
        ]
        carriage = Carriage(time_s, *values)
        self._recent.append(carriage)
        while time_s - self._recent[0].time_s > ENDING_S:
            self._recent.popleft()
        return carriage

    def interrupt(self) -> None:
        """A frame in which nobody was found: the time until the next one isn't good time."""
        self._last_s = math.nan

    def _settle(self, time_s: float, *, at_last: bool = False) -> None:
        """Once, early in the hold: how high the hips are held, and since when they were
        there. The posture is recognised while the body is still on its way into it.
        at_last: there is nothing more to come."""
        if self._settled or (time_s - self.start_s < REST_S and not at_last):
            return
        known = [c for c in self._recent if c.known]
        late = [c for c in known if time_s - c.time_s <= REST_S]
        held = typical(late) if late else None
        resting = held is not None and all(c.moved_from(held) < 1 for c in late)
        if not (resting or at_last) and time_s - self.start_s < SETTLE_S:
            return
        self._settled = True
        if held is None:
            return
        self._held = held
        since_s = _rest_since_s(known, held)
        if since_s is None or since_s <= self.start_s:
            return
        self.start_s = since_s
        self.good_s -= sum(
            min(step_s, max(0.0, since_s - (at_s - step_s))) for at_s, step_s in self._good_steps
        )

    def _given_up(self, now: Carriage) -> HoldEnding | None:
        if self._held is None or math.isnan(now.hips):
            return None
        down: HoldEnding | None = None
        if self._share_lost(now) > FLOP_SHARE:
            down = "flop"
        elif self._knelt(now):
            down = "knees"
        if down is None:
            self._down_since_s = math.nan
            return None
        if math.isnan(self._down_since_s):
            self._down_since_s = now.time_s
        return down if now.time_s - self._down_since_s >= DOWN_S else None

    def _knelt(self, now: Carriage) -> bool:
        """Whether the knees are bent and down. The posture may still look kept: of knees on
        the floor with the toes tucked, the model makes 36 degrees."""
        held = self._held
        if held is None or not held.knees > 0:
            return False
        lost = 1 - now.knees / held.knees
        return lost > KNELT_SHARE and now.knees_deg - held.knees_deg > KNELT_DEG

    def _share_lost(self, now: Carriage) -> float:
        """Share of the hips' held height that is gone; 0 with the knees bent, NaN unknown."""
        if now.knees_deg > STRAIGHT_KNEE_DEG:
            return 0.0
        height = math.nan if self._held is None else self._held.hips
        return 1 - now.hips / height if height > 0 else math.nan

    def finish(
        self,
        event: PostureEvent,
        posture: PostureKeeper,
        time_s: float,
        given_up: HoldEnding | None = None,
    ) -> HeldStretch:
        """Close the hold: when it ended, and how. given_up: what `update` told."""
        if event == "none" and given_up is None:
            self._settle(time_s, at_last=True)
        end_s = time_s
        if event == "left" and not math.isnan(posture.outside_since_s):
            end_s = posture.outside_since_s
        elif event == "lost" and not math.isnan(posture.unknown_since_s):
            end_s = posture.unknown_since_s
        elif given_up is not None:
            end_s = self._down_since_s
        drop = self._drop_ratio()
        ended: HoldEnding = "end"
        if event == "lost":
            ended = "out-of-view"
        elif given_up is not None:
            ended = given_up
        elif drop > FLOP_SHARE or self._ended_low():
            ended = "flop"
        elif event == "left":
            ended = "knees"
        if ended == "flop":
            end_s = min(end_s, self._last_high_s(end_s))
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
        moved = _usually_moved(known, held)
        still_s = _when(known, moved, 1, max)
        return end_s if math.isnan(still_s) else onset_s(still_s, _when(known, moved, 3, max))

    def _ended_low(self) -> bool:
        """Whether the hips were up a moment ago and are down at the end."""
        losses = [(c.time_s, self._share_lost(c)) for c in self._recent]
        seen = [(at_s, loss) for at_s, loss in losses if loss == loss]
        if not seen:
            return False
        first_s, last_s = seen[0][0], seen[-1][0]
        before = [loss for at_s, loss in seen if at_s <= first_s + DOWN_S]
        after = [loss for at_s, loss in seen if at_s >= last_s - DOWN_S]
        return median(before) < HIGH_SHARE and median(after) > LOW_SHARE

    def _last_high_s(self, end_s: float) -> float:
        """When the hips were last about where they are held."""
        return max(
            (c.time_s for c in self._recent if self._share_lost(c) < LOW_SHARE), default=end_s
        )

    def _drop_ratio(self) -> float:
        """Largest share of the hips' height lost in the last moments with straight knees."""
        losses = [self._share_lost(c) for c in self._recent]
        seen = [loss for loss in losses if loss == loss]
        return min(1.0, max(0.0, *seen)) if seen else math.nan
