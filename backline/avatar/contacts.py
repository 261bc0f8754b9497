"""What stands on the floor, and where the body is because of it.

A `Stance` is a pose with the body points that carry it. The points have anchors: the places on
the floor they keep for as long as they stay in contact. Seen from the side, front support
(hands or elbows), rear support (knees or toes) and trunk make a linkage whose one freedom the
pose gives (`thigh_lean_deg`, `shift_forward_m`), so the pelvis' place and pitch have a closed
form; limbs between a moving joint and a fixed anchor are solved as two bones.

Room axes: x towards the head of a face-down body, y up (floor at 0), z to its right.
"""

from __future__ import annotations

import numpy as np

from backline.avatar import planar
from backline.avatar.angles import INDEX, both
from backline.avatar.body_model import BodyShape
from backline.avatar.pose import Trunk, bend_trunk, leg_chain
from backline.avatar.resting import (
    on_back,
    on_seat,
    over_ball,
    place_on_back,
    place_on_ball,
    place_on_seat,
)
from backline.avatar.stance import (
    OUTWARD_Z,
    SIDES,
    Anchors,
    Front,
    Rests,
    Root,
    Stance,
    anchor_mean,
    ball_offset,
    mean_of,
    reach_from_side,
    root_at,
    set_anchor,
)
from backline.avatar.standing import on_soles
from backline.body import FloatArray

_TUCKED_RAD = np.deg2rad(72.0)
"""How steeply a foot stands on its ball under a kneeling person."""


def front_reach(shape: BodyShape, pose: FloatArray, kind: Front) -> FloatArray:
    """(T, 2) shoulder to supporting wrist or elbow, left and right."""
    if kind == "elbow":
        return np.full((len(pose), 2), shape.upper_arm_m)
    flexion = np.deg2rad(pose[:, both("elbow_flexion_deg")])
    return planar.bent_length(shape.upper_arm_m, shape.forearm_m, flexion)


def _over_knee(
    shape: BodyShape, pose: FloatArray, trunk: Trunk, stance: Stance
) -> tuple[FloatArray, FloatArray]:
    """The supporting hip in local coordinates (T, 3), and where it is over its knee (T, 2)."""
    knee, sides = anchor_mean(stance, "knee")
    thighs = np.full((len(pose), 2), shape.thigh_m)
    reach = reach_from_side(thighs, trunk.hips_m, pose, stance, "knee")
    lean = np.deg2rad(pose[:, INDEX["thigh_lean_deg"]])
    ahead = shape.thigh_m * np.sin(lean) + pose[:, INDEX["shift_forward_m"]]
    ahead = np.clip(ahead, -0.98 * reach, 0.98 * reach)
    place = np.stack((knee[0] + ahead, knee[1] + np.sqrt(reach**2 - ahead**2)), axis=-1)
    return mean_of(trunk.hips_m, sides), place


def _over_front(
    shape: BodyShape, pose: FloatArray, trunk: Trunk, stance: Stance
) -> tuple[FloatArray, FloatArray]:
    """The supporting shoulder in local coordinates (T, 3), and where it is over hands or
    elbows (T, 2), by the pose's shift."""
    kind = stance.front
    assert kind is not None
    anchor, sides = anchor_mean(stance, kind)
    arms = front_reach(shape, pose, kind)
    reach = reach_from_side(arms, trunk.shoulders_m, pose, stance, kind)
    ahead = pose[:, INDEX["shift_forward_m"]] - pose[:, INDEX["front_forward_m"]]
    ahead = np.clip(ahead, -0.98 * reach, 0.98 * reach)
    place = np.stack((anchor[0] + ahead, anchor[1] + np.sqrt(reach**2 - ahead**2)), axis=-1)
    return mean_of(trunk.shoulders_m, sides), place


def _below(
    upper: FloatArray, span: FloatArray, height_m: FloatArray | float, ahead: float = -1.0
) -> FloatArray:
    """(T, 2) the point at `height_m`, `span` away from `upper`, behind it (or ahead)."""
    drop = upper[:, 1] - height_m
    along = np.sqrt(np.maximum(span**2 - drop**2, 1e-6))
    y = np.broadcast_to(height_m, drop.shape)
    return np.stack((upper[:, 0] + ahead * along, y), axis=-1)


