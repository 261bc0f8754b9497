"""A potted plant for the corner of the room, painted flat."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from backline.avatar.clothes import linear
from backline.body import FloatArray

Plane = NDArray[np.float32]

PLANT_SIZE_M = (0.96, 1.16)
"""Width and height of the painting; its foot is the middle of the lower edge."""
_CELL_M = 0.0025
_LEAVES = 17
_POT_TOP_M, _POT_WIDE_M = 0.27, 0.145


@lru_cache(maxsize=1)
def plant() -> Plane:
    """(rows from the top, cols, 4) linear colour times cover, and cover. Read-only."""
    cols, rows = (round(side / _CELL_M) for side in PLANT_SIZE_M)
    canvas = np.zeros((rows, cols, 4), np.float32)
    random = np.random.default_rng(11)
    leaves = []
    for k in range(_LEAVES):
        lean = (k / (_LEAVES - 1) - 0.5) * 2.0
        lean = np.sign(lean) * abs(lean) ** 0.85 * 1.05 + random.normal(0.0, 0.07)
        length = (0.80 - 0.34 * abs(lean)) * random.uniform(0.62, 1.0)
        leaves.append((random.uniform(), lean, length))
    for depth, lean, length in sorted(leaves):
        _leaf(canvas, lean, length, 0.55 + 0.45 * depth, random)
    _pot(canvas)
    canvas[..., :3] *= canvas[..., 3:]
    canvas.setflags(write=False)
    return canvas


def _cells(points_m: FloatArray, shape: tuple[int, ...]) -> NDArray[np.int32]:
    """Places (N, 2) right of and over the foot, as OpenCV points with 4 fractional bits."""
    x = points_m[:, 0] / _CELL_M + 0.5 * shape[1]
    y = shape[0] - points_m[:, 1] / _CELL_M
    return np.round(np.stack([x, y], axis=1) * 16.0).astype(np.int32)


def _leaf(
    canvas: Plane, lean: float, length: float, bright: float, random: np.random.Generator
) -> None:
    """A stem that bows outwards and a long leaf at its end, each half in its own green."""
    along = np.linspace(0.0, 1.0, 24)
    turn = lean * (0.35 + 0.95 * along**1.5)
    step = length / len(along)
    x = np.cumsum(np.sin(turn)) * step + 0.03 * np.sign(lean)
    y = np.cumsum(np.cos(turn)) * step + _POT_TOP_M - 0.03
    spine = np.stack([x, y], axis=1)
    stem = linear("#6f7f55") * bright
    _stroke(canvas, spine[:12], stem, 0.007)
    blade = spine[9:]
    share = np.linspace(0.0, 1.0, len(blade))
    wide = random.uniform(0.036, 0.052) * np.sin(np.pi * share**0.72) ** 0.9
    across = np.stack([np.cos(turn[9:]), -np.sin(turn[9:])], axis=1)
    light = linear(str(random.choice(["#6d9a68", "#7aa36d", "#5f8f66"])))
    for side, shade in ((-1.0, 1.0 if lean < 0 else 0.74), (1.0, 0.74 if lean < 0 else 1.0)):
        edge = blade + side * across * wide[:, None]
        outline = np.concatenate([blade, edge[::-1]])
        _fill(canvas, outline, light * bright * shade)
    _stroke(canvas, blade, light * bright * 1.25, 0.0035)


def _fill(canvas: Plane, outline_m: FloatArray, colour: FloatArray) -> None:
    points = _cells(outline_m, canvas.shape)
    cv2.fillPoly(canvas, [points], (*colour.tolist(), 1.0), cv2.LINE_8, 4)


def _stroke(canvas: Plane, line_m: FloatArray, colour: FloatArray, wide_m: float) -> None:
    points = _cells(line_m, canvas.shape)
    thick = max(1, round(wide_m / _CELL_M))
    cv2.polylines(canvas, [points], False, (*colour.tolist(), 1.0), thick, cv2.LINE_8, 4)


def _pot(canvas: Plane) -> None:
    """A round pot, lit from the left, with a rim."""
    rows, cols = canvas.shape[:2]
    x = (np.arange(cols, dtype=np.float32) + 0.5 - 0.5 * cols)[None, :] * _CELL_M
    y = (rows - np.arange(rows, dtype=np.float32) - 0.5)[:, None] * _CELL_M
    wide = _POT_WIDE_M * (0.74 + 0.26 * np.clip(y / _POT_TOP_M, 0.0, 1.0) ** 0.7)
    wide = np.where(y > _POT_TOP_M - 0.035, _POT_WIDE_M * 1.06, wide)
    bow = 0.016 * (1.0 - np.clip(np.abs(x) / _POT_WIDE_M, 0.0, 1.0) ** 2)
    inside = (np.abs(x) < wide) & (y < _POT_TOP_M) & (y > 0.004 + 0.016 - bow)
    round_ = np.clip(x / wide, -1.0, 1.0)
    light = 0.92 - 0.16 * round_ - 0.34 * round_**4
    light = light * np.where((y > _POT_TOP_M - 0.047) & (y < _POT_TOP_M - 0.035), 0.72, 1.0)
    colour = light[..., None] * linear("#d8cfc4").astype(np.float32)
    canvas[inside, :3] = colour[inside]
    canvas[inside, 3] = 1.0
