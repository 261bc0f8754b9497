"""Measures of an upright body that faces the camera: where the hands are across it, and whether
arms stay straight and shoulders level.

Same rules as `measures`: pure functions of a frame, NaN is "can't judge". What lies to the left or
right can't be told from the side, where one lies behind the other.
"""

from __future__ import annotations

import math

from backline.body import FloatArray, Landmark
from backline.motion.context import Context
from backline.motion.geometry import SIDES, Geometry, level_angle_deg
from backline.motion.measures import measure
from backline.motion.measures_arms import arm_point, since_start

LEAST_BREADTH_RATIO = 0.45
"""Shoulders' and hips' breadth in the picture together, over trunk length, from which left and
right are told. Drawn bodies (docs/accuracy.md) have 0.87 to 1.13 from the front, and so about
0.5 from 60 degrees off it."""


def _left_sign(geometry: Geometry) -> float:
    """+1 when the own left is the picture's right, as of a body that faces the camera, -1 when it
    is turned away; NaN when hips or shoulders aren't seen or lie too near one behind the other."""
    lines = [geometry.joint(p, "left") - geometry.joint(p, "right") for p in ("shoulder", "hip")]
    breadth_px = float((lines[0] + lines[1])[0])
    told = abs(breadth_px) >= LEAST_BREADTH_RATIO * geometry.trunk_px
    return math.copysign(1.0, breadth_px) if told else math.nan


def _hands(geometry: Geometry) -> FloatArray:
    """(2,) the middle of the wrists; NaN unless both are seen."""
    return (arm_point(geometry, "wrist", "left") + arm_point(geometry, "wrist", "right")) / 2


@measure("ratio")
def hands_height_ratio(context: Context) -> float:
    """The hands over the shoulders along the trunk's line, over trunk length: 0 level with them,
    -1 level with the hips. NaN unless both wrists are seen."""
    geometry = context.geometry
    along = geometry.trunk / geometry.trunk_px
    return float((_hands(geometry) - geometry.shoulder) @ along) / geometry.trunk_px


@measure("ratio")
def hands_left_ratio(context: Context) -> float:
    """The hands to the own left of the trunk's line, over trunk length. NaN unless both wrists
    are seen and the body faces the camera or turns its back to it."""
    geometry = context.geometry
    x, y = (geometry.trunk / geometry.trunk_px).tolist()
    right_x, right_y = (_hands(geometry) - geometry.hip).tolist()
    rightwards = right_y * x - right_x * y
    return float(_left_sign(geometry) * rightwards / geometry.trunk_px)


@measure("ratio", sided=True, refers_to=("hands_left_ratio",))
def hands_across_ratio(context: Context) -> float:
    """How far the hands have gone to the working side since the start posture, over trunk
    length. NaN before the neutral is known."""
    way = since_start(context, "hands_left_ratio", hands_left_ratio(context))
    return way if context.side == "left" else -way


@measure("deg")
def straighter_elbow_in_space_deg(context: Context) -> float:
    """The straighter elbow, 0 straight, from world landmarks: arms that reach towards the camera
    are foreshortened in the picture, where their elbows may look bent or straight as they please.
    Through the pose model straight ones are read as bent by 16 to 42 degrees and those bent by 70
    as 55 to 67 (drawn, docs/accuracy.md). NaN unless shoulders, elbows and wrists are seen."""
    geometry = context.geometry
    world = geometry.frame.world_m
    angles_deg = []
    for side in SIDES:
        marks = [Landmark[f"{side.upper()}_{part}"] for part in ("SHOULDER", "ELBOW", "WRIST")]
        hand_px = arm_point(geometry, "wrist", side) + arm_point(geometry, "elbow", side)
        if math.isnan(float((hand_px + geometry.joint("shoulder", side))[0])):
            return math.nan
        shoulder, elbow, wrist = world[marks]
        angles_deg.append(_between_deg(elbow - shoulder, wrist - elbow))
    return min(angles_deg)


def _between_deg(a: FloatArray, b: FloatArray) -> float:
    """The angle between two (3,) vectors; NaN when one has no length."""
    lengths = math.sqrt(float((a @ a) * (b @ b)))
    if not lengths:
        return math.nan
    return math.degrees(math.acos(max(-1.0, min(1.0, float(a @ b) / lengths))))


@measure("deg")
def left_shoulder_high_deg(context: Context) -> float:
    """Slope of the shoulders' line in the picture, the left one higher positive. NaN unless the
    body faces the camera or turns its back to it."""
    geometry = context.geometry
    if math.isnan(_left_sign(geometry)):
        return math.nan
    line = geometry.joint("shoulder", "left") - geometry.joint("shoulder", "right")
    return level_angle_deg(line)


@measure("deg", sided=True, refers_to=("left_shoulder_high_deg",))
def shoulder_drop_deg(context: Context) -> float:
    """How far the shoulders' line has sunk towards the working side since the start posture.
    NaN before the neutral is known."""
    rise = since_start(context, "left_shoulder_high_deg", left_shoulder_high_deg(context))
    return -rise if context.side == "left" else rise
