"""Records as the series that charts and tables are made of. Pure; days are the person's own."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import fmean

from backline.journal.points import DayCount, EndsPoint, FormPoint, SessionSpan
from backline.journal.records import DayPain, Moment, PainAnswer, PlankTest

LONGEST_SESSION_S = 2 * 3600.0
"""A session that took longer was left open, so how long it was isn't known. Backline's own
choice; a session is planned for a quarter of an hour."""
FIRST_DAYS = 14
LEAST_FIRST = 2
"""A first range takes the first two weeks in which it was measured, and two sessions of them.
Backline's own choice."""

Point = tuple[date, float]


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """sessions: begun on that day. minutes: from begin to end of those whose length is known,
    NaN when none is."""

    day: date
    sessions: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Week:
    """What was done from a Monday on. days: with a session. good_s: of the seconds held, those
    that were watched and in good form."""

    monday: date
    days: int
    repetitions: int
    held_s: float
    good_s: float


@dataclass(frozen=True, slots=True)
class PainSeries:
    """Pain, 0 to 10, by moment, oldest first. before: on the day itself, before a session or
    without one. sessions: the days of sessions, and whether one was stopped that day."""

    before: tuple[Point, ...]
    end: tuple[Point, ...]
    morning: tuple[Point, ...]
    sessions: tuple[tuple[date, bool], ...]

    @property
    def count(self) -> int:
        """Days with an answer."""
        return len({day for one in (self.before, self.end, self.morning) for day, _ in one})


@dataclass(frozen=True, slots=True)
class FormSeries:
    """The form score of an exercise (0 to 1) each time it could be judged. unseen: the times it
    couldn't, which are left out."""

    exercise: str
    points: tuple[Point, ...]
    unseen: int


@dataclass(frozen=True, slots=True)
class WaySeries:
    """How far the back line went one way from level, the mean of each session's repetitions; more
    is further. first: the person's own mean in the first weeks it was measured, NaN when it isn't
    known."""

    points: tuple[Point, ...] = ()
    first: float = math.nan


@dataclass(frozen=True, slots=True)
class RangeSeries:
    """How far the back line went, the mean of each session's repetitions, in `unit`. first: the
    person's own mean in their first weeks, NaN when it isn't known. All of one stage, for another
    stage asks for another range.

    rounding, sinking: both ways apart, of the repetitions of which they are known; without points
    where there are none. apart_since: the first day they were told apart, where the whole range
    was known before.
    """

    exercise: str
    stage: str | None
    unit: str
    points: tuple[Point, ...]
    first: float
    rounding: WaySeries = WaySeries()
    sinking: WaySeries = WaySeries()
    apart_since: date | None = None

    @property
    def whole_only(self) -> bool:
        """Whether there are days of which only the whole range is known."""
        return not {day for day, _ in self.points} <= {day for day, _ in self.rounding.points}


@dataclass(frozen=True, slots=True)
class PlankTry:
    """One test. best: nobody held longer before it, of the same stage and watched alike."""

    day: date
    good_s: float
    stage: str | None
    watched: bool
    best: bool


def calendar(spans: Iterable[SessionSpan], first: date, today: date) -> tuple[CalendarDay, ...]:
    """Every day from first to today. Timed tests are no sessions."""
    found: defaultdict[date, list[float]] = defaultdict(list)
    for span in spans:
        if span.test:
            continue
        found[span.day].append(_length_s(span))
    days = (first + timedelta(days=n) for n in range((today - first).days + 1))
    return tuple(CalendarDay(day, len(found[day]), _minutes(found[day])) for day in days)


def _length_s(span: SessionSpan) -> float:
    if span.ended_at is None:
        return math.nan
    took_s = (span.ended_at - span.began_at).total_seconds()
    return took_s if 0 <= took_s <= LONGEST_SESSION_S else math.nan


def _minutes(lengths_s: Sequence[float]) -> float:
    known = [one for one in lengths_s if not math.isnan(one)]
    return sum(known) / 60 if known else math.nan


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def by_week(days: Iterable[DayCount], first: date, today: date) -> tuple[Week, ...]:
    """Every week from the one of `first` to the one of today, those without a session too."""
    found: defaultdict[date, list[DayCount]] = defaultdict(list)
    for one in days:
        found[monday_of(one.day)].append(one)
    count = (monday_of(today) - monday_of(first)).days // 7 + 1
    return tuple(_week(monday_of(first) + timedelta(weeks=n), found) for n in range(count))


def _week(monday: date, found: defaultdict[date, list[DayCount]]) -> Week:
    days = found[monday]
    return Week(
        monday,
        len(days),
        sum(d.repetitions for d in days),
        sum(d.held_s for d in days),
        sum(d.good_s for d in days),
    )


def on_the_day(answers: Iterable[PainAnswer], told: Iterable[DayPain]) -> tuple[Point, ...]:
    """Pain of each day as it was told before a session, the mean where there were several; on
    days without, as it was told last about the day."""
    by_day = {one.day: float(one.nprs) for one in told}
    return tuple(sorted({**by_day, **dict(_told(answers, "before"))}.items()))


