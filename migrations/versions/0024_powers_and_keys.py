"""Links in letters are rows, access has a second approval, partners' scopes are apart, the ledger
names hands and gets a chain, keys of the service can be changed

Links that went out before are kept as what they were: somebody of staff could read them. Those to
sellers carried their date and were stored nowhere; such letters are sent again. The texts of stored
letters and the addresses of repeated forms lose theirs.
"""

import contextlib
import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)
ROLES = "'reviewer', 'supervisor', 'administrator'"
SCOPES = "'file', 'file_on_behalf', 'decide', 'review', 'read', 'administer'"
SEALED = ("filer_identity", "seller_inbox", "counter_notice", "register_entry", "account_letter")
SIDES = "'deliver', 'speak_for_sellers', 'enforce', 'judge_appeals'"
REACHED = ("appeal", "counter_notice", "demand_report")
# A database that an earlier version loaded the demo into: its market is there, and nobody of staff
# and no filer but the demo's own.
DEMO = """
EXISTS (SELECT 1 FROM complaint WHERE source = 'demo')
AND NOT EXISTS (SELECT 1 FROM person WHERE handle NOT IN ('ann', 'bo', 'chen', 'dee', 'ada'))
AND NOT EXISTS (
  SELECT 1 FROM complaint JOIN filer ON filer.id = complaint.filer_id
  WHERE complaint.source <> 'demo' AND filer.source <> 'demo' AND filer.reference NOT LIKE 'demo-%'
)
"""
# In a stored letter, and how its place is marked from now on.
LINK = re.compile(r"\S*/(answer|joining)/([\w.-]+)")
PLACE = "[/link]"
TERM = timedelta(days=200)
AT_ONCE = 1_000


def upgrade() -> None:
    _make_links()
    _make_deliveries()
    _make_grants()
    _part_scopes()
    _extend_ledger()
    _make_keys()
    _hide_links()


def downgrade() -> None:
    op.execute(f"UPDATE letter SET body = replace(body, '{PLACE}', '[/reply]')")  # noqa: S608
    for table in ("key_rotation", "installation", "ledger_seal", "delivery", "link_code"):
        op.drop_table(table)
    for column in ("ends_at", "last_used_at"):
        op.drop_column("api_key", column)
    _drop_replace_guard()
    for column in ("hand_kind", "hand_id"):
        op.drop_column("ledger", column)
    op.drop_table("partner_marketplace")
    op.execute(f"DELETE FROM api_key_scope WHERE scope IN ({SIDES})")  # noqa: S608
    _check("api_key_scope", "scope", SCOPES)
    op.drop_table("access_grant")
    # An earlier version has no part for them: they are left without access.
    op.execute("UPDATE person SET role = 'reviewer', active = false WHERE role = 'counsel'")
    _check("person", "role", ROLES)
    op.drop_index("ix_account_mailbox", "account")
    for column in ("mailbox", "browser_epoch"):
        op.drop_column("account", column)
    for table in REACHED:
        op.drop_column(table, "reach")
    for column in ("answer_closed_at", "answer_reach"):
        op.drop_column("boycott", column)
    op.execute("DELETE FROM account_letter WHERE secret_link_id IS NOT NULL")
    with op.batch_alter_table("account_letter") as batch:
        batch.drop_constraint(op.f("ck_account_letter_one_recipient"), type_="check")
        batch.drop_index("ix_account_letter_secret_link_id")
        batch.drop_constraint("fk_account_letter_secret_link_id_secret_link", type_="foreignkey")
        batch.drop_column("secret_link_id")
        batch.create_check_constraint(
            op.f("ck_account_letter_one_recipient"), "(account_id IS NULL) <> (right_id IS NULL)"
        )
    op.drop_table("secret_link")


