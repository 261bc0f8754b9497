"""Single still figures, for pictures and for trying things out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from backline.avatar.angles import Side, contact_names, pose_vector
from backline.avatar.body_model import BodyShape
from backline.avatar.contacts import place_anchors
from backline.avatar.equipment import Equipment, scene_of
from backline.avatar.figure import Figure
from backline.avatar.kinematics import figures_between
from backline.guide.props import Prop

POSTURES: dict[str, tuple[dict[str, float], tuple[str, ...]]] = {
    "standing": ({"elbow_flexion_deg": 8.0, "shoulder_abduction_deg": 6.0}, ("sole",)),
    "tall-kneeling": ({"elbow_flexion_deg": 8.0}, ("knee", "foot")),
    "hands-and-knees": ({"elbow_flexion_deg": 4.0}, ("hand", "knee", "foot")),
    "forearms-and-knees": ({"thigh_lean_deg": 25.0}, ("elbow", "knee", "foot")),
    "forearm-plank": ({"knee_flexion_deg": 2.0}, ("elbow", "toes")),
}
"""Poses and contact points of the postures that exercises start from."""


def still_figure(
    shape: BodyShape,
    pose: Mapping[str, float],
    contacts: Iterable[str],
    props: Sequence[Prop] = (),
    side: Side | None = None,
) -> Figure:
    """One figure in a pose on its contacts, in the middle of the room, with its things.

    side: the working side, for a pose and props that name one.
    Raises ValueError for unknown names or a pose without support.
    """
    vector = pose_vector(pose, side)
    equipment = Equipment(props, shape, sided=side is not None)
    names = contact_names(contacts, side)
    stance = place_anchors(shape, vector, names, {}, equipment.rests())
    figure = figures_between(shape, stance, stance, np.zeros(1), vector[None])[0]
    back_m = _middle_m(figure)
    step = np.array((back_m, 0.0, 0.0))
    anchors = {name: place - step for name, place in stance.anchors.items()}
    scene = scene_of([replace(stance, anchors=anchors)], 0)
    return equipment.equip(moved(figure, back_m), side, scene)


def posture_figure(name: str, shape: BodyShape | None = None) -> Figure:
    """A figure in one of POSTURES. Raises KeyError for an unknown name."""
    pose, contacts = POSTURES[name]
    return still_figure(shape or BodyShape(), pose, contacts)


def _middle_m(figure: Figure) -> float:
    return float(figure.landmarks_m[:, 0].min() + figure.landmarks_m[:, 0].max()) / 2.0


def moved(figure: Figure, back_m: float) -> Figure:
    """The figure moved back along the mat."""
    step = np.array((back_m, 0.0, 0.0))
    return replace(
        figure,
        landmarks_m=figure.landmarks_m - step,
        trunk=tuple(replace(s, centre_m=s.centre_m - step) for s in figure.trunk),
        joints_m={name: place - step for name, place in figure.joints_m.items()},
    )
