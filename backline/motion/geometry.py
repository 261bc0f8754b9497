"""The body's points, lines and angles in one frame, worked out once and shared.

Angles are taken in the picture plane: for exercises seen from the side this is the
sagittal plane, where the pose model is most exact.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from backline.body import BackLine, FloatArray, Landmark, PoseFrame

Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")

MIN_VISIBILITY = 0.5
"""A landmark less visible than this is not used (MediaPipe's own default threshold)."""
FRAME_MARGIN = 0.02
"""A landmark this far outside the picture, in picture sizes, is a guess and not used."""
LEVEL_SLOPE = math.tan(math.radians(60))
"""A trunk no steeper than this is nearer to level than upright, with some room."""

_MARKS: dict[tuple[str, Side], Landmark] = {
    (name.lower(), side): Landmark[f"{side.upper()}_{name}"]
    for name in ("SHOULDER", "ELBOW", "WRIST", "HIP", "KNEE", "ANKLE", "HEEL", "FOOT_INDEX")
    for side in SIDES
}
_UNSEEN: FloatArray = np.full(2, np.nan)
_UNSEEN.flags.writeable = False


def cross(a: FloatArray, b: FloatArray) -> float:
    """The z component of the cross product of two (2,) vectors."""
    return float(a[0] * b[1] - a[1] * b[0])


def angle_deg(a: FloatArray, b: FloatArray) -> float:
    """Signed angle from vector `a` to vector `b`, -180 to 180, clockwise on screen
    positive. NaN when either is NaN or has no length."""
    (ax, ay), (bx, by) = a.tolist(), b.tolist()
    dot, turn = ax * bx + ay * by, ax * by - ay * bx
    if dot == 0 and turn == 0:
        return math.nan
    return math.degrees(math.atan2(turn, dot))


def level_angle_deg(vector: FloatArray) -> float:
    """Angle of a (2,) vector over level, -90 to 90, upwards positive. NaN when it is NaN or
    has no length."""
    x, y = vector.tolist()
    return math.degrees(math.atan2(-y, abs(x))) if x or y else math.nan


def mean_point(points: list[FloatArray]) -> FloatArray:
    """The middle of one or more (2,) points."""
    total = points[0]
    for point in points[1:]:
        total = total + point
    return total / len(points)


@dataclass(frozen=True)
class Geometry:
    """Lazily computed geometry of one present `PoseFrame`."""

    frame: PoseFrame

    @cached_property
    def _points(self) -> list[FloatArray]:
        return list(self.frame.landmarks_px)

    @cached_property
    def _visibility(self) -> list[float]:
        return [
            visibility if inside else -1.0
            for visibility, inside in zip(
                self.frame.visibility.tolist(), self._in_picture, strict=True
            )
        ]

    @cached_property
    def _in_picture(self) -> list[bool]:
        size = np.array([self.frame.width_px, self.frame.height_px])
        points, margin = self.frame.landmarks_px, FRAME_MARGIN * size
        inside = (points >= -margin) & (points <= size + margin)
        return list((inside[:, 0] & inside[:, 1]).tolist())

    def seen(self, mark: Landmark, least: float = MIN_VISIBILITY) -> bool:
        """Whether the landmark is in the picture and the model believes it visible."""
        return self._visibility[mark] >= least

    def in_picture(self, mark: Landmark) -> bool:
        """Whether the landmark lies in the picture (a small margin allowed)."""
        return self._in_picture[mark]

    def point(self, mark: Landmark) -> FloatArray:
        """(2,) pixels, whether seen or not."""
        return self._points[mark]

    def seen_point(self, part: str, side: Side, least: float = MIN_VISIBILITY) -> FloatArray:
        """(2,) pixels of e.g. ("knee", "left"); NaN when it isn't seen."""
        mark = _MARKS[part, side]
        return self._points[mark] if self._visibility[mark] >= least else _UNSEEN

    def joint(self, part: str, side: Side) -> FloatArray:
        """(2,) pixels of the "hip" or "shoulder" of one side. The far one is used even
        where it is hidden behind the near one; NaN when neither is seen."""
        if self._pair_is_seen(part):
            return self._points[_MARKS[part, side]]
        return _UNSEEN

    def _pair_is_seen(self, part: str) -> bool:
        return self.seen(_MARKS[part, "left"]) or self.seen(_MARKS[part, "right"])

    def _middle(self, part: str) -> FloatArray:
        if not self._pair_is_seen(part):
            return _UNSEEN
        return (self._points[_MARKS[part, "left"]] + self._points[_MARKS[part, "right"]]) / 2

    @cached_property
    def hip(self) -> FloatArray:
        """(2,) middle of the hips; NaN when neither hip is seen."""
        return self._middle("hip")

    @cached_property
    def shoulder(self) -> FloatArray:
        """(2,) middle of the shoulders; NaN when neither is seen."""
        return self._middle("shoulder")

    @cached_property
    def trunk(self) -> FloatArray:
        """(2,) hip to shoulder; NaN when it can't be seen or has no length."""
        chord = self.shoulder - self.hip
        return chord if chord.any() else _UNSEEN

    @cached_property
    def trunk_px(self) -> float:
        """Length of the trunk's chord in pixels; NaN when it can't be seen."""
        return math.hypot(*self.trunk.tolist())

    @property
    def ahead_sign(self) -> float:
        """+1 when the head is to the right of the hips in the picture, -1 to the left; NaN
        when neither can be told."""
        return _sign(float(self.trunk[0]))

    @cached_property
    def dorsal_sign(self) -> float:
        """+1 when the back is on the clockwise side of the chord (hip to shoulder), -1 on
        the other. From the back line where there is one, else the upper side of a trunk
        nearer to level than upright; NaN otherwise."""
        back = self.frame.back
        if isinstance(back, BackLine):
            points = back.points_px[np.isfinite(back.points_px[:, 0])]
            if not len(points):
                return math.nan
            offset = points.sum(axis=0) / len(points) - (self.hip + self.shoulder) / 2
            return _sign(cross(self.trunk, offset))
        x, y = self.trunk.tolist()
        return _sign(-x) if abs(y) <= abs(x) * LEVEL_SLOPE else math.nan

    def ventral_angle_deg(self, vector: FloatArray) -> float:
        """Angle from the trunk's direction (hip to shoulder) to `vector`, towards the
        front of the body positive."""
        return -self.dorsal_sign * angle_deg(self.trunk, vector)

    @cached_property
    def near_side(self) -> Side:
        """The side of the body turned to the camera, from the depth of shoulders and hips;
        "right" when depth is unknown."""
        return "left" if self._left_minus_right[2] <= 0 else "right"

    @cached_property
    def view_azimuth_deg(self) -> float:
        """0 when the camera faces the person's front or back, 90 at the exact side; NaN
        when depth is unknown."""
        x, y, depth = self._left_minus_right
        if not (x or y or depth):
            return math.nan
        return math.degrees(math.atan2(abs(depth), math.hypot(x, y)))

    @cached_property
    def _left_minus_right(self) -> list[float]:
        """(3,) metres: the shoulders' and the hips' lines from right to left, added up."""
        world = self.frame.world_m
        lateral: list[float] = (
            world[Landmark.LEFT_SHOULDER]
            + world[Landmark.LEFT_HIP]
            - world[Landmark.RIGHT_SHOULDER]
            - world[Landmark.RIGHT_HIP]
        ).tolist()
        return lateral


def _sign(value: float) -> float:
    """+1 or -1; NaN for NaN and 0."""
    return math.copysign(1.0, value) if value and value == value else math.nan
