"""Arms, legs and neck: chains with anatomical profiles, clothed.

The profiles are half-widths relative to the figure's radii, read off standard surface
anatomy (thigh tapering to the knee, calf fullest a third of the way down and behind,
forearm fullest below the elbow and flat at the wrist).
"""

from __future__ import annotations

import numpy as np

from backline.avatar.clothes import Look
from backline.avatar.figure import Figure
from backline.avatar.mesh import ChainLoft, Key, cross, unit
from backline.body import FloatArray, Landmark

LEG_KEYS = [
    Key(0.0, "hip", 0.0, 0.0, 0.0),
    Key(0.12, "hip", 0.35, 0.35, 0.35),
    Key(0.5, "hip", 0.66, 0.74, 0.80),
    Key(0.75, "hip", 0.82, 0.88, 1.00),
    Key(1.0, "hip", 0.91, 0.94, 1.20),
    Key(1.12, "hip", 0.93, 0.96, 1.21),
    Key(1.28, "hip", 0.93, 0.96, 1.08),
    Key(1.5, "hip", 0.83, 0.90, 0.90),
    Key(1.8, "knee", 1.04, 1.10, 1.02),
    Key(1.93, "knee", 0.96, 1.04, 0.92),
    Key(2.0, "knee", 0.95, 1.03, 0.90),
    Key(2.1, "knee", 0.92, 0.90, 0.98),
    Key(2.32, "calf", 1.00, 0.80, 1.24),
    Key(2.6, "calf", 0.76, 0.68, 0.84),
    Key(2.84, "ankle", 0.96, 0.98, 1.10),
    Key(2.95, "ankle", 0.94, 1.0, 1.05),
    Key(3.04, "ankle", 0.70, 0.8, 0.8),
    Key(3.12, "ankle", 0.0, 0.0, 0.0),
]

ARM_KEYS = [
    Key(0.0, "shoulder", 0.0, 0.0, 0.0),
    Key(0.15, "shoulder", 0.8, 0.8, 0.8),
    Key(0.6, "shoulder", 1.12, 1.05, 1.05),
    Key(1.0, "shoulder", 1.02, 1.0, 1.02),
    Key(1.25, "shoulder", 0.92, 0.94, 0.96),
    Key(1.55, "shoulder", 0.76, 0.90, 0.84),
    Key(1.85, "elbow", 0.96, 0.92, 0.94),
    Key(2.0, "elbow", 1.0, 0.92, 0.98),
    Key(2.22, "elbow", 1.08, 1.02, 1.0),
    Key(2.6, "wrist", 1.22, 1.12, 1.12),
    Key(2.88, "wrist", 1.02, 0.84, 0.84),
    Key(3.0, "wrist", 1.0, 0.76, 0.76),
    Key(3.06, "wrist", 0.92, 0.70, 0.70),
    Key(3.10, "wrist", 0.60, 0.48, 0.48),
    Key(3.12, "wrist", 0.0, 0.0, 0.0),
]

NECK_KEYS = [
    Key(0.0, "neck", 0.98, 0.90, 0.80),
    Key(0.5, "neck", 0.99, 0.96, 0.88),
    Key(1.0, "neck", 0.96, 0.94, 0.94),
    Key(1.6, "neck", 0.92, 0.92, 0.94),
    Key(2.0, "neck", 0.85, 0.85, 0.85),
]

_SIDES = ("LEFT", "RIGHT")


_Plan = tuple[tuple[float, float, int], ...]
_LEG_PLAN: _Plan = (
    (0.0, 0.75, 3),
    (0.75, 1.3, 6),
    (1.3, 1.75, 3),
    (1.75, 2.25, 5),
    (2.25, 2.9, 5),
    (2.9, 3.12, 2),
)
_ARM_PLAN: _Plan = (
    (0.0, 0.7, 2),
    (0.7, 1.35, 4),
    (1.35, 1.8, 3),
    (1.8, 2.3, 5),
    (2.3, 2.96, 4),
    (2.96, 3.12, 2),
)
"""From and to which station how many rings stand, at detail 1."""


