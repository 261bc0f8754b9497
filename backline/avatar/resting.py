"""The trunk over an exercise ball, and the body on a seat or on its back.

Over the ball the pose gives the pelvis' pitch and which part of the belly lies on it
(`ball_forward_m`, `shift_forward_m`); the ball stays where it is on the floor, and the belly
sinks into it a little. Hands, knees and toes are put down where they reach the floor.
"""

from __future__ import annotations

import numpy as np

from backline.avatar.angles import INDEX
from backline.avatar.body_model import LUMBAR_LINKS, PELVIS_SECTIONS, BodyShape
from backline.avatar.pose import Trunk, leg_chain
from backline.avatar.stance import OUTWARD_Z, SIDES, Root, Stance, root_at, set_anchor
from backline.body import FloatArray

_BELLY = PELVIS_SECTIONS + LUMBAR_LINKS // 2 - 1
"""The section that lies on the ball: the middle of the low back, behind the navel."""
_BLADES = -4
"""The section at the shoulder blades: what lies on the floor of somebody on their back."""
_SINK, _SINK_BY_GIRTH = 0.024, 0.08
"""How far belly and ball give for an average build, and how much more for a girth ratio of 2,
of body height: a large belly gives more. Ours, so that every body's hands reach the floor."""
_SEAT_FLESH = 0.052
"""From the seat to the hips' centres, of body height."""


def ball_centre_m(shape: BodyShape, pose: FloatArray, trunk: Trunk, radius_m: float) -> FloatArray:
    """(T, 3) the centre of the ball that the belly lies on, in local coordinates.

    It lies square below the trunk's middle line, so that it stays when the chest turns.
    """
    along = pose[:, INDEX["ball_forward_m"]] - pose[:, INDEX["shift_forward_m"]]
    centres = trunk.centres_m[:, :, 1:]
    step = float(shape.spine.link_m[0])
    last = centres.shape[1] - 2
    at = np.clip(_BELLY + along / step, 1.0, float(last))
    low = np.minimum(at.astype(int), last - 1)
    rows, part = np.arange(len(pose)), (at - low)[:, None]
    point = (1.0 - part) * centres[rows, low] + part * centres[rows, low + 1]
    before = np.clip(low - 1, 0, last)
    line = centres[rows, np.clip(low + 2, 0, last + 1)] - centres[rows, before]
    line = line / np.linalg.norm(line, axis=1, keepdims=True)
    depth = np.interp(at, np.arange(centres.shape[1]), shape.spine.widths_m[:, 2])
    out = np.stack((-line[:, 1], line[:, 0]), axis=-1)
    out *= np.where(out[:, :1] > 0.0, -1.0, 1.0)
    give = _SINK + _SINK_BY_GIRTH * (shape.girth_ratio - 1.0)
    away = depth + radius_m - give * shape.height_m
    local = np.zeros((len(pose), 3))
    local[:, 1:] = point + away[:, None] * out
    return local


def over_ball(shape: BodyShape, pose: FloatArray, trunk: Trunk, stance: Stance) -> Root:
    """The root of a body whose belly lies on the ball, pitched as the pose says."""
    pitch = np.deg2rad(pose[:, INDEX["pelvis_pitch_deg"]])
    centre = ball_centre_m(shape, pose, trunk, stance.rests.ball_radius_m)
    place = np.broadcast_to(stance.anchors["ball"][:2], (len(pose), 2))
    return root_at(centre, place, pitch, pose)


def on_seat(shape: BodyShape, pose: FloatArray, stance: Stance) -> Root:
    """The root of a body sitting, its pelvis pitched as the pose says."""
    pitch = np.deg2rad(pose[:, INDEX["pelvis_pitch_deg"]])
    place = np.broadcast_to(stance.anchors["seat"][:2], (len(pose), 2)).copy()
    place[:, 0] += pose[:, INDEX["shift_forward_m"]]
    place[:, 1] += _SEAT_FLESH * shape.height_m * shape.girth_ratio**0.7
    return root_at(np.zeros((len(pose), 3)), place, pitch, pose)


