"""The head's shape: skull, face in profile, ears, eyes, hair. A rigid mesh, made once.

Local axes are the head's own: x to the person's left, y to the back of the head, z to
the crown; the origin lies midway between the ears. Lengths are those of an average adult
head (about 0.23 m high, 0.195 m long, 0.155 m wide: Gordon et al. 2014, ANSUR II), and
the drawing scales them to the figure's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from backline.avatar.mesh import IntArray, grid_faces
from backline.body import FloatArray

HairStyle = Literal["short", "bun", "cropped"]

_Z_CM = [-11.4, -11.0, -10.0, -8.9, -7.5, -6.1, -4.9, -3.2, -1.4, 1.0, 3.0, 4.6, 6.4, 8.4]
_Z_CM += [10.2, 11.6, 12.6, 13.0]
_FRONT_CM = [7.0, 8.9, 9.9, 10.05, 9.75, 9.95, 10.05, 9.95, 9.75, 9.7, 9.75, 10.2, 10.1, 9.5]
_FRONT_CM += [8.3, 6.6, 4.3, 0.6]
_BACK_CM = [-6.8, -2.0, 0.6, 1.8, 3.0, 4.4, 5.6, 6.9, 8.2, 9.1, 9.7, 9.95, 10.0, 9.8]
_BACK_CM += [9.1, 7.7, 5.6, 0.6]
_WIDTH_CM = [0.1, 2.7, 4.1, 4.9, 5.5, 5.9, 6.15, 6.5, 6.85, 7.1, 7.35, 7.55, 7.65, 7.55]
_WIDTH_CM += [6.9, 5.7, 4.0, 0.1]

_NOSE_Z_CM = [-3.9, -3.1, -2.5, -1.9, -1.3, -0.5, 0.5, 1.7, 2.8, 4.0]
_NOSE_OUT_CM = [0.0, 0.25, 1.2, 2.45, 2.7, 2.3, 1.65, 0.95, 0.35, 0.0]
_NOSE_WIDE_CM = [0.9, 1.1, 1.4, 1.4, 1.15, 0.95, 0.85, 0.8, 0.8, 0.8]

NOSE_TIP_M = np.array([0.0, -0.1245, -0.013])
"""The tip of the nose in the local axes; the ears lie 0.0745 m either side of the origin."""
EAR_SIDE_M = 0.0745


OVER_NECK_M = 0.022
"""The head is drawn this much nearer, so that the neck ends cleanly under jaw and nape."""


@dataclass(frozen=True, slots=True)
class LocalMesh:
    """A rigid piece: vertices (V, 3) metres, quads (F, 4), colour name of each quad, and
    how far (m) it is drawn in front of where it lies, so that a brow covers the skin."""

    vertices: FloatArray
    faces: IntArray
    colours: tuple[str, ...]
    lift_m: float = 0.0


def _bump(
    x: FloatArray, z: FloatArray, at: tuple[float, float], size: tuple[float, float]
) -> FloatArray:
    """1 at `at` (|x|, z), falling off over `size`, on both sides of the face."""
    return np.exp(-(((np.abs(x) - at[0]) / size[0]) ** 2) - ((z - at[1]) / size[1]) ** 2)


def skull_points(phi: FloatArray, z_cm: FloatArray) -> FloatArray:
    """Points of the head's surface, (..., 3) metres.

    Below the mouth the rings rise towards the ears, along the jaw.
    phi: angle about the vertical, 0 at the face, positive to the left; z_cm: height over
    the ears. Both broadcast.
    """
    phi, z_cm = np.broadcast_arrays(phi, z_cm)
    front = np.interp(z_cm, _Z_CM, _FRONT_CM)
    back = np.interp(z_cm, _Z_CM, _BACK_CM)
    width = np.interp(z_cm, _Z_CM, _WIDTH_CM)
    middle = 0.5 * (back - front)
    half = 0.5 * (back + front)
    ahead = np.cos(phi)
    squareness = np.where(ahead > 0.0, 0.86, 0.95)
    x = width * np.sign(np.sin(phi)) * np.abs(np.sin(phi)) ** squareness
    y = middle - half * np.sign(ahead) * np.abs(ahead) ** squareness
    points = _with_face(x, y, z_cm, ahead)
    tilt = np.interp(z_cm, (-11.4, -8.9, -6.1, -4.0, -2.5), (0.46, 0.44, 0.30, 0.10, 0.0))
    points[..., 2] += tilt * np.clip(y + 8.0, 0.0, None)
    return points / 100.0


def _with_face(x: FloatArray, y: FloatArray, z: FloatArray, ahead: FloatArray) -> FloatArray:
    """Adds nose, lips, sockets, brows, cheeks and chin to a bare head (cm)."""
    nose = np.interp(z, _NOSE_Z_CM, _NOSE_OUT_CM, left=0.0, right=0.0)
    wide = np.interp(z, _NOSE_Z_CM, _NOSE_WIDE_CM)
    out = nose * np.exp(-((x / wide) ** 2))
    out += 0.62 * np.exp(-((x / 2.3) ** 2)) * np.exp(-(((z + 4.85) / 0.42) ** 2))
    out += 0.60 * np.exp(-((x / 2.1) ** 2)) * np.exp(-(((z + 6.3) / 0.50) ** 2))
    out -= 0.45 * np.exp(-((x / 2.4) ** 2)) * np.exp(-(((z + 7.5) / 0.6) ** 2))
    out += 0.55 * np.exp(-((x / 1.9) ** 2)) * np.exp(-(((z + 9.3) / 0.9) ** 2))
    out -= 1.0 * _bump(x, z, (3.1, 2.3), (1.5, 0.95))
    out += 0.40 * _bump(x, z, (2.9, 4.1), (2.6, 0.6))
    out += 0.45 * _bump(x, z, (4.6, -0.4), (1.5, 1.5))
    return np.stack([x, y - out * np.clip(ahead * 3.0, 0.0, 1.0), z], axis=-1)


def surface_at(x_cm: FloatArray, z_cm: FloatArray, lift_cm: float) -> FloatArray:
    """The face's point at a given place seen from the front, lifted off the skin a little."""
    width = np.interp(z_cm, _Z_CM, _WIDTH_CM)
    sine = np.clip(np.abs(x_cm) / width, 0.0, 0.999) ** (1.0 / 0.86)
    points = skull_points(np.sign(x_cm) * np.arcsin(sine), z_cm)
    points[..., 1] -= lift_cm / 100.0
    return points


