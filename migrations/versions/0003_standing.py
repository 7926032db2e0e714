"""How filers stand among their peers"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COUNTS = (
    "claims", "closed", "decided", "unfounded", "manifest", "graded", "withdrawn", "answered",
    "dropped",
)  # fmt: skip
WEIGHTS = (
    "weight", "observed", "expected", "dropped_weight", "dropped_observed", "dropped_expected",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "standing",
        sa.Column("filer_id", sa.Integer(), nullable=False),
        sa.Column("right_kind", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        *(sa.Column(name, sa.Float(), nullable=False) for name in WEIGHTS),
        sa.ForeignKeyConstraint(["filer_id"], ["filer.id"], name="fk_standing_filer_id_filer"),
        sa.PrimaryKeyConstraint("filer_id", "right_kind", "basis", name="pk_standing"),
    )
    op.create_table(
        "peer_rate",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("scan_run_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("right_kind", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("rate", sa.Float(), nullable=False),
        sa.Column("rho", sa.Float(), nullable=False),
        sa.Column("filers", sa.Integer(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "measure IN ('unfounded', 'dropped')", name=op.f("ck_peer_rate_measure")
        ),
        sa.CheckConstraint("rate >= 0 AND rate <= 1", name=op.f("ck_peer_rate_rate")),
        sa.ForeignKeyConstraint(
            ["scan_run_id"], ["scan_run.id"], name="fk_peer_rate_scan_run_id_scan_run"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_peer_rate"),
    )
    op.create_index("ix_peer_rate_scan_run_id", "peer_rate", ["scan_run_id"])


def downgrade() -> None:
    op.drop_table("peer_rate")
    op.drop_table("standing")
