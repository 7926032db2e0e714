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
BOYCOTT_GROUNDS = "ground IN ('manifestly_unfounded', 'one_hand', 'forged_paper')"
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


def add_boycott_grounds() -> None:
    """On what a boycott rests: those that are there, on manifestly unfounded complaints.

    Stated as SQL: a column with its CHECK, without writing the table anew on SQLite.
    """
    op.execute(
        "ALTER TABLE boycott ADD COLUMN ground VARCHAR DEFAULT 'manifestly_unfounded' NOT NULL "
        f"CONSTRAINT ck_boycott_ground CHECK ({BOYCOTT_GROUNDS})"
    )


def drop_boycott_grounds() -> None:
    with op.batch_alter_table("boycott") as batch:
        batch.drop_constraint(op.f("ck_boycott_ground"), type_="check")
        batch.drop_column("ground")


# Where rights hold and listings are delivered, as far as somebody says it; for what is there nobody
# did.
TERRITORIES = (
    ("right", "territories", sa.JSON()),
    ("listing", "delivers_to", sa.JSON()),
    ("claim", "delivers_to", sa.JSON()),
    ("complaint", "outside_ground", sa.String()),
    ("complaint", "outside_words", sa.String()),
)


def add_territories() -> None:
    for table, name, kind in TERRITORIES:
        op.add_column(table, sa.Column(name, kind, nullable=True))


def drop_territories() -> None:
    for table, name, _kind in TERRITORIES:
        op.drop_column(table, name)


def add_looks() -> None:
    """Until when staff put off what a filer reads of its flag."""
    op.add_column("flag", sa.Column("untold_until", WHEN, nullable=True))


def drop_looks() -> None:
    op.drop_column("flag", "untold_until")


def upgrade() -> None:
    add_boycott_grounds()
    add_looks()
    add_whole_answers()
    add_territories()


def downgrade() -> None:
    drop_territories()
    drop_whole_answers()
    drop_looks()
    drop_boycott_grounds()
