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

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None
# The oldest revision whose code goes on running beside these tables.
survives = "0027"

WHEN = sa.DateTime(timezone=True)


def add_listings_seen() -> None:
    """Listings as the filer or the catalogue showed them, and evidence for single claims."""


def drop_listings_seen() -> None: ...


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
