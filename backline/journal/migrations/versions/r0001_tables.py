"""The first tables.

A revision says in full what it makes and never reads `tables.py`, which goes on changing.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "r0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _table(name: str, *parts: sa.schema.SchemaItem) -> None:
    # sqlite_autoincrement: ids are never given again, as they never are in PostgreSQL. A page
    # left open on somebody erased can't write into somebody else's session.
    number = sa.Column("id", sa.Integer(), nullable=False)
    key = sa.PrimaryKeyConstraint("id", name=f"pk_{name}")
    op.create_table(name, number, *parts, key, sqlite_autoincrement=True)


def _to(
    name: str, column: str, parent: str, *, nullable: bool = False, gone: str = "CASCADE"
) -> list[sa.schema.SchemaItem]:
    """A column that points at a row of another table, and what happens when that row goes."""
    return [
        sa.Column(column, sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint(
            [column], [f"{parent}.id"], name=f"fk_{name}_{column}", ondelete=gone
        ),
    ]


def _column(name: str, kind: sa.types.TypeEngine[Any], *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=null)


def _unique(name: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=f"uq_{name}_{'_'.join(columns)}")


def _index(name: str, *columns: str) -> None:
    op.create_index(f"ix_{name}_{'_'.join(columns)}", name, list(columns))


def upgrade() -> None:
    _people()
    _sessions()
    _done()
    _told()


def _people() -> None:
    _table(
        "profiles",
        _column("name", sa.Text()),
        _column("zone", sa.Text()),
        _column("created_at", MOMENT),
    )
    _table(
        "intakes",
        *_to("intakes", "profile_id", "profiles"),
        _column("version", sa.Integer()),
        _column("schema_version", sa.Integer()),
        _column("answers", sa.JSON()),
        _column("at", MOMENT),
        _column("zone", sa.Text()),
        _unique("intakes", "profile_id", "version"),
    )
    _table(
        "screenings",
        *_to("screenings", "profile_id", "profiles"),
        *_to("screenings", "intake_id", "intakes", nullable=True, gone="SET NULL"),
        _column("schema_version", sa.Integer()),
        _column("result", sa.JSON()),
        _column("at", MOMENT),
    )
    _index("screenings", "profile_id")
    _index("screenings", "intake_id")
    _table(
        "plans",
        *_to("plans", "profile_id", "profiles"),
        _column("for_day", sa.Date()),
        _column("schema_version", sa.Integer()),
        _column("plan", sa.JSON()),
        _column("reasons", sa.JSON()),
        _column("made_at", MOMENT),
    )
    _index("plans", "profile_id", "for_day")


def _sessions() -> None:
    unfinished = sa.text("state IN ('open', 'paused')")
    _table(
        "sessions",
        *_to("sessions", "profile_id", "profiles"),
        *_to("sessions", "plan_id", "plans", nullable=True, gone="SET NULL"),
        _column("state", sa.String(16)),
        _column("why", sa.Text(), null=True),
        _column("began_at", MOMENT),
        _column("ended_at", MOMENT, null=True),
        _column("zone", sa.Text()),
        _column("day", sa.Date()),
        sa.CheckConstraint(
            "state IN ('open', 'paused', 'finished', 'stopped')", name=op.f("ck_sessions_state")
        ),
    )
    _index("sessions", "plan_id")
    _index("sessions", "profile_id", "day")
    op.create_index(
        "uq_sessions_unfinished",
        "sessions",
        ["profile_id"],
        unique=True,
        sqlite_where=unfinished,
        postgresql_where=unfinished,
    )
    _table(
        "session_exercises",
        *_to("session_exercises", "session_id", "sessions"),
        _column("place", sa.Integer()),
        _column("attempt", sa.Integer()),
        _column("exercise", sa.Text()),
        _column("stage", sa.Text(), null=True),
        _column("planned_repetitions", sa.Integer(), null=True),
        _column("planned_hold_s", sa.Double(), null=True),
        _column("planned_sets", sa.Integer()),
        _column("each_side", sa.Boolean()),
        _column("watched", sa.Boolean()),
        _column("state", sa.String(16)),
        _column("why", sa.Text(), null=True),
        _unique("session_exercises", "session_id", "place", "attempt"),
    )
    _table(
        "sets",
        *_to("sets", "session_exercise_id", "session_exercises"),
        _column("number", sa.Integer()),
        _column("side", sa.String(8), null=True),
        _column("began_at", MOMENT),
        _column("ended_at", MOMENT, null=True),
        _unique("sets", "session_exercise_id", "number"),
    )


def _done() -> None:
    _table(
        "repetitions",
        *_to("repetitions", "set_id", "sets"),
        _column("number", sa.Integer()),
        _column("side", sa.String(8), null=True),
        _column("start_s", sa.Double()),
        _column("peak_s", sa.Double()),
        _column("end_s", sa.Double()),
        _column("range_value", sa.Double(), null=True),
        _column("unit", sa.Text()),
        _column("faults", sa.JSON()),
        _column("judged", sa.Boolean()),
        _column("clean", sa.Boolean(), null=True),
        _column("variation", sa.Text(), null=True),
        _column("at", MOMENT),
        _unique("repetitions", "set_id", "number"),
    )
    _table(
        "holds",
        *_to("holds", "set_id", "sets"),
        _column("number", sa.Integer()),
        _column("start_s", sa.Double()),
        _column("end_s", sa.Double()),
        _column("good_s", sa.Double(), null=True),
        _column("ended", sa.Text(), null=True),
        _column("at", MOMENT),
        _unique("holds", "set_id", "number"),
    )
    _table(
        "cues",
        *_to("cues", "set_id", "sets"),
        _column("cue_id", sa.Text()),
        _column("at_s", sa.Double()),
        _column("value", sa.Double(), null=True),
        _column("unit", sa.Text(), null=True),
        _column("at", MOMENT),
    )
    _index("cues", "set_id")


def _told() -> None:
    _table(
        "pain_answers",
        *_to("pain_answers", "session_id", "sessions"),
        *_to("pain_answers", "session_exercise_id", "session_exercises", nullable=True),
        _column("moment", sa.String(16)),
        _column("nprs", sa.Integer()),
        _column("at", MOMENT),
        _column("zone", sa.Text()),
        _column("day", sa.Date()),
        sa.CheckConstraint("nprs BETWEEN 0 AND 10", name=op.f("ck_pain_answers_nprs")),
        sa.CheckConstraint(
            "moment IN ('before', 'after-exercise', 'end', 'next-morning')",
            name=op.f("ck_pain_answers_moment"),
        ),
    )
    _index("pain_answers", "session_id")
    _index("pain_answers", "session_exercise_id")
    _table(
        "plank_tests",
        *_to("plank_tests", "profile_id", "profiles"),
        *_to("plank_tests", "session_id", "sessions", nullable=True, gone="SET NULL"),
        _column("stage", sa.Text(), null=True),
        _column("held_s", sa.Double()),
        _column("good_s", sa.Double()),
        _column("ended", sa.Text()),
        _column("watched", sa.Boolean()),
        _column("at", MOMENT),
        _column("zone", sa.Text()),
        _column("day", sa.Date()),
    )
    _index("plank_tests", "profile_id")
    _index("plank_tests", "session_id")
    _table(
        "events",
        *_to("events", "profile_id", "profiles"),
        *_to("events", "session_id", "sessions", nullable=True),
        _column("event_id", sa.String(64)),
        _column("kind", sa.String(32)),
        _column("detail", sa.JSON()),
        _column("result", sa.JSON()),
        _column("at", MOMENT),
        _unique("events", "profile_id", "event_id"),
    )
    _index("events", "session_id")
