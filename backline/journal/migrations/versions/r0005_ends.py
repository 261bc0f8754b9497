"""Keep both ends of a repetition's range, so that rounding and arching can be told apart.

What is in the database already has only its whole range; its ends stay unknown.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0005"
down_revision = "r0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("highest", "lowest"):
        op.add_column("repetitions", sa.Column(name, sa.Double(), nullable=True))
