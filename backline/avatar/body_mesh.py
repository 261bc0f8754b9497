"""The whole body as one list of quads: which vertices, which colours, which part.

Faces and colours are made once for a look; only vertices change from frame to frame.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backline.avatar.clothes import Look, palette
from backline.avatar.figure import Figure, Section
from backline.avatar.hands_feet import Feet, Hands
from backline.avatar.head import EAR_SIDE_M, NOSE_TIP_M, LocalMesh, head_meshes
from backline.avatar.limbs import Arms, Legs, Neck
from backline.avatar.mesh import IntArray, egg_rings, grid_faces, turns, unit
from backline.body import FloatArray, Landmark

WAIST_RATIO = 0.27
"""Where the shirt ends, along the trunk's sections from crotch to neck."""


@dataclass(frozen=True, slots=True)
class Skin:
    """What doesn't change: quads (F, 4), linear colours (F, 3), lift towards the camera
    (F,) metres for details lying on a surface, and glossiness (F,)."""

    faces: IntArray
    colours: FloatArray
    lift_m: FloatArray
    gloss: FloatArray


_GLOSS = {"skin": 0.10, "hair": 0.16, "shoe": 0.12, "eye": 0.5, "iris": 0.9, "lip": 0.2}


class _Collector:
    """Gathers pieces into one Skin, in the order in which their vertices will come."""

    def __init__(self, look: Look) -> None:
        self._palette = palette(look)
        self._vertices = 0
        self._faces: list[IntArray] = []
        self._names: list[str] = []
        self._lift: list[FloatArray] = []

    def grid(self, rows: int, cols: int, colours: list[str] | list[list[str]], copies: int) -> None:
        """A grid, `copies` times; colours by ring, or by ring and column."""
        one = grid_faces(rows, cols)
        names: list[str] = []
        for ring in colours:
            names += [ring] * cols if isinstance(ring, str) else ring
        for _ in range(copies):
            self._add(one, rows * cols, names, 0.0)

    def local(self, mesh: LocalMesh) -> None:
        self._add(mesh.faces, len(mesh.vertices), list(mesh.colours), mesh.lift_m)

    def _add(self, faces: IntArray, vertices: int, names: list[str], lift_m: float) -> None:
        self._faces.append(faces + self._vertices)
        self._vertices += vertices
        self._names += names
        self._lift.append(np.full(len(faces), lift_m))

    def skin(self) -> Skin:
        colours = np.array([self._palette[n] for n in self._names])
        gloss = np.array([_GLOSS.get(n, 0.0) for n in self._names])
        return Skin(np.concatenate(self._faces), colours, np.concatenate(self._lift), gloss)


class Trunk:
    """The loft of the trunk's sections, closed roundly at the crotch."""

    def __init__(self, sections: int, detail: int) -> None:
        steps = max(1, detail)
        place = np.arange((sections - 1) * steps + 1) / steps
        low = np.minimum(place.astype(int), sections - 2)
        self._mix = np.zeros((len(place), sections))
        rows = np.arange(len(place))
        self._mix[rows, low] = 1.0 - (place - low)
        self._mix[rows, low + 1] = place - low
        self._dome = np.sin(np.linspace(0.0, 0.5 * np.pi, 2 + 2 * detail)[:-1])
        self.cols = 12 + 16 * detail
        along = place / (sections - 1)
        middle = 0.5 * (along[1:] + along[:-1])
        cloth = ["trousers" if m < WAIST_RATIO else "shirt" for m in middle]
        self.ring_colours = ["trousers"] * len(self._dome) + cloth
        self.rows = len(place) + len(self._dome)

    def points(self, trunk: tuple[Section, ...]) -> FloatArray:
        """(rows, cols, 3) metres."""
        centres = self._mix @ np.array([s.centre_m for s in trunk])
        axes = np.einsum("rs,sij->rij", self._mix, np.array([s.axes for s in trunk]))
        widths = self._mix @ np.array([[s.lateral_m, s.dorsal_m, s.ventral_m] for s in trunk])
        first = trunk[0]
        depth = 0.6 * min(first.dorsal_m, first.ventral_m)
        cap = first.centre_m - first.axes[2] * (depth * np.sqrt(1.0 - self._dome**2))[:, None]
        shrink = np.maximum(self._dome, 0.0)[:, None] * widths[0]
        count = len(self._dome)
        centres = np.concatenate([cap, centres])
        axes = np.concatenate([np.repeat(axes[:1], count, axis=0), axes])
        widths = np.concatenate([shrink, widths])
        half = (widths[:, 0], widths[:, 1], widths[:, 2])
        return egg_rings(centres, axes[:, 0], axes[:, 1], half, turns(self.cols))


