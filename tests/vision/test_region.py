"""The rotated square: to and fro, and what its crop shows."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backline.vision.region import REGION_MARGIN, Region

places = st.floats(-2000.0, 2000.0)
angles = st.floats(-math.pi, math.pi)
regions = st.builds(Region, places, places, st.floats(1.0, 3000.0), angles)
points = st.lists(st.tuples(places, places), min_size=1, max_size=10).map(np.array)


@given(regions, points)
def test_to_the_region_and_back(region: Region, pixels: np.ndarray) -> None:
    assert region.to_image(region.to_region(pixels)) == pytest.approx(pixels, abs=1e-6)


@given(regions, points)
def test_to_the_picture_and_back(region: Region, units: np.ndarray) -> None:
    assert region.to_region(region.to_image(units)) == pytest.approx(units, abs=1e-6)


@given(regions)
def test_the_middle_is_the_centre_and_the_corners_are_a_square(region: Region) -> None:
    centre = (region.centre_x_px, region.centre_y_px)
    assert region.to_image(np.array([[0.5, 0.5]]))[0] == pytest.approx(centre)
    corners = region.to_image(np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]))
    sides = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)
    assert sides == pytest.approx([region.side_px] * 4)
    assert np.hypot(*(corners[2] - corners[0])) == pytest.approx(region.side_px * math.sqrt(2))


@given(regions, points)
def test_turning_keeps_lengths(region: Region, vectors: np.ndarray) -> None:
    assert np.hypot(*region.rotate(vectors).T) == pytest.approx(np.hypot(*vectors.T), abs=1e-6)


@given(
    st.tuples(places, places),
    angles,
    st.floats(1.0, 500.0),
)
def test_alignment_points_give_centre_size_and_turn(
    hip: tuple[float, float], towards_rad: float, reach: float
) -> None:
    head = (hip[0] + reach * math.cos(towards_rad), hip[1] + reach * math.sin(towards_rad))
    region = Region.from_alignment(np.array(hip), np.array(head))
    assert (region.centre_x_px, region.centre_y_px) == pytest.approx(hip)
    assert region.side_px == pytest.approx(2 * REGION_MARGIN * reach, rel=1e-6)
    assert -math.pi <= region.rotation_rad <= math.pi
    # The head points straight up in the region.
    x, y = region.to_region(np.array([head]))[0]
    assert x == pytest.approx(0.5, abs=1e-5)
    assert y == pytest.approx(0.5 - 0.5 / REGION_MARGIN, abs=1e-5)


def test_an_upright_person_needs_no_turn() -> None:
    upright = Region.from_alignment(np.array([100.0, 100.0]), np.array([100.0, 40.0]))
    assert upright.rotation_rad == pytest.approx(0.0)
    lying = Region.from_alignment(np.array([100.0, 100.0]), np.array([160.0, 100.0]))
    assert lying.rotation_rad == pytest.approx(math.pi / 2)


def quarters(height: int = 200, width: int = 300) -> np.ndarray:
    """A picture whose quarters are red, green, blue and white (reading order)."""
    picture = np.zeros((height, width, 3), np.uint8)
    h, w = height // 2, width // 2
    picture[:h, :w] = (255, 0, 0)
    picture[:h, w:] = (0, 255, 0)
    picture[h:, :w] = (0, 0, 255)
    picture[h:, w:] = (255, 255, 255)
    return picture


RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


@pytest.mark.parametrize(
    ("rotation_deg", "corners"),
    [
        (0, [RED, GREEN, BLUE, WHITE]),
        (90, [GREEN, WHITE, RED, BLUE]),
        (180, [WHITE, BLUE, GREEN, RED]),
        (-90, [BLUE, RED, WHITE, GREEN]),
    ],
)
def test_the_crop_shows_the_region_upright(
    rotation_deg: float, corners: list[tuple[int, int, int]]
) -> None:
    """Turned by 90 degrees, the picture's right side is up in the crop."""
    crop = Region(150.0, 100.0, 120.0, math.radians(rotation_deg)).crop(quarters(), 64)
    assert crop.shape == (64, 64, 3)
    assert crop.dtype == np.uint8
    seen = [tuple(int(v) for v in crop[y, x]) for y in (8, 56) for x in (8, 56)]
    assert seen == corners


def test_the_crop_agrees_with_to_image() -> None:
    rng = np.random.default_rng(3)
    picture = np.zeros((400, 500, 3), np.uint8)
    spot = rng.uniform((150, 150), (350, 250))
    x, y = spot.round().astype(int)
    picture[y - 3 : y + 4, x - 3 : x + 4] = 255
    region = Region(240.0, 210.0, 330.0, 0.7)
    bright = region.crop(picture, 256)[..., 0].astype(float)
    rows, columns = np.indices(bright.shape)
    found = np.array([(columns * bright).sum(), (rows * bright).sum()]) / bright.sum() / 256
    assert region.to_image(found[None])[0] == pytest.approx((x, y), abs=1.0)


def test_beyond_the_picture_its_border_goes_on() -> None:
    crop = Region(0.0, 0.0, 100.0, 0.0).crop(quarters(), 32)
    assert (crop == RED).all()
