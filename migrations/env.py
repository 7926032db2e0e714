"""Alembic's entry: runs revisions on the connection that `complaints.migration` hands over."""

from alembic import context
from alembic.ddl.sqlite import SQLiteImpl
from alembic.operations.batch import BatchOperationsImpl

import complaints.models as models


class ReadsOneTable(SQLiteImpl):
    """SQLite, where a table that is built anew is read without its neighbours.

    Alembic would read whatever the table refers to, and what that refers to: most of the tables,
    for each that is built anew. Their names are enough. This is asked just before it reads.
    """

    __dialect__ = "sqlite"

    def requires_recreate_in_batch(self, batch_op: BatchOperationsImpl) -> bool:
        batch_op.reflect_kwargs["resolve_fks"] = False
        return super().requires_recreate_in_batch(batch_op)


def run() -> None:
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=models.Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
