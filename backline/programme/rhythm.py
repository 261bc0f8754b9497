"""The days on which sessions are meant to be, and the quiet reminder of the next one.

A rhythm is what the person chose: weekdays and a time on the clock of wherever they are. Nothing
here says that a day was missed; a day without a session is a day without a session.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Literal
from zoneinfo import ZoneInfo

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""As iCalendar names them (RFC 5545, 3.3.10), Monday first as in `date.weekday()`."""
SUGGESTED_WEEKDAYS = ("MO", "WE", "FR")
SUGGESTED_AT = time(18, 0)
"""What the form holds before anybody chose. Backline's own choice: three days a week with a day
between, the number that `keep_for` in `data/session.yaml` reckons with."""
LONG_AGO_DAYS = 14
"""After so long the reminder speaks of beginning gently again. Backline's own choice."""

Kind = Literal["later", "now", "next", "again"]


@dataclass(frozen=True, slots=True)
class Reminder:
    """One quiet line for the Today page. kind: `later` today at the time chosen; `now` is past
    it and nothing was done yet; `next` is on another day (nothing is planned today, or it is
    done); `again` after a long time without. at: the session it is about, in the person's zone;
    for `again` the next one planned. in_days: 0 today, 1 tomorrow."""

    kind: Kind
    at: datetime
    in_days: int


def planned_days(weekdays: Collection[str], first: date) -> Iterator[date]:
    """The days planned from `first` on, without end; nothing when no weekday is chosen."""
    if not weekdays:
        return
    day = first
    while True:
        if WEEKDAYS[day.weekday()] in weekdays:
            yield day
        day += timedelta(days=1)


def planned_sessions(
    weekdays: Collection[str], at: time, zone: ZoneInfo, after: datetime, count: int
) -> tuple[datetime, ...]:
    """The next `count` sessions that begin later than `after` (aware), in the zone. Across a
    change of the clocks the time on the wall stays the same; one that the clocks jump over is
    at that much after the jump (RFC 5545, 3.3.5)."""
    here = after.astimezone(zone).date()
    moments = (moment_of(day, at, zone) for day in planned_days(weekdays, here))
    return tuple(islice((moment for moment in moments if moment > after), count))


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """That time on that day in the zone, the first of the two when the clocks go back."""
    there = datetime.combine(day, at, zone)
    return datetime.fromtimestamp(there.timestamp(), zone)


def reminder(
    weekdays: Collection[str],
    at: time,
    zone: ZoneInfo,
    now: datetime,
    last_session: date | None,
) -> Reminder | None:
    """What the Today page may say of the rhythm; None when nothing is planned.

    now: aware. last_session: the day of the latest session that was begun, on the person's own
    calendar; None before the first.
    """
    today = now.astimezone(zone).date()
    done = last_session is not None and last_session >= today
    first = today + timedelta(days=1) if done else today
    day = next(planned_days(weekdays, first), None)
    if day is None:
        return None
    moment = moment_of(day, at, zone)
    return Reminder(
        _kind(day == today, moment > now, today, last_session), moment, (day - today).days
    )


def _kind(planned_today: bool, later: bool, today: date, last_session: date | None) -> Kind:
    if last_session is not None and (today - last_session).days >= LONG_AGO_DAYS:
        return "again"
    if not planned_today:
        return "next"
    return "later" if later else "now"
