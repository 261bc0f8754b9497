"""The things of a demonstration: how large they are for a body, and where they are.

Balls in the hands, weights and the near end of a band follow the hands or hips of the figure;
a ball on the floor, a seat and a band's anchor keep their places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from backline.avatar.angles import Side
from backline.avatar.arms import palms_m
from backline.avatar.body_model import BodyShape
from backline.avatar.figure import Figure
from backline.avatar.mesh import unit
from backline.avatar.stance import Anchors, Rests, Stance
from backline.avatar.things import Ball, Box, Thing, Tube
from backline.body import FloatArray
from backline.guide.props import BallFloor, BallHands, Band, Bar, Kettlebell, Prop, Seat

_STRAP_M, _POST_M, _HANDLE_M, _BAR_M = 0.009, 0.016, 0.014, 0.014
_HANDLE_HALF_M = 0.055
_BELOW_HANDS_M = 0.02
_SEAT_HALF_M = (0.20, 0.23)
_SEAT_BOARD_M = 0.03
_DIRECTIONS = {
    "front": (1.0, 0.0, 0.0),
    "back": (-1.0, 0.0, 0.0),
    "left": (0.0, 0.0, -1.0),
    "right": (0.0, 0.0, 1.0),
}
_DOWN = np.array([0.0, -1.0, 0.0])
_POST_FOOT_M = np.array([0.0, 0.025, 0.0])
_HIP_SECTION = 2


@dataclass(frozen=True, slots=True)
class Scene:
    """Where the fixed things stand. anchors: "ball" and "seat" as in a stance; middle_m: (3,)
    the floor below the body, from which bands measure their distance."""

    anchors: Anchors
    middle_m: FloatArray


class Equipment:
    """The props of a demonstration for one body. Raises ValueError when a prop speaks of a
    working side in a demonstration without sides (`sided` False)."""

    def __init__(self, props: Sequence[Prop], shape: BodyShape, *, sided: bool) -> None:
        self.props = tuple(props)
        self.shape = shape
        for prop in self.props:
            words = {getattr(prop, "to", ""), getattr(prop, "towards", "")}
            if not sided and any(w.startswith(("working", "resting")) for w in words):
                raise ValueError(f"a {prop.kind} with sides in a demonstration without sides")

    def rests(self) -> Rests:
        """The sizes that decide where the body is."""
        height, rests = self.shape.height_m, Rests()
        for prop in self.props:
            if isinstance(prop, BallFloor):
                rests = replace(rests, ball_radius_m=prop.sized_m(height))
            elif isinstance(prop, BallHands):
                rests = replace(rests, held_radius_m=prop.sized_m(height))
            elif isinstance(prop, Seat):
                rests = replace(rests, seat_height_m=prop.high_m(height))
        return rests

    def equip(self, figure: Figure, side: Side | None, scene: Scene) -> Figure:
        """The figure with the things round it. side: the working side, if there is one."""
        if not self.props:
            return figure
        things: list[Thing] = []
        grips = [False, False]
        for prop in self.props:
            things += self._things(prop, figure, side, scene)
            for hand in _held_by(prop, side):
                grips[hand] = True
        return replace(figure, things=tuple(things), grips=(grips[0], grips[1]))

    def _things(self, prop: Prop, figure: Figure, side: Side | None, scene: Scene) -> list[Thing]:
        height = self.shape.height_m
        if isinstance(prop, BallFloor):
            radius = prop.sized_m(height)
            place = scene.anchors.get("ball", scene.middle_m + np.array([0.0, radius, 0.0]))
            return [Ball(place, radius, np.array([0.0, 0.0, 1.0]), "ball", ringed=True)]
        palms = palms_m(figure.landmarks_m, _knuckles(figure))
        if isinstance(prop, BallHands):
            across = unit(palms[0] - palms[1])
            return [Ball(palms.mean(axis=0), prop.sized_m(height), across, "ball", ringed=True)]
        if isinstance(prop, Seat):
            return _seat(prop.high_m(height), scene)
        if isinstance(prop, Kettlebell):
            return _kettlebell(palms[_hands(prop.to, side)].mean(axis=0), prop.radius_m, palms)
        if isinstance(prop, Bar):
            return _bar(prop, palms)
        return _band(prop, figure, palms, side, scene, height)


def _knuckles(figure: Figure) -> tuple[FloatArray, FloatArray]:
    return figure.joints_m["left_hand"], figure.joints_m["right_hand"]


def _hands(to: str, side: Side | None) -> list[int]:
    """0 (left) and 1 (right) that a prop's `to` names."""
    if to in ("hands", "each_hand"):
        return [0, 1]
    which = to.partition("_")[0]
    if which in ("working", "resting"):
        assert side is not None
        return [int((side == "right") == (which == "working"))]
    return [int(which == "right")]


def _held_by(prop: Prop, side: Side | None) -> list[int]:
    """Hands that close round something."""
    if isinstance(prop, Bar):
        return [0, 1]
    if isinstance(prop, Kettlebell) or (isinstance(prop, Band) and prop.to != "hips"):
        return _hands(prop.to, side)
    return []


def _seat(height_m: float, scene: Scene) -> list[Thing]:
    """A padded board on a box; nothing when the floor is the seat."""
    if height_m < 0.05:
        return []
    x, _, z = scene.anchors.get("seat", scene.middle_m)
    wide, deep = _SEAT_HALF_M[1], _SEAT_HALF_M[0]
    pad = Box(
        np.array([x - 0.03, height_m - _SEAT_BOARD_M, z]),
        np.array([deep, _SEAT_BOARD_M, wide]),
        "cushion",
    )
    half = 0.5 * (height_m - 2 * _SEAT_BOARD_M)
    body = Box(np.array([x - 0.03, half, z]), np.array([deep - 0.03, half, wide - 0.03]), "wood")
    return [body, pad]


