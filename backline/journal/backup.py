"""A copy of a SQLite journal that is whole, taken while the journal is in use."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from backline.journal.database import Database, why
from backline.journal.errors import JournalError


def back_up(database: Database, to: Path) -> Path:
    """Write the copy. Only this user can read it. Returns its path.

    Raises JournalError when the file is there already, can't be written, or the journal is in
    PostgreSQL, whose own tool does it better.
    """
    if not database.is_sqlite:
        raise JournalError("This journal is in PostgreSQL; back it up with pg_dump.")
    to = to.expanduser().absolute()
    try:
        os.close(os.open(to, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError as error:
        raise JournalError(f"{to} is there already; name a new file for the backup.") from error
    except OSError as error:
        raise JournalError(f"{to} can't be written: {error.strerror}.") from error
    try:
        with database.engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute("VACUUM INTO ?", (str(to),))
    except Exception as error:
        to.unlink(missing_ok=True)
        reason = why(error) if isinstance(error, DBAPIError) else str(error)
        raise JournalError(f"The backup couldn't be made: {reason}.") from error
    return to
