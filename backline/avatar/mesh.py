"""Surfaces as grids of rings, lofted along chains of body points.

A *grid* is `rows` rings of `cols` points; it closes round the ring. Rings run from the
root of a limb to its end, and points turn from the person's left through the limb's
front, so that the faces look outwards.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from backline.body import FloatArray

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Key:
    """One given cross-section of a chain; those between are interpolated.

    at: where on the chain, in segments (1.5 is halfway along the second).
    radius: name in `Figure.radii_m` that the three half-widths are multiples of.
    side, front, back: half-widths across, and on the limb's front and back.
    """

    at: float
    radius: str
    side: float
    front: float
    back: float


def grid_faces(rows: int, cols: int) -> IntArray:
    """Quads of a closed grid, ((rows - 1) * cols, 4), wound so that they face outwards."""
    ring, turn = np.meshgrid(np.arange(rows - 1), np.arange(cols), indexing="ij")
    after = (turn + 1) % cols
    quad = np.stack(
        [
            ring * cols + turn,
            ring * cols + after,
            (ring + 1) * cols + after,
            (ring + 1) * cols + turn,
        ],
        axis=-1,
    )
    return quad.reshape(-1, 4)


def unit(vectors: FloatArray) -> FloatArray:
    """Vectors along the last axis at length 1 (a zero vector stays zero)."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    result: FloatArray = vectors / np.maximum(length, 1e-9)
    return result


def cross(a: FloatArray, b: FloatArray) -> FloatArray:
    """The cross products of vectors along the last axis; several times as quick as NumPy's,
    which is general."""
    a0, a1, a2 = a[..., 0], a[..., 1], a[..., 2]
    b0, b1, b2 = b[..., 0], b[..., 1], b[..., 2]
    product: FloatArray = np.empty(np.broadcast_shapes(a.shape, b.shape))
    product[..., 0] = a1 * b2 - a2 * b1
    product[..., 1] = a2 * b0 - a0 * b2
    product[..., 2] = a0 * b1 - a1 * b0
    return product


def turns(cols: int) -> tuple[FloatArray, FloatArray]:
    """Cosine and sine of `cols` even angles, each (cols,)."""
    angle = np.arange(cols) * (2.0 * np.pi / cols)
    return np.cos(angle), np.sin(angle)


def flat_turns(cols: int) -> tuple[FloatArray, FloatArray]:
    """Like `turns`, but the back half is nearly a box: a shoe with a flat sole."""
    cosine, sine = turns(cols)
    back = sine < -1e-9
    boxy = np.sign(cosine) * np.abs(cosine) ** 0.40
    return np.where(back, boxy, cosine), np.where(back, -(np.abs(sine) ** 0.45), sine)


def egg_rings(
    centres: FloatArray,
    side: FloatArray,
    front: FloatArray,
    half_widths: tuple[FloatArray, FloatArray, FloatArray],
    turn: tuple[FloatArray, FloatArray],
) -> FloatArray:
    """Points of egg-shaped rings, (..., R, cols, 3).

    centres, side, front: (..., R, 3); half_widths: across, front and back, broadcastable
    to (..., R); turn: `turns(cols)` or `flat_turns(cols)`.
    """
    cosine, sine = turn
    across, ahead, behind = half_widths
    depth = np.where(sine >= 0.0, ahead[..., None] * sine, behind[..., None] * sine)
    width = across[..., None] * cosine
    points: FloatArray = (
        centres[..., None, :]
        + side[..., None, :] * width[..., None]
        + front[..., None, :] * depth[..., None]
    )
    return points


class ChainLoft:
    """A tapering tube along a chain of points, bending roundly at each of them.

    keys: the given cross-sections, in order.
    stations: (R,) where the rings stand, in segments; a station may occur twice to
        make a step (a hem).
    cols: points in a ring. joints: how many points the chain has.
    zone: how far either side of a joint the rings fan out, in segments.
    swell_m: (R,) thickness of cloth to add. flat_back: the back half is nearly a box.
    """

    def __init__(
        self,
        keys: list[Key],
        stations: FloatArray,
        cols: int,
        joints: int,
        zone: float = 0.25,
        swell_m: FloatArray | None = None,
        flat_back: bool = False,
    ) -> None:
        self.stations = stations
        self.cols = cols
        self._turn = flat_turns(cols) if flat_back else turns(cols)
        self._keys = keys
        self._swell_m = np.zeros(len(stations)) if swell_m is None else swell_m
        self._along = _point_weights(stations, joints)
        self._turning = _segment_weights(stations, joints, zone)
        self._cache: tuple[dict[str, float], tuple[FloatArray, FloatArray, FloatArray]] | None
        self._cache = None

    @property
    def rows(self) -> int:
        """How many rings."""
        return len(self.stations)

    def half_widths_m(self, radii_m: dict[str, float]) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Half-widths of every ring across, front and back, each (R,), metres."""
        if self._cache is None or self._cache[0] != radii_m:
            at = np.array([k.at for k in self._keys])
            base = np.array([radii_m[k.radius] for k in self._keys])
            widths = np.array([[k.side, k.front, k.back] for k in self._keys]) * base[:, None]
            rings = PchipInterpolator(at, widths)(np.clip(self.stations, at[0], at[-1]))
            rings = rings + self._swell_m[:, None] * (rings > 0.0)
            self._cache = (dict(radii_m), (rings[:, 0], rings[:, 1], rings[:, 2]))
        return self._cache[1]

    def points(self, chain: FloatArray, sides: FloatArray, radii_m: dict[str, float]) -> FloatArray:
        """Vertices, (B, R, cols, 3), for B chains at once.

        chain: (B, joints, 3) metres. sides: (B, joints, 3) directions across the limb,
        towards the person's left; they need not be exactly square to the limb.
        """
        centres = self._along @ chain
        along = unit(self._turning @ unit(np.diff(chain, axis=1)))
        side = self._along @ sides
        side = unit(side - along * np.sum(side * along, axis=-1, keepdims=True))
        front = cross(along, side)
        return egg_rings(centres, side, front, self.half_widths_m(radii_m), self._turn)


def _point_weights(stations: FloatArray, joints: int) -> FloatArray:
    """(R, joints): each ring's centre as a mix of two chain points (or beyond the ends)."""
    weights = np.zeros((len(stations), joints))
    segment = np.clip(np.floor(stations).astype(int), 0, joints - 2)
    part = stations - segment
    rows = np.arange(len(stations))
    weights[rows, segment] = 1.0 - part
    weights[rows, segment + 1] = part
    return weights


def _segment_weights(stations: FloatArray, joints: int, zone: float) -> FloatArray:
    """(R, joints - 1): each ring's direction as a mix of neighbouring segments'."""
    weights = np.zeros((len(stations), joints - 1))
    weights[:, 0] = 1.0
    for joint in range(1, joints - 1):
        part = np.clip(0.5 + 0.5 * (stations - joint) / zone, 0.0, 1.0)
        after = part * part * (3.0 - 2.0 * part)
        weights[:, :joint] *= (1.0 - after)[:, None]
        weights[:, joint] = after
    return weights
