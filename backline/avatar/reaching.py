"""Arms and legs between a moving body and the floor.

Each limb is at any time in one or two modes (free, or standing on one of its points) and goes
smoothly from one to the other with a weight 0 to 1. Whatever the weight, bones keep their length:
directions are blended, or the end's place is and the joint between is solved again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backline.avatar import planar
from backline.avatar.angles import INDEX
from backline.avatar.body_model import BodyShape
from backline.avatar.planar import unit
from backline.avatar.stance import SIDES, Anchors, Stance, ball_offset
from backline.body import FloatArray

_KNEELING_FOOT_RAD = np.deg2rad(27.0)
"""How far a kneeling foot's axis points below the floor line, so that the toes touch it."""
_CLEARANCE = 0.035
"""Height over the floor a hand or foot swings through when it is moved, of body height."""


@dataclass(frozen=True, slots=True)
class Limb:
    """Directions of one limb, unit vectors (T, 3).

    upper, lower: the two long bones. end: hand or foot axis. normal: the thumb's side, or out
    of the sole. toes: the toes' own direction (legs; for arms the hand again).
    """

    upper: FloatArray
    lower: FloatArray
    end: FloatArray
    normal: FloatArray
    toes: FloatArray


@dataclass(frozen=True, slots=True)
class Place:
    """What a limb needs to know of the body. joint_m: (T, 3) shoulder or hip centre;
    pose: (T, N); forward: (T, 3) the way its middle joint likes to point."""

    joint_m: FloatArray
    pose: FloatArray
    forward: FloatArray


def arm_mode(stance: Stance, side: int) -> str:
    for kind in ("hand", "elbow"):
        if f"{SIDES[side]}_{kind}" in stance.contacts:
            return kind
    return "free"


def leg_mode(stance: Stance, side: int) -> str:
    on = {kind for kind in ("knee", "toes", "sole") if f"{SIDES[side]}_{kind}" in stance.contacts}
    if on == {"knee", "toes"}:
        return "tucked"
    if on == {"sole"} and "back" in stance.contacts:
        return "lying"
    return on.pop() if on else "free"


def _rows(count: int, *xyz: float) -> FloatArray:
    return np.broadcast_to(np.array(xyz), (count, 3))


def plant_arm(shape: BodyShape, place: Place, mode: str, anchors: Anchors, side: int) -> Limb:
    """An arm that stands on its hand or its elbow and forearm."""
    count = len(place.joint_m)
    inward = 1.0 if side == 0 else -1.0
    anchor = anchors[f"{SIDES[side]}_{mode}"]
    if mode == "hand":
        pole = _rows(count, -0.8, 0.0, -0.6 * inward)
        upper, lower = planar.two_bones(
            place.joint_m, anchor, shape.upper_arm_m, shape.forearm_m, pole
        )
        hand = _rows(count, 0.975, -0.22, 0.0)
        return Limb(upper, lower, hand, _rows(count, 0.0, 0.0, inward), hand)
    upper = unit(anchor - place.joint_m)
    fall = (shape.rest_height_m["elbow"] - shape.rest_height_m["forearm"]) / shape.forearm_m
    lower = _rows(count, float(np.sqrt(1.0 - fall**2)), -fall, 0.0)
    return Limb(upper, lower, lower, _rows(count, 0.0, 0.6, 0.8 * inward), lower)


def plant_leg(shape: BodyShape, place: Place, mode: str, anchors: Anchors, side: int) -> Limb:
    """A leg that stands on knee and instep, on knee and toes, on its toes or on its sole."""
    count = len(place.joint_m)
    name = SIDES[side]
    if mode in ("sole", "lying"):
        up = _rows(count, 0.0, 1.0, 0.0)
        pole = _knee_ahead(place.pose, side) if mode == "sole" else up
        upper, lower = planar.two_bones(
            place.joint_m, anchors[f"{name}_sole"], shape.thigh_m, shape.shank_m, pole
        )
        ahead = _rows(count, 1.0, 0.0, 0.0)
        return Limb(upper, lower, ahead, _rows(count, 0.0, -1.0, 0.0), ahead)
    if mode == "toes":
        return _on_toes(shape, place, anchors[f"{name}_toes"], side)
    upper = unit(anchors[f"{name}_knee"] - place.joint_m)
    knee = place.joint_m + shape.thigh_m * upper
    if mode == "tucked":
        return _tucked(shape, upper, knee, anchors[f"{name}_toes"])
    lower = unit(anchors[f"{name}_foot"] - knee)
    c, s = float(np.cos(_KNEELING_FOOT_RAD)), float(np.sin(_KNEELING_FOOT_RAD))
    toes = _rows(count, -c, -s, 0.0)
    return Limb(upper, lower, toes, _rows(count, -s, c, 0.0), toes)


def _knee_ahead(pose: FloatArray, side: int) -> FloatArray:
    """(T, 3) where the knee of a leg on its flat foot points: ahead, half as far turned as the
    pelvis, and in or out as the pose turns the thigh."""
    inward = pose[:, INDEX[f"{SIDES[side]}_hip_rotation_deg"]]
    inward = inward - pose[:, INDEX[f"{SIDES[side]}_hip_abduction_deg"]]
    right = inward if side == 0 else -inward
    angle = np.deg2rad(right - 0.5 * pose[:, INDEX["pelvis_roll_deg"]])
    return np.stack((np.cos(angle), np.zeros(len(pose)), np.sin(angle)), axis=-1)


