"""What sellers say, and letters to sellers of unknown stores"""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

GROUNDS = (
    "'licence', 'genuine', 'own_right', 'not_the_goods', 'right_invalid', 'earlier', "
    "'permitted_use', 'listing_mistaken', 'other'"
)
OF_TWO = "(filer_id IS NULL) <> (store_id IS NULL)"
OF_THREE = (
    "(CASE WHEN filer_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN store_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN claim_id IS NULL THEN 0 ELSE 1 END) = 1"
)


def upgrade() -> None:
    op.add_column("claim", sa.Column("reply_due", sa.DateTime(timezone=True), nullable=True))
    _letters_to_claims()
    op.create_table(
        "demand_report",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("asked_for", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "asked_for IN ('money', 'licence_fee', 'price', 'stop_selling', 'buy_from_us', 'other')",
            name=op.f("ck_demand_report_asked_for"),
        ),
        sa.CheckConstraint(
            "channel IS NULL OR channel IN ('email', 'phone', 'chat', 'marketplace', 'letter', 'in_person', 'other')",
            name=op.f("ck_demand_report_channel"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_demand_report_event_id_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_report")),
        sa.UniqueConstraint("event_id", name=op.f("uq_demand_report_event_id")),
    )
    _counter_notices()


def _letters_to_claims() -> None:
    with op.batch_alter_table("letter") as letter:
        letter.add_column(sa.Column("claim_id", sa.Integer(), nullable=True))
        _change_check(letter, OF_THREE)
        letter.create_foreign_key(op.f("fk_letter_claim_id_claim"), "claim", ["claim_id"], ["id"])
        letter.create_index(op.f("ix_letter_claim_id"), ["claim_id"])


def _change_check(letter: BatchOperations, recipient: str) -> None:
    letter.drop_constraint(op.f("ck_letter_one_recipient"), type_="check")
    letter.create_check_constraint(op.f("ck_letter_one_recipient"), recipient)


def _counter_notices() -> None:
    """Rebuild the table: its claims are its event's, and its contact is what is sealed."""
    op.drop_index("ix_counter_notice_claim_id", table_name="counter_notice")
    op.rename_table("counter_notice", "counter_notice_before")
    if op.get_bind().dialect.name == "postgresql":
        # Names of constraints and sequences stay with a renamed table.
        op.execute("ALTER TABLE counter_notice_before DROP CONSTRAINT pk_counter_notice")
        op.execute("ALTER TABLE counter_notice_before DROP CONSTRAINT uq_counter_notice_event_id")
        op.execute("ALTER SEQUENCE counter_notice_id_seq RENAME TO counter_notice_before_id_seq")
    op.create_table(
        "counter_notice",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("party", sa.String(), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("law", sa.String(), nullable=True),
        sa.Column("declarations", sa.JSON(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("contact", sa.String(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_key_id", sa.String(), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"ground IN ({GROUNDS})", name=op.f("ck_counter_notice_ground")),
        sa.CheckConstraint(
            "law IS NULL OR law IN ('dmca', 'ecl')", name=op.f("ck_counter_notice_law")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_counter_notice_event_id_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter_notice")),
        sa.UniqueConstraint("event_id", name=op.f("uq_counter_notice_event_id")),
    )
    op.execute(
        "INSERT INTO counter_notice (event_id, ground, grounds, statement, declarations, sealed,"
        " sealed_key_id, filed_at)"
        " SELECT event_id, 'other', grounds, statement, '[]', contact, contact_key_id, filed_at"
        " FROM counter_notice_before ORDER BY id"
    )
    op.drop_table("counter_notice_before")


def downgrade() -> None:
    op.rename_table("counter_notice", "counter_notice_after")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE counter_notice_after DROP CONSTRAINT pk_counter_notice")
        op.execute("ALTER TABLE counter_notice_after DROP CONSTRAINT uq_counter_notice_event_id")
        op.execute("ALTER SEQUENCE counter_notice_id_seq RENAME TO counter_notice_after_id_seq")
    op.create_table(
        "counter_notice",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("contact", sa.LargeBinary(), nullable=True),
        sa.Column("contact_key_id", sa.String(), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_counter_notice_claim_id_claim")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_counter_notice_event_id_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter_notice")),
        sa.UniqueConstraint("event_id", name=op.f("uq_counter_notice_event_id")),
    )
    op.create_index("ix_counter_notice_claim_id", "counter_notice", ["claim_id"])
    op.execute(
        "INSERT INTO counter_notice (claim_id, event_id, grounds, statement, contact,"
        " contact_key_id, filed_at)"
        " SELECT (SELECT MIN(claim_id) FROM event_claim WHERE event_id = c.event_id), event_id,"
        " grounds, statement, sealed, sealed_key_id, filed_at"
        " FROM counter_notice_after c ORDER BY id"
    )
    op.drop_table("counter_notice_after")
    op.drop_table("demand_report")
    op.execute("DELETE FROM letter WHERE claim_id IS NOT NULL")
    with op.batch_alter_table("letter") as letter:
        letter.drop_index(op.f("ix_letter_claim_id"))
        _change_check(letter, OF_TWO)
        letter.drop_constraint(op.f("fk_letter_claim_id_claim"), type_="foreignkey")
        letter.drop_column("claim_id")
    op.drop_column("claim", "reply_due")
