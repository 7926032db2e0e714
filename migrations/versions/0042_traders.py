"""What stores show of their traders, and what filers say of it"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None
# The oldest revision whose code goes on running beside these.
survives = "0030"


def upgrade() -> None:
    op.create_table(
        "trader",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=True),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("register", sa.String(), nullable=True),
        sa.Column("register_number", sa.String(), nullable=True),
        sa.Column("certified_on", sa.Date(), nullable=True),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_trader"),
        sa.UniqueConstraint("store_id", name="uq_trader_store_id"),
        *(
            sa.ForeignKeyConstraint(
                [f"{table}_id"], [f"{table}.id"], name=f"fk_trader_{table}_id_{table}"
            )
            for table in ("store", "operator", "partner")
        ),
    )
    for column in ("operator_id", "partner_id"):
        op.create_index(f"ix_trader_{column}", "trader", [column])
    op.execute("ALTER TABLE claim ADD COLUMN trader_said VARCHAR")


def downgrade() -> None:
    op.execute("ALTER TABLE claim DROP COLUMN trader_said")
    op.drop_table("trader")
