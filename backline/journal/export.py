"""Everything about one person: out as JSON, or gone."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Select, Table, delete, func, select
from sqlalchemy.orm import Session

from backline.journal import find
from backline.journal.tables import Base, ProfileRow

EXPORT_SCHEMA = 1
PROFILES = ProfileRow.__tablename__


def tables_of_a_profile() -> list[Table]:
    """Every table, owners before what they own."""
    return list(Base.metadata.sorted_tables)


def export_json(db: Session, profile_id: int, now: datetime) -> str:
    """Every row that belongs to the profile, by table, as JSON ending in a line break.

    Times are ISO 8601 in UTC; what wasn't measured is null. Raises NoSuchRecord.
    """
    find.profile(db, profile_id)
    tables = ",\n".join(
        f"{_json(table.name)}: [\n{_rows(db, table, profile_id)}\n]"
        for table in tables_of_a_profile()
    )
    exported_at = _json(_plain(now.astimezone(UTC)))
    head = f'"backline_journal": {EXPORT_SCHEMA}, "exported_at": {exported_at}'
    return f'{{{head}, "tables": {{\n{tables}\n}}}}\n'


def _rows(db: Session, table: Table, profile_id: int) -> str:
    """A row a line: years of repetitions are written quickly, and can still be read."""
    return ",\n".join(
        _json({name: _plain(value) for name, value in row.items()})
        for row in db.execute(_belonging(table, profile_id)).mappings()
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _belonging(table: Table, profile_id: int) -> Select[*tuple[Any, ...]]:
    """The rows of a table that lead to the profile, owner by owner, in the order they came."""
    query = select(table).order_by(table.c.id)
    above = table
    while above.name != PROFILES:
        column = above.c[above.info["owner"]]
        (key,) = column.foreign_keys
        parent = key.column.table
        query = query.join(parent, parent.c.id == column)
        above = parent
    return query.where(above.c.id == profile_id)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds").replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def erase(db: Session, profile_id: int) -> dict[str, int]:
    """Delete the profile and all that belongs to it. Returns the number of rows by table.
    Raises NoSuchRecord."""
    find.profile(db, profile_id, lock=True)
    counts = {
        table.name: db.scalar(
            select(func.count()).select_from(_belonging(table, profile_id).subquery())
        )
        or 0
        for table in tables_of_a_profile()
    }
    db.execute(delete(ProfileRow).where(ProfileRow.id == profile_id))
    return counts
