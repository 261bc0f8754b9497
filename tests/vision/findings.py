"""What the landmark model would say of a stick body with a drawn mask: exact by design."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from backline.body import BACK_STATIONS, FloatArray, Landmark
from backline.vision.landmarker import POINT_COUNT, BodyFinding
from backline.vision.region import Region
from tests.bodies import ALL_FOURS, Body, Facing, parabola, pose_frame

MASK_PX = 256
STATIONS = np.linspace(0.0, 1.0, BACK_STATIONS)
BELLY_RATIO = 0.22
"""How far the front of the trunk lies from the chord, in trunk lengths."""


def turned(points: FloatArray, degrees: float, centre: FloatArray) -> FloatArray:
    """(N, 2) points turned clockwise on screen about a centre."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x, y = (points - centre).T
    return np.stack([c * x - s * y, s * x + c * y], axis=1) + centre


def chord_of(points_px: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Middle of the hips, middle of the shoulders."""
    return (
        (points_px[Landmark.LEFT_HIP] + points_px[Landmark.RIGHT_HIP]) / 2,
        (points_px[Landmark.LEFT_SHOULDER] + points_px[Landmark.RIGHT_SHOULDER]) / 2,
    )


def trunk_mask(
    region: Region,
    hip: FloatArray,
    shoulder: FloatArray,
    dorsal: float,
    offsets: FloatArray,
    blobs: Iterable[tuple[FloatArray, float]] = (),
) -> np.ndarray:
    """(256, 256) logits of a trunk whose back has these offsets over the chord; each is the
    distance to the outline in mask pixels. blobs: centres and radii in pixels of round
    things that belong to the person (a hand on the back)."""
    cells = (np.arange(MASK_PX) + 0.5) / MASK_PX
    grid = np.stack(np.meshgrid(cells, cells), axis=2).reshape(-1, 2)
    at = region.to_image(grid)
    chord = shoulder - hip
    length = max(float(np.hypot(*chord)), 1e-9)
    along = chord / length
    normal = dorsal * np.array([-along[1], along[0]])
    s = (at - hip) @ along / length
    out = (at - hip) @ normal / length
    back = np.interp(s, STATIONS, offsets)
    inside = np.minimum.reduce([back - out, out + BELLY_RATIO, s + 0.25, 1.25 - s]) * length
    for centre, radius in blobs:
        inside = np.maximum(inside, radius - np.hypot(*(at - centre).T))
    return np.asarray(
        (inside * MASK_PX / region.side_px).reshape(MASK_PX, MASK_PX), dtype=np.float32
    )


def finding(
    body: Body = ALL_FOURS,
    *,
    facing: Facing = "left",
    roll_deg: float = 0.0,
    region_deg: float = 20.0,
    px_per_m: float = 300.0,
    hip_px: tuple[float, float] = (640.0, 360.0),
    offsets: FloatArray | None = None,
    hidden: Iterable[Landmark] = (),
    azimuth_deg: float = 90.0,
    blobs: Iterable[tuple[FloatArray, float]] = (),
    zoom: float = 1.0,
) -> tuple[BodyFinding, float]:
    """A finding, and the true side of the back (+1 or -1 as `DorsalSide` says it).

    roll_deg: the whole picture turned clockwise. region_deg: how the region lies in it.
    zoom: above 1 the region is that much tighter.
    """
    frame = pose_frame(
        body,
        facing=facing,
        px_per_m=px_per_m,
        hip_px=hip_px,
        hidden=hidden,
        azimuth_deg=azimuth_deg,
    )
    centre = np.array(hip_px)
    points = turned(frame.landmarks_px, roll_deg, centre)
    world = frame.world_m.copy()
    world[:, :2] = turned(world[:, :2], roll_deg, np.zeros(2))
    region = Region(*hip_px, 2.6 * px_per_m / zoom, math.radians(region_deg))
    hip, shoulder = chord_of(points)
    dorsal = 1.0 if facing == "left" else -1.0
    mask = trunk_mask(
        region, hip, shoulder, dorsal, parabola(body.bend) if offsets is None else offsets, blobs
    )
    auxiliary = np.tile(centre, (POINT_COUNT - len(points), 1))
    auxiliary[1:] = centre - (0.0, px_per_m)
    found = BodyFinding(
        presence=1.0,
        points_px=np.concatenate([points, auxiliary]),
        visibility=frame.visibility,
        world_m=world,
        mask=mask,
        region=region,
    )
    return found, dorsal


def moved(found: BodyFinding, mark: Landmark, to_px: FloatArray) -> BodyFinding:
    """The same finding with one landmark somewhere else."""
    points = found.points_px.copy()
    points[mark] = to_px
    return replace(found, points_px=points)
