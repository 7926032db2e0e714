"""Orders of authorities to act against listings and to give information"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None
# The oldest revision whose code goes on running beside these tables.
survives = "0030"

NOT_VOID = sa.text("voided_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "official_order",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("territory", sa.JSON(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column("redress", sa.String(), nullable=True),
        sa.Column("not_before", sa.Date(), nullable=True),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("receipt_on", sa.Date(), nullable=True),
        sa.Column("effect", sa.String(), nullable=True),
        sa.Column("effect_on", sa.Date(), nullable=True),
        sa.Column("effect_why", sa.String(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_why", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("recipient IN ('filer', 'seller')", name="recipient"),
        sa.CheckConstraint(
            "(effect IS NULL) = (answered_on IS NULL)"
            " AND (effect IS NULL) = (answered_by IS NULL)"
            " AND (effect_on IS NULL) = (effect IS NULL OR effect = 'not_given')"
            " AND (effect IS NULL OR effect = 'given' OR effect_why <> '')",
            name="answer",
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by IS NULL)"
            " AND (voided_at IS NULL) = (void_why IS NULL)",
            name="void",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_official_order"),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=f"fk_official_order_{column}_{table}"
            )
            for column, table in (
                ("claim_id", "claim"), ("entered_by", "person"), ("answered_by", "person"),
                ("voided_by", "person"),
            )
        ),
    )  # fmt: skip
    for column in ("claim_id", "entered_by", "answered_by", "voided_by"):
        op.create_index(f"ix_official_order_{column}", "official_order", [column])
    op.create_index(
        "uq_official_order_reference", "official_order", ["country", "authority", "reference"],
        unique=True, sqlite_where=NOT_VOID, postgresql_where=NOT_VOID,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("official_order")
