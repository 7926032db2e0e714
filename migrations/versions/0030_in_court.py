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
# The oldest revision whose code goes on running beside these tables: it writes what a boycott stops.
survives = "0030"

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


def add_looks() -> None:
    """Until when staff put off what a filer reads of its flag."""
    op.add_column("flag", sa.Column("untold_until", WHEN, nullable=True))


def drop_looks() -> None:
    op.drop_column("flag", "untold_until")


REGIMES = ("dmca", "ecl", "dsa", "house")
BOYCOTT = sa.table(
    "boycott", sa.column("id"), sa.column("imposed_at", WHEN), sa.column("stops", sa.JSON),
    sa.column("treatments", sa.JSON(none_as_null=True)),
)  # fmt: skip
CLAIM = sa.table(
    "claim", sa.column("id"), sa.column("complaint_id"), sa.column("regime"),
    sa.column("treatment"),
)  # fmt: skip
COMPLAINT = sa.table("complaint", sa.column("id"), sa.column("boycott_id"))


def add_treatments() -> None:
    """How a boycott treats claims by their law, and how each claim is treated.

    A boycott in force keeps what it stops; what it let pass goes to the lane, and no proof is asked.
    The clocks of these are started by `cleanhands migrate` afterwards.
    """
    op.add_column("boycott", sa.Column("treatments", sa.JSON(), nullable=True))
    op.add_column("claim", sa.Column("treatment", sa.String(), nullable=True))
    connection = op.get_bind()
    imposed = sa.select(BOYCOTT.c.id, BOYCOTT.c.stops).where(BOYCOTT.c.imposed_at.is_not(None))
    for boycott_id, stops in connection.execute(imposed).all():
        stopped = REGIMES if stops is None else tuple(stops)
        treatments = {code: "not_processed" if code in stopped else "lane" for code in REGIMES}
        of_it = sa.select(COMPLAINT.c.id).where(COMPLAINT.c.boycott_id == boycott_id)
        is_stopped = sa.func.coalesce(CLAIM.c.regime, "house").in_(stopped)
        connection.execute(
            sa.update(BOYCOTT).where(BOYCOTT.c.id == boycott_id).values(treatments=treatments)
        )
        connection.execute(
            sa.update(CLAIM)
            .where(CLAIM.c.complaint_id.in_(of_it))
            .values(treatment=sa.case((is_stopped, "not_processed"), else_="lane"))
        )
    with op.batch_alter_table("boycott") as batch:
        batch.drop_column("stops")


def drop_treatments() -> None:
    """What no older code knows, more proof and the lane, passes; the lane's clocks are staff's."""
    op.add_column("boycott", sa.Column("stops", sa.JSON(), nullable=True))
    connection = op.get_bind()
    imposed = sa.select(BOYCOTT.c.id, BOYCOTT.c.treatments).where(BOYCOTT.c.imposed_at.is_not(None))
    for boycott_id, treatments in connection.execute(imposed).all():
        stops = [code for code in REGIMES if (treatments or {}).get(code) == "not_processed"]
        if len(stops) < len(REGIMES):
            connection.execute(
                sa.update(BOYCOTT).where(BOYCOTT.c.id == boycott_id).values(stops=stops)
            )
    op.execute(
        "UPDATE clock SET state = 'stopped', end_why = 'lane' "
        "WHERE kind = 'lane' AND state IN ('running', 'paused', 'overdue')"
    )
    op.drop_column("claim", "treatment")
    with op.batch_alter_table("boycott") as batch:
        batch.drop_column("treatments")


def upgrade() -> None:
    add_boycott_grounds()
    add_looks()
    add_treatments()
    add_whole_answers()


def downgrade() -> None:
    drop_whole_answers()
    drop_treatments()
    drop_looks()
    drop_boycott_grounds()
