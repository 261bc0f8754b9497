"""When a person means to do their sessions: weekdays and a time of day, and the key that opens
the calendar made of them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from backline.journal import checks, find, rows
from backline.journal.database import Database
from backline.journal.errors import BadValue, NoSuchRecord
from backline.journal.records import Profile
from backline.journal.tables import ProfileRow, RhythmRow

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""As iCalendar names them (RFC 5545, 3.3.10), Monday first as in `date.weekday()`."""
KEY_BYTES = 32
"""256 bits by chance: nobody finds a key by trying."""
MOST_REMIND_MIN = 24 * 60


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What a person chose. weekdays: of `WEEKDAYS`, in their order; none while nothing is
    planned. at: on the clock of wherever they are. remind_min: minutes before, None for no
    reminder. version: 1 for the first choice, then counting."""

    profile_id: int
    weekdays: tuple[str, ...]
    at: time
    remind_min: int | None
    calendar_key: str
    version: int
    changed_at: datetime


class Rhythms:
    """One rhythm for each person who chose one.

    What is asked raises NoSuchRecord for a profile that isn't there, BadValue for what can't be
    stored and NotRecorded when the database refuses.
    """

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def get(self, profile_id: int) -> Rhythm | None:
        """What the person chose; None before they did."""
        with self._database.read() as db:
            row = _row(db, profile_id)
            return None if row is None else _rhythm(row)

    def choose(
        self, profile_id: int, weekdays: Collection[str], at: time, remind_min: int | None = None
    ) -> Rhythm:
        """These weekdays and this time from now on, in place of what was chosen before; the key
        of the calendar stays. No weekdays: nothing is planned any more. at: to the minute."""
        kept = _weekdays(weekdays)
        if remind_min is not None:
            checks.whole(remind_min, "reminder: minutes before", 0, MOST_REMIND_MIN)
        with self._database.write() as db:
            find.profile(db, profile_id, lock=True)
            row = _row(db, profile_id)
            if row is None:
                row = RhythmRow(profile_id=profile_id, calendar_key=_new_key(), version=0)
                db.add(row)
            row.weekdays = list(kept)
            row.at = at.strftime("%H:%M")
            row.remind_min = remind_min
            row.version += 1
            row.changed_at = self._now()
            db.flush()
            return _rhythm(row)

    def renew_key(self, profile_id: int) -> Rhythm:
        """Another key for the calendar: whoever has the old one can't read it any more. Raises
        NoSuchRecord also when nothing was ever chosen."""
        with self._database.write() as db:
            find.profile(db, profile_id, lock=True)
            row = _row(db, profile_id)
            if row is None:
                raise NoSuchRecord("There is no calendar yet. Choose some weekdays first.")
            row.calendar_key = _new_key()
            db.flush()
            return _rhythm(row)

    def by_key(self, key: str) -> tuple[Profile, Rhythm] | None:
        """Whose calendar a key opens; None for a key that opens none."""
        query = (
            select(ProfileRow, RhythmRow)
            .join(RhythmRow, RhythmRow.profile_id == ProfileRow.id)
            .where(RhythmRow.calendar_key == key)
        )
        with self._database.read() as db:
            found = db.execute(query).first() if _looks_like_a_key(key) else None
            return None if found is None else (rows.profile(found[0]), _rhythm(found[1]))


def _weekdays(given: Collection[str]) -> tuple[str, ...]:
    unknown = [day for day in given if day not in WEEKDAYS]
    if unknown:
        raise BadValue(f"{unknown[0]!r} is not a weekday; give some of {', '.join(WEEKDAYS)}")
    return tuple(day for day in WEEKDAYS if day in given)


def _new_key() -> str:
    return secrets.token_urlsafe(KEY_BYTES)


def _looks_like_a_key(key: str) -> bool:
    """Whether a database may be asked for it: some letters can't be stored by every one."""
    return 0 < len(key) <= 64 and key.isascii() and key.isprintable()


def _row(db: Session, profile_id: int) -> RhythmRow | None:
    return db.scalars(select(RhythmRow).where(RhythmRow.profile_id == profile_id)).first()


def _rhythm(row: RhythmRow) -> Rhythm:
    return Rhythm(
        profile_id=row.profile_id,
        weekdays=tuple(row.weekdays),
        at=time.fromisoformat(row.at),
        remind_min=row.remind_min,
        calendar_key=row.calendar_key,
        version=row.version,
        changed_at=row.changed_at,
    )
