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
_ARMS = tuple(
    [Landmark[f"LEFT_{part}"], Landmark[f"RIGHT_{part}"]] for part in ("SHOULDER", "ELBOW", "WRIST")
)
_ARM_SHARE = 0.6
"""From where down the upper arm an arm covers the back: nearer the shoulder it belongs to it."""


def covered(figure: Figure, camera: Camera, points_px: FloatArray, depth_m: float) -> Mask:
    """(K,) which points of the back's outline an arm, or a thing nearer than the trunk, covers.

    points_px: (K, 2), NaN allowed. depth_m: of the trunk, from the lens. An arm
    beyond the outline counts too, from whichever side: the person's silhouette takes it in.
    """
    lines, radius_m = _arm_lines(figure)
    hidden = _in_capsules(points_px, camera, lines, radius_m)
    for thing in figure.things:
        hidden |= _hides(thing, camera, points_px, depth_m)
    return hidden


def _arm_lines(figure: Figure) -> tuple[FloatArray, float]:
    """Lower upper arm and forearm of both sides: points (2, 3, 3) and half-thickness."""
    shoulders, elbows, wrists = (figure.landmarks_m[pair] for pair in _ARMS)
    lines = np.empty((2, 3, 3))
    lines[:, 0] = shoulders + _ARM_SHARE * (elbows - shoulders)
    lines[:, 1], lines[:, 2] = elbows, wrists
    return lines, 1.1 * figure.radii_m["elbow"]


def _in_capsules(
    points_px: FloatArray, camera: Camera, lines_m: FloatArray, radius_m: float
) -> Mask:
    """(K,) points within the picture of any of some thick lines (N, P, 3)."""
    pixels, depth = camera.project(lines_m)
    a, run = pixels[:, :-1].reshape(-1, 2), np.diff(pixels, axis=1).reshape(-1, 2)
    from_a = points_px[:, None] - a
    length2 = np.maximum((run * run).sum(axis=1), 1e-9)
    along = np.clip((from_a * run).sum(axis=2) / length2, 0.0, 1.0)
    gap = from_a - along[..., None] * run
    thick_px = radius_m * camera.focal_px / depth[:, :-1].reshape(-1)
    inside: Mask = ((gap * gap).sum(axis=2) < thick_px**2).any(axis=1)
    return inside


def _hides(thing: Thing, camera: Camera, points_px: FloatArray, depth_m: float) -> Mask:
    """(K,) points that a thing nearer than `depth_m` is drawn over; slim tubes don't count."""
    if isinstance(thing, Ball):
        centre = thing.centre_m[None]
        away = float(camera.project(centre)[1][0])
        if away > depth_m:
            return np.zeros(len(points_px), bool)
        return _in_capsules(points_px, camera, np.repeat(centre, 2, axis=0)[None], thing.radius_m)
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
