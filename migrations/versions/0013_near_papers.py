"""Near papers"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document_look",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=True),
        sa.Column("alike_id", sa.Integer(), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_look_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["alike_id"], ["document.id"], name=op.f("fk_document_look_alike_id_document")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_document_look")),
    )
    op.create_index(op.f("ix_document_look_alike_id"), "document_look", ["alike_id"])
    op.create_table(
        "document_key",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_key_document_id_document")
        ),
        sa.PrimaryKeyConstraint("key", "document_id", name=op.f("pk_document_key")),
    )
    op.create_index(op.f("ix_document_key_document_id"), "document_key", ["document_id"])


def downgrade() -> None:
    for table in ("document_key", "document_look"):
        op.drop_table(table)
