"""The measures: pure functions of one frame, each a number in its unit or NaN.

NaN always means "can't judge": a landmark it needs is hidden or outside the picture, or the
view doesn't show it. Angles are in the picture plane (the sagittal plane, from the side).
Measures that belong to a side take the context's working side.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from backline.body import BackLine, FloatArray, Landmark
from backline.motion.back import sagitta_ratio
from backline.motion.context import Context
from backline.motion.geometry import (
    SIDES,
    Geometry,
    Side,
    angle_deg,
    level_angle_deg,
    mean_point,
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A named measure. `sided` ones depend on the working side; `refers_to` are the measures
    whose neutral values it asks for itself."""

    name: str
    unit: str
    sided: bool
    function: Callable[[Context], float]
    refers_to: tuple[str, ...] = ()

    def value(self, context: Context) -> float:
        """The measure in this frame; NaN when it can't be judged. Worked out once for a
        frame and a side, however often it is asked for."""
        key = (self.name, context.side if self.sided else None)
        value = context.known.get(key)
        if value is None:
            value = context.known[key] = self.function(context)
        return value

    def each_side(self, context: Context) -> dict[Side, float]:
        """The measure for both sides of the body."""
        return {side: self.value(context.on_side(side)) for side in SIDES}


MEASURES: dict[str, Measure] = {}


def measure(
    unit: str, *, sided: bool = False, refers_to: tuple[str, ...] = ()
) -> Callable[..., Callable[[Context], float]]:
    """Register a function under its own name."""

    def register(function: Callable[[Context], float]) -> Callable[[Context], float]:
        named = Measure(function.__name__, unit, sided, function, refers_to)
        MEASURES[named.name] = named
        return named.value

    return register


def other(side: Side) -> Side:
    """The opposite side."""
    return "right" if side == "left" else "left"


# --- trunk and back -----------------------------------------------------------------


@measure("deg")
def trunk_pitch_deg(context: Context) -> float:
    """Hip-shoulder chord against level, -90 to 90; shoulders higher is positive."""
    return level_angle_deg(context.geometry.trunk)


@measure("deg")
def trunk_tilt_deg(context: Context) -> float:
    """`trunk_pitch_deg` either way, 0 level to 90 upright."""
    return abs(trunk_pitch_deg(context))


def _bend(context: Context, low: float, high: float) -> float:
    back = context.geometry.frame.back
    return sagitta_ratio(back, low, high) if isinstance(back, BackLine) else math.nan


@measure("ratio")
def back_bend_ratio(context: Context) -> float:
    """Sagitta of the whole back line over trunk length; flexion positive."""
    return _bend(context, 0.08, 0.92)


@measure("ratio")
def lumbar_bend_ratio(context: Context) -> float:
    """Sagitta of the lower part of the back line (hip to mid-trunk) over trunk length."""
    return _bend(context, 0.08, 0.60)


@measure("ratio")
def thoracic_bend_ratio(context: Context) -> float:
    """Sagitta of the upper part of the back line (mid-trunk to shoulder) over trunk length."""
    return _bend(context, 0.40, 0.92)


@measure("deg")
def head_flexion_deg(context: Context) -> float:
    """Where the face points: angle from the trunk's direction to ear-to-nose, towards the
    chest positive (about 90 when looking straight at the floor on all fours). From -90 to
    270, since a chin on the chest comes close to 180."""
    geometry = context.geometry
    nose = Landmark.NOSE
    ears = [mark for mark in (Landmark.LEFT_EAR, Landmark.RIGHT_EAR) if geometry.seen(mark)]
    if not ears or not geometry.seen(nose):
        return math.nan
    ear = mean_point([geometry.point(mark) for mark in ears])
    face_deg = geometry.ventral_angle_deg(geometry.point(nose) - ear)
    return (face_deg + 90.0) % 360.0 - 90.0


# --- legs -----------------------------------------------------------------------------


def _limb_flexion_deg(geometry: Geometry, limb: FloatArray) -> float:
    """Angle of a limb from the trunk's downward direction, to the front positive."""
    return geometry.dorsal_sign * angle_deg(-geometry.trunk, limb)


@measure("deg", sided=True)
def hip_flexion_deg(context: Context) -> float:
    """Thigh against the trunk: 0 in line with it, 90 on all fours, extension negative."""
    geometry, side = context.geometry, context.side
    knee = geometry.leg_point("knee", side)
    return _limb_flexion_deg(geometry, knee - geometry.joint("hip", side))


@measure("deg", sided=True)
def hip_extension_deg(context: Context) -> float:
    """How far the thigh has gone from square with the trunk towards in line with it: 0 on
    all fours, 90 in line."""
    return 90.0 - hip_flexion_deg(context)


