"""What a perfect camera and pose model would see of a figure: the true `PoseFrame`."""

from __future__ import annotations

import numpy as np

from backline.avatar.camera import Camera
from backline.avatar.covering import MIN_STATIONS, behind_things, covered
from backline.avatar.figure import Figure
from backline.body import (
    BACK_STATIONS,
    BackLine,
    CannotJudge,
    FloatArray,
    Landmark,
    PoseFrame,
)

SIDE_VIEW_TOLERANCE_DEG = 35.0
"""Turned further from the exact side, the outline is no longer the spine's."""
MIN_CHORD_PX = 20.0
"""A shorter hip-shoulder chord on the picture shows no bend."""
NEAR_VISIBILITY, FAR_VISIBILITY, OUTSIDE_VISIBILITY = 0.98, 0.6, 0.05
"""What BlazePose typically reports for landmarks seen, behind the body, and out of the picture."""

_LEFT = np.array([m.name.startswith("LEFT") or m.name.endswith("LEFT") for m in Landmark])
_RIGHT = np.array([m.name.startswith("RIGHT") or m.name.endswith("RIGHT") for m in Landmark])
_HIPS = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
_SHOULDERS = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]
_STATIONS = np.linspace(0.0, 1.0, BACK_STATIONS)


def pose_frame(
    figure: Figure,
    camera: Camera,
    time_s: float,
    noise_px: float = 0.0,
    rng: np.random.Generator | None = None,
) -> PoseFrame:
    """The figure as the camera would report it at `time_s`.

    Landmarks outside the picture keep their true pixels with a low visibility, as the model's
    do; those on the side turned away from the camera, or behind a ball or seat, get
    `FAR_VISIBILITY`. noise_px is the
    standard deviation added to every landmark and to the outline's distance from the chord,
    and, as metres at the body's depth, to the world landmarks; it needs `rng`.
    The back line is NaN at stations whose outline lies outside the picture or is covered by a
    forearm, an elbow or a thing, and a `CannotJudge` when nearly all of it is, when the chord's
    ends lie outside, or the camera is further than
    `SIDE_VIEW_TOLERANCE_DEG` from the person's side.
    """
    marks = figure.landmarks_m
    pixels, depth = camera.project(marks)
    world = (marks - _middle(marks, _HIPS)) @ camera.axes.T
    shake_px = np.zeros(BACK_STATIONS)
    if noise_px > 0.0:
        if rng is None:
            raise ValueError("noise needs a random generator")
        shake_px = noise_px * rng.standard_normal(BACK_STATIONS)
    back = back_line(figure, camera, pixels, shake_px)
    if noise_px > 0.0 and rng is not None:
        pixels = pixels + noise_px * rng.standard_normal(pixels.shape)
        metres = noise_px * float(depth[_HIPS].mean()) / camera.focal_px
        world = world + metres * rng.standard_normal(world.shape)
    return PoseFrame(
        time_s=time_s,
        width_px=camera.width_px,
        height_px=camera.height_px,
        landmarks_px=pixels,
        visibility=visibility(figure, camera, pixels),
        world_m=world,
        back=back,
        present=True,
    )


def _inside(pixels: FloatArray, camera: Camera) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    x, y = pixels[..., 0], pixels[..., 1]
    inside: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] = (
        (x >= 0) & (x < camera.width_px) & (y >= 0) & (y < camera.height_px)
    )
    return inside


def _middle(points: FloatArray, pair: list[Landmark]) -> FloatArray:
    """The middle between two landmarks. (Much quicker than a mean of two.)"""
    middle: FloatArray = 0.5 * (points[pair[0]] + points[pair[1]])
    return middle


def _lateral_m(figure: Figure) -> FloatArray:
    """(3,) from right to left, over hips and shoulders."""
    marks = figure.landmarks_m
    across: FloatArray = (
        marks[Landmark.LEFT_HIP]
        - marks[Landmark.RIGHT_HIP]
        + marks[Landmark.LEFT_SHOULDER]
        - marks[Landmark.RIGHT_SHOULDER]
    )
    return across


def side_error_deg(figure: Figure, camera: Camera) -> float:
    """How far the camera stands from the person's exact side, 0 to 90 degrees."""
    across = _lateral_m(figure)
    sight = _middle(figure.landmarks_m, _HIPS) - camera.position_m
    cosine = float(abs(across @ sight) / np.sqrt((across @ across) * (sight @ sight)))
    return float(np.rad2deg(np.arccos(min(1.0, cosine))))


