"""Arms that hang free, or hold one thing between both hands.

`hands_joined_ratio` brings both hands to one place: ahead of the middle of the shoulders, in the
direction that `hands_flexion_deg` (0 down, 90 ahead, 180 overhead) and `hands_turn_deg` (to the
left) give relative to the ribcage, as far out as the elbows' flexion lets them. With
`elbow_flexion_deg` 0 both arms are straight; the shoulder blades slide a little to make up
what one arm lacks.
"""

from __future__ import annotations

import numpy as np

from backline.avatar import planar
from backline.avatar.angles import INDEX, both
from backline.avatar.body_model import BodyShape
from backline.avatar.pose import free_arms
from backline.avatar.reaching import Limb, blend_directions
from backline.avatar.stance import Rests
from backline.body import FloatArray

PALM_SHARE = 0.6
"""Where in the hand a thing is held, from wrist (0) to knuckles (1)."""
_PALM_THICK = 0.011
"""From the middle of the hand to what it holds, of body height."""
_GLIDE_M = 0.045
"""How far a shoulder blade slides forwards or back on the ribs, about (half its range)."""
_ELBOWS_OUT_RAD = np.deg2rad(25.0)


def hung_arms(
    shape: BodyShape, pose: FloatArray, thorax: FloatArray, shoulders: FloatArray, rests: Rests
) -> tuple[list[Limb], FloatArray]:
    """Left and right arm of a body whose hands don't stand on anything, and its shoulders.

    pose: (T, N). thorax: (T, 3, 3) in room axes. shoulders: (T, 2, 3) metres, room axes;
    given back where the hold has pulled them.
    """
    free = free_arms(pose, thorax)
    hanging = [Limb(*(v[:, i] for v in (*free, free[2]))) for i in (0, 1)]
    joined = np.clip(pose[:, INDEX["hands_joined_ratio"]], 0.0, 1.0)
    if not joined.any():
        return hanging, shoulders
    ahead, tangent, across = _directions(pose, thorax)
    wrists = _wrists(shape, pose, (ahead, across), shoulders, rests)
    reach = _reach(shape, pose)
    away = wrists - shoulders
    distance = np.sqrt((away * away).sum(axis=-1))
    missing = np.clip(distance - reach, -_GLIDE_M, _GLIDE_M) * joined[:, None]
    shoulders = shoulders + (missing / np.maximum(distance, 1e-9))[..., None] * away
    rad = np.deg2rad(pose)
    arms: list[Limb] = []
    for i, outward in enumerate((1.0, -1.0)):
        out = _ELBOWS_OUT_RAD + rad[:, both("shoulder_rotation_deg")][:, i, None]
        pole = outward * np.sin(out) * across - np.cos(out) * tangent
        upper, lower = planar.two_bones(
            shoulders[:, i], wrists[:, i], shape.upper_arm_m, shape.forearm_m, pole
        )
        turn = rad[:, both("forearm_pronation_deg")][:, i, None]
        thumb = np.cos(turn) * tangent - outward * np.sin(turn) * across
        held = Limb(upper, lower, ahead, thumb, ahead)
        arms.append(blend_directions(hanging[i], held, joined))
    return arms, shoulders


def _directions(pose: FloatArray, thorax: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """(T, 3) each: from the shoulders to the hands, where a raising arm would move to, and
    across to the left."""
    rad = np.deg2rad(pose)
    lift, turn = (rad[:, INDEX[f"hands_{n}_deg"], None] for n in ("flexion", "turn"))
    lateral, front, cranial = thorax[:, 0], -thorax[:, 1], thorax[:, 2]
    facing = np.cos(turn) * front + np.sin(turn) * lateral
    across = np.cos(turn) * lateral - np.sin(turn) * front
    ahead = np.sin(lift) * facing - np.cos(lift) * cranial
    return ahead, np.cos(lift) * facing + np.sin(lift) * cranial, across


def _reach(shape: BodyShape, pose: FloatArray) -> FloatArray:
    """(T, 2) shoulder to wrist by the elbows' flexion."""
    flexion = np.deg2rad(pose[:, both("elbow_flexion_deg")])
    return planar.bent_length(shape.upper_arm_m, shape.forearm_m, flexion)


def _wrists(
    shape: BodyShape,
    pose: FloatArray,
    directions: tuple[FloatArray, FloatArray],
    shoulders: FloatArray,
    rests: Rests,
) -> FloatArray:
    """(T, 2, 3) where the wrists go: as far out as both arms reach."""
    ahead, across = directions
    half = 0.5 * pose[:, INDEX["hands_apart_m"]] + _PALM_THICK * shape.height_m
    if rests.held_radius_m is not None:
        half = half + rests.held_radius_m
    middle = shoulders.mean(axis=1)
    aside = half[:, None] * across
    away = middle[:, None] + np.stack((aside, -aside), axis=1) - shoulders
    along = (away * ahead[:, None]).sum(axis=-1)
    reach = _reach(shape, pose)

    def out(length: FloatArray) -> FloatArray:
        spare = length**2 - (away * away).sum(axis=-1) + along**2
        return np.asarray(np.sqrt(np.maximum(spare, 1e-6)) - along)

    furthest = out(np.minimum(reach + _GLIDE_M, shape.upper_arm_m + shape.forearm_m + _GLIDE_M))
    distance = np.minimum(out(reach).mean(axis=1), furthest.min(axis=1))
    return np.asarray(shoulders + away + (distance[:, None] * ahead)[:, None])


def palms_m(landmarks_m: FloatArray, knuckles_m: tuple[FloatArray, FloatArray]) -> FloatArray:
    """(2, 3) the middles of the hands. landmarks_m: (33, 3); knuckles_m: left and right."""
    wrists = landmarks_m[15:17]
    return np.asarray(wrists + PALM_SHARE * (np.stack(knuckles_m) - wrists))
