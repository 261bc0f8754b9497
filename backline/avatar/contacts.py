"""What stands on the floor, and where the body is because of it.

A `Stance` is a pose with the body points that carry it. The points have anchors: the places on
the floor they keep for as long as they stay in contact. Seen from the side, front support
(hands or elbows), rear support (knees or toes) and trunk make a linkage whose one freedom the
pose gives (`thigh_lean_deg`, `shift_forward_m`), so the pelvis' place and pitch have a closed
form; limbs between a moving joint and a fixed anchor are solved as two bones.

Room axes: x towards the head of a face-down body, y up (floor at 0), z to its right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from backline.avatar import planar
from backline.avatar.angles import INDEX, both
from backline.avatar.body_model import BodyShape
from backline.avatar.pose import Trunk, bend_trunk, free_legs
from backline.body import FloatArray

Rear = Literal["knee", "toes", "sole", "belly"]
Front = Literal["hand", "elbow"]
SIDES = ("left", "right")
_OUTWARD_Z = np.array([-1.0, 1.0])
Anchors = dict[str, FloatArray]


@dataclass(frozen=True, slots=True)
class Stance:
    """pose: (N,) vector; contacts: sided body points; anchors: their (3,) places, metres."""

    pose: FloatArray
    contacts: frozenset[str]
    anchors: Anchors

    @property
    def rear(self) -> Rear:
        """What carries the hips; knees before toes where both touch."""
        kinds: tuple[Rear, ...] = ("belly", "knee", "toes", "sole")
        for kind in kinds:
            if any(name.endswith(kind) for name in self.contacts):
                return kind
        raise ValueError("a pose needs knees, toes, soles or belly on the floor")

    @property
    def front(self) -> Front | None:
        """What carries the shoulders, if anything does."""
        kinds: tuple[Front, ...] = ("hand", "elbow")
        for kind in kinds:
            if any(name.endswith(kind) for name in self.contacts):
                return kind
        return None

    def sides(self, kind: str) -> list[int]:
        """0 (left) and 1 (right), where that point is on the floor."""
        return [i for i, side in enumerate(SIDES) if f"{side}_{kind}" in self.contacts]


@dataclass(frozen=True, slots=True)
class Root:
    """Mid-hip (T, 3) in the room and the pelvis pitch (T,) in radians."""

    place_m: FloatArray
    pitch_rad: FloatArray

    def axes(self) -> FloatArray:
        """(T, 3, 3) rows: the pitched lateral, dorsal and cranial directions in the room."""
        c, s = np.cos(self.pitch_rad), np.sin(self.pitch_rad)
        rows = np.zeros((len(c), 3, 3))
        rows[:, 0, 2] = -1.0
        rows[:, 1, 0], rows[:, 1, 1] = -c, s
        rows[:, 2, 0], rows[:, 2, 1] = s, c
        return rows


def front_reach(shape: BodyShape, pose: FloatArray, kind: Front) -> FloatArray:
    """(T, 2) shoulder to supporting wrist or elbow, left and right."""
    if kind == "elbow":
        return np.full((len(pose), 2), shape.upper_arm_m)
    flexion = np.deg2rad(pose[:, both("elbow_flexion_deg")])
    return planar.bent_length(shape.upper_arm_m, shape.forearm_m, flexion)


def ball_offset(shape: BodyShape) -> tuple[float, float]:
    """Ankle to ball of the foot: its length, and its angle below the foot's axis (radians)."""
    ahead, down = shape.foot_m["ball"]
    return float(np.hypot(ahead, down)), float(np.arctan2(down, ahead))


def leg_chain(shape: BodyShape, pose: FloatArray, trunk: Trunk, to: str) -> FloatArray:
    """(T, 2, 3) hip to knee, ankle or ball in local coordinates, by the pose's angles."""
    thigh, shank, toes, sole = free_legs(pose, trunk.pelvis)
    chain = shape.thigh_m * thigh
    if to == "knee":
        return chain
    chain = chain + shape.shank_m * shank
    if to == "ankle":
        return chain
    ahead, down = shape.foot_m["ball"]
    return chain + ahead * toes + down * sole


