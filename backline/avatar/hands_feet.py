"""Hands with fingers, and shoes: small chains hung on wrists and ankles."""

from __future__ import annotations

import numpy as np

from backline.avatar.figure import Figure
from backline.avatar.mesh import ChainLoft, Key, cross, flat_turns, unit
from backline.body import FloatArray, Landmark

_SIDES = ("LEFT", "RIGHT")
FLOOR_GAP_M = 0.010
"""How high over the floor a finger's middle may sink at least."""

PALM_KEYS = [
    Key(-0.22, "wrist", 0.0, 0.0, 0.0),
    Key(-0.2, "wrist", 0.80, 0.55, 0.55),
    Key(0.0, "wrist", 0.99, 0.72, 0.72),
    Key(0.35, "wrist", 1.15, 0.62, 0.70),
    Key(0.8, "wrist", 1.42, 0.46, 0.54),
    Key(1.04, "wrist", 1.40, 0.36, 0.40),
    Key(1.12, "wrist", 1.25, 0.20, 0.22),
    Key(1.13, "wrist", 0.0, 0.0, 0.0),
]

FINGER_KEYS = [
    Key(0.0, "finger", 0.0, 0.0, 0.0),
    Key(0.02, "finger", 1.04, 1.0, 1.0),
    Key(1.0, "finger", 0.98, 0.95, 0.95),
    Key(1.7, "finger", 0.86, 0.80, 0.80),
    Key(1.93, "finger", 0.62, 0.52, 0.55),
    Key(2.0, "finger", 0.0, 0.0, 0.0),
]

_FINGERS = ((-0.98, 0.72), (-0.34, 0.84), (0.34, 0.90), (0.98, 0.80))
"""Little to index finger: place across the knuckles in palm half-widths, and length in
palm lengths (wrist to knuckles)."""


class Hands:
    """Palms, four fingers each and thumbs, on the landmarks of wrist, index, pinky, thumb."""

    def __init__(self, detail: int) -> None:
        palm = np.concatenate([[-0.22, -0.2], np.linspace(0.0, 1.04, 5 * detail), [1.12, 1.13]])
        finger = np.concatenate([[0.0, 0.02], np.linspace(0.5, 1.7, 2 * detail + 1), [1.93, 2.0]])
        self.palm = ChainLoft(PALM_KEYS, palm, 4 + 8 * detail, 2)
        self.digits = ChainLoft(FINGER_KEYS, finger, 4 + 4 * detail, 3, 0.4)
        self.palm_colours = ["skin"] * (len(palm) - 1)
        self.digit_colours = ["skin"] * (len(finger) - 1)

    def points(self, figure: Figure) -> tuple[FloatArray, FloatArray]:
        """Palms (2, rows, cols, 3) and digits (10, rows, cols, 3), metres."""
        palms = np.empty((2, 2, 3))
        palm_sides = np.empty((2, 2, 3))
        digits = np.empty((10, 3, 3))
        digit_sides = np.empty((10, 3, 3))
        for i, side in enumerate(_SIDES):
            points = figure.landmarks_m
            wrist = points[Landmark[f"{side}_WRIST"]]
            index, pinky = points[Landmark[f"{side}_INDEX"]], points[Landmark[f"{side}_PINKY"]]
            knuckles = 0.5 * (index + pinky)
            across = index - pinky
            palms[i] = [wrist, knuckles]
            left = unit(-across if side == "LEFT" else across)
            palm_sides[i] = [left, left]
            thumb = points[Landmark[f"{side}_THUMB"]]
            curl = left_palm(wrist, knuckles, across) * (1.0 if i == 0 else -1.0)
            digits[5 * i : 5 * i + 5] = (
                _closed_digits(wrist, knuckles, across, curl)
                if figure.grips[i]
                else _digits(wrist, knuckles, across, thumb)
            )
            digit_sides[5 * i : 5 * i + 5] = left
        radii = dict(figure.radii_m)
        radii["finger"] = 0.30 * radii["wrist"]
        return (
            self.palm.points(palms, palm_sides, radii),
            self.digits.points(digits, digit_sides, radii),
        )


def _digits(
    wrist: FloatArray, knuckles: FloatArray, across: FloatArray, thumb: FloatArray
) -> FloatArray:
    """Chains of the four fingers and the thumb, (5, 3, 3)."""
    ahead = knuckles - wrist
    length = float(np.linalg.norm(ahead))
    ahead = unit(ahead)
    half = 0.5 * across
    chains = np.empty((5, 3, 3))
    for k, (place, reach) in enumerate(_FINGERS):
        start = knuckles + place * half
        spread = unit(ahead + 0.10 * place * unit(across))
        bone = 0.5 * reach * length
        middle = _above_floor(start + bone * spread, start)
        tip = _above_floor(middle + bone * unit(middle - start), middle)
        chains[k] = [start - 0.08 * length * ahead, middle, tip]
    root = wrist + 0.22 * length * ahead + 0.55 * half
    tip = thumb + 0.28 * length * unit(unit(thumb - root) + 0.8 * ahead)
    chains[4] = [root, _above_floor(thumb, root), _above_floor(tip, thumb)]
    return chains