def _make_links() -> None:
    op.create_table(
        "secret_link",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("reach", sa.String(), nullable=False),
        sa.Column("handed_by", sa.Integer(), nullable=True),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("made_at", WHEN, nullable=False),
        sa.Column("ends_at", WHEN, nullable=False),
        sa.Column("revoked_at", WHEN, nullable=True),
        sa.Column("revoked_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name="fk_secret_link_letter_id_letter"
        ),
        sa.ForeignKeyConstraint(
            ["handed_by"], ["person.id"], name="fk_secret_link_handed_by_person"
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by"], ["person.id"], name="fk_secret_link_revoked_by_person"
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name="fk_secret_link_partner_id_partner"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_secret_link"),
        sa.UniqueConstraint("token_hash", name="uq_secret_link_token_hash"),
    )
    for column in ("letter_id", "handed_by", "partner_id", "revoked_by"):
        op.create_index(f"ix_secret_link_{column}", "secret_link", [column])
    op.create_table(
        "link_code",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("secret_link_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made_at", WHEN, nullable=False),
        sa.Column("ends_at", WHEN, nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("used_at", WHEN, nullable=True),
        sa.ForeignKeyConstraint(
            ["secret_link_id"], ["secret_link.id"], name="fk_link_code_secret_link_id_secret_link"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_link_code"),
    )
    op.create_index("ix_link_code_secret_link_id", "link_code", ["secret_link_id"])
    with op.batch_alter_table("account_letter") as batch:
        batch.add_column(sa.Column("secret_link_id", sa.Integer(), nullable=True))
        batch.drop_constraint(op.f("ck_account_letter_one_recipient"), type_="check")
        batch.create_check_constraint(
            op.f("ck_account_letter_one_recipient"),
            "(CASE WHEN account_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN right_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN secret_link_id IS NULL THEN 0 ELSE 1 END) = 1",
        )
        batch.create_foreign_key(
            "fk_account_letter_secret_link_id_secret_link",
            "secret_link",
            ["secret_link_id"],
            ["id"],
        )
        batch.create_index("ix_account_letter_secret_link_id", ["secret_link_id"])
    op.add_column("boycott", sa.Column("answer_closed_at", WHEN, nullable=True))
    for table, column in (("boycott", "answer_reach"), *((table, "reach") for table in REACHED)):
        op.add_column(table, sa.Column(column, sa.String(), nullable=True))


def _make_deliveries() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("account_letter_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", WHEN, nullable=True),
        sa.Column("trying_since", WHEN, nullable=True),
        sa.Column("failure", sa.String(), nullable=True),
        sa.Column("answer", sa.Integer(), nullable=True),
        sa.Column("failed_at", WHEN, nullable=True),
        sa.Column("gone_at", WHEN, nullable=True),
        sa.CheckConstraint(
            "(letter_id IS NULL) <> (account_letter_id IS NULL)",
            name=op.f("ck_delivery_one_letter"),
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_delivery_letter_id_letter"),
        sa.ForeignKeyConstraint(
            ["account_letter_id"],
            ["account_letter.id"],
            name="fk_delivery_account_letter_id_account_letter",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint("letter_id", name="uq_delivery_letter_id"),
        sa.UniqueConstraint("account_letter_id", name="uq_delivery_account_letter_id"),
    )
    op.create_index("ix_delivery_due_at", "delivery", ["due_at"])


def _make_grants() -> None:
    op.create_table(
        "access_grant",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("granted_by", sa.Integer(), nullable=True),
        sa.Column("granted_at", WHEN, nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_at", WHEN, nullable=True),
        sa.Column("refused_at", WHEN, nullable=True),
        sa.CheckConstraint(
            "kind IN ('admitted', 'restored', 'reset')", name=op.f("ck_access_grant_kind")
        ),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (account_id IS NULL)", name=op.f("ck_access_grant_one_receiver")
        ),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_at IS NOT NULL", name=op.f("ck_access_grant_approved")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_access_grant_person_id_person"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_access_grant_account_id_account"
        ),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["person.id"], name="fk_access_grant_granted_by_person"
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["person.id"], name="fk_access_grant_approved_by_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_access_grant"),
    )
    for column in ("person_id", "account_id", "granted_by", "approved_by", "approved_at"):
        op.create_index(f"ix_access_grant_{column}", "access_grant", [column])
    _check("person", "role", f"{ROLES}, 'counsel'")
    with op.batch_alter_table("account") as batch:
        batch.add_column(sa.Column("mailbox", sa.String(), nullable=True))
    account = sa.table(
        "account", sa.column("id", sa.Integer), sa.column("email"), sa.column("mailbox")
    )
    bind = op.get_bind()
    for row in bind.execute(sa.select(account.c.id, account.c.email)).all():
        mailbox = _mailbox_of(row.email)
        bind.execute(account.update().where(account.c.id == row.id).values(mailbox=mailbox))
    with op.batch_alter_table("account") as batch:
        batch.alter_column("mailbox", existing_type=sa.String(), nullable=False)
        batch.create_index("ix_account_mailbox", ["mailbox"])


def _mailbox_of(email: str) -> str:
    """Return the mailbox behind an address, as the service compares it from now on."""
    local, _at, domain = unicodedata.normalize("NFKC", email).casefold().rpartition("@")
    local = local.partition("+")[0] or local
    with contextlib.suppress(UnicodeError):
        domain = domain.encode("idna").decode()
    if domain in ("gmail.com", "googlemail.com"):
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


def _part_scopes() -> None:
    _check("api_key_scope", "scope", f"{SCOPES}, {SIDES}")
    op.create_table(
        "partner_marketplace",
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("marketplace_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name="fk_partner_marketplace_partner_id_partner"
        ),
        sa.ForeignKeyConstraint(
            ["marketplace_id"],
            ["marketplace.id"],
            name="fk_partner_marketplace_marketplace_id_marketplace",
        ),
        sa.PrimaryKeyConstraint("partner_id", "marketplace_id", name="pk_partner_marketplace"),
    )
    op.create_index(
        "ix_partner_marketplace_marketplace_id", "partner_marketplace", ["marketplace_id"]
    )


def _extend_ledger() -> None:
    # By themselves: a batch would make the table anew, and its triggers would be gone.
    op.add_column("ledger", sa.Column("hand_kind", sa.String(), nullable=True))
    op.add_column("ledger", sa.Column("hand_id", sa.Integer(), nullable=True))
    op.create_table(
        "ledger_seal",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ledger_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("sealed_at", WHEN, nullable=False),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["ledger.id"], name="fk_ledger_seal_ledger_id_ledger"
        ),
        sa.PrimaryKeyConstraint("position", name="pk_ledger_seal"),
        sa.UniqueConstraint("ledger_id", name="uq_ledger_seal_ledger_id"),
    )
    if op.get_bind().dialect.name == "sqlite":
        # REPLACE deletes without the trigger against deleting.
        op.execute(
            "CREATE TRIGGER ledger_no_replace BEFORE INSERT ON ledger"
            " WHEN EXISTS (SELECT 1 FROM ledger WHERE id = NEW.id)"
            " BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
        )


def _drop_replace_guard() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER ledger_no_replace")


def _make_keys() -> None:
    for column in ("ends_at", "last_used_at"):
        op.add_column("api_key", sa.Column(column, WHEN, nullable=True))
    # Keys without an end live for another year.
    key = sa.table("api_key", sa.column("ends_at", WHEN))
    op.get_bind().execute(key.update().values(ends_at=_now() + timedelta(days=365)))
    op.create_table(
        "key_rotation",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("old_key", sa.String(), nullable=False),
        sa.Column("new_key", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=True),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("begun_at", WHEN, nullable=False),
        sa.Column("ended_at", WHEN, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_key_rotation"),
    )
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("database", sa.String(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("made_at", WHEN, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_installation_one_row")),
        sa.PrimaryKeyConstraint("id", name="pk_installation"),
    )
    made = sa.table(
        "installation",
        sa.column("id"),
        sa.column("database"),
        sa.column("demo", sa.Boolean),
        sa.column("made_at", WHEN),
    )
    is_demo = bool(op.get_bind().scalar(sa.text(f"SELECT {DEMO}")))
    row = {"id": 1, "database": secrets.token_hex(16), "demo": is_demo, "made_at": _now()}
    op.get_bind().execute(made.insert().values(row))
    op.add_column(
        "account", sa.Column("browser_epoch", sa.Integer(), nullable=False, server_default="0")
    )
    _leave_binding()


def _leave_binding() -> None:
    """Note that sealed values are to be bound to their rows, where there are any: that takes the
    key, so `cleanhands migrate` does it after this."""
    rotation = sa.table(
        "key_rotation",
        *(sa.column(name) for name in ("kind", "old_key", "new_key", "moved", "lost")),
        sa.column("begun_at", WHEN),
    )
    bind = op.get_bind()
    if any(bind.execute(sa.text(f"SELECT 1 FROM {name} LIMIT 1")).first() for name in SEALED):  # noqa: S608
        row = {"kind": "encryption", "old_key": "unbound", "new_key": "bound",
               "moved": 0, "lost": 0, "begun_at": _now()}  # fmt: skip
        bind.execute(rotation.insert().values(row))


def _hide_links() -> None:
    """Take links out of stored letters; those that went out go on to be good, as rows."""
    letter = sa.table(
        "letter", sa.column("id", sa.Integer), sa.column("body"), sa.column("sent_at", WHEN)
    )
    bind = op.get_bind()
    seen: set[str] = set()
    for rows in _pages(bind, letter):
        for row in rows:
            tokens = [token for _, token in LINK.findall(row.body)]
            body = LINK.sub(PLACE, row.body).replace("[/reply]", PLACE)
            if body != row.body:
                bind.execute(letter.update().where(letter.c.id == row.id).values(body=body))
            for token in tokens[:1]:
                if row.sent_at is not None and token not in seen:
                    seen.add(token)
                    _keep(bind, row, token)
    op.execute(
        "UPDATE form_key SET location = NULL WHERE location LIKE '%/answer/%'"
        " OR location LIKE '%/joining/%' OR location LIKE '%/reply/%'"
    )


def _pages(bind: sa.Connection, letter: sa.TableClause) -> Iterator[list[sa.Row[Any]]]:
    """Yield the letters with a link, a page at a time, the newest first: its link counts."""
    before = None
    while True:
        page = sa.select(letter).where(
            sa.or_(
                *(letter.c.body.contains(part) for part in ("/answer/", "/joining/", "[/reply]"))
            )
        )
        if before is not None:
            page = page.where(letter.c.id < before)
        rows = list(bind.execute(page.order_by(letter.c.id.desc()).limit(AT_ONCE)))
        if not rows:
            return
        yield rows
        before = rows[-1].id


def _keep(bind: sa.Connection, row: sa.Row[Any], token: str) -> None:
    kept = sa.table(
        "secret_link",
        sa.column("token_hash"),
        sa.column("letter_id"),
        sa.column("reach"),
        sa.column("made_at", WHEN),
        sa.column("ends_at", WHEN),
    )
    sent = row.sent_at.replace(tzinfo=None) if bind.dialect.name == "sqlite" else row.sent_at
    bind.execute(
        kept.insert().values(
            token_hash=hashlib.sha256(token.encode()).hexdigest(),
            letter_id=row.id,
            reach="by_hand",
            made_at=sent,
            ends_at=sent + TERM,
        )
    )


def _now() -> datetime:
    now = datetime.now(UTC)
    return now.replace(tzinfo=None) if op.get_bind().dialect.name == "sqlite" else now


def _check(table: str, column: str, values: str) -> None:
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(f"ck_{table}_{column}"), type_="check")
        batch.create_check_constraint(op.f(f"ck_{table}_{column}"), f"{column} IN ({values})")
