"""Suspicions that somebody's life or safety is threatened"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None
# The oldest revision whose code goes on running beside this table.
survives = "0030"


def upgrade() -> None:
    op.create_table(
        "threat",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("suspicion", sa.String(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("authority", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_by", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_why", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(told_on IS NULL) = (authority IS NULL)"
            " AND (told_on IS NULL) = (told_by IS NULL)"
            " AND (told_on IS NULL) = (told_at IS NULL)",
            name="told",
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by IS NULL)"
            " AND (voided_at IS NULL) = (void_why IS NULL)",
            name="void",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_threat"),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_threat_{column}_{table}")
            for column, table in (
                ("claim_id", "claim"), ("entered_by", "person"), ("told_by", "person"),
                ("voided_by", "person"),
            )
        ),
    )  # fmt: skip
    for column in ("claim_id", "entered_by", "told_by", "voided_by"):
        op.create_index(f"ix_threat_{column}", "threat", [column])


def downgrade() -> None:
    op.drop_table("threat")
