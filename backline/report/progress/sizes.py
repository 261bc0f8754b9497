"""How large each chart is, in pixels, so that a page can leave the room before it is drawn."""

from __future__ import annotations

import math
from collections.abc import Callable

from backline.report.progress.progress import Progress
from backline.report.progress.series import RangeSeries

WIDE, NARROW = 640, 350
"""Widths: for a phone held upright, and for all else."""
FEWEST = 3
"""Marks that make a line worth drawing."""
BLOCK_WEEKS = 27
"""Weeks of the calendar side by side; a longer one goes on below."""
BLOCK_HEAD = 30.0
FORM_HEAD, FORM_TALL = 28.0, 62.0
RANGE_TALL, APART_TALL = 170.0, 220.0
FOOT = 36.0


def calendar_row(progress: Progress) -> float:
    """The height of a weekday's row."""
    return 22.0 if len(progress.calendar) > 14 * 7 else 27.0


def range_panels(progress: Progress) -> list[tuple[RangeSeries, bool]]:
    """The panels of range, from the top: of which exercise, and whether rounding and sinking
    apart. The whole range has one of its own only where it says more."""
    panels = []
    for one in progress.ranges:
        apart = len(one.rounding.points) >= FEWEST
        if apart:
            panels.append((one, True))
        if len(one.points) >= FEWEST and (one.whole_only or not apart):
            panels.append((one, False))
    return panels


def range_head(progress: Progress) -> float:
    """Room above each panel of range: for its name where there are several."""
    return 34.0 if len(range_panels(progress)) > 1 else 8.0


def range_tall(*, apart: bool) -> float:
    """The height of a panel of range."""
    return APART_TALL if apart else RANGE_TALL


def _calendar(progress: Progress) -> float:
    blocks = max(1, math.ceil(len(progress.calendar) / (7 * BLOCK_WEEKS)))
    return blocks * (7 * calendar_row(progress) + BLOCK_HEAD) + 6


def _form(progress: Progress) -> float:
    return sum(bool(one.points) for one in progress.form) * (FORM_HEAD + FORM_TALL) + FOOT


def _range(progress: Progress) -> float:
    head = range_head(progress)
    return sum(head + range_tall(apart=apart) for _, apart in range_panels(progress)) + FOOT


_HEIGHTS: dict[str, Callable[[Progress], float]] = {
    "calendar": _calendar,
    "pain": lambda _: 310,
    "repetitions": lambda _: 230,
    "holds": lambda _: 260,
    "form": _form,
    "range": _range,
    "plank": lambda _: 230,
}


def chart_size(progress: Progress, chart: str, *, narrow: bool = False) -> tuple[int, int]:
    """Width and height of a chart. Raises KeyError for one that there isn't."""
    return (NARROW if narrow else WIDE), round(_HEIGHTS[chart](progress))
