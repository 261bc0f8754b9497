"""Forward kinematics of trunk, neck and free limbs, for many instants at once.

T is the number of instants. Frames are (..., 3, 3) with rows lateral (to the person's left),
dorsal, cranial. Local coordinates are the pelvis frame's before it is pitched: lateral, dorsal,
cranial metres from mid-hip. Nothing here knows of the floor.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backline.avatar.angles import INDEX, both
from backline.avatar.body_model import LUMBAR_LINKS, PELVIS_SECTIONS, BodyShape
from backline.body import FloatArray

_SHOULDER_LINK = LUMBAR_LINKS + 6
_NECK_REST_RAD = np.deg2rad(-12.0)
_HEAD_REST_RAD = np.deg2rad(-10.0)
_NECK_LENGTH = 0.064
_HEAD_FROM_NECK = (0.0, -0.008, 0.027)
_LUMBAR_TURN = 0.15
"""The low back's share of turning the trunk: its facets allow little (White and Panjabi 1990,
"Clinical biomechanics of the spine": about 10 of 75 degrees)."""
_ZERO = np.zeros(1)
_LEFT_RIGHT = np.array([1.0, -1.0])


@dataclass(frozen=True, slots=True)
class Trunk:
    """The trunk in local coordinates.

    centres_m: (T, S, 3), frames: (T, S, 3, 3) of the sections.
    hips_m, shoulders_m: (T, 2, 3) joint centres, left and right.
    thorax: (T, 3, 3) the frame the arms hang on. pelvis: (T, 3, 3) the frame of the legs.
    neck_m: (T, 3) base of the neck, atlas_m: (T, 3) top of the neck.
    head_m: (T, 3) centre of the skull; head: (T, 3, 3) its frame.
    """

    centres_m: FloatArray
    frames: FloatArray
    hips_m: FloatArray
    shoulders_m: FloatArray
    thorax: FloatArray
    pelvis: FloatArray
    neck_m: FloatArray
    atlas_m: FloatArray
    head_m: FloatArray
    head: FloatArray


def frame(flexion: FloatArray, lateral: FloatArray, turn: FloatArray) -> FloatArray:
    """Rows of a frame flexed, then bent to the left, then turned to the left (radians).

    Inputs broadcast to one shape (...); gives (..., 3, 3) in the parent's coordinates.
    """
    cf, sf = np.cos(flexion), np.sin(flexion)
    cl, sl = np.cos(lateral), np.sin(lateral)
    ct, st = np.cos(turn), np.sin(turn)
    shape = np.broadcast_shapes(cf.shape, cl.shape, ct.shape)
    rows = np.empty((*shape, 3, 3))
    a1, a2 = sl * sf, -sl * cf
    rows[..., 0, 0] = ct * cl
    rows[..., 0, 1] = ct * a1 + st * cf
    rows[..., 0, 2] = ct * a2 + st * sf
    rows[..., 1, 0] = -st * cl
    rows[..., 1, 1] = ct * cf - st * a1
    rows[..., 1, 2] = ct * sf - st * a2
    rows[..., 2, 0] = sl
    rows[..., 2, 1] = -cl * sf
    rows[..., 2, 2] = cl * cf
    return rows


def rest_shoulder_offset_m(shape: BodyShape) -> FloatArray:
    """(3,) mid-shoulder from its spine link, in that link's frame, at rest."""
    spine = shape.spine
    lean = spine.rest_rad
    steps = spine.link_m[:, None] * np.stack((-np.sin(lean), np.cos(lean)), axis=1)
    joint = spine.pelvis_m[-1, 1:] + steps[: _SHOULDER_LINK + 1].sum(axis=0)
    away = np.array([0.0, shape.trunk_m]) - joint
    c, s = np.cos(lean[_SHOULDER_LINK]), np.sin(lean[_SHOULDER_LINK])
    return np.array([0.0, away[0] * c + away[1] * s, -away[0] * s + away[1] * c])


