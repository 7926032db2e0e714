"""Parties stand behind accounts; rights and authorizations have a level of proof; sellers' inboxes

Each account becomes a party of its own, and the standing judgements that one operator runs two
accounts are applied: the two share a party. Where that would bind an account by a boycott of the
other one, which takes two persons and a letter, the joining is only proposed.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)
NAMED = ("filer", "rights_holder")
PROVEN = {
    "right": "'stated', 'paper_seen', 'in_register', 'confirmed'",
    "authorization": "'stated', 'paper_seen', 'confirmed'",
}
QUEUED = ("complaint", "appeal", "boycott", "flag")
SUBJECTS = ("claim_id", "boycott_id", "joining_id")


def upgrade() -> None:
    _fold_names("party", "folded_name")
    _make_parties()
    _make_joinings()
    _queue((*QUEUED, "joining", "alarm"))
    _make_matches()
    _make_proof()
    _make_registers()
    _make_inboxes()
    _apply_judgements()
    _take_over_proof()
    _bare_numbers()


def downgrade() -> None:
    # An earlier version knows no letter to a register's mailbox.
    op.execute("DELETE FROM account_letter WHERE right_id IS NOT NULL")
    with op.batch_alter_table("account_letter") as batch:
        batch.drop_constraint(op.f("ck_account_letter_one_recipient"), type_="check")
        batch.drop_index("ix_account_letter_right_id")
        batch.drop_constraint("fk_account_letter_right_id_right", type_="foreignkey")
        batch.drop_column("right_id")
        batch.alter_column("account_id", existing_type=sa.Integer(), nullable=False)
    for table in ("seller_inbox", "register_code", "register_entry"):
        op.drop_table(table)
    op.drop_column("store", "operator_catalogued_at")
    op.drop_index("ix_alarm_looked_at", "alarm")
    with op.batch_alter_table("alarm") as batch:
        for check in ("followed", "settled_for", "settled"):
            batch.drop_constraint(op.f(f"ck_alarm_{check}"), type_="check")
        batch.drop_constraint("fk_alarm_settled_by_person", type_="foreignkey")
        batch.drop_index("ix_alarm_settled_by")
        for column in ("followed", "settled_at", "settled_by", "settled_for"):
            batch.drop_column(column)
    op.drop_index("ix_right_bare_number", "right")
    op.drop_column("right", "bare_number")
    op.drop_index("ix_right_proven", "right")
    op.drop_index("ix_filer_identity_digest", "filer_identity")
    op.create_index("ix_filer_identity_digest", "filer_identity", ["digest"])
    for table in PROVEN:
        with op.batch_alter_table(table) as batch:
            for check in ("proof", "proven"):
                batch.drop_constraint(op.f(f"ck_{table}_{check}"), type_="check")
            batch.drop_constraint(f"fk_{table}_proof_by_person", type_="foreignkey")
            batch.drop_index(f"ix_{table}_proof_by")
            for column in ("proof", "proof_at", "proof_by"):
                batch.drop_column(column)
    # An earlier version knows neither this check nor a letter or an appeal about a joining.
    op.execute("DELETE FROM intake_check WHERE kind = 'party'")
    op.execute("DELETE FROM lease WHERE subject IN ('joining', 'alarm')")
    _queue(QUEUED)
    op.execute("DELETE FROM letter WHERE joining_id IS NOT NULL")
    op.execute("DELETE FROM appeal WHERE joining_id IS NOT NULL")
    with op.batch_alter_table("intake_check") as batch:
        batch.drop_index("ix_intake_check_waiting")
        batch.drop_index("ix_intake_check_match_id")
        batch.drop_constraint("fk_intake_check_match_id_party_match", type_="foreignkey")
        for check in ("settled", "clock"):
            batch.drop_constraint(op.f(f"ck_intake_check_{check}"), type_="check")
        batch.create_check_constraint(
            op.f("ck_intake_check_only_authority"), "kind = 'authority' OR verified_at IS NULL"
        )
        batch.drop_column("match_id")
        batch.drop_column("until")
    op.drop_table("party_match")
    with op.batch_alter_table("letter") as batch:
        batch.drop_index("ix_letter_joining_id")
        batch.drop_constraint("fk_letter_joining_id_joining", type_="foreignkey")
        batch.drop_column("joining_id")
    with op.batch_alter_table("appeal") as batch:
        batch.drop_constraint(op.f("ck_appeal_one_subject"), type_="check")
        batch.drop_constraint("uq_appeal_joining_id", type_="unique")
        batch.drop_constraint("fk_appeal_joining_id_joining", type_="foreignkey")
        batch.drop_column("joining_id")
        batch.create_check_constraint(
            op.f("ck_appeal_one_subject"), "(claim_id IS NULL) <> (boycott_id IS NULL)"
        )
    op.drop_table("joining")
    with op.batch_alter_table("filer") as batch:
        batch.drop_index("ix_filer_party_id")
        batch.drop_constraint("fk_filer_party_id_party", type_="foreignkey")
        batch.drop_column("party_id")
    op.drop_table("party")
    _fold_names("folded_name", "party")


def _fold_names(old: str, new: str) -> None:
    for table in NAMED:
        op.drop_index(f"ix_{table}_{old}", table)
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")
        op.create_index(f"ix_{table}_{new}", table, [new])


def _make_parties() -> None:
    op.create_table(
        "party",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("made_at", WHEN, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_party"),
    )
    op.execute("INSERT INTO party (id, made_at) SELECT id, created_at FROM filer")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "SELECT setval(pg_get_serial_sequence('party', 'id'),"
            " (SELECT coalesce(max(id), 0) + 1 FROM party), false)"
        )
    with op.batch_alter_table("filer") as batch:
        batch.add_column(sa.Column("party_id", sa.Integer(), nullable=True))
    op.execute("UPDATE filer SET party_id = id")
    with op.batch_alter_table("filer") as batch:
        batch.alter_column("party_id", existing_type=sa.Integer(), nullable=False)
        batch.create_foreign_key("fk_filer_party_id_party", "party", ["party_id"], ["id"])
        batch.create_index("ix_filer_party_id", ["party_id"])


def _make_joinings() -> None:
    op.create_table(
        "joining",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("filer_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("judgement_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=True),
        sa.Column("shared", sa.JSON(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", WHEN, nullable=False),
        sa.Column("joined_by", sa.Integer(), nullable=True),
        sa.Column("joined_at", WHEN, nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", WHEN, nullable=True),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('proposed', 'joined', 'dropped', 'under_appeal', 'parted')",
            name=op.f("ck_joining_state"),
        ),
        sa.CheckConstraint("filer_id <> other_id", name=op.f("ck_joining_two_accounts")),
        sa.CheckConstraint("why <> ''", name=op.f("ck_joining_why")),
        sa.CheckConstraint(
            "state NOT IN ('joined', 'under_appeal') OR joined_at IS NOT NULL",
            name=op.f("ck_joining_joined"),
        ),
        sa.CheckConstraint(
            "joined_by IS NULL OR joined_by <> proposed_by", name=op.f("ck_joining_two_persons")
        ),
        sa.ForeignKeyConstraint(["filer_id"], ["filer.id"], name="fk_joining_filer_id_filer"),
        sa.ForeignKeyConstraint(["other_id"], ["filer.id"], name="fk_joining_other_id_filer"),
        sa.ForeignKeyConstraint(
            ["judgement_id"], ["link_judgement.id"], name="fk_joining_judgement_id_link_judgement"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name="fk_joining_proposed_by_person"
        ),
        sa.ForeignKeyConstraint(["joined_by"], ["person.id"], name="fk_joining_joined_by_person"),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name="fk_joining_ended_by_person"),
        sa.PrimaryKeyConstraint("id", name="pk_joining"),
    )
    for column in (
        "filer_id", "other_id", "judgement_id", "proposed_by", "joined_by", "ended_by",
    ):  # fmt: skip
        op.create_index(f"ix_joining_{column}", "joining", [column])
    unfinished = sa.text("state IN ('proposed', 'joined', 'under_appeal')")
    op.create_index(
        "uq_joining_unfinished", "joining", ["filer_id", "other_id"], unique=True,
        sqlite_where=unfinished, postgresql_where=unfinished,
    )  # fmt: skip
    with op.batch_alter_table("letter") as batch:
        batch.add_column(sa.Column("joining_id", sa.Integer(), nullable=True))
        batch.create_foreign_key("fk_letter_joining_id_joining", "joining", ["joining_id"], ["id"])
        batch.create_index("ix_letter_joining_id", ["joining_id"])
    with op.batch_alter_table("appeal") as batch:
        batch.add_column(sa.Column("joining_id", sa.Integer(), nullable=True))
        batch.create_foreign_key("fk_appeal_joining_id_joining", "joining", ["joining_id"], ["id"])
        batch.create_unique_constraint("uq_appeal_joining_id", ["joining_id"])
        batch.drop_constraint(op.f("ck_appeal_one_subject"), type_="check")
        counted = " + ".join(f"(CASE WHEN {name} IS NULL THEN 0 ELSE 1 END)" for name in SUBJECTS)
        batch.create_check_constraint(op.f("ck_appeal_one_subject"), f"{counted} = 1")


def _queue(subjects: tuple[str, ...]) -> None:
    """Let people take a lease on these subjects, and on no others."""
    named = ", ".join(f"'{each}'" for each in subjects)
    with op.batch_alter_table("lease") as batch:
        batch.drop_constraint(op.f("ck_lease_subject"), type_="check")
        batch.create_check_constraint(op.f("ck_lease_subject"), f"subject IN ({named})")


def _make_matches() -> None:
    op.create_table(
        "party_match",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("filer_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("shared", sa.JSON(), nullable=False),
        sa.Column("made_at", WHEN, nullable=False),
        sa.Column("seen_at", WHEN, nullable=False),
        sa.CheckConstraint("filer_id <> other_id", name=op.f("ck_party_match_two_accounts")),
        sa.ForeignKeyConstraint(["filer_id"], ["filer.id"], name="fk_party_match_filer_id_filer"),
        sa.ForeignKeyConstraint(["other_id"], ["filer.id"], name="fk_party_match_other_id_filer"),
        sa.PrimaryKeyConstraint("id", name="pk_party_match"),
        sa.UniqueConstraint("filer_id", "other_id", name="uq_party_match_filer_id_other_id"),
    )
    op.create_index("ix_party_match_other_id", "party_match", ["other_id"])
    with op.batch_alter_table("intake_check") as batch:
        batch.add_column(sa.Column("until", WHEN, nullable=True))
        batch.add_column(sa.Column("match_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            "fk_intake_check_match_id_party_match", "party_match", ["match_id"], ["id"]
        )
        batch.create_index("ix_intake_check_match_id", ["match_id"])
        batch.drop_constraint(op.f("ck_intake_check_only_authority"), type_="check")
        batch.create_check_constraint(
            op.f("ck_intake_check_settled"), "kind <> 'burst' OR verified_at IS NULL"
        )
        batch.create_check_constraint(
            op.f("ck_intake_check_clock"), "(kind = 'party') = (until IS NOT NULL)"
        )
    waiting = sa.text("verified_at IS NULL")
    op.create_index(
        "ix_intake_check_waiting", "intake_check", ["kind", "until"],
        sqlite_where=waiting, postgresql_where=waiting,
    )  # fmt: skip


def _make_proof() -> None:
    for table, levels in PROVEN.items():
        with op.batch_alter_table(table) as batch:
            batch.add_column(
                sa.Column("proof", sa.String(), nullable=False, server_default="stated")
            )
            batch.add_column(sa.Column("proof_at", WHEN, nullable=True))
            batch.add_column(sa.Column("proof_by", sa.Integer(), nullable=True))
            batch.create_foreign_key(f"fk_{table}_proof_by_person", "person", ["proof_by"], ["id"])
            batch.create_index(f"ix_{table}_proof_by", ["proof_by"])
            batch.create_check_constraint(op.f(f"ck_{table}_proof"), f"proof IN ({levels})")
            batch.create_check_constraint(
                op.f(f"ck_{table}_proven"), "(proof = 'stated') = (proof_at IS NULL)"
            )
    # Of a value that many show, the match reads who showed it first.
    op.drop_index("ix_filer_identity_digest", "filer_identity")
    op.create_index("ix_filer_identity_digest", "filer_identity", ["digest", "first_seen"])
    proven = sa.text("proof <> 'stated'")
    op.create_index(
        "ix_right_proven", "right", ["key"], sqlite_where=proven, postgresql_where=proven
    )
    with op.batch_alter_table("alarm") as batch:
        batch.add_column(sa.Column("followed", sa.String(), nullable=True))
        batch.add_column(sa.Column("settled_at", WHEN, nullable=True))
        batch.add_column(sa.Column("settled_by", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("settled_for", sa.String(), nullable=True))
        batch.create_foreign_key("fk_alarm_settled_by_person", "person", ["settled_by"], ["id"])
        batch.create_index("ix_alarm_settled_by", ["settled_by"])
        batch.create_check_constraint(
            op.f("ck_alarm_followed"),
            "followed IS NULL OR followed IN ('ask_denier', 'ask_filer', 'look')",
        )
        batch.create_check_constraint(
            op.f("ck_alarm_settled_for"),
            "settled_for IS NULL OR settled_for IN ('filer', 'denier')",
        )
        batch.create_check_constraint(
            op.f("ck_alarm_settled"), "(settled_at IS NULL) = (settled_by IS NULL)"
        )
    looked_at = sa.text("followed = 'look' AND settled_at IS NULL")
    op.create_index(
        "ix_alarm_looked_at", "alarm", ["answered_at"],
        sqlite_where=looked_at, postgresql_where=looked_at,
    )  # fmt: skip
    # What a holder's denial had led to so far.
    op.execute("UPDATE alarm SET followed = 'ask_filer' WHERE answer = 'not_authorized'")


def _make_registers() -> None:
    op.create_table(
        "register_entry",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("right_key", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("folded_names", sa.JSON(), nullable=False),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("classes", sa.JSON(), nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("mailbox", sa.LargeBinary(), nullable=True),
        sa.Column("mailbox_domain", sa.String(), nullable=True),
        sa.Column("key_id", sa.String(), nullable=True),
        sa.Column("read_at", WHEN, nullable=False),
        sa.CheckConstraint(
            "kind IN ('trademark', 'copyright', 'patent', 'design', 'other')",
            name=op.f("ck_register_entry_kind"),
        ),
        sa.CheckConstraint(
            "status IS NULL OR status IN ('applied', 'registered', 'expired', 'cancelled')",
            name=op.f("ck_register_entry_status"),
        ),
        sa.CheckConstraint("holder <> ''", name=op.f("ck_register_entry_holder")),
        sa.CheckConstraint(
            "(mailbox IS NULL) = (key_id IS NULL)", name=op.f("ck_register_entry_sealed")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_register_entry"),
        sa.UniqueConstraint("right_key", name="uq_register_entry_right_key"),
    )
    op.create_table(
        "register_code",
        sa.Column("right_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("sent_at", WHEN, nullable=False),
        sa.Column("ends_at", WHEN, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["right_id"], ["right.id"], name="fk_register_code_right_id_right"),
        sa.PrimaryKeyConstraint("right_id", name="pk_register_code"),
    )
    with op.batch_alter_table("account_letter") as batch:
        batch.alter_column("account_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("right_id", sa.Integer(), nullable=True))
        batch.create_foreign_key("fk_account_letter_right_id_right", "right", ["right_id"], ["id"])
        batch.create_index("ix_account_letter_right_id", ["right_id"])
        batch.create_check_constraint(
            op.f("ck_account_letter_one_recipient"), "(account_id IS NULL) <> (right_id IS NULL)"
        )


def _make_inboxes() -> None:
    op.add_column("store", sa.Column("operator_catalogued_at", WHEN, nullable=True))
    op.create_table(
        "seller_inbox",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=True),
        sa.Column("operator_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("stated_at", WHEN, nullable=False),
        sa.CheckConstraint(
            "(store_id IS NULL) <> (operator_id IS NULL)", name=op.f("ck_seller_inbox_one_owner")
        ),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name="fk_seller_inbox_store_id_store"),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name="fk_seller_inbox_operator_id_operator"
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name="fk_seller_inbox_partner_id_partner"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_seller_inbox"),
        sa.UniqueConstraint("store_id", name="uq_seller_inbox_store_id"),
        sa.UniqueConstraint("operator_id", name="uq_seller_inbox_operator_id"),
    )
    op.create_index("ix_seller_inbox_partner_id", "seller_inbox", ["partner_id"])


def _apply_judgements() -> None:
    """Let accounts that a person judged to be one operator's share a party."""
    connection = op.get_bind()
    bound = set(
        connection.scalars(
            sa.text("SELECT filer_id FROM boycott WHERE state IN ('in_force', 'under_appeal')")
        )
    )
    judged = connection.execute(
        sa.text(
            "SELECT id, a_id, b_id, why, person_id, at FROM link_judgement"
            " WHERE verdict = 'yes' AND superseded_at IS NULL ORDER BY at, id"
        ).columns(at=WHEN)
    ).all()
    members: dict[int, set[int]] = {}
    for row in judged:
        one, other = (members.setdefault(each, {each}) for each in (row.a_id, row.b_id))
        binds = bool(one & bound) != bool(other & bound)
        if one is not other and not binds:
            one |= other
            members.update(dict.fromkeys(one, one))
        connection.execute(
            JOINING.insert().values(
                **_sides(row.a_id, row.b_id, joins_low=binds and bool(other & bound)),
                judgement_id=row.id, state="proposed" if binds else "joined", why=row.why,
                shared=[], proposed_by=row.person_id, proposed_at=row.at,
                joined_at=None if binds else row.at, version=1,
            )
        )  # fmt: skip
    for filer_id, party_id in _shared(members):
        connection.execute(
            sa.text("UPDATE filer SET party_id = :party WHERE id = :filer"),
            {"party": party_id, "filer": filer_id},
        )


