"""Events: what a scan weighed by, work accounts

Each part has its own two functions, back and forth.
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None
# The oldest revision whose code goes on running beside these tables.
survives = "0030"


def add_shapes() -> None:
    """The digest of the curves by which a scan weighed evidence. Of earlier scans nobody wrote it
    down: the digest of their policy covers it."""
    op.add_column("scan_run", sa.Column("shapes", sa.String(), nullable=True))


def drop_shapes() -> None:
    op.drop_column("scan_run", "shapes")


def add_work_accounts() -> None:
    """Whom the house's own provider vouches for. The earlier version knows of none: it lets who has
    one in by a password, where there is one."""
    op.create_table(
        "work_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_work_account_account_id_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_work_account"),
        sa.UniqueConstraint("account_id", name="uq_work_account_account_id"),
        sa.UniqueConstraint("issuer", "subject", name="uq_work_account_issuer"),
    )


def drop_work_accounts() -> None:
    """Whoever signs in by one asks for a new password by letter, and sets a second factor up."""
    op.drop_table("work_account")


def upgrade() -> None:
    add_shapes()
    add_work_accounts()


def downgrade() -> None:
    drop_work_accounts()
    drop_shapes()
