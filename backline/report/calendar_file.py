"""The planned sessions as an iCalendar file (RFC 5545), for any calendar program.

One event that repeats every week on the weekdays chosen, at the time on the wall clock of the
person's zone, so that a change of the clocks moves nothing. `icalendar` writes it: folding,
escaping, line ends and the description of the zone are its own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone

from backline.programme.rhythm import planned_sessions

PRODUCT = "-//Backline//Planned sessions//EN"
SESSION = timedelta(minutes=15)
"""The most that a session is planned to take (`length.most_min`, `programme/data/session.yaml`)."""
REFRESH = timedelta(hours=12)
"""How often a subscribed calendar is asked to look again. Backline's own choice: the weekdays
change rarely."""
ZONE_YEARS = 10
"""For how long after it was made a file knows when the clocks change. A subscription is read
anew long before; a file imported once should last."""
MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """The words in it, in the person's language. name: of the calendar; summary and description:
    of each session; alarm: what the reminder shows."""

    name: str
    summary: str
    description: str
    alarm: str


def calendar_text(
    words: CalendarWords,
    *,
    identity: str,
    weekdays: Collection[str],
    at: time,
    remind_min: int | None,
    zone: str,
    version: int,
    changed_at: datetime,
) -> bytes:
    """The calendar as the bytes of an .ics file (UTF-8, lines ended by CR LF).

    identity: what tells this person's calendar from every other, the same each time; it is
    hashed, so it may be said plainly. weekdays: of `programme.rhythm.WEEKDAYS`; none gives a
    calendar without events, which empties one that was subscribed to. remind_min: minutes
    before, None for no reminder. version: counts the changes, from 1. changed_at: aware, when
    this was chosen; the first session is the first after the start of that day.
    Raises ValueError (ZoneInfoNotFoundError is a KeyError) for a zone that isn't one.
    """
    here = ZoneInfo(zone)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    name = " ".join(words.name.split())  # a name is one line
    calendar.add("name", name)  # RFC 7986, and what programs knew before it
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    eve = datetime.combine(changed_at.astimezone(here).date(), MIDNIGHT, here)
    just_before = eve - timedelta(seconds=1)
    starts = planned_sessions(weekdays, at, here, just_before, 1)
    if starts:
        start = starts[0].replace(hour=at.hour, minute=at.minute)
        if zone != "UTC":
            calendar.add_component(_zone(zone, start.date()))
        event = _event(words, start, weekdays, changed_at, version)
        event.add("uid", f"{uuid5(NAMESPACE_URL, 'backline:' + identity)}@backline")
        if remind_min is not None:
            event.add_component(_alarm(words, remind_min))
        calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text


def _event(
    words: CalendarWords,
    start: datetime,
    weekdays: Collection[str],
    changed_at: datetime,
    version: int,
) -> Event:
    event = Event()
    event.add("summary", words.summary)
    event.add("description", words.description)
    event.add("dtstart", start)
    event.add("duration", SESSION)
    event.add("rrule", {"FREQ": "WEEKLY", "BYDAY": list(weekdays)})
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", version - 1)
    event.add("transp", "TRANSPARENT")  # a plan, not an appointment: the time stays free
    return event


def _alarm(words: CalendarWords, remind_min: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words.alarm)
    alarm.add("trigger", timedelta(minutes=-remind_min))
    return alarm


@lru_cache(maxsize=32)
def _zone(name: str, first: date) -> Timezone:
    """What the file says of the zone: its offsets from a year before the first session on."""
    since, until = date(first.year - 1, 1, 1), date(first.year + ZONE_YEARS, 1, 1)
    return Timezone.from_tzid(name, first_date=since, last_date=until)
