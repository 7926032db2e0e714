"""Leases, notes, and by when staff decide a claim"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WAITING = sa.text("state IN ('received', 'countered')")


def upgrade() -> None:
    op.create_table(
        "lease",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "subject IN ('complaint', 'appeal', 'boycott', 'flag')", name=op.f("ck_lease_subject")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_lease_person_id_person"),
        sa.PrimaryKeyConstraint("subject", "subject_id", name="pk_lease"),
    )
    op.create_index("ix_lease_person_id", "lease", ["person_id"])
    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "subject IN ('complaint', 'filer', 'store', 'flag', 'boycott')",
            name=op.f("ck_note_subject"),
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_note_text")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_note_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_note"),
    )
    op.create_index("ix_note_subject", "note", ["subject", "subject_id"])
    op.create_index("ix_note_person_id", "note", ["person_id"])
    op.add_column("claim", sa.Column("decide_by", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_claim_waiting",
        "claim",
        ["decide_by", "complaint_id"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.drop_index("ix_claim_filer", "claim")
    op.create_index("ix_claim_filer", "claim", ["filer_id", "state", "closed_at", "store_id"])


def downgrade() -> None:
    op.drop_index("ix_claim_filer", "claim")
    op.create_index("ix_claim_filer", "claim", ["filer_id", "state"])
    op.drop_index("ix_claim_waiting", "claim")
    op.drop_column("claim", "decide_by")
    op.drop_table("note")
    op.drop_table("lease")
