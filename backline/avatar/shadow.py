"""The soft shadow of the body on floor and mat."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from backline.avatar.view import View
from backline.body import FloatArray

_HALF_M = (1.7, 1.1)
_CELL_M = 0.0125
_LAYERS = ((0.0, 0.05, 0.014, 0.62), (0.05, 0.28, 0.045, 0.34), (0.28, 3.0, 0.12, 0.30))
"""From and to what height, how soft (m), how dark at most."""
_LEAN = (0.22, 0.10)
"""How far the shadow moves right of and away from the viewer, per metre of height."""


def floor_shadow(
    centres_m: FloatArray, area_m2: FloatArray, view: View
) -> tuple[NDArray[np.float32], FloatArray]:
    """(rows, cols) light left on the floor (1 is all), and the (3, 3) map from its cells to
    pixels.

    centres_m: (F, 3) of the body's faces; area_m2: (F,) their areas seen from above.
    """
    middle = np.median(centres_m[:, [0, 2]], axis=0)
    away = -view.frame[2]
    lean = _LEAN[0] * view.frame[0][[0, 2]] + _LEAN[1] * away[[0, 2]]
    cols, rows = (round(2 * half / _CELL_M) for half in _HALF_M)
    place = centres_m[:, [0, 2]] + lean * centres_m[:, 1:2] - middle + np.array(_HALF_M)
    cell = (place / _CELL_M).astype(np.int64)
    inside = ((cell >= 0) & (cell < np.array([cols, rows]))).all(axis=1)
    index = cell[:, 1] * cols + cell[:, 0]
    light = np.ones((rows, cols), np.float32)
    for low, high, soft, dark in _LAYERS:
        use = inside & (centres_m[:, 1] >= low - 1.0 * (low == 0.0)) & (centres_m[:, 1] < high)
        layers = np.bincount(index[use], area_m2[use], rows * cols) / _CELL_M**2
        dense = layers.reshape(rows, cols).astype(np.float32)
        smooth = np.asarray(cv2.GaussianBlur(dense, (0, 0), soft / _CELL_M))
        light *= 1.0 - dark * (1.0 - np.exp(-1.1 * smooth))
    origin = middle - np.array(_HALF_M)
    first = origin + 0.5 * _CELL_M
    cells = np.array([[_CELL_M, 0, first[0]], [0, _CELL_M, first[1]], [0, 0, 1.0]])
    floor = view.plane(np.zeros(3), np.array([1.0, 0.0, 0.0]), np.array([0.0, 0.0, 1.0]))
    return light, floor @ cells
