"""The sagitta of the back line: its height is told, its tilt and thickness are not."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backline.body import BACK_STATIONS, BackLine, FloatArray
from backline.motion.back import END_MARGIN, END_WIDTH, sagitta_ratio
from tests.bodies import parabola

AT = np.linspace(0.0, 1.0, BACK_STATIONS)


def line(offset: FloatArray) -> BackLine:
    return BackLine(np.zeros((BACK_STATIONS, 2)), offset)


def slow_sagitta(offset: FloatArray, low: float, high: float) -> float:
    """By the definition: area under the bow over the trend between the ends' means."""
    inside = [(x, y) for x, y in zip(AT, offset, strict=True) if low <= x <= high]
    first = [p for p in inside if p[0] < low + END_WIDTH]
    last = [p for p in inside if p[0] > high - END_WIDTH]
    (x0, y0), (x1, y1) = np.mean(first, axis=0), np.mean(last, axis=0)
    bow = [y - (y0 + (y1 - y0) * (x - x0) / (x1 - x0)) for x, y in inside if x0 <= x <= x1]
    return float(1.5 * np.mean(bow))


offsets = st.lists(st.floats(-0.5, 0.5), min_size=BACK_STATIONS, max_size=BACK_STATIONS)


@given(offsets, st.sampled_from([(0.08, 0.92), (0.08, 0.60), (0.40, 0.92), (0.0, 1.0)]))
def test_agrees_with_a_slow_one(values: list[float], span: tuple[float, float]) -> None:
    offset = np.array(values)
    assert sagitta_ratio(line(offset), *span) == pytest.approx(slow_sagitta(offset, *span))


@pytest.mark.parametrize("height", [-0.1, -0.02, 0.0, 0.03, 0.137])
def test_a_parabola_shows_its_height_between_the_ends(height: float) -> None:
    # Between the middles of its two ends, which lie END_MARGIN + END_WIDTH / 2 inwards.
    share = (1 - 2 * (END_MARGIN + END_WIDTH / 2)) ** 2
    assert sagitta_ratio(line(parabola(height))) == pytest.approx(share * height, rel=0.06)


@given(offsets, st.floats(-1.0, 1.0), st.floats(-1.0, 1.0))
def test_thickness_and_taper_of_the_trunk_dont_count(
    values: list[float], thickness: float, taper: float
) -> None:
    offset = np.array(values)
    assert sagitta_ratio(line(offset + thickness + taper * AT)) == pytest.approx(
        sagitta_ratio(line(offset)), abs=1e-9
    )


@given(offsets, offsets, st.floats(-2.0, 2.0))
def test_bends_add_up(a: list[float], b: list[float], factor: float) -> None:
    x, y = np.array(a), np.array(b)
    expected = sagitta_ratio(line(x)) + factor * sagitta_ratio(line(y))
    assert sagitta_ratio(line(x + factor * y)) == pytest.approx(expected, abs=1e-9)


@given(st.sets(st.integers(0, BACK_STATIONS - 1), max_size=5), st.floats(-0.1, 0.15))
def test_a_few_missing_stations_hardly_matter(missing: set[int], height: float) -> None:
    offset = parabola(height)
    whole = sagitta_ratio(line(offset))
    offset[list(missing)] = np.nan
    assert sagitta_ratio(line(offset)) == pytest.approx(whole, abs=0.15 * abs(height) + 1e-9)


def test_too_many_missing_stations_cant_be_judged() -> None:
    offset = parabola(0.1)
    offset[10:18] = np.nan
    assert math.isnan(sagitta_ratio(line(offset)))
    offset[:] = np.nan
    assert math.isnan(sagitta_ratio(line(offset)))


def test_missing_ends_are_no_reason_to_give_up() -> None:
    offset = parabola(0.1)
    offset[[0, 1, -2, -1]] = np.nan
    assert sagitta_ratio(line(offset)) == pytest.approx(sagitta_ratio(line(parabola(0.1))))
