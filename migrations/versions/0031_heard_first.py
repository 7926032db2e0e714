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


def add_mailboxes_tried() -> None:
    """Which of a filer's mailboxes a letter goes to, and which one did not take it. Of letters that
    went before nobody knows."""
    for table in ("delivery", "letter_report"):
        # Stated as SQL: SQLite takes a column with its reference, but no reference afterwards.
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN identity_id INTEGER "
            f"CONSTRAINT fk_{table}_identity_id_filer_identity REFERENCES filer_identity (id)"
        )
        op.create_index(f"ix_{table}_identity_id", table, ["identity_id"])


def drop_mailboxes_tried() -> None:
    for table in ("letter_report", "delivery"):
        op.drop_index(f"ix_{table}_identity_id", table)
        # Batch: SQLite drops no column that a constraint of its table names.
        with op.batch_alter_table(table) as batch:
            batch.drop_column("identity_id")


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


def add_appellants() -> None:
    """Which account appealed against a joining: each may, once, and reads its own appeal alone. The
    ledger knows who filed those that are there; of one that it knows nothing of, the account that
    joins did, for the operator entered those that came by post for it."""
    # Stated as SQL, as above.
    op.execute(
        "ALTER TABLE appeal ADD COLUMN filer_id INTEGER "
        "CONSTRAINT fk_appeal_filer_id_filer REFERENCES filer (id)"
    )
    op.execute(
        "UPDATE appeal SET filer_id = coalesce("
        "(SELECT max(filer.id) FROM ledger JOIN filer ON filer.id = ledger.actor_id"
        " WHERE ledger.subject = 'appeal' AND ledger.subject_id = appeal.id"
        " AND ledger.verb = 'filed' AND ledger.actor_kind = 'filer'),"
        " (SELECT joining.filer_id FROM joining WHERE joining.id = appeal.joining_id)) "
        "WHERE joining_id IS NOT NULL"
    )
    with op.batch_alter_table("appeal") as batch:
        batch.drop_constraint("uq_appeal_joining_id", type_="unique")
        batch.create_unique_constraint("uq_appeal_joining_id_filer_id", ["joining_id", "filer_id"])
    op.create_index("ix_appeal_filer_id", "appeal", ["filer_id"])


def drop_appellants() -> None:
    """One appeal a joining is all that there was room for: the open one stays, else the first."""
    op.execute(
        "DELETE FROM appeal WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER ("
        "PARTITION BY joining_id ORDER BY CASE state WHEN 'filed' THEN 0 ELSE 1 END, id"
        ") AS place FROM appeal WHERE joining_id IS NOT NULL) AS placed WHERE place > 1)"
    )
    op.drop_index("ix_appeal_filer_id", "appeal")
    # Batch: SQLite drops no column that a constraint of its table names.
    with op.batch_alter_table("appeal") as batch:
        batch.drop_constraint("uq_appeal_joining_id_filer_id", type_="unique")
        batch.create_unique_constraint("uq_appeal_joining_id", ["joining_id"])
        batch.drop_column("filer_id")


def upgrade() -> None:
    add_mailboxes_tried()
    add_flag_answers()
    add_stopped()
    add_appellants()


def downgrade() -> None:
    drop_appellants()
    drop_stopped()
    drop_flag_answers()
    drop_mailboxes_tried()
