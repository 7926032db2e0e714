"""Proven or only said: where a mark comes from, and one life of keys, sessions and second factors

What is there is known as one of which nothing is said: a device, a payment account and a network are
seen, all else is typed. Which mailboxes were confirmed, `cleanhands migrate` finds afterwards, with
the keys.

A mailbox that somebody named is a row of its own until its reader makes the account. Accounts that
nobody confirmed, with a password that somebody chose before, go: whose they are is not known.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None
# The oldest revision whose code goes on running beside these tables: what it writes is typed.
survives = "0027"

WHEN = sa.DateTime(timezone=True)
ACCOUNT = sa.table(
    "account", sa.column("id"), sa.column("confirmed_at"), sa.column("filer_id"),
    sa.column("password_hash"),
)  # fmt: skip
GRANT = sa.table("access_grant", sa.column("account_id"))
LETTER = sa.table(
    "account_letter", sa.column("id"), sa.column("account_id"), sa.column("sign_up_id")
)
DELIVERY = sa.table("delivery", sa.column("account_letter_id"))
KEY = sa.table("api_key", sa.column("id"), sa.column("revoked_at", WHEN))
CUT = sa.table("api_key_filer", sa.column("api_key_id"))
OF_ACCOUNTS = (
    LETTER, sa.table("account_session", sa.column("account_id")),
    sa.table("passkey", sa.column("account_id")),
)  # fmt: skip
OWNERS = ("account_id", "right_id", "secret_link_id", "sign_up_id")

MARKS = "filer_identity"
ORIGINS = "origin IN ('typed', 'seen', 'register', 'confirmed')"
UNSAID = """
UPDATE filer_identity SET known_since = first_seen,
    origin = CASE WHEN kind IN ('device', 'payment', 'ip', 'ip_net') THEN 'seen' ELSE 'typed' END
"""


def add_origins() -> None:
    with op.batch_alter_table(MARKS) as batch:
        batch.add_column(sa.Column("origin", sa.String(), server_default="typed", nullable=False))
        batch.add_column(
            sa.Column("known_since", WHEN, server_default=sa.func.now(), nullable=False)
        )
        batch.create_check_constraint(op.f("ck_filer_identity_origin"), ORIGINS)
    op.execute(UNSAID)


def drop_origins() -> None:
    with op.batch_alter_table(MARKS) as batch:
        batch.drop_constraint(op.f("ck_filer_identity_origin"), type_="check")
        batch.drop_column("known_since")
        batch.drop_column("origin")


def add_sign_ups() -> None:
    """Mailboxes for which somebody wants an account, and the letters to them."""
    op.create_table(
        "sign_up",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("created_at", WHEN, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_up"),
        sa.UniqueConstraint("email", name="uq_sign_up_email"),
    )
    op.create_index("ix_sign_up_created_at", "sign_up", ["created_at"])
    _add_link("account_letter", "sign_up_id", "sign_up")
    _require_one_of(OWNERS)
    _delete_unconfirmed()


def _delete_unconfirmed() -> None:
    """Delete accounts that somebody signed up for and nobody confirmed; one that an operator opened
    has no password yet. Their filers stay, and can do nothing."""
    granted = sa.select(GRANT.c.account_id).where(GRANT.c.account_id.is_not(None))
    unconfirmed = sa.select(ACCOUNT.c.id).where(
        ACCOUNT.c.confirmed_at.is_(None),
        ACCOUNT.c.filer_id.is_not(None),
        ACCOUNT.c.password_hash.is_not(None),
        ACCOUNT.c.id.not_in(granted),
    )
    letters = sa.select(LETTER.c.id).where(LETTER.c.account_id.in_(unconfirmed))
    op.execute(sa.delete(DELIVERY).where(DELIVERY.c.account_letter_id.in_(letters)))
    for table in OF_ACCOUNTS:
        op.execute(sa.delete(table).where(table.c.account_id.in_(unconfirmed)))
    op.execute(sa.delete(ACCOUNT).where(ACCOUNT.c.id.in_(unconfirmed)))


def drop_sign_ups() -> None:
    """Delete the letters to mailboxes that have no account, and what was asked for them."""
    letters = sa.select(LETTER.c.id).where(LETTER.c.sign_up_id.is_not(None))
    op.execute(sa.delete(DELIVERY).where(DELIVERY.c.account_letter_id.in_(letters)))
    op.execute(sa.delete(LETTER).where(LETTER.c.sign_up_id.is_not(None)))
    _require_one_of(OWNERS[:-1])
    _drop_links("account_letter", "sign_up_id")
    op.drop_table("sign_up")


def _require_one_of(owners: tuple[str, ...]) -> None:
    """Keep each letter to one recipient."""
    counted = " + ".join(f"(CASE WHEN {owner} IS NULL THEN 0 ELSE 1 END)" for owner in owners)
    with op.batch_alter_table("account_letter") as batch:
        batch.drop_constraint(op.f("ck_account_letter_one_recipient"), type_="check")
        batch.create_check_constraint(op.f("ck_account_letter_one_recipient"), f"{counted} = 1")


def _add_link(table: str, name: str, other: str) -> None:
    """Add a column that names a row of another table, or none.

    Stated as SQL: SQLite takes a column with its reference, but no reference afterwards.
    """
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {name} INTEGER "
        f"CONSTRAINT fk_{table}_{name}_{other} REFERENCES {other} (id)"
    )
    op.create_index(f"ix_{table}_{name}", table, [name])


def _drop_links(table: str, *names: str) -> None:
    for name in names:
        op.drop_index(f"ix_{table}_{name}", table)
    # Batch: SQLite drops no column that a constraint of its table names.
    with op.batch_alter_table(table) as batch:
        for name in names:
            batch.drop_column(name)


def add_keys() -> None:
    """In which session a key was made, until when it makes its successor, and for which filers it
    is good."""
    op.add_column("account_session", sa.Column("proved_at", WHEN, nullable=True))
    op.add_column("api_key", sa.Column("renews_until", WHEN, nullable=True))
    _add_link("api_key", "session_id", "account_session")
    _add_link("api_key", "successor_of", "api_key")

    op.create_table(
        "api_key_filer",
        sa.Column("api_key_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["api_key_id"], ["api_key.id"], name="fk_api_key_filer_api_key_id_api_key"
        ),
        sa.PrimaryKeyConstraint("api_key_id", "reference", name="pk_api_key_filer"),
    )
    _add_link("upload", "key_id", "api_key")


def drop_keys() -> None:
    """A key that was cut to filers would be good for all of them: those end."""
    ends = sa.select(CUT.c.api_key_id)
    op.execute(
        sa.update(KEY)
        .where(KEY.c.id.in_(ends), KEY.c.revoked_at.is_(None))
        .values(revoked_at=sa.func.now())
    )
    _drop_links("upload", "key_id")
    op.drop_table("api_key_filer")
    _drop_links("api_key", "session_id", "successor_of")
    op.drop_column("api_key", "renews_until")
    op.drop_column("account_session", "proved_at")


def upgrade() -> None:
    add_origins()
    add_sign_ups()
    add_keys()


def downgrade() -> None:
    drop_keys()
    drop_sign_ups()
    drop_origins()
