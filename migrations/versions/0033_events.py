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


def upgrade() -> None:
    add_events()
    add_shapes()
    add_metadata()
    add_imports()


def downgrade() -> None:
    drop_imports()
    drop_metadata()
    drop_shapes()
    drop_events()