def _foot_on_ball(shape: BodyShape, ankle: FloatArray, ball: FloatArray) -> tuple[FloatArray, ...]:
    """Foot axis, sole and toe directions of a foot that stands on its ball."""
    _, below = ball_offset(shape)
    down = unit(ball - ankle)
    c, s = np.cos(below), np.sin(below)
    axis = down.copy()
    axis[:, 0] = c * down[:, 0] - s * down[:, 1]
    axis[:, 1] = s * down[:, 0] + c * down[:, 1]
    sole = np.stack((axis[:, 1], -axis[:, 0], np.zeros(len(axis))), axis=-1)
    return axis, unit(sole), _rows(len(axis), 1.0, 0.0, 0.0)


def _on_toes(shape: BodyShape, place: Place, ball: FloatArray, side: int) -> Limb:
    foot_m, _ = ball_offset(shape)
    flexion = np.deg2rad(place.pose[:, INDEX[f"{SIDES[side]}_knee_flexion_deg"]])
    reach = planar.bent_length(shape.thigh_m, shape.shank_m, flexion)
    reach = planar.side_reach(reach, place.joint_m[:, 2] - ball[2])
    here = np.broadcast_to(ball[:2], (len(reach), 2))
    side_view = planar.apex(here, np.full(len(reach), foot_m), place.joint_m[:, :2], reach)
    ankle = np.concatenate((side_view, np.full((len(reach), 1), ball[2])), axis=1)
    upper, lower = planar.two_bones(
        place.joint_m, ankle, shape.thigh_m, shape.shank_m, place.forward
    )
    ankle = place.joint_m + shape.thigh_m * upper + shape.shank_m * lower
    return Limb(upper, lower, *_foot_on_ball(shape, ankle, ball))


def _tucked(shape: BodyShape, upper: FloatArray, knee: FloatArray, ball: FloatArray) -> Limb:
    foot_m, _ = ball_offset(shape)
    reach = planar.side_reach(shape.shank_m, knee[:, 2] - ball[2])
    here = np.broadcast_to(ball[:2], (len(knee), 2))
    side_view = planar.apex(here, np.full(len(knee), foot_m), knee[:, :2], reach)
    ankle = np.concatenate((side_view, np.full((len(knee), 1), ball[2])), axis=1)
    lower = unit(ankle - knee)
    return Limb(upper, lower, *_foot_on_ball(shape, knee + shape.shank_m * lower, ball))


def pivot_on_ball(
    shape: BodyShape,
    place: Place,
    limbs: tuple[Limb, Limb],
    ball: FloatArray,
    weight: FloatArray,
) -> Limb:
    """Between toes and tucked kneeling: the knee comes down while the ball stays where it is."""
    ankles = [
        place.joint_m + shape.thigh_m * limb.upper + shape.shank_m * limb.lower for limb in limbs
    ]
    w = weight[:, None]
    foot_m, _ = ball_offset(shape)
    ankle = ball + foot_m * unit((1.0 - w) * ankles[0] + w * ankles[1] - ball)
    pole = (1.0 - w) * limbs[0].upper + w * limbs[1].upper + 0.02 * place.forward
    upper, lower = planar.two_bones(place.joint_m, ankle, shape.thigh_m, shape.shank_m, pole)
    ankle = place.joint_m + shape.thigh_m * upper + shape.shank_m * lower
    return Limb(upper, lower, *_foot_on_ball(shape, ankle, ball))


def blend_directions(a: Limb, b: Limb, weight: FloatArray) -> Limb:
    """From limb a (weight 0) to b (1) by turning each bone. weight: (T,)."""
    w = weight[:, None]

    def mix(first: FloatArray, second: FloatArray) -> FloatArray:
        return unit((1.0 - w) * first + w * second)

    return Limb(
        mix(a.upper, b.upper),
        mix(a.lower, b.lower),
        mix(a.end, b.end),
        mix(a.normal, b.normal),
        mix(a.toes, b.toes),
    )


def toes_off_floor(shape: BodyShape, place: Place, limb: Limb) -> Limb:
    """A leg lifted from kneeling, its foot pointed further where the toes would dip too low."""
    ankle = place.joint_m + shape.thigh_m * limb.upper + shape.shank_m * limb.lower
    ahead, down = shape.foot_m["ball"]
    length = ahead + shape.foot_m["toe"][0]
    room = ankle[:, 1] + down * limb.normal[:, 1] - 0.5 * shape.rest_height_m["toes"]
    steepest = np.clip(-room / length, -1.0, 0.0)
    if (limb.end[:, 1] >= steepest).all():
        return limb
    level = unit(limb.end * np.array((1.0, 0.0, 1.0)))
    lowered = np.sqrt(1.0 - steepest**2)[:, None] * level
    lowered[:, 1] = steepest
    end = np.where((limb.end[:, 1] < steepest)[:, None], lowered, limb.end)
    return Limb(limb.upper, limb.lower, end, limb.normal, end)


def step_over(
    shape: BodyShape,
    place: Place,
    bones_m: tuple[float, float],
    limbs: tuple[Limb, Limb],
    weight: FloatArray,
) -> Limb:
    """From one place on the floor to another: the end moves over, the middle joint follows."""
    a, b = limbs
    first_m, second_m = bones_m
    w = weight[:, None]
    ends = [place.joint_m + first_m * limb.upper + second_m * limb.lower for limb in limbs]
    end = (1.0 - w) * ends[0] + w * ends[1]
    travel = np.abs(ends[1] - ends[0]).sum(axis=1)
    height = _CLEARANCE * shape.height_m * np.minimum(1.0, 4.0 * travel)
    end[:, 1] += height * np.square(4.0 * weight * (1.0 - weight))
    pole = (1.0 - w) * a.upper + w * b.upper + 0.02 * place.forward
    upper, lower = planar.two_bones(place.joint_m, end, first_m, second_m, pole)
    mixed = blend_directions(a, b, weight)
    return Limb(upper, lower, mixed.end, mixed.normal, mixed.toes)
