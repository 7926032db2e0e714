"""Suspensions and closings of stores, and what is asked and said of stores

Each part has its own two functions, back and forth.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None
# The oldest revision whose code goes on running beside these tables.
survives = "0030"
WHEN = sa.DateTime(timezone=True)
STATES = (
    "proposed", "warned", "answered", "unanswered", "in_force", "dropped", "under_appeal",
    "expired", "contested", "lifted",
)  # fmt: skip
UNFINISHED = sa.text(
    "state IN ('proposed', 'warned', 'answered', 'unanswered', 'in_force', 'under_appeal')"
)
LIVE = sa.text("state <> 'reversed'")
OF_CLAIM_OR_CASE = " + ".join(
    f"(CASE WHEN {column}_id IS NULL THEN 0 ELSE 1 END)"
    for column in ("claim", "boycott", "joining")
)
OF_SUSPENSION_TOO = f"{OF_CLAIM_OR_CASE} + (CASE WHEN suspension_id IS NULL THEN 0 ELSE 1 END)"


def _link(name: str, target: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}_{target}")
    )


def _one_of(column: str, values: tuple[str, ...], table: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{each}'" for each in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{column}"))


def add_suspensions() -> None:
    persons = ("proposed_by", "warned_by", "imposed_by", "ended_by")
    op.create_table(
        "suspension",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("marketplace_id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=True),
        sa.Column("operator_id", sa.Integer(), nullable=True),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("territory", sa.JSON(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", WHEN, nullable=False),
        sa.Column("warned_by", sa.Integer(), nullable=True),
        sa.Column("warned_at", WHEN, nullable=True),
        sa.Column("delivered_at", WHEN, nullable=True),
        sa.Column("delivered_by", sa.String(), nullable=True),
        sa.Column("answer_days", sa.Integer(), nullable=True),
        sa.Column("answer_due", WHEN, nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", WHEN, nullable=True),
        sa.Column("answer_closed_at", WHEN, nullable=True),
        sa.Column("answer_reach", sa.String(), nullable=True),
        sa.Column("imposed_by", sa.Integer(), nullable=True),
        sa.Column("imposed_at", WHEN, nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("starts_at", WHEN, nullable=True),
        sa.Column("ends_at", WHEN, nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", WHEN, nullable=True),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _one_of("state", STATES, "suspension"),
        _one_of("measure", ("suspend", "close"), "suspension"),
        sa.CheckConstraint(
            "(store_id IS NULL) <> (operator_id IS NULL)", name=op.f("ck_suspension_one_subject")
        ),
        sa.CheckConstraint(
            "state NOT IN ('in_force', 'under_appeal') OR (warned_at IS NOT NULL"
            " AND delivered_at IS NOT NULL AND starts_at IS NOT NULL AND imposed_by IS NOT NULL"
            " AND imposed_by <> proposed_by AND (ends_at IS NULL) = (measure = 'close'))",
            name=op.f("ck_suspension_in_force"),
        ),
        sa.CheckConstraint("reasons <> ''", name=op.f("ck_suspension_reasons")),
        *(_link(f"{each}_id", each, "suspension") for each in ("marketplace", "store", "operator")),
        *(_link(each, "person", "suspension") for each in persons),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspension")),
    )
    for column in ("marketplace_id", "store_id", "operator_id", *persons):
        op.create_index(op.f(f"ix_suspension_{column}"), "suspension", [column])
    for name, columns in (
        ("store", ["store_id"]),
        ("operator", ["marketplace_id", "operator_id"]),
    ):
        op.create_index(
            f"uq_suspension_{name}", "suspension", columns, unique=True,
            sqlite_where=UNFINISHED, postgresql_where=UNFINISHED,
        )  # fmt: skip
    op.create_table(
        "suspension_store",
        sa.Column("suspension_id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        _link("suspension_id", "suspension", "suspension_store"),
        _link("store_id", "store", "suspension_store"),
        sa.PrimaryKeyConstraint("suspension_id", "store_id", name=op.f("pk_suspension_store")),
    )
    op.create_index(op.f("ix_suspension_store_store_id"), "suspension_store", ["store_id"])
    op.create_table(
        "suspension_claim",
        sa.Column("suspension_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("named_for", sa.String(), nullable=False),
        _one_of("named_for", ("warning", "imposition"), "suspension_claim"),
        _link("suspension_id", "suspension", "suspension_claim"),
        _link("claim_id", "claim", "suspension_claim"),
        sa.PrimaryKeyConstraint(
            "suspension_id", "claim_id", "named_for", name=op.f("pk_suspension_claim")
        ),
    )
    op.create_index(op.f("ix_suspension_claim_claim_id"), "suspension_claim", ["claim_id"])


def drop_suspensions() -> None:
    """The cases go; the ledger and the letters say what they were."""
    for table in ("suspension_claim", "suspension_store", "suspension"):
        op.drop_table(table)


def add_letters() -> None:
    with op.batch_alter_table("letter") as batch:
        batch.add_column(sa.Column("suspension_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_letter_suspension_id_suspension"), "suspension", ["suspension_id"], ["id"]
        )
    op.create_index(op.f("ix_letter_suspension_id"), "letter", ["suspension_id"])
    with op.batch_alter_table("appeal") as batch:
        batch.add_column(sa.Column("suspension_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_appeal_suspension_id_suspension"), "suspension", ["suspension_id"], ["id"]
        )
        batch.drop_constraint(op.f("ck_appeal_one_subject"), type_="check")
        batch.create_check_constraint(op.f("ck_appeal_one_subject"), f"{OF_SUSPENSION_TOO} = 1")
        batch.create_unique_constraint(op.f("uq_appeal_suspension_id"), ["suspension_id"])


def drop_letters() -> None:
    """Letters to sellers stay, without a case that their links lead to; appeals of cases go."""
    op.execute("DELETE FROM appeal WHERE suspension_id IS NOT NULL")
    with op.batch_alter_table("appeal") as batch:
        batch.drop_constraint(op.f("uq_appeal_suspension_id"), type_="unique")
        batch.drop_constraint(op.f("ck_appeal_one_subject"), type_="check")
        batch.create_check_constraint(op.f("ck_appeal_one_subject"), f"{OF_CLAIM_OR_CASE} = 1")
        batch.drop_constraint(op.f("fk_appeal_suspension_id_suspension"), type_="foreignkey")
        batch.drop_column("suspension_id")
    op.drop_index(op.f("ix_letter_suspension_id"), "letter")
    with op.batch_alter_table("letter") as batch:
        batch.drop_constraint(op.f("fk_letter_suspension_id_suspension"), type_="foreignkey")
        batch.drop_column("suspension_id")


def add_orders() -> None:
    """What is asked of stores, and what marketplaces say of them."""
    with op.batch_alter_table("marketplace_order") as batch:
        batch.alter_column("listing_id", existing_type=sa.Integer(), nullable=True)
        for name in ("store", "suspension"):
            batch.add_column(sa.Column(f"{name}_id", sa.Integer(), nullable=True))
            batch.create_foreign_key(
                op.f(f"fk_marketplace_order_{name}_id_{name}"), name, [f"{name}_id"], ["id"]
            )
        batch.create_check_constraint(
            op.f("ck_marketplace_order_one_subject"),
            "(listing_id IS NULL) <> (store_id IS NULL)"
            " AND (store_id IS NULL) = (suspension_id IS NULL)",
        )
    for name in ("store_id", "suspension_id"):
        op.create_index(op.f(f"ix_marketplace_order_{name}"), "marketplace_order", [name])
    op.create_index(
        "uq_marketplace_order_live_store", "marketplace_order", ["store_id"], unique=True,
        sqlite_where=LIVE, postgresql_where=LIVE,
    )  # fmt: skip
    with op.batch_alter_table("confirmation") as batch:
        batch.alter_column("listing_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("store_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_confirmation_store_id_store"), "store", ["store_id"], ["id"]
        )
        batch.create_check_constraint(
            op.f("ck_confirmation_one_subject"), "(listing_id IS NULL) <> (store_id IS NULL)"
        )
    op.create_index("ix_confirmation_store", "confirmation", ["store_id", "at", "id"])


def drop_orders() -> None:
    """What was asked and said of stores goes."""
    op.execute("DELETE FROM confirmation WHERE store_id IS NOT NULL")
    op.execute("DELETE FROM marketplace_order WHERE store_id IS NOT NULL")
    op.drop_index("ix_confirmation_store", "confirmation")
    with op.batch_alter_table("confirmation") as batch:
        batch.drop_constraint(op.f("ck_confirmation_one_subject"), type_="check")
        batch.drop_constraint(op.f("fk_confirmation_store_id_store"), type_="foreignkey")
        batch.drop_column("store_id")
        batch.alter_column("listing_id", existing_type=sa.Integer(), nullable=False)
    for name in ("uq_marketplace_order_live_store", "ix_marketplace_order_store_id",
                 "ix_marketplace_order_suspension_id"):  # fmt: skip
        op.drop_index(op.f(name), "marketplace_order")
    with op.batch_alter_table("marketplace_order") as batch:
        batch.drop_constraint(op.f("ck_marketplace_order_one_subject"), type_="check")
        for name in ("suspension", "store"):
            batch.drop_constraint(
                op.f(f"fk_marketplace_order_{name}_id_{name}"), type_="foreignkey"
            )
            batch.drop_column(f"{name}_id")
        batch.alter_column("listing_id", existing_type=sa.Integer(), nullable=False)


def upgrade() -> None:
    add_suspensions()
    add_letters()
    add_orders()


def downgrade() -> None:
    drop_orders()
    drop_letters()
    drop_suspensions()
