"""Keep what a day's coach needs: a person's language, questions left out, pain told on a day
without a session, which exercises were eased, a tight back, and the sums of each set.

The sums of the sets that are in the database already are made here.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "r0003"
down_revision = "r0002"
branch_labels = None
depends_on = None

DONE = "FROM repetitions WHERE repetitions.set_id = sets.id"
HELD = "FROM holds WHERE holds.set_id = sets.id"
WATCHED = (
    "SELECT watched FROM session_exercises WHERE session_exercises.id = sets.session_exercise_id"
)
SUMS = {
    "repetitions": f"SELECT count(*) {DONE}",
    "repetitions_left": f"SELECT count(*) {DONE} AND repetitions.side = 'left'",
    "repetitions_right": f"SELECT count(*) {DONE} AND repetitions.side = 'right'",
    "judged": f"SELECT count(*) {DONE} AND clean IS NOT NULL",
    "clean": f"SELECT count(*) {DONE} AND clean",
    "longest_s": f"SELECT coalesce(max(end_s - start_s), 0) {HELD}",
    "longest_good_s": f"SELECT good_s {HELD} ORDER BY end_s - start_s DESC, number DESC LIMIT 1",
}
COUNTS = ("repetitions", "repetitions_left", "repetitions_right", "judged", "clean")


def upgrade() -> None:
    _add("profiles", sa.Column("language", sa.String(16), nullable=False, server_default="en"))
    _add("intakes", sa.Column("skipped", sa.JSON()))
    _add("session_exercises", _flag("eased", sa.false()))
    _add("pain_answers", sa.Column("tight", sa.Boolean()))
    _sets()
    _day_pains()


def _add(table: str, column: sa.Column[Any]) -> None:
    op.add_column(table, column)


def _flag(name: str, default: sa.ColumnElement[bool]) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=default)


def _sets() -> None:
    _add("sets", _flag("watched", sa.true()))
    for name in COUNTS:
        _add("sets", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    _add("sets", sa.Column("longest_s", sa.Double(), nullable=False, server_default="0"))
    _add("sets", sa.Column("longest_good_s", sa.Double()))
    values = {"watched": WATCHED, **SUMS}
    op.execute("UPDATE sets SET " + ", ".join(f"{k} = ({v})" for k, v in values.items()))


def _day_pains() -> None:
    name = "day_pains"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("nprs", sa.Integer(), nullable=False),
        sa.Column("week", sa.Integer()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profiles.id"], name=f"fk_{name}_profile_id", ondelete="CASCADE"
        ),
        sa.CheckConstraint("nprs BETWEEN 0 AND 10", name=f"ck_{name}_nprs"),
        sa.CheckConstraint("week BETWEEN 0 AND 10", name=f"ck_{name}_week"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sqlite_autoincrement=True,
    )
    op.create_index(f"ix_{name}_profile_id_day", name, ["profile_id", "day"])
