"""Events: what changed, for whoever follows from outside, and what comes with it

Each part has its own two functions, back and forth.
"""

import re

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


def add_imports() -> None:
    """Files of complaints that are filed as a whole, and their rows."""
    op.create_table(
        "complaint_import",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("owner_kind", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("filename", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("sets_aside", sa.Boolean(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("filed", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped", sa.String(), nullable=True),
        sa.CheckConstraint(
            "owner_kind IN ('person', 'filer', 'partner', 'seller', 'system')",
            name=op.f("ck_complaint_import_owner_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["key_id"], ["api_key.id"], name=op.f("fk_complaint_import_key_id_api_key")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_complaint_import_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_import")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_complaint_import_owner", "complaint_import", ["owner_kind", "owner_id", "id"]
    )
    for column in ("key_id", "account_id"):
        op.create_index(op.f(f"ix_complaint_import_{column}"), "complaint_import", [column])
    op.create_table(
        "import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("complaint_id", sa.Integer(), nullable=True),
        sa.Column("problem", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"], ["complaint_import.id"],
            name=op.f("fk_import_row_import_id_complaint_import"),
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_import_row_complaint_id_complaint")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
        sa.UniqueConstraint("import_id", "number", name=op.f("uq_import_row_import_id_number")),
    )  # fmt: skip
    op.create_index(op.f("ix_import_row_complaint_id"), "import_row", ["complaint_id"])
    waiting = sa.text("status IS NULL")
    op.create_index(
        "ix_import_row_waiting", "import_row", ["import_id", "number"],
        sqlite_where=waiting, postgresql_where=waiting,
    )  # fmt: skip


def drop_imports() -> None:
    """What waits to be filed goes: its senders have the files."""
    op.drop_table("import_row")
    op.drop_table("complaint_import")


def add_owners_of_replays() -> None:
    """Whose an answered request was, and for which filer. As long as code of before runs beside it, what
    the one answered acts again where it is repeated to the other. What that answered is compared with
    nothing, as its digest was of bytes. Where two keys of one owner sent different requests under one
    Idempotency-Key nobody can say whose answer is meant: neither is given."""
    with op.batch_alter_table("replay") as batch:
        batch.alter_column("api_key_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("owner", sa.String(), nullable=True))
        batch.add_column(sa.Column("filer", sa.String(), server_default="", nullable=False))
        batch.add_column(sa.Column("scopes", sa.JSON(), server_default="[]", nullable=False))
        batch.add_column(sa.Column("filers", sa.JSON(), nullable=True))
    connection = op.get_bind()
    _name_filers(connection)
    _name_owners(connection)
    with op.batch_alter_table("replay") as batch:
        batch.create_unique_constraint(op.f("uq_replay_owner_filer_key"), ["owner", "filer", "key"])


def drop_owners_of_replays() -> None:
    """What this version answered goes to the newest key of its owner; the earlier one compares it by
    bytes, and asks for a new Idempotency-Key."""
    with op.batch_alter_table("replay") as batch:
        for names in ("owner_filer_key", "api_key_id_key"):
            batch.drop_constraint(op.f(f"uq_replay_{names}"), type_="unique")
    op.execute(
        "UPDATE replay SET api_key_id = (SELECT max(k.id) FROM api_key k WHERE replay.owner = CASE "
        "WHEN k.person_id IS NOT NULL THEN 'person-' || k.person_id "
        "WHEN k.filer_id IS NOT NULL THEN 'filer-' || k.filer_id "
        "ELSE 'partner-' || k.partner_id END) WHERE api_key_id IS NULL"
    )
    op.execute(
        "DELETE FROM replay WHERE api_key_id IS NULL OR id NOT IN "
        "(SELECT min(id) FROM replay GROUP BY api_key_id, key)"
    )
    with op.batch_alter_table("replay") as batch:
        for name in ("filers", "scopes", "filer", "owner"):
            batch.drop_column(name)
        batch.alter_column("api_key_id", existing_type=sa.Integer(), nullable=False)
        batch.create_unique_constraint(op.f("uq_replay_api_key_id_key"), ["api_key_id", "key"])


def _name_filers(connection: sa.Connection) -> None:
    """A partner's filing names its filer: the answer leads to its complaint."""
    answered = sa.text(
        "SELECT r.id, r.headers FROM replay r JOIN api_key k ON k.id = r.api_key_id "
        "WHERE k.partner_id IS NOT NULL AND r.headers IS NOT NULL"
    ).columns(headers=sa.JSON())
    made = [
        {"row": row, "complaint": int(found[1])}
        for row, headers in connection.execute(answered).all()
        if (found := re.fullmatch(r"/api/v1/complaints/(\d+)", headers.get("Location", "")))
    ]
    if made:
        connection.execute(
            sa.text(
                "UPDATE replay SET filer = (SELECT f.reference FROM complaint c JOIN filer f "
                "ON f.id = c.filer_id WHERE c.id = :complaint) WHERE id = :row"
            ),
            made,
        )


def _name_owners(connection: sa.Connection) -> None:
    """The account of each key, with what the key might. Of several keys' rows the first counts where
    all are of one request."""
    keys = connection.execute(
        sa.text("SELECT id, person_id, filer_id, partner_id FROM api_key")
    ).all()
    scopes = connection.execute(sa.text("SELECT api_key_id, scope FROM api_key_scope")).all()
    filers = connection.execute(sa.text("SELECT api_key_id, reference FROM api_key_filer")).all()
    named = sa.text(
        "UPDATE replay SET owner = :owner, scopes = :scopes, filers = :filers WHERE api_key_id = :key"
    )
    for key, person, filer, partner in keys:
        kind = "person" if person else "filer" if filer else "partner"
        cut = sorted(reference for its, reference in filers if its == key)
        connection.execute(
            named.bindparams(
                sa.bindparam("scopes", type_=sa.JSON()),
                sa.bindparam("filers", type_=sa.JSON(none_as_null=True)),
            ),
            {
                "key": key,
                "owner": f"{kind}-{person or filer or partner}",
                "scopes": sorted(scope for its, scope in scopes if its == key),
                "filers": cut or None,
            },
        )
    op.execute(
        "UPDATE replay SET owner = NULL WHERE id NOT IN (SELECT min(id) FROM replay "
        "GROUP BY owner, filer, key HAVING count(DISTINCT fingerprint) = 1)"
    )


def name_sources_by_account() -> None:
    """References of complaints belong to the account, not to the key or the page by which it filed.

    Where two keys of an account used one reference, the complaint that was filed first keeps it for
    the account. The other stays as it is, under its key's source.
    """
    connection = op.get_bind()
    first = sa.text("SELECT source, min(id) FROM complaint GROUP BY source ORDER BY min(id)")
    for source, _ in connection.execute(first).all():
        found = re.fullmatch(r"(key|form)-(\d+)", source)
        if found is None:
            continue
        partner = None
        if found[1] == "key":
            key = sa.text("SELECT partner_id FROM api_key WHERE id = :key")
            owner = connection.execute(key, {"key": int(found[2])}).one_or_none()
            if owner is None:
                continue
            (partner,) = owner
        prefix = "filer-" if partner is None else f"partner-{partner}-filer-"
        connection.execute(
            sa.text(
                "UPDATE complaint SET source = :prefix || filer_id WHERE source = :source AND NOT "
                "EXISTS (SELECT 1 FROM complaint o WHERE o.source = :prefix || complaint.filer_id "
                "AND o.reference = complaint.reference)"
            ),
            {"prefix": prefix, "source": source},
        )


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
    add_webhooks()
    add_shapes()
    add_metadata()
    add_owners_of_replays()
    name_sources_by_account()
    add_their_ids()
    add_leases_of_letters()
    add_orders()
    add_work_accounts()
    add_imports()


def downgrade() -> None:
    """Complaints keep their sources: the earlier version reads them as it reads an import's, and a
    reference that was used under one is free to it."""
    drop_imports()
    drop_work_accounts()
    drop_orders()
    drop_leases_of_letters()
    drop_their_ids()
    drop_owners_of_replays()
    drop_metadata()
    drop_shapes()
    drop_webhooks()
    drop_events()