def on_back(pose: FloatArray, trunk: Trunk, stance: Stance) -> Root:
    """The root of a body lying on its shoulder blades, its pelvis pitched as the pose says."""
    pitch = np.deg2rad(pose[:, INDEX["pelvis_pitch_deg"]])
    place = np.broadcast_to(stance.anchors["back"][:2], (len(pose), 2))
    return root_at(trunk.shoulders_m.mean(axis=1), place, pitch, pose)


def place_on_back(shape: BodyShape, pose: FloatArray, trunk: Trunk, stance: Stance) -> None:
    """Gives the back and the soles of the stance places. pose: (1, N)."""
    set_anchor(stance, "back", 0.0, float(shape.spine.widths_m[_BLADES, 1]), 0.0)
    _place_legs(shape, pose, trunk, stance, on_back(pose, trunk, stance))


def place_on_ball(shape: BodyShape, pose: FloatArray, trunk: Trunk, stance: Stance) -> None:
    """Gives the ball, hands, knees and toes of the stance places. pose: (1, N)."""
    set_anchor(stance, "ball", 0.0, stance.rests.ball_radius_m, 0.0)
    root = over_ball(shape, pose, trunk, stance)
    heights = shape.rest_height_m
    ahead, wide = (pose[0, INDEX[n]] for n in ("front_forward_m", "front_out_m"))
    shoulder = float((root.place_m[:, None] + trunk.shoulders_m @ root.axes())[0, :, 0].mean())
    hand = OUTWARD_Z * (shape.half_shoulder_m + wide)
    for kind in ("hand", "elbow"):
        for side, z in zip(SIDES, hand, strict=True):
            set_anchor(stance, f"{side}_{kind}", shoulder + ahead, heights[kind], z)
    _place_legs(shape, pose, trunk, stance, root)


def place_on_seat(shape: BodyShape, pose: FloatArray, trunk: Trunk, stance: Stance) -> None:
    """Gives the seat and the soles of the stance places. pose: (1, N)."""
    set_anchor(stance, "seat", 0.0, stance.rests.seat_height_m, 0.0)
    _place_legs(shape, pose, trunk, stance, on_seat(shape, pose, stance))


def _place_legs(
    shape: BodyShape, pose: FloatArray, trunk: Trunk, stance: Stance, root: Root
) -> None:
    """Puts down knees, toes and soles where the pose's legs lead, within their reach."""
    hip = root.place_m[0]
    out = OUTWARD_Z * (shape.half_hip_m + pose[0, INDEX["rear_out_m"]])
    longest = {"knee": shape.thigh_m, "ankle": shape.thigh_m + shape.shank_m}
    longest["ball"] = longest["ankle"] + 0.6 * shape.foot_m["ball"][0]
    for kind, end in (("knee", "knee"), ("toes", "ball"), ("sole", "ankle")):
        chain = (leg_chain(shape, pose, trunk, end) @ root.axes()).mean(axis=1)[0]
        height = shape.rest_height_m[kind]
        flat = float(np.sqrt(max((0.995 * longest[end]) ** 2 - (hip[1] - height) ** 2, 1e-4)))
        length = float(np.linalg.norm(chain))
        wanted = float(np.sqrt(max(length**2 - (hip[1] - height) ** 2, 0.0)))
        x = hip[0] + float(np.sign(chain[0])) * min(wanted, flat)
        for side, z in zip(SIDES, out, strict=True):
            set_anchor(stance, f"{side}_{kind}", x, height, z)
            knee = stance.anchors.get(f"{side}_knee")
            if kind == "knee" and knee is not None:
                fall = height - shape.rest_height_m["foot"]
                back = float(np.sqrt(shape.shank_m**2 - fall**2))
                set_anchor(stance, f"{side}_foot", knee[0] - back, shape.rest_height_m["foot"], z)
