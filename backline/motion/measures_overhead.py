"""Measures of both arms together, of the head over the shoulders and of the chest's turn.

Same rules as `measures`: pure functions of a frame, NaN is "can't judge".
"""

from __future__ import annotations

import math

import numpy as np

from backline.body import FloatArray, Landmark
from backline.motion.context import Context
from backline.motion.geometry import SIDES, Geometry, Side, angle_deg, cross, mean_point
from backline.motion.measures import elbow_flexion_deg, measure, other

EARS = (Landmark.LEFT_EAR, Landmark.RIGHT_EAR)
ARM_RATIO = 1.1
"""Shoulder to wrist over trunk length, about (see postures.yaml: hands hang 1.1 below)."""
_UNSEEN: FloatArray = np.full(2, np.nan)


def _arm_end(geometry: Geometry, side: Side) -> FloatArray:
    """(2,) the wrist, or the elbow where the hand isn't seen; NaN when neither is."""
    wrist = geometry.seen_point("wrist", side)
    return geometry.seen_point("elbow", side) if np.isnan(wrist[0]) else wrist


def _mean(values: list[float]) -> float:
    """The mean of what is known; NaN when nothing is."""
    known = [value for value in values if value == value]
    return sum(known) / len(known) if known else math.nan


@measure("deg")
def arms_overhead_deg(context: Context) -> float:
    """How far both arms are raised from the trunk: 0 hanging along it, 90 square with it, 180
    overhead in line with it (or just as far behind it: the picture's angle has no direction).
    The mean of the arms that are seen."""
    geometry = context.geometry
    down = -geometry.trunk
    return _mean(
        [
            abs(angle_deg(down, _arm_end(geometry, side) - geometry.joint("shoulder", side)))
            for side in SIDES
        ]
    )


@measure("deg")
def arms_bend_deg(context: Context) -> float:
    """How far both elbows are bent, 0 straight: the mean of those seen, for hands that hold
    one thing and so bend alike."""
    return _mean([elbow_flexion_deg(context.on_side(side)) for side in SIDES])


def _ear(geometry: Geometry) -> FloatArray:
    """(2,) the middle of the ears that are seen; NaN when none is."""
    ears = [geometry.point(mark) for mark in EARS if geometry.seen(mark)]
    return mean_point(ears) if ears else _UNSEEN


@measure("ratio")
def head_forward_ratio(context: Context) -> float:
    """How far the ears are in front of the shoulders, square to the trunk's line, over trunk
    length. NaN when neither ear is seen or it can't be told where the front is."""
    geometry = context.geometry
    across = cross(geometry.trunk, _ear(geometry) - geometry.shoulder)
    return -geometry.dorsal_sign * across / geometry.trunk_px**2


@measure("ratio")
def ear_shoulder_gap_ratio(context: Context) -> float:
    """How far the ears are from the shoulders, over trunk length. Shoulders drawn up to the
    ears make it smaller; a head pushed forward hardly changes it. NaN when neither ear is
    seen."""
    geometry = context.geometry
    return math.hypot(*(_ear(geometry) - geometry.shoulder).tolist()) / geometry.trunk_px


@measure("deg", sided=True)
def other_elbow_flexion_deg(context: Context) -> float:
    """Elbow of the arm that isn't the working one, 0 straight."""
    return elbow_flexion_deg(context.on_side(other(context.side)))


@measure("deg", sided=True)
def face_hand_angle_deg(context: Context) -> float:
    """Angle in the room between where the face points and the working side's hand, seen from
    the middle of the ears: 0 looking straight at it. From the pose model's own depth. NaN when
    the wrist isn't seen."""
    geometry = context.geometry
    if np.isnan(geometry.seen_point("wrist", context.side)[0]):
        return math.nan
    world = geometry.frame.world_m
    ears = (world[EARS[0]] + world[EARS[1]]) / 2
    face = world[Landmark.NOSE] - ears
    hand = world[Landmark[f"{context.side.upper()}_WRIST"]] - ears
    length = float(np.linalg.norm(face) * np.linalg.norm(hand))
    if not length > 0:
        return math.nan
    return math.degrees(math.acos(min(1.0, max(-1.0, float(face @ hand) / length))))
