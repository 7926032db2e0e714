"""What lets a service be left alone: whose keys, who holds a job, clocks that jumped, which code may
run beside the tables

Where keys are known to the database, `cleanhands migrate` writes it after the tables: only keys
that open what is sealed, and make the hashes that are stored, are taken.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None
# The oldest revision whose code goes on running beside these tables. Code before this one does not
# ask: it says of a newer database that it is not ready.
survives = "0026"

WHEN = sa.DateTime(timezone=True)
# By what the rows are found that have ended.
ENDS = (
    ("account_letter", "created_at"),
    ("account_session", "ends_at"),
    ("link_code", "ends_at"),
    ("register_code", "ends_at"),
    ("upload", "uploaded_at"),
)


def upgrade() -> None:
    op.create_table(
        "known_key",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("since", WHEN, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_known_key"),
        sa.UniqueConstraint("kind", name="uq_known_key_kind"),
    )
    op.create_table(
        "clock_jump",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("noticed_at", WHEN, nullable=False),
        sa.Column("boot", sa.String(), nullable=False),
        sa.Column("moment", sa.Float(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("settled_at", WHEN, nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clock_jump"),
    )
    op.add_column("job", sa.Column("holder", sa.String(), nullable=True))
    op.add_column(
        "installation",
        sa.Column("oldest_code", sa.String(), nullable=False, server_default="0026"),
    )
    op.add_column("installation", sa.Column("backed_up_at", WHEN, nullable=True))
    for table, column in ENDS:
        op.create_index(f"ix_{table}_{column}", table, [column])
    unconfirmed = sa.text("confirmed_at IS NULL")
    op.create_index(
        "ix_account_unconfirmed", "account", ["created_at"],
        sqlite_where=unconfirmed, postgresql_where=unconfirmed,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("ix_account_unconfirmed", "account")
    for table, column in reversed(ENDS):
        op.drop_index(f"ix_{table}_{column}", table)
    op.drop_column("installation", "backed_up_at")
    op.drop_column("installation", "oldest_code")
    op.drop_column("job", "holder")
    op.drop_table("clock_jump")
    op.drop_table("known_key")
