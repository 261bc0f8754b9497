"""A calm room: planked floor, a mat, a pale wall with a skirting, a plant and window light.

The wall stands square to the camera's view, wherever the camera is; only the mat, like the
person, keeps its place. Flat things are painted once and laid into the picture by the
camera's own homographies. The picture of the empty room is kept until the camera changes.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from backline.avatar.clothes import Look
from backline.avatar.plant import PLANT_SIZE_M, plant
from backline.avatar.room_paint import (
    FLOOR_HALF_M,
    MAT_HALF_M,
    MAT_MARGIN_M,
    Plane,
    floor,
    mat,
    wall,
)
from backline.avatar.shading import to_srgb
from backline.avatar.view import View
from backline.body import FloatArray

Picture = NDArray[np.uint8]

WALL_GAP_M = 1.15
"""Between the mat's furthest corner and the wall."""
PLANT_AT_M = -1.55
"""Where along the wall the plant stands, from the point behind the mat's middle."""
PLANT_SCALE = 0.8
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
        right, away = wall_axes(view)
        reach = abs(away[0]) * MAT_HALF_M[0] + abs(away[2]) * MAT_HALF_M[1]
        foot = away * (reach + WALL_GAP_M)
        scene = self._laid_floor(view, right, away)
        plane = view.plane(foot, right, np.array([0.0, 1.0, 0.0]))
        along, high, sight = _plane_places(plane, self._size)
        step = np.clip(np.abs(np.gradient(high, axis=0)), 1e-5, 1.0)
        painted = wall(self._look, along, high, step)
        cover = np.clip(high / step + 0.5, 0.0, 1.0) * (sight > 0.0)
        scene += (painted - scene) * cover[..., None]
        self._lay_plant(scene, view, foot - 0.22 * away + PLANT_AT_M * right, right)
        scene *= _vignette(*self._size)[..., None]
        return to_srgb(scene, self._dither)

    def _laid_floor(self, view: View, right: FloatArray, away: FloatArray) -> Plane:
        cell = self._cell_m
        boards = view.plane(np.zeros(3), right, -away) @ _cells(FLOOR_HALF_M, cell)
        scene = self._laid(floor(self._look, cell), boards, cv2.BORDER_REFLECT)
        half = (MAT_HALF_M[0] + MAT_MARGIN_M, MAT_HALF_M[1] + MAT_MARGIN_M)
        x, z = np.array([1.0, 0.0, 0.0]), np.array([0.0, 0.0, 1.0])
        place = view.plane(np.zeros(3), x, z) @ _cells(half, cell)
        covering = self._laid(mat(self._look, cell), place, cv2.BORDER_CONSTANT)
        return np.asarray(scene * (1.0 - covering[..., 3:]) + covering[..., :3])

    def _lay_plant(self, scene: Plane, view: View, foot: FloatArray, right: FloatArray) -> None:
        """Paints the plant into the scene, in place, with its shadow on the wall behind it."""
        picture = plant()
        wide, high = (PLANT_SCALE * side for side in PLANT_SIZE_M)
        cell = wide / picture.shape[1]
        up = np.array([0.0, 1.0, 0.0])
        cells = np.array([[cell, 0, 0.5 * (cell - wide)], [0, -cell, high], [0, 0, 1.0]])
        shadow = np.asarray(cv2.GaussianBlur(picture[..., 3], (0, 0), 12.0), np.float32)
        behind = view.plane(foot + 0.10 * right - 0.03 * up, right, up) @ cells
        scene *= 1.0 - 0.16 * self._laid(shadow, behind, cv2.BORDER_CONSTANT)[..., None]
        laid = self._laid(picture, view.plane(foot, right, up) @ cells, cv2.BORDER_CONSTANT)
        scene *= 1.0 - laid[..., 3:]
        scene += laid[..., :3]

    def _laid(self, texture: Plane, homography: FloatArray, border: int) -> Plane:
        """A flat painting as the camera sees it, smoothed by drawing it larger."""
        width, height = self._size
        bigger = np.array([[_OVER, 0, -0.5], [0, _OVER, -0.5], [0, 0, 1]])
        large = cv2.warpPerspective(
            texture, bigger @ homography, (width * _OVER, height * _OVER), borderMode=border
        )
        return np.asarray(cv2.resize(large, (width, height), interpolation=cv2.INTER_AREA))


def wall_axes(view: View) -> tuple[FloatArray, FloatArray]:
    """Unit directions (3,) along the floor: to the viewer's right, and away."""
    away = -view.frame[2]
    away = away - np.array([0.0, away[1], 0.0])
    if float(np.linalg.norm(away)) < 1e-6:  # straight down: the picture's top is away
        away = view.frame[1] - np.array([0.0, view.frame[1][1], 0.0])
    away = away / np.linalg.norm(away)
    return np.cross(away, np.array([0.0, 1.0, 0.0])), away


def _cells(half_m: tuple[float, float], cell_m: float) -> FloatArray:
    """Homography from a painting's cells (their middles at whole numbers) to metres."""
    first = [0.5 * cell_m - half for half in half_m]
    return np.array([[cell_m, 0, first[0]], [0, cell_m, first[1]], [0, 0, 1]])


def _plane_places(homography: FloatArray, size: tuple[int, int]) -> tuple[Plane, Plane, Plane]:
    """(first, second, sight), each (H, W): where every pixel's ray meets a plane; sight is
    positive where it does so ahead of the camera."""
    inverse = np.linalg.inv(homography)
    x = (np.arange(size[0]) + 0.5)[None, :]
    y = (np.arange(size[1]) + 0.5)[:, None]
    first, second, scale = (row[0] * x + row[1] * y + row[2] for row in inverse)
    scale = np.where(np.abs(scale) < 1e-12, 1e-12, scale)
    first, second = (first / scale), (second / scale)
    row = homography[2]
    sight = row[0] * first + row[1] * second + row[2]
    return first.astype(np.float32), second.astype(np.float32), sight.astype(np.float32)


def _vignette(width: int, height: int) -> Plane:
    x = np.linspace(-1.0, 1.0, width, dtype=np.float32)[None, :]
    y = np.linspace(-1.0, 1.0, height, dtype=np.float32)[:, None]
    return np.asarray(1.0 - 0.10 * np.clip(x * x * 0.8 + y * y * 0.6 - 0.25, 0.0, 1.0))
