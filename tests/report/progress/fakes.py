"""A made-up past: some weeks of three sessions, pain going down, a few not watched."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

from backline.journal.points import DayCount, EndsPoint, FormPoint, SessionSpan
from backline.journal.records import Moment, PainAnswer, PlankTest
from backline.report.progress.past import Past, window_start

TODAY = date(2026, 11, 26)
"""A Thursday."""
NAMES = {"cat-cow": "Cat-cow", "bird-dog": "Bird dog", "plank": "Plank"}
ORDER = tuple(NAMES)
BENDING = ("cat-cow",)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def span(day: date, number: int = 1, **changes: Any) -> SessionSpan:
    values: dict[str, Any] = {
        "session_id": number,
        "day": day,
        "state": "finished",
        "began_at": noon(day),
        "ended_at": noon(day) + timedelta(minutes=12),
    }
    return SessionSpan(**(values | changes))


def answer(day: date, moment: Moment, nprs: int, number: int = 1) -> PainAnswer:
    return PainAnswer(number, number, None, moment, nprs, noon(day), "UTC", day)


def form(day: date, exercise: str, score: float | None, **changes: Any) -> FormPoint:
    values: dict[str, Any] = {
        "stage": None,
        "repetitions": 10,
        "held_s": 0.0,
        "mean_range": math.nan,
        "range_unit": None,
    }
    return FormPoint(day, 1, exercise, form_ratio=score, **(values | changes))


def plank(day: date, good_s: float, *, watched: bool = True, stage: str | None = None) -> PlankTest:
    return PlankTest(1, 1, None, stage, good_s + 3, good_s, "knees", watched, noon(day), "UTC", day)


def session_days(weeks: int, today: date = TODAY) -> list[date]:
    """Mondays, Wednesdays and Fridays, with some left out."""
    first = window_start(today, weeks)
    days = [first + timedelta(days=n) for n in range((today - first).days + 1)]
    return [day for day in days if day.weekday() in (0, 2, 4) and day.toordinal() % 11]


def ends(day: date, highest: float, lowest: float, **changes: Any) -> EndsPoint:
    values: dict[str, Any] = {"exercise": "cat-cow", "stage": None, "unit": "ratio"}
    return EndsPoint(day, 1, highest=highest, lowest=lowest, **(values | changes))


def past(
    weeks: int = 12,
    done_weeks: int | None = None,
    today: date = TODAY,
    apart_from: date = date.min,
) -> Past:
    """A window of so many weeks, with sessions in the last done_weeks of them. apart_from: when
    the ends of ranges began to be kept."""
    days = session_days(weeks if done_weeks is None else done_weeks, today)
    made: defaultdict[str, list[Any]] = defaultdict(list)
    for number, day in enumerate(days):
        _one_session(made, number, number / max(1, len(days) - 1), day)
    return Past(
        today=today,
        first=window_start(today, weeks),
        first_session=days[0] if days else None,
        spans=tuple(made["spans"]),
        days=tuple(made["days"]),
        pain=tuple(made["pain"]),
        early_pain=tuple(made["pain"]),
        told=(),
        early_told=(),
        form=tuple(made["form"]),
        early_form=tuple(p for p in made["form"] if p.exercise in BENDING),
        ends=(known := tuple(p for p in made["ends"] if p.day >= apart_from)),
        early_ends=known,
        planks=tuple(made["planks"]),
    )


def _one_session(made: defaultdict[str, list[Any]], number: int, way: float, day: date) -> None:
    wave = math.sin(number * 2.3)
    watched, stopped = number % 7 != 3, number == 4
    minutes = 9 + 4 * wave + (3 if number % 5 == 0 else 0)
    made["spans"].append(
        span(
            day,
            number,
            state="stopped" if stopped else "finished",
            ended_at=noon(day) + timedelta(minutes=minutes),
        )
    )
    made["days"].append(DayCount(day, 1, 1, 3, 24 + number % 5, 40.0, 31.0 if watched else 0.0))
    before = round(min(10, max(0, 6.2 - 3.6 * way + 0.9 * wave)))
    made["pain"] += [
        answer(day, "before", before),
        answer(day, "end", max(0, before - (number % 3 == 0) + (number % 8 == 4))),
        answer(day + timedelta(days=1), "next-morning", max(0, before - number % 2)),
    ]
    score = min(1.0, max(0.0, 0.55 + 0.35 * way + 0.1 * wave))
    bend = 0.09 + 0.035 * way + 0.006 * wave if watched else math.nan
    if watched:
        high = 0.055 + 0.025 * way + 0.004 * wave
        made["ends"] += [ends(day, high, high - bend, exercise=name) for name in BENDING]
    for place, exercise in enumerate(NAMES):
        seen = score - 0.08 * place if watched else None
        more = {"mean_range": bend, "range_unit": "ratio"} if exercise in BENDING else {}
        made["form"].append(form(day, exercise, seen, **more))
    if number % 9 == 2:
        made["planks"].append(plank(day, 21 + 30 * way + 5 * wave, watched=number % 2 == 0))
