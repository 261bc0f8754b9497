"""Keep the sums of an exercise beside it, and find an exercise's past by its name.

Progress pages would otherwise count every repetition ever done. What is in the database already
is summed here.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "r0002"
down_revision = "r0001"
branch_labels = None
depends_on = None

TABLE = "session_exercises"
REPETITIONS = (
    "FROM repetitions JOIN sets ON sets.id = repetitions.set_id "
    f"WHERE sets.session_exercise_id = {TABLE}.id"
)
HOLDS = (
    f"FROM holds JOIN sets ON sets.id = holds.set_id WHERE sets.session_exercise_id = {TABLE}.id"
)
MEASURED = f"{REPETITIONS} AND range_value IS NOT NULL AND variation IS NULL"
SUMS = {
    "repetitions": f"SELECT count(*) {REPETITIONS}",
    "repetitions_left": f"SELECT count(*) {REPETITIONS} AND repetitions.side = 'left'",
    "repetitions_right": f"SELECT count(*) {REPETITIONS} AND repetitions.side = 'right'",
    "judged": f"SELECT count(*) {REPETITIONS} AND clean IS NOT NULL",
    "clean": f"SELECT count(*) {REPETITIONS} AND clean",
    "held_s": f"SELECT coalesce(sum(end_s - start_s), 0) {HOLDS}",
    "watched_s": f"SELECT coalesce(sum(end_s - start_s), 0) {HOLDS} AND good_s IS NOT NULL",
    "good_s": f"SELECT coalesce(sum(good_s), 0) {HOLDS}",
    "range_unit": f"SELECT unit {MEASURED} ORDER BY sets.number, repetitions.number LIMIT 1",
}
RANGES = {  # of one unit only
    "range_sum": f"SELECT coalesce(sum(range_value), 0) {MEASURED} AND unit = {TABLE}.range_unit",
    "range_count": f"SELECT count(*) {MEASURED} AND unit = {TABLE}.range_unit",
}
SECONDS = ("held_s", "watched_s", "good_s", "range_sum")


def upgrade() -> None:
    for name in (*SUMS, *RANGES):
        if name == "range_unit":
            op.add_column(TABLE, sa.Column(name, sa.Text()))
            continue
        kind: sa.types.TypeEngine[Any] = sa.Double() if name in SECONDS else sa.Integer()
        op.add_column(TABLE, sa.Column(name, kind, nullable=False, server_default="0"))
    for sums in (SUMS, RANGES):
        op.execute(f"UPDATE {TABLE} SET " + ", ".join(f"{k} = ({v})" for k, v in sums.items()))
    op.create_index(f"ix_{TABLE}_exercise_session_id", TABLE, ["exercise", "session_id"])
