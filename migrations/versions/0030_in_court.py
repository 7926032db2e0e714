"""A ladder that stands in court: warnings as delivered and what they are for, what is imposed for what
came after, three treatments by law, appeals as long as the law gives them, rights with territories

Each part has its own two functions, back and forth. No case becomes harsher by it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None
# The oldest revision whose code goes on running beside these tables.
survives = "0027"

WHEN = sa.DateTime(timezone=True)
ANSWER_TIMES = ("told_at", "copy_from", "copied_at", "taken_back_at")
ANSWER_PARTS = ("lacks", "facts")


def add_whole_answers() -> None:
    """When the filer gets a seller's answer with its contact, and what an answer lacks. Those that
    are there were promised that their contact stays with us, and lack nothing."""
    for name in ANSWER_TIMES:
        op.add_column("counter_notice", sa.Column(name, WHEN, nullable=True))
    for name in ANSWER_PARTS:
        column = sa.Column(name, sa.JSON(), server_default="[]", nullable=False)
        op.add_column("counter_notice", column)


def drop_whole_answers() -> None:
    for name in (*ANSWER_PARTS, *ANSWER_TIMES):
        op.drop_column("counter_notice", name)


def upgrade() -> None:
    add_whole_answers()


def downgrade() -> None:
    drop_whole_answers()
