"""Figures of the dashboard, drafts of the policy, and what a search of the ledger walks"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "figure",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("scan_run_id", sa.Integer(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scan_run_id"], ["scan_run.id"], name="fk_figure_scan_run_id_scan_run"
        ),
        sa.PrimaryKeyConstraint("name", name="pk_figure"),
    )
    op.create_index("ix_figure_scan_run_id", "figure", ["scan_run_id"])
    op.create_table(
        "policy_draft",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("first", sa.String(), nullable=False),
        sa.Column("last", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("said", sa.String(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'done', 'failed')", name=op.f("ck_policy_draft_state")
        ),
        sa.CheckConstraint(
            "state = 'waiting' OR done_at IS NOT NULL", name=op.f("ck_policy_draft_done")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_policy_draft_person_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_policy_draft"),
    )
    op.create_index("ix_policy_draft_person_id", "policy_draft", ["person_id"])
    op.create_index("ix_ledger_verb", "ledger", ["verb"])
    op.create_index("ix_ledger_at", "ledger", ["at"])


def downgrade() -> None:
    op.drop_index("ix_ledger_at", "ledger")
    op.drop_index("ix_ledger_verb", "ledger")
    op.drop_table("policy_draft")
    op.drop_table("figure")
