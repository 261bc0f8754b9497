"""Where to put the camera so that a whole performance is well in the picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backline.avatar.camera import Camera
from backline.avatar.figure import Figure
from backline.avatar.performance import Performance
from backline.avatar.things import Ball
from backline.body import FloatArray

_REACH_M = 0.11
"""Flesh and shoes reach this far beyond landmarks and section centres."""


def performance_points_m(performance: Performance, step_s: float = 0.4) -> FloatArray:
    """(N, 3) landmarks, trunk points and balls at moments all through a performance."""
    times = np.append(np.arange(0.0, performance.duration_s, step_s), performance.duration_s)
    points = [
        np.concatenate([f.landmarks_m, np.array([s.centre_m for s in f.trunk]), _balls_m(f)])
        for f in performance.figures(times)
    ]
    return np.concatenate(points)


def _balls_m(figure: Figure) -> FloatArray:
    """(N, 3) the furthest points of the figure's balls, less what `_REACH_M` adds."""
    ways = np.concatenate([np.eye(3), -np.eye(3)])
    balls = [t for t in figure.things if isinstance(t, Ball) and t.radius_m > _REACH_M]
    points = [ball.centre_m + (ball.radius_m - _REACH_M) * ways for ball in balls]
    return np.concatenate(points) if points else np.empty((0, 3))


def framed(
    performance: Performance,
    size: tuple[int, int],
    *,
    azimuth_deg: float,
    height_m: float,
    fov_deg: float = 42.0,
    margins: tuple[float, float, float] = (0.06, 0.11, 0.21),
) -> Camera:
    """A camera from the given side that keeps the whole performance in the picture.

    size: (width, height) px. margins: share of the picture left free at each side, above
    and below. The camera stands as near as that allows.
    """
    points = performance_points_m(performance)
    low, high = points.min(axis=0) - _REACH_M, points.max(axis=0) + _REACH_M
    low[1] = 0.0
    corners = np.array([[(low, high)[(k >> a) & 1][a] for a in range(3)] for k in range(8)])
    middle = 0.5 * (low + high)
    side, above, below = margins
    free = np.array([1.0 - 2.0 * side, 1.0 - above - below]) * size
    camera = Camera(
        azimuth_deg=azimuth_deg, height_m=height_m, distance_m=3.0, width_px=size[0],
        height_px=size[1], fov_deg=fov_deg, look_at_m=(float(middle[0]), float(middle[1]), 0.0),
    )  # fmt: skip
    for _ in range(12):
        pixels, _ = camera.project(corners)
        taken = pixels.max(axis=0) - pixels.min(axis=0)
        camera = replace(camera, distance_m=camera.distance_m * float(np.max(taken / free)))
        camera = _recentred(camera, corners, (above - below) * 0.5)
    return camera


def _recentred(camera: Camera, corners: FloatArray, lower: float) -> Camera:
    """The camera turned so that the corners' middle lies where the margins want it."""
    pixels, depth = camera.project(corners)
    middle = 0.5 * (pixels.max(axis=0) + pixels.min(axis=0))
    wanted = np.array([0.5, 0.5 + lower]) * (camera.width_px, camera.height_px)
    metres = (middle - wanted) * float(np.median(depth)) / camera.focal_px
    look = np.array(camera.look_at_m) + metres[0] * camera.axes[0]
    look[1] -= metres[1]
    return replace(camera, look_at_m=(float(look[0]), float(look[1]), float(look[2])))