def solve_root(shape: BodyShape, pose: FloatArray, trunk: Trunk, stance: Stance) -> Root:
    """Where the pelvis is, so that front and rear support both hold."""
    rear, front = stance.rear, stance.front
    if rear == "sole":
        return on_soles(shape, pose, trunk, stance)
    if rear == "ball":
        return over_ball(shape, pose, trunk, stance)
    if rear == "seat":
        return on_seat(shape, pose, stance)
    if rear == "back":
        return on_back(pose, trunk, stance)
    if front is None:
        return _on_knees(shape, pose, trunk, stance)
    if rear == "knee":
        return _on_knees_and_front(shape, pose, trunk, stance, front)
    shoulder, top = _over_front(shape, pose, trunk, stance)
    if rear == "belly":
        bottom = _below(top, planar.sagittal(shoulder), shape.rest_height_m["belly"])
        pitch = planar.pitch_of(shoulder, top - bottom)
        return root_at(np.zeros_like(shoulder), bottom, pitch, pose)
    ball, sides = anchor_mean(stance, "toes")
    legs = leg_chain(shape, pose, trunk, "ankle")
    lengths = np.sqrt((legs * legs).sum(axis=-1))
    reach = reach_from_side(lengths, trunk.hips_m, pose, stance, "toes")
    leg = mean_of(legs, sides)
    leg = leg * (reach / np.maximum(planar.sagittal(leg), 1e-9))[:, None]
    ankle = mean_of(trunk.hips_m, sides) + leg
    foot_m, _ = ball_offset(shape)
    span = planar.sagittal(shoulder - ankle)
    here = np.broadcast_to(ball[:2], top.shape)
    low = planar.apex(here, np.full(len(pose), foot_m), top, span)
    pitch = planar.pitch_of(shoulder - ankle, top - low)
    return root_at(shoulder, top, pitch, pose)


def _on_knees(shape: BodyShape, pose: FloatArray, trunk: Trunk, stance: Stance) -> Root:
    if stance.rear != "knee":
        raise ValueError(f"on {stance.rear}, hands or elbows have to be on the floor as well")
    hip, place = _over_knee(shape, pose, trunk, stance)
    return root_at(hip, place, np.deg2rad(pose[:, INDEX["pelvis_pitch_deg"]]), pose)


def _on_knees_and_front(
    shape: BodyShape, pose: FloatArray, trunk: Trunk, stance: Stance, front: Front
) -> Root:
    hip, low = _over_knee(shape, pose, trunk, stance)
    anchor, sides = anchor_mean(stance, front)
    shoulder = mean_of(trunk.shoulders_m, sides)
    arms = front_reach(shape, pose, front)
    reach = reach_from_side(arms, trunk.shoulders_m, pose, stance, front)
    here = np.broadcast_to(anchor[:2], low.shape)
    top = planar.apex(low, planar.sagittal(shoulder - hip), here, reach)
    return root_at(hip, low, planar.pitch_of(shoulder - hip, top - low), pose)


def place_anchors(
    shape: BodyShape,
    pose: FloatArray,
    contacts: frozenset[str],
    known: Anchors,
    rests: Rests | None = None,
) -> Stance:
    """A stance whose contact points have places: those known, and the rest where this pose
    puts them (hands or elbows under the shoulders, knees by the thigh's lean, toes by the
    straight body; a ball under the belly, a seat under the hips). pose: (N,); rests: sizes of
    ball and seat."""
    stance = Stance(
        pose, contacts, {k: v for k, v in known.items() if k in contacts}, rests or Rests()
    )
    poses = pose[None]
    trunk = bend_trunk(shape, poses, np.zeros((1, 2)))
    if stance.rear == "sole":
        _stand(shape, pose, stance)
        return stance
    if stance.rear == "ball":
        place_on_ball(shape, poses, trunk, stance)
        return stance
    if stance.rear == "seat":
        place_on_seat(shape, poses, trunk, stance)
        return stance
    if stance.rear == "back":
        place_on_back(shape, poses, trunk, stance)
        return stance
    if stance.front is not None:
        _place_front(shape, poses, trunk, stance)
    _place_rear(shape, poses, trunk, stance)
    return stance