JOINING = sa.table(
    "joining",
    *(
        sa.column(name)
        for name in (
            "filer_id", "other_id", "judgement_id", "state", "why", "proposed_by", "version",
        )
    ),
    sa.column("shared", sa.JSON()),
    sa.column("proposed_at", WHEN),
    sa.column("joined_at", WHEN),
)  # fmt: skip


def _sides(low: int, high: int, *, joins_low: bool) -> dict[str, int]:
    """The account that joins is the one that is not bound, else the later one."""
    return {"filer_id": low, "other_id": high} if joins_low else {"filer_id": high, "other_id": low}


def _shared(members: dict[int, set[int]]) -> Iterator[tuple[int, int]]:
    """Yield the accounts whose party is that of an earlier account."""
    for filer_id, together in sorted(members.items()):
        if min(together) != filer_id:
            yield filer_id, min(together)


def _take_over_proof() -> None:
    """Whoever was verified showed a paper; an accepted offer is the holder's own word."""
    verified = (
        "SELECT min(intake_check.{column}) FROM intake_check"
        " JOIN complaint ON complaint.id = intake_check.complaint_id"
        " WHERE complaint.{table}_id = {quoted}.id AND intake_check.verified_at IS NOT NULL"
    )
    for table in PROVEN:
        quoted = f'"{table}"'
        when, who = (
            verified.format(column=column, table=table, quoted=quoted)
            for column in ("verified_at", "verified_by")
        )
        op.execute(
            f"UPDATE {quoted} SET proof = 'paper_seen', proof_at = ({when}), proof_by = ({who})"  # noqa: S608
            f" WHERE ({when}) IS NOT NULL"
        )
    accepted = (
        "SELECT accepted_at FROM authorization_offer"
        ' WHERE authorization_id = "authorization".id AND accepted_at IS NOT NULL'
    )
    op.execute(
        f"UPDATE \"authorization\" SET proof = 'confirmed', proof_at = ({accepted}),"  # noqa: S608
        f" proof_by = NULL WHERE ({accepted}) IS NOT NULL"
    )


