"""The charts of progress as SVG: one function for each, all drawn by `chart_svg`."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from threading import Lock
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from backline.language.short import month_words, weekday_names
from backline.report.progress.look import Look, blank, date_axis, panel
from backline.report.progress.progress import Progress
from backline.report.progress.series import (
    CalendarDay,
    Point,
    RangeSeries,
    WaySeries,
    Week,
    monday_of,
    of_one_stage,
)
from backline.report.progress.sizes import (
    BLOCK_HEAD,
    BLOCK_WEEKS,
    FORM_HEAD,
    FORM_TALL,
    calendar_row,
    chart_size,
    range_head,
    range_panels,
    range_tall,
)
from backline.report.progress.svg import svg_text
from backline.report.progress.telling import Telling, best_plank, range_words
from backline.report.progress.words import Voice

USUAL_MIN = 15.0
"""A dot of the calendar is full-sized from a session of this length on: the most that one is
planned to take."""
WORDS_SHARE = (0.42, 0.1)
"""How much of a panel's width and height the words on a line take, about."""
_DRAWING = Lock()
"""matplotlib's settings are one for the whole program."""


def chart_svg(progress: Progress, telling: Telling, voice: Voice, look: Look | None = None) -> str:
    """A chart as SVG text, with its title and what it tells inside for screen readers.

    telling: of the chart, from the same progress; one that isn't to be drawn raises ValueError.
    Several threads may ask; they are drawn one after the other, each in a tenth of a second or
    two.
    """
    if not telling.drawn:
        raise ValueError(f"there is too little to draw {telling.chart}")
    look = look or Look()
    with _DRAWING, rc_context(look.style), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure = DRAWERS[telling.chart](progress, telling, voice, look)
        return svg_text(figure, telling.title, telling.told)


def _blank(progress: Progress, telling: Telling, look: Look) -> Figure:
    return blank(look, chart_size(progress, telling.chart, narrow=look.narrow)[1])


def _calendar(progress: Progress, telling: Telling, voice: Voice, look: Look) -> Figure:
    days = progress.calendar
    per_block = 7 * BLOCK_WEEKS
    blocks = [days[n : n + per_block] for n in range(0, len(days), per_block)]
    columns = min(BLOCK_WEEKS, math.ceil(len(days) / 7))
    row, head = calendar_row(progress), BLOCK_HEAD
    figure = _blank(progress, telling, look)
    for number, block in enumerate(blocks):
        top = head + number * (7 * row + head)
        axes = panel(figure, look, top, 7 * row, left=26, right=6)
        _calendar_block(axes, block, columns, progress.today, voice, look, row)
    return figure


