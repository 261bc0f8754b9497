"""The back line: the dorsal edge of the person's mask between hip and shoulder.

Landmarks give only the straight hip-shoulder chord. From each station on that chord we
march along its normal to where the mask ends on the back's side.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

from backline.body import BACK_STATIONS, BackLine, CannotJudge, FloatArray, Landmark
from backline.vision.landmarker import BodyFinding

SIDE_VIEW_TOLERANCE_DEG = 40.0
"""Turned further from the exact side than this, the outline is no longer the spine's.
Set on the avatar: at 35 degrees the sagitta is still within 0.02 of the true one."""
MIN_TRUNK_VISIBILITY = 0.5
REACH_RATIO = 0.55
"""How far from the chord the back may be, in trunk lengths (a fully rounded back of a
heavy body stays below 0.45)."""
MARCH_STEPS = 64
MAX_STEP_RATIO = 0.05
"""Largest credible jump of the outline between neighbouring stations, in trunk lengths."""
MIN_STATIONS_SHARE = 0.7
MIN_TRUNK_PX = 20.0
"""Shortest trunk, in the model's 256-pixel square, whose bend can be told."""

_LEFT = [Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP]
_RIGHT = [Landmark.RIGHT_SHOULDER, Landmark.RIGHT_HIP]


def side_view_error_deg(world_m: FloatArray) -> float:
    """How far the camera is from the person's exact side, 0 to 90 degrees.

    world_m: (33, 3). From the direction in depth of the left-right lines of shoulders and
    hips. NaN when these have no length.
    """
    lateral = (world_m[_LEFT] - world_m[_RIGHT]).sum(axis=0)
    across, depth = math.hypot(lateral[0], lateral[1]), abs(float(lateral[2]))
    if across == 0 and depth == 0:
        return math.nan
    return math.degrees(math.atan2(across, depth))


class DorsalSide:
    """Which side of the hip-shoulder chord the back is on, remembered over time.

    Several signs vote, because each fails somewhere: the depth order of left and right
    (fails when the model swaps them), the way the knees fold, where the nose and the toes
    point (hidden at times), and the thighs (straight in a plank).
    """

    MEMORY_S = 0.5
    """Time constant with which old votes fade."""

    def __init__(self) -> None:
        self._belief = 0.0
        self._time_s = math.nan

    def update(self, frame_time_s: float, vote: float) -> float:
        """Take in one frame's vote (-1 to 1) and return the side, +1 or -1, where +1 is
        the chord's direction (hip to shoulder) turned a quarter clockwise on screen."""
        if math.isnan(self._time_s):
            self._belief = vote
        else:
            elapsed_s = max(0.0, frame_time_s - self._time_s)
            weight = 1.0 - math.exp(-elapsed_s / self.MEMORY_S)
            self._belief += weight * (vote - self._belief)
        self._time_s = frame_time_s
        return 1.0 if self._belief >= 0 else -1.0


def _cross(a: FloatArray, b: FloatArray) -> float:
    return float(a[0] * b[1] - a[1] * b[0])


def _unit(vector: FloatArray) -> FloatArray:
    length = float(np.hypot(vector[0], vector[1]))
    return vector / length if length > 0 else vector * 0.0


def dorsal_vote(points_px: FloatArray, visibility: FloatArray, world_m: FloatArray) -> float:
    """One frame's vote, -1 to 1, for the side the back is on (sign as `DorsalSide`).

    points_px: (33, 2) with y down. visibility: (33,). world_m: (33, 3).
    """
    at = {mark: points_px[mark] for mark in Landmark}
    hip = (at[Landmark.LEFT_HIP] + at[Landmark.RIGHT_HIP]) / 2
    shoulder = (at[Landmark.LEFT_SHOULDER] + at[Landmark.RIGHT_SHOULDER]) / 2
    cranial = _unit(shoulder - hip)
    votes: list[tuple[float, float]] = []

    # Depth order: cranial x left points out of the back.
    lateral = (world_m[_LEFT] - world_m[_RIGHT]).sum(axis=0)
    length = float(np.linalg.norm(lateral))
    if length > 0:
        # In the picture plane, dorsal = (cranial x left): (cy*lz, -cx*lz), so its cross
        # product with cranial has the sign of -lz.
        votes.append((-float(lateral[2]) / length, 1.5))

    for side in ("LEFT", "RIGHT"):
        knee, ankle = Landmark[f"{side}_KNEE"], Landmark[f"{side}_ANKLE"]
        heel, toe = Landmark[f"{side}_HEEL"], Landmark[f"{side}_FOOT_INDEX"]
        ear = Landmark[f"{side}_EAR"]
        thigh, shank = _unit(at[knee] - hip), _unit(at[ankle] - at[knee])
        # The thigh flexes to the front: the knee lies on the ventral side.
        votes.append((-_cross(cranial, thigh), float(visibility[knee])))
        # The knee folds to the back: shank turns from the thigh the way the back lies
        # (walking down the leg, dorsal is on the other hand than walking up the trunk).
        votes.append((-_cross(thigh, shank), float(min(visibility[knee], visibility[ankle]))))
        # Toes point to the front.
        foot = _unit(at[toe] - at[heel])
        votes.append((_cross(shank, foot), 0.5 * float(visibility[toe])))
        # The nose is in front of the ear.
        face = _unit(at[Landmark.NOSE] - at[ear])
        votes.append((-_cross(cranial, face), float(visibility[ear])))
    weight = sum(w for _, w in votes)
    return sum(v * w for v, w in votes) / weight if weight > 0 else 0.0


