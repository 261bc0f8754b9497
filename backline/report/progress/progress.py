"""All series of a person's progress over a window, worked out once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from backline.report.progress.change import PainChange, pain_change
from backline.report.progress.past import Past
from backline.report.progress.series import (
    CalendarDay,
    FormSeries,
    PainSeries,
    PlankTry,
    RangeSeries,
    Week,
    by_week,
    calendar,
    form_series,
    on_the_day,
    pain_series,
    plank_tries,
    range_series,
    weekly,
)

DAILY_WEEKS = 16
"""Windows longer than this show the means of weeks: more marks than that can't be told apart on
a phone."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything to show. since: the first day, of the window or of any session, whichever is
    later. begun: there has been a session, ever. weekly: the marks of pain, form
    and range are means of weeks."""

    first: date
    today: date
    since: date
    begun: bool
    weekly: bool
    calendar: tuple[CalendarDay, ...]
    weeks: tuple[Week, ...]
    pain: PainSeries
    change: PainChange
    form: tuple[FormSeries, ...]
    ranges: tuple[RangeSeries, ...]
    planks: tuple[PlankTry, ...]


def progress_of(past: Past, order: Sequence[str] = (), bending: Sequence[str] = ()) -> Progress:
    """Work it out. order: the exercises as they are to be shown. bending: those whose range of
    the back line is shown."""
    found = Progress(
        first=past.first,
        today=past.today,
        since=max(past.first, past.first_session or past.first),
        begun=past.first_session is not None,
        weekly=past.weeks > DAILY_WEEKS,
        calendar=calendar(past.spans, past.first, past.today),
        weeks=by_week(past.days, past.first, past.today),
        pain=pain_series(past.pain, past.told, past.spans),
        change=pain_change(
            on_the_day(past.early_pain, past.early_told),
            on_the_day(past.pain, past.told),
            past.today,
        ),
        form=form_series(past.form, order),
        ranges=tuple(
            series for exercise in bending if (series := _range(exercise, past)) is not None
        ),
        planks=plank_tries(past.planks),
    )
    return _by_weeks(found) if found.weekly else found


def _range(exercise: str, past: Past) -> RangeSeries | None:
    return range_series(exercise, past.early_form, past.form, past.early_ends, past.ends)


def _by_weeks(one: Progress) -> Progress:
    pain = replace(
        one.pain,
        before=weekly(one.pain.before),
        end=weekly(one.pain.end),
        morning=weekly(one.pain.morning),
    )
    return replace(
        one,
        pain=pain,
        form=tuple(replace(form, points=weekly(form.points)) for form in one.form),
        ranges=tuple(_range_by_weeks(found) for found in one.ranges),
    )


def _range_by_weeks(one: RangeSeries) -> RangeSeries:
    return replace(
        one,
        points=weekly(one.points),
        rounding=replace(one.rounding, points=weekly(one.rounding.points)),
        sinking=replace(one.sinking, points=weekly(one.sinking.points)),
    )
