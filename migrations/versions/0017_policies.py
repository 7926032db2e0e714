"""The policy in force as a numbered row, and the number that what was decided rests on"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# The index of the first ones leaves out what rests on no policy of ours, as imported events.
MANY = ("event", "intake_check", "letter")
FEW = ("boycott", "flag", "policy_draft", "sample", "scan_run")


def upgrade() -> None:
    op.create_table(
        "policy",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_policy_number")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_policy_person_id_person"),
        sa.PrimaryKeyConstraint("number", name="pk_policy"),
    )
    op.create_index("ix_policy_person_id", "policy", ["person_id"])
    for table in (*MANY, *FEW):
        # Stated as SQL: SQLite takes a column with its reference, but no reference afterwards.
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN policy_number INTEGER "
            f"CONSTRAINT fk_{table}_policy_number_policy REFERENCES policy (number)"
        )
        there = sa.text("policy_number IS NOT NULL") if table in MANY else None
        op.create_index(
            f"ix_{table}_policy_number", table, ["policy_number"],
            sqlite_where=there, postgresql_where=there,
        )  # fmt: skip


def downgrade() -> None:
    for table in (*MANY, *FEW):
        op.drop_index(f"ix_{table}_policy_number", table)
        # Batch: SQLite drops no column that a constraint of its table names, as it does where a
        # later revision has made the table anew.
        with op.batch_alter_table(table) as batch:
            batch.drop_column("policy_number")
    op.drop_table("policy")
