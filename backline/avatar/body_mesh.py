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

MELT_LIFT_M = 0.02
"""A limb's root, shaded like the trunk, is drawn this much nearer, so that where the two
surfaces cross at a slant no ragged edge shows."""
WAIST_RATIO = 0.27
"""Where the shirt ends, along the trunk's sections from crotch to neck."""


@dataclass(frozen=True, slots=True)
class Skin:
    """What doesn't change: quads (F, 4), linear colours (F, 3), lift towards the camera
    (F,) metres for details lying on a surface, glossiness (F,), and how far (F,) a limb's root
    is shaded as the trunk that it comes out of."""

    faces: IntArray
    colours: FloatArray
    lift_m: FloatArray
    gloss: FloatArray
    melt: FloatArray


_GLOSS = {"skin": 0.10, "hair": 0.16, "shoe": 0.12, "eye": 0.5, "iris": 0.9, "lip": 0.2}


class _Collector:
    """Gathers pieces into one Skin, in the order in which their vertices will come."""

    def __init__(self, look: Look) -> None:
        self._palette = palette(look)
        self._vertices = 0
        self._faces: list[IntArray] = []
        self._names: list[str] = []
        self._lift: list[FloatArray] = []
        self._melt: list[FloatArray] = []

    def grid(
        self, rows: int, cols: int, colours: list[str] | list[list[str]], copies: int,
        melt: FloatArray | None = None,
    ) -> None:  # fmt: skip
        """A grid, `copies` times; colours by ring, or by ring and column; melt by ring."""
        one = grid_faces(rows, cols)
        names: list[str] = []
        for ring in colours:
            names += [ring] * cols if isinstance(ring, str) else ring
        for _ in range(copies):
            self._add(one, rows * cols, names, 0.0)
            if melt is not None:
                self._melt[-1] = np.repeat(melt, cols)
                self._lift[-1] = MELT_LIFT_M * self._melt[-1]

    def local(self, mesh: LocalMesh) -> None:
        self._add(mesh.faces, len(mesh.vertices), list(mesh.colours), mesh.lift_m)

    def _add(self, faces: IntArray, vertices: int, names: list[str], lift_m: float) -> None:
        self._faces.append(faces + self._vertices)
        self._vertices += vertices
        self._names += names
        self._lift.append(np.full(len(faces), lift_m))
        self._melt.append(np.zeros(len(faces)))

    def skin(self) -> Skin:
        colours = np.array([self._palette[n] for n in self._names])
        gloss = np.array([_GLOSS.get(n, 0.0) for n in self._names])
        lift, melt = np.concatenate(self._lift), np.concatenate(self._melt)
        return Skin(np.concatenate(self._faces), colours, lift, gloss, melt)


_DOME_RAD = np.deg2rad(68.0)
"""How far round the closing dome reaches: less than a right angle, as the trunk tapers."""


def _round_weights(place: FloatArray, count: int) -> FloatArray:
    """(N, count) weights of a smooth (Catmull-Rom) curve through `count` given values, at
    places 0 to count - 1."""
    low = np.minimum(place.astype(int), count - 2)
    t = (place - low)[:, None]
    cubic = 0.5 * np.concatenate(
        [-(t**3) + 2 * t**2 - t, 3 * t**3 - 5 * t**2 + 2, -3 * t**3 + 4 * t**2 + t, t**3 - t**2],
        axis=1,
    )
    weights = np.zeros((len(place), count))
    rows = np.arange(len(place))
    for k in range(4):
        np.add.at(weights, (rows, np.clip(low + k - 1, 0, count - 1)), cubic[:, k])
    return weights


class Trunk:
    """The loft of the trunk's sections, closed roundly at the crotch."""

    def __init__(self, sections: int, detail: int) -> None:
        steps = max(1, detail)
        place = np.arange((sections - 1) * steps + 1) / steps
        self._mix = _round_weights(place, sections)
        self._dome = np.linspace(0.0, _DOME_RAD, 3 + 2 * detail)[:-1]
        self.cols = 12 + 16 * detail
        along = place / (sections - 1)
        middle = 0.5 * (along[1:] + along[:-1])
        cloth = ["trousers" if m < WAIST_RATIO else "shirt" for m in middle]
        collar = (detail + 1) // 2
        cloth[-collar:] = ["trim"] * collar
        self.ring_colours = ["trousers"] * len(self._dome) + cloth
        self.rows = len(place) + len(self._dome)

    def points(self, trunk: tuple[Section, ...]) -> FloatArray:
        """(rows, cols, 3) metres."""
        centres = self._mix @ np.array([s.centre_m for s in trunk])
        axes = np.einsum("rs,sij->rij", self._mix, np.array([s.axes for s in trunk]))
        widths = self._mix @ np.array([[s.lateral_m, s.dorsal_m, s.ventral_m] for s in trunk])
        first = trunk[0]
        depth = 0.5 * min(first.dorsal_m, first.ventral_m)
        end = np.cos(_DOME_RAD)
        out = depth * (np.cos(self._dome) - end) / (1.0 - end)
        cap = first.centre_m - first.axes[2] * out[:, None]
        shrink = (np.sin(self._dome) / np.sin(_DOME_RAD))[:, None] * widths[0]
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


def _trunk_normals(trunk: tuple[Section, ...], points: FloatArray) -> FloatArray:
    """(N, 3) which way the trunk's skin faces beside each point."""
    centres = np.array([s.centre_m for s in trunk])
    nearest = ((points[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
    axes = np.array([s.axes for s in trunk])[nearest]
    widths = np.array([[s.lateral_m, s.dorsal_m, s.ventral_m] for s in trunk])[nearest]
    place = np.einsum("nij,nj->ni", axes, points - centres[nearest])
    depth = np.where(place[:, 1] > 0.0, widths[:, 1], widths[:, 2])
    slope = np.stack([place[:, 0] / widths[:, 0] ** 2, place[:, 1] / depth**2], axis=1)
    return unit(np.einsum("ni,nij->nj", slope, axes[:, :2]))


class BodyMesh:
    """All parts of one person. detail: 1 for small pictures, 4 for large ones
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
        for limb in (self._legs, self._arms):
            loft = limb.loft
            middle = 0.5 * (loft.stations[1:] + loft.stations[:-1])
            melt = np.interp(middle, limb.melts[::-1], (1.0, 0.0))
            collect.grid(loft.rows, loft.cols, limb.ring_colours, 2, melt)
        neck = self._neck
        collect.grid(neck.loft.rows, neck.loft.cols, neck.ring_colours, 1)
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

    def smooth_normals(
        self, figure: Figure, areas: FloatArray, centres: FloatArray, wanted: IntArray
    ) -> FloatArray:
        """Unit normals (K, 3) of the wanted faces, smoothed over their neighbours, and at
        the limbs' roots turned to the trunk's, so that no seam shows.

        areas: (F, 3) area vectors of all faces; centres: (F, 3).
        """
        padded = np.concatenate([areas, np.zeros((1, 3))]).astype(np.float32)
        at_vertices = padded[self._beside].sum(axis=1)
        normals = at_vertices[self.skin.faces[wanted]].sum(axis=1)
        smooth = unit(normals.astype(np.float64))
        melting = np.flatnonzero(self.skin.melt[wanted] > 0.0)
        trunk = _trunk_normals(figure.trunk, centres[wanted[melting]])
        own = smooth[melting]
        share = self.skin.melt[wanted[melting], None] * np.clip(
            np.sum(own * trunk, axis=1, keepdims=True), 0.0, 1.0
        )
        smooth[melting] = unit(own + share * (trunk - own))
        return smooth

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
