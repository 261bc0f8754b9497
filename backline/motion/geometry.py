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


def cross(a: FloatArray, b: FloatArray) -> float:
    """The z component of the cross product of two (2,) vectors."""
    return float(a[0] * b[1] - a[1] * b[0])


def angle_deg(a: FloatArray, b: FloatArray) -> float:
    """Signed angle from vector `a` to vector `b`, -180 to 180, clockwise on screen
    positive. NaN when either is NaN or has no length."""
    dot = float(a @ b)
    turn = cross(a, b)
    if dot == 0 and turn == 0:
        return math.nan
    return math.degrees(math.atan2(turn, dot))


@dataclass(frozen=True)
class Geometry:
    """Lazily computed geometry of one present `PoseFrame`."""

    frame: PoseFrame

    def seen(self, mark: Landmark) -> bool:
        """Whether the landmark is in the picture and the model believes it visible."""
        if self.frame.visibility[mark] < MIN_VISIBILITY:
            return False
        return self.in_picture(mark)

    def in_picture(self, mark: Landmark) -> bool:
        """Whether the landmark lies in the picture (a small margin allowed)."""
        x, y = self.frame.landmarks_px[mark]
        margin_x = FRAME_MARGIN * self.frame.width_px
        margin_y = FRAME_MARGIN * self.frame.height_px
        return bool(
            -margin_x <= x <= self.frame.width_px + margin_x
            and -margin_y <= y <= self.frame.height_px + margin_y
        )

    def point(self, mark: Landmark) -> FloatArray:
        """(2,) pixels, whether seen or not."""
        return np.asarray(self.frame.landmarks_px[mark])

    def seen_point(self, part: str, side: Side) -> FloatArray:
        """(2,) pixels of e.g. ("knee", "left"); NaN when it isn't seen."""
        mark = Landmark[f"{side.upper()}_{part.upper()}"]
        return self.point(mark) if self.seen(mark) else np.full(2, np.nan)

    def middle(self, part: str) -> FloatArray:
        """(2,) midpoint of the left and right landmark, whether seen or not."""
        left, right = Landmark[f"LEFT_{part.upper()}"], Landmark[f"RIGHT_{part.upper()}"]
        return (self.point(left) + self.point(right)) / 2

    @cached_property
    def hip(self) -> FloatArray:
        """(2,) middle of the hips; NaN when neither hip is seen."""
        return self._trunk_end("HIP")

    @cached_property
    def shoulder(self) -> FloatArray:
        """(2,) middle of the shoulders; NaN when neither is seen."""
        return self._trunk_end("SHOULDER")

    def _trunk_end(self, part: str) -> FloatArray:
        if self.seen(Landmark[f"LEFT_{part}"]) or self.seen(Landmark[f"RIGHT_{part}"]):
            return self.middle(part)
        return np.full(2, np.nan)

    @cached_property
    def trunk(self) -> FloatArray:
        """(2,) hip to shoulder."""
        return self.shoulder - self.hip

    @cached_property
    def trunk_px(self) -> float:
        """Length of the trunk's chord in pixels; NaN when it can't be seen."""
        return float(np.hypot(self.trunk[0], self.trunk[1]))

    @cached_property
    def dorsal_sign(self) -> float:
        """+1 when the back is on the clockwise side of the chord (hip to shoulder), -1 on
        the other. From the back line where there is one, else the upper side of a trunk
        nearer to level than upright; NaN otherwise."""
        back = self.frame.back
        if isinstance(back, BackLine):
            offset = np.nanmean(back.points_px, axis=0) - (self.hip + self.shoulder) / 2
            return math.copysign(1.0, cross(self.trunk, offset))
        if abs(self.trunk[1]) > abs(self.trunk[0]) * math.tan(math.radians(60)):
            return math.nan
        return math.copysign(1.0, -self.trunk[0]) if self.trunk[0] != 0 else math.nan

    def ventral_angle_deg(self, vector: FloatArray) -> float:
        """Angle from the trunk's direction (hip to shoulder) to `vector`, towards the
        front of the body positive."""
        return -self.dorsal_sign * angle_deg(self.trunk, vector)

    @cached_property
    def near_side(self) -> Side:
        """The side of the body turned to the camera, from the depth of shoulders and hips."""
        depth = self.frame.world_m[:, 2]
        left = depth[Landmark.LEFT_SHOULDER] + depth[Landmark.LEFT_HIP]
        right = depth[Landmark.RIGHT_SHOULDER] + depth[Landmark.RIGHT_HIP]
        return "left" if left <= right else "right"

    @cached_property
    def view_azimuth_deg(self) -> float:
        """0 when the camera faces the person's front or back, 90 at the exact side; NaN
        when depth is unknown."""
        lateral = (
            self.frame.world_m[[Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP]]
            - self.frame.world_m[[Landmark.RIGHT_SHOULDER, Landmark.RIGHT_HIP]]
        ).sum(axis=0)
        across = math.hypot(lateral[0], lateral[1])
        if not across and not lateral[2]:
            return math.nan
        return math.degrees(math.atan2(abs(float(lateral[2])), across))
