"""Body and things as one list of quads, ready to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backline.avatar.body_mesh import BodyMesh
from backline.avatar.clothes import Look, palette
from backline.avatar.figure import Figure
from backline.avatar.mesh import IntArray, cross
from backline.avatar.things import Surface, Thing, surface
from backline.body import FloatArray

_GLOSS = {"ball": 0.16, "ball-ring": 0.16, "iron": 0.2, "steel": 0.4, "post": 0.2}

_U, _V = (g.ravel() for g in np.meshgrid([1 / 6, 0.5, 5 / 6], [1 / 6, 0.5, 5 / 6]))
_WITHIN = np.stack([(1 - _U) * (1 - _V), _U * (1 - _V), _U * _V, (1 - _U) * _V], axis=1)
"""(9, 4) shares of a quad's corners at nine even places within it."""


@dataclass(frozen=True, slots=True)
class Faces:
    """One instant of the meshes: vertices (V, 3), quads (F, 4) of them, and of every face the
    middle (F, 3) and the area vector (F, 3), pointing outwards."""

    vertices: FloatArray
    quads: IntArray
    centres: FloatArray
    areas: FloatArray


@dataclass(frozen=True, slots=True)
class Painted:
    """What the faces look like: linear colours (F, 3), gloss (F,), lift towards the camera
    (F,) metres. The body's faces come first; there are `body_faces` of them."""

    body: BodyMesh
    things: Surface | None
    colours: FloatArray
    gloss: FloatArray
    lift_m: FloatArray
    body_faces: int

    @classmethod
    def of(cls, body: BodyMesh, things: Sequence[Thing], look: Look, detail: int) -> Painted:
        """The body's mesh and the things of one instant."""
        skin = body.skin
        count = len(skin.faces)
        if not things:
            return cls(body, None, skin.colours, skin.gloss, skin.lift_m, count)
        solid, colours = surface(things, detail), palette(look)
        return cls(
            body,
            solid,
            np.concatenate([skin.colours, np.array([colours[m] for m in solid.materials])]),
            np.append(skin.gloss, [_GLOSS.get(m, 0.0) for m in solid.materials]),
            np.append(skin.lift_m, np.zeros(len(solid.materials))),
            count,
        )

    def faces(self, figure: Figure) -> Faces:
        """Where the faces are for that figure."""
        vertices, quads = self.body.vertices(figure), self.body.skin.faces
        if self.things is not None:
            quads = np.concatenate([quads, self.things.faces + len(vertices)])
            vertices = np.concatenate([vertices, self.things.vertices])
        corners = vertices[quads]
        areas = 0.5 * cross(corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1])
        return Faces(vertices, quads, corners.mean(axis=1), areas)

    def normals(self, figure: Figure, faces: Faces, wanted: IntArray) -> FloatArray:
        """Unit normals (K, 3) of the wanted faces, for shading."""
        count = self.body_faces
        if self.things is None:
            return self.body.smooth_normals(figure, faces.areas, faces.centres, wanted)
        normals = np.empty((len(wanted), 3))
        own = wanted < count
        normals[own] = self.body.smooth_normals(
            figure, faces.areas[:count], faces.centres[:count], wanted[own]
        )
        normals[~own] = self.things.normals[wanted[~own] - count]
        return normals

    def shadow_points(self, faces: Faces) -> tuple[FloatArray, FloatArray]:
        """(N, 3) points of the surface and (N,) the area, seen from above, of each; several
        to a thing's face, as those are large."""
        area = np.abs(faces.areas[:, 1])
        if self.things is None:
            return faces.centres, area
        count = self.body_faces
        corners = faces.vertices[faces.quads[count:]]
        points = np.einsum("pk,fkj->fpj", _WITHIN, corners).reshape(-1, 3)
        spread = np.repeat(area[count:] / len(_WITHIN), len(_WITHIN))
        return (
            np.concatenate([faces.centres[:count], points]),
            np.concatenate([area[:count], spread]),
        )