def _kettlebell(grip_m: FloatArray, radius_m: float, palms: FloatArray) -> list[Thing]:
    """A bell with its handle across the hands."""
    across = palms[0] - palms[1]
    across = across - _DOWN * float(across @ _DOWN)
    if float(np.linalg.norm(across)) < 0.02:
        across = np.array([0.0, 0.0, -1.0])
    across = unit(across)
    high, wide = 0.75 * radius_m, 0.62 * radius_m
    centre = grip_m + _DOWN * (_BELOW_HANDS_M + high + radius_m)
    angle = np.linspace(-0.25 * np.pi, 1.25 * np.pi, 12)
    ring = wide * np.cos(angle)[:, None] * across
    ring = ring - high * np.sin(angle)[:, None] * _DOWN
    top = centre - _DOWN * radius_m
    return [
        Ball(centre, radius_m, _DOWN, "iron"),
        Tube(top + ring, 0.16 * radius_m, "iron"),
    ]


def _bar(bar: Bar, palms: FloatArray) -> list[Thing]:
    middle, across = palms.mean(axis=0), unit(palms[0] - palms[1])
    half = 0.5 * bar.length_m * across
    things: list[Thing] = [Tube(np.stack([middle - half, middle + half]), _BAR_M, "steel")]
    if bar.plate_radius_m is not None:
        for sign in (-1.0, 1.0):
            inner, outer = middle + 0.88 * sign * half, middle + 0.95 * sign * half
            things.append(Tube(np.stack([inner, outer]), bar.plate_radius_m, "iron"))
    return things


def _band(
    band: Band,
    figure: Figure,
    palms: FloatArray,
    side: Side | None,
    scene: Scene,
    body_height_m: float,
) -> list[Thing]:
    anchor = anchor_m(band, side, scene, body_height_m)
    things: list[Thing] = []
    if band.post:
        foot = anchor * (1.0, 0.0, 1.0)
        top = anchor + np.array([0.0, 0.06, 0.0])
        things += [Tube(np.stack([foot, top]), _POST_M, "post")]
        things += [Tube(np.stack([foot, foot + _POST_FOOT_M]), 0.11, "post")]
        things += [Ball(anchor, 0.03, _DOWN, "post")]
    if band.to == "hips":
        loop = hip_loop_m(figure)
        for end in (loop[0], loop[-1]):
            things.append(Tube(np.stack([anchor, end]), _STRAP_M, "band"))
        return [*things, Tube(loop, 0.016, "band")]
    hands = _hands(band.to, side)
    across = unit(palms[0] - palms[1]) if band.to == "hands" else None
    places = [palms.mean(axis=0)] if band.to == "hands" else [palms[i] for i in hands]
    for place in places:
        things.append(Tube(np.stack([anchor, place]), _STRAP_M, "band"))
        rod = _across_grip(figure, hands[0]) if across is None else across
        half = _HANDLE_HALF_M * (1.0 if across is None else 1.6) * rod
        things.append(Tube(np.stack([place - half, place + half]), _HANDLE_M, "grip"))
    return things


def _across_grip(figure: Figure, hand: int) -> FloatArray:
    """Unit direction along a handle in one hand: from little finger to index."""
    return unit(figure.landmarks_m[19 + hand] - figure.landmarks_m[17 + hand])


def anchor_m(band: Band, side: Side | None, scene: Scene, body_height_m: float) -> FloatArray:
    """(3,) where a band is fastened."""
    towards: str = band.towards
    if towards in ("working", "resting"):
        assert side is not None
        towards = side if towards == "working" else ("left" if side == "right" else "right")
    place = scene.middle_m + band.distance_m * np.array(_DIRECTIONS[towards])
    place = place.copy()
    place[1] = band.high_m(body_height_m)
    return place


def hip_loop_m(figure: Figure) -> FloatArray:
    """(N, 3) the part of a loop that lies round the front of the hips, left to right."""
    section = figure.trunk[_HIP_SECTION]
    angle = np.linspace(-0.15 * np.pi, 1.15 * np.pi, 11)
    left, front = section.axes[0], -section.axes[1]
    legs = np.mean([figure.landmarks_m[25], figure.landmarks_m[26]], axis=0)
    crease = 0.03 * unit(legs - section.centre_m)
    wide, deep = section.lateral_m + 0.022, section.ventral_m + 0.022
    return np.asarray(
        section.centre_m
        + crease
        + wide * np.cos(angle)[:, None] * left
        + deep * np.sin(angle)[:, None] * front
    )


def scene_of(stances: Sequence[Stance], start: int) -> Scene:
    """Where the fixed things of a performance stand: the ball and the seat as the body has
    put them down, and the middle of what carries the start posture."""
    fixed: Anchors = {}
    for stance in stances:
        for name in ("ball", "seat"):
            if name in stance.anchors:
                fixed.setdefault(name, stance.anchors[name])
    begin = stances[start]
    rear = [place for name, place in begin.anchors.items() if name.endswith(begin.rear)]
    middle = np.mean(rear, axis=0) * (1.0, 0.0, 1.0) if rear else np.zeros(3)
    return Scene(fixed, middle)
