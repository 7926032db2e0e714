"""Heard first: what completes the ladder of revision 0030

Each part has its own two functions, back and forth. No case becomes harsher by it.
"""

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None
# The oldest revision whose code goes on running beside these tables.
survives = "0030"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
