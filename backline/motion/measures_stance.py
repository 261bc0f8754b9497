"""Measures of standing and sitting work: lean, hinge and squat, and where knees and feet are.

Same rules as `measures`: pure functions of a frame, NaN is "can't judge". An upright trunk
doesn't say which way the person faces; `facing_sign` asks the feet, the face and the back line.
"""

from __future__ import annotations

import math

from backline.body import FloatArray, Landmark
from backline.motion.context import Context
from backline.motion.geometry import SIDES, Geometry, angle_deg, mean_point
from backline.motion.measures import leg_point, measure

MIN_HIP_FLEXION_DEG = 30.0
"""Below this hip flexion the share of knee to hip bend is noise over noise: NaN."""
_FOOT_WEIGHT, _FACE_WEIGHT, _BACK_WEIGHT = 2.0, 1.0, 1.0
"""Votes for the way a person faces. Feet count most: they stay put and point forward all the
time, while the head hangs in a hinge."""


def facing_sign(geometry: Geometry) -> float:
    """+1 when the person faces the right of the picture, -1 the left; NaN when nothing tells.

    The feet (heel to toes), the face (ear to nose) and the back line vote with their
    horizontal part, each as a unit vector's.
    """
    vote = 0.0
    for side in SIDES:
        foot = leg_point(geometry, "foot_index", side) - leg_point(geometry, "heel", side)
        vote += _FOOT_WEIGHT / 2 * _across(foot)
    ears = [mark for mark in (Landmark.LEFT_EAR, Landmark.RIGHT_EAR) if geometry.seen(mark)]
    if ears and geometry.seen(Landmark.NOSE):
        ear = mean_point([geometry.point(mark) for mark in ears])
        vote += _FACE_WEIGHT * _across(geometry.point(Landmark.NOSE) - ear)
    # The back is on the dorsal side; upwards turned that way, front is its opposite.
    upright = -float(geometry.trunk[1]) / geometry.trunk_px
    back = -geometry.dorsal_sign * upright
    vote += _BACK_WEIGHT * back if back == back else 0.0
    return math.copysign(1.0, vote) if vote and vote == vote else math.nan


def _across(vector: FloatArray) -> float:
    """The horizontal part of a (2,) vector's direction, -1 to 1; 0 for NaN or no length."""
    x, y = vector.tolist()
    length = math.hypot(x, y)
    return x / length if length > 0 else 0.0


def leg_middle(geometry: Geometry, part: str) -> FloatArray:
    """(2,) middle of the knees, ankles, heels or toes that are seen; NaN when none is."""
    points = [leg_point(geometry, part, side) for side in SIDES]
    seen = [point for point in points if point[0] == point[0]]
    return mean_point(seen) if seen else points[0]


@measure("deg")
def trunk_lean_deg(context: Context) -> float:
    """Hip-shoulder chord against upright: 0 upright, forward positive, backward negative,
    90 level. NaN when the way the person faces can't be told."""
    geometry = context.geometry
    x, y = geometry.trunk.tolist()
    return math.degrees(math.atan2(facing_sign(geometry) * x, -y))


def _less_bent(values: list[float]) -> float:
    """The smaller of those known: what both legs do. A lifted knee is no hinge."""
    return min((value for value in values if value == value), default=math.nan)


@measure("deg")
def stance_hip_flexion_deg(context: Context) -> float:
    """Thigh against the trunk, of the leg that is less bent (of those seen): 0 in line, a deep
    hinge or squat about 100, extension negative."""
    geometry = context.geometry
    thighs = [leg_point(geometry, "knee", s) - geometry.joint("hip", s) for s in SIDES]
    front = facing_sign(geometry)
    return _less_bent([-front * angle_deg(-geometry.trunk, thigh) for thigh in thighs])


@measure("deg")
def stance_knee_flexion_deg(context: Context) -> float:
    """Knee of the leg that is less bent (of those seen): 0 straight; a knee that bends the
    wrong way (over-stretched) is negative."""
    geometry = context.geometry
    bends = []
    for side in SIDES:
        knee = leg_point(geometry, "knee", side)
        shank = leg_point(geometry, "ankle", side) - knee
        bends.append(angle_deg(knee - geometry.joint("hip", side), shank))
    front = facing_sign(geometry)
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
    return facing_sign(geometry) * float(ahead[0]) / geometry.trunk_px


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
