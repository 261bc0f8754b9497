"""The quiet reminder of the next planned session, in words, for the day's page."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from backline.journal.records import Profile
from backline.journal.rhythm import Rhythm
from backline.language.dates import date_words
from backline.language.short import time_words
from backline.programme.rhythm import reminder
from backline.web.words import word


def reminder_words(
    person: Profile,
    rhythm: Rhythm | None,
    last_session: date | None,
    now: datetime,
    language: str,
) -> str | None:
    """One line, or None when nothing is planned. last_session: the day of the latest session that
    was begun; now: aware."""
    if rhythm is None:
        return None
    found = reminder(rhythm.weekdays, rhythm.at, ZoneInfo(person.zone), now, last_session)
    if found is None:
        return None
    day, at = date_words(found.at.date(), language), time_words(found.at.timetz(), language)
    return word(f"reminder.{found.kind}", language, day=day, time=at)
