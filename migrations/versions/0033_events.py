"""Events: what changed, for whoever follows from outside, and what comes with it, what marketplaces are asked to do

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


def add_orders() -> None:
    """What was decided before is asked of nobody anew: it was listed, and confirmed or not."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "marketplace_order",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("marketplace_id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("territory", sa.JSON(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("requested_at", moment, nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("leased_until", moment, nullable=True),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("done_at", moment, nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("reverses", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('requested', 'accepted', 'failed', 'done', 'reversed')",
            name=op.f("ck_marketplace_order_state"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_marketplace_order_{column}_{table}")
            )
            for column, table in (
                ("marketplace_id", "marketplace"), ("listing_id", "listing"),
                ("partner_id", "partner"), ("reverses", "marketplace_order"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marketplace_order")),
    )  # fmt: skip
    for column in ("listing_id", "partner_id", "reverses"):
        op.create_index(op.f(f"ix_marketplace_order_{column}"), "marketplace_order", [column])
    for name, columns, where, unique in (
        ("uq_marketplace_order_live", ["listing_id"], "state <> 'reversed'", True),
        ("ix_marketplace_order_waiting", ["marketplace_id", "id"],
         "state IN ('requested', 'accepted', 'failed')", False),
    ):  # fmt: skip
        op.create_index(
            name, "marketplace_order", columns, unique=unique, sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )  # fmt: skip
    op.create_table(
        "order_claim",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_order_claim_claim_id_claim")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["marketplace_order.id"],
            name=op.f("fk_order_claim_order_id_marketplace_order"),
        ),
        sa.PrimaryKeyConstraint("order_id", "claim_id", name=op.f("pk_order_claim")),
    )
    op.create_index(op.f("ix_order_claim_claim_id"), "order_claim", ["claim_id"])


def drop_orders() -> None:
    op.drop_table("order_claim")
    op.drop_table("marketplace_order")


def upgrade() -> None:
    add_events()
    add_shapes()
    add_metadata()
    add_orders()


def downgrade() -> None:
    drop_orders()
    drop_metadata()
    drop_shapes()
    drop_events()
