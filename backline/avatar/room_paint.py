"""What floor, mat and wall look like, in linear light."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from backline.avatar.clothes import Look, linear

Plane = NDArray[np.float32]

FLOOR_HALF_M = (4.2, 3.0)
MAT_HALF_M = (1.06, 0.40)
MAT_MARGIN_M = 0.12
PLANK_M = (1.6, 0.14)


def _soft_noise(shape: tuple[int, int], grain: tuple[float, float], seed: int) -> Plane:
    """Soft noise of mean 0 and deviation 1; grain: blur along x and y, in cells."""
    noise = np.random.default_rng(seed).standard_normal(shape, np.float32)
    wide, high = (max(g, 0.3) for g in grain)
    soft = np.asarray(cv2.GaussianBlur(noise, (0, 0), sigmaX=wide, sigmaY=high))
    return np.asarray((soft - soft.mean()) / soft.std(), np.float32)


@lru_cache(maxsize=2)
def floor(look: Look, cell_m: float) -> Plane:
    """The floor from above, (rows away from the viewer's wall, cols to the right, 3). Boards
    lie along the wall. Read-only: it is kept."""
    x, z = (_places(half, cell_m) for half in FLOOR_HALF_M)
    pool = _bell(x + 0.2, 2.6)[None, :] * _bell(z - 0.1, 1.9)[:, None]
    light = _planks(x, z, cell_m) * (0.80 + 0.26 * pool)
    painted = light[..., None] * linear(look.floor).astype(np.float32)
    painted.setflags(write=False)
    return painted


@lru_cache(maxsize=2)
def mat(look: Look, cell_m: float) -> Plane:
    """The mat and its soft shadow from above, (rows z, cols x, 4): linear colour times
    cover, and cover. Read-only: it is kept."""
    x, z = (_places(half + MAT_MARGIN_M, cell_m) for half in MAT_HALF_M)
    inside = _rounded_distance(x[None, :], z[:, None], MAT_HALF_M, 0.05)
    light = 0.90 + 0.14 * _bell(x + 0.2, 1.6)[None, :] * _bell(z, 0.9)[:, None]
    weave = _soft_noise((len(z), len(x)), (0.3, 0.3), 5) * 0.012
    stripe = _bell(inside + 0.055, 0.0045) * 0.16
    rim = 0.30 * _bell(inside + 0.003, 0.004)
    tone = light * (1.0 + weave + stripe - rim)
    solid = np.clip(0.5 - inside / cell_m, 0.0, 1.0)
    shadow = 0.42 * np.exp(-np.clip(inside, 0.0, None) / 0.022) * (1.0 - solid)
    fade = np.clip((MAT_MARGIN_M - inside) / 0.05, 0.0, 1.0)
    painted = np.empty((len(z), len(x), 4), np.float32)
    painted[..., :3] = (tone * solid)[..., None] * linear(look.mat)
    painted[..., 3] = solid + shadow * fade
    painted.setflags(write=False)
    return painted


def _places(half_m: float, cell_m: float) -> Plane:
    """Middles of the cells from -half_m to half_m."""
    count = round(2 * half_m / cell_m)
    return (np.arange(count, dtype=np.float32) + 0.5) * np.float32(cell_m) - half_m


def _bell(value: Plane, width: float) -> Plane:
    return np.asarray(np.exp(-((value / np.float32(width)) ** 2)), np.float32)


def _planks(x: Plane, z: Plane, cell_m: float) -> Plane:
    """Brightness of boards of varied tone, with grain and seams."""
    length, width = PLANK_M
    plank = np.floor(z / width).astype(int)
    random = np.random.default_rng(7)
    starts = random.uniform(0.0, length, int(np.ptp(plank)) + 1)[plank - plank.min()]
    place = ((x[None, :] + starts[:, None].astype(np.float32)) / length).astype(np.float32)
    board = np.floor(place).astype(int) - int(np.floor(place.min()))
    tones = random.uniform(0.0, 1.0, (int(np.ptp(plank)) + 1, int(board.max()) + 1))
    tone = tones.astype(np.float32)[(plank - plank.min())[:, None], board]
    grain = _soft_noise((len(z), len(x)), (0.06 / cell_m, 0.004 / cell_m), 3)
    light = 0.965 + 0.07 * tone + 0.018 * grain
    seam = np.abs(z / width - np.round(z / width)) * width
    end = np.abs(place - np.round(place)) * length
    line = np.maximum(_bell(seam, 0.0022)[:, None], _bell(end, 0.0022))
    return np.asarray(light * (1.0 - 0.22 * line), np.float32)


def _rounded_distance(x: Plane, z: Plane, half: tuple[float, float], radius: float) -> Plane:
    """Signed distance (m) to a rounded rectangle, negative inside."""
    dx = np.abs(x) - (half[0] - radius)
    dz = np.abs(z) - (half[1] - radius)
    outside = np.hypot(np.maximum(dx, 0.0), np.maximum(dz, 0.0))
    return np.asarray(outside + np.minimum(np.maximum(dx, dz), 0.0) - radius, np.float32)


def wall(look: Look, along: Plane, high: Plane, step_m: Plane) -> Plane:
    """The wall where each pixel sees it, (H, W, 3).

    along: metres to the right along the wall; high: metres over the floor; step_m: how much
    `high` changes over a pixel. All (H, W).
    """
    high = np.clip(high, -0.05, 4.0)
    along = np.clip(along, -8.0, 8.0)
    light = 0.80 + 0.11 * _bell(along + 0.6, 2.2) * _bell(high - 1.1, 1.3)
    light += 0.045 * _window(along, high)
    light *= 1.0 - 0.10 * np.exp(-np.clip(high - 0.09, 0.0, None) / 0.12)
    paint = light[..., None] * linear(look.wall).astype(np.float32)
    soft = np.maximum(step_m, 0.004)
    shade = 0.80 - 0.34 * np.exp(-((high / (0.010 + soft)) ** 2))
    shade -= 0.25 * np.exp(-(((high - 0.092) / (0.004 + soft)) ** 2))
    skirting = shade[..., None] * linear("#f3efe8").astype(np.float32)
    board = np.clip((0.09 - high) / soft + 0.5, 0.0, 1.0)
    result: Plane = (paint + (skirting - paint) * board[..., None]).astype(np.float32)
    return result


def _window(along: Plane, high: Plane) -> Plane:
    """Sunlight through a window with bars: a leaning, soft-edged, parted rectangle."""
    across = np.asarray(along - 0.35 * (high - 0.9) + 0.55, np.float32)
    wide = _box(across, -0.72, 0.72, 0.05) * (1.0 - 0.8 * _box(across, -0.03, 0.03, 0.02))
    tall = _box(high, 0.52, 2.4, 0.05) * (1.0 - 0.8 * _box(high, 1.27, 1.33, 0.02))
    return np.asarray(wide * tall)


def _box(value: Plane, low: float, high: float, soft: float) -> Plane:
    up = np.clip((value - low) / soft + 0.5, 0.0, 1.0)
    down = np.clip((high - value) / soft + 0.5, 0.0, 1.0)
    return np.asarray(up * up * (3 - 2 * up) * down * down * (3 - 2 * down), np.float32)
