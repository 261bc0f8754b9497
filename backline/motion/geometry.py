"""The body's points, lines and angles in one frame, worked out once and shared.

Angles are taken in the picture plane: for exercises seen from the side this is the
sagittal plane, where the pose model is most exact.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from backline.body import BACK_STATIONS, BackLine, FloatArray, Landmark, PoseFrame
from backline.motion.kept import kept

Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")

MIN_VISIBILITY = 0.5
"""A landmark less visible than this is not used (MediaPipe's own default threshold)."""
LEG_MIN_VISIBILITY = 0.15
"""Knees, ankles and feet are used down to this visibility: on the trial clips the far leg behind
the near one, and feet in a plank, got 0.15 to 0.5 and were still placed right."""
FRAME_MARGIN = 0.02
"""A landmark this far outside the picture, in picture sizes, is a guess and not used."""
_FOOT_WEIGHT, _FACE_WEIGHT, _BACK_WEIGHT = 2.0, 1.0, 1.0
"""Votes for the way a person faces. Feet count most: they stay put and point forward all the
time, while the head hangs in a hinge."""
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

    @kept
    def _points(self) -> list[FloatArray]:
        return list(self.frame.landmarks_px)

    @kept
    def _visibility(self) -> list[float]:
        """Of each landmark; -1 for those outside the picture."""
        left_px, top_px, right_px, bottom_px = self._picture_px
        # Plain numbers: for so few points they are faster than arrays.
        return [
            visibility if left_px <= x <= right_px and top_px <= y <= bottom_px else -1.0
            for (x, y), visibility in zip(
                self.frame.landmarks_px.tolist(), self.frame.visibility.tolist(), strict=True
            )
        ]

    @property
    def _picture_px(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the picture with its margin."""
        width_px, height_px = self.frame.width_px, self.frame.height_px
        over_x_px, over_y_px = FRAME_MARGIN * width_px, FRAME_MARGIN * height_px
        return -over_x_px, -over_y_px, width_px + over_x_px, height_px + over_y_px

    def seen(self, mark: Landmark, least: float = MIN_VISIBILITY) -> bool:
        """Whether the landmark is in the picture and the model believes it visible."""
        return self._visibility[mark] >= least

    def in_picture(self, mark: Landmark) -> bool:
        """Whether the landmark lies in the picture (a small margin allowed)."""
        return self._visibility[mark] >= 0

    def point(self, mark: Landmark) -> FloatArray:
        """(2,) pixels, whether seen or not."""
        return self._points[mark]

    def seen_point(self, part: str, side: Side, least: float = MIN_VISIBILITY) -> FloatArray:
        """(2,) pixels of e.g. ("knee", "left"); NaN when it isn't seen."""
        mark = _MARKS[part, side]
        return self._points[mark] if self._visibility[mark] >= least else _UNSEEN

    def leg_point(self, part: str, side: Side) -> FloatArray:
        """(2,) knee, ankle, heel or foot_index; NaN below `LEG_MIN_VISIBILITY` or outside."""
        return self.seen_point(part, side, LEG_MIN_VISIBILITY)

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

    @kept
    def hip(self) -> FloatArray:
        """(2,) middle of the hips; NaN when neither hip is seen."""
        return self._middle("hip")

    @kept
    def shoulder(self) -> FloatArray:
        """(2,) middle of the shoulders; NaN when neither is seen."""
        return self._middle("shoulder")

    @kept
    def trunk(self) -> FloatArray:
        """(2,) hip to shoulder; NaN when it can't be seen or has no length."""
        chord = self.shoulder - self.hip
        return chord if any(chord.tolist()) else _UNSEEN

    @kept
    def trunk_px(self) -> float:
        """Length of the trunk's chord in pixels; NaN when it can't be seen."""
        return math.hypot(*self.trunk.tolist())

    @property
    def ahead_sign(self) -> float:
        """+1 when the head is to the right of the hips in the picture, -1 to the left; NaN
        when neither can be told."""
        return _sign(float(self.trunk[0]))

    @kept
    def dorsal_sign(self) -> float:
        """+1 when the back is on the clockwise side of the chord (hip to shoulder), -1 on
        the other. From the back line where there is one (its middle, or where that can't be told
        the mean of the rest), else the upper side of a trunk nearer to level than upright; NaN
        otherwise."""
        back = self.frame.back
        if isinstance(back, BackLine):
            point = back.points_px[BACK_STATIONS // 2]
            if math.isnan(point[0]):
                points = back.points_px[np.isfinite(back.points_px[:, 0])]
                if not len(points):
                    return math.nan
                point = points.sum(axis=0) / len(points)
            return _sign(cross(self.trunk, point - self.hip))
        x, y = self.trunk.tolist()
        return _sign(-x) if abs(y) <= abs(x) * LEVEL_SLOPE else math.nan

    @kept
    def facing_sign(self) -> float:
        """+1 when the person faces the right of the picture, -1 the left; NaN when nothing tells.

        For an upright trunk, which doesn't say it itself. The feet (heel to toes), the face (ear
        to nose) and the back line vote with their horizontal part, each as a unit vector's.
        """
        vote = 0.0
        for side in SIDES:
            foot = self.leg_point("foot_index", side) - self.leg_point("heel", side)
            vote += _FOOT_WEIGHT / 2 * _across(foot)
        ears = [mark for mark in (Landmark.LEFT_EAR, Landmark.RIGHT_EAR) if self.seen(mark)]
        if ears and self.seen(Landmark.NOSE):
            ear = mean_point([self.point(mark) for mark in ears])
            vote += _FACE_WEIGHT * _across(self.point(Landmark.NOSE) - ear)
        # The back is on the dorsal side; upwards turned that way, front is its opposite.
        upright = -float(self.trunk[1]) / self.trunk_px
        back = -self.dorsal_sign * upright
        vote += _BACK_WEIGHT * back if back == back else 0.0
        return _sign(vote)

    def ventral_angle_deg(self, vector: FloatArray) -> float:
        """Angle from the trunk's direction (hip to shoulder) to `vector`, towards the
        front of the body positive."""
        return -self.dorsal_sign * angle_deg(self.trunk, vector)

    @kept
    def near_side(self) -> Side:
        """The side of the body turned to the camera, from the depth of shoulders and hips;
        "right" when depth is unknown."""
        return "left" if self._left_minus_right[2] <= 0 else "right"

    @kept
    def view_azimuth_deg(self) -> float:
        """0 when the camera faces the person's front or back, 90 at the exact side; NaN
        when depth is unknown."""
        x, y, depth = self._left_minus_right
        if not (x or y or depth):
            return math.nan
        return math.degrees(math.atan2(abs(depth), math.hypot(x, y)))

    @kept
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


def _across(vector: FloatArray) -> float:
    """The horizontal part of a (2,) vector's direction, -1 to 1; 0 for NaN or no length."""
    x, y = vector.tolist()
    length = math.hypot(x, y)
    return x / length if length > 0 else 0.0
