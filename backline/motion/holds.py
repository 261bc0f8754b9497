"""The clock of a held position, and how the hold ended."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from statistics import median
from typing import Literal

from backline.motion.carriage import (
    CARRIAGE,
    Carriage,
    began_to_leave_s,
    came_to_rest_s,
    typical,
)
from backline.motion.context import Context
from backline.motion.measures import MEASURES
from backline.motion.posture import PostureEvent, PostureKeeper
from backline.motion.repetitions import MedianFilter

HoldEnding = Literal["knees", "flop", "out-of-view", "end"]

FLOP_SHARE = 0.47
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
FLOP_S = 1.0
"""For so long the hips stay down before a hold is over. A deep sag that trembles goes beyond for
up to 0.5 s at a time; time is counted to the moment at which they went down all the same."""
REST_S = 1.5
"""Still for this long, the body has come to rest in the position (between one leg and the other
people pause for up to a second) ..."""
SETTLE_S = 3.0
"""... as it is taken to have after this long at the latest (getting there takes 1 to 2 s)."""
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
        since_s = came_to_rest_s(known, held)
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
        least_s = FLOP_S if down == "flop" else DOWN_S
        return down if now.time_s - self._down_since_s >= least_s else None

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
            end_s = began_to_leave_s([c for c in self._recent if c.known], end_s)
        end_s = max(end_s, self.start_s)
        good_s = self.good_s - sum(step_s for at_s, step_s in self._good_steps if at_s > end_s)
        good_s = max(0.0, min(good_s, end_s - self.start_s))
        stretch = HeldStretch(self.start_s, end_s, good_s, ended, drop)
        self.reset()
        return stretch

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