def _bare_numbers() -> None:
    """Store each number without what may have been added to it, as it is made at this revision."""
    op.add_column("right", sa.Column("bare_number", sa.String(), nullable=True))
    right = sa.table("right", *(sa.column(name) for name in ("id", "number", "bare_number")))
    connection = op.get_bind()
    some = (
        sa.select(right.c.id, right.c.number)
        .where(right.c.id > sa.bindparam("after"), right.c.number.is_not(None))
        .order_by(right.c.id)
        .limit(1_000)
    )
    one = right.update().where(right.c.id == sa.bindparam("_id"))
    after = 0
    while rows := connection.execute(some, {"after": after}).all():
        after = rows[-1].id
        bare = [{"_id": row.id, "_bare": _bare_number(row.number)} for row in rows]
        connection.execute(one.values(bare_number=sa.bindparam("_bare")), bare)
    op.create_index("ix_right_bare_number", "right", ["bare_number"])


_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]"
)
_BEFORE = re.compile(
    "^(?:tm|rtm|trademark|mark|application|app|registered|registration|reg|certificate|cert"
    "|number|num|nr|no|us|uk|gb|eu|em|eutm|ctm|rcd|ep|wo|ir|cn|zl|第|商标|商標|注册|註冊|申请|申請"
    "|登记|登記|登録|专利|專利|证|證|[号號]|码|碼)(?=.*[0-9])"
)
# A class or a part behind the number: "/001", "(35)", "第35类", "class 35".
_BEHIND = re.compile(
    r"(?:(?<=[0-9]{5})(?:\s*[/\\\u2044\u2215]\s*[0-9]{1,3}|[\s_\-(\[【]+[0-9]{1,2})"
    r"|[\W_]*(?:class|cl)\W*[0-9]{1,2}|[号號]?\W*第?[0-9]{1,2}[类類])\W*$"
)
_NUMBER = re.compile(r"([^\W\d]*)0*([0-9]+)(\w*)")


def _bare_number(stated: str) -> str | None:
    folded = _UNSEEN.sub("", unicodedata.normalize("NFKC", stated)).casefold()
    text = _BEHIND.sub("", "".join(str(unicodedata.decimal(sign, sign)) for sign in folded))
    plain = "".join(sign for sign in text if unicodedata.category(sign)[0] in "LNM")
    plain = re.sub("(?:[号號]|tm)$", "", plain)
    while rest := _BEFORE.match(plain):
        plain = plain[rest.end() :]
    if match := _NUMBER.fullmatch(plain):
        plain = "".join(match.groups())
    if len(re.findall("[0-9]", plain)) < 5:
        return None
    return plain if len(plain) <= 200 else f"{plain[:100]}#{_digest([plain])[:32]}"


def _digest(values: list[str]) -> str:
    text = json.dumps(values, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
