"""Solid things beside the body, and their surfaces as quads.

A thing is a ball, a tube along a line of points, or a box, each of one material. Composite
things (a kettlebell, a bar with plates) are several of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from backline.avatar.mesh import IntArray, grid_faces, turns, unit
from backline.body import FloatArray


@dataclass(frozen=True, slots=True)
class Ball:
    """centre_m, axis: (3,); rings lie round the axis when `ringed`."""

    centre_m: FloatArray
    radius_m: float
    axis: FloatArray
    material: str
    ringed: bool = False


@dataclass(frozen=True, slots=True)
class Tube:
    """points_m: (N, 3), N >= 2, the middle line; closed at both ends."""

    points_m: FloatArray
    radius_m: float
    material: str


@dataclass(frozen=True, slots=True)
class Box:
    """centre_m, half_m: (3,); sides along the room's axes."""

    centre_m: FloatArray
    half_m: FloatArray
    material: str


Thing = Ball | Tube | Box


@dataclass(frozen=True, slots=True)
class Surface:
    """vertices (V, 3) metres; faces (F, 4) of them, wound to look outwards; normals (F, 3);
    materials: F names."""

    vertices: FloatArray
    faces: IntArray
    normals: FloatArray
    materials: tuple[str, ...]


_TUBE_STEP_M = 0.06
_SLIM_M = 0.06
_BOX_CELLS = 9
_RING_EVERY = 4


def surface(things: Sequence[Thing], detail: int) -> Surface:
    """The things' surfaces together. detail: 1 for small pictures, 4 for large ones."""
    parts = [_surface(thing, detail) for thing in things]
    first = np.cumsum([0, *(len(p.vertices) for p in parts)])
    return Surface(
        np.concatenate([p.vertices for p in parts]),
        np.concatenate([p.faces + n for p, n in zip(parts, first[:-1], strict=True)]),
        np.concatenate([p.normals for p in parts]),
        tuple(name for p in parts for name in p.materials),
    )


def _surface(thing: Thing, detail: int) -> Surface:
    if isinstance(thing, Ball):
        return _ball(thing, detail)
    if isinstance(thing, Tube):
        return _tube(thing, detail)
    return _box(thing)


def _square_to(axis: FloatArray) -> FloatArray:
    """A unit vector at a right angle to a unit axis, (3,)."""
    least = np.eye(3)[int(np.argmin(np.abs(axis)))]
    return unit(np.cross(axis, least))


@cache
def _globe(rows: int, cols: int) -> tuple[FloatArray, IntArray]:
    """Unit sphere round the third axis: vertices and faces."""
    down = np.linspace(0.0, np.pi, rows)
    cosine, sine = turns(cols)
    ring = np.sin(down)[:, None]
    flat = np.broadcast_to(-np.cos(down)[:, None], (rows, cols))
    points = np.stack([ring * cosine, ring * sine, flat], axis=-1)
    return points.reshape(-1, 3), grid_faces(rows, cols)


def _ball(ball: Ball, detail: int) -> Surface:
    size = ball.radius_m / 0.3
    rows = max(9, round((17 + 8 * detail) * min(1.0, size)))
    cols = 2 * rows - 2
    unit_points, faces = _globe(rows, cols)
    axis = unit(ball.axis)
    side = _square_to(axis)
    turned = unit_points @ np.stack([side, np.cross(axis, side), axis])
    normals = unit(turned[faces].mean(axis=1))
    rings = np.repeat(np.arange(rows - 1), cols)
    every = max(2, _RING_EVERY * (rows // 16))
    lined = ball.ringed & (rings % every == every // 2)
    names = tuple(f"{ball.material}-ring" if line else ball.material for line in lined)
    return Surface(ball.centre_m + ball.radius_m * turned, faces, normals, names)


def _dense(points: FloatArray) -> FloatArray:
    """The line with no step longer than _TUBE_STEP_M, so that depth order holds."""
    out = [points[:1]]
    for a, b in pairwise(points):
        count = max(1, int(np.ceil(float(np.linalg.norm(b - a)) / _TUBE_STEP_M)))
        out.append(a + (b - a) * (np.arange(1, count + 1) / count)[:, None])
    return np.concatenate(out)


def _tube(tube: Tube, detail: int) -> Surface:
    line = _dense(tube.points_m)
    along = unit(np.gradient(line, axis=0))
    sides = np.empty_like(along)
    side = _square_to(along[0])
    for i, direction in enumerate(along):
        side = unit(side - direction * float(side @ direction))
        sides[i] = side
    wide = np.full(len(line), tube.radius_m)
    caps = [0, *range(len(line)), len(line) - 1]
    wide = np.concatenate(([0.0], wide, [0.0]))
    line, along, sides = line[caps], along[caps], sides[caps]
    cols = 6 + 2 * detail if tube.radius_m < _SLIM_M else 20 + 4 * detail
    cosine, sine = turns(cols)
    round_ = sides[:, None] * cosine[:, None] + np.cross(along, sides)[:, None] * sine[:, None]
    points = line[:, None] + wide[:, None, None] * round_
    faces = grid_faces(len(line), cols)
    outward = round_.reshape(-1, 3)[faces].mean(axis=1)
    outward[:cols], outward[-cols:] = -along[0], along[-1]
    return Surface(points.reshape(-1, 3), faces, unit(outward), (tube.material,) * len(faces))


def _box(box: Box) -> Surface:
    cells = np.linspace(-1.0, 1.0, _BOX_CELLS + 1)
    u, v = (g.ravel() for g in np.meshgrid(cells, cells, indexing="ij"))
    n = _BOX_CELLS + 1
    i, j = (g.ravel() for g in np.meshgrid(range(n - 1), range(n - 1), indexing="ij"))
    quad = np.stack([i * n + j, (i + 1) * n + j, (i + 1) * n + j + 1, i * n + j + 1], axis=-1)
    vertices: list[FloatArray] = []
    faces: list[IntArray] = []
    normals: list[FloatArray] = []
    for axis in range(3):
        for sign in (-1.0, 1.0):
            points = np.empty((n * n, 3))
            points[:, axis], points[:, (axis + 1) % 3], points[:, (axis + 2) % 3] = sign, u, v
            faces.append((quad if sign > 0 else quad[:, ::-1]) + n * n * len(vertices))
            vertices.append(box.centre_m + points * box.half_m)
            normals.append(np.tile(sign * np.eye(3)[axis], (len(quad), 1)))
    names = (box.material,) * (6 * len(quad))
    return Surface(np.concatenate(vertices), np.concatenate(faces), np.concatenate(normals), names)
