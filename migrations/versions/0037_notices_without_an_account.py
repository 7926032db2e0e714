"""Who waits for the letter by which a notice is filed without an account, and its session"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None
# The oldest revision whose code goes on running beside these tables.
survives = "0030"

WHEN = sa.DateTime(timezone=True)
WAITING = sa.text("written_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "notice_request",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("asked_at", WHEN, nullable=False),
        sa.Column("written_at", WHEN, nullable=True),
        sa.Column("opened_at", WHEN, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_request")),
    )
    op.create_index(
        "uq_notice_request_waiting", "notice_request", ["network", "mailbox"], unique=True,
        sqlite_where=WAITING, postgresql_where=WAITING,
    )  # fmt: skip
    op.create_index(
        "ix_notice_request_turn", "notice_request", ["turn", "id"],
        sqlite_where=WAITING, postgresql_where=WAITING,
    )  # fmt: skip
    op.create_index("ix_notice_request_network", "notice_request", ["network", "turn"])
    op.create_index(op.f("ix_notice_request_asked_at"), "notice_request", ["asked_at"])
    op.create_index(op.f("ix_notice_request_written_at"), "notice_request", ["written_at"])
    op.add_column(
        "account_session",
        sa.Column("for_notices", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    # Such a session is good for less than one that older code would make of it.
    op.execute("DELETE FROM account_session WHERE for_notices")
    with op.batch_alter_table("account_session") as batch:
        batch.drop_column("for_notices")
    op.drop_table("notice_request")
