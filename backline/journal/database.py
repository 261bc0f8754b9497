"""One database, SQLite or PostgreSQL, as the journal needs it: transactions that are on disk
when they end, and one clear line for whatever goes wrong.

SQLite runs in WAL mode with `synchronous=FULL`: a commit returns only after the log has been
synced (https://www.sqlite.org/pragma.html#pragma_synchronous), so that it survives a power cut.
`fullfsync` asks the same of the drive's own cache on macOS, where fsync doesn't.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from backline.journal.address import VARIABLE, prepare_file, told
from backline.journal.errors import CannotOpen, JournalError, NotRecorded

BUSY_TIMEOUT_MS = 10_000
"""How long a write waits for another process's. Backline's own take milliseconds."""
CONNECT_TIMEOUT_S = 10
WRITING = "backline_writing"
"""The execution option of a connection that means to write."""


class Database:
    """An engine and how transactions on it are begun, ended and told about."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._writing = engine.execution_options(**{WRITING: True})
        self._reading = (
            engine
            if self.is_sqlite
            else engine.execution_options(isolation_level="REPEATABLE READ")
        )

    @property
    def name(self) -> str:
        """Where it is, without a password."""
        return told(self.engine.url)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One unchanging view of the journal. Raises JournalError."""
        try:
            with Session(self._reading, expire_on_commit=False) as session:
                yield session
        except SQLAlchemyError as error:
            raise JournalError(f"The journal couldn't be read: {why(error)}.") from error

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that is on disk when the block has ended; nothing of it is kept when
        the block raises. Raises NotRecorded when the database refuses."""
        try:
            with Session(self._writing, expire_on_commit=False) as session, session.begin():
                yield session
        except SQLAlchemyError as error:
            raise NotRecorded(f"The journal couldn't write that down: {why(error)}.") from error

    def forget(self) -> None:
        """Leave no trace of deleted rows in the file or its log. PostgreSQL's own vacuum frees
        theirs in its time. When another process reads just now, the log keeps them until the
        next checkpoint after it."""
        if self.is_sqlite:
            with self.engine.connect() as connection:
                driver = connection.connection.driver_connection
                assert driver is not None
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def connect(url: URL) -> Database:
    """A database that has been reached. Its tables are `migrate`'s concern.

    Raises CannotOpen: a server that can't be reached, a folder that is shut, a damaged file.
    """
    if url.drivername == "sqlite":
        return _connect_sqlite(url)
    engine = create_engine(
        url,
        pool_pre_ping=True,
        json_serializer=_to_json,
        hide_parameters=True,
        connect_args={"connect_timeout": CONNECT_TIMEOUT_S},
    )
    event.listen(engine, "connect", _durable)
    return _reached(Database(engine))


def _connect_sqlite(url: URL) -> Database:
    new = prepare_file(Path(url.database or ""))
    engine = create_engine(
        url,
        json_serializer=_to_json,
        hide_parameters=True,
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000},
    )
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    database = _reached(Database(engine))
    if not new:
        _check_whole(database)
    return database


def _reached(database: Database) -> Database:
    try:
        with database.engine.connect():
            return database
    except DBAPIError as error:
        database.close()
        raise cannot_open(database, error) from error


def cannot_open(database: Database, error: DBAPIError) -> CannotOpen:
    """Why this database can't be used, and what to do."""
    name, reason = database.name, why(error)
    if reason == _DAMAGED:
        return damaged(database)
    if database.is_sqlite:
        return CannotOpen(
            f"The journal {name} can't be opened: {reason}. Make the file and its folder yours to "
            f"write in, or name another file in {VARIABLE}."
        )
    return CannotOpen(
        f"The journal can't be opened in {name}: {reason}. Look whether the server runs and "
        f"whether {VARIABLE} is right."
    )


def damaged(database: Database) -> CannotOpen:
    """For a file that SQLite can't make sense of."""
    return CannotOpen(
        f"The journal {database.name} is damaged or no journal of Backline's. Nothing in it was "
        "changed. Move it aside and put a backup in its place; without a backup Backline begins "
        "a new one."
    )


def _check_whole(database: Database) -> None:
    try:
        with database.read() as session:
            answer = session.connection().exec_driver_sql("PRAGMA quick_check(1)").scalar()
    except JournalError as error:
        database.close()
        cause = error.__cause__
        raise (
            cannot_open(database, cause) if isinstance(cause, DBAPIError) else damaged(database)
        ) from error
    if answer != "ok":
        database.close()
        raise damaged(database)


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where `_begin_sqlite` says
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "fullfsync = ON",
        "foreign_keys = ON",
        "secure_delete = ON",  # what is erased is overwritten
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its turn at once, so that what it reads can't change under it."""
    writing = connection.get_execution_options().get(WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _durable(connection: Any, _record: Any) -> None:
    """A commit waits for the disk, whatever the server's default is."""
    connection.execute("SET SESSION synchronous_commit = on")
    connection.commit()


def _to_json(value: Any) -> str:
    return json.dumps(value, allow_nan=False, ensure_ascii=False)


_DAMAGED = "it is damaged"
_SQLITE_REASONS = {
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_READONLY": "it is read-only",
    "SQLITE_CANTOPEN": "the file can't be opened",
    "SQLITE_PERM": "it isn't yours to write in",
    "SQLITE_BUSY": "another program is busy writing in it; try again",
    "SQLITE_LOCKED": "another program is busy writing in it; try again",
    "SQLITE_FULL": "the disk is full",
    "SQLITE_IOERR": "the disk can't be read or written",
}


def why(error: SQLAlchemyError) -> str:
    """The database's reason in a few words on one line."""
    original = getattr(error, "orig", None)
    code = getattr(original, "sqlite_errorname", "")
    for prefix, reason in _SQLITE_REASONS.items():
        if code.startswith(prefix):
            return reason
    first = next(iter(str(original or error).strip().splitlines()), type(error).__name__)
    return first.strip().rstrip(".")