def _columns(cols: int) -> FloatArray:
    """Angles `phi` in the order of the grid (left, back, right, face), closest at the face."""
    turn = np.arange(cols) * (2.0 * np.pi / cols)
    phi = 0.5 * np.pi + turn
    phi = (phi + np.pi) % (2.0 * np.pi) - np.pi
    return np.asarray(phi - 0.5 * np.sin(phi))


def _skull(rows: int, cols: int) -> LocalMesh:
    even = np.linspace(0.0, 1.0, rows)
    z = np.interp(even, np.linspace(0.0, 1.0, 60), _heights(60))
    points = skull_points(_columns(cols)[None, :], z[:, None])
    faces = grid_faces(rows, cols)
    return LocalMesh(points.reshape(-1, 3), faces, ("skin",) * len(faces))


def _heights(count: int) -> FloatArray:
    """Ring heights (cm), closest at the poles and across nose and mouth."""
    z = np.linspace(-11.4, 13.0, 2000)
    need = 1.0 + 1.2 * np.exp(-(((z + 3.3) / 3.6) ** 2))
    need += 3.0 * np.exp(-((z + 11.4) / 0.8)) + 3.0 * np.exp(-((13.0 - z) / 0.9))
    share = np.cumsum(need)
    share = (share - share[0]) / (share[-1] - share[0])
    result: FloatArray = np.interp(np.linspace(0.0, 1.0, count), share, z)
    return result


_HAIRLINE = {
    "short": ([0, 25, 50, 66, 78, 86, 98, 112, 130, 180],
              [8.3, 8.2, 6.9, 5.4, 2.2, 0.2, 4.1, 2.0, -2.6, -4.2]),
    "bun": ([0, 25, 50, 66, 78, 86, 98, 112, 130, 180],
            [8.0, 7.7, 6.2, 4.9, 2.6, 1.2, 3.6, 1.6, -1.8, -3.4]),
    "cropped": ([0, 25, 50, 66, 78, 86, 98, 112, 130, 180],
                [8.8, 8.9, 7.8, 5.8, 2.8, 1.0, 4.4, 2.4, -1.4, -3.0]),
}  # fmt: skip
_THICK_CM = {"short": 1.15, "bun": 0.9, "cropped": 0.45}


def _hair(style: HairStyle, rows: int, cols: int) -> LocalMesh:
    phi = _columns(cols)
    angle, height = _HAIRLINE[style]
    line = np.interp(np.degrees(np.abs(phi)), angle, height)
    part = np.linspace(0.0, 1.0, rows)[:, None]
    z = line + (12.98 - line) * np.sin(part * 0.5 * np.pi) ** 1.15
    skin = skull_points(phi[None, :], z)
    out = skin - np.array([0.0, 0.005, 0.02])
    out /= np.linalg.norm(out, axis=-1, keepdims=True)
    thick = _THICK_CM[style] / 100.0 * np.clip(part / 0.45, 0.0, 1.0) ** 0.8
    quiff = 0.25 * np.clip(np.cos(phi), 0.0, 1.0) ** 2 * np.clip((z - 8.0) / 3.0, 0.0, 1.0)
    thick = thick * (1.0 + (quiff if style == "short" else 0.0)) + 0.0012
    points = skin + out * thick[..., None]
    faces = grid_faces(rows, cols)
    return LocalMesh(points.reshape(-1, 3), faces, ("hair",) * len(faces), 0.007)


