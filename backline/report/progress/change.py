"""Whether pain has changed by an amount that matters, against the person's own first weeks.

A change on the 0 to 10 scale is taken as important from about 2 points or about 30 % on:

- Farrar JT, Young JP, LaMoreaux L, Werth JL, Poole RM. Clinical importance of changes in chronic
  pain intensity measured on an 11-point numerical pain rating scale. Pain 2001;94:149-158.
- Ostelo RWJG, Deyo RA, Stratford P, et al. Interpreting change scores for pain and functional
  status in low back pain: towards international consensus regarding minimal important change.
  Spine 2008;33:90-94. (2 points on the numerical scale; 30 % from the start.)

Where the two differ Backline asks for both, its own choice: the careful reading, so that a few
good days aren't called a change. A level is the mean of what was told on the days themselves,
before any session has moved it; days of rest count, else the worst ones would be left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean
from typing import Literal

from backline.report.progress.series import Point

IMPORTANT_POINTS = 2.0
IMPORTANT_SHARE = 0.3
FIRST_DAYS = 14
RECENT_DAYS = 14
LEAST_ANSWERS = 3
"""A level takes two weeks and three days of them. Backline's own choice: about six sessions, so
that one bad day isn't the level."""

Verdict = Literal["too-early", "too-low", "less", "more", "steady"]


@dataclass(frozen=True, slots=True)
class PainChange:
    """first, recent: levels, 0 to 10; None while there are too few answers. line: the level at
    which it is importantly less; None when the first level is too low for that. verdict:
    `too-early` while one of the levels is missing or they are of the same days, `too-low` when
    less can't be told from so little pain (more still can)."""

    first: float | None
    recent: float | None
    line: float | None
    verdict: Verdict


def important_line(first: float) -> float | None:
    """The level that is both 2 points and 30 % below the first one; None when there is none."""
    line = min(first - IMPORTANT_POINTS, first * (1 - IMPORTANT_SHARE))
    return line if line >= 0 else None


def pain_change(early: Sequence[Point], window: Sequence[Point], today: date) -> PainChange:
    """early: pain by day, the person's first days; window: that of the last weeks up to today.
    Both in order of the days."""
    if not early:
        return PainChange(None, None, None, "too-early")
    first_until = early[0][0] + timedelta(days=FIRST_DAYS)
    recent_from = today - timedelta(days=RECENT_DAYS)
    first = _level(nprs for day, nprs in early if day < first_until)
    recent = _level(nprs for day, nprs in window if day > recent_from)
    if recent_from < first_until - timedelta(days=1):
        recent = None  # still the same days
    line = None if first is None else important_line(first)
    return PainChange(first, recent, line, _verdict(first, recent, line))


def _level(answers: Iterable[float]) -> float | None:
    found = list(answers)
    return fmean(found) if len(found) >= LEAST_ANSWERS else None


def _verdict(first: float | None, recent: float | None, line: float | None) -> Verdict:
    if first is None or recent is None:
        return "too-early"
    if recent - first >= max(IMPORTANT_POINTS, IMPORTANT_SHARE * first):
        return "more"
    if line is None:
        return "too-low"
    return "less" if recent <= line else "steady"