def _mean(values: FloatArray, sides: list[int]) -> FloatArray:
    return values[:, sides[0]] if len(sides) == 1 else values.mean(axis=1)


def anchor_mean(stance: Stance, kind: str) -> tuple[FloatArray, list[int]]:
    """The middle (3,) of that point's anchors, and the sides (0 left, 1 right) it is on."""
    sides = stance.sides(kind)
    places = [stance.anchors[f"{SIDES[i]}_{kind}"] for i in sides]
    return np.mean(places, axis=0), sides


def reach_from_side(
    lengths_m: FloatArray, joints: FloatArray, pose: FloatArray, stance: Stance, kind: str
) -> FloatArray:
    """(T,) length of the supporting limbs as seen from the side.

    lengths_m: (T, 2); joints: (T, 2, 3) local shoulders or hips. A limb whose anchor lies
    further out than its joint leans outward and is that much shorter from the side.
    """
    reach = np.zeros(len(pose))
    sides = stance.sides(kind)
    for i in sides:
        across = -joints[:, i, 0] - pose[:, INDEX["shift_left_m"]]
        aside = across - stance.anchors[f"{SIDES[i]}_{kind}"][2]
        reach += planar.side_reach(lengths_m[:, i], aside)
    return reach / len(sides)


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
    return _mean(trunk.hips_m, sides), place


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
    return _mean(trunk.shoulders_m, sides), place


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
        return _on_soles(shape, pose, trunk, stance)
    if front is None:
        return _on_knees(shape, pose, trunk, stance)
    if rear == "knee":
        return _on_knees_and_front(shape, pose, trunk, stance, front)
    shoulder, top = _over_front(shape, pose, trunk, stance)
    if rear == "belly":
        bottom = _below(top, planar.sagittal(shoulder), shape.rest_height_m["belly"])
        pitch = planar.pitch_of(shoulder, top - bottom)
        return _root(np.zeros_like(shoulder), bottom, pitch, pose)
    ball, sides = anchor_mean(stance, "toes")
    legs = leg_chain(shape, pose, trunk, "ankle")
    lengths = np.sqrt((legs * legs).sum(axis=-1))
    reach = reach_from_side(lengths, trunk.hips_m, pose, stance, "toes")
    leg = _mean(legs, sides)
    leg = leg * (reach / np.maximum(planar.sagittal(leg), 1e-9))[:, None]
    ankle = _mean(trunk.hips_m, sides) + leg
    foot_m, _ = ball_offset(shape)
    span = planar.sagittal(shoulder - ankle)
    here = np.broadcast_to(ball[:2], top.shape)
    low = planar.apex(here, np.full(len(pose), foot_m), top, span)
    pitch = planar.pitch_of(shoulder - ankle, top - low)
    return _root(shoulder, top, pitch, pose)


def _root(local: FloatArray, place: FloatArray, pitch: FloatArray, pose: FloatArray) -> Root:
    """The root when the local point lies at `place` (T, 2)."""
    mid = np.empty((len(pitch), 3))
    mid[:, :2] = place - planar.turned(local, pitch)
    mid[:, 2] = -pose[:, INDEX["shift_left_m"]]
    return Root(mid, pitch)


def _on_soles(shape: BodyShape, pose: FloatArray, trunk: Trunk, stance: Stance) -> Root:
    anchor, sides = anchor_mean(stance, "sole")
    ankle = _mean(leg_chain(shape, pose, trunk, "ankle") + trunk.hips_m, sides)
    pitch = np.deg2rad(pose[:, INDEX["pelvis_pitch_deg"]])
    place = np.broadcast_to(anchor[:2], (len(pose), 2)).copy()
    place[:, 0] += pose[:, INDEX["shift_forward_m"]]
    return _root(ankle, place, pitch, pose)