def _calendar_block(
    axes: Axes,
    days: Sequence[CalendarDay],
    columns: int,
    today: date,
    voice: Voice,
    look: Look,
    row: float,
) -> None:
    colours, first = look.palette, days[0].day
    at = [((one.day - first).days // 7, one.day.weekday()) for one in days]
    column = (look.width - 32) / columns
    widest = min(row, column) - 3
    sizes = [_dot(one, widest) for one in days]
    fills = [colours.first if one.sessions else colours.faint for one in days]
    x, y = [week for week, _ in at], [weekday for _, weekday in at]
    axes.scatter(x, y, s=[s * s for s in sizes], c=fills, linewidths=0)
    if days[-1].day == today:
        ring = (min(row, column) - 1) ** 2
        axes.scatter(
            *at[-1],
            s=ring,
            facecolors="none",
            edgecolors=colours.accent,
            linewidths=2,
            clip_on=False,
        )
    axes.set(xlim=(-0.5, columns - 0.5), ylim=(6.5, -0.5), xticks=[])
    axes.spines[:].set_visible(False)
    names = weekday_names(voice.language, "narrow")
    axes.set_yticks([0, 2, 4, 6], [names[n] for n in (0, 2, 4, 6)])
    for n, monday in _month_starts(first, math.ceil(len(days) / 7), math.ceil(34 / column)):
        axes.text(n - 0.4, -0.75, month_words(monday, voice.language), color=colours.quiet)


def _month_starts(first: date, weeks: int, gap: int) -> list[tuple[int, date]]:
    """The weeks in which a month begins, and the first one unless the next month follows in less
    than `gap` weeks."""
    mondays = [(n, first + timedelta(weeks=n)) for n in range(weeks)]
    found = [(n, monday) for n, monday in mondays if monday.day <= 7]
    if not found or found[0][0] >= gap:
        found.insert(0, mondays[0])
    return found


def _dot(one: CalendarDay, widest: float) -> float:
    """Its diameter: the area goes with the minutes."""
    if not one.sessions:
        return max(3.0, 0.2 * widest)
    share = 0.5 if math.isnan(one.minutes) else min(1.0, max(0.15, one.minutes / USUAL_MIN))
    return max(5.0, widest * math.sqrt(share))


def _pain(progress: Progress, telling: Telling, voice: Voice, look: Look) -> Figure:
    colours, pain, change = look.palette, progress.pain, progress.change
    figure = _blank(progress, telling, look)
    axes = panel(figure, look, 40, 230, left=30)
    axes.set(ylim=(-1.15, 10.4), yticks=[0, 2, 4, 6, 8, 10])
    axes.grid(axis="y")
    date_axis(axes, progress.first, progress.today, look, voice)
    small = 4.5 if len(pain.before) < 45 else 3.6
    marks = (
        (pain.morning, colours.third, "^", "pain.morning"),
        (pain.end, colours.second, "s", "pain.end"),
        (pain.before, colours.first, "o", "pain.before"),
    )
    for points, colour, mark, name in marks:
        line = "-" if name == "pain.before" else "none"
        fill = colour if name == "pain.before" else colours.ground
        x, y = _xy(points, progress)
        label = voice.say(name)
        axes.plot(
            *(x, y), linestyle=line, color=colour, marker=mark, markersize=small, lw=1.8,
            label=label, markerfacecolor=fill, markeredgewidth=1.5, clip_on=False,
        )  # fmt: skip
    if change.first is not None:
        _level(axes, change.first, voice.say("pain.first"), look, quiet=True)
    if change.line is not None:
        _level(axes, change.line, voice.say("pain.line"), look)
    for kind, top in ((False, -0.7), (True, -0.35)):
        x_at = [day.toordinal() for day, stopped in pain.sessions if stopped == kind]
        axes.vlines(x_at, -1.1, top, color=colours.quiet, lw=2)
    handles, labels = axes.get_legend_handles_labels()
    _legend(figure, look, handles[::-1], labels[::-1])
    return figure


def _level(
    axes: Axes,
    value: float,
    text: str,
    look: Look,
    *,
    quiet: bool = False,
    below: bool | None = None,
) -> None:
    """A line across with its words where there are fewest marks. Draw it after the marks. below:
    whether the words stand below it; None for either."""
    colour = look.palette.quiet if quiet else look.palette.ink
    dashes: Any = ":" if quiet else (0, (5, 3))
    left, below = _free_place(axes, value, below)
    axes.axhline(value, color=colour, lw=1.8, linestyle=dashes, zorder=1.5)
    axes.annotate(
        text, (0 if left else 1, value), xycoords=("axes fraction", "data"),
        xytext=(3 if left else -3, -4 if below else 4), textcoords="offset points",
        ha="left" if left else "right", va="top" if below else "bottom", color=colour,
        size=look.font - 1.5, zorder=4,
    )  # fmt: skip


def _free_place(axes: Axes, value: float, under: bool | None) -> tuple[bool, bool]:
    """Whether words on a line at that height are best at its left, and below it. under: whether
    they must be below it."""
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    wide, tall = WORDS_SHARE[0] * (right - left), WORDS_SHARE[1] * (high - low)
    marks = [
        (x, y)
        for line in axes.get_lines()
        for x, y in zip(np.asarray(line.get_xdata()), np.asarray(line.get_ydata()), strict=True)
        if len(np.asarray(line.get_xdata())) > 2
    ]

    def busy(place: tuple[bool, bool]) -> int:
        at_left, below = place
        x_from = left if at_left else right - wide
        y_from = value - tall if below else value
        return sum(x_from <= x <= x_from + wide and y_from <= y <= y_from + tall for x, y in marks)

    places = [(False, False), (True, True), (True, False), (False, True)]
    if under is None:
        return min((one for one in places if not one[1] or value - tall > low), key=busy)
    return min((one for one in places if one[1] == under), key=busy)


def _legend(figure: Figure, look: Look, handles: Sequence[Artist], labels: list[str]) -> None:
    figure.legend(
        handles, labels, loc="upper left", ncols=4, frameon=False,
        bbox_to_anchor=(0, 1), borderaxespad=0, handlelength=1.2, columnspacing=1.2,
        handletextpad=0.5,
    )  # fmt: skip


def _xy(points: Sequence[Point], progress: Progress) -> tuple[list[int], list[float]]:
    """The mean of a week stands in its middle."""
    shift = 3 if progress.weekly else 0
    return [day.toordinal() + shift for day, _ in points], [value for _, value in points]


def _repetitions(progress: Progress, telling: Telling, voice: Voice, look: Look) -> Figure:
    figure = _blank(progress, telling, look)
    axes = panel(figure, look, 16, 178)
    _bars(axes, progress, [week.repetitions for week in progress.weeks], look, voice)
    return figure


def _holds(progress: Progress, telling: Telling, voice: Voice, look: Look) -> Figure:
    figure, colours = _blank(progress, telling, look), look.palette
    axes = panel(figure, look, 44, 180)
    weeks = progress.weeks
    bars = _bars(axes, progress, [week.held_s for week in weeks], look, voice)
    outline: Any = {"facecolor": colours.ground, "edgecolor": colours.first, "linewidth": 1.5}
    for bar in bars:
        bar.set(**outline)
        bar.set_linewidth(0 if bar.get_height() == 0 else 1.5 if len(weeks) < 20 else 0.8)
    good = axes.bar(_middles(weeks), [week.good_s for week in weeks], 5.0, color=colours.first)
    good[-1].set_alpha(0.5)
    handles = [Patch(facecolor=colours.first), Patch(**outline)]
    _legend(figure, look, handles, [voice.say("holds.good"), voice.say("holds.key")])
    return figure


def _middles(weeks: Sequence[Week]) -> list[int]:
    return [week.monday.toordinal() + 3 for week in weeks]


def _bars(
    axes: Axes, progress: Progress, values: Sequence[float], look: Look, voice: Voice
) -> BarContainer:
    """A bar for each week, the one under way pale."""
    bars = axes.bar(_middles(progress.weeks), values, 5.0, color=look.palette.first)
    bars[-1].set_alpha(0.5)
    axes.grid(axis="y")
    axes.set_ylim(0, max(values) * 1.08)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: voice.number(value)))
    sunday = monday_of(progress.today) + timedelta(days=6)
    date_axis(axes, progress.first, sunday, look, voice)
    return bars


