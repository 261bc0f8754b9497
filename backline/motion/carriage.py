"""How the body is carried in a hold: when it came to rest there, and when it began to leave."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

import numpy as np

from backline.body import FloatArray

CARRIAGE = ("floor_clearance_ratio", "knee_clearance_ratio", "both_knees_flexion_deg")
"""The measures that a `Carriage` is made of."""
MOVED_KNEE_DEG = 3.0
MOVED_KNEE_RATIO = 0.025
MOVED_HIP_SHARE = 0.08
"""Knees and hips that moved further than this (angle; height over trunk length; share of the
hips' height) are on their way into the position or out of it. Three times what they scatter
within a still hold, through the pose model (docs/accuracy.md)."""
LAST_REST_S = 0.8
"""The last stillness of at least this length before the way down is what was held."""
TENTH, HALF = 0.1, 0.5
LEAVING_FACTOR = 1.05
"""People move along minimum-jerk paths (Flash and Hogan 1985), which leave rest with the cube of
time: a tenth of the way is gone after 0.245 of the time and half after half of it, so a movement
began 0.96 times the time from a tenth to a half before the tenth. A little more fits, as the end
of the way isn't waited for (docs/accuracy.md)."""
ARRIVING_FACTOR = 0.5
"""Coming to rest likewise, but of the way in only the last part is looked at, and half as much
fits (docs/accuracy.md)."""
ARRIVING_S = 1.6
"""How long the last part of the way in lasts."""
CLEAR_WAY = 3.0
"""A shorter way, in tremblings, can't be told from trembling."""
WAY_END_S = 0.2


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

    def way_from(self, held: Carriage) -> tuple[float, float, float]:
        """How far knees' bend, knees and hips are from another position, in tremblings."""
        return (
            (self.knees_deg - held.knees_deg) / MOVED_KNEE_DEG,
            (self.knees - held.knees) / MOVED_KNEE_RATIO,
            (self.hips - held.hips) / (MOVED_HIP_SHARE * abs(held.hips) + 1e-9),
        )

    def moved_from(self, held: Carriage) -> float:
        """How far it is from another position; up to 1 is but trembling."""
        bend, knees, hips = self.way_from(held)
        return max(bend, abs(knees), abs(hips))


def typical(carriages: list[Carriage]) -> Carriage:
    """The median of several known ones."""
    return Carriage(
        median(c.time_s for c in carriages),
        median(c.hips for c in carriages),
        median(c.knees for c in carriages),
        median(c.knees_deg for c in carriages),
    )


def came_to_rest_s(known: list[Carriage], held: Carriage) -> float | None:
    """When the body came to rest in `held`; None when it was there from the beginning."""
    still_s = _when(known, held, min)
    if math.isnan(still_s) or still_s <= known[0].time_s:
        return None
    way_in = [i for i, c in enumerate(known) if still_s - ARRIVING_S < c.time_s < still_s]
    furthest = max(way_in, key=lambda i: known[i].moved_from(held), default=0)
    start = _position(known[max(0, furthest - 1) : furthest + 2], held)
    rest_s = _rest_s(known[furthest:][::-1], held, start, ARRIVING_FACTOR)
    return still_s if math.isnan(rest_s) else rest_s


def began_to_leave_s(known: list[Carriage], end_s: float) -> float:
    """When the way out of a hold that was over at `end_s` began. `known` may go on after it."""
    before = [c for c in known if c.time_s <= end_s]
    if not before:
        return end_s
    held = _latest_rest(before)
    out = _position([c for c in known if c.time_s >= known[-1].time_s - WAY_END_S], held)
    rest_s = _rest_s(known, held, out, LEAVING_FACTOR)
    if math.isnan(rest_s):
        rest_s = _when(before, held, max)
    return end_s if math.isnan(rest_s) else min(rest_s, end_s)


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


def _position(carriages: list[Carriage], held: Carriage) -> FloatArray:
    """(3,) where the body is on average, from `held`, in tremblings."""
    ways: FloatArray = np.array([c.way_from(held) for c in carriages])
    return np.asarray(ways.mean(axis=0))


def _rest_s(known: list[Carriage], held: Carriage, out: FloatArray, factor: float) -> float:
    """When the movement between `held` and the position `out` had its end in `held`; NaN when
    it is too short to be told. `known` runs from rest to movement, or back in time."""
    length = float(np.linalg.norm(out))
    if length < CLEAR_WAY:
        return math.nan
    shares = [float(np.dot(c.way_from(held), out)) / length**2 for c in known]
    times = [c.time_s for c in known]
    tenth_s = _crossing_s(times, shares, TENTH)
    return tenth_s - factor * (_crossing_s(times, shares, HALF) - tenth_s)


def _crossing_s(times: list[float], shares: list[float], level: float) -> float:
    """When `shares` last rose through `level`, between two frames; NaN when it never did."""
    i = max((i for i, share in enumerate(shares) if share < level), default=-1)
    if not 0 <= i < len(shares) - 1:
        return math.nan
    part = (level - shares[i]) / (shares[i + 1] - shares[i])
    return times[i] + part * (times[i + 1] - times[i])


def _when(known: list[Carriage], held: Carriage, pick: Callable[[list[float]], float]) -> float:
    """The first or last time at which the body was where it is held (the median of five
    moments, so that a trembling doesn't count); NaN when it never was."""
    moved = [c.moved_from(held) for c in known]
    near = [c.time_s for i, c in enumerate(known) if median(moved[max(0, i - 2) : i + 3]) < 1]
    return pick(near) if near else math.nan