def bend_trunk(shape: BodyShape, pose: FloatArray, overhead: FloatArray) -> Trunk:
    """Bend the spine. pose: (T, N) degrees and metres; overhead: (T, 2) 0 to 1, how far each
    arm is raised past the horizontal (it carries the shoulder towards the ear, as the shoulder
    blade's share of reaching overhead does)."""
    spine = shape.spine
    rad = np.deg2rad(pose)
    lumbar, thoracic = spine.lumbar_share, spine.thoracic_share

    def along(kind: str) -> FloatArray:
        low, high = rad[:, INDEX[f"lumbar_{kind}_deg"]], rad[:, INDEX[f"thoracic_{kind}_deg"]]
        return low[:, None] * lumbar + high[:, None] * thoracic

    links = frame(spine.rest_rad + along("flexion"), along("lateral"), along("rotation"))
    zero = np.zeros((1, len(lumbar)))
    share = _LUMBAR_TURN * lumbar + (1.0 - _LUMBAR_TURN) * thoracic
    links = links @ frame(zero, zero, rad[:, INDEX["trunk_turn_deg"], None] * share)
    count = len(pose)
    centres = np.empty((count, PELVIS_SECTIONS + len(lumbar), 3))
    centres[:, :PELVIS_SECTIONS] = spine.pelvis_m
    steps = links[:, :, 2, :] * spine.link_m[:, None]
    centres[:, PELVIS_SECTIONS:] = spine.pelvis_m[-1] + np.cumsum(steps, axis=1)
    frames = np.empty((count, centres.shape[1], 3, 3))
    frames[:, :PELVIS_SECTIONS] = np.eye(3)
    frames[:, PELVIS_SECTIONS:] = links

    turn = frame(np.zeros(count), rad[:, INDEX["pelvis_yaw_deg"]], rad[:, INDEX["pelvis_roll_deg"]])
    centres = centres @ turn
    frames = frames @ turn[:, None]
    hips = np.zeros((count, 2, 3))
    hips[:, :, 0] = _LEFT_RIGHT * shape.half_hip_m
    level = frames[:, PELVIS_SECTIONS + _SHOULDER_LINK]
    shoulders = centres[:, None, PELVIS_SECTIONS + _SHOULDER_LINK]
    shoulders = shoulders + _shoulders(shape, pose, overhead) @ level
    upright = frame(-spine.rest_rad[_SHOULDER_LINK : _SHOULDER_LINK + 1], _ZERO, _ZERO)
    thorax = upright @ level
    forward_m = pose[:, INDEX["head_forward_m"]]
    neck_m, atlas_m, head_m, head = _neck_and_head(
        shape, rad, forward_m, centres[:, -1], frames[:, -1]
    )
    return Trunk(
        centres, frames, hips @ turn, shoulders, thorax, turn, neck_m, atlas_m, head_m, head
    )


def _shoulders(shape: BodyShape, pose: FloatArray, overhead: FloatArray) -> FloatArray:
    """(T, 2, 3) shoulder centres from their spine link, in that link's frame."""
    up, out = pose[:, both("scapula_elevation_m")], pose[:, both("scapula_protraction_m")]
    local = np.empty((len(pose), 2, 3))
    local[:] = rest_shoulder_offset_m(shape)
    local[:, :, 0] += _LEFT_RIGHT * (shape.half_shoulder_m + 0.3 * out - 0.2 * np.abs(up))
    local[:, :, 1] -= out
    local[:, :, 2] += up + 0.016 * shape.height_m * overhead
    return local


def _neck_and_head(
    shape: BodyShape,
    rad: FloatArray,
    forward_m: FloatArray,
    base: FloatArray,
    thorax_top: FloatArray,
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    zero = np.zeros(len(rad))
    neck_bend = _NECK_REST_RAD + rad[:, INDEX["neck_flexion_deg"]]
    poke = np.arcsin(np.clip(forward_m / (_NECK_LENGTH * shape.height_m), -0.9, 0.9))
    turn = rad[:, INDEX["head_turn_deg"]]
    neck = frame(neck_bend + poke, zero, 0.5 * turn) @ thorax_top
    atlas = base + _NECK_LENGTH * shape.height_m * neck[:, 2]
    head_bend = _HEAD_REST_RAD + rad[:, INDEX["head_flexion_deg"]] - poke
    head = frame(head_bend, zero, 0.5 * turn) @ neck
    offset = np.array(_HEAD_FROM_NECK) * shape.height_m
    centre = atlas + offset @ head
    return base, atlas, centre, head


def free_arms(
    pose: FloatArray, thorax: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Arms that hang on the thorax. thorax: (T, 3, 3) in room axes.

    Gives unit vectors (T, 2, 3): upper arm, forearm, hand, and the thumb's side of the hand.
    """
    rad = np.deg2rad(pose)
    sides = -_LEFT_RIGHT
    upper = frame(
        -rad[:, both("shoulder_flexion_deg")],
        sides * rad[:, both("shoulder_abduction_deg")],
        sides * rad[:, both("shoulder_rotation_deg")],
    )
    upper = upper @ thorax[:, None]
    zero = np.zeros_like(rad[:, :2])
    fore = frame(-rad[:, both("elbow_flexion_deg")], zero, zero) @ upper
    bend = rad[:, both("wrist_extension_deg")]
    turn = frame(zero, zero, sides * rad[:, both("forearm_pronation_deg")])
    hand = frame(zero, sides * bend, zero) @ (turn @ fore)
    return -upper[:, :, 2], -fore[:, :, 2], -hand[:, :, 2], -hand[:, :, 1]


def free_legs(
    pose: FloatArray, pelvis: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Legs that hang on the pelvis. pelvis: (T, 3, 3), room axes or local.

    Gives unit vectors (T, 2, 3): thigh, shank, foot (to the toes), and out of the sole.
    """
    rad = np.deg2rad(pose)
    thigh = frame(
        -rad[:, both("hip_flexion_deg")],
        -_LEFT_RIGHT * rad[:, both("hip_abduction_deg")],
        -_LEFT_RIGHT * rad[:, both("hip_rotation_deg")],
    )
    thigh = thigh @ pelvis[:, None]
    zero = np.zeros_like(rad[:, :2])
    shank = frame(rad[:, both("knee_flexion_deg")], zero, zero) @ thigh
    point = rad[:, both("ankle_plantarflexion_deg")][..., None]
    toes = -shank[:, :, 1] * np.cos(point) - shank[:, :, 2] * np.sin(point)
    sole = -shank[:, :, 2] * np.cos(point) + shank[:, :, 1] * np.sin(point)
    return -thigh[:, :, 2], -shank[:, :, 2], toes, sole


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
