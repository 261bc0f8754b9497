"""Measures of how the body is carried: pelvis, the plank's line, elbows and shoulders.

Same rules as `measures`: pure functions of a frame, NaN is "can't judge".
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from backline.body import BACK_STATIONS, BackLine, FloatArray
from backline.motion.context import Context
from backline.motion.geometry import SIDES, cross, mean_point
from backline.motion.measures import measure

FLAT_RATIO, LIFTED_RATIO = 0.15, 0.30
"""An ankle over the other one by less than the first, in trunk lengths, stands beside it (from
the side the near foot lies up to 0.13 lower in the picture than the far one); by more than the
second, it is lifted. In between it counts in part, so that nothing jumps."""
FLOOR_MIN_VISIBILITY = 0.15
"""Elbows on the floor are used down to this visibility: the far one, half hidden, wavers round
0.5 and is still placed right, and leaving it out moves the floor by 0.06 of the trunk."""


@measure("ratio")
def pelvis_shift_ratio(context: Context) -> float:
    """How far the hips have moved along the trunk, either way, since the start posture,
    over trunk length. NaN before the neutral is known."""
    geometry, neutral = context.geometry, context.neutral
    if neutral is None:
        return math.nan
    return abs(float((geometry.hip - neutral.hip_px)[0])) / neutral.trunk_px


def _image_y(point: FloatArray) -> float:
    return float(point[1])


@measure("ratio")
def hip_line_ratio(context: Context) -> float:
    """Hips above (+) or below (-) the line from shoulders to ankles, over trunk length; a
    lifted foot is left out. Upwards is the back's side (the body faces the floor)."""
    geometry = context.geometry
    ankles = [p for p in (geometry.leg_point("ankle", side) for side in SIDES) if p[0] == p[0]]
    if not ankles:
        return math.nan
    low, high = max(ankles, key=_image_y), min(ankles, key=_image_y)
    lift = (_image_y(low) - _image_y(high)) / geometry.trunk_px
    weight = min(1.0, max(0.0, (LIFTED_RATIO - lift) / (LIFTED_RATIO - FLAT_RATIO)))
    return _hips_over(context, (low + weight * high) / (1 + weight))


@measure("ratio")
def hip_knee_line_ratio(context: Context) -> float:
    """Hips above (+) or below (-) the line from shoulders to knees, over trunk length: the
    line of a plank on the knees. The middle of the knees that are seen; NaN when none is."""
    geometry = context.geometry
    knees = [p for p in (geometry.leg_point("knee", side) for side in SIDES) if p[0] == p[0]]
    return _hips_over(context, mean_point(knees)) if knees else math.nan


def _hips_over(context: Context, end: FloatArray) -> float:
    """Hips above (+) or below (-) the line from shoulders to `end`, over trunk length."""
    geometry = context.geometry
    along = end - geometry.shoulder
    length = math.hypot(*along.tolist())
    if length == 0:
        return math.nan
    # The component of shoulder-to-hip square to the line; over it is smaller image y.
    height = cross(along, geometry.trunk) / length
    return (-height if along[0] < 0 else height) / geometry.trunk_px


@measure("ratio")
def elbow_offset_ratio(context: Context) -> float:
    """Elbows ahead of the shoulders (towards the head, +) or behind (-), along the floor,
    over the trunk's length. The mean of the arms that are seen."""
    geometry = context.geometry
    offsets = [
        float((geometry.seen_point("elbow", side) - geometry.joint("shoulder", side))[0])
        for side in SIDES
    ]
    seen = [value for value in offsets if value == value]
    if not seen:
        return math.nan
    return geometry.ahead_sign * sum(seen) / len(seen) / geometry.trunk_px


@measure("ratio")
def elbow_misplacement_ratio(context: Context) -> float:
    """`elbow_offset_ratio` either way: 0 with the elbows right under the shoulders."""
    return abs(elbow_offset_ratio(context))


def _back_height(context: Context, low: float, high: float) -> float:
    back = context.geometry.frame.back
    if not isinstance(back, BackLine):
        return math.nan
    offset = back.offset_ratio[_between(low, high)]
    known = offset[np.isfinite(offset)]
    return float(known.sum()) / len(known) if 2 * len(known) >= len(offset) else math.nan


@cache
def _between(low: float, high: float) -> slice:
    """The stations from `low` to `high`."""
    stations = np.linspace(0.0, 1.0, BACK_STATIONS)
    return slice(int(np.searchsorted(stations, low)), int(np.searchsorted(stations, high, "right")))


@measure("ratio")
def upper_back_height_ratio(context: Context) -> float:
    """How far the back line stands off the hip-shoulder chord at the upper back (stations
    0.65 to 0.85), over trunk length. A rounded upper back raises it."""
    return _back_height(context, 0.65, 0.85)


@measure("ratio")
def chest_height_ratio(context: Context) -> float:
    """How high the upper back's outline (stations 0.70 to 0.90) stands, over trunk length: the
    mean of its height over the elbows and over the hip-shoulder chord. A chest that sinks
    between the shoulders lowers both, by 0.1 on true joints; through the pose model the
    shoulders' landmarks sink along with it, so the elbows, which stand on the floor, tell more.
    NaN when the outline or the elbows can't be seen."""
    back, geometry = context.geometry.frame.back, context.geometry
    over_chord = _back_height(context, 0.70, 0.90)
    elbows = [geometry.seen_point("elbow", side, FLOOR_MIN_VISIBILITY) for side in SIDES]
    seen = [_image_y(point) for point in elbows if point[0] == point[0]]
    if not isinstance(back, BackLine) or not seen or math.isnan(over_chord):
        return math.nan
    y = back.points_px[_between(0.70, 0.90), 1]
    outline = y[np.isfinite(y)]
    over_elbows = (sum(seen) / len(seen) - float(outline.mean())) / geometry.trunk_px
    return (over_elbows + over_chord) / 2


def _floor_line(context: Context) -> tuple[FloatArray, FloatArray] | None:
    """(2,) where elbows and where toes touch the floor, each the mean of those seen; the
    mean of near and far side lies below the middle of the body whatever the camera's
    height. None when elbows or toes can't be seen."""
    geometry = context.geometry
    ends = []
    for points in (
        [geometry.seen_point("elbow", side, FLOOR_MIN_VISIBILITY) for side in SIDES],
        [geometry.leg_point("foot_index", side) for side in SIDES],
    ):
        seen = [point for point in points if point[0] == point[0]]
        if not seen:
            return None
        ends.append(mean_point(seen))
    return ends[0], ends[1]


def _height_ratio(context: Context, point: FloatArray) -> float:
    """Height of a point over the line from elbows to toes, over trunk length."""
    floor = _floor_line(context)
    if floor is None:
        return math.nan
    elbow, toe = floor
    run, fall = float((toe - elbow)[0]), float((toe - elbow)[1])
    if run == 0:
        return math.nan
    level = float(elbow[1]) + float((point - elbow)[0]) / run * fall
    return (level - float(point[1])) / context.geometry.trunk_px


@measure("ratio")
def floor_clearance_ratio(context: Context) -> float:
    """Height of the hips over the floor between elbows and toes, over trunk length."""
    return _height_ratio(context, context.geometry.hip)


@measure("ratio")
def knee_clearance_ratio(context: Context) -> float:
    """Height of the lower knee over the floor between elbows and toes, over trunk length.
    NaN when no knee can be seen."""
    heights = [_height_ratio(context, context.geometry.leg_point("knee", s)) for s in SIDES]
    seen = [height for height in heights if height == height]
    return min(seen) if seen else math.nan
