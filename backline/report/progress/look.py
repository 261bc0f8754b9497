"""How the charts look: sizes for a phone and for wider windows, colours for light and dark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from backline.language.short import month_words
from backline.report.progress.sizes import NARROW, WIDE
from backline.report.progress.words import Voice

DOTS_PER_INCH = 72
"""Then a point is a pixel, and every size below is in pixels."""
MOST_DAYS_BY_WEEK = 120
"""Longer windows have months on their axis instead of days."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours that differ in lightness too; marks and dashes tell the same apart."""

    ink: str
    quiet: str
    faint: str
    first: str
    second: str
    third: str
    accent: str
    ground: str


LIGHT = Palette(
    ink="#10262d",
    quiet="#466069",
    faint="#c6d2d3",
    first="#1c5a6b",
    second="#a85b00",
    third="#7b3f98",
    accent="#d08a00",
    ground="#e9eeee",
)
DARK = Palette(
    ink="#e9f0ef",
    quiet="#9fb6ba",
    faint="#2b444c",
    first="#7fcadb",
    second="#f7c23c",
    third="#d3a4ec",
    accent="#f7c23c",
    ground="#0c1d23",
)


@dataclass(frozen=True, slots=True)
class Look:
    """dark: for a dark page. narrow: for a phone held upright."""

    dark: bool = False
    narrow: bool = False

    @property
    def palette(self) -> Palette:
        return DARK if self.dark else LIGHT

    @property
    def width(self) -> int:
        return NARROW if self.narrow else WIDE

    @property
    def font(self) -> float:
        return 13.0 if self.narrow else 16.0

    @property
    def style(self) -> Any:
        """matplotlib's settings for it, by name."""
        colours = self.palette
        return {
            "figure.dpi": DOTS_PER_INCH,
            "savefig.dpi": DOTS_PER_INCH,
            "font.family": "DejaVu Sans",  # what is measured with; svg.py says what is shown
            "font.size": self.font,
            "legend.fontsize": self.font,
            "text.color": colours.ink,
            "text.parse_math": False,
            "axes.edgecolor": colours.quiet,
            "axes.labelcolor": colours.quiet,
            "axes.axisbelow": True,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.spines.left": False,
            "xtick.color": colours.quiet,
            "ytick.color": colours.quiet,
            "xtick.major.size": 5,
            "ytick.major.size": 0,
            "grid.color": colours.faint,
            "grid.linewidth": 1,
            "svg.fonttype": "none",
            "svg.hashsalt": "backline",
        }


def blank(look: Look, height: int) -> Figure:
    """An empty figure of the look's width."""
    return Figure(figsize=(look.width / DOTS_PER_INCH, height / DOTS_PER_INCH))


def panel(
    figure: Figure, look: Look, top: float, height: float, *, left: float = 44, right: float = 14
) -> Axes:
    """Axes at that many pixels from the edges of the figure."""
    tall = figure.get_figheight() * DOTS_PER_INCH
    box = (
        left / look.width,
        1 - (top + height) / tall,
        (look.width - left - right) / look.width,
        height / tall,
    )
    return figure.add_axes(box)


def date_axis(axes: Axes, first: date, today: date, look: Look, voice: Voice) -> None:
    """Days along x (by ordinal): every few Mondays, or months in a long window."""
    days = (today - first).days + 1
    edge = max(1.5, 0.015 * days)
    axes.set_xlim(first.toordinal() - edge, today.toordinal() + edge)
    if days > MOST_DAYS_BY_WEEK:
        ticks = _months(first, today, 3 if look.narrow else 2)
        labels = [month_words(day, voice.language) for day in ticks]
    else:
        step = 7 * max(1, round(days / 7 / (3 if look.narrow else 4)))
        ticks = [first + timedelta(days=n) for n in range(0, days, step)]
        labels = [voice.day(day, short=True) for day in ticks]
    axes.set_xticks([day.toordinal() for day in ticks], labels)


def _months(first: date, today: date, step: int) -> list[date]:
    found, day = [], first.replace(day=1)
    while day <= today:
        if day >= first and (day.month - 1) % step == 0:
            found.append(day)
        day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return found
