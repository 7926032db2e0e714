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

WHEN = sa.DateTime(timezone=True)


def add_flag_answers() -> None:
    """What a filer says about its flag before any warning. Nobody could say anything so far."""
    op.create_table(
        "flag_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("flag_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("said_at", WHEN, nullable=False),
        sa.ForeignKeyConstraint(["flag_id"], ["flag.id"], name="fk_flag_answer_flag_id_flag"),
        sa.PrimaryKeyConstraint("id", name="pk_flag_answer"),
    )
    op.create_index("ix_flag_answer_flag_id", "flag_answer", ["flag_id"])


def drop_flag_answers() -> None:
    op.drop_table("flag_answer")


def upgrade() -> None:
    add_flag_answers()


def downgrade() -> None:
    drop_flag_answers()