@measure("deg", sided=True)
def knee_flexion_deg(context: Context) -> float:
    """0 straight, 90 square."""
    geometry, side = context.geometry, context.side
    knee = geometry.leg_point("knee", side)
    thigh = knee - geometry.joint("hip", side)
    return abs(angle_deg(thigh, geometry.leg_point("ankle", side) - knee))


@measure("deg")
def both_knees_flexion_deg(context: Context) -> float:
    """The more bent knee of those seen."""
    values = [v for v in MEASURES["knee_flexion_deg"].each_side(context).values() if v == v]
    return max(values) if values else math.nan


@measure("deg", sided=True)
def working_leg_elevation_deg(context: Context) -> float:
    """Hip to ankle (to knee when the foot is out of the picture) against level, -90 to 90;
    0 level, the foot higher than the hip positive. Level, not the trunk's line: arms longer
    than thighs tip the trunk by up to 16 degrees, and the leg should not follow."""
    geometry, side = context.geometry, context.side
    end = geometry.leg_point("ankle", side)
    if np.isnan(end[0]):
        end = geometry.leg_point("knee", side)
    return level_angle_deg(end - geometry.joint("hip", side))


@measure("deg", sided=True)
def leg_over_other_deg(context: Context) -> float:
    """How much further up the leg points than the other one does (`working_leg_elevation_deg`).
    Hips that rise or sink move both. NaN when either can't be judged."""
    beside = context.on_side(other(context.side))
    return working_leg_elevation_deg(context) - working_leg_elevation_deg(beside)


@measure("deg", sided=True)
def working_knee_flexion_deg(context: Context) -> float:
    """Knee of the working leg, 0 straight."""
    return knee_flexion_deg(context)


@measure("ratio", sided=True)
def knee_drop_ratio(context: Context) -> float:
    """How far the knee is below the hips, over trunk length."""
    geometry = context.geometry
    knee = geometry.leg_point("knee", context.side)
    return float((knee - geometry.hip)[1]) / geometry.trunk_px


# --- arms -----------------------------------------------------------------------------


def _arm_elevation_deg(geometry: Geometry, side: Side) -> float:
    """Arm against the trunk's line: -90 hanging down, 0 reaching on in line, above
    positive. To the wrist, or to the elbow when the hand is out of the picture."""
    end = geometry.seen_point("wrist", side)
    if np.isnan(end[0]):
        end = geometry.seen_point("elbow", side)
    return -geometry.ventral_angle_deg(end - geometry.joint("shoulder", side))


@measure("deg", sided=True)
def working_arm_elevation_deg(context: Context) -> float:
    """The arm opposite the working leg, against the trunk's line; 0 in line, above +."""
    return _arm_elevation_deg(context.geometry, context.across)


@measure("deg", sided=True)
def arm_elevation_deg(context: Context) -> float:
    """The working side's own arm against the trunk's line; 0 in line, above +. For movements
    of the arm alone, whose side is the arm's."""
    return _arm_elevation_deg(context.geometry, context.side)


@measure("deg", sided=True)
def arm_lift_deg(context: Context) -> float:
    """How far the working side's own arm has gone from square with the trunk towards in line
    with it: 0 hanging from a level trunk, 90 in line."""
    return 90.0 + _arm_elevation_deg(context.geometry, context.side)


@measure("deg", sided=True)
def elbow_flexion_deg(context: Context) -> float:
    """Elbow of the working side's own arm, 0 straight."""
    return _elbow_flexion_deg(context.geometry, context.side)


@measure("deg", sided=True)
def working_elbow_flexion_deg(context: Context) -> float:
    """Elbow of the arm opposite the working leg, 0 straight. NaN when that is the arm away from
    the camera: the pose model draws it straight (bent by 60, it reads 6 to 57; straight, 1 to 36).
    NaN too while the arm isn't held out (`HELD_OUT_DEG`), and when it is too short to be one
    (`LEAST_UPPER_ARM`)."""
    geometry, side = context.geometry, context.across
    if side != geometry.near_side or not _arm_elevation_deg(geometry, side) > HELD_OUT_DEG:
        return math.nan
    upper = geometry.seen_point("elbow", side) - geometry.joint("shoulder", side)
    long_enough = math.hypot(*upper.tolist()) >= LEAST_UPPER_ARM * geometry.trunk_px
    return _elbow_flexion_deg(geometry, side) if long_enough else math.nan


HELD_OUT_DEG = -50.0
"""An arm further below the trunk's line is on its way out or back, where people bend it; a hand
reaching with a bent, sagging arm is at -40 or above."""
LEAST_UPPER_ARM = 0.36
"""Of the trunk's length, as seen from the side: about 0.55 in bodies (de Leva 1996), 0.38 and
more through the pose model 20 degrees off the side; where the hand is out of the picture, the
model squeezes the whole arm in, to 0.16 to 0.35 (trial clips)."""
PLAUSIBLE_FOREARM = (0.6, 1.1)
"""A forearm over its upper arm, as seen from the side. Bodies have 0.96 (de Leva 1996), the pose
model's points 0.74 to 0.91 where a hand is in the picture; where it isn't, the model invents one
inside, at 0.1 to 0.6 or 1.1 to 2 (trial clips)."""


