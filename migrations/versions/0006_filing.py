"""Drafts, answers and declarations of complaints, papers of rights, offers, alarms"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KINDS = "kind IN ('registration', 'authorization', 'identity', 'evidence')"


def _link(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")
    )


def upgrade() -> None:
    op.add_column("complaint", sa.Column("answers", sa.JSON(), nullable=True))
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("filer_id", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_draft_version")),
        _link("draft", "filer_id", "filer"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_draft_filer_id"), "draft", ["filer_id"])
    op.create_index(op.f("ix_draft_expires_at"), "draft", ["expires_at"])
    op.create_table(
        "complaint_declaration",
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "language IN ('en', 'zh')", name=op.f("ck_complaint_declaration_language")
        ),
        _link("complaint_declaration", "complaint_id", "complaint"),
        sa.PrimaryKeyConstraint("complaint_id", "code", name=op.f("pk_complaint_declaration")),
    )
    op.create_table(
        "right_document",
        sa.Column("right_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("filename", sa.String(), nullable=True),
        sa.CheckConstraint(KINDS, name=op.f("ck_right_document_kind")),
        _link("right_document", "right_id", "right"),
        _link("right_document", "document_id", "document"),
        sa.PrimaryKeyConstraint("right_id", "document_id", "kind", name=op.f("pk_right_document")),
    )
    op.create_index(op.f("ix_right_document_document_id"), "right_document", ["document_id"])
    op.create_table(
        "authorization_offer",
        sa.Column("authorization_id", sa.Integer(), nullable=False),
        sa.Column("offered_by", sa.Integer(), nullable=False),
        sa.Column("offered_right_id", sa.Integer(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        _link("authorization_offer", "authorization_id", "authorization"),
        _link("authorization_offer", "offered_by", "filer"),
        _link("authorization_offer", "offered_right_id", "right"),
        sa.PrimaryKeyConstraint("authorization_id", name=op.f("pk_authorization_offer")),
    )
    for column in ("offered_by", "offered_right_id"):
        op.create_index(op.f(f"ix_authorization_offer_{column}"), "authorization_offer", [column])
    op.create_table(
        "alarm",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("filer_id", sa.Integer(), nullable=False),
        sa.Column("by_filer_id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("right_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('right', 'name')", name=op.f("ck_alarm_kind")),
        sa.CheckConstraint(
            "answer IS NULL OR answer IN ('authorized', 'not_authorized')",
            name=op.f("ck_alarm_answer"),
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_alarm_answered")
        ),
        sa.CheckConstraint("filer_id <> by_filer_id", name=op.f("ck_alarm_two_accounts")),
        _link("alarm", "filer_id", "filer"),
        _link("alarm", "by_filer_id", "filer"),
        _link("alarm", "complaint_id", "complaint"),
        _link("alarm", "right_id", "right"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm")),
        sa.UniqueConstraint(
            "filer_id",
            "by_filer_id",
            "kind",
            "subject",
            name=op.f("uq_alarm_filer_id_by_filer_id_kind_subject"),
        ),
    )
    for column in ("by_filer_id", "complaint_id", "right_id"):
        op.create_index(op.f(f"ix_alarm_{column}"), "alarm", [column])


def downgrade() -> None:
    for table in (
        "alarm", "authorization_offer", "right_document", "complaint_declaration", "draft",
    ):  # fmt: skip
        op.drop_table(table)
    op.drop_column("complaint", "answers")
