"""From poses and contacts to figures: the body solved, at one instant or many."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backline.avatar import planar, reaching
from backline.avatar.angles import both
from backline.avatar.arms import hung_arms
from backline.avatar.body_model import BodyShape
from backline.avatar.contacts import front_reach, solve_root
from backline.avatar.figure import Figure, Section
from backline.avatar.pose import Trunk, bend_trunk, free_legs
from backline.avatar.reaching import Limb, Place
from backline.avatar.stance import SIDES, Root, Stance, anchor_mean, reach_from_side
from backline.body import LANDMARK_COUNT, FloatArray, Landmark

_GLIDE_M = 0.04
"""How far a shoulder blade can slide, about."""
_CARRIES_ALONE = ("sole", "ball", "seat", "back")
"""Supports that say where the pelvis is, whatever the hands do."""
_OVERHEAD_FROM_DEG, _OVERHEAD_SPAN_DEG = 70.0, 100.0


def figures_between(
    shape: BodyShape,
    a: Stance,
    b: Stance,
    weight: FloatArray,
    pose: FloatArray,
    breath: FloatArray | None = None,
) -> list[Figure]:
    """Figures on the way from stance a to stance b.

    weight: (T,) 0 at a, 1 at b. pose: (T, N) the pose at each instant (between theirs).
    breath: (T,) -1 (out) to 1 (in), or None for no breathing.
    """
    arm_modes = [(reaching.arm_mode(a, i), reaching.arm_mode(b, i)) for i in (0, 1)]
    trunk = bend_trunk(shape, pose, _overhead(arm_modes, weight, pose))
    root = _root_between(shape, a, b, weight, pose, trunk)
    axes = root.axes()
    shoulders = trunk.shoulders_m @ axes + root.place_m[:, None]
    shoulders = shoulders + _glide(shape, shoulders, (a, b), weight)
    hips = trunk.hips_m @ axes + root.place_m[:, None]
    thorax, pelvis = trunk.thorax @ axes, trunk.pelvis @ axes
    arms, shoulders = hung_arms(shape, pose, thorax, shoulders, a.rests)
    legs = free_legs(pose, pelvis)
    limbs: list[Limb] = []
    for i in (0, 1):
        place = Place(shoulders[:, i], pose, -thorax[:, 1])
        limbs.append(_arm(shape, place, arms[i], (a, b), i, weight))
    for i in (0, 1):
        place = Place(hips[:, i], pose, -pelvis[:, 1])
        free = Limb(*(v[:, i] for v in (*legs, legs[2])))
        limbs.append(_leg(shape, place, free, (a, b), i, weight))
    return _assemble(shape, trunk, root, axes, shoulders, hips, limbs, breath)


def _glide(
    shape: BodyShape, shoulders: FloatArray, stances: tuple[Stance, Stance], weight: FloatArray
) -> FloatArray:
    """(T, 2, 3) how far each shoulder slides on the ribs so that its planted arm reaches the
    floor when the body is tipped; nothing for an arm that reaches anyway."""
    slide = np.zeros_like(shoulders)
    for stance, share in zip(stances, (1.0 - weight, weight), strict=True):
        for side in (0, 1):
            kind = reaching.arm_mode(stance, side)
            if kind == "free":
                continue
            away = stance.anchors[f"{SIDES[side]}_{kind}"] - shoulders[:, side]
            distance = np.sqrt((away * away).sum(axis=1))
            if kind == "elbow":
                missing = distance - shape.upper_arm_m
            else:
                missing = np.maximum(distance - (shape.upper_arm_m + shape.forearm_m), 0.0)
            missing = share * np.clip(missing, -_GLIDE_M, _GLIDE_M) / np.maximum(distance, 1e-9)
            slide[:, side] += missing[:, None] * away
    return slide


def _overhead(modes: list[tuple[str, str]], weight: FloatArray, pose: FloatArray) -> FloatArray:
    """(T, 2) how far each free arm is raised past the horizontal, 0 to 1."""
    raised = np.clip(
        (pose[:, both("shoulder_flexion_deg")] - _OVERHEAD_FROM_DEG) / _OVERHEAD_SPAN_DEG, 0.0, 1.0
    )
    free = np.empty_like(raised)
    for i, (first, last) in enumerate(modes):
        free[:, i] = (1.0 - weight) * (first == "free") + weight * (last == "free")
    return free * raised * raised * (3.0 - 2.0 * raised)


def _root_between(
    shape: BodyShape, a: Stance, b: Stance, weight: FloatArray, pose: FloatArray, trunk: Trunk
) -> Root:
    if a is b:
        return solve_root(shape, pose, trunk, a)
    common = replace(a, contacts=a.contacts & b.contacts, anchors={**a.anchors, **b.anchors})
    if a.rear == b.rear and a.rear in _CARRIES_ALONE:
        return solve_root(shape, pose, trunk, common)
    same = (a.rear, a.front) == (b.rear, b.front)
    if same and common.sides(a.rear) and (a.front is None or common.sides(a.front)):
        return solve_root(shape, pose, trunk, common)
    first = solve_root(shape, pose, trunk, a)
    last = solve_root(shape, pose, trunk, b)
    w = weight[:, None]
    place = (1.0 - w) * first.place_m + w * last.place_m
    turn = last.pitch_rad - first.pitch_rad
    pitch = first.pitch_rad + weight * np.arctan2(np.sin(turn), np.cos(turn))
    root = Root(place, pitch)
    return _keep_front(shape, pose, trunk, common, root) if _has_front(common) else root


def _has_front(stance: Stance) -> bool:
    return bool(stance.sides("hand") or stance.sides("elbow"))


def _keep_front(
    shape: BodyShape, pose: FloatArray, trunk: Trunk, stance: Stance, root: Root
) -> Root:
    """Move the body so that the shoulders keep their reach from hands or elbows."""
    kind = stance.front
    assert kind is not None
    anchor, sides = anchor_mean(stance, kind)
    local = trunk.shoulders_m[:, sides].mean(axis=1)
    shoulder = root.place_m[:, :2] + planar.turned(local, root.pitch_rad)
    arms = front_reach(shape, pose, kind)
    reach = reach_from_side(arms, trunk.shoulders_m, pose, stance, kind)
    wanted = anchor[:2] + reach[:, None] * planar.unit(shoulder - anchor[:2])
    place = root.place_m.copy()
    place[:, :2] += wanted - shoulder
    return Root(place, root.pitch_rad)


def _arm(
    shape: BodyShape,
    place: Place,
    free: Limb,
    stances: tuple[Stance, Stance],
    side: int,
    weight: FloatArray,
) -> Limb:
    modes = [reaching.arm_mode(stance, side) for stance in stances]

    def at(n: int) -> Limb:
        if modes[n] == "free":
            return free
        return reaching.plant_arm(shape, place, modes[n], stances[n].anchors, side)

    if modes[0] == modes[1]:
        return at(0)
    if "free" in modes:
        return reaching.blend_directions(at(0), at(1), weight)
    bones = (shape.upper_arm_m, shape.forearm_m)
    return reaching.step_over(shape, place, bones, (at(0), at(1)), weight)


def _leg(
    shape: BodyShape,
    place: Place,
    free: Limb,
    stances: tuple[Stance, Stance],
    side: int,
    weight: FloatArray,
) -> Limb:
    modes = [reaching.leg_mode(stance, side) for stance in stances]

    def at(n: int) -> Limb:
        if modes[n] == "free":
            return free
        return reaching.plant_leg(shape, place, modes[n], stances[n].anchors, side)

    if modes[0] == modes[1]:
        return at(0)
    if "free" in modes:
        limb = reaching.blend_directions(at(0), at(1), weight)
        return reaching.toes_off_floor(shape, place, limb) if "knee" in modes else limb
    if set(modes) == {"toes", "tucked"}:
        ball = stances[1].anchors[f"{SIDES[side]}_toes"]
        return reaching.pivot_on_ball(shape, place, (at(0), at(1)), ball, weight)
    bones = (shape.thigh_m, shape.shank_m)
    return reaching.step_over(shape, place, bones, (at(0), at(1)), weight)


_FACE = (
    (Landmark.NOSE, "nose", 0.0),
    (Landmark.LEFT_EYE_INNER, "eye_inner", 1.0),
    (Landmark.LEFT_EYE, "eye", 1.0),
    (Landmark.LEFT_EYE_OUTER, "eye_outer", 1.0),
    (Landmark.RIGHT_EYE_INNER, "eye_inner", -1.0),
    (Landmark.RIGHT_EYE, "eye", -1.0),
    (Landmark.RIGHT_EYE_OUTER, "eye_outer", -1.0),
    (Landmark.LEFT_EAR, "ear", 1.0),
    (Landmark.RIGHT_EAR, "ear", -1.0),
    (Landmark.MOUTH_LEFT, "mouth", 1.0),
    (Landmark.MOUTH_RIGHT, "mouth", -1.0),
)


def _assemble(
    shape: BodyShape,
    trunk: Trunk,
    root: Root,
    axes: FloatArray,
    shoulders: FloatArray,
    hips: FloatArray,
    limbs: list[Limb],
    breath: FloatArray | None,
) -> list[Figure]:
    origin = root.place_m
    marks = np.empty((len(origin), LANDMARK_COUNT, 3))
    head_frame = trunk.head @ axes
    skull = (trunk.head_m[:, None] @ axes)[:, 0] + origin
    face = np.array(
        [(sign * shape.head_m[name][0], *shape.head_m[name][1:]) for _, name, sign in _FACE]
    )
    marks[:, :11] = face @ head_frame + skull[:, None]
    knuckles, toes = [], []
    for i in (0, 1):
        knuckles.append(_put_arm(shape, marks, shoulders[:, i], limbs[i], i))
        toes.append(_put_leg(shape, marks, hips[:, i], limbs[2 + i], i))
    neck = (trunk.neck_m[:, None] @ axes)[:, 0] + origin
    centres = trunk.centres_m @ axes + origin[:, None]
    frames = trunk.frames @ axes[:, None]
    widths = _breathing_widths(shape, breath, len(origin))
    radii = shape.radii_m
    out: list[Figure] = []
    for t in range(len(origin)):
        sections = tuple(
            Section(centre, rows, *size)
            for centre, rows, size in zip(centres[t], frames[t], widths[t].tolist(), strict=True)
        )
        joints = {
            "neck": neck[t],
            "head": skull[t],
            "left_hand": knuckles[0][t],
            "right_hand": knuckles[1][t],
            "left_toes": toes[0][t],
            "right_toes": toes[1][t],
        }
        out.append(Figure(marks[t], sections, joints, head_frame[t], radii))
    return out


def _breathing_widths(shape: BodyShape, breath: FloatArray | None, count: int) -> FloatArray:
    """(T, S, 3) half-widths; breathing in deepens belly and chest by up to 4 mm."""
    widths = np.broadcast_to(shape.spine.widths_m, (count, *shape.spine.widths_m.shape))
    if breath is None:
        return widths
    widths = widths.copy()
    widths[:, 5:-2, 2] += 0.004 * breath[:, None]
    return widths


def _put_arm(
    shape: BodyShape, marks: FloatArray, shoulder: FloatArray, limb: Limb, side: int
) -> FloatArray:
    elbow = shoulder + shape.upper_arm_m * limb.upper
    wrist = elbow + shape.forearm_m * limb.lower
    knuckle = wrist + shape.palm_m * limb.end
    across = planar.unit(
        limb.normal - (limb.normal * limb.end).sum(axis=1, keepdims=True) * limb.end
    )
    wide = 0.35 * shape.palm_m
    marks[:, Landmark.LEFT_SHOULDER + side] = shoulder
    marks[:, Landmark.LEFT_ELBOW + side] = elbow
    marks[:, Landmark.LEFT_WRIST + side] = wrist
    marks[:, Landmark.LEFT_PINKY + side] = knuckle - wide * across - 0.1 * shape.palm_m * limb.end
    marks[:, Landmark.LEFT_INDEX + side] = knuckle + wide * across
    marks[:, Landmark.LEFT_THUMB + side] = wrist + shape.palm_m * (0.6 * limb.end + 0.5 * across)
    return knuckle


def _put_leg(
    shape: BodyShape, marks: FloatArray, hip: FloatArray, limb: Limb, side: int
) -> FloatArray:
    knee = hip + shape.thigh_m * limb.upper
    ankle = knee + shape.shank_m * limb.lower
    foot = shape.foot_m
    sole = planar.unit(limb.normal - (limb.normal * limb.end).sum(axis=1, keepdims=True) * limb.end)
    ball = ankle + foot["ball"][0] * limb.end + foot["ball"][1] * sole
    marks[:, Landmark.LEFT_HIP + side] = hip
    marks[:, Landmark.LEFT_KNEE + side] = knee
    marks[:, Landmark.LEFT_ANKLE + side] = ankle
    marks[:, Landmark.LEFT_HEEL + side] = (
        ankle + foot["heel"][0] * limb.end + foot["heel"][1] * sole
    )
    marks[:, Landmark.LEFT_FOOT_INDEX + side] = ball + foot["toe"][0] * limb.toes
    return ball
