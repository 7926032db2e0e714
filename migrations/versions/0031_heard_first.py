"""Heard first: what completes the ladder of revision 0030

Each part has its own two functions, back and forth. No case becomes harsher by it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None
# The oldest revision whose code goes on running beside these tables.
survives = "0030"


def add_stopped() -> None:
    """Whether a boycott kept a claim as it was filed: apart from how it is treated now, which changes
    once it is taken up. Older code goes on saying so by the treatment alone."""
    op.add_column(
        "claim", sa.Column("stopped", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.execute("UPDATE claim SET stopped = true WHERE treatment = 'not_processed'")
    op.execute(
        "UPDATE claim SET treatment = NULL "
        "WHERE treatment = 'not_processed' AND state NOT IN ('not_processed', 'closed')"
    )


def drop_stopped() -> None:
    op.execute("UPDATE claim SET treatment = 'not_processed' WHERE stopped AND treatment IS NULL")
    op.drop_column("claim", "stopped")


def upgrade() -> None:
    add_stopped()


def downgrade() -> None:
    drop_stopped()
