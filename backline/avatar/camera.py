"""A pinhole camera in the avatar's room."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from backline.body import FloatArray


@dataclass(frozen=True)
class Camera:
    """Where the camera stands and what it sees.

    azimuth_deg: 0 in front of the head end (+x), 90 at the person's exact left side (the
        person then faces the image's left), -90 or 270 at the right side (facing right),
        180 behind.
    height_m: of the lens over the floor. distance_m: from `look_at_m`, along the floor.
    fov_deg: angle of view across the image's longer side.
    look_at_m: the room point in the middle of the image. roll_deg: camera turned clockwise.
    """

    azimuth_deg: float = 90.0
    height_m: float = 0.7
    distance_m: float = 2.6
    width_px: int = 960
    height_px: int = 540
    fov_deg: float = 60.0
    look_at_m: tuple[float, float, float] = (0.0, 0.4, 0.0)
    roll_deg: float = 0.0

    def __post_init__(self) -> None:
        if self.width_px < 1 or self.height_px < 1:
            raise ValueError("a camera's image needs a width and a height")
        if not 0.0 < self.fov_deg < 170.0 or self.distance_m <= 0.0:
            raise ValueError("fov_deg must lie within 0 to 170 and distance_m above 0")

    @cached_property
    def position_m(self) -> FloatArray:
        """(3,) the lens in the room."""
        azimuth = np.deg2rad(self.azimuth_deg)
        x, _, z = self.look_at_m
        return np.array(
            (
                x + self.distance_m * np.cos(azimuth),
                self.height_m,
                z - self.distance_m * np.sin(azimuth),
            )
        )

    @cached_property
    def axes(self) -> FloatArray:
        """(3, 3) rows: image right, image down, away from the camera, in room axes."""
        away = np.array(self.look_at_m) - self.position_m
        away = away / np.linalg.norm(away)
        right = np.cross(away, (0.0, 1.0, 0.0))
        right = right / np.linalg.norm(right)
        down = np.cross(away, right)
        c, s = np.cos(np.deg2rad(self.roll_deg)), np.sin(np.deg2rad(self.roll_deg))
        return np.stack((c * right + s * down, c * down - s * right, away))

    @cached_property
    def focal_px(self) -> float:
        longer = max(self.width_px, self.height_px)
        return float(0.5 * longer / np.tan(np.deg2rad(0.5 * self.fov_deg)))

    def to_camera(self, points_m: FloatArray) -> FloatArray:
        """Room points (..., 3) in camera axes: right, down, away, metres from the lens."""
        return (points_m - self.position_m) @ self.axes.T

    def project(self, points_m: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Image points (..., 2) px and depths (...) m of room points (..., 3).

        Points at or behind the lens (depth under 1 cm) give NaN pixels.
        """
        seen = self.to_camera(points_m)
        depth = seen[..., 2]
        usable = np.where(depth > 0.01, depth, np.nan)[..., None]
        middle = np.array((0.5 * self.width_px, 0.5 * self.height_px))
        return middle + self.focal_px * seen[..., :2] / usable, depth