def _faces_at_vertices(faces: IntArray) -> IntArray:
    """(V, 4) up to four faces that meet at every vertex; the rest is the number of faces."""
    vertex = faces.ravel()
    face = np.repeat(np.arange(len(faces)), 4)
    order = np.argsort(vertex, kind="stable")
    vertex, face = vertex[order], face[order]
    first = np.searchsorted(vertex, vertex)
    slot = np.arange(len(vertex)) - first
    table = np.full((int(vertex.max()) + 1, 4), len(faces))
    table[vertex[slot < 4], slot[slot < 4]] = face[slot < 4]
    return table


class BodyMesh:
    """All parts of one person. detail: 1 for small pictures, 3 for large ones
    (the number of faces grows with its square)."""

    def __init__(self, look: Look, detail: int, sections: int) -> None:
        self.sections = sections
        self._trunk = Trunk(sections, detail)
        self._legs, self._arms = Legs(look, detail), Arms(look, detail)
        self._neck, self._hands, self._feet = Neck(detail), Hands(detail), Feet(detail)
        self._head = head_meshes(look.hair_style, detail)
        self._head_vertices = np.concatenate([m.vertices for m in self._head])
        collect = _Collector(look)
        collect.grid(self._trunk.rows, self._trunk.cols, self._trunk.ring_colours, 1)
        for part, copies in ((self._legs, 2), (self._arms, 2), (self._neck, 1)):
            collect.grid(part.loft.rows, part.loft.cols, part.ring_colours, copies)
        hands = self._hands
        collect.grid(hands.palm.rows, hands.palm.cols, hands.palm_colours, 2)
        collect.grid(hands.digits.rows, hands.digits.cols, hands.digit_colours, 10)
        collect.grid(self._feet.loft.rows, self._feet.loft.cols, self._feet.colours, 2)
        for mesh in self._head:
            collect.local(mesh)
        self.skin = collect.skin()
        self._beside = _faces_at_vertices(self.skin.faces)

    def vertices(self, figure: Figure) -> FloatArray:
        """(V, 3) metres, in the room's axes. NaN joints give NaN vertices."""
        palms, digits = self._hands.points(figure)
        parts = [
            self._trunk.points(figure.trunk),
            self._legs.points(figure),
            self._arms.points(figure),
            self._neck.points(figure),
            palms,
            digits,
            self._feet.points(figure),
            self._placed_head(figure),
        ]
        return np.concatenate([p.reshape(-1, 3) for p in parts])

    def smooth_normals(self, areas: FloatArray, wanted: IntArray) -> FloatArray:
        """Unit normals (K, 3) of the wanted faces, smoothed over their neighbours.

        areas: (F, 3) area vectors of all faces.
        """
        padded = np.concatenate([areas, np.zeros((1, 3))]).astype(np.float32)
        at_vertices = padded[self._beside].sum(axis=1)
        normals = at_vertices[self.skin.faces[wanted]].sum(axis=1)
        return unit(normals.astype(np.float64))

    def _placed_head(self, figure: Figure) -> FloatArray:
        """The head's mesh scaled so that ears and nose lie on their landmarks."""
        points = figure.landmarks_m
        left, right = points[Landmark.LEFT_EAR], points[Landmark.RIGHT_EAR]
        middle = 0.5 * (left + right)
        nose = figure.head_axes @ (points[Landmark.NOSE] - middle)
        wide = float(np.linalg.norm(left - right)) / (2.0 * EAR_SIDE_M)
        long = float(nose[1] / NOSE_TIP_M[1])
        size = 0.5 * (wide + long)
        scale = np.array([0.5 * (wide + size), 0.5 * (long + size), size])
        shift = np.array([0.0, 0.0, nose[2] - scale[2] * NOSE_TIP_M[2]])
        placed: FloatArray = middle + (self._head_vertices * scale + shift) @ figure.head_axes
        return placed
