"""Events: what changed, for whoever follows from outside, and what comes with it

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


def add_events() -> None:
    """As long as code of before runs beside it, what that changes is no event."""
    op.create_table(
        "outward_event",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("filer_id", sa.Integer(), nullable=True),
        sa.Column("complaint_id", sa.Integer(), nullable=True),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.Column("marketplace_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["filer_id"], ["filer.id"], name=op.f("fk_outward_event_filer_id_filer")
        ),
        sa.ForeignKeyConstraint(
            ["marketplace_id"],
            ["marketplace.id"],
            name=op.f("fk_outward_event_marketplace_id_marketplace"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outward_event")),
        sa.UniqueConstraint("position", name=op.f("uq_outward_event_position")),
        sa.UniqueConstraint("uid", name=op.f("uq_outward_event_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_outward_event_at"), "outward_event", ["at"])
    op.create_index("ix_outward_event_filer", "outward_event", ["filer_id", "position"])
    op.create_index("ix_outward_event_marketplace", "outward_event", ["marketplace_id", "position"])
    waiting = sa.text("position IS NULL")
    op.create_index(
        "ix_outward_event_unnumbered",
        "outward_event",
        ["id"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )


def drop_events() -> None:
    """Events go: the record itself has what they told of."""
    op.drop_table("outward_event")


def add_metadata() -> None:
    """What senders note with their complaints for themselves. Earlier ones have none."""
    op.add_column("complaint", sa.Column("sender_metadata", sa.JSON(), nullable=True))


def drop_metadata() -> None:
    op.drop_column("complaint", "sender_metadata")


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
    add_events()
    add_shapes()
    add_metadata()
    add_work_accounts()


def downgrade() -> None:
    drop_work_accounts()
    drop_metadata()
    drop_shapes()
    drop_events()