def _form(progress: Progress, telling: Telling, voice: Voice, look: Look) -> Figure:
    colours = look.palette
    shown = [one for one in progress.form if one.points]
    head, tall = FORM_HEAD, FORM_TALL
    figure = _blank(progress, telling, look)
    for number, one in enumerate(shown):
        axes = panel(figure, look, head + number * (head + tall), tall, left=30, right=60)
        axes.set(ylim=(-0.05, 1.05), yticks=[0, 1])
        axes.set_yticklabels(["0", "100"], size=look.font - 2)
        axes.axhspan(0, 1, color=colours.faint, alpha=0.4, lw=0)
        date_axis(axes, progress.first, progress.today, look, voice)
        axes.spines["bottom"].set_visible(False)
        if one is not shown[-1]:
            axes.tick_params(bottom=False, labelbottom=False)
        x, y = _xy(one.points, progress)
        axes.plot(x, y, color=colours.first, lw=2, marker="o", markersize=3.6, clip_on=False)
        name = telling.names.get(one.exercise, one.exercise)
        axes.set_title(name, loc="left", pad=6, size=look.font, color=colours.ink)
        axes.annotate(
            f"{voice.number(100 * y[-1])} %", (1, 0.5), xycoords="axes fraction", xytext=(8, 0),
            textcoords="offset points", va="center", size=look.font + 1, color=colours.ink,
        )  # fmt: skip
    return figure


def _range(progress: Progress, telling: Telling, voice: Voice, look: Look) -> Figure:
    panels, top = range_panels(progress), 0.0
    head = range_head(progress)
    figure = _blank(progress, telling, look)
    for number, (one, apart) in enumerate(panels, start=1):
        tall = range_tall(apart=apart)
        axes = panel(figure, look, top + head, tall, left=52)
        top += head + tall
        if len(panels) > 1:
            _range_title(axes, one, apart, progress, telling, voice, look)
        _range_axes(axes, one, progress, voice, look)
        (_apart_panel if apart else _range_panel)(axes, one, progress, voice, look)
        if number < len(panels):
            axes.tick_params(bottom=False, labelbottom=False)
    return figure