def _stations(hem: float, plan: _Plan, detail: int) -> FloatArray:
    """Ring places by plan, with a doubled ring at the hem."""
    every = np.concatenate([np.linspace(a, b, n * detail, endpoint=False) for a, b, n in plan])
    every = np.append(every, plan[-1][1])
    every = every[np.abs(every - hem) > 0.02]
    return np.sort(np.append(every, [hem, hem]))


def _swell(stations: FloatArray, hem: float, cloth_m: float, hem_m: float) -> FloatArray:
    """Thickness of cloth at every station: from `cloth_m` at the root to `hem_m` at the hem."""
    thick = cloth_m + (hem_m - cloth_m) * np.clip(stations / hem, 0.0, 1.0) ** 2
    thick[stations > hem] = 0.0
    thick[np.flatnonzero(stations == hem)[1]] = 0.0
    return thick


def _ring_colours(stations: FloatArray, hem: float, cloth: str, trim: str) -> list[str]:
    """Colour of each stretch between two rings."""
    middle = 0.5 * (stations[:-1] + stations[1:])
    edge = hem - 0.05
    return ["skin" if m > hem else trim if m > edge or m == hem else cloth for m in middle]


class Legs:
    """Both legs from inside the pelvis into the shoes."""

    melts = (1.25, 0.75)
    """Stations between which the shading passes from the limb's own to the trunk's."""

    def __init__(self, look: Look, detail: int) -> None:
        hem = {"long": 3.0, "leggings": 2.72, "shorts": 1.72}[look.legs]
        cloth = {"long": (0.004, 0.011), "leggings": (0.001, 0.002), "shorts": (0.004, 0.014)}
        stations = _stations(hem, _LEG_PLAN, detail)
        swell = _swell(stations, hem, *cloth[look.legs])
        self.loft = ChainLoft(LEG_KEYS, stations, 12 + 8 * detail, 4, 0.22, swell)
        rings = _ring_colours(stations, hem, "trousers", "trousers")
        middle = 0.5 * (stations[:-1] + stations[1:])
        if look.legs != "shorts":
            rings = [
                "sock" if colour == "skin" and at > 2.86 else colour
                for colour, at in zip(rings, middle, strict=True)
            ]
        self.ring_colours = rings

    def points(self, figure: Figure) -> FloatArray:
        """(2, rows, cols, 3) metres, left leg first."""
        pelvis = figure.trunk[min(2, len(figure.trunk) - 1)].axes
        chain = np.empty((2, 4, 3))
        sides = np.empty((2, 4, 3))
        hips = figure.landmarks_m[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]]
        for i, side in enumerate(_SIDES):
            chain[i, 1:] = [
                figure.landmarks_m[Landmark[f"{side}_{n}"]] for n in ("HIP", "KNEE", "ANKLE")
            ]
            chain[i, 0] = 0.6 * hips[i] + 0.4 * hips.mean(axis=0) + 0.09 * pelvis[2]
            bend = cross(chain[i, 2] - chain[i, 1], chain[i, 3] - chain[i, 2])
            size = np.linalg.norm(chain[i, 3] - chain[i, 2]) ** 2
            hinge = unit(bend / size + 0.35 * pelvis[0])
            foot = figure.landmarks_m[Landmark[f"{side}_FOOT_INDEX"]] - chain[i, 3]
            across = cross(foot, chain[i, 3] - chain[i, 2])
            top, end = unit(pelvis[0] + 0.5 * hinge), unit(hinge + 0.8 * _toward(across, hinge))
            sides[i] = [pelvis[0], top, hinge, end]
        return self.loft.points(chain, sides, figure.radii_m)


