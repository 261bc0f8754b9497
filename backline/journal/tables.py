"""The tables. Every row belongs to one profile, directly or through its owner, and goes with it.

A table's `info["owner"]` names the column that leads to what it belongs to; export walks along
it, and the database deletes along it. Changes here need a revision in `migrations/versions/`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
    true,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

VERSION_TABLE = "backline_version"


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. SQLite has no zones: there it is written without."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without its zone can't be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        datetime: UtcDateTime,
        float: Double,
        str: Text,
        dict[str, Any]: JSON(none_as_null=True),
        list[str]: JSON(none_as_null=True),
    }


def _owner(table: str, *, index: bool = False) -> Mapped[int]:
    """The column that leads to the owner of a row; the row goes when its owner goes."""
    return mapped_column(ForeignKey(f"{table}.id", ondelete="CASCADE"), index=index)


def _args(owner: str | None, *constraints: Any) -> tuple[Any, ...]:
    return (*constraints, {"info": {"owner": owner}})


class ProfileRow(Base):
    __tablename__ = "profiles"
    __table_args__ = _args(None)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    zone: Mapped[str]
    language: Mapped[str] = mapped_column(String(16), server_default="en", default="en")
    created_at: Mapped[datetime]


class IntakeRow(Base):
    __tablename__ = "intakes"
    __table_args__ = _args("profile_id", UniqueConstraint("profile_id", "version"))

    id: Mapped[int] = mapped_column(primary_key=True)
    profile_id: Mapped[int] = _owner("profiles")
    version: Mapped[int]
    schema_version: Mapped[int]
    answers: Mapped[dict[str, Any]]
    skipped: Mapped[list[str] | None]
    at: Mapped[datetime]
    zone: Mapped[str]


class ScreeningRow(Base):
    __tablename__ = "screenings"
    __table_args__ = _args("profile_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    profile_id: Mapped[int] = _owner("profiles", index=True)
    intake_id: Mapped[int | None] = mapped_column(
        ForeignKey("intakes.id", ondelete="SET NULL"), index=True
    )
    schema_version: Mapped[int]
    result: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class PlanRow(Base):
    __tablename__ = "plans"
    __table_args__ = _args("profile_id", Index(None, "profile_id", "for_day"))

    id: Mapped[int] = mapped_column(primary_key=True)
    profile_id: Mapped[int] = _owner("profiles")
    for_day: Mapped[date]
    schema_version: Mapped[int]
    plan: Mapped[dict[str, Any]]
    reasons: Mapped[Any] = mapped_column(JSON)
    made_at: Mapped[datetime]


class SessionRow(Base):
    __tablename__ = "sessions"
    __table_args__ = _args(
        "profile_id",
        CheckConstraint("state IN ('open', 'paused', 'finished', 'stopped')", name="state"),
        Index(None, "profile_id", "day"),
        Index(  # one person does one session at a time
            "uq_sessions_unfinished",
            "profile_id",
            unique=True,
            sqlite_where=text("state IN ('open', 'paused')"),
            postgresql_where=text("state IN ('open', 'paused')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    profile_id: Mapped[int] = _owner("profiles")
    plan_id: Mapped[int | None] = mapped_column(
        ForeignKey("plans.id", ondelete="SET NULL"), index=True
    )
    state: Mapped[str] = mapped_column(String(16))
    why: Mapped[str | None]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    zone: Mapped[str]
    day: Mapped[date]


class ExerciseRow(Base):
    """The columns from `repetitions` on are sums over the exercise's sets, kept up in the same
    transaction as the repetition or hold that changes them. Revision r0002 added them, so that
    looking back over years needn't count tens of thousands of repetitions each time."""

    __tablename__ = "session_exercises"
    __table_args__ = _args(
        "session_id",
        UniqueConstraint("session_id", "place", "attempt"),
        Index(None, "exercise", "session_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = _owner("sessions")
    place: Mapped[int]
    attempt: Mapped[int]
    exercise: Mapped[str]
    stage: Mapped[str | None]
    planned_repetitions: Mapped[int | None]
    planned_hold_s: Mapped[float | None]
    planned_sets: Mapped[int]
    each_side: Mapped[bool]
    watched: Mapped[bool]
    eased: Mapped[bool] = mapped_column(server_default=false(), default=False)
    state: Mapped[str] = mapped_column(String(16))
    why: Mapped[str | None]
    repetitions: Mapped[int] = mapped_column(server_default="0", default=0)
    repetitions_left: Mapped[int] = mapped_column(server_default="0", default=0)
    repetitions_right: Mapped[int] = mapped_column(server_default="0", default=0)
    judged: Mapped[int] = mapped_column(server_default="0", default=0)
    clean: Mapped[int] = mapped_column(server_default="0", default=0)
    held_s: Mapped[float] = mapped_column(server_default="0", default=0.0)
    watched_s: Mapped[float] = mapped_column(server_default="0", default=0.0)
    good_s: Mapped[float] = mapped_column(server_default="0", default=0.0)
    range_sum: Mapped[float] = mapped_column(server_default="0", default=0.0)
    range_count: Mapped[int] = mapped_column(server_default="0", default=0)
    range_unit: Mapped[str | None]


class SetRow(Base):
    """The columns from `repetitions` on are sums over the set, kept up like those of its exercise;
    of several holds the longest counts, `longest_good_s` NULL when nobody watched it. Revision
    r0003 added them: a programme looks at a year of sets before it plans a day."""

    __tablename__ = "sets"
    __table_args__ = _args("session_exercise_id", UniqueConstraint("session_exercise_id", "number"))

    id: Mapped[int] = mapped_column(primary_key=True)
    session_exercise_id: Mapped[int] = _owner("session_exercises")
    number: Mapped[int]
    side: Mapped[str | None] = mapped_column(String(8))
    watched: Mapped[bool] = mapped_column(server_default=true(), default=True)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    repetitions: Mapped[int] = mapped_column(server_default="0", default=0)
    repetitions_left: Mapped[int] = mapped_column(server_default="0", default=0)
    repetitions_right: Mapped[int] = mapped_column(server_default="0", default=0)
    judged: Mapped[int] = mapped_column(server_default="0", default=0)
    clean: Mapped[int] = mapped_column(server_default="0", default=0)
    longest_s: Mapped[float] = mapped_column(server_default="0", default=0.0)
    longest_good_s: Mapped[float | None]


class RepetitionRow(Base):
    """clean: NULL when it couldn't be judged. range_value: NULL when it couldn't be measured.
    highest, lowest: the two ends of that range; NULL too in rows from before revision r0005."""

    __tablename__ = "repetitions"
    __table_args__ = _args("set_id", UniqueConstraint("set_id", "number"))

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = _owner("sets")
    number: Mapped[int]
    side: Mapped[str | None] = mapped_column(String(8))
    start_s: Mapped[float]
    peak_s: Mapped[float]
    end_s: Mapped[float]
    range_value: Mapped[float | None]
    unit: Mapped[str]
    faults: Mapped[list[str]]
    judged: Mapped[bool]
    clean: Mapped[bool | None]
    variation: Mapped[str | None]
    highest: Mapped[float | None]
    lowest: Mapped[float | None]
    at: Mapped[datetime]


class HoldRow(Base):
    """ended: NULL while the hold goes on. good_s: NULL when nobody watched."""

    __tablename__ = "holds"
    __table_args__ = _args("set_id", UniqueConstraint("set_id", "number"))

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = _owner("sets")
    number: Mapped[int]
    start_s: Mapped[float]
    end_s: Mapped[float]
    good_s: Mapped[float | None]
    ended: Mapped[str | None]
    at: Mapped[datetime]


class CueRow(Base):
    __tablename__ = "cues"
    __table_args__ = _args("set_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = _owner("sets", index=True)
    cue_id: Mapped[str]
    at_s: Mapped[float]
    value: Mapped[float | None]
    unit: Mapped[str | None]
    at: Mapped[datetime]


class PainRow(Base):
    __tablename__ = "pain_answers"
    __table_args__ = _args(
        "session_id",
        CheckConstraint("nprs BETWEEN 0 AND 10", name="nprs"),
        CheckConstraint(
            "moment IN ('before', 'after-exercise', 'end', 'next-morning')", name="moment"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = _owner("sessions", index=True)
    session_exercise_id: Mapped[int | None] = mapped_column(
        ForeignKey("session_exercises.id", ondelete="CASCADE"), index=True
    )
    moment: Mapped[str] = mapped_column(String(16))
    nprs: Mapped[int]
    tight: Mapped[bool | None]
    at: Mapped[datetime]
    zone: Mapped[str]
    day: Mapped[date]


class DayPainRow(Base):
    """Pain as told about a day, apart from any session. week: the worst of the seven days up to
    it, NULL when that wasn't told."""

    __tablename__ = "day_pains"
    __table_args__ = _args(
        "profile_id",
        CheckConstraint("nprs BETWEEN 0 AND 10", name="nprs"),
        CheckConstraint("week BETWEEN 0 AND 10", name="week"),
        Index(None, "profile_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    profile_id: Mapped[int] = _owner("profiles")
    nprs: Mapped[int]
    week: Mapped[int | None]
    at: Mapped[datetime]
    zone: Mapped[str]
    day: Mapped[date]


class PlankTestRow(Base):
    __tablename__ = "plank_tests"
    __table_args__ = _args("profile_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    profile_id: Mapped[int] = _owner("profiles", index=True)
    session_id: Mapped[int | None] = mapped_column(
        ForeignKey("sessions.id", ondelete="SET NULL"), index=True
    )
    stage: Mapped[str | None]
    held_s: Mapped[float]
    good_s: Mapped[float]
    ended: Mapped[str]
    watched: Mapped[bool]
    at: Mapped[datetime]
    zone: Mapped[str]
    day: Mapped[date]


class RhythmRow(Base):
    """When a person means to do their sessions. calendar_key opens their calendar to whoever
    has it; version counts the changes."""

    __tablename__ = "rhythms"
    __table_args__ = _args(
        "profile_id", UniqueConstraint("profile_id"), UniqueConstraint("calendar_key")
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    profile_id: Mapped[int] = _owner("profiles")
    weekdays: Mapped[list[str]]
    at: Mapped[str] = mapped_column(String(5))
    remind_min: Mapped[int | None]
    calendar_key: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    changed_at: Mapped[datetime]


class EventRow(Base):
    """What was asked of the journal, in order; rows are only ever added. `event_id` was made by
    the asker, so that asking again finds the answer that was given (`result`)."""

    __tablename__ = "events"
    __table_args__ = _args("profile_id", UniqueConstraint("profile_id", "event_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    profile_id: Mapped[int] = _owner("profiles")
    session_id: Mapped[int | None] = mapped_column(
        ForeignKey("sessions.id", ondelete="CASCADE"), index=True
    )
    event_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(32))
    detail: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any]]
    at: Mapped[datetime]