def _elbow_flexion_deg(geometry: Geometry, side: Side) -> float:
    elbow = geometry.seen_point("elbow", side)
    upper = elbow - geometry.joint("shoulder", side)
    forearm = geometry.seen_point("wrist", side) - elbow
    share = math.hypot(*forearm.tolist()) / (math.hypot(*upper.tolist()) or math.nan)
    low, high = PLAUSIBLE_FOREARM
    return abs(angle_deg(upper, forearm)) if low <= share <= high else math.nan


def _reach(geometry: Geometry, side: Side) -> float:
    """0 hanging down, 1 in line with the trunk; NaN unseen."""
    reach = 1.0 + _arm_elevation_deg(geometry, side) / 90.0
    return min(max(reach, 0.0), 1.3) if reach == reach else math.nan


HANGING_DROP_RATIO = 0.3
"""A wrist this far below the shoulders, over trunk length, hangs (an arm is about 1.1)."""
HANGING_REACH = 0.25
"""Below this an arm counts as not lifted (it hangs within about 20 degrees of straight
down, as supporting arms do)."""


@measure("ratio")
def arm_reach_ratio(context: Context) -> float:
    """The further lifted of the two arms: 0 hanging, 1 in line with the trunk. NaN when the
    only arm seen hangs down: the other may be the lifted one."""
    values = [v for v in (_reach(context.geometry, s) for s in SIDES) if v == v]
    if not values or (len(values) == 1 and values[0] < HANGING_REACH):
        return math.nan
    return max(values)


@measure("ratio", sided=True)
def same_side_lift_ratio(context: Context) -> float:
    """How much more the arm on the working leg's side is lifted than the other one: -1 a
    fine diagonal, +1 arm and leg of one side. One arm alone tells it only when it is lifted;
    NaN when neither is seen, or only one that hangs."""
    same = _reach(context.geometry, other(context.across))
    opposite = _reach(context.geometry, context.across)
    if not math.isnan(same) and not math.isnan(opposite):
        return same - opposite
    if not math.isnan(same):
        return same if same >= HANGING_REACH else math.nan
    return -opposite if opposite >= HANGING_REACH else math.nan


@measure("ratio", sided=True)
def wrist_drop_ratio(context: Context) -> float:
    """How far the wrist is below the shoulders, over trunk length."""
    geometry = context.geometry
    wrist = geometry.seen_point("wrist", context.side)
    return float((wrist - geometry.shoulder)[1]) / geometry.trunk_px


@measure("ratio", sided=True)
def elbow_drop_ratio(context: Context) -> float:
    """How far the elbow is below the shoulders, over trunk length."""
    geometry = context.geometry
    elbow = geometry.seen_point("elbow", context.side)
    return float((elbow - geometry.shoulder)[1]) / geometry.trunk_px


@measure("ratio")
def hand_knee_level_ratio(context: Context) -> float:
    """The lowest wrist below (+) or above (-) the lowest knee, over trunk length. NaN when the
    only wrist seen isn't hanging: the other hand may be the one on the floor."""
    geometry = context.geometry
    wrists = [float(geometry.seen_point("wrist", side)[1]) for side in SIDES]
    knees = [float(geometry.leg_point("knee", side)[1]) for side in SIDES]
    seen = [y for y in wrists if y == y]
    lowest_knee = max((y for y in knees if y == y), default=math.nan)
    if not seen:
        return math.nan
    drop_ratio = (max(seen) - float(geometry.shoulder[1])) / geometry.trunk_px
    if len(seen) == 1 and not drop_ratio > HANGING_DROP_RATIO:
        return math.nan
    return (max(seen) - lowest_knee) / geometry.trunk_px


@measure("ratio", sided=True)
def forearm_level_ratio(context: Context) -> float:
    """Wrist below (+) or above (-) the elbow, over trunk length; 0 with the forearm flat."""
    geometry, side = context.geometry, context.side
    elbow = geometry.seen_point("elbow", side)
    return float((geometry.seen_point("wrist", side) - elbow)[1]) / geometry.trunk_px


@measure("ratio", sided=True)
def elbow_ankle_level_ratio(context: Context) -> float:
    """Elbow below (+) or above (-) the same side's ankle, over trunk length."""
    geometry, side = context.geometry, context.side
    ankle = geometry.leg_point("ankle", side)
    return float((geometry.seen_point("elbow", side) - ankle)[1]) / geometry.trunk_px
