"""Measures of standing and sitting work: lean, hinge and squat, and where knees and feet are.

Same rules as `measures`: pure functions of a frame, NaN is "can't judge". An upright trunk
doesn't say which way the person faces: `Geometry.facing_sign` asks the rest of the body.
"""

from __future__ import annotations

import math

from backline.body import FloatArray
from backline.motion.context import Context
from backline.motion.geometry import SIDES, Geometry, angle_deg, mean_point
from backline.motion.measures import measure

MIN_HIP_FLEXION_DEG = 30.0
"""Below this hip flexion the share of knee to hip bend is noise over noise: NaN."""


def leg_middle(geometry: Geometry, part: str) -> FloatArray:
    """(2,) middle of the knees, ankles, heels or toes that are seen; NaN when none is."""
    points = [geometry.leg_point(part, side) for side in SIDES]
    seen = [point for point in points if point[0] == point[0]]
    return mean_point(seen) if seen else points[0]


@measure("deg")
def trunk_lean_deg(context: Context) -> float:
    """Hip-shoulder chord against upright: 0 upright, forward positive, backward negative,
    90 level. NaN when the way the person faces can't be told."""
    geometry = context.geometry
    x, y = geometry.trunk.tolist()
    return math.degrees(math.atan2(geometry.facing_sign * x, -y))


def _less_bent(values: list[float]) -> float:
    """The smaller of those known: what both legs do. A lifted knee is no hinge."""
    return min((value for value in values if value == value), default=math.nan)


@measure("deg")
def stance_hip_flexion_deg(context: Context) -> float:
    """Thigh against the trunk, of the leg that is less bent (of those seen): 0 in line, a deep
    hinge or squat about 100, extension negative."""
    geometry = context.geometry
    thighs = [geometry.leg_point("knee", s) - geometry.joint("hip", s) for s in SIDES]
    front = geometry.facing_sign
    return _less_bent([-front * angle_deg(-geometry.trunk, thigh) for thigh in thighs])


@measure("deg")
def stance_knee_flexion_deg(context: Context) -> float:
    """Knee of the leg that is less bent (of those seen): 0 straight; a knee that bends the
    wrong way (over-stretched) is negative."""
    geometry = context.geometry
    bends = []
    for side in SIDES:
        knee = geometry.leg_point("knee", side)
        shank = geometry.leg_point("ankle", side) - knee
        bends.append(angle_deg(knee - geometry.joint("hip", side), shank))
    front = geometry.facing_sign
    return _less_bent([front * bend for bend in bends])


@measure("ratio")
def squat_share_ratio(context: Context) -> float:
    """Knee flexion over hip flexion: a hinge about 0.3, a squat about 0.9. NaN while the hips
    are bent by less than `MIN_HIP_FLEXION_DEG`."""
    hips_deg = stance_hip_flexion_deg(context)
    if not hips_deg >= MIN_HIP_FLEXION_DEG:
        return math.nan
    return stance_knee_flexion_deg(context) / hips_deg


@measure("ratio")
def knee_past_toes_ratio(context: Context) -> float:
    """Knees ahead (+) of the tips of the feet, or behind (-), along the floor, over trunk
    length."""
    geometry = context.geometry
    ahead = leg_middle(geometry, "knee") - leg_middle(geometry, "foot_index")
    return geometry.facing_sign * float(ahead[0]) / geometry.trunk_px


@measure("ratio")
def ankle_drop_ratio(context: Context) -> float:
    """How far the ankles are below the hips, over trunk length: standing about 1.6."""
    geometry = context.geometry
    ankle = leg_middle(geometry, "ankle")
    return float((ankle - geometry.hip)[1]) / geometry.trunk_px


@measure("deg")
def shank_lean_deg(context: Context) -> float:
    """Shanks against upright, either way: 0 upright, a deep squat about 35, kneeling 90."""
    geometry = context.geometry
    x, y = (leg_middle(geometry, "ankle") - leg_middle(geometry, "knee")).tolist()
    return math.degrees(math.atan2(abs(x), y)) if x or y else math.nan
