"""Measures of how the body is carried: pelvis, the plank's line, elbows and shoulders.

Same rules as `measures`: pure functions of a frame, NaN is "can't judge".
"""

from __future__ import annotations

import math

from backline.motion.context import Context
from backline.motion.geometry import SIDES, cross, mean_point
from backline.motion.measures import leg_point, measure

FRONT_VIEW_DEG = 50.0
"""Up to this azimuth the view counts as from the front, where widths can be compared."""


@measure("ratio")
def hip_tilt_ratio(context: Context) -> float:
    """Left hip above the right one in the picture, over trunk length."""
    geometry = context.geometry
    left, right = geometry.joint("hip", "left"), geometry.joint("hip", "right")
    return float((right - left)[1]) / geometry.trunk_px


@measure("ratio", sided=True)
def pelvis_roll_ratio(context: Context) -> float:
    """How much the working side's hip has risen over the other since the start posture,
    over trunk length. NaN before the neutral is known."""
    if context.neutral is None:
        return math.nan
    turned = hip_tilt_ratio(context) - context.neutral.values.get("hip_tilt_ratio", math.nan)
    return turned if context.side == "left" else -turned


@measure("ratio")
def pelvis_shift_ratio(context: Context) -> float:
    """How far the hips have moved along the trunk since the start posture, over trunk
    length; towards the head positive. NaN before the neutral is known."""
    geometry, neutral = context.geometry, context.neutral
    if neutral is None:
        return math.nan
    forward = math.copysign(1.0, geometry.trunk[0])
    return forward * float((geometry.hip - neutral.hip_px)[0]) / neutral.trunk_px


@measure("ratio")
def hip_line_ratio(context: Context) -> float:
    """Hips above (+) or below (-) the line from shoulders to ankles, over trunk length.
    Upwards is the back's side (the body faces the floor)."""
    geometry = context.geometry
    ankles = [p for p in (leg_point(geometry, "ankle", side) for side in SIDES) if p[0] == p[0]]
    if not ankles:
        return math.nan
    along = mean_point(ankles) - geometry.shoulder
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
    forward = math.copysign(1.0, geometry.trunk[0])
    offsets = [
        float((geometry.seen_point("elbow", side) - geometry.joint("shoulder", side))[0])
        for side in SIDES
    ]
    seen = [value for value in offsets if value == value]
    return forward * sum(seen) / len(seen) / geometry.trunk_px if seen else math.nan


@measure("ratio")
def elbow_width_ratio(context: Context) -> float:
    """Distance between the elbows over that between the shoulders. Only a view from the
    front shows it; NaN otherwise."""
    geometry = context.geometry
    if not geometry.view_azimuth_deg <= FRONT_VIEW_DEG:
        return math.nan
    elbows = geometry.seen_point("elbow", "left") - geometry.seen_point("elbow", "right")
    shoulders = geometry.joint("shoulder", "left") - geometry.joint("shoulder", "right")
    width = math.hypot(*shoulders.tolist())
    return math.hypot(*elbows.tolist()) / width if width > 0 else math.nan


@measure("ratio")
def shoulder_sink_ratio(context: Context) -> float:
    """How far the chest has sunk between the shoulders since the start of the hold: the
    loss of height of the shoulders over the elbows, over trunk length. NaN before the
    neutral is known."""
    if context.neutral is None:
        return math.nan
    return context.neutral.values.get("shoulder_height_ratio", math.nan) - shoulder_height_ratio(
        context
    )


@measure("ratio")
def shoulder_height_ratio(context: Context) -> float:
    """Height of the shoulders over the elbows, over trunk length."""
    geometry = context.geometry
    heights = [float((geometry.seen_point("elbow", s) - geometry.shoulder)[1]) for s in SIDES]
    seen = [value for value in heights if value == value]
    return sum(seen) / len(seen) / geometry.trunk_px if seen else math.nan


@measure("ratio")
def floor_clearance_ratio(context: Context) -> float:
    """Height of the hips over the lower of elbows and toes, over trunk length."""
    geometry = context.geometry
    floor = [float(geometry.seen_point("elbow", side)[1]) for side in SIDES]
    floor += [float(leg_point(geometry, "foot_index", side)[1]) for side in SIDES]
    seen = [value for value in floor if value == value]
    return (max(seen) - float(geometry.hip[1])) / geometry.trunk_px if seen else math.nan