def _stand(shape: BodyShape, pose: FloatArray, stance: Stance) -> None:
    out = shape.half_hip_m + pose[INDEX["rear_out_m"]]
    for side, z in zip(SIDES, OUTWARD_Z * out, strict=True):
        set_anchor(stance, f"{side}_sole", 0.0, shape.rest_height_m["sole"], z)


def _place_front(shape: BodyShape, poses: FloatArray, trunk: Trunk, stance: Stance) -> None:
    kind = stance.front
    assert kind is not None
    ahead, out = (poses[0, INDEX[n]] for n in ("front_forward_m", "front_out_m"))
    x = 0.0
    if stance.rear == "knee" and stance.sides("knee") and _has(stance, "knee"):
        hip, low = _over_knee(shape, poses, trunk, stance)
        shoulder = trunk.shoulders_m.mean(axis=1)
        height = shape.rest_height_m[kind] + front_reach(shape, poses, kind).mean()
        x = float(_below(low, planar.sagittal(shoulder - hip), height, 1.0)[0, 0]) + ahead
    for side, sign in zip(SIDES, OUTWARD_Z, strict=True):
        z = sign * (shape.half_shoulder_m + out)
        set_anchor(stance, f"{side}_{kind}", x, shape.rest_height_m[kind], z)


def _has(stance: Stance, kind: str) -> bool:
    return all(f"{SIDES[i]}_{kind}" in stance.anchors for i in stance.sides(kind))


def _place_rear(shape: BodyShape, poses: FloatArray, trunk: Trunk, stance: Stance) -> None:
    heights = shape.rest_height_m
    out = OUTWARD_Z * (shape.half_hip_m + poses[0, INDEX["rear_out_m"]])
    x = {"knee": 0.0, "toes": 0.0}
    if stance.front is not None:
        shoulder, top = _over_front(shape, poses, trunk, stance)
        if stance.sides("knee"):
            lean = np.deg2rad(poses[:, INDEX["thigh_lean_deg"]])
            hip_height = heights["knee"] + shape.thigh_m * np.cos(lean)
            hip = _below(top, planar.sagittal(shoulder), hip_height)
            x["knee"] = float(hip[0, 0] - shape.thigh_m * np.sin(lean[0]))
        if stance.sides("toes"):
            chain = leg_chain(shape, poses, trunk, "ball").mean(axis=1)
            x["toes"] = float(_below(top, planar.sagittal(shoulder - chain), heights["toes"])[0, 0])
    elif stance.sides("knee") and stance.sides("toes"):
        x["toes"] = _tucked_back(shape)
    for side, z in zip(SIDES, out, strict=True):
        set_anchor(stance, f"{side}_knee", x["knee"], heights["knee"], z)
        set_anchor(stance, f"{side}_toes", x["toes"], heights["toes"], z)
        knee = stance.anchors.get(f"{side}_knee")
        if knee is not None:
            fall = heights["knee"] - heights["foot"]
            back = float(np.sqrt(shape.shank_m**2 - fall**2))
            set_anchor(stance, f"{side}_foot", knee[0] - back, heights["foot"], z)


def _tucked_back(shape: BodyShape) -> float:
    """How far ahead (negative: behind) of a kneeling person's knees the toes stand, tucked
    under with the heels up."""
    foot_m, _ = ball_offset(shape)
    heights = shape.rest_height_m
    ankle = heights["toes"] + foot_m * np.sin(_TUCKED_RAD)
    back = np.sqrt(shape.shank_m**2 - (ankle - heights["knee"]) ** 2)
    return float(foot_m * np.cos(_TUCKED_RAD) - back)
