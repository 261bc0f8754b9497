"""Alembic's entry: runs the revisions on the connection that `migrate` hands over, inside its
transaction. How a revision is written stands in docs/journal.md."""

from __future__ import annotations

from alembic import context

from backline.journal.tables import VERSION_TABLE, Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
