"""Trusted flaggers, and which complaints they filed as such"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None
# The oldest revision whose code goes on running beside these tables.
survives = "0030"

LIVE = sa.text("changed IS NULL OR changed NOT IN ('revoked', 'corrected')")
FLAGGED = sa.text("flagger_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "trusted_flagger",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("filer_id", sa.Integer(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("field", sa.JSON(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("awarded_on", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed", sa.String(), nullable=True),
        sa.Column("changed_on", sa.Date(), nullable=True),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("change_source", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "changed IS NULL OR changed IN ('suspended', 'restored', 'revoked', 'corrected')",
            name="changed",
        ),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> entered_by",
            name="two_persons",
        ),
        sa.CheckConstraint(
            "(approved_by IS NULL) = (approved_at IS NULL)", name="approved"
        ),
        sa.CheckConstraint(
            "(changed IS NULL) = (changed_on IS NULL) AND (changed IS NULL) = (changed_by IS NULL)",
            name="change",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_trusted_flagger"),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=f"fk_trusted_flagger_{column}_{table}"
            )
            for column, table in (
                ("filer_id", "filer"), ("entered_by", "person"), ("approved_by", "person"),
                ("changed_by", "person"),
            )
        ),
    )  # fmt: skip
    for column in ("filer_id", "entered_by", "approved_by", "changed_by"):
        op.create_index(f"ix_trusted_flagger_{column}", "trusted_flagger", [column])
    op.create_index(
        "uq_trusted_flagger_live", "trusted_flagger", ["filer_id"], unique=True,
        sqlite_where=LIVE, postgresql_where=LIVE,
    )  # fmt: skip
    # Stated as SQL: SQLite takes a column with its reference, but no reference afterwards.
    op.execute(
        "ALTER TABLE complaint ADD COLUMN flagger_id INTEGER "
        "CONSTRAINT fk_complaint_flagger_id_trusted_flagger REFERENCES trusted_flagger (id)"
    )
    op.create_index(
        "ix_complaint_flagger", "complaint", ["flagger_id", "filed_at"],
        sqlite_where=FLAGGED, postgresql_where=FLAGGED,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("ix_complaint_flagger", "complaint")
    with op.batch_alter_table("complaint") as batch:
        batch.drop_column("flagger_id")
    op.drop_table("trusted_flagger")
