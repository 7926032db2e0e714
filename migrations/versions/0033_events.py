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


def add_their_ids() -> None:
    """Which version of a row the platform sent last, what pictures a listing has, and operators under
    the ids of their marketplaces."""
    version = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    for table in ("store", "listing"):
        op.add_column(table, sa.Column("source_version", version, nullable=True))
    op.add_column("listing", sa.Column("pictures", sa.JSON(), nullable=True))
    op.create_table(
        "marketplace_operator",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("marketplace_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("source_version", version, nullable=True),
        sa.ForeignKeyConstraint(
            ["marketplace_id"],
            ["marketplace.id"],
            name=op.f("fk_marketplace_operator_marketplace_id_marketplace"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"],
            ["operator.id"],
            name=op.f("fk_marketplace_operator_operator_id_operator"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marketplace_operator")),
        sa.UniqueConstraint(
            "marketplace_id",
            "reference",
            name=op.f("uq_marketplace_operator_marketplace_id_reference"),
        ),
    )
    op.create_index(
        op.f("ix_marketplace_operator_operator_id"), "marketplace_operator", ["operator_id"]
    )


def drop_their_ids() -> None:
    op.drop_table("marketplace_operator")
    op.drop_column("listing", "pictures")
    for table in ("listing", "store"):
        op.drop_column(table, "source_version")


def add_leases_of_letters() -> None:
    """Of what a platform fetched before nobody knows whether it arrived: its link stays good."""
    moment = sa.DateTime(timezone=True)
    for name in ("leased_until", "acknowledged_at"):
        op.add_column("secret_link", sa.Column(name, moment, nullable=True))


def drop_leases_of_letters() -> None:
    for name in ("acknowledged_at", "leased_until"):
        op.drop_column("secret_link", name)


def upgrade() -> None:
    add_events()
    add_shapes()
    add_metadata()
    add_their_ids()
    add_leases_of_letters()


def downgrade() -> None:
    drop_leases_of_letters()
    drop_their_ids()
    drop_metadata()
    drop_shapes()
    drop_events()
