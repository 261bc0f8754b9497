"""The avatar's body at one instant: what kinematics gives and the drawing takes.

Room axes: x along the mat, y up, z across the mat; the floor is y = 0; metres.
(The camera turns these into `PoseFrame`'s axes.)
"""

from __future__ import annotations

from dataclasses import dataclass

from backline.avatar.things import Thing
from backline.body import FloatArray


@dataclass(frozen=True, slots=True)
class Section:
    """A cross-section of the trunk: an ellipse.

    centre_m: (3,). axes: (3, 3) rows are unit vectors lateral (to the person's left),
    dorsal (out of the back) and cranial (towards the head).
    lateral_m, dorsal_m, ventral_m: half-widths; the section is egg-shaped front to back.
    """

    centre_m: FloatArray
    axes: FloatArray
    lateral_m: float
    dorsal_m: float
    ventral_m: float


@dataclass(frozen=True, slots=True)
class Figure:
    """One instant of the avatar.

    landmarks_m: (33, 3) true positions of BlazePose's landmarks, room axes.
    trunk: sections from the crotch to the base of the neck, in order; the drawn trunk is
        exactly their loft, and the true back line is its dorsal outline.
    joints_m: named points the drawing needs beside the landmarks, each (3,): "neck",
        "head" (centre of the skull), "left_hand"/"right_hand" (knuckles),
        "left_toes"/"right_toes".
    head_axes: (3, 3) rows lateral (left), dorsal (back of the head), cranial.
    radii_m: half-thickness by segment end: "shoulder", "elbow", "wrist", "hand", "hip",
        "knee", "calf", "ankle", "foot", "neck", "head".
    things: what is drawn beside the body. grips: whether the left and the right hand are
        closed round something.
    """

    landmarks_m: FloatArray
    trunk: tuple[Section, ...]
    joints_m: dict[str, FloatArray]
    head_axes: FloatArray
    radii_m: dict[str, float]
    things: tuple[Thing, ...] = ()
    grips: tuple[bool, bool] = (False, False)
