"""Each chart in words and as a table; and whether there is enough of it to draw."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from statistics import fmean

from backline.report.progress.progress import Progress
from backline.report.progress.series import PlankTry, RangeSeries, WaySeries, Week, of_one_stage
from backline.report.progress.sizes import FEWEST, range_panels
from backline.report.progress.words import WORDS, Voice


@dataclass(frozen=True, slots=True)
class Table:
    """head: the columns; rows: as many cells each, the newest first."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """A chart in words. told: what it shows, for those who can't see it and for all others.
    notes: how to read it, what was left out, where a number comes from. drawn: False while there
    is too little to draw; `told` then says what is to come."""

    chart: str
    title: str
    told: str
    table: Table
    notes: tuple[str, ...] = ()
    drawn: bool = True
    names: Mapping[str, str] = field(default_factory=dict)


def tellings(
    progress: Progress, voice: Voice, names: Mapping[str, str] | None = None
) -> tuple[Telling, ...]:
    """Every chart in words, in the order of the page. names: of the exercises, by id, in the
    language of the voice; an id stands for itself otherwise."""
    names, voice = names or {}, replace(voice, this_year=progress.today.year)
    return tuple(tell(progress, voice, names) for tell in TELLERS.values())


def _calendar(progress: Progress, voice: Voice, names: Mapping[str, str]) -> Telling:
    done = [day for day in progress.calendar if day.sessions]
    first = voice.day(progress.since)
    minutes = sum(day.minutes for day in done if not math.isnan(day.minutes))
    if not done:
        told = voice.say("calendar.none", first=first)
    else:
        key = "calendar.told-one" if len(done) == 1 else "calendar.told"
        told = voice.say(key, days=len(done), first=first)
        if minutes >= 1:
            told += " " + voice.say("calendar.minutes", minutes=voice.number(minutes))
    rows = [
        (voice.day(day.day), f"{day.sessions}", _amount(voice, day.minutes))
        for day in reversed(done)
    ]
    return Telling(
        "calendar",
        voice.say("chart.calendar"),
        told,
        _table(voice, ("day", "sessions", "minutes"), rows),
        (voice.say("calendar.key"),) if done else (),
    )


def _pain(progress: Progress, voice: Voice, names: Mapping[str, str]) -> Telling:
    pain, change = progress.pain, progress.change
    by_moment = [dict(points) for points in (pain.before, pain.end, pain.morning)]
    days = sorted({day for points in by_moment for day in points}, reverse=True)
    rows = [
        (voice.day(day), *(_score(voice, points.get(day)) for points in by_moment)) for day in days
    ]
    moments = tuple(voice.say(f"pain.{name}") for name in ("before", "end", "morning"))
    first = voice.say("table.week" if progress.weekly else "table.day")
    table = Table((first, *moments), tuple(rows))
    title = voice.say("chart.pain")
    if pain.count < FEWEST:
        return Telling("pain", title, voice.say("pain.few"), table, drawn=False)
    says = voice.say(
        f"pain.{change.verdict}",
        first=_score(voice, change.first),
        recent=_score(voice, change.recent),
    )
    told = voice.say("pain.told", first=voice.day(progress.since), change=says)
    stopped = any(stopped for _, stopped in pain.sessions)
    notes = [voice.say("pain.sessions-stopped" if stopped else "pain.sessions")]
    notes += [voice.say("pain.weekly")] if progress.weekly else []
    notes += [voice.say("pain.source")] if change.line is not None else []
    return Telling("pain", title, told, table, tuple(notes))


def _repetitions(progress: Progress, voice: Voice, names: Mapping[str, str]) -> Telling:
    weeks = progress.weeks
    rows = [(f"{week.days}", voice.number(week.repetitions)) for week in weeks]
    table = _week_table(voice, weeks, ("days", "repetitions"), rows)
    title, total = voice.say("chart.repetitions"), sum(week.repetitions for week in weeks)
    if not total:
        return Telling("repetitions", title, voice.say("repetitions.few"), table, drawn=False)
    most = max(weeks, key=lambda week: week.repetitions)
    told = voice.say(
        "repetitions.told",
        total=voice.number(total),
        first=voice.day(progress.since),
        week=voice.day(most.monday),
        most=voice.number(most.repetitions),
    )
    notes = (voice.say("week.now"),) if weeks[-1].repetitions else ()
    return Telling("repetitions", title, told, table, notes)


def _holds(progress: Progress, voice: Voice, names: Mapping[str, str]) -> Telling:
    weeks = progress.weeks
    rows = [(voice.number(week.held_s), voice.number(week.good_s)) for week in weeks]
    table = _week_table(voice, weeks, ("held", "good"), rows)
    title, held_s = voice.say("chart.holds"), sum(week.held_s for week in weeks)
    if not held_s:
        return Telling("holds", title, voice.say("holds.few"), table, drawn=False)
    told = voice.say(
        "holds.told",
        held=voice.number(held_s),
        good=voice.number(sum(week.good_s for week in weeks)),
        first=voice.day(progress.since),
    )
    notes = (voice.say("week.now"),) if weeks[-1].held_s else ()
    return Telling("holds", title, told, table, (*notes, voice.say("holds.unseen")))


def _form(progress: Progress, voice: Voice, names: Mapping[str, str]) -> Telling:
    rows = sorted(
        (
            (day, names.get(one.exercise, one.exercise), value)
            for one in progress.form
            for day, value in one.points
        ),
        key=lambda row: (-row[0].toordinal(), row[1]),
    )
    table = _table(
        voice,
        ("week" if progress.weekly else "day", "exercise", "form"),
        [(voice.day(day), name, voice.number(100 * value)) for day, name, value in rows],
    )
    title, notes = voice.say("chart.form"), _form_notes(progress, voice, names)
    if all(len(one.points) < FEWEST for one in progress.form):
        return Telling("form", title, voice.say("form.few"), table, notes[1:], drawn=False)
    told = " ".join(
        voice.say(
            "form.told",
            exercise=names.get(one.exercise, one.exercise),
            latest=voice.number(100 * one.points[-1][1]),
            mean=voice.number(100 * fmean(value for _, value in one.points)),
        )
        for one in progress.form
        if one.points
    )
    return Telling("form", title, told, table, notes, names=dict(names))


def _form_notes(progress: Progress, voice: Voice, names: Mapping[str, str]) -> tuple[str, ...]:
    unseen = [
        voice.say(
            "form.unseen-once" if one.unseen == 1 else "form.unseen-one",
            exercise=names.get(one.exercise, one.exercise),
            count=one.unseen,
        )
        for one in progress.form
        if one.unseen
    ]
    notes = [voice.say("form.key")]
    notes += [voice.say("form.unseen", list=", ".join(unseen))] if unseen else []
    return tuple(notes)


def _range(progress: Progress, voice: Voice, names: Mapping[str, str]) -> Telling:
    several = len(progress.ranges) > 1
    table = _range_table(progress, voice, names)
    drawn = [one for one in progress.ranges if len(one.points) >= FEWEST]
    if not drawn:
        title = voice.say("chart.range")
        return Telling("range", title, voice.say("range.few"), table, drawn=False)
    name = names.get(drawn[0].exercise, drawn[0].exercise)
    title = voice.say("chart.range") if several else voice.say("chart.range-of", exercise=name)
    panels = range_panels(progress)
    alone = not any(apart for _, apart in panels)
    told = " ".join(
        _apart_told(one, voice) if apart else _range_told(one, voice, alone)
        for one, apart in panels
    )
    ratio = all(one.unit == "ratio" for one in drawn)
    notes = (voice.say("range.key" if ratio else "range.key-other"), *_apart_notes(panels, voice))
    return Telling("range", title, told, table, notes, names=dict(names))


def _range_table(progress: Progress, voice: Voice, names: Mapping[str, str]) -> Table:
    """Both ways have columns where any of them is known."""
    apart = any(one.rounding.points for one in progress.ranges)
    rows: list[tuple[date, tuple[str, ...]]] = []
    for one in progress.ranges:
        ways = [dict(way.points) for way in (one.rounding, one.sinking)] if apart else []
        for day, whole in one.points:
            values = (*(way.get(day, math.nan) for way in ways), whole)
            cells = (range_words(value, one.unit, voice) for value in values)
            rows.append((day, (names.get(one.exercise, one.exercise), *cells)))
    rows.sort(key=lambda row: (-row[0].toordinal(), row[1][0]))
    head = ("week" if progress.weekly else "day", "exercise")
    ways_head = ("rounding", "sinking") if apart else ()
    columns = (*head, *ways_head, "range")
    return _table(voice, columns, [(voice.day(day), *cells) for day, cells in rows])


def _range_told(one: RangeSeries, voice: Voice, alone: bool) -> str:
    """alone: nothing else is told, so it needn't be said that it is the whole range."""
    if not alone:
        whole = WaySeries(one.points, one.first)
        return _way_told(voice.say("range.whole"), whole, replace(one, apart_since=None), voice)
    latest = range_words(one.points[-1][1], one.unit, voice)
    if math.isnan(one.first):
        return voice.say("range.told", latest=latest)
    first = range_words(one.first, one.unit, voice)
    return voice.say("range.told-first", latest=latest, first=first)


