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


URGENCY = sa.table(
    "boycott", sa.column("urgent_reason"), sa.column("urgent_by"), sa.column("urgent_at", WHEN),
    sa.column("urgent_taken"), sa.column("imposed_by"), sa.column("imposed_at", WHEN),
)  # fmt: skip


def add_boycott_evidence() -> None:
    """What a case names: claims, accounts of one hand, a forged document; in which coded reasons;
    and who recorded why it could not wait. So far that was who imposed it."""
    op.create_table(
        "boycott_claim",
        sa.Column("boycott_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("named_for", sa.String(), nullable=False),
        sa.CheckConstraint(
            "named_for IN ('warning', 'imposition')", name=op.f("ck_boycott_claim_named_for")
        ),
        sa.ForeignKeyConstraint(
            ["boycott_id"], ["boycott.id"], name="fk_boycott_claim_boycott_id_boycott"
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name="fk_boycott_claim_claim_id_claim"),
        sa.PrimaryKeyConstraint("boycott_id", "claim_id", "named_for", name="pk_boycott_claim"),
    )
    op.create_index("ix_boycott_claim_claim_id", "boycott_claim", ["claim_id"])
    for name in ("accounts", "said"):
        op.add_column("boycott", sa.Column(name, sa.JSON(none_as_null=True), nullable=True))
    for name, other in (("document_id", "document"), ("urgent_by", "person")):
        # Stated as SQL: SQLite takes a column with its reference, but no reference afterwards.
        op.execute(
            f"ALTER TABLE boycott ADD COLUMN {name} INTEGER "
            f"CONSTRAINT fk_boycott_{name}_{other} REFERENCES {other} (id)"
        )
        op.create_index(f"ix_boycott_{name}", "boycott", [name])
    op.add_column("boycott", sa.Column("urgent_at", WHEN, nullable=True))
    op.add_column(
        "boycott",
        sa.Column("urgent_taken", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.execute(
        sa.update(URGENCY)
        .where(URGENCY.c.urgent_reason.is_not(None))
        .values(
            urgent_by=URGENCY.c.imposed_by, urgent_at=URGENCY.c.imposed_at, urgent_taken=sa.true()
        )
    )


def drop_boycott_evidence() -> None:
    op.drop_table("boycott_claim")
    for name in ("document_id", "urgent_by"):
        op.drop_index(f"ix_boycott_{name}", "boycott")
    # Batch: SQLite drops no column that a constraint of its table names.
    with op.batch_alter_table("boycott") as batch:
        for name in ("urgent_taken", "urgent_at", "urgent_by", "document_id", "said", "accounts"):
            batch.drop_column(name)


def add_looks() -> None:
    """Until when staff put off what a filer reads of its flag."""
    op.add_column("flag", sa.Column("untold_until", WHEN, nullable=True))


def drop_looks() -> None:
    op.drop_column("flag", "untold_until")


def upgrade() -> None:
    add_boycott_grounds()
    add_boycott_evidence()
    add_looks()
    add_whole_answers()


def downgrade() -> None:
    drop_whole_answers()
    drop_looks()
    drop_boycott_evidence()
    drop_boycott_grounds()
