"""A calm room: planked floor, a mat, a pale wall with a skirting and window light.

The floor is painted flat, once, and laid into the picture by the camera's own homography;
the wall is painted where every pixel's ray meets it. The picture of the empty room is kept
until the camera changes.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from backline.avatar.clothes import Look
from backline.avatar.room_paint import FLOOR_HALF_M, Plane, floor_and_mat, wall
from backline.avatar.shading import to_srgb
from backline.avatar.view import View
from backline.body import FloatArray

Picture = NDArray[np.uint8]

WALL_BEHIND_M = {2: 1.55, 0: 2.4}
"""How far behind the mat's middle the wall stands, by the axis it is square to."""
_OVER = 2


class Room:
    """The picture of the empty room, for pictures of one size. cell_m: floor detail."""

    def __init__(self, look: Look, width_px: int, height_px: int, cell_m: float) -> None:
        self._look = look
        self._size = (width_px, height_px)
        self._cell_m = cell_m
        self._dither = np.random.default_rng(1).uniform(-0.5, 0.5, (height_px, width_px, 1))
        self._kept: tuple[FloatArray, Picture] | None = None

    def picture(self, view: View) -> Picture:
        """(H, W, 3) uint8. Read-only: it is kept for the next frame."""
        if self._kept is None or not np.array_equal(self._kept[0], view.matrix):
            picture = self._paint(view)
            picture.setflags(write=False)
            self._kept = (view.matrix, picture)
        return self._kept[1]

    def _paint(self, view: View) -> Picture:
        scene = self._painted_floor(view)
        ahead = -view.frame[2]
        axis = 2 if abs(ahead[2]) >= abs(ahead[0]) else 0
        away = float(np.sign(ahead[axis])) or 1.0
        plane = view.plane(axis, away * WALL_BEHIND_M[axis])
        along, high, sight = _plane_places(plane, self._size, up_first=axis == 0)
        step = np.clip(np.abs(np.gradient(high, axis=0)), 1e-5, 1.0)
        painted = wall(self._look, along * (away if axis == 0 else -away), high, step)
        cover = np.clip(high / step + 0.5, 0.0, 1.0) * (sight > 0.0)
        scene += (painted - scene) * cover[..., None]
        scene *= _vignette(*self._size)[..., None]
        return to_srgb(scene, self._dither)

    def _painted_floor(self, view: View) -> Plane:
        width, height = self._size
        bigger = np.array([[_OVER, 0, -0.5], [0, _OVER, -0.5], [0, 0, 1]])
        cell = self._cell_m
        first = [0.5 * cell - half for half in FLOOR_HALF_M]
        cells = np.array([[cell, 0, first[0]], [0, cell, first[1]], [0, 0, 1]])
        large = cv2.warpPerspective(
            floor_and_mat(self._look, cell), bigger @ view.plane(1, 0.0) @ cells,
            (width * _OVER, height * _OVER), borderMode=cv2.BORDER_REFLECT,
        )  # fmt: skip
        return np.asarray(cv2.resize(large, (width, height), interpolation=cv2.INTER_AREA))


def _plane_places(
    homography: FloatArray, size: tuple[int, int], *, up_first: bool
) -> tuple[Plane, Plane, Plane]:
    """(along, up, sight), each (H, W): where every pixel's ray meets a plane; sight is
    positive where it does so ahead of the camera."""
    inverse = np.linalg.inv(homography)
    x = (np.arange(size[0]) + 0.5)[None, :]
    y = (np.arange(size[1]) + 0.5)[:, None]
    first, second, scale = (row[0] * x + row[1] * y + row[2] for row in inverse)
    scale = np.where(np.abs(scale) < 1e-12, 1e-12, scale)
    first, second = (first / scale), (second / scale)
    row = homography[2]
    sight = row[0] * first + row[1] * second + row[2]
    along, up = (second, first) if up_first else (first, second)
    return along.astype(np.float32), up.astype(np.float32), sight.astype(np.float32)


def _vignette(width: int, height: int) -> Plane:
    x = np.linspace(-1.0, 1.0, width, dtype=np.float32)[None, :]
    y = np.linspace(-1.0, 1.0, height, dtype=np.float32)[:, None]
    return np.asarray(1.0 - 0.10 * np.clip(x * x * 0.8 + y * y * 0.6 - 0.25, 0.0, 1.0))