def _range_title(
    axes: Axes,
    one: RangeSeries,
    apart: bool,
    progress: Progress,
    telling: Telling,
    voice: Voice,
    look: Look,
) -> None:
    """The exercise where there are several, and that a panel is of the whole range where others
    aren't."""
    words = [telling.names.get(one.exercise, one.exercise)] if len(progress.ranges) > 1 else []
    words += [] if apart else [voice.say("range.whole")]
    axes.set_title(" · ".join(words), loc="left", size=look.font)


def _range_axes(axes: Axes, one: RangeSeries, progress: Progress, voice: Voice, look: Look) -> None:
    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.yaxis.set_major_formatter(
        FuncFormatter(lambda value, _: range_words(abs(value), one.unit, voice))
    )
    axes.grid(axis="y")
    date_axis(axes, progress.first, progress.today, look, voice)


def _apart_panel(
    axes: Axes, one: RangeSeries, progress: Progress, voice: Voice, look: Look
) -> None:
    """Rounding above level, sinking below it."""
    colours = look.palette
    ways = (
        (one.rounding, 1, colours.first, "o", "range.rounding"),
        (one.sinking, -1, colours.second, "s", "range.sinking"),
    )
    ends = [_furthest(way) for way in (one.rounding, one.sinking)]
    room = 0.17 * sum(ends)
    axes.set_ylim(-ends[1] - room, ends[0] + room)
    axes.axhline(0, color=colours.quiet, lw=1.5, zorder=1.2)
    for way, sign, colour, mark, name in ways:
        x, y = _xy(way.points, progress)
        axes.plot(x, [sign * value for value in y], color=colour, lw=2, marker=mark, markersize=4.2)
        axes.annotate(
            voice.say(name), (0, sign > 0), xycoords="axes fraction", xytext=(3, -2 * sign),
            textcoords="offset points", va="top" if sign > 0 else "bottom", color=colour,
            size=look.font,
        )  # fmt: skip
    first = voice.say("range.first" if one.apart_since is None else "range.first-apart")
    for way, sign, *_ in ways:
        if not math.isnan(way.first):
            _level(axes, sign * way.first, first, look, below=sign > 0)


def _furthest(way: WaySeries) -> float:
    """As far as its panel must reach."""
    values = [value for _, value in way.points]
    return max(0.0, *values, 0.0 if math.isnan(way.first) else way.first)


def _range_panel(
    axes: Axes, one: RangeSeries, progress: Progress, voice: Voice, look: Look
) -> None:
    x, y = _xy(one.points, progress)
    top = max(*y, 0 if math.isnan(one.first) else one.first)
    axes.set_ylim(0, top * 1.15)
    axes.plot(x, y, color=look.palette.first, lw=2, marker="o", markersize=4.2)
    if not math.isnan(one.first):
        _level(axes, one.first, voice.say("range.first"), look)


def _plank(progress: Progress, telling: Telling, voice: Voice, look: Look) -> Figure:
    colours, tries = look.palette, of_one_stage(progress.planks)
    figure = _blank(progress, telling, look)
    axes = panel(figure, look, 20, 174)
    axes.grid(axis="y")
    x = [one.day.toordinal() for one in tries]
    axes.vlines(x, 0, [one.good_s for one in tries], color=colours.faint, lw=2)
    for one, at in zip(tries, x, strict=True):
        fill = colours.first if one.watched else colours.ground
        axes.plot(
            at, one.good_s, "o", color=colours.first, markerfacecolor=fill, markersize=7, mew=2
        )
    best = best_plank(tries)
    assert best is not None  # or there were nothing to draw
    axes.plot(best.day.toordinal(), best.good_s, "o", color=colours.accent, markersize=13,
              markerfacecolor="none", mew=2.5)  # fmt: skip
    axes.annotate(
        voice.number(math.floor(best.good_s)), (best.day.toordinal(), best.good_s), xytext=(0, 10),
        textcoords="offset points", ha="center", va="bottom", weight="bold", color=colours.ink,
    )  # fmt: skip
    axes.set_ylim(0, max(one.good_s for one in tries) * 1.25)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    date_axis(axes, tries[0].day, max(progress.today, tries[-1].day), look, voice)
    return figure


Drawer = Callable[[Progress, Telling, Voice, Look], Figure]
DRAWERS: dict[str, Drawer] = {
    "calendar": _calendar,
    "pain": _pain,
    "repetitions": _repetitions,
    "holds": _holds,
    "form": _form,
    "range": _range,
    "plank": _plank,
}
