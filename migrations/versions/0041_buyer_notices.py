"""What buyers are told of illegal products"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None
# The oldest revision whose code goes on running beside these tables.
survives = "0030"

NOT_VOID = sa.text("voided_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "buyer_notice",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("trader", sa.String(), nullable=False),
        sa.Column("redress", sa.String(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("buyers_told", sa.Integer(), nullable=True),
        sa.Column("all_reached", sa.Boolean(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_why", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(told_on IS NULL) = (buyers_told IS NULL)"
            " AND (told_on IS NULL) = (all_reached IS NULL)"
            " AND (buyers_told IS NULL OR buyers_told >= 0)",
            name="report",
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by IS NULL)"
            " AND (voided_at IS NULL) = (void_why IS NULL)",
            name="void",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_buyer_notice"),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=f"fk_buyer_notice_{column}_{table}"
            )
            for column, table in (
                ("claim_id", "claim"), ("entered_by", "person"), ("voided_by", "person"),
            )
        ),
    )  # fmt: skip
    for column in ("entered_by", "voided_by"):
        op.create_index(f"ix_buyer_notice_{column}", "buyer_notice", [column])
    op.create_index(
        "uq_buyer_notice_claim", "buyer_notice", ["claim_id"], unique=True,
        sqlite_where=NOT_VOID, postgresql_where=NOT_VOID,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("buyer_notice")