def carried(vector: FloatArray, start: FloatArray, end: FloatArray) -> FloatArray:
    """The vector turned by the smallest rotation that takes unit `start` to unit `end`."""
    axis = cross(start, end)
    cosine = float(start @ end)
    if cosine < -0.999:
        return vector
    result: FloatArray = (
        vector * cosine + cross(axis, vector) + axis * float(axis @ vector) / (1.0 + cosine)
    )
    return result


def _toward(vector: FloatArray, other: FloatArray) -> FloatArray:
    """The unit vector, turned about if it points away from the other."""
    v = unit(vector)
    return v if float(v @ other) >= 0.0 else -v


def hand_across(figure: Figure, side: str) -> FloatArray:
    """Across the hand towards the person's left when the palm faces back, unit (3,)."""
    index = figure.landmarks_m[Landmark[f"{side}_INDEX"]]
    pinky = figure.landmarks_m[Landmark[f"{side}_PINKY"]]
    return unit(pinky - index if side == "LEFT" else index - pinky)


class Arms:
    """Both arms from inside the chest to the wrists."""

    melts = (1.0, 0.4)

    def __init__(self, look: Look, detail: int) -> None:
        hem = 1.52 if look.sleeves == "short" else 2.9
        stations = _stations(hem, _ARM_PLAN, detail)
        swell = _swell(stations, hem, 0.002, 0.012 if look.sleeves == "short" else 0.006)
        self.loft = ChainLoft(ARM_KEYS, stations, 8 + 8 * detail, 4, 0.25, swell)
        self.ring_colours = _ring_colours(stations, hem, "shirt", "trim")

    def points(self, figure: Figure) -> FloatArray:
        """(2, rows, cols, 3) metres, left arm first."""
        chest = figure.trunk[-3]
        chain = np.empty((2, 4, 3))
        sides = np.empty((2, 4, 3))
        for i, side in enumerate(_SIDES):
            chain[i, 1:] = [
                figure.landmarks_m[Landmark[f"{side}_{n}"]] for n in ("SHOULDER", "ELBOW", "WRIST")
            ]
            away = chain[i, 1] - chest.centre_m
            root = chest.centre_m + 0.5 * (away - chest.axes[1] * float(away @ chest.axes[1]))
            chain[i, 0] = root - 0.02 * chest.axes[2]
            bend = -cross(chain[i, 2] - chain[i, 1], chain[i, 3] - chain[i, 2])
            size = np.linalg.norm(chain[i, 3] - chain[i, 2]) ** 2
            hinge = unit(bend / size + 0.3 * chest.axes[0])
            root, upper = unit(np.diff(chain[i, :3], axis=0))
            first, top = (carried(hinge, upper, to) for to in (root, unit(root + upper)))
            sides[i] = [first, top, hinge, unit(hand_across(figure, side) + 0.2 * hinge)]
        return self.loft.points(chain, sides, figure.radii_m)


class Neck:
    """The neck, from inside the trunk into the skull."""

    def __init__(self, detail: int) -> None:
        stations = np.linspace(0.0, 2.0, 1 + 8 * detail)
        self.loft = ChainLoft(NECK_KEYS, stations, 12 + 8 * detail, 3, 0.8)
        self.ring_colours = ["skin"] * (len(stations) - 1)

    def points(self, figure: Figure) -> FloatArray:
        """(1, rows, cols, 3) metres."""
        top = figure.trunk[-1]
        back, up = figure.head_axes[1], figure.head_axes[2]
        size = figure.radii_m["neck"]
        skull = figure.joints_m["head"] + 0.2 * size * back - 0.2 * size * up
        neck = figure.joints_m["neck"]
        chain = np.stack([neck - 0.6 * size * top.axes[2], neck, skull])[None]
        sides = np.stack([top.axes[0], top.axes[0] + figure.head_axes[0], figure.head_axes[0]])
        return self.loft.points(chain, sides[None], figure.radii_m)
