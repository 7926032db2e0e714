"""Signals by their numbers: the sentence is of scans before, and null since"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("signal") as batch:
        batch.alter_column("summary", existing_type=sa.String(), nullable=True)


def downgrade() -> None:
    op.execute("UPDATE signal SET summary = detector WHERE summary IS NULL")
    with op.batch_alter_table("signal") as batch:
        batch.alter_column("summary", existing_type=sa.String(), nullable=False)
