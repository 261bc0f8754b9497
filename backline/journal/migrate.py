"""Brings a database's tables to what this Backline knows, one process at a time.

Everything happens in one transaction (both databases can undo changes of tables), under a lock:
SQLite's own write lock, or an advisory lock of PostgreSQL's. A database stays as it was unless
all of it went well.
"""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from backline.journal.address import VARIABLE
from backline.journal.database import WRITING, Database, cannot_open
from backline.journal.errors import CannotOpen
from backline.journal.tables import VERSION_TABLE

ADVISORY_LOCK = 0x6261636B6C696E65
"""The bytes of "backline" as a number: a key that no other program is likely to use."""
LATEST = "head"


def migrate(database: Database, to: str = LATEST) -> None:
    """Make or upgrade the tables, unless they are up to date.

    to: a revision to stop at; only tests want an older one.
    Raises CannotOpen when the database was made by a newer Backline or by another program, or
    can't be written.
    """
    config = Config()
    config.set_main_option("script_location", "backline.journal:migrations")
    script = ScriptDirectory.from_config(config)
    known = {revision.revision for revision in script.walk_revisions()}
    wanted = script.get_current_head() if to == LATEST else to
    try:
        with database.engine.connect() as connection:
            if _revision(connection, database, known) == wanted:
                return
        with database.engine.connect() as connection:
            _upgrade(connection, database, config, known, to)
    except DBAPIError as error:
        raise cannot_open(database, error) from error
    except CommandError as error:
        raise CannotOpen(f"The journal {database.name} can't be upgraded: {error}.") from error


def _upgrade(
    connection: Connection, database: Database, config: Config, known: set[str], to: str
) -> None:
    # A change of tables may mean dropping one for its better copy; rows that point at it must
    # not go with it. SQLite heeds this pragma only outside of transactions.
    if database.is_sqlite:
        _sqlite_foreign_keys(connection, on=False)
    try:
        with connection.execution_options(**{WRITING: True}).begin():
            if not database.is_sqlite:
                lock = text("SELECT pg_advisory_xact_lock(:key)")
                connection.execute(lock, {"key": ADVISORY_LOCK})
            _revision(connection, database, known)  # another process may have been quicker
            config.attributes["connection"] = connection
            command.upgrade(config, to)
            if database.is_sqlite:
                _check_foreign_keys(connection, database)
    finally:
        if database.is_sqlite:
            _sqlite_foreign_keys(connection, on=True)


def _sqlite_foreign_keys(connection: Connection, *, on: bool) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")


def _check_foreign_keys(connection: Connection, database: Database) -> None:
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise CannotOpen(
            f"The journal {database.name} can't be upgraded: some of its rows belong to nothing. "
            "It was left as it was; put a backup in its place."
        )


def _revision(connection: Connection, database: Database, known: set[str]) -> str | None:
    """The revision the tables are at; None in an empty database."""
    tables = set(inspect(connection).get_table_names())
    if VERSION_TABLE not in tables:
        if tables:
            raise CannotOpen(
                f"{database.name} already holds another program's tables. Give Backline a "
                f"database of its own in {VARIABLE}."
            )
        return None
    revisions = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalars()
    current = revisions.first()
    if current is not None and current not in known:
        raise CannotOpen(
            f"The journal {database.name} was made by a newer Backline than this one. Nothing in "
            "it was changed; update Backline to go on with it."
        )
    return current