def visibility(figure: Figure, camera: Camera, pixels: FloatArray) -> FloatArray:
    """(33,) as the pose model would believe it: near, far-side or outside the picture."""
    seen = np.full(len(pixels), NEAR_VISIBILITY)
    if side_error_deg(figure, camera) < 60.0:
        sight = _middle(figure.landmarks_m, _HIPS) - camera.position_m
        left_is_far = _lateral_m(figure) @ sight > 0.0
        seen[_LEFT if left_is_far else _RIGHT] = FAR_VISIBILITY
        seen[[*_HIPS, *_SHOULDERS]] = NEAR_VISIBILITY
    seen[behind_things(figure, camera)] = FAR_VISIBILITY
    seen[~_inside(pixels, camera)] = OUTSIDE_VISIBILITY
    return seen


def dorsal_points_m(figure: Figure, camera: Camera) -> FloatArray:
    """(S, 3) each trunk section's point on the silhouette, on the side of the back.

    The section's rim where its outward normal is square to the line of sight.
    """
    trunk = figure.trunk
    centres = np.array([section.centre_m for section in trunk])
    axes = np.array([section.axes for section in trunk])
    wide = np.array([section.lateral_m for section in trunk])
    deep = np.array([section.dorsal_m for section in trunk])
    sight = centres - camera.position_m
    normal_lateral = -(sight * axes[:, 1]).sum(axis=1)
    normal_dorsal = (sight * axes[:, 0]).sum(axis=1)
    turn = np.where(normal_dorsal < 0.0, -1.0, 1.0)
    a, b = wide * normal_lateral * turn, deep * normal_dorsal * turn
    rim = np.maximum(np.hypot(a, b), 1e-12)
    points: FloatArray = centres + (wide * a / rim)[:, None] * axes[:, 0]
    points += (deep * b / rim)[:, None] * axes[:, 1]
    return points


def back_line(
    figure: Figure, camera: Camera, pixels: FloatArray, shake_px: FloatArray | float = 0.0
) -> BackLine | CannotJudge:
    """The trunk's dorsal outline between hip and shoulder as the camera sees it.

    pixels: (33, 2) the figure's projected landmarks. shake_px: added to the outline's
    distance from the chord at each station.
    """
    hip, shoulder = _middle(pixels, _HIPS), _middle(pixels, _SHOULDERS)
    if not _inside(np.array((hip, shoulder)), camera).all():
        return CannotJudge.OUT_OF_FRAME
    chord = shoulder - hip
    length = float(np.hypot(chord[0], chord[1]))
    if length < MIN_CHORD_PX or side_error_deg(figure, camera) > SIDE_VIEW_TOLERANCE_DEG:
        return CannotJudge.NOT_SIDE_VIEW
    along = chord / length
    outline, _ = camera.project(dorsal_points_m(figure, camera))
    normal = np.array((along[1], -along[0]))
    inner, depth = camera.project(np.array([section.centre_m for section in figure.trunk]))
    if ((outline - inner) @ normal).sum() < 0.0:
        normal = -normal
    offset = _furthest((outline - hip) @ along / length, (outline - hip) @ normal / length)
    offset += np.asarray(shake_px) / length
    points = hip + length * (_STATIONS[:, None] * along + offset[:, None] * normal)
    offset[covered(figure, camera, points, float(depth.mean()))] = np.nan
    if np.isfinite(offset).sum() < MIN_STATIONS:
        return CannotJudge.TRUNK_HIDDEN
    offset[~_inside(points, camera)] = np.nan
    points[np.isnan(offset)] = np.nan
    return BackLine(points_px=points, offset_ratio=offset)


def _furthest(along: FloatArray, out: FloatArray) -> FloatArray:
    """(BACK_STATIONS,) the outline's furthest crossing of each station's normal, or NaN."""
    first, last = along[:-1, None], along[1:, None]
    span = np.where(np.abs(last - first) < 1e-12, 1e-12, last - first)
    share = (_STATIONS - first) / span
    at = out[:-1, None] + share * (out[1:] - out[:-1])[:, None]
    at = np.where((share >= 0.0) & (share <= 1.0), at, -np.inf)
    furthest: FloatArray = at.max(axis=0)
    furthest[np.isinf(furthest)] = np.nan
    return furthest
