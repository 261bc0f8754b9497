"""What the drawing needs of a camera: its projection as one matrix, and its directions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from backline.body import FloatArray


class Projector(Protocol):
    """A pinhole camera: anything that projects room points as `Camera.project` does."""

    def project(self, points_m: FloatArray, /) -> tuple[FloatArray, FloatArray]:
        """(N, 3) metres, room axes -> pixels (N, 2) and depth along the view (N,) metres."""
        ...


@dataclass(frozen=True, slots=True)
class View:
    """A pinhole camera as a matrix.

    matrix: (3, 4) takes homogeneous room points to (px_x * depth, px_y * depth, depth).
    position_m: (3,). frame: (3, 3) rows the picture's right, up and towards-the-viewer
    directions in room axes.
    """

    matrix: FloatArray
    position_m: FloatArray
    frame: FloatArray

    @classmethod
    def of(cls, camera: Projector) -> View:
        """Read the matrix off four projected points; exact for any pinhole camera.

        Raises ValueError for a camera from which the middle of the room can't be seen.
        """
        probe = np.array([[0.0, 0.3, 0.0], [0.2, 0.3, 0.0], [0.0, 0.5, 0.0], [0.0, 0.3, 0.2]])
        pixels, depth = camera.project(probe)
        if not np.isfinite(pixels).all() or (depth <= 0.0).any():
            raise ValueError("the camera must look towards the middle of the room")
        images = np.concatenate([pixels * depth[:, None], depth[:, None]], axis=1)
        matrix = np.linalg.solve(np.concatenate([probe, np.ones((4, 1))], axis=1), images).T
        linear = matrix[:, :3]
        ahead = linear[2] / np.linalg.norm(linear[2])
        right = linear[0] - ahead * float(linear[0] @ ahead)
        right /= np.linalg.norm(right)
        frame = np.stack([right, np.cross(right, ahead), -ahead])
        return cls(matrix, -np.linalg.solve(linear, matrix[:, 3]), frame)

    def project(self, points_m: FloatArray) -> tuple[FloatArray, FloatArray]:
        """(N, 3) -> pixels (N, 2), depth (N,) metres."""
        image = points_m @ self.matrix[:, :3].T + self.matrix[:, 3]
        return image[:, :2] / image[:, 2:], image[:, 2]

    def plane(self, origin_m: FloatArray, first: FloatArray, second: FloatArray) -> FloatArray:
        """(3, 3) homography from places on a plane (metres along `first` and `second` from
        the origin) to pixels."""
        linear = self.matrix[:, :3]
        columns = [linear @ first, linear @ second, linear @ origin_m + self.matrix[:, 3]]
        return np.stack(columns, axis=1)

    def px_per_m(self, point_m: FloatArray) -> float:
        """Size of a metre across the view at a point, pixels."""
        both = np.stack([point_m, point_m + 0.1 * self.frame[0]])
        pixels, _ = self.project(both)
        return float(np.linalg.norm(pixels[1] - pixels[0])) * 10.0
