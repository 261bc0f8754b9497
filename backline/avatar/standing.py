"""Standing on flat feet: where the body has to be so that it doesn't topple.

A pose says how far knees and pelvis are bent; how far the shanks lean is what keeping the
balance leaves over. Segment masses and their places are de Leva's ("Adjustments to
Zatsiorsky-Seluyanov's segment inertia parameters", J Biomech 1996, table 4, men), in shares of
body mass and of segment length from the upper joint.
"""

from __future__ import annotations

import numpy as np

from backline.avatar import planar
from backline.avatar.angles import INDEX, both
from backline.avatar.arms import hung_arms
from backline.avatar.body_model import BodyShape
from backline.avatar.pose import Trunk
from backline.avatar.stance import Root, Stance, anchor_mean, reach_from_side, root_at
from backline.body import FloatArray

_HEAD, _TRUNK = 0.0694, 0.4346
_UPPER_ARM, _FOREARM, _HAND = 0.0271, 0.0162, 0.0061
_THIGH, _SHANK, _FOOT = 2 * 0.1416, 2 * 0.0433, 2 * 0.0137
_UPPER_BODY = _HEAD + _TRUNK + 2 * (_UPPER_ARM + _FOREARM + _HAND)
_AT_UPPER_ARM, _AT_FOREARM, _AT_THIGH, _AT_SHANK = 0.577, 0.457, 0.410, 0.446
_BALANCE_AHEAD = 0.030
"""How far ahead of the ankles the weight is carried, of body height: about 5 cm (Winter 1995,
"Human balance and posture control during standing and walking")."""
_FOOT_AHEAD = 0.045
_STRAIGHTEST = 0.9995
"""A leg is never stretched further than this share of its length."""


def on_soles(shape: BodyShape, pose: FloatArray, trunk: Trunk, stance: Stance) -> Root:
    """The root of a body on flat feet, balanced over their middle.

    The pelvis' pitch and the knees' flexion are the pose's; the hips' flexion follows.
    """
    ankle, sides = anchor_mean(stance, "sole")
    pitch = np.deg2rad(pose[:, INDEX["pelvis_pitch_deg"]])
    axes = Root(np.zeros((len(pose), 3)), pitch).axes()
    upper = upper_body_m(shape, pose, trunk, axes, stance)
    bend = np.deg2rad(pose[:, both("knee_flexion_deg")])[:, sides].mean(axis=1)
    longest = _STRAIGHTEST * (shape.thigh_m + shape.shank_m)
    length = np.minimum(planar.bent_length(shape.thigh_m, shape.shank_m, bend), longest)
    lengths = np.repeat(length[:, None], 2, axis=1)
    reach = reach_from_side(lengths, trunk.hips_m, pose, stance, "sole")
    aim = _BALANCE_AHEAD * shape.height_m + pose[:, INDEX["shift_forward_m"]]
    lean = _balanced_lean(shape, reach, upper[:, 0], aim)
    place = ankle[:2] + reach[:, None] * np.stack((np.sin(lean), np.cos(lean)), axis=-1)
    root = root_at(np.zeros((len(pose), 3)), place, pitch, pose)
    return Root(_within_reach(shape, trunk, stance, root), pitch)


def upper_body_m(
    shape: BodyShape, pose: FloatArray, trunk: Trunk, axes: FloatArray, stance: Stance
) -> FloatArray:
    """(T, 3) mass centre of trunk, head and arms from mid-hip, in room axes.

    axes: (T, 3, 3) the root's.
    """
    widths = shape.spine.widths_m
    centres = trunk.centres_m @ axes
    steps = np.linalg.norm(np.diff(centres, axis=1), axis=-1).mean(axis=0)
    thick = 0.5 * (np.append(steps, steps[-1]) + np.insert(steps, 0, steps[0]))
    volume = widths[:, 0] * (widths[:, 1] + widths[:, 2]) * thick
    total = _TRUNK * np.einsum("s,tsi->ti", volume / volume.sum(), centres)
    total += _HEAD * (trunk.head_m[:, None] @ axes)[:, 0]
    thorax, shoulders = trunk.thorax @ axes, trunk.shoulders_m @ axes
    arms, shoulders = hung_arms(shape, pose, thorax, shoulders, stance.rests)
    for i, arm in enumerate(arms):
        elbow = shoulders[:, i] + shape.upper_arm_m * arm.upper
        total += _UPPER_ARM * (shoulders[:, i] + _AT_UPPER_ARM * shape.upper_arm_m * arm.upper)
        total += _FOREARM * (elbow + _AT_FOREARM * shape.forearm_m * arm.lower)
        total += _HAND * (elbow + shape.forearm_m * arm.lower + shape.palm_m * arm.end)
    return np.asarray(total / _UPPER_BODY)


def _balanced_lean(
    shape: BodyShape, reach: FloatArray, ahead: FloatArray, aim: FloatArray
) -> FloatArray:
    """(T,) how far the line from ankle to hip leans forward (radians), so that the mass centre
    lies `aim` ahead of the ankles.

    reach: (T,) ankle to hip. ahead: (T,) the upper body's mass centre ahead of mid-hip.
    """
    a, b = shape.thigh_m, shape.shank_m
    along = (b * b - a * a + reach**2) / (2.0 * reach)
    knee = np.sqrt(np.maximum(b * b - along**2, 0.0))
    at_knee = _AT_THIGH * _THIGH + (1.0 - _AT_SHANK) * _SHANK
    sine = reach * (_UPPER_BODY + (1.0 - _AT_THIGH) * _THIGH) + along * at_knee
    cosine = knee * at_knee
    rest = aim - _UPPER_BODY * ahead - _FOOT * _FOOT_AHEAD * shape.height_m
    lean = np.arcsin(np.clip(rest / np.hypot(sine, cosine), -1.0, 1.0))
    return np.asarray(lean - np.arctan2(cosine, sine))


def _within_reach(shape: BodyShape, trunk: Trunk, stance: Stance, root: Root) -> FloatArray:
    """(T, 3) mid-hip, lowered where a turned or tilted pelvis would pull a foot off the floor."""
    hips = trunk.hips_m @ root.axes()
    longest = _STRAIGHTEST * (shape.thigh_m + shape.shank_m)
    place = root.place_m.copy()
    for i in stance.sides("sole"):
        ankle = stance.anchors[f"{('left', 'right')[i]}_sole"]
        away = place + hips[:, i] - ankle
        flat = away[:, 0] ** 2 + away[:, 2] ** 2
        highest = ankle[1] + np.sqrt(np.maximum(longest**2 - flat, 0.01)) - hips[:, i, 1]
        place[:, 1] = np.minimum(place[:, 1], highest)
    return place