def _apart_told(one: RangeSeries, voice: Voice) -> str:
    ways = (("range.rounding", one.rounding), ("range.sinking", one.sinking))
    return " ".join(_way_told(voice.say(name), way, one, voice) for name, way in ways)


def _way_told(name: str, way: WaySeries, one: RangeSeries, voice: Voice) -> str:
    latest = range_words(way.points[-1][1], one.unit, voice)
    if math.isnan(way.first):
        return voice.say("range.way", way=name, latest=latest)
    first = range_words(way.first, one.unit, voice)
    key = "range.way-first" if one.apart_since is None else "range.way-later"
    return voice.say(key, way=name, latest=latest, first=first)


def _apart_notes(panels: Sequence[tuple[RangeSeries, bool]], voice: Voice) -> list[str]:
    """How rounding and sinking are to be read, or from when on they can be."""
    shown = [one for one, apart in panels if apart]
    since = min((one.apart_since for one, _ in panels if one.apart_since), default=None)
    notes = [voice.say("range.apart")] if shown else []
    notes += [voice.say("range.since", day=voice.day(since))] if since else []
    notes += [] if shown else [voice.say("range.soon")]
    return notes


def range_words(value: float, unit: str, voice: Voice) -> str:
    """A range with its unit: "8.4 %" of the trunk's length, "31°"; or that it isn't known."""
    if math.isnan(value):
        return voice.say("table.unknown")
    if unit == "ratio":
        return voice.say("range.ratio", number=voice.number(100 * value, 1))
    if unit == "deg":
        return voice.say("range.deg", number=voice.number(value))
    return voice.say("range.other", number=voice.number(value, 2), unit=unit)


