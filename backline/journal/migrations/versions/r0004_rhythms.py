"""Remember on which weekdays, and at what time, a person means to do their sessions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0004"
down_revision = "r0003"
branch_labels = None
depends_on = None

TABLE = "rhythms"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("at", sa.String(5), nullable=False),
        sa.Column("remind_min", sa.Integer(), nullable=True),
        sa.Column("calendar_key", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profiles.id"], name=f"fk_{TABLE}_profile_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("profile_id", name=f"uq_{TABLE}_profile_id"),
        sa.UniqueConstraint("calendar_key", name=f"uq_{TABLE}_calendar_key"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
        sqlite_autoincrement=True,
    )
