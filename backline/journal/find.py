"""Finding single rows, and locking the profile they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from backline.journal.errors import NoSuchRecord
from backline.journal.records import UNFINISHED
from backline.journal.tables import (
    Base,
    ExerciseRow,
    HoldRow,
    PainRow,
    ProfileRow,
    RepetitionRow,
    SessionRow,
    SetRow,
)

LARGEST_ID = 2**31 - 1
"""PostgreSQL's INTEGER holds no more, and it refuses to look for more."""

Row = TypeVar("Row", bound=Base)


def row(db: Session, table: type[Row], row_id: int, *, lock: bool = False) -> Row | None:
    """The row with that id; None when there is none, as for a number that is no row's id."""
    if not 0 < row_id <= LARGEST_ID:
        return None
    return db.get(table, row_id, with_for_update=True if lock else None)


def profile(db: Session, profile_id: int, *, lock: bool = False) -> ProfileRow:
    """A profile. lock: whoever else wants to write for it waits for the end of the transaction
    (SQLite has one writer at a time anyway). Raises NoSuchRecord."""
    found = row(db, ProfileRow, profile_id, lock=lock)
    if found is None:
        raise NoSuchRecord("That person isn't in the journal (any more).")
    return found


def session(db: Session, session_id: int) -> SessionRow:
    """A session, with its profile locked. Raises NoSuchRecord."""
    found = _session(db, session_id)
    profile(db, found.profile_id, lock=True)
    db.refresh(found)  # as it is now that nobody else writes
    return found


def readable_session(db: Session, session_id: int) -> SessionRow:
    """A session, for reading. Raises NoSuchRecord."""
    return _session(db, session_id)


def _session(db: Session, session_id: int) -> SessionRow:
    found = row(db, SessionRow, session_id)
    if found is None:
        raise NoSuchRecord("That session isn't in the journal (any more).")
    return found


def exercise(db: Session, exercise_id: int) -> tuple[SessionRow, ExerciseRow]:
    """An exercise of a session and that session, with its profile locked."""
    found = row(db, ExerciseRow, exercise_id)
    if found is None:
        raise NoSuchRecord("That exercise isn't in the journal (any more).")
    owner = session(db, found.session_id)
    db.refresh(found)
    return owner, found


def set_(db: Session, set_id: int) -> tuple[SessionRow, ExerciseRow, SetRow]:
    """A set, its exercise and its session, with its profile locked."""
    found = readable_set(db, set_id)
    owner, of = exercise(db, found.session_exercise_id)
    db.refresh(found)
    return owner, of, found


def readable_set(db: Session, set_id: int) -> SetRow:
    """A set, for reading. Raises NoSuchRecord."""
    found = row(db, SetRow, set_id)
    if found is None:
        raise NoSuchRecord("That set isn't in the journal (any more).")
    return found


def unfinished(db: Session, profile_id: int) -> SessionRow | None:
    """The session of this person that is open or paused; there is never more than one."""
    return db.scalars(
        select(SessionRow).where(
            SessionRow.profile_id == profile_id, SessionRow.state.in_(UNFINISHED)
        )
    ).first()


def exercises(db: Session, session_id: int) -> Sequence[ExerciseRow]:
    """The exercises of a session in the order they are done."""
    return db.scalars(
        select(ExerciseRow)
        .where(ExerciseRow.session_id == session_id)
        .order_by(ExerciseRow.place, ExerciseRow.attempt)
    ).all()


def pains(db: Session, session_id: int) -> Sequence[PainRow]:
    """The pain told about a session, in the order it was told."""
    return db.scalars(
        select(PainRow).where(PainRow.session_id == session_id).order_by(PainRow.id)
    ).all()


def sets(db: Session, exercise_id: int) -> Sequence[SetRow]:
    """The sets of an exercise in order."""
    return db.scalars(
        select(SetRow).where(SetRow.session_exercise_id == exercise_id).order_by(SetRow.number)
    ).all()


def open_set(db: Session, session_id: int) -> SetRow | None:
    """The set under way in a session; there is never more than one."""
    return db.scalars(
        select(SetRow)
        .join(ExerciseRow, ExerciseRow.id == SetRow.session_exercise_id)
        .where(ExerciseRow.session_id == session_id, SetRow.ended_at.is_(None))
    ).first()


def repetitions(db: Session, set_id: int) -> Sequence[RepetitionRow]:
    """The repetitions of a set in order."""
    return db.scalars(
        select(RepetitionRow).where(RepetitionRow.set_id == set_id).order_by(RepetitionRow.number)
    ).all()


def holds(db: Session, set_id: int) -> Sequence[HoldRow]:
    """The holds of a set in order."""
    return db.scalars(
        select(HoldRow).where(HoldRow.set_id == set_id).order_by(HoldRow.number)
    ).all()
