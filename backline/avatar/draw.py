"""Draws a figure in a calm room: figure and camera in, picture out.

Body and things are some thousand small quads, drawn from far to near at twice the picture's size.
Near parts throw a soft shade on what lies close behind them, after Luft, Colditz and
Deussen, "Image enhancement by unsharp masking the depth buffer" (2006).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from backline.avatar.body_mesh import BodyMesh
from backline.avatar.clothes import LOOKS, Look
from backline.avatar.figure import Figure
from backline.avatar.room import Room
from backline.avatar.scene import Faces, Painted
from backline.avatar.shading import shade
from backline.avatar.shadow import floor_shadow
from backline.avatar.view import Projector, View
from backline.body import FloatArray

Picture = NDArray[np.uint8]
Quality = Literal["sweep", "demo"]

DETAIL: dict[str, int] = {"sweep": 1, "demo": 4}
_SHIFT = 4
_OVER = 2
_DEPTH_SPAN_M = 1.6
_NEAREST_M = 0.05
_CREVICE = (
    255.0 * (1.0 - 0.55 * np.clip(np.arange(256) * (_DEPTH_SPAN_M / 254.0) / 0.10, 0.0, 1.0))
).astype(np.uint8)
"""Light left where the neighbourhood is nearer by so many depth steps."""
_CENTRES = np.array([[1.0, 0.0, -0.5], [0.0, 1.0, -0.5], [0.0, 0.0, 1.0]])
"""From picture places (0 at the left edge) to OpenCV's (0 at the first pixel's centre)."""


class Renderer:
    """Draws figures of one person in one room, at one picture size.

    look: a `Look` or the name of one in `LOOKS` (KeyError for another). quality: "sweep"
    is quick, for thousands of test frames; "demo" has about eight times the faces.
    Keeps the empty room of the last camera, so draw one camera's frames in a row.
    """

    def __init__(
        self, width_px: int, height_px: int, look: Look | str = "calm", quality: Quality = "sweep"
    ) -> None:
        if width_px < 16 or height_px < 16:
            raise ValueError("a picture is at least 16 pixels wide and high")
        self.width_px, self.height_px = width_px, height_px
        self.look = LOOKS[look] if isinstance(look, str) else look
        self._detail = DETAIL[quality]
        cell_m = 0.004 if quality == "demo" else 0.007
        self._room = Room(self.look, width_px, height_px, cell_m)
        self._body: BodyMesh | None = None

    def draw(self, figure: Figure, camera: Projector) -> Picture:
        """The figure in its room, (H, W, 3) uint8 RGB.

        Parts outside the picture or behind the camera are left out. Raises ValueError when
        the figure has joints that are not finite, or the camera doesn't see the room.
        """
        view = View.of(camera)
        picture = self._room.picture(view).copy()
        painted, faces = self._painted(figure)
        self._cast_shadow(picture, *painted.shadow_points(faces), view)
        seen = _visible(faces, view)
        away = (_middle_m(figure) - faces.centres[seen]) @ view.frame[2]
        order = np.argsort(painted.lift_m[seen] - away)
        seen, away = seen[order], away[order]
        normals = painted.normals(figure, faces, seen)
        colours = shade(
            painted.colours[seen], painted.gloss[seen], normals,
            faces.centres[seen, 1], away, view.frame,
        )  # fmt: skip
        quads = view.project(faces.vertices)[0][faces.quads[seen]]
        px_per_m = view.px_per_m(_middle_m(figure))
        for sheet, part in self._sheet(picture, quads, colours, away):
            _blend(part, sheet, px_per_m)
        return picture

    def silhouette(self, figure: Figure, camera: Projector) -> Picture:
        """(H, W) uint8: how much of every pixel the drawn body covers, 0 to 255, without what
        things before it hide. Raises as `draw` does."""
        view = View.of(camera)
        painted, faces = self._painted(figure)
        seen = _visible(faces, view)
        if figure.things:
            away = (_middle_m(figure) - faces.centres[seen]) @ view.frame[2]
            seen = seen[np.argsort(painted.lift_m[seen] - away)]
        quads = view.project(faces.vertices)[0][faces.quads[seen]]
        cover = np.zeros((self.height_px, self.width_px), np.uint8)
        white = np.where(seen[:, None] < painted.body_faces, np.uint8(255), np.uint8(0))
        white = np.repeat(white, 3, axis=1)
        for sheet, part in self._sheet(cover, quads, white, np.zeros(len(quads))):
            size = (part.shape[1], part.shape[0])
            part[:] = cv2.resize(sheet[..., 0], size, interpolation=cv2.INTER_AREA)
        return cover

    def _painted(self, figure: Figure) -> tuple[Painted, Faces]:
        if not all(np.isfinite(p).all() for p in (figure.landmarks_m, *figure.joints_m.values())):
            raise ValueError("the figure has joints that are not finite")
        sections = len(figure.trunk)
        if self._body is None or self._body.sections != sections:
            self._body = BodyMesh(self.look, self._detail, sections)
        painted = Painted.of(self._body, figure.things, self.look, self._detail)
        return painted, painted.faces(figure)

    def _cast_shadow(
        self, picture: Picture, points_m: FloatArray, area_m2: FloatArray, view: View
    ) -> None:
        """Darkens the floor under body and things, in place. points_m: (N, 3) of their
        surface; area_m2: (N,) seen from above, that each stands for."""
        light, cells = floor_shadow(points_m, area_m2, view)
        left = cv2.warpPerspective(
            (light * 255.0).astype(np.uint8), _CENTRES @ cells, (self.width_px, self.height_px),
            borderMode=cv2.BORDER_CONSTANT, borderValue=(255, 255, 255, 255),
        )  # fmt: skip
        rows = np.flatnonzero((left < 255).any(axis=1))
        if len(rows):
            part = slice(int(rows[0]), int(rows[-1]) + 1)
            shadow = cv2.cvtColor(left[part], cv2.COLOR_GRAY2RGB)
            picture[part] = cv2.multiply(picture[part], shadow, scale=1.0 / 255.0)

    def _sheet(
        self, picture: Picture, quads: FloatArray, colours: Picture, away: FloatArray
    ) -> Iterator[tuple[Picture, Picture]]:
        """The faces painted at twice the size, (2 h, 2 w, 4) colour and depth code (0 where
        empty), and the part of the picture, a view, where they belong; nothing when the
        body is out of the picture."""
        if not len(quads):
            return
        limit = np.array([self.width_px, self.height_px])
        low = np.clip(np.floor(quads.min(axis=(0, 1))) - 1, 0, limit).astype(int)
        high = np.clip(np.ceil(quads.max(axis=(0, 1))) + 2, 0, limit).astype(int)
        if (high <= low).any():
            return
        sheet = np.zeros((*(high - low)[::-1] * _OVER, 4), np.uint8)
        code = np.clip(128.0 - away * (254.0 / _DEPTH_SPAN_M), 1.0, 255.0).astype(np.uint8)
        values = np.concatenate([colours, code[:, None]], axis=1).tolist()
        fixed = (quads - low) * _OVER - 0.5  # pixel centres lie at halves
        fixed = np.clip(np.round(fixed * (1 << _SHIFT)), -(2**20), 2**20).astype(np.int32)
        for quad, value in zip(fixed, values, strict=True):
            cv2.fillConvexPoly(sheet, quad, value, cv2.LINE_8, _SHIFT)
        yield sheet, picture[low[1] : high[1], low[0] : high[0]]


def _middle_m(figure: Figure) -> FloatArray:
    """The middle of the trunk, (3,)."""
    return np.asarray(np.mean([section.centre_m for section in figure.trunk], axis=0))


def _visible(faces: Faces, view: View) -> NDArray[np.int64]:
    """Indices of the faces that look at the camera and lie in front of it."""
    _, depth = view.project(faces.vertices)
    towards = np.einsum("ij,ij->i", faces.areas, view.position_m - faces.centres)
    near = depth[faces.quads].min(axis=1) > _NEAREST_M
    return np.flatnonzero((towards > 1e-12) & near)


def _blend(part: Picture, sheet: Picture, px_per_m: float) -> None:
    """Shrinks the sheet (colour and depth code, 0 where empty) and lays it over `part`."""
    size = (part.shape[1], part.shape[0])
    depth_code = np.ascontiguousarray(sheet[..., 3])
    solid = np.where(depth_code > 0, np.uint8(255), np.uint8(0))
    light = _crevice_light(depth_code, solid, px_per_m)
    lit = cv2.multiply(sheet, cv2.merge([light] * 4), scale=1 / 255)
    lit[..., 3] = solid
    small = cv2.resize(lit, size, interpolation=cv2.INTER_AREA)
    clear = cv2.cvtColor(cv2.bitwise_not(small[..., 3]), cv2.COLOR_GRAY2RGB)
    part[:] = cv2.add(small[..., :3], cv2.multiply(part, clear, scale=1 / 255))


def _crevice_light(depth_code: Picture, solid: Picture, px_per_m: float) -> Picture:
    """(H, W) 0 to 255, of the sheet's size: darker where something nearer stands beside."""
    whole = (depth_code.shape[1], depth_code.shape[0])
    less = (max(1, whole[0] // 4), max(1, whole[1] // 4))
    low = cv2.resize(depth_code, less, interpolation=cv2.INTER_AREA).astype(np.float32)
    share = cv2.resize(solid, less, interpolation=cv2.INTER_AREA).astype(np.float32)
    reach = max(0.5, 0.022 * px_per_m * _OVER / 4)
    mean = cv2.GaussianBlur(low, (0, 0), reach) / np.maximum(
        cv2.GaussianBlur(share, (0, 0), reach) / 255.0, 1e-2
    )
    around = cv2.resize(np.clip(mean, 0, 255).astype(np.uint8), whole)
    return np.asarray(cv2.LUT(cv2.subtract(around, depth_code), _CREVICE), np.uint8)
