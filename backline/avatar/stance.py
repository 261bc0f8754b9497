"""What a body stands, kneels, sits or lies on: contact points, their places, the root's.

Room axes: x towards the head of a face-down body (ahead of a standing one), y up (floor at 0),
z to its right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from backline.avatar import planar
from backline.avatar.angles import INDEX
from backline.avatar.body_model import BodyShape
from backline.body import FloatArray

Rear = Literal["back", "seat", "ball", "belly", "knee", "toes", "sole"]
Front = Literal["hand", "elbow"]
SIDES = ("left", "right")
OUTWARD_Z = np.array([-1.0, 1.0])
Anchors = dict[str, FloatArray]


@dataclass(frozen=True, slots=True)
class Rests:
    """Sizes, in metres, of the things a body leans on or holds.

    ball_radius_m: of the ball under the trunk. seat_height_m: of the seat over the floor.
    held_radius_m: of the ball between the hands, or None when they hold something slim.
    """

    ball_radius_m: float = 0.30
    seat_height_m: float = 0.45
    held_radius_m: float | None = None


@dataclass(frozen=True, slots=True)
class Stance:
    """pose: (N,) vector; contacts: sided body points; anchors: their (3,) places, metres;
    rests: what is not the floor."""

    pose: FloatArray
    contacts: frozenset[str]
    anchors: Anchors
    rests: Rests = Rests()

    @property
    def rear(self) -> Rear:
        """What carries the body: its back, a seat or ball before the floor, knees before toes."""
        kinds: tuple[Rear, ...] = ("back", "seat", "ball", "belly", "knee", "toes", "sole")
        for kind in kinds:
            if any(name.endswith(kind) for name in self.contacts):
                return kind
        raise ValueError(
            "a pose needs knees, toes, soles, belly or back on the floor, or a seat or ball"
        )

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


def mean_of(values: FloatArray, sides: list[int]) -> FloatArray:
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


def root_at(local: FloatArray, place: FloatArray, pitch: FloatArray, pose: FloatArray) -> Root:
    """The root when the local point lies at `place` (T, 2)."""
    mid = np.empty((len(pitch), 3))
    mid[:, :2] = place - planar.turned(local, pitch)
    mid[:, 2] = -pose[:, INDEX["shift_left_m"]]
    return Root(mid, pitch)


def ball_offset(shape: BodyShape) -> tuple[float, float]:
    """Ankle to ball of the foot: its length, and its angle below the foot's axis (radians)."""
    ahead, down = shape.foot_m["ball"]
    return float(np.hypot(ahead, down)), float(np.arctan2(down, ahead))


def set_anchor(stance: Stance, name: str, x: float, y: float, z: float) -> None:
    """Puts a point in contact down there, if it has no place yet (in place, level with the
    other side's)."""
    if name in stance.contacts and name not in stance.anchors:
        side, _, kind = name.partition("_")
        twin = stance.anchors.get(f"{'right' if side == 'left' else 'left'}_{kind}")
        stance.anchors[name] = np.array([x if twin is None else twin[0], y, z])
