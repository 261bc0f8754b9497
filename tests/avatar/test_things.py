"""Surfaces of things: closed, facing outwards, as large as they should be."""

from __future__ import annotations

import numpy as np
import pytest

from backline.avatar.clothes import LOOKS, palette
from backline.avatar.things import Ball, Box, Surface, Thing, Tube, surface
from backline.body import FloatArray

CENTRE = np.array([0.3, 0.9, -0.2])
BALL = Ball(CENTRE, 0.3, np.array([0.2, 0.1, 1.0]), "ball", ringed=True)
TUBE = Tube(np.array([[0.0, 0.5, 0.0], [0.4, 0.9, 0.1], [0.9, 0.9, 0.1]]), 0.05, "band")
BOX = Box(CENTRE, np.array([0.2, 0.1, 0.3]), "wood")


def volume_and_areas(solid: Surface) -> tuple[float, FloatArray]:
    """By the divergence theorem, and the outward area vectors (F, 3)."""
    corners = solid.vertices[solid.faces]
    areas = 0.5 * np.cross(corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1])
    return float((corners.mean(axis=1) * areas).sum() / 3.0), areas


@pytest.mark.parametrize("detail", [1, 4])
@pytest.mark.parametrize(
    ("thing", "volume"),
    [(BALL, 4 / 3 * np.pi * 0.3**3), (TUBE, None), (BOX, 8 * 0.2 * 0.1 * 0.3)],
)
def test_surfaces_are_closed_and_look_outwards(
    thing: Thing, volume: float | None, detail: int
) -> None:
    solid = surface([thing], detail)
    inside, areas = volume_and_areas(solid)
    assert areas.sum(axis=0) == pytest.approx(np.zeros(3), abs=1e-9), "closed"
    assert inside > 0.0
    if volume is not None:
        assert inside == pytest.approx(volume, rel=0.04)
    size = np.linalg.norm(areas, axis=1)
    large = size > 0.2 * np.median(size)
    towards = np.einsum("ij,ij->i", areas[large], solid.normals[large]) / size[large]
    assert towards.min() > 0.8


def test_several_things_keep_their_own_faces() -> None:
    alone = [surface([t], 1) for t in (BALL, TUBE, BOX)]
    together = surface([BALL, TUBE, BOX], 1)
    assert len(together.faces) == sum(len(s.faces) for s in alone)
    assert together.vertices[together.faces] == pytest.approx(
        np.concatenate([s.vertices[s.faces] for s in alone])
    )
    assert together.materials == tuple(m for s in alone for m in s.materials)


def test_quads_are_small_enough_to_be_sorted_by_depth() -> None:
    for thing in (BALL, TUBE, BOX):
        corners = surface([thing], 1)
        sides = np.diff(corners.vertices[corners.faces], axis=1)
        assert np.linalg.norm(sides, axis=2).max() < 0.08


@pytest.mark.parametrize("look", LOOKS)
def test_every_material_has_a_colour(look: str) -> None:
    colours = palette(LOOKS[look])
    for name in ("ball", "ball-ring", "band", "grip", "post", "iron", "steel", "wood", "cushion"):
        assert colours[name].shape == (3,)
