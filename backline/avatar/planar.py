"""Small planar and spatial geometry, for many instants at once."""

from __future__ import annotations

import numpy as np

from backline.body import FloatArray


def unit(vectors: FloatArray) -> FloatArray:
    """Vectors (..., n) scaled to length 1; a zero vector stays zero."""
    length = np.sqrt((vectors * vectors).sum(axis=-1, keepdims=True))
    scaled: FloatArray = vectors / np.maximum(length, 1e-12)
    return scaled


def apex(a: FloatArray, a_m: FloatArray, b: FloatArray, b_m: FloatArray) -> FloatArray:
    """The upper of the two points `a_m` from `a` and `b_m` from `b`, planar (T, 2), y up.

    Where the circles don't meet, the nearest point on the line through a and b.
    """
    away = b - a
    distance = np.maximum(np.sqrt((away * away).sum(axis=-1)), 1e-9)
    along = (a_m * a_m - b_m * b_m + distance * distance) / (2.0 * distance)
    along = np.clip(along, -a_m, a_m)
    height = np.sqrt(np.maximum(a_m * a_m - along * along, 0.0))
    ux, uy = away[..., 0] / distance, away[..., 1] / distance
    upward = np.where(ux >= 0.0, height, -height)
    return np.stack(
        (a[..., 0] + along * ux - upward * uy, a[..., 1] + along * uy + upward * ux), -1
    )


def pitch_of(local: FloatArray, target: FloatArray) -> FloatArray:
    """The pelvis pitch (radians) that brings a local vector onto a room direction.

    local: (T, 3) lateral, dorsal, cranial; target: (T, 2) along the mat and up.
    """
    before = np.arctan2(local[..., 2], -local[..., 1])
    after = np.arctan2(target[..., 1], target[..., 0])
    turn = before - after
    wrapped: FloatArray = np.arctan2(np.sin(turn), np.cos(turn))
    return wrapped


def sagittal(local: FloatArray) -> FloatArray:
    """(T,) length of local vectors seen from the side."""
    return np.hypot(local[..., 1], local[..., 2])


def turned(local: FloatArray, pitch: FloatArray) -> FloatArray:
    """(T, 2) local vectors (T, 3) seen from the side of a pelvis pitched by `pitch`."""
    c, s = np.cos(pitch), np.sin(pitch)
    d, up = local[..., 1], local[..., 2]
    return np.stack((-d * c + up * s, d * s + up * c), axis=-1)


def side_reach(length_m: FloatArray | float, aside_m: FloatArray) -> FloatArray:
    """What is left of a length, seen from the side, when its ends are `aside_m` apart across."""
    return np.sqrt(np.maximum(np.square(length_m) - aside_m * aside_m, 1e-6))


def bent_length(first_m: float, second_m: float, flexion_rad: FloatArray) -> FloatArray:
    """Distance between the ends of two bones whose joint is flexed (0: straight)."""
    return np.sqrt(first_m**2 + second_m**2 + 2.0 * first_m * second_m * np.cos(flexion_rad))


def two_bones(
    start: FloatArray, end: FloatArray, first_m: float, second_m: float, pole: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Directions of two bones from `start` that reach for `end`, bending towards `pole`.

    All (T, 3). Where `end` is out of reach the bones point at it, straight.
    """
    line = end - start
    distance = np.sqrt((line * line).sum(axis=-1))
    distance = np.clip(distance, abs(first_m - second_m) + 1e-6, first_m + second_m)
    line = unit(line)
    cosine = (first_m**2 + distance**2 - second_m**2) / (2.0 * first_m * distance)
    cosine = np.clip(cosine, -1.0, 1.0)[..., None]
    bend = unit(pole - (pole * line).sum(axis=-1, keepdims=True) * line)
    first = cosine * line + np.sqrt(1.0 - cosine * cosine) * bend
    second = unit(distance[..., None] * line - first_m * first)
    return first, second