def _march(mask: np.ndarray, origins: FloatArray, normal: FloatArray, reach: float) -> FloatArray:
    """Distance from each origin to the mask's edge along `normal`, in mask pixels.

    mask: (256, 256) logits. origins: (N, 2). NaN where the origin is outside the person
    or the edge isn't met within `reach`.
    """
    distances = np.linspace(0.0, reach, MARCH_STEPS)
    samples = origins[:, None, :] + distances[None, :, None] * normal
    values: FloatArray = np.asarray(
        cv2.remap(
            mask,
            (samples[..., 0] - 0.5).astype(np.float32),
            (samples[..., 1] - 0.5).astype(np.float32),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=float("nan"),
        ),
        dtype=np.float64,
    )
    outside = np.logical_not(values > 0)
    first = np.argmax(outside, axis=1)
    rows = np.arange(len(origins))
    inside = np.maximum(first - 1, 0)
    found = outside.any(axis=1) & (first > 0)
    before, after = values[rows, inside], values[rows, first]
    step = distances[1]
    with np.errstate(invalid="ignore", divide="ignore"):
        crossing = distances[inside] + step * before / (before - after)
    return np.where(found & np.isfinite(after), crossing, np.nan)


def _drop_jumps(offset_ratio: FloatArray) -> FloatArray:
    """NaN for stations that jump away from the outline's running median."""
    padded = np.pad(offset_ratio, 3, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 7)
    if np.isnan(offset_ratio).all():
        return offset_ratio
    with np.errstate(all="ignore"):
        middle = np.nanmedian(
            np.where(np.isnan(windows).all(axis=1, keepdims=True), 0, windows), axis=1
        )
    return np.where(np.abs(offset_ratio - middle) > MAX_STEP_RATIO, np.nan, offset_ratio)


def _arm_covers(
    points: FloatArray,
    hip: FloatArray,
    along: FloatArray,
    normal: FloatArray,
    offset: FloatArray,
    length: float,
) -> bool:
    """Whether an elbow or wrist lies at or behind the outline within the trunk's length."""
    for mark in (
        Landmark.LEFT_ELBOW,
        Landmark.RIGHT_ELBOW,
        Landmark.LEFT_WRIST,
        Landmark.RIGHT_WRIST,
    ):
        relative = points[mark] - hip
        station = float(relative @ along) / length
        if 0.05 < station < 0.9:
            edge = offset[min(int(station * BACK_STATIONS), BACK_STATIONS - 1)]
            if not math.isnan(edge) and float(relative @ normal) / length > edge - 0.08:
                return True
    return False


def trace_back_line(
    finding: BodyFinding, points_px: FloatArray, side: float
) -> BackLine | CannotJudge:
    """The back line of one finding.

    points_px: (33, 2) landmarks in picture pixels. side: +1 or -1 from `DorsalSide`.
    "Can't judge" when the view isn't from the side, a hip and a shoulder can't be seen,
    the trunk reaches out of the picture, or something covers the outline.
    """
    error_deg = side_view_error_deg(finding.world_m)
    if not error_deg <= SIDE_VIEW_TOLERANCE_DEG:
        return CannotJudge.NOT_SIDE_VIEW
    near = max(finding.visibility[_LEFT].min(), finding.visibility[_RIGHT].min())
    if near < MIN_TRUNK_VISIBILITY:
        return CannotJudge.LANDMARKS_HIDDEN
    size = finding.mask.shape[0]
    points = finding.region.to_region(points_px) * size
    hip = (points[Landmark.LEFT_HIP] + points[Landmark.RIGHT_HIP]) / 2
    shoulder = (points[Landmark.LEFT_SHOULDER] + points[Landmark.RIGHT_SHOULDER]) / 2
    length = float(np.hypot(*(shoulder - hip)))
    if length < MIN_TRUNK_PX:
        return CannotJudge.NOT_SIDE_VIEW
    along = (shoulder - hip) / length
    normal = side * np.array([-along[1], along[0]])
    stations = np.linspace(0.0, 1.0, BACK_STATIONS)
    origins = hip + stations[:, None] * (shoulder - hip)
    offset = _march(finding.mask, origins, normal, REACH_RATIO * length)
    offset_ratio = _drop_jumps(offset / length)
    if np.isfinite(offset_ratio).mean() < MIN_STATIONS_SHARE:
        return CannotJudge.TRUNK_HIDDEN
    if _arm_covers(points, hip, along, normal, offset_ratio, length):
        return CannotJudge.TRUNK_HIDDEN
    edge = (origins + offset_ratio[:, None] * length * normal) / size
    return BackLine(points_px=finding.region.to_image(edge), offset_ratio=offset_ratio)
