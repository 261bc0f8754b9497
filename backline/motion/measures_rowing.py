"""Measures of rowing: how far the elbows are pulled, how it keeps time with a squat, shrugging.

Same rules as `measures`: pure functions of a frame, NaN is "can't judge".
"""

from __future__ import annotations

import math

from backline.body import Landmark
from backline.motion.context import Context
from backline.motion.geometry import SIDES, angle_deg, cross, mean_point
from backline.motion.measures import measure
from backline.motion.measures_stance import stance_knee_flexion_deg

TALL_DEG, LOW_DEG = 10.0, 90.0
"""Knee flexion of standing tall and of a squat with level thighs, for the share of the way."""
REACHED_RATIO, ROWED_RATIO = -0.45, 0.15
"""`elbow_behind_ratio` with straight arms held out in front and with a finished row (an upper
arm is about 0.55 trunk lengths)."""


@measure("ratio")
def elbow_behind_ratio(context: Context) -> float:
    """Elbows behind (+) the hip-shoulder line or ahead (-), square to it, over trunk length:
    straight arms held out -0.5, upper arms along the trunk 0, a full row 0.2 to 0.35. The mean
    of the arms that are seen, each from its own shoulder."""
    geometry = context.geometry
    front = geometry.facing_sign
    offsets = []
    for side in SIDES:
        arm = geometry.seen_point("elbow", side) - geometry.joint("shoulder", side)
        # An upper arm square to the trunk on the picture's right turns clockwise from it.
        offsets.append(cross(geometry.trunk, arm) / geometry.trunk_px**2)
    seen = [offset for offset in offsets if offset == offset]
    return -front * sum(seen) / len(seen) if seen else math.nan


@measure("ratio")
def row_pull_ratio(context: Context) -> float:
    """How far the elbows have been pulled, of the way from straight arms held out (0) to a
    finished row (1); see `REACHED_RATIO`."""
    return (elbow_behind_ratio(context) - REACHED_RATIO) / (ROWED_RATIO - REACHED_RATIO)


@measure("deg")
def elbows_flexion_deg(context: Context) -> float:
    """The elbows that are seen, on average; 0 straight."""
    geometry = context.geometry
    values = []
    for side in SIDES:
        elbow = geometry.seen_point("elbow", side)
        upper = elbow - geometry.joint("shoulder", side)
        values.append(abs(angle_deg(upper, geometry.seen_point("wrist", side) - elbow)))
    seen = [value for value in values if value == value]
    return sum(seen) / len(seen) if seen else math.nan


@measure("ratio")
def row_lead_ratio(context: Context) -> float:
    """How far the row is ahead (+) of standing up, or behind it (-), as shares of the whole
    way: 0 while arms and legs move together, 1 with a finished row at the bottom of the squat,
    -1 with straight arms at the top."""
    knees_deg = stance_knee_flexion_deg(context)
    stood = (LOW_DEG - knees_deg) / (LOW_DEG - TALL_DEG)
    rowed = row_pull_ratio(context)
    if math.isnan(stood) or math.isnan(rowed):
        return math.nan
    return min(max(rowed, 0.0), 1.0) - min(max(stood, 0.0), 1.0)


@measure("ratio")
def neck_room_ratio(context: Context) -> float:
    """How far the ears are from the middle of the shoulders, over trunk length. A shrug takes
    from it; nodding turns the head about the neck and hardly changes it."""
    geometry = context.geometry
    ears = [mark for mark in (Landmark.LEFT_EAR, Landmark.RIGHT_EAR) if geometry.seen(mark)]
    if not ears:
        return math.nan
    ear = mean_point([geometry.point(mark) for mark in ears])
    return math.hypot(*(ear - geometry.shoulder).tolist()) / geometry.trunk_px
