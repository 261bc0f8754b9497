"""Records as series: what is counted where, and what is left out."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest

from backline.journal.points import DayCount
from backline.journal.records import DayPain
from backline.report.progress.past import window_start
from backline.report.progress.progress import progress_of
from backline.report.progress.series import (
    by_week,
    calendar,
    form_series,
    on_the_day,
    pain_series,
    plank_tries,
    range_series,
    weekly,
)
from tests.report.progress.fakes import (
    BENDING,
    ORDER,
    TODAY,
    answer,
    ends,
    form,
    noon,
    past,
    plank,
    span,
)

MONDAY = date(2026, 11, 23)
LAST_WEEK = MONDAY - timedelta(days=7)


def test_a_timed_test_is_no_session_but_a_stop_is_shown() -> None:
    spans = [span(MONDAY), span(TODAY, 2, test=True)]
    days = calendar(spans, MONDAY, TODAY)
    assert [one.day for one in days if one.sessions] == [MONDAY]
    assert pain_series((), (), spans).sessions == ((MONDAY, False),)
    hurt = [span(TODAY, 2, test=True, state="stopped")]
    assert pain_series((), (), hurt).sessions == ((TODAY, True),)


def test_the_calendar_has_every_day_and_says_when_a_length_is_not_known() -> None:
    spans = [
        span(MONDAY),
        span(MONDAY, 2, ended_at=noon(MONDAY) + timedelta(minutes=8)),
        span(TODAY, 3, ended_at=None, state="open"),
        span(LAST_WEEK, 4, ended_at=noon(LAST_WEEK) + timedelta(hours=9)),
    ]
    days = {one.day: one for one in calendar(spans, LAST_WEEK, TODAY)}
    assert len(days) == 11
    assert (days[MONDAY].sessions, days[MONDAY].minutes) == (2, 20)
    assert days[TODAY].sessions == 1
    assert math.isnan(days[TODAY].minutes)
    assert math.isnan(days[LAST_WEEK].minutes)  # left open overnight
    assert days[MONDAY + timedelta(days=1)].sessions == 0


def test_weeks_begin_on_mondays_and_none_is_missing() -> None:
    sunday = MONDAY - timedelta(days=1)
    days = [
        DayCount(sunday, 1, 1, 3, 20, 10.0, 5.0),
        DayCount(MONDAY, 1, 1, 3, 30, 20.0, 15.0),
        DayCount(TODAY, 2, 1, 3, 12, 1.0, 0.0),
    ]
    weeks = by_week(days, MONDAY - timedelta(days=21), TODAY)
    assert [week.monday for week in weeks] == [MONDAY - timedelta(days=7 * n) for n in (3, 2, 1, 0)]
    assert [week.repetitions for week in weeks] == [0, 0, 20, 42]
    assert (weeks[-1].days, weeks[-1].held_s, weeks[-1].good_s) == (2, 21.0, 15.0)


def told(day: date, nprs: int) -> DayPain:
    return DayPain(1, 1, nprs, None, noon(day), "UTC", day)


def test_days_of_rest_count_with_the_pain_told_about_them() -> None:
    rest = MONDAY + timedelta(days=1)
    answers = [answer(MONDAY, "before", 3), answer(MONDAY, "end", 9), answer(MONDAY, "before", 4)]
    found = on_the_day(answers, [told(MONDAY, 8), told(rest, 5), told(rest, 7)])
    assert found == ((MONDAY, 3.5), (rest, 7.0))  # the session's own, else the latest of the day


def test_pain_is_kept_apart_by_moment() -> None:
    answers = [
        answer(MONDAY, "before", 3),
        answer(MONDAY, "after-exercise", 10),
        answer(MONDAY, "end", 4),
        answer(TODAY, "next-morning", 2),
    ]
    found = pain_series(answers, (), [span(MONDAY), span(MONDAY, 2, state="stopped"), span(TODAY)])
    assert (found.before, found.end) == (((MONDAY, 3.0),), ((MONDAY, 4.0),))
    assert found.morning == ((TODAY, 2.0),)
    assert found.sessions == ((MONDAY, True), (TODAY, False))
    assert found.count == 2


def test_form_that_nobody_saw_is_left_out_and_counted() -> None:
    points = [
        form(MONDAY, "plank", 0.5),
        form(MONDAY, "cat-cow", None),
        form(MONDAY, "unknown", 1.0),
        form(TODAY, "plank", None),
        form(TODAY, "plank", 0.7),
    ]
    found = form_series(points, ORDER)
    assert [(one.exercise, one.points, one.unseen) for one in found] == [
        ("cat-cow", (), 1),
        ("plank", ((MONDAY, 0.5), (TODAY, 0.7)), 1),
        ("unknown", ((MONDAY, 1.0),), 0),
    ]


def bend(day: date, value: float, **changes: object) -> object:
    return form(day, "cat-cow", 1.0, **{"mean_range": value, "range_unit": "ratio"} | changes)


def test_the_range_is_held_against_the_own_first_weeks() -> None:
    start = date(2026, 1, 5)
    early = [
        bend(start + timedelta(days=n), value) for n, value in ((0, 0.08), (7, 0.1), (20, 0.5))
    ]
    shown = [bend(MONDAY, 0.11), bend(TODAY, math.nan), form(TODAY, "plank", 1.0)]
    found = range_series("cat-cow", early, shown)  # type: ignore[arg-type]
    assert found is not None
    assert found.points == ((MONDAY, 0.11),)
    assert found.first == 0.09
    assert range_series("plank", early, shown) is None  # type: ignore[arg-type]


def test_ranges_of_another_stage_or_unit_are_not_compared() -> None:
    start = date(2026, 1, 5)
    early = [bend(start + timedelta(days=n), 0.5, stage="half") for n in range(4)]
    early += [bend(start, 30.0, range_unit="deg")]
    shown = [bend(LAST_WEEK, 0.4, stage="half"), bend(MONDAY, 0.11)]
    found = range_series("cat-cow", early, shown)  # type: ignore[arg-type]
    assert found is not None
    assert (found.stage, found.points) == (None, ((MONDAY, 0.11),))
    assert math.isnan(found.first)


def test_rounding_and_sinking_are_held_each_against_their_own_first_weeks() -> None:
    start = date(2026, 1, 5)
    early = [bend(start, 0.08), bend(start + timedelta(days=7), 0.1)]
    begun = [ends(start, 0.05, -0.03), ends(start + timedelta(days=7), 0.07, -0.03)]
    begun += [ends(start + timedelta(days=20), 0.9, -0.9)]
    shown = [bend(MONDAY, 0.11), bend(TODAY, 0.13)]
    apart = [ends(MONDAY, 0.07, -0.04), ends(TODAY, 0.08, -0.05)]
    found = range_series("cat-cow", early, shown, begun, apart)  # type: ignore[arg-type]
    assert found is not None
    assert found.rounding.points == ((MONDAY, 0.07), (TODAY, 0.08))
    assert found.sinking.points == ((MONDAY, 0.04), (TODAY, 0.05))
    assert (found.rounding.first, found.sinking.first) == (pytest.approx(0.06), 0.03)
    assert (found.apart_since, found.whole_only) == (None, False)


def test_what_was_not_told_apart_is_not_made_up() -> None:
    start = date(2026, 1, 5)
    early = [bend(start + timedelta(days=n), 0.09) for n in (0, 7)]
    shown = [bend(LAST_WEEK, 0.1), bend(MONDAY, 0.11), bend(TODAY, 0.13)]
    apart = [ends(MONDAY, 0.07, -0.04)]
    found = range_series("cat-cow", early, shown, apart, apart)  # type: ignore[arg-type]
    assert found is not None
    assert found.first == 0.09
    assert found.rounding.points == ((MONDAY, 0.07),)
    assert math.isnan(found.rounding.first)  # one session is no level
    assert math.isnan(found.sinking.first)
    assert (found.apart_since, found.whole_only) == (MONDAY, True)
    none = range_series("cat-cow", early, shown)  # type: ignore[arg-type]
    assert none is not None
    assert (none.rounding.points, none.apart_since, none.whole_only) == ((), None, True)


def test_ends_of_another_exercise_stage_or_unit_are_left_out() -> None:
    shown = [bend(MONDAY, 0.11)]
    others = [
        ends(MONDAY, 0.5, -0.5, exercise="plank"),
        ends(MONDAY, 0.5, -0.5, stage="half"),
        ends(MONDAY, 50.0, -50.0, unit="deg"),
    ]
    found = range_series("cat-cow", shown, shown, others, others)  # type: ignore[arg-type]
    assert found is not None
    assert (found.rounding.points, found.sinking.points) == ((), ())


def test_a_best_is_of_its_own_stage_and_kind() -> None:
    days = [MONDAY + timedelta(days=n) for n in range(5)]
    tests = [
        plank(days[0], 30),
        plank(days[1], 60, watched=False),
        plank(days[2], 20),
        plank(days[3], 31),
        plank(days[4], 10, stage="knees"),
    ]
    assert [one.best for one in plank_tries(tests)] == [True, True, False, True, True]


def test_weekly_means() -> None:
    points = [(MONDAY, 2.0), (TODAY, 4.0), (LAST_WEEK, 9.0)]
    assert weekly(points) == ((LAST_WEEK, 9.0), (MONDAY, 3.0))


def test_a_long_window_shows_weeks() -> None:
    short, year = (progress_of(past(weeks), ORDER, BENDING) for weeks in (12, 53))
    assert (short.weekly, year.weekly) == (False, True)
    assert len(short.pain.before) > 25
    assert all(day.weekday() == 0 for day, _ in year.pain.before)
    (range_,) = year.ranges
    weeks = [day for day, _ in range_.points]
    assert [day for day, _ in range_.rounding.points] == weeks
    assert [day for day, _ in range_.sinking.points] == weeks
    assert not range_.whole_only
    assert len(year.calendar) == (TODAY - window_start(TODAY, 53)).days + 1
    assert year.since == past(53).first_session
