"""The log of what was asked: each thing happens once, however often it is asked for.

Whoever asks makes up an id for each thing. When the answer got lost on the way, the same thing
is asked again with the same id, and the answer that was given comes back; nothing happens twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backline.journal import checks
from backline.journal.errors import BadValue
from backline.journal.tables import EventRow

LONGEST_ID = 64


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for. detail: all of it, so that another thing with the same id is noticed."""

    event_id: str
    kind: str
    detail: dict[str, Any]
    at: datetime


def once(
    db: Session,
    asked: Asked,
    profile_id: int,
    session_id: int | None,
    act: Callable[[], dict[str, Any]],
) -> tuple[dict[str, Any], bool]:
    """What `act` gives, kept with the event; or, asked again, what it gave the first time.

    The profile must be locked. Returns the result and whether it is a repeated one. Raises
    BadValue when the id was used for something else; whatever `act` raises passes through.
    """
    checks.text(asked.event_id, "event id", longest=LONGEST_ID)
    detail = checks.json_value(asked.detail, asked.kind)
    earlier = db.scalars(
        select(EventRow).where(
            EventRow.profile_id == profile_id, EventRow.event_id == asked.event_id
        )
    ).first()
    if earlier is None:
        result = act()
        db.add(
            EventRow(
                profile_id=profile_id,
                session_id=session_id if session_id is not None else result.get("session_id"),
                event_id=asked.event_id,
                kind=asked.kind,
                detail=detail,
                result=result,
                at=asked.at,
            )
        )
        return result, False
    if (earlier.kind, earlier.detail) != (asked.kind, detail):
        raise BadValue(
            f"The event id {asked.event_id!r} was used for another {earlier.kind}; every new "
            "thing needs a new id."
        )
    return earlier.result, True
