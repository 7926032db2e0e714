"""Forms that were taken, so that one sent twice acts once"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "form_key",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_key")),
        sa.UniqueConstraint("digest", name=op.f("uq_form_key_digest")),
    )
    op.create_index(op.f("ix_form_key_created_at"), "form_key", ["created_at"])


def downgrade() -> None:
    op.drop_table("form_key")
