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


def add_looks() -> None:
    """Until when staff put off what a filer reads of its flag."""
    op.add_column("flag", sa.Column("untold_until", WHEN, nullable=True))


def drop_looks() -> None:
    op.drop_column("flag", "untold_until")


def upgrade() -> None:
    add_looks()


def downgrade() -> None:
    drop_looks()
