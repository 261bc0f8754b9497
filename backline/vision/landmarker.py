"""The landmark model: a region of the picture to one body's landmarks and its mask.

All numbers are those of MediaPipe's pose-landmark graph (Apache-2.0).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from backline.body import LANDMARK_COUNT, FloatArray
from backline.vision.model_files import landmarks_path
from backline.vision.region import Region
from backline.vision.runtime import LiteRtModel

INPUT_PX = 256
POINT_COUNT = 39
"""33 landmarks and six auxiliary points, of which two align the next region."""
HEATMAP_PX = 64
REFINE_REACH = 3
"""Heat-map cells each side of the first guess that refine it (kernel size 7)."""
REFINE_MIN_CONFIDENCE = 0.5
ALIGNMENT_POINTS = (33, 34)


@dataclass(frozen=True, slots=True)
class BodyFinding:
    """What the model found in one region.

    presence: 0 to 1, belief that the region holds a person.
    points_px: (39, 2) picture pixels. visibility: (33,) 0 to 1.
    world_m: (33, 3) metres, picture axes. mask: (256, 256) in region axes, logits
        (above 0 is person). region: where the model looked.
    """

    presence: float
    points_px: FloatArray
    visibility: FloatArray
    world_m: FloatArray
    mask: np.ndarray
    region: Region

    def next_region(self) -> Region:
        """Where this person will be in the next picture."""
        hip, scale = ALIGNMENT_POINTS
        return Region.from_alignment(self.points_px[hip], self.points_px[scale])


class PoseModel(Protocol):
    """A model that finds a body in a region; another runtime can take its place."""

    def find(self, rgb: np.ndarray, region: Region) -> BodyFinding:
        """rgb: (H, W, 3) uint8."""
        ...


def _sigmoid(values: np.ndarray) -> FloatArray:
    return np.asarray(1.0 / (1.0 + np.exp(-values.astype(float))))


def refine(points: FloatArray, heatmap: np.ndarray) -> FloatArray:
    """Move each point to the weighted centre of its heat map nearby, where that is sure.

    points: (39, 2) in units of the region. heatmap: (64, 64, 39) logits (rows, columns).
    Points off the map or with no confident cell nearby are left as they are.
    """
    reach = np.arange(-REFINE_REACH, REFINE_REACH + 1)
    cells = (points * HEATMAP_PX).astype(int)
    on_map = np.all((points >= 0) & (cells < HEATMAP_PX), axis=1)
    rows = cells[:, 1, None] + reach
    columns = cells[:, 0, None] + reach
    inside = ((rows >= 0) & (rows < HEATMAP_PX))[:, :, None] & (
        (columns >= 0) & (columns < HEATMAP_PX)
    )[:, None, :]
    logits = heatmap[
        np.clip(rows, 0, HEATMAP_PX - 1)[:, :, None],
        np.clip(columns, 0, HEATMAP_PX - 1)[:, None, :],
        np.arange(len(points))[:, None, None],
    ]
    confidence = np.where(inside, _sigmoid(logits), 0.0)
    total = confidence.sum(axis=(1, 2))
    sure = on_map & (confidence.max(axis=(1, 2)) >= REFINE_MIN_CONFIDENCE)
    total = np.where(sure, total, 1.0)
    x = (confidence * columns[:, None, :]).sum(axis=(1, 2)) / total / HEATMAP_PX
    y = (confidence * rows[:, :, None]).sum(axis=(1, 2)) / total / HEATMAP_PX
    return np.where(sure[:, None], np.stack([x, y], axis=1), points)


class BlazePoseLandmarker:
    """BlazePose "full" on LiteRT."""

    OUTPUTS = ("Identity", "Identity_1", "Identity_2", "Identity_3", "Identity_4")

    def __init__(self, threads: int = 2) -> None:
        self._model = LiteRtModel(landmarks_path(), threads)
        self._input = np.zeros((1, INPUT_PX, INPUT_PX, 3), np.float32)

    def find(self, rgb: np.ndarray, region: Region) -> BodyFinding:
        """rgb: (H, W, 3) uint8. Always answers; see `BodyFinding.presence`."""
        np.multiply(region.crop(rgb, INPUT_PX), np.float32(1 / 255), out=self._input[0])
        flat, presence, mask, heatmap, world = self._model.run(self._input, self.OUTPUTS)
        values = flat.reshape(POINT_COUNT, 5).astype(float)
        points = refine(values[:, :2] / INPUT_PX, heatmap[0])
        world_m = world.reshape(POINT_COUNT, 3)[:LANDMARK_COUNT].astype(float)
        world_m[:, :2] = region.rotate(world_m[:, :2])
        return BodyFinding(
            presence=float(presence[0, 0]),
            points_px=region.to_image(points),
            visibility=_sigmoid(values[:LANDMARK_COUNT, 3]),
            world_m=world_m,
            mask=mask[0, :, :, 0],
            region=region,
        )
