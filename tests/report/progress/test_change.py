"""When pain has changed by an amount that matters."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backline.report.progress.change import (
    IMPORTANT_POINTS,
    IMPORTANT_SHARE,
    important_line,
    pain_change,
)
from backline.report.progress.series import Point
from tests.report.progress.fakes import TODAY

START = TODAY - timedelta(days=70)


def told(first: date, *values: float) -> list[Point]:
    """Every second day from the first on."""
    return [(first + timedelta(days=2 * n), float(value)) for n, value in enumerate(values)]


def change(first: list[float], recent: list[float]) -> str:
    early = told(START, *first)
    late = told(TODAY - timedelta(days=12), *recent)
    return pain_change(early, late, TODAY).verdict


@pytest.mark.parametrize(
    ("first", "recent", "verdict"),
    [
        ([6, 6, 6], [4, 4, 4], "less"),  # 2 points, 33 %
        ([6, 6, 6], [4.1, 4.1, 4.1], "steady"),
        ([8, 8, 8], [6, 6, 6], "steady"),  # 2 points, but only 25 %
        ([8, 8, 8], [5.6, 5.6, 5.6], "less"),
        ([3, 3, 3], [2, 2, 2], "steady"),  # 33 %, but only 1 point
        ([3, 3, 3], [1, 1, 1], "less"),
        ([1, 1, 2], [0, 0, 0], "too-low"),
        ([1, 1, 1], [3, 3, 3], "more"),
        ([4, 4, 4], [6, 6, 6], "more"),
        ([8, 8, 8], [10, 10, 10], "steady"),  # 25 %
        ([6, 6], [1, 1, 1], "too-early"),
        ([6, 6, 6], [1, 1], "too-early"),
        ([], [1, 1, 1], "too-early"),
    ],
)
def test_verdicts(first: list[float], recent: list[float], verdict: str) -> None:
    assert change(first, recent) == verdict


def test_the_first_two_weeks_are_not_compared_with_themselves() -> None:
    first = TODAY - timedelta(days=20)
    days = told(first, 8, 8, 8, 4, 4, 2, 2, 2, 2, 2)
    found = pain_change(days, days, TODAY)
    assert (found.verdict, found.recent) == ("too-early", None)
    assert found.first is not None  # its line can be drawn already


def test_only_the_first_two_weeks_and_the_last_two_count() -> None:
    days = told(START, *[6] * 7, *[0] * 21, *[3] * 8)
    found = pain_change(days, days, TODAY)
    assert (found.first, found.recent, found.line) == (6, 3, 4)


@given(st.floats(0, 10))
def test_the_line_is_both_two_points_and_a_share_below(first: float) -> None:
    line = important_line(first)
    if line is None:
        assert first < IMPORTANT_POINTS
    else:
        assert 0 <= line <= first - IMPORTANT_POINTS
        assert line <= first * (1 - IMPORTANT_SHARE) + 1e-9


@given(
    st.lists(st.integers(0, 10), min_size=3, max_size=7),
    st.lists(st.integers(0, 10), min_size=3, max_size=6),
)
def test_less_and_more_are_never_said_of_small_changes(first: list[int], recent: list[int]) -> None:
    found = pain_change(told(START, *first), told(TODAY - timedelta(days=12), *recent), TODAY)
    assert found.first is not None
    assert found.recent is not None
    difference = found.recent - found.first
    if found.verdict in ("less", "more"):
        assert abs(difference) >= 2 - 1e-9
        assert (difference < 0) == (found.verdict == "less")
    elif abs(difference) >= max(2.0, 0.3 * found.first) + 1e-9:
        pytest.fail("an important change wasn't said")