def best_plank(tries: Sequence[PlankTry]) -> PlankTry | None:
    """The longest; a watched one if there is any, for only a watched plank's form was seen."""
    return max(tries, key=lambda one: (one.watched, one.good_s), default=None)


def _plank(progress: Progress, voice: Voice, names: Mapping[str, str]) -> Telling:
    staged = any(one.stage is not None for one in progress.planks)
    rows = [
        (
            voice.day(one.day),
            *((plank_stage(one.stage, voice),) if staged else ()),
            voice.number(math.floor(one.good_s)),
            voice.say("table.camera" if one.watched else "table.timer"),
            voice.say("table.yes") if one.best else "",
        )
        for one in reversed(progress.planks)
    ]
    columns = ("day", *(("stage",) if staged else ()), "seconds", "measured", "best")
    table = _table(voice, columns, rows)
    title = voice.say("chart.plank")
    if not progress.planks:
        return Telling("plank", title, voice.say("plank.none"), table, drawn=False)
    tries = of_one_stage(progress.planks)
    best = best_plank(tries)
    assert best is not None
    seconds, stage = voice.number(math.floor(best.good_s)), plank_stage(best.stage, voice)
    notes = (voice.say("plank.stage", stage=stage),) if stage else ()
    if len(tries) < len(progress.planks):
        notes = (voice.say("plank.stage-others", stage=stage),)
    if len(tries) == 1:
        told = voice.say("plank.few", best=seconds)
        return Telling("plank", title, told, table, notes, drawn=False)
    key = "plank.told" if best.watched else "plank.told-unwatched"
    told = voice.say(key, best=seconds, day=voice.day(best.day))
    if len({one.watched for one in tries}) > 1:
        notes = (*notes, voice.say("plank.key"))
    return Telling("plank", title, told, table, notes)


def plank_stage(stage: str | None, voice: Voice) -> str:
    """Where the weight was: "on the toes"; empty for a stage without such a word."""
    key = f"plank-stage.{stage}"
    return voice.say(key) if stage is not None and key in WORDS else ""


def _table(voice: Voice, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    head = tuple(voice.say(f"table.{name}") for name in columns)
    return Table(head, tuple(tuple(row) for row in rows))


def _week_table(
    voice: Voice, weeks: Sequence[Week], columns: Sequence[str], rows: Sequence[Sequence[str]]
) -> Table:
    dated = [(voice.day(week.monday), *row) for week, row in zip(weeks, rows, strict=True)]
    return _table(voice, ("week", *columns), dated[::-1])


def _amount(voice: Voice, value: float) -> str:
    return voice.say("table.unknown") if math.isnan(value) else voice.number(value)


def _score(voice: Voice, value: float | None) -> str:
    return "" if value is None else voice.number(value, 1)


Teller = Callable[[Progress, Voice, Mapping[str, str]], Telling]
TELLERS: dict[str, Teller] = {
    "calendar": _calendar,
    "pain": _pain,
    "repetitions": _repetitions,
    "holds": _holds,
    "form": _form,
    "range": _range,
    "plank": _plank,
}
"""What puts each chart into words, in the order of the page."""
