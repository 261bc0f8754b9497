"""Progress that was worked out and charts that were drawn, kept until something new is recorded.

A chart takes matplotlib a tenth of a second or more, a look back over a year a few hundredths;
pages shouldn't wait for either twice. What is kept is in memory only, and little of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from backline.guide.schema import Exercise
from backline.journal.journal import Journal, utc_now
from backline.journal.records import Profile
from backline.language import translated
from backline.report.progress.past import read_past
from backline.report.progress.progress import Progress, progress_of
from backline.report.progress.telling import Telling, tellings
from backline.report.progress.words import Voice

BACK_LINE = "back_bend_ratio"
"""Repetitions of exercises measured by it are how far the back line moves."""
PAGES, CHARTS = 12, 96
"""How many of each are kept: of a few people, both windows, every look."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose progress, up to which day, over how many weeks, in which language."""

    profile_id: int
    today: date
    weeks: int
    language: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The series, and what is said of them."""

    progress: Progress
    tellings: tuple[Telling, ...]


class ProgressShelf:
    """Works progress out and draws it, once for each state of the journal."""

    def __init__(
        self,
        journal: Journal,
        exercises: Mapping[str, Exercise],
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.clock = clock
        self._journal = journal
        self._exercises = exercises
        self._bending = tuple(
            name
            for name, exercise in exercises.items()
            if exercise.signal.kind == "repetitions" and exercise.signal.measure == BACK_LINE
        )
        self._shown = lru_cache(PAGES)(self._work_out)
        self._drawn = lru_cache(CHARTS)(self._draw)

    def wanted(self, person: Profile, weeks: int, language: str) -> Wanted:
        """What to show somebody today, on their own calendar."""
        today = self.clock().astimezone(ZoneInfo(person.zone)).date()
        return Wanted(person.id, today, weeks, language)

    def shown(self, wanted: Wanted) -> Shown:
        """The series and their words. Raises JournalError."""
        return self._shown(wanted, self._journal.history.mark())

    def chart(self, wanted: Wanted, chart: str, *, dark: bool, narrow: bool) -> str | None:
        """A chart as SVG text; None for one that there isn't, or too little of. Raises
        JournalError."""
        return self._drawn(wanted, self._journal.history.mark(), chart, dark, narrow)

    def _work_out(self, wanted: Wanted, mark: tuple[int, int]) -> Shown:
        past = read_past(
            self._journal, wanted.profile_id, wanted.today, wanted.weeks, self._bending
        )
        progress = progress_of(past, tuple(self._exercises), self._bending)
        names = {
            name: translated(exercise, wanted.language).name
            for name, exercise in self._exercises.items()
        }
        return Shown(progress, tellings(progress, Voice(wanted.language), names))

    def _draw(
        self, wanted: Wanted, mark: tuple[int, int], chart: str, dark: bool, narrow: bool
    ) -> str | None:
        # matplotlib takes a second or two to load: only when a chart is first asked for.
        from backline.report.progress.charts import chart_svg
        from backline.report.progress.look import Look

        shown = self._shown(wanted, mark)
        telling = next((one for one in shown.tellings if one.chart == chart and one.drawn), None)
        if telling is None:
            return None
        return chart_svg(shown.progress, telling, Voice(wanted.language), Look(dark, narrow))
