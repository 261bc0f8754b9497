"""Measures of both arms and the shoulder girdle of an upright body: how far the arms are pulled
down or across, how straight they are, shrugged or dipped shoulders, turned trunk and pelvis.

Same rules as `measures`: pure functions of a frame, NaN is "can't judge". An upright trunk's
front is told by the back line or, where the arms cover it, by which side is nearer.
"""

from __future__ import annotations

import math

from backline.body import FloatArray, Landmark
from backline.motion.context import Context
from backline.motion.geometry import SIDES, Geometry, Side, angle_deg
from backline.motion.measures import measure

LEAST_SIDE_VIEW_DEG = 30.0
"""From this azimuth on (0 front, 90 side) the nearer side tells which way a body faces."""
FAR_ARM_MIN_VISIBILITY = 0.3
"""Elbows and wrists of straight arms are used down to this visibility: the far arm beside the
near one gets 0.3 to 0.6 from the pose model and lies where the near one does."""
EAR_MIN_VISIBILITY = 0.5


def front_sign(geometry: Geometry) -> float:
    """+1 when the back is on the clockwise side of the chord from hip to shoulder, -1 on the
    other, as `Geometry.dorsal_sign`; where the back line is hidden, the nearer side tells it.
    NaN from the front."""
    sign = geometry.dorsal_sign
    if sign == sign:
        return sign
    if not geometry.view_azimuth_deg >= LEAST_SIDE_VIEW_DEG:
        return math.nan
    return 1.0 if geometry.near_side == "left" else -1.0


def arm_point(geometry: Geometry, part: str, side: Side) -> FloatArray:
    """(2,) elbow or wrist; NaN below `FAR_ARM_MIN_VISIBILITY` or outside the picture."""
    return geometry.seen_point(part, side, FAR_ARM_MIN_VISIBILITY)


def _mean(values: list[float]) -> float:
    """The mean of the known ones; NaN when none is."""
    known = [value for value in values if value == value]
    return sum(known) / len(known) if known else math.nan


# --- where the arms are -----------------------------------------------------------------


@measure("deg", sided=True)
def arm_pull_deg(context: Context) -> float:
    """One arm against the trunk's line, shoulder to wrist: 0 overhead in line, 90 straight
    ahead, 180 at the side, more behind the body; -90 to 270. NaN when the wrist isn't seen or
    it can't be told where the front is."""
    geometry, side = context.geometry, context.side
    arm = arm_point(geometry, "wrist", side) - geometry.joint("shoulder", side)
    turned = -front_sign(geometry) * angle_deg(geometry.trunk, arm)
    return (turned + 90.0) % 360.0 - 90.0


@measure("deg")
def arms_pull_deg(context: Context) -> float:
    """`arm_pull_deg`, the mean of the arms that are seen."""
    return _mean([arm_pull_deg(context.on_side(side)) for side in SIDES])


@measure("deg")
def arms_raise_deg(context: Context) -> float:
    """How far both arms are raised in front: 0 at the sides, 90 straight ahead, 180 overhead."""
    return 180.0 - arms_pull_deg(context)


@measure("deg", sided=True)
def arm_raise_deg(context: Context) -> float:
    """How far one arm is raised in front: 0 at the side, 90 straight ahead, 180 overhead."""
    return 180.0 - arm_pull_deg(context)


@measure("ratio")
def hands_apart_ratio(context: Context) -> float:
    """Distance between the wrists in the picture, over trunk length. NaN unless both are seen."""
    geometry = context.geometry
    left, right = (arm_point(geometry, "wrist", side) for side in SIDES)
    return math.hypot(*(left - right).tolist()) / geometry.trunk_px


# --- straight arms ------------------------------------------------------------------------


def _elbow_deg(geometry: Geometry, side: Side) -> float:
    elbow = arm_point(geometry, "elbow", side)
    upper = elbow - geometry.joint("shoulder", side)
    return abs(angle_deg(upper, arm_point(geometry, "wrist", side) - elbow))


def _elbows_deg(context: Context) -> list[float]:
    values = [_elbow_deg(context.geometry, side) for side in SIDES]
    return [value for value in values if value == value]


@measure("deg")
def both_elbows_flexion_deg(context: Context) -> float:
    """The more bent elbow of those seen, 0 straight."""
    return max(_elbows_deg(context), default=math.nan)


@measure("deg")
def straighter_elbow_flexion_deg(context: Context) -> float:
    """The straighter elbow of those seen, 0 straight."""
    return min(_elbows_deg(context), default=math.nan)


# --- shoulders -----------------------------------------------------------------------------


