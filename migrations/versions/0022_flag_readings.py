"""A scan's reading of a flag that it no longer supports, and who stands by a case on it"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "flag_reading",
        sa.Column("flag_id", sa.Integer(), nullable=False),
        sa.Column("scan_run_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("findings", sa.String(), nullable=False),
        sa.Column("signals", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "level IN ('none', 'watch', 'warning', 'boycott_review')",
            name=op.f("ck_flag_reading_level"),
        ),
        sa.CheckConstraint("score >= 0 AND score <= 1", name=op.f("ck_flag_reading_score")),
        sa.ForeignKeyConstraint(["flag_id"], ["flag.id"], name="fk_flag_reading_flag_id_flag"),
        sa.ForeignKeyConstraint(
            ["scan_run_id"], ["scan_run.id"], name="fk_flag_reading_scan_run_id_scan_run"
        ),
        sa.PrimaryKeyConstraint("flag_id", name="pk_flag_reading"),
    )
    op.create_index("ix_flag_reading_scan_run_id", "flag_reading", ["scan_run_id"])
    op.create_table(
        "stand_by",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("boycott_id", sa.Integer(), nullable=False),
        sa.Column("findings", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("supervisor", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_stand_by_reason")),
        sa.ForeignKeyConstraint(
            ["boycott_id"], ["boycott.id"], name="fk_stand_by_boycott_id_boycott"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_stand_by_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_stand_by"),
        sa.UniqueConstraint(
            "boycott_id", "findings", "person_id", name="uq_stand_by_boycott_id_findings_person_id"
        ),
    )
    op.create_index("ix_stand_by_person_id", "stand_by", ["person_id"])


def downgrade() -> None:
    op.drop_index("ix_stand_by_person_id", "stand_by")
    op.drop_table("stand_by")
    op.drop_index("ix_flag_reading_scan_run_id", "flag_reading")
    op.drop_table("flag_reading")
