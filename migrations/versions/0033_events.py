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
WHEN = sa.DateTime(timezone=True)


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


def add_webhooks() -> None:
    op.create_table(
        "webhook",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("filer_id", sa.Integer(), nullable=True),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("types", sa.JSON(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("only_filers", sa.JSON(), nullable=True),
        sa.Column("secrets", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", WHEN, nullable=False),
        sa.Column("busy_until", WHEN, nullable=True),
        sa.Column("paused_at", WHEN, nullable=True),
        sa.Column("paused_for", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(filer_id IS NULL) <> (partner_id IS NULL)", name=op.f("ck_webhook_one_owner")
        ),
        sa.ForeignKeyConstraint(["filer_id"], ["filer.id"], name=op.f("fk_webhook_filer_id_filer")),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_webhook_partner_id_partner")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    op.create_index(op.f("ix_webhook_filer_id"), "webhook", ["filer_id"])
    op.create_index(op.f("ix_webhook_partner_id"), "webhook", ["partner_id"])
    op.create_table(
        "webhook_delivery",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("webhook_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("created_at", WHEN, nullable=False),
        sa.Column("due_at", WHEN, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease", sa.String(), nullable=True),
        sa.Column("tried_at", WHEN, nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("failure", sa.String(), nullable=True),
        sa.Column("done_at", WHEN, nullable=True),
        sa.Column("given_up", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhook.id"], name=op.f("fk_webhook_delivery_webhook_id_webhook")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["outward_event.id"],
            name=op.f("fk_webhook_delivery_event_id_outward_event"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_delivery")),
        sa.UniqueConstraint("webhook_id", "event_id", name=op.f("uq_webhook_delivery_webhook_id")),
    )
    op.create_index(op.f("ix_webhook_delivery_created_at"), "webhook_delivery", ["created_at"])
    op.create_index(op.f("ix_webhook_delivery_event_id"), "webhook_delivery", ["event_id"])
    waiting = sa.text("done_at IS NULL")
    for name, columns in (
        ("due", ["webhook_id", "due_at"]),
        ("object", ["webhook_id", "subject", "subject_id", "id"]),
    ):
        op.create_index(
            f"ix_webhook_delivery_{name}",
            "webhook_delivery",
            columns,
            sqlite_where=waiting,
            postgresql_where=waiting,
        )


def drop_webhooks() -> None:
    op.drop_table("webhook_delivery")
    op.drop_table("webhook")


def upgrade() -> None:
    add_events()
    add_webhooks()
    add_shapes()
    add_metadata()


def downgrade() -> None:
    drop_metadata()
    drop_shapes()
    drop_webhooks()
    drop_events()
