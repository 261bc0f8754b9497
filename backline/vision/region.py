"""The rotated square of the picture that the landmark model looks at."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from backline.body import FloatArray

REGION_MARGIN = 1.25
"""The square is this much larger than twice the distance of the alignment points
(MediaPipe's pose graph, RectTransformationCalculator scale 1.25)."""


@dataclass(frozen=True, slots=True)
class Region:
    """A square: centre and side in pixels, and its rotation in radians.

    Rotation is that of MediaPipe's NormalizedRect: clockwise in the image, 0 when the
    person is upright.
    """

    centre_x_px: float
    centre_y_px: float
    side_px: float
    rotation_rad: float

    @classmethod
    def from_alignment(cls, hip_px: FloatArray, scale_px: FloatArray) -> Region:
        """The region round a person from the two alignment points, each (2,) pixels:
        the middle of the hips, and a point on the circle round the whole body in the
        direction of the head."""
        dx, dy = (float(v) for v in scale_px - hip_px)
        rotation = math.pi / 2 - math.atan2(-dy, dx)
        side = 2.0 * math.hypot(dx, dy) * REGION_MARGIN
        wrapped = (rotation + math.pi) % (2 * math.pi) - math.pi
        return cls(float(hip_px[0]), float(hip_px[1]), side, wrapped)

    def to_image(self, points: FloatArray) -> FloatArray:
        """(N, 2) points in units of the region's side (0 to 1) to pixels, (N, 2)."""
        return self.rotate(points - 0.5) * self.side_px + (self.centre_x_px, self.centre_y_px)

    def to_region(self, points_px: FloatArray) -> FloatArray:
        """(N, 2) pixels to units of the region's side (0 to 1), (N, 2)."""
        shifted = (points_px - (self.centre_x_px, self.centre_y_px)) / self.side_px
        cos, sin = math.cos(self.rotation_rad), math.sin(self.rotation_rad)
        x, y = shifted[:, 0], shifted[:, 1]
        return np.stack([x * cos + y * sin, -x * sin + y * cos], axis=1) + 0.5

    def rotate(self, vectors: FloatArray) -> FloatArray:
        """(N, 2) vectors from the region's axes to the picture's, (N, 2)."""
        cos, sin = math.cos(self.rotation_rad), math.sin(self.rotation_rad)
        x, y = vectors[:, 0], vectors[:, 1]
        return np.stack([x * cos - y * sin, x * sin + y * cos], axis=1)

    def crop(self, rgb: np.ndarray, size_px: int) -> np.ndarray:
        """The region, upright, as (size_px, size_px, 3) uint8; beyond the picture's edge
        its border is repeated."""
        corners = self.to_image(np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0]]))
        target = np.array([[0, 0], [0, size_px], [size_px, 0]], dtype=np.float32)
        matrix = cv2.getAffineTransform(corners.astype(np.float32), target)
        return cv2.warpAffine(
            rgb, matrix, (size_px, size_px), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
