"""Finding a person in a whole picture: BlazePose's detector.

The model answers for 2,254 anchors with a box, four key points and a score. All numbers
are those of MediaPipe's pose-detection graph (Apache-2.0).
"""

from __future__ import annotations

import cv2
import numpy as np

from backline.body import FloatArray
from backline.vision.model_files import detector_path
from backline.vision.region import Region
from backline.vision.runtime import LiteRtModel

INPUT_PX = 224
ANCHOR_GRIDS = ((8, 2), (16, 2), (32, 6))
"""(stride in pixels, anchors per cell): 28*28*2 + 14*14*2 + 7*7*6 = 2,254."""
MIN_SCORE = 0.5
MIN_OVERLAP = 0.3
SCORE_CLIP = 100.0


def anchor_centres() -> FloatArray:
    """(2254, 2) anchor centres in units of the input square."""
    rows = []
    for stride_px, per_cell in ANCHOR_GRIDS:
        cells = INPUT_PX // stride_px
        centres = (np.arange(cells) + 0.5) / cells
        grid_y, grid_x = np.meshgrid(centres, centres, indexing="ij")
        cell_centres = np.stack([grid_x.ravel(), grid_y.ravel()], axis=1)
        rows.append(np.repeat(cell_centres, per_cell, axis=0))
    return np.concatenate(rows)


def decode(
    raw: np.ndarray, logits: np.ndarray, anchors: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Boxes and key points of all anchors that score at least `MIN_SCORE`.

    raw: (2254, 12): centre x, y, width, height, then four key points, in input pixels
        relative to the anchor. logits: (2254,).
    Returns (N, 12) as x0, y0, x1, y1 and four key points in units of the input square,
    and (N,) scores, best first; N may be 0.
    """
    scores = 1.0 / (1.0 + np.exp(-np.clip(logits.astype(float), -SCORE_CLIP, SCORE_CLIP)))
    keep = np.flatnonzero(scores >= MIN_SCORE)
    keep = keep[np.argsort(-scores[keep])]
    values = raw[keep].astype(float) / INPUT_PX
    anchor = anchors[keep]
    centre = values[:, 0:2] + anchor
    half = values[:, 2:4] / 2
    points = values[:, 4:12] + np.tile(anchor, 4)
    return np.concatenate([centre - half, centre + half, points], axis=1), scores[keep]


def overlap(box: FloatArray, boxes: FloatArray) -> FloatArray:
    """Intersection over union of one (4,) box with (N, 4) boxes, (N,)."""
    low = np.maximum(box[:2], boxes[:, :2])
    high = np.minimum(box[2:4], boxes[:, 2:4])
    inner = np.prod(np.clip(high - low, 0, None), axis=1)
    area = np.prod(box[2:4] - box[:2])
    areas = np.prod(boxes[:, 2:4] - boxes[:, :2], axis=1)
    return np.asarray(inner / np.maximum(area + areas - inner, 1e-12))


def best_person(candidates: FloatArray, scores: FloatArray) -> FloatArray | None:
    """The best candidate, averaged by score with all that overlap it (weighted
    non-maximum suppression), as (12,); None when there is none."""
    if len(candidates) == 0:
        return None
    same = overlap(candidates[0, :4], candidates[:, :4]) > MIN_OVERLAP
    same[0] = True
    weights = scores[same]
    return np.asarray((candidates[same] * weights[:, None]).sum(axis=0) / weights.sum())


class PersonDetector:
    """Finds the most certain person in a picture."""

    def __init__(self, threads: int = 2) -> None:
        self._model = LiteRtModel(detector_path(), threads)
        self._anchors = anchor_centres()
        self._square = np.zeros((1, INPUT_PX, INPUT_PX, 3), np.float32)

    def find(self, rgb: np.ndarray) -> Region | None:
        """rgb: (H, W, 3) uint8. The region round the person, or None."""
        height, width = rgb.shape[:2]
        scale = INPUT_PX / max(height, width)
        small_w, small_h = max(1, round(width * scale)), max(1, round(height * scale))
        left, top = (INPUT_PX - small_w) // 2, (INPUT_PX - small_h) // 2
        small = cv2.resize(rgb, (small_w, small_h), interpolation=cv2.INTER_AREA)
        self._square[:] = -1.0
        self._square[0, top : top + small_h, left : left + small_w] = small / 127.5 - 1.0
        raw, logits = self._model.run(self._square, ("Identity", "Identity_1"))
        person = best_person(*decode(raw[0], logits[0, :, 0], self._anchors))
        if person is None:
            return None
        points_px = (person[4:8].reshape(2, 2) * INPUT_PX - (left, top)) / (
            small_w / width,
            small_h / height,
        )
        return Region.from_alignment(points_px[0], points_px[1])