def _on_knees(shape: BodyShape, pose: FloatArray, trunk: Trunk, stance: Stance) -> Root:
    if stance.rear != "knee":
        raise ValueError(f"on {stance.rear}, hands or elbows have to be on the floor as well")
    hip, place = _over_knee(shape, pose, trunk, stance)
    return _root(hip, place, np.deg2rad(pose[:, INDEX["pelvis_pitch_deg"]]), pose)


def _on_knees_and_front(
    shape: BodyShape, pose: FloatArray, trunk: Trunk, stance: Stance, front: Front
) -> Root:
    hip, low = _over_knee(shape, pose, trunk, stance)
    anchor, sides = anchor_mean(stance, front)
    shoulder = _mean(trunk.shoulders_m, sides)
    arms = front_reach(shape, pose, front)
    reach = reach_from_side(arms, trunk.shoulders_m, pose, stance, front)
    here = np.broadcast_to(anchor[:2], low.shape)
    top = planar.apex(low, planar.sagittal(shoulder - hip), here, reach)
    return _root(hip, low, planar.pitch_of(shoulder - hip, top - low), pose)


def place_anchors(
    shape: BodyShape, pose: FloatArray, contacts: frozenset[str], known: Anchors
) -> Stance:
    """A stance whose contact points have places: those known, and the rest where this pose
    puts them (hands or elbows under the shoulders, knees by the thigh's lean, toes by the
    straight body). pose: (N,)."""
    stance = Stance(pose, contacts, {k: v for k, v in known.items() if k in contacts})
    poses = pose[None]
    trunk = bend_trunk(shape, poses, np.zeros((1, 2)))
    if stance.rear == "sole":
        _stand(shape, pose, stance)
        return stance
    if stance.front is not None:
        _place_front(shape, poses, trunk, stance)
    _place_rear(shape, poses, trunk, stance)
    return stance


def _set(stance: Stance, name: str, x: float, y: float, z: float) -> None:
    if name in stance.contacts and name not in stance.anchors:
        side, _, kind = name.partition("_")
        twin = stance.anchors.get(f"{'right' if side == 'left' else 'left'}_{kind}")
        stance.anchors[name] = np.array([x if twin is None else twin[0], y, z])


def _stand(shape: BodyShape, pose: FloatArray, stance: Stance) -> None:
    out = shape.half_hip_m + pose[INDEX["rear_out_m"]]
    for side, z in zip(SIDES, _OUTWARD_Z * out, strict=True):
        _set(stance, f"{side}_sole", 0.0, shape.rest_height_m["sole"], z)


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
    for side, sign in zip(SIDES, _OUTWARD_Z, strict=True):
        z = sign * (shape.half_shoulder_m + out)
        _set(stance, f"{side}_{kind}", x, shape.rest_height_m[kind], z)


def _has(stance: Stance, kind: str) -> bool:
    return all(f"{SIDES[i]}_{kind}" in stance.anchors for i in stance.sides(kind))


def _place_rear(shape: BodyShape, poses: FloatArray, trunk: Trunk, stance: Stance) -> None:
    heights = shape.rest_height_m
    out = _OUTWARD_Z * (shape.half_hip_m + poses[0, INDEX["rear_out_m"]])
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
    for side, z in zip(SIDES, out, strict=True):
        _set(stance, f"{side}_knee", x["knee"], heights["knee"], z)
        _set(stance, f"{side}_toes", x["toes"], heights["toes"], z)
        knee = stance.anchors.get(f"{side}_knee")
        if knee is not None:
            fall = heights["knee"] - heights["foot"]
            back = float(np.sqrt(shape.shank_m**2 - fall**2))
            _set(stance, f"{side}_foot", knee[0] - back, heights["foot"], z)
