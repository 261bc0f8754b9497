"""Where the journal is: a file of this person's own, or a database named by its URL."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from platformdirs import user_data_path
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from backline.journal.errors import CannotOpen

VARIABLE = "BACKLINE_DATABASE_URL"
FILE_NAME = "journal.db"
POSTGRESQL = "postgresql+psycopg"
_ADVICE = (
    f"give {VARIABLE} as postgresql://user:password@host:5432/database or "
    f"sqlite:////folder/journal.db, or leave it out"
)


def default_path() -> Path:
    """The file used when no URL is given: `journal.db` in the user's data folder."""
    return user_data_path("backline", appauthor=False) / FILE_NAME


def journal_url(url: str | None = None, environ: Mapping[str, str] | None = None) -> URL:
    """The database's address, with the driver that Backline uses.

    url: as people write it; None takes BACKLINE_DATABASE_URL, and without that the file of
        `default_path`.
    Raises CannotOpen when it isn't an address of SQLite or PostgreSQL. What it says never
    repeats the address, which may hold a password.
    """
    given = url or (os.environ if environ is None else environ).get(VARIABLE)
    if not given:
        return URL.create("sqlite", database=str(default_path()))
    try:
        parsed = make_url(given)
    except (ArgumentError, ValueError) as error:
        raise CannotOpen(f"The journal's address can't be read: {_ADVICE}.") from error
    if parsed.drivername in {"postgresql", "postgres", POSTGRESQL}:
        return _postgresql(parsed)
    if parsed.drivername in {"sqlite", "sqlite+pysqlite"}:
        return _sqlite(parsed)
    raise CannotOpen(f"A journal can't be kept in {parsed.drivername!r}: {_ADVICE}.")


def _postgresql(parsed: URL) -> URL:
    if not parsed.database:
        raise CannotOpen(f"The journal's address names no database: {_ADVICE}.")
    return parsed.set(drivername=POSTGRESQL)


def _sqlite(parsed: URL) -> URL:
    if not parsed.database or parsed.database.startswith((":memory:", "file:")):
        raise CannotOpen(f"The journal's address names no file: {_ADVICE}.")
    if parsed.query or parsed.host:
        raise CannotOpen(f"The journal's address says more than a file: {_ADVICE}.")
    return URL.create("sqlite", database=str(Path(parsed.database).expanduser().absolute()))


def told(url: URL) -> str:
    """The address as it may be shown: never with its password."""
    if url.drivername == "sqlite":
        return str(url.database)
    place = f"{url.host or url.query.get('host') or 'this computer'}"
    port = f":{url.port}" if url.port else ""
    return f"the database {url.database!r} at {place}{port}"


def prepare_file(path: Path) -> bool:
    """Make the folder and an empty file that only this user can read, unless they are there.

    Returns whether the file is new. Raises CannotOpen when the folder or the file can't be
    used.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.is_dir():
            raise CannotOpen(f"{path} is a folder; the journal needs the path of a file.")
        if path.exists():
            return _usable(path).st_size == 0
        with suppress(FileExistsError):  # another process was quicker
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        _sync_folder(path.parent)
    except OSError as error:
        raise CannotOpen(
            f"The journal can't be kept in {path}: {(error.strerror or str(error)).lower()}. Make "
            f"the folder yours to write in, or name another file in {VARIABLE}."
        ) from error
    return True


def _usable(path: Path) -> os.stat_result:
    """Asked without opening it: closing the file again would undo the locks that this process's
    other connections hold on it (https://www.sqlite.org/howtocorrupt.html, 2.2)."""
    effective = os.access in os.supports_effective_ids
    if not os.access(path, os.R_OK | os.W_OK, effective_ids=effective):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return path.stat()


def _sync_folder(folder: Path) -> None:
    """So that the new file's name survives a power cut, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