def pain_series(
    answers: Sequence[PainAnswer], told: Iterable[DayPain], spans: Iterable[SessionSpan]
) -> PainSeries:
    """Pain as told, the mean of a day where there are several answers for one moment. Of timed
    tests there is a mark only where pain or the person stopped one."""
    stopped: dict[date, bool] = {}
    for span in spans:
        if span.test and span.state != "stopped":
            continue
        stopped[span.day] = stopped.get(span.day, False) or span.state == "stopped"
    return PainSeries(
        on_the_day(answers, told),
        _told(answers, "end"),
        _told(answers, "next-morning"),
        tuple(sorted(stopped.items())),
    )


def _told(answers: Iterable[PainAnswer], moment: Moment) -> tuple[Point, ...]:
    return _means((a.day, float(a.nprs)) for a in answers if a.moment == moment)


def _means(points: Iterable[Point]) -> tuple[Point, ...]:
    found: defaultdict[date, list[float]] = defaultdict(list)
    for day, value in points:
        found[day].append(value)
    return tuple((day, fmean(found[day])) for day in sorted(found))


def weekly(points: Iterable[Point]) -> tuple[Point, ...]:
    """The mean of each week that has any, at its Monday."""
    return _means((monday_of(day), value) for day, value in points)


def form_series(points: Iterable[FormPoint], order: Sequence[str]) -> tuple[FormSeries, ...]:
    """A series for each exercise done, in the order given; others come last."""
    found: defaultdict[str, list[FormPoint]] = defaultdict(list)
    for point in points:
        found[point.exercise].append(point)
    known = {name: place for place, name in enumerate(order)}
    names = sorted(found, key=lambda name: (known.get(name, len(known)), name))
    return tuple(_form(name, found[name]) for name in names)


def _form(name: str, points: Sequence[FormPoint]) -> FormSeries:
    judged = [(p.day, p.form_ratio) for p in points if p.form_ratio is not None]
    return FormSeries(name, _means(judged), len(points) - len(judged))


def range_series(
    exercise: str,
    early: Iterable[FormPoint],
    points: Iterable[FormPoint],
    early_ends: Iterable[EndsPoint] = (),
    ends: Iterable[EndsPoint] = (),
) -> RangeSeries | None:
    """The range of an exercise at the stage it was last measured at; None when it never was.
    early, early_ends: of the first days of which there are any."""
    mine = [p for p in points if p.exercise == exercise and not math.isnan(p.mean_range)]
    if not mine:
        return None
    stage, unit = mine[-1].stage, mine[-1].range_unit or ""

    def alike(found: Iterable[FormPoint]) -> tuple[Point, ...]:
        return _means(
            (p.day, p.mean_range)
            for p in found
            if p.exercise == exercise
            and (p.stage, p.range_unit or "") == (stage, unit)
            and not math.isnan(p.mean_range)
        )

    shown = alike(mine)
    begun = alike(early) or shown
    whole = RangeSeries(exercise, stage, unit, shown, _first_level(begun))
    return _told_apart(whole, early_ends, ends, begun[0][0])


def _first_level(begun: Sequence[Point]) -> float:
    """The mean of the first weeks of some points; NaN when there are too few."""
    first = [value for day, value in begun if day < begun[0][0] + timedelta(days=FIRST_DAYS)]
    return fmean(first) if len(first) >= LEAST_FIRST else math.nan


def _told_apart(
    whole: RangeSeries, early: Iterable[EndsPoint], ends: Iterable[EndsPoint], began: date
) -> RangeSeries:
    """A range with both ways, as far as they are known. began: the first day of which the whole
    is. Flexion is positive: the highest of a back line is how far it was rounded."""

    def alike(found: Iterable[EndsPoint]) -> list[EndsPoint]:
        kind = (whole.exercise, whole.stage, whole.unit)
        return [p for p in found if (p.exercise, p.stage, p.unit) == kind]

    shown = alike(ends)
    begun = alike(early) or shown
    if not begun:
        return whole
    since = min(p.day for p in begun)
    rounding, sinking = (
        WaySeries(way(shown), _first_level(way(begun))) for way in (_rounding, _sinking)
    )
    later = since if since > began else None
    return replace(whole, rounding=rounding, sinking=sinking, apart_since=later)


def _rounding(found: Iterable[EndsPoint]) -> tuple[Point, ...]:
    return _means((p.day, p.highest) for p in found)


def _sinking(found: Iterable[EndsPoint]) -> tuple[Point, ...]:
    return _means((p.day, -p.lowest) for p in found)


def plank_tries(tests: Iterable[PlankTest]) -> tuple[PlankTry, ...]:
    """Every test, oldest first."""
    best: dict[tuple[str | None, bool], float] = {}
    tries = []
    for test in tests:
        kind = (test.stage, test.watched)
        record = test.good_s > best.get(kind, 0.0)
        best[kind] = max(test.good_s, best.get(kind, 0.0))
        tries.append(PlankTry(test.day, test.good_s, test.stage, test.watched, record))
    return tuple(tries)


def of_one_stage(tries: Sequence[PlankTry]) -> tuple[PlankTry, ...]:
    """Those of the stage of the latest one: on the knees and on the toes are two things."""
    return tuple(one for one in tries if one.stage == tries[-1].stage)
