"""One desk: listings as they were seen, search, the queue's views and questions, rings, mail as each
person chooses, and a policy that two persons put in force

Each part has its own two functions, back and forth. Nothing that is there changes its meaning.
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

import sqlalchemy as sa
from alembic import op

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None
# The oldest revision whose code goes on running beside these tables.
survives = "0027"

WHEN = sa.DateTime(timezone=True)


def add_listings_seen() -> None:
    """Listings as the filer or the catalogue showed them, and evidence for single claims."""
    when = sa.DateTime(timezone=True)
    op.create_table(
        "listing_seen",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("seen_at", when, nullable=False),
        sa.Column("recorded_at", when, nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("store_name", sa.String(), nullable=True),
        sa.Column("price", sa.Numeric(16, 4), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("listed_on", sa.Date(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.CheckConstraint("price IS NULL OR price >= 0", name="price"),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name="fk_listing_seen_listing_id_listing"
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name="fk_listing_seen_claim_id_claim"),
        sa.PrimaryKeyConstraint("id", name="pk_listing_seen"),
        sa.UniqueConstraint("claim_id", name="uq_listing_seen_claim_id"),
    )
    op.create_index("ix_listing_seen_listing", "listing_seen", ["listing_id", "seen_at", "id"])
    op.create_table(
        "listing_seen_picture",
        sa.Column("seen_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["seen_id"], ["listing_seen.id"], name="fk_listing_seen_picture_seen_id_listing_seen"
        ),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["upload.id"], name="fk_listing_seen_picture_upload_id_upload"
        ),
        sa.PrimaryKeyConstraint("seen_id", "position", name="pk_listing_seen_picture"),
    )
    op.create_index("ix_listing_seen_picture_upload_id", "listing_seen_picture", ["upload_id"])
    op.create_table(
        "complaint_document_claim",
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name="fk_complaint_document_claim_complaint_id_complaint",
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name="fk_complaint_document_claim_document_id_document",
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name="fk_complaint_document_claim_claim_id_claim"
        ),
        sa.PrimaryKeyConstraint(
            "complaint_id", "document_id", "claim_id", name="pk_complaint_document_claim"
        ),
    )
    for column in ("document_id", "claim_id"):
        op.create_index(
            f"ix_complaint_document_claim_{column}", "complaint_document_claim", [column]
        )
    op.create_index(
        "ix_complaint_document_newest", "complaint_document", ["document_id", "complaint_id"]
    )
    op.create_table(
        "document_as_sent",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name="sha256"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name="fk_document_as_sent_document_id_document"
        ),
        sa.PrimaryKeyConstraint("sha256", name="pk_document_as_sent"),
    )
    op.create_index("ix_document_as_sent_document_id", "document_as_sent", ["document_id"])


def drop_listings_seen() -> None:
    """Delete them, with what they said of listings and papers."""
    op.drop_index("ix_complaint_document_newest", "complaint_document")
    for table in (
        "document_as_sent",
        "complaint_document_claim",
        "listing_seen_picture",
        "listing_seen",
    ):
        op.drop_table(table)


def add_search() -> None:
    """The words by which staff find a case."""


def drop_search() -> None: ...


def add_queue() -> None:
    """Saved views, teams and languages, who is to do a case, questions to a colleague."""


def drop_queue() -> None: ...


def add_rings() -> None:
    """A ring as one case, and the accounts in it."""
    op.create_table(
        "ring",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("opened_at", WHEN, nullable=False),
        sa.Column("updated_at", WHEN, nullable=False),
        sa.Column("missed_since", WHEN, nullable=True),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("split_from", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["merged_into"], ["ring.id"], name="fk_ring_merged_into_ring"),
        sa.ForeignKeyConstraint(["split_from"], ["ring.id"], name="fk_ring_split_from_ring"),
        sa.PrimaryKeyConstraint("id", name="pk_ring"),
    )
    op.create_index("ix_ring_merged_into", "ring", ["merged_into"])
    op.create_index("ix_ring_split_from", "ring", ["split_from"])
    op.create_table(
        "ring_member",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("ring_id", sa.Integer(), nullable=False),
        sa.Column("filer_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", WHEN, nullable=False),
        sa.Column("left_at", WHEN, nullable=True),
        sa.ForeignKeyConstraint(["filer_id"], ["filer.id"], name="fk_ring_member_filer_id_filer"),
        sa.ForeignKeyConstraint(["ring_id"], ["ring.id"], name="fk_ring_member_ring_id_ring"),
        sa.PrimaryKeyConstraint("id", name="pk_ring_member"),
    )
    op.create_index("ix_ring_member_filer_id", "ring_member", ["filer_id"])
    op.create_index("ix_ring_member_ring_id", "ring_member", ["ring_id"])
    in_it = sa.text("left_at IS NULL")
    op.create_index(
        "uq_ring_member_now", "ring_member", ["filer_id"], unique=True,
        sqlite_where=in_it, postgresql_where=in_it,
    )  # fmt: skip


def drop_rings() -> None:
    op.drop_table("ring_member")
    op.drop_table("ring")


def add_mail() -> None:
    """How often each person gets letters by mail, and how a seller without its letter asks."""


def drop_mail() -> None: ...


# What a policy and its draft keep: columns, and columns that name a row of another table.
POLICY_COLUMNS: dict[str, dict[str, sa.types.TypeEngine[Any]]] = {
    "policy": {"reasons": sa.JSON()},
    "policy_draft": {
        "reasons": sa.JSON(),
        "looks_done": sa.Integer(),
        "looks": sa.Integer(),
        "put_forward_at": sa.DateTime(timezone=True),
        "put_forward_why": sa.String(),
        "sent_back_at": sa.DateTime(timezone=True),
        "sent_back_why": sa.String(),
    },
}
POLICY_LINKS = {
    "policy": {"drafted_by": "person (id)"},
    "policy_draft": {
        "base_number": "policy (number)",
        "sent_back_by": "person (id)",
        "became_number": "policy (number)",
    },
}


def add_policies() -> None:
    """Who put a policy's draft forward and who put it in force."""
    op.add_column(
        "policy_draft", sa.Column("version", sa.Integer(), nullable=False, server_default="1")
    )
    for table, columns in POLICY_COLUMNS.items():
        for name, kind in columns.items():
            op.add_column(table, sa.Column(name, kind, nullable=True))
    for table, links in POLICY_LINKS.items():
        for name, target in links.items():
            other = target.split()[0]
            # Stated as SQL: SQLite takes a column with its reference, but no reference afterwards.
            op.execute(
                f"ALTER TABLE {table} ADD COLUMN {name} INTEGER "
                f"CONSTRAINT fk_{table}_{name}_{other} REFERENCES {target}"
            )
            op.create_index(f"ix_{table}_{name}", table, [name])


def drop_policies() -> None:
    for table, links in POLICY_LINKS.items():
        for name in links:
            op.drop_index(f"ix_{table}_{name}", table)
        # Batch: SQLite drops no column that a constraint of its table names.
        with op.batch_alter_table(table) as batch:
            for name in (*links, *POLICY_COLUMNS[table]):
                batch.drop_column(name)
    op.drop_column("policy_draft", "version")


PARTS: tuple[tuple[Callable[[], None], Callable[[], None]], ...] = (
    (add_listings_seen, drop_listings_seen),
    (add_search, drop_search),
    (add_queue, drop_queue),
    (add_rings, drop_rings),
    (add_mail, drop_mail),
    (add_policies, drop_policies),
)


def upgrade() -> None:
    for add, _drop in PARTS:
        add()


def downgrade() -> None:
    for _add, drop in reversed(PARTS):
        drop()
