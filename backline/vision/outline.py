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
REACH_RATIO = 0.85
"""How far from the chord the back may be, in trunk lengths. In a deep cat the chord shortens and
the back stands off it by 0.6."""
ENTRY_RATIO = 0.4
"""A trunk can curve away from the chord by this share of `REACH_RATIO` (0.34 trunk lengths; the
avatar's deepest cat leaves 0.2 between chord and belly)."""
MARCH_STEPS = 80
MAX_STEP_RATIO = 0.05
"""Largest credible jump of the outline between neighbouring stations, in trunk lengths."""
MIN_STATIONS_SHARE = 0.7
ARM_MARGIN_RATIO = 0.08
"""An elbow or wrist less than this inside the outline shapes it: half an arm's thickness."""
MIN_TRUNK_PX = 20.0
"""Shortest trunk, in the model's 256-pixel square, whose bend can be told."""

_LEFT = [Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP]
_RIGHT = [Landmark.RIGHT_SHOULDER, Landmark.RIGHT_HIP]
_LEGS_AND_EARS = [
    [Landmark[f"{side}_{part}"] for part in ("KNEE", "ANKLE", "HEEL", "FOOT_INDEX", "EAR")]
    for side in ("LEFT", "RIGHT")
]
_ARMS = [
    Landmark.LEFT_ELBOW,
    Landmark.RIGHT_ELBOW,
    Landmark.LEFT_WRIST,
    Landmark.RIGHT_WRIST,
]
_STATIONS = np.linspace(0.0, 1.0, BACK_STATIONS)
_ROWS = np.arange(BACK_STATIONS)
_STEPS = np.arange(MARCH_STEPS)
_NEIGHBOURS = np.clip(_ROWS[:, None] + np.arange(-3, 4), 0, BACK_STATIONS - 1)
"""(BACK_STATIONS, 7) each station with three on either side; the ends stand in for more."""


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


def _cross(a: complex, b: complex) -> float:
    """Positive when `b` is turned clockwise on screen from `a`."""
    return a.real * b.imag - a.imag * b.real


def _unit(vector: complex) -> complex:
    length = abs(vector)
    return vector / length if length > 0 else 0j


def dorsal_vote(points_px: FloatArray, visibility: FloatArray, world_m: FloatArray) -> float:
    """One frame's vote, -1 to 1, for the side the back is on (sign as `DorsalSide`).

    points_px: (33, 2) with y down. visibility: (33,). world_m: (33, 3).
    """
    # Points in the picture as complex numbers, x + iy: plain arithmetic is fastest for so few.
    at: list[complex] = (points_px[:, 0] + 1j * points_px[:, 1]).tolist()
    seen: list[float] = visibility.tolist()
    hip = (at[Landmark.LEFT_HIP] + at[Landmark.RIGHT_HIP]) / 2
    shoulder = (at[Landmark.LEFT_SHOULDER] + at[Landmark.RIGHT_SHOULDER]) / 2
    cranial = _unit(shoulder - hip)
    votes: list[tuple[float, float]] = []

    # Depth order: cranial x left points out of the back.
    lateral = (world_m[_LEFT] - world_m[_RIGHT]).sum(axis=0).tolist()
    length = math.hypot(*lateral)
    if length > 0:
        # In the picture plane, dorsal = (cranial x left): (cy*lz, -cx*lz), so its cross
        # product with cranial has the sign of -lz.
        votes.append((-lateral[2] / length, 1.5))

    for knee, ankle, heel, toe, ear in _LEGS_AND_EARS:
        thigh, shank = _unit(at[knee] - hip), _unit(at[ankle] - at[knee])
        # The thigh flexes to the front: the knee lies on the ventral side.
        votes.append((-_cross(cranial, thigh), seen[knee]))
        # The knee folds to the back: shank turns from the thigh the way the back lies
        # (walking down the leg, dorsal is on the other hand than walking up the trunk).
        votes.append((-_cross(thigh, shank), min(seen[knee], seen[ankle])))
        # Toes point to the front.
        foot = _unit(at[toe] - at[heel])
        votes.append((_cross(shank, foot), 0.5 * seen[toe]))
        # The nose is in front of the ear.
        face = _unit(at[Landmark.NOSE] - at[ear])
        votes.append((-_cross(cranial, face), seen[ear]))
    weight = sum(w for _, w in votes)
    return sum(v * w for v, w in votes) / weight if weight > 0 else 0.0


def _march(mask: np.ndarray, origins: FloatArray, normal: FloatArray, reach: float) -> FloatArray:
    """Distance from each origin to the mask's edge along `normal`, in mask pixels.

    mask: (256, 256) logits. origins: (N, 2). An origin below a strongly rounded trunk lies
    outside the person; the trunk is then looked for within `ENTRY_RATIO` of `reach` first.
    NaN where it isn't found, or the edge isn't met within `reach`.
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
    person = values > 0
    entry = np.argmax(person, axis=1)
    reachable = person[_ROWS, entry] & (entry <= ENTRY_RATIO * MARCH_STEPS)
    before_entry = entry[:, None] > _STEPS
    outside = ~(person | before_entry) & reachable[:, None]
    first = np.argmax(outside, axis=1)
    found = (first > entry) & outside[_ROWS, first]
    inside = np.maximum(first - 1, 0)
    before, after = values[_ROWS, inside], values[_ROWS, first]
    drop = np.where(found, before - after, np.nan)
    return np.asarray((inside + before / drop) * distances[1])


def _drop_jumps(offset_ratio: FloatArray) -> FloatArray:
    """NaN for stations that jump away from the outline's running median."""
    windows = np.sort(offset_ratio[_NEIGHBOURS], axis=1)  # NaN goes last.
    known = np.isfinite(windows).sum(axis=1)
    middle = (windows[_ROWS, (known - 1) // 2] + windows[_ROWS, known // 2]) / 2
    return np.where(np.abs(offset_ratio - middle) > MAX_STEP_RATIO, np.nan, offset_ratio)


def _arm_covers(place: FloatArray, out: FloatArray, offset_ratio: FloatArray) -> bool:
    """Whether an elbow or wrist lies at or behind the outline within the trunk's length.

    place: (4,) how far along the chord each is, 0 hip, 1 shoulder. out: (4,) how far out on
    the back's side. Both in trunk lengths. Where a jump was dropped, the outline is bridged.
    """
    known = np.isfinite(offset_ratio)
    edge = np.interp(place, _STATIONS[known], offset_ratio[known])
    return bool(((place > 0.05) & (place < 0.9) & (out > edge - ARM_MARGIN_RATIO)).any())


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
    length = math.hypot(*(shoulder - hip).tolist())
    if not length >= MIN_TRUNK_PX:
        return CannotJudge.NOT_SIDE_VIEW
    along = (shoulder - hip) / length
    normal = side * np.array([-along[1], along[0]])
    origins = hip + _STATIONS[:, None] * (shoulder - hip)
    offset = _march(finding.mask, origins, normal, REACH_RATIO * length)
    offset_ratio = _drop_jumps(offset / length)
    if np.isfinite(offset_ratio).mean() < MIN_STATIONS_SHARE:
        return CannotJudge.TRUNK_HIDDEN
    arms = (points[_ARMS] - hip) / length
    if _arm_covers(arms @ along, arms @ normal, offset_ratio):
        return CannotJudge.TRUNK_HIDDEN
    edge = (origins + offset_ratio[:, None] * length * normal) / size
    return BackLine(points_px=finding.region.to_image(edge), offset_ratio=offset_ratio)