def _ball(
    centre_cm: tuple[float, float, float],
    radii_cm: tuple[float, float, float],
    size: tuple[int, int],
    colour: str,
) -> LocalMesh:
    rows, cols = size
    polar = np.linspace(-0.5 * np.pi, 0.5 * np.pi, rows)[:, None]
    turn = np.arange(cols)[None, :] * (2.0 * np.pi / cols)
    sphere = np.stack(
        [np.cos(polar) * np.cos(turn), np.cos(polar) * np.sin(turn),
         np.sin(polar) * np.ones_like(turn)], axis=-1,
    )  # fmt: skip
    points = (sphere * np.array(radii_cm) + np.array(centre_cm)) / 100.0
    faces = grid_faces(rows, cols)
    return LocalMesh(points.reshape(-1, 3), faces, (colour,) * len(faces))


def _ear(side: float, detail: int) -> list[LocalMesh]:
    """A flattened, backward-leaning shell with a darker hollow."""
    pieces = []
    for radii, place, colour, lift in (
        ((0.75, 1.75, 3.15), (7.15, 1.25, 0.0), "skin", 0.004),
        ((0.35, 1.0, 2.0), (7.72, 1.15, 0.2), "ear", 0.012),
    ):
        ball = _ball((0.0, 0.0, 0.0), radii, (detail, 2 * detail), colour)
        lean = np.radians(14.0)
        turned = ball.vertices.copy()
        turned[:, 1] = ball.vertices[:, 1] * np.cos(lean) + ball.vertices[:, 2] * np.sin(lean)
        turned[:, 2] = ball.vertices[:, 2] * np.cos(lean) - ball.vertices[:, 1] * np.sin(lean)
        narrow = 1.0 - 0.22 * np.clip(-turned[:, 2] / 0.03, 0.0, 1.0)
        turned[:, 1] *= narrow
        turned += np.array(place) / 100.0
        turned[:, 0] *= side
        faces = ball.faces if side > 0 else ball.faces[:, ::-1]
        pieces.append(LocalMesh(turned, faces, ball.colours, lift))
    return pieces


def _patch(
    centre: tuple[float, float], outline: FloatArray, colour: str, lift_m: float
) -> LocalMesh:
    """A flat colour lying on the face: quads from the middle to an outline (N, 2) cm."""
    ring = np.asarray(outline) + np.array(centre)
    inner = np.array(centre) + 0.02 * np.asarray(outline)
    both = np.concatenate([inner, ring])
    points = surface_at(both[:, 0], both[:, 1], 0.06)
    count = len(ring)
    turn = np.arange(count)
    after = (turn + 1) % count
    faces = np.stack([turn, count + turn, count + after, after], axis=-1)
    side = np.cross(points[count + 1] - points[0], points[count + 2] - points[0])
    if side[1] > 0:  # must look out of the face (-y)
        faces = faces[:, ::-1]
    return LocalMesh(points, faces, (colour,) * count, lift_m)


def _almond(wide: float, high: float, count: int = 14) -> FloatArray:
    turn = np.arange(count) * (2.0 * np.pi / count)
    return np.stack([wide * np.cos(turn), high * np.sin(turn) * np.abs(np.sin(turn)) ** 0.3], -1)


def _eye(side: float) -> list[LocalMesh]:
    middle = (side * 3.15, 2.25)
    lash = _almond(1.72, 0.30) + np.array([0.0, 0.55])
    brow = _almond(1.9, 0.34) + np.array([0.0, 0.0])
    brow[:, 1] += 0.18 - 0.09 * brow[:, 0] ** 2 * 0.6
    return [
        _patch(middle, _almond(1.62, 0.72), "eye", 0.012),
        _patch((middle[0] - side * 0.05, middle[1] + 0.04), _almond(0.62, 0.62), "iris", 0.016),
        _patch(middle, lash, "lash", 0.02),
        _patch((side * 3.2, 4.25), brow, "brow", 0.02),
    ]


def _lips() -> list[LocalMesh]:
    upper = _almond(2.3, 0.42)
    lower = _almond(2.0, 0.55)
    seam = _almond(2.35, 0.12)
    return [
        _patch((0.0, -5.1), upper, "lip", 0.008),
        _patch((0.0, -6.15), lower, "lip", 0.008),
        _patch((0.0, -5.6), seam, "mouth", 0.012),
    ]


def head_meshes(style: HairStyle, detail: int) -> list[LocalMesh]:
    """All pieces of a head. detail: 1 (small pictures) to 4 (large ones)."""
    skull = _skull(8 + 16 * detail, 12 + 16 * detail)
    hair = _hair(style, 3 + 6 * detail, 12 + 16 * detail)
    pieces = [skull, hair]
    for side in (1.0, -1.0):
        pieces += _ear(side, 4 + 2 * detail)
        pieces += _eye(side)
    pieces += _lips()
    if style == "bun":
        size = (4 + 3 * detail, 4 + 6 * detail)
        pieces.append(_ball((0.0, 10.2, 7.6), (3.3, 3.1, 3.3), size, "hair"))
    return [replace(piece, lift_m=piece.lift_m + OVER_NECK_M) for piece in pieces]