@measure("ratio")
def ear_shoulder_ratio(context: Context) -> float:
    """How far the ears are over the middle of the shoulders along the trunk's line, over trunk
    length. A shrug shortens it; leaning or tipping the head sideways hardly does."""
    geometry = context.geometry
    ears = [mark for mark in (Landmark.LEFT_EAR, Landmark.RIGHT_EAR) if geometry.seen(mark)]
    if not ears:
        return math.nan
    along = geometry.trunk / geometry.trunk_px
    heights = [float((geometry.point(ear) - geometry.shoulder) @ along) for ear in ears]
    return sum(heights) / len(heights) / geometry.trunk_px


@measure("ratio")
def shoulder_tilt_ratio(context: Context) -> float:
    """Left shoulder above the right one, over trunk length; from world landmarks, in which
    near and far shoulder have the same height whatever the camera's."""
    geometry = context.geometry
    if math.isnan(float((geometry.shoulder + geometry.hip)[0])):
        return math.nan
    world = geometry.frame.world_m
    left, right = world[Landmark.LEFT_SHOULDER], world[Landmark.RIGHT_SHOULDER]
    trunk = (left + right - world[Landmark.LEFT_HIP] - world[Landmark.RIGHT_HIP]) / 2
    length = math.hypot(*trunk.tolist())
    return float((right - left)[1]) / length if length else math.nan


# --- turning ---------------------------------------------------------------------------------


def _turned(degrees: float) -> float:
    """The same angle within -180 to 180."""
    return (degrees + 180.0) % 360.0 - 180.0


def _yaw_deg(context: Context, part: str) -> float:
    """Where the line from the right to the left one of a pair of joints points, seen from
    above: 0 for a body that faces the camera, growing as it turns to its own left."""
    geometry = context.geometry
    if math.isnan(float(geometry.joint(part.lower(), "left")[0])):
        return math.nan
    world = geometry.frame.world_m
    x, _, z = (world[Landmark[f"LEFT_{part}"]] - world[Landmark[f"RIGHT_{part}"]]).tolist()
    return math.degrees(math.atan2(z, x)) if x or z else math.nan


@measure("deg")
def pelvis_yaw_deg(context: Context) -> float:
    """Where the pelvis faces, seen from above: 0 the camera, to the own left +, to 180."""
    return _yaw_deg(context, "HIP")


@measure("deg")
def chest_yaw_deg(context: Context) -> float:
    """Where the shoulders face, seen from above: 0 the camera, to the own left +, to 180."""
    return _yaw_deg(context, "SHOULDER")


def since_start(context: Context, name: str, value: float) -> float:
    """How much `value` of the measure `name` is over its neutral; NaN before that is known."""
    neutral = context.neutral
    return math.nan if neutral is None else value - neutral.values.get(name, math.nan)


@measure("deg", sided=True, refers_to=("chest_yaw_deg",))
def chest_across_deg(context: Context) -> float:
    """How far the shoulders have turned since the start posture, towards the working side
    positive. NaN before the neutral is known."""
    turn = _turned(since_start(context, "chest_yaw_deg", chest_yaw_deg(context)))
    return turn if context.side == "left" else -turn


@measure("deg", refers_to=("chest_yaw_deg",))
def chest_turn_deg(context: Context) -> float:
    """How far the shoulders have turned since the start posture, either way. NaN before the
    neutral is known."""
    return abs(chest_across_deg(context))


@measure("deg", refers_to=("pelvis_yaw_deg",))
def pelvis_turn_deg(context: Context) -> float:
    """How far the pelvis has turned since the start posture, either way. NaN before the
    neutral is known."""
    return abs(_turned(since_start(context, "pelvis_yaw_deg", pelvis_yaw_deg(context))))


@measure("ratio", sided=True, refers_to=("shoulder_tilt_ratio",))
def shoulder_dip_ratio(context: Context) -> float:
    """How far the working side's shoulder has sunk below the other one since the start
    posture, over trunk length. NaN before the neutral is known."""
    tilt = since_start(context, "shoulder_tilt_ratio", shoulder_tilt_ratio(context))
    return -tilt if context.side == "left" else tilt


@measure("ratio", sided=True)
def shoulder_rise_ratio(context: Context) -> float:
    """The working side's shoulder above the other one, over trunk length: the chest of a level
    trunk turned up towards that side. Resting over the ball, the pose model reads up to 0.13
    either way."""
    tilt = shoulder_tilt_ratio(context)
    return tilt if context.side == "left" else -tilt


@measure("ratio", refers_to=("shoulder_tilt_ratio",))
def shoulders_unlevel_ratio(context: Context) -> float:
    """How far one shoulder, whichever, has sunk below the other since the start posture, over
    trunk length. NaN before the neutral is known."""
    return abs(shoulder_dip_ratio(context))
