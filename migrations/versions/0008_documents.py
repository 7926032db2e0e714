"""Uploaded documents"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document_content",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_document_content_size")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_content_document_id_document")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_document_content")),
    )
    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("owner_kind", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "owner_kind IN ('person', 'filer', 'partner', 'seller', 'system')",
            name=op.f("ck_upload_owner_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_upload_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint(
            "document_id",
            "owner_kind",
            "owner_id",
            name=op.f("uq_upload_document_id_owner_kind_owner_id"),
        ),
    )
    op.create_index("ix_upload_owner", "upload", ["owner_kind", "owner_id", "uploaded_at"])
    op.create_table(
        "claim_document",
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("use", sa.String(), nullable=False),
        sa.Column("passed_on", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "use IN ('counter_notice', 'demand_report', 'appeal')",
            name=op.f("ck_claim_document_use"),
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_claim_document_claim_id_claim")
        ),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["upload.id"], name=op.f("fk_claim_document_upload_id_upload")
        ),
        sa.PrimaryKeyConstraint("claim_id", "upload_id", "use", name=op.f("pk_claim_document")),
    )
    op.create_index(op.f("ix_claim_document_upload_id"), "claim_document", ["upload_id"])


def downgrade() -> None:
    for table in ("claim_document", "upload", "document_content"):
        op.drop_table(table)
