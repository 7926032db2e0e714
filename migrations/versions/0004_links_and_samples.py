"""Links of the newest scan, people's judgements of them, random samples"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STANDING = sa.text("superseded_at IS NULL")
MOMENT = sa.DateTime(timezone=True)


def _link(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def upgrade() -> None:
    op.create_table(
        "filer_link",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("scan_run_id", sa.Integer(), nullable=False),
        sa.Column("a_id", sa.Integer(), nullable=False),
        sa.Column("b_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "source IN ('hands', 'lockstep', 'campaign')", name=op.f("ck_filer_link_source")
        ),
        sa.CheckConstraint("a_id < b_id", name=op.f("ck_filer_link_ordered")),
        _link("filer_link", "scan_run_id", "scan_run"),
        _link("filer_link", "a_id", "filer"),
        _link("filer_link", "b_id", "filer"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filer_link")),
    )
    op.create_index(op.f("ix_filer_link_scan_run_id"), "filer_link", ["scan_run_id"])
    op.create_index(op.f("ix_filer_link_a_id"), "filer_link", ["a_id"])
    op.create_index(op.f("ix_filer_link_b_id"), "filer_link", ["b_id"])
    op.create_table(
        "link_judgement",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("a_id", sa.Integer(), nullable=False),
        sa.Column("b_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("superseded_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "verdict IN ('yes', 'no', 'unsure')", name=op.f("ck_link_judgement_verdict")
        ),
        sa.CheckConstraint("a_id < b_id", name=op.f("ck_link_judgement_ordered")),
        sa.CheckConstraint("why <> ''", name=op.f("ck_link_judgement_why")),
        _link("link_judgement", "a_id", "filer"),
        _link("link_judgement", "b_id", "filer"),
        _link("link_judgement", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_judgement")),
    )
    op.create_index(
        "uq_link_judgement_standing",
        "link_judgement",
        ["a_id", "b_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.create_index("ix_link_judgement_a_id", "link_judgement", ["a_id", "b_id"])
    op.create_index(op.f("ix_link_judgement_b_id"), "link_judgement", ["b_id"])
    op.create_index(op.f("ix_link_judgement_person_id"), "link_judgement", ["person_id"])
    op.create_table(
        "sample",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("min_claims", sa.Integer(), nullable=False),
        sa.Column("window", sa.Integer(), nullable=False),
        sa.Column("drawn_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "population >= 0 AND size >= 0 AND min_claims > 0", name=op.f("ck_sample_counts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample")),
        sa.UniqueConstraint("month", name=op.f("uq_sample_month")),
    )
    op.create_table(
        "sampled_filer",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("filer_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("judged_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "verdict IS NULL OR verdict IN ('clean', 'abusive', 'unsure')",
            name=op.f("ck_sampled_filer_verdict"),
        ),
        sa.CheckConstraint(
            "verdict IS NULL OR (why IS NOT NULL AND person_id IS NOT NULL"
            " AND judged_at IS NOT NULL)",
            name=op.f("ck_sampled_filer_judged"),
        ),
        _link("sampled_filer", "sample_id", "sample"),
        _link("sampled_filer", "filer_id", "filer"),
        _link("sampled_filer", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sampled_filer")),
        sa.UniqueConstraint(
            "sample_id", "filer_id", name=op.f("uq_sampled_filer_sample_id_filer_id")
        ),
    )
    op.create_index(op.f("ix_sampled_filer_filer_id"), "sampled_filer", ["filer_id"])
    op.create_index(op.f("ix_sampled_filer_person_id"), "sampled_filer", ["person_id"])


def downgrade() -> None:
    for table in ("sampled_filer", "sample", "link_judgement", "filer_link"):
        op.drop_table(table)
