"""The journal: the one door to what is kept.

with Journal.open() as journal:
    ann = journal.people.add("Ann", "Europe/Berlin")
    session = journal.sessions.begin(ann.id, exercises, event_id=...)
    ...
    journal.history.days(ann.id)
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from backline.journal.address import journal_url
from backline.journal.backup import back_up
from backline.journal.database import Database, connect
from backline.journal.history import History
from backline.journal.migrate import migrate
from backline.journal.people import People
from backline.journal.rhythm import Rhythms
from backline.journal.sessions import Sessions


def utc_now() -> datetime:
    """Now, aware, in UTC."""
    return datetime.now(UTC)


class Journal:
    """An open journal; safe to share between threads, and between processes on one database.

    people: profiles, intakes, screenings, plans; export and erase. sessions: recording them as
    they happen. history: looking back.
    """

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self.people = People(database, now)
        self.sessions = Sessions(database, now)
        self.history = History(database)
        self.rhythms = Rhythms(database, now)

    @classmethod
    def open(cls, url: str | None = None, *, now: Callable[[], datetime] = utc_now) -> Self:
        """The journal, its tables made or upgraded if need be.

        url: `sqlite:////folder/journal.db` or `postgresql://user:password@host/database`; None
            takes BACKLINE_DATABASE_URL, and without that `journal.db` in the user's data folder.
        now: the clock; must give aware datetimes.
        Raises CannotOpen, with one line that says what to do.
        """
        database = connect(journal_url(url))
        try:
            migrate(database)
        except BaseException:
            database.close()
            raise
        return cls(database, now)

    @property
    def place(self) -> str:
        """Where it is, in words, without a password."""
        return self._database.name

    def back_up(self, to: Path | str) -> Path:
        """A whole copy of a SQLite journal in a new file, while it is in use. Raises
        JournalError for PostgreSQL (use pg_dump) or when the file is there already."""
        return back_up(self._database, Path(to))

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
