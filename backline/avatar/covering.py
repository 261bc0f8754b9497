"""What hides what from a camera: arms and things before the back, things before joints."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backline.avatar.camera import Camera
from backline.avatar.figure import Figure
from backline.avatar.things import Ball, Box, Thing, Tube
from backline.body import BACK_STATIONS, FloatArray, Landmark

MIN_STATIONS = BACK_STATIONS // 4
"""With fewer stations of the back to be seen nothing can be said about its shape."""
Mask = NDArray[np.bool_]
_ARM_SHARE = 0.6
"""From where down the upper arm an arm covers the back: nearer the shoulder it belongs to it."""


def covered(figure: Figure, camera: Camera, points_px: FloatArray) -> Mask:
    """(K,) which points of the back's outline an arm, or a thing nearer than the trunk, covers.

    points_px: (K, 2), NaN allowed. An arm
    beyond the outline counts too, from whichever side: the person's silhouette takes it in.
    """
    hidden = np.zeros(len(points_px), bool)
    for line, radius in _arm_lines(figure):
        hidden |= _in_capsules(points_px, camera, line, radius)
    trunk = np.array([section.centre_m for section in figure.trunk])
    depth = float(camera.project(trunk)[1].mean())
    for thing in figure.things:
        hidden |= _hides(thing, camera, points_px, depth)
    return hidden


def _arm_lines(figure: Figure) -> list[tuple[FloatArray, float]]:
    """Lower upper arm and forearm of both sides: points (3, 3) and half-thickness."""
    marks, radii = figure.landmarks_m, figure.radii_m
    lines = []
    for side in (0, 1):
        shoulder, elbow = (marks[start + side] for start in (11, 13))
        wrist = marks[Landmark.LEFT_WRIST + side]
        lines.append((np.stack([shoulder + _ARM_SHARE * (elbow - shoulder), elbow, wrist]),
                      1.1 * radii["elbow"]))  # fmt: skip
    return lines


def _in_capsules(
    points_px: FloatArray, camera: Camera, line_m: FloatArray, radius_m: float
) -> Mask:
    """(K,) points within the picture of a thick line."""
    pixels, depth = camera.project(line_m)
    inside = np.zeros(len(points_px), bool)
    for a, b, away in zip(pixels[:-1], pixels[1:], depth[:-1], strict=True):
        run = b - a
        along = np.clip(((points_px - a) @ run) / max(float(run @ run), 1e-9), 0.0, 1.0)
        gap = np.linalg.norm(points_px - a - along[:, None] * run, axis=1)
        inside |= gap < radius_m * camera.focal_px / float(away)
    return inside


def _hides(thing: Thing, camera: Camera, points_px: FloatArray, depth_m: float) -> Mask:
    """(K,) points that a thing nearer than `depth_m` is drawn over; slim tubes don't count."""
    if isinstance(thing, Ball):
        centre = thing.centre_m[None]
        away = float(camera.project(centre)[1][0])
        if away > depth_m:
            return np.zeros(len(points_px), bool)
        return _in_capsules(points_px, camera, np.repeat(centre, 2, axis=0), thing.radius_m)
    if isinstance(thing, Box):
        low, high = thing.centre_m - thing.half_m, thing.centre_m + thing.half_m
        corners = np.array([[(low, high)[k >> a & 1][a] for a in range(3)] for k in range(8)])
        pixels, depths = camera.project(corners)
        if float(depths.min()) > depth_m:
            return np.zeros(len(points_px), bool)
        first, last = pixels.min(axis=0), pixels.max(axis=0)
        return np.asarray(((points_px >= first) & (points_px <= last)).all(axis=1))
    assert isinstance(thing, Tube)
    return np.zeros(len(points_px), bool)


def behind_things(figure: Figure, camera: Camera) -> Mask:
    """(33,) landmarks whose line of sight a ball or a box crosses."""
    marks = figure.landmarks_m
    hidden = np.zeros(len(marks), bool)
    ray = marks - camera.position_m
    for thing in figure.things:
        if isinstance(thing, Ball):
            along = np.clip((ray @ (thing.centre_m - camera.position_m)) / (ray**2).sum(1), 0, 1)
            gap = camera.position_m + along[:, None] * ray - thing.centre_m
            inside = np.linalg.norm(marks - thing.centre_m, axis=1) < thing.radius_m
            hidden |= (np.linalg.norm(gap, axis=1) < 0.97 * thing.radius_m) & ~inside
        elif isinstance(thing, Box):
            slope = np.where(np.abs(ray) < 1e-9, 1e-9, ray)
            near = (thing.centre_m - thing.half_m - camera.position_m) / slope
            far = (thing.centre_m + thing.half_m - camera.position_m) / slope
            enter, leave = np.minimum(near, far).max(1), np.maximum(near, far).min(1)
            hidden |= (enter < leave) & (enter > 0.0) & (enter < 0.98)
    return hidden
