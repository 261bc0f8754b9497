"""What a progress page asks of the journal: a window of the last weeks, and the first weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from backline.journal.history import History
from backline.journal.journal import Journal
from backline.journal.points import DayCount, EndsPoint, FormPoint, SessionSpan
from backline.journal.records import DayPain, PainAnswer, PlankTest

SHORTEST_WEEKS = 6
"""A window begins with the first session where that is later, but isn't shorter than this."""
FIRST_DAYS = 28
"""How far from the first session on is read to find a person's own first level. More than the
`change.FIRST_DAYS` that count, for the first answers may come later than the first session."""


@dataclass(frozen=True, slots=True)
class Past:
    """What was recorded, the oldest first. The window is from `first` to `today`, both included:
    whole weeks, the last of them the one under way. told: pain as told about a day. early_*: of
    the person's first days, which may lie before the window or in it; early_ends: of the first
    days of which there are any. first_session: None before the first one."""

    today: date
    first: date
    first_session: date | None
    spans: tuple[SessionSpan, ...]
    days: tuple[DayCount, ...]
    pain: tuple[PainAnswer, ...]
    early_pain: tuple[PainAnswer, ...]
    told: tuple[DayPain, ...]
    early_told: tuple[DayPain, ...]
    form: tuple[FormPoint, ...]
    early_form: tuple[FormPoint, ...]
    ends: tuple[EndsPoint, ...]
    early_ends: tuple[EndsPoint, ...]
    planks: tuple[PlankTest, ...]

    @property
    def weeks(self) -> int:
        """How many weeks the window has."""
        return (self.today - self.first).days // 7 + 1


def window_start(today: date, weeks: int) -> date:
    """The Monday that a window of so many weeks begins with, this week being the last."""
    return today - timedelta(days=today.weekday() + 7 * (weeks - 1))


def _first(today: date, weeks: int, began: date | None) -> date:
    first = max(window_start(today, weeks), window_start(began or today, 1))
    return min(first, window_start(today, min(weeks, SHORTEST_WEEKS)))


def read_past(
    journal: Journal,
    profile_id: int,
    today: date,
    weeks: int,
    bending: Sequence[str] = (),
) -> Past:
    """Ask the journal. bending: the exercises whose range is compared with their own first weeks.

    The whole history isn't read, but for the plank tests, which are few. Raises JournalError.
    """
    history = journal.history
    began = history.first_day(profile_id)
    first = _first(today, weeks, began)
    until = (began or today) + timedelta(days=FIRST_DAYS)
    return Past(
        today=today,
        first=first,
        first_session=began,
        spans=history.spans(profile_id, first, today),
        days=history.days(profile_id, first, today),
        pain=history.pain(profile_id, first, today),
        early_pain=history.pain(profile_id, None, until),
        told=journal.people.day_pains(profile_id, first, today),
        early_told=journal.people.day_pains(profile_id, None, until),
        form=history.form(profile_id, None, first, today),
        early_form=tuple(
            point
            for exercise in bending
            for point in history.form(profile_id, exercise, None, until)
        ),
        ends=tuple(
            point
            for exercise in bending
            for point in history.ends(profile_id, exercise, first, today)
        ),
        early_ends=tuple(
            point for exercise in bending for point in _early_ends(history, profile_id, exercise)
        ),
        planks=history.plank_tests(profile_id),
    )


def _early_ends(history: History, profile_id: int, exercise: str) -> tuple[EndsPoint, ...]:
    """Those of the first days: journals from before ends were kept have them from later on."""
    began = history.first_ends_day(profile_id, exercise)
    if began is None:
        return ()
    return history.ends(profile_id, exercise, began, began + timedelta(days=FIRST_DAYS))