def left_palm(wrist: FloatArray, knuckles: FloatArray, across: FloatArray) -> FloatArray:
    """Unit direction (3,) out of a left hand's palm; the right hand's is its opposite.

    across: from little finger to index.
    """
    return unit(cross(across, knuckles - wrist))


def _closed_digits(
    wrist: FloatArray, knuckles: FloatArray, across: FloatArray, palm: FloatArray
) -> FloatArray:
    """Chains of a hand that is closed round a handle, (5, 3, 3). palm: (3,) out of it."""
    length = float(np.linalg.norm(knuckles - wrist))
    ahead, half = unit(knuckles - wrist), 0.5 * across
    chains = np.empty((5, 3, 3))
    for k, (place, reach) in enumerate(_FINGERS):
        start = knuckles + place * half
        bone = 0.5 * reach * length
        middle = start + bone * unit(0.35 * ahead + palm)
        chains[k] = [start - 0.08 * length * ahead, middle, middle - 0.8 * bone * ahead]
    root = wrist + 0.22 * length * ahead + 0.55 * half
    bend = root + 0.45 * length * unit(ahead + 0.9 * palm)
    chains[4] = [root, bend, bend + 0.35 * length * unit(0.5 * ahead - unit(across))]
    return chains


def _above_floor(point: FloatArray, before: FloatArray) -> FloatArray:
    """The point, laid along the floor if it would sink into it, as far from `before`."""
    if point[1] >= FLOOR_GAP_M:
        return point
    length = float(np.linalg.norm(point - before))
    laid = point.copy()
    laid[1] = FLOOR_GAP_M
    flat = laid - before
    result: FloatArray = before + flat * (length / max(float(np.linalg.norm(flat)), 1e-6))
    result[1] = max(result[1], FLOOR_GAP_M)
    return result


_SHOE_CM = (  # along, half-width, over and under the line from heel to ball to toes
    (-1.8, 0.0, 0.0, 0.0),
    (-1.7, 1.4, 2.6, 0.9),
    (-1.2, 2.3, 4.4, 1.6),
    (0.2, 3.2, 6.6, 1.9),
    (3.5, 3.7, 7.4, 1.9),
    (6.2, 3.7, 7.2, 1.9),
    (8.5, 3.8, 6.2, 1.8),
    (11.5, 4.0, 5.1, 1.7),
    (15.0, 4.6, 4.1, 1.6),
    (18.7, 5.0, 3.4, 1.5),
    (21.0, 4.9, 3.0, 1.5),
    (23.0, 4.3, 2.7, 1.5),
    (24.4, 3.2, 2.2, 1.4),
    (25.0, 2.0, 1.6, 1.0),
    (25.2, 0.0, 0.0, 0.0),
)
"""A training shoe of EU size 42, laid over a foot of 18.7 cm from heel to ball."""
_BALL_CM, _TOES_CM = 18.7, 4.6


def _along_foot(place_cm: float) -> float:
    """A place on the shoe as a station of the chain heel, ball, toes."""
    if place_cm <= _BALL_CM:
        return place_cm / _BALL_CM
    return 1.0 + (place_cm - _BALL_CM) / _TOES_CM


class Feet:
    """Shoes along heel, ball and toes, flat below, with a pale sole."""

    def __init__(self, detail: int) -> None:
        keys = [Key(_along_foot(a), "shoe", w, t, b) for a, w, t, b in _SHOE_CM]
        given = np.array([k.at for k in keys])
        count = (len(given) - 1) * detail + 1
        stations = np.interp(np.linspace(0, len(given) - 1, count), np.arange(len(given)), given)
        self.loft = ChainLoft(keys, stations, 8 + 8 * detail, 3, 0.45, flat_back=True)
        sole = flat_turns(self.loft.cols)[1] < -0.35
        both = sole & np.roll(sole, -1)
        ring = ["sole" if low else "shoe" for low in both]
        self.colours = [ring] * (count - 1)

    def points(self, figure: Figure) -> FloatArray:
        """(2, rows, cols, 3) metres, left shoe first."""
        chains = np.empty((2, 3, 3))
        sides = np.empty((2, 3, 3))
        for i, side in enumerate(_SIDES):
            heel = figure.landmarks_m[Landmark[f"{side}_HEEL"]]
            tip = figure.landmarks_m[Landmark[f"{side}_FOOT_INDEX"]]
            ball = figure.joints_m[f"{side.lower()}_toes"]
            ankle = figure.landmarks_m[Landmark[f"{side}_ANKLE"]]
            chains[i] = [heel, ball, tip]
            sides[i] = cross(ankle - heel, ball - heel)
        radii = {"shoe": float(np.linalg.norm(chains[0, 1] - chains[0, 0])) / _BALL_CM}
        return self.loft.points(chains, unit(sides), radii)
