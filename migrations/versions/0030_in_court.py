"""A ladder that stands in court: warnings as delivered and what they are for, what is imposed for what
came after, three treatments by law, appeals as long as the law gives them, rights with territories

Each part has its own two functions, back and forth. No case becomes harsher by it.
"""

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None
# The oldest revision whose code goes on running beside these tables.
survives = "0027"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
