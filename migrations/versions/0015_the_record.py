"""The record, as revisions 0001 to 0015 made it step by step

The fifteen were brought together before anything was released. This is the first revision: nothing
lies below it. A name that ends in a question mark is of a column that may be empty.
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = None
branch_labels = None
depends_on = None

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
APPEND_ONLY_SQLITE = """
CREATE TRIGGER ledger_no_{verb} BEFORE {verb} ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END
"""
APPEND_ONLY_POSTGRESQL = """
CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$;
CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger
FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()
"""


def upgrade() -> None:
    tables = sa.MetaData(naming_convention=NAMES)
    for section in (
        _people, _parties, _markets, _complaints, _answers, _documents, _scans, _boycotts,
        _desk, _machinery,
    ):  # fmt: skip
        section(tables)
    tables.create_all(op.get_bind(), checkfirst=False)
    _make_ledger_append_only()


def downgrade() -> None:
    raise NotImplementedError("0015 is the first revision: nothing lies below it.")


def _make_ledger_append_only() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(APPEND_ONLY_POSTGRESQL)
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(APPEND_ONLY_SQLITE.format(verb=verb))


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True)


def _of(kind: sa.types.TypeEngine[Any]) -> Callable[..., list[sa.Column[Any]]]:
    """Return what makes columns of one kind out of their names."""

    def columns(*names: str) -> list[sa.Column[Any]]:
        return [sa.Column(name.rstrip("?"), kind, nullable=name.endswith("?")) for name in names]

    return columns


_texts, _numbers, _floats = _of(sa.String()), _of(sa.Integer()), _of(sa.Float())
_amounts, _booleans, _days = _of(sa.Numeric(16, 4)), _of(sa.Boolean()), _of(sa.Date())
_moments, _blobs, _jsons = _of(sa.DateTime(timezone=True)), _of(sa.LargeBinary()), _of(sa.JSON())


def _link(name: str, table: str, *, index: bool = True) -> sa.Column[int]:
    target = sa.ForeignKey(f"{table}.id")
    optional = name.endswith("?")
    return sa.Column(name.rstrip("?"), sa.Integer(), target, nullable=optional, index=index)


def _one_of(name: str, *values: str) -> sa.CheckConstraint:
    """Keep a column to a closed set of values."""
    column = name.rstrip("?")
    among = f"{column} IN ({', '.join(repr(value) for value in values)})"
    if name.endswith("?"):
        among = f"{column} IS NULL OR {among}"
    return sa.CheckConstraint(among, name=column)


def _index(
    name: str | None, *columns: str, unique: bool = False, where: str | None = None
) -> sa.Index:
    part = None if where is None else sa.text(where)
    return sa.Index(name, *columns, unique=unique, sqlite_where=part, postgresql_where=part)


def _people(tables: sa.MetaData) -> None:
    """Who works here, and who may sign in."""
    sa.Table(
        "person", tables,
        _id(), *_texts("handle", "name", "role"), *_booleans("active"), *_moments("created_at"),
        sa.UniqueConstraint("handle"),
        _one_of("role", "reviewer", "supervisor", "administrator"),
    )  # fmt: skip
    sa.Table(
        "partner", tables,
        _id(), *_texts("slug", "name"), *_moments("created_at"), sa.UniqueConstraint("slug"),
    )  # fmt: skip
    sa.Table(
        "api_key", tables,
        _id(), *_texts("prefix", "secret_hash", "label"), _link("person_id?", "person"),
        _link("filer_id?", "filer"), _link("partner_id?", "partner"),
        *_moments("created_at", "revoked_at?"), sa.UniqueConstraint("prefix"),
        sa.CheckConstraint("(CASE WHEN person_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN filer_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN partner_id IS NULL THEN 0 ELSE 1 END) = 1", name="one_owner"),
    )  # fmt: skip
    sa.Table(
        "api_key_scope", tables,
        _link("api_key_id", "api_key"), *_texts("scope"),
        sa.PrimaryKeyConstraint("api_key_id", "scope"),
        _one_of("scope", "file", "file_on_behalf", "decide", "review", "read", "administer"),
    )  # fmt: skip
    sa.Table(
        "account", tables,
        _id(), *_texts("email", "password_hash?"), _link("person_id?", "person", index=False),
        _link("filer_id?", "filer"), *_texts("language?"), *_booleans("active"),
        *_moments("confirmed_at?"), *_texts("fs_uniquifier", "second_factor?", "totp_secret?"),
        *_numbers("totp_counter?"), *_jsons("recovery_codes?"), *_texts("passkey_handle"),
        *_numbers("version"), *_moments("created_at"), sa.UniqueConstraint("email"),
        sa.UniqueConstraint("fs_uniquifier"), sa.UniqueConstraint("passkey_handle"),
        sa.UniqueConstraint("person_id"),
        sa.CheckConstraint("email = lower(email)", name="email"),
        _one_of("language?", "en", "zh"),
        sa.CheckConstraint("(person_id IS NULL) <> (filer_id IS NULL)", name="one_owner"),
        _one_of("second_factor?", "authenticator", "email"),
    )  # fmt: skip
    sa.Table(
        "account_letter", tables,
        _id(), _link("account_id", "account"), *_texts("kind", "language"), *_blobs("sealed"),
        *_texts("key_id"), *_moments("created_at", "sent_at?"), _one_of("language", "en", "zh"),
        _index(None, "sent_at"),
    )  # fmt: skip
    sa.Table(
        "account_session", tables,
        _id(), _link("account_id", "account"), *_texts("token_hash"),
        *_booleans("with_second_factor"), *_texts("browser", "network"),
        *_moments("created_at", "last_seen_at", "ends_at", "ended_at?"),
        sa.UniqueConstraint("token_hash"),
    )  # fmt: skip
    sa.Table(
        "passkey", tables,
        _id(), _link("account_id", "account"), *_texts("name"),
        *_blobs("credential_id", "public_key"), *_numbers("sign_count"),
        *_jsons("transports?"), *_booleans("backup_state"),
        *_texts("device_type", "extensions?", "usage"), *_moments("lastuse_datetime"),
        sa.UniqueConstraint("credential_id"), _one_of("usage", "first", "secondary"),
    )  # fmt: skip
    sa.Table(
        "attempt", tables,
        *_texts("key"), *_numbers("count"), *_moments("window_ends_at"),
        sa.PrimaryKeyConstraint("key"), _index(None, "window_ends_at"),
    )  # fmt: skip


def _parties(tables: sa.MetaData) -> None:
    """Who files, what they own, and whom they may act for."""
    sa.Table(
        "filer", tables,
        _id(), *_texts("source", "reference", "name", "party", "kind?", "country?"),
        *_moments("registered_at?", "reported_at?", "created_at"),
        sa.UniqueConstraint("source", "reference"),
        _one_of("kind?", "rights_holder", "agent", "individual"), _index(None, "party"),
    )  # fmt: skip
    sa.Table(
        "filer_identity", tables,
        _id(), _link("filer_id", "filer", index=False), *_texts("kind", "digest"),
        *_blobs("sealed?"), *_texts("key_id?", "domain?"),
        *_moments("first_seen", "last_seen"), sa.UniqueConstraint("filer_id", "kind", "digest"),
        _one_of("kind", "email", "phone", "address", "ip", "ip_net", "device", "payment", "website"),
        _index(None, "digest"),
    )  # fmt: skip
    sa.Table(
        "filer_store", tables,
        _link("filer_id", "filer", index=False), _link("store_id", "store"),
        sa.PrimaryKeyConstraint("filer_id", "store_id"),
    )  # fmt: skip
    sa.Table(
        "rights_holder", tables,
        _id(), *_texts("source", "key", "reference?", "name", "party", "country?"),
        *_moments("created_at"), sa.UniqueConstraint("source", "key"), _index(None, "party"),
    )  # fmt: skip
    sa.Table(
        "right", tables,
        _id(), _link("filer_id", "filer", index=False),
        _link("rights_holder_id?", "rights_holder"),
        *_texts("key", "digest", "kind", "number?", "jurisdiction?", "title?", "url?"),
        *_days("applied_on?", "priority_on?", "registered_on?", "first_published_on?"),
        *_jsons("classes?"), *_texts("status?"), *_moments("created_at"),
        sa.UniqueConstraint("filer_id", "digest"),
        _one_of("kind", "trademark", "copyright", "patent", "design", "other"),
        _one_of("status?", "applied", "registered", "expired", "cancelled"), _index(None, "key"),
    )  # fmt: skip
    sa.Table(
        "right_document", tables,
        _link("right_id", "right", index=False), _link("document_id", "document"),
        *_texts("kind", "filename?"), sa.PrimaryKeyConstraint("right_id", "document_id", "kind"),
        _one_of("kind", "registration", "authorization", "identity", "evidence"),
    )  # fmt: skip
    sa.Table(
        "authorization", tables,
        _id(), _link("filer_id", "filer", index=False),
        _link("rights_holder_id?", "rights_holder"), *_texts("digest", "reference?"),
        _link("right_id?", "right"), *_texts("right_kind?"),
        _link("marketplace_id?", "marketplace"),
        *_days("valid_from?", "valid_to?", "revoked_on?"), *_moments("created_at"),
        sa.UniqueConstraint("filer_id", "digest"),
        sa.CheckConstraint("valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to", name="dates"),
        _one_of("right_kind?", "trademark", "copyright", "patent", "design", "other"),
    )  # fmt: skip
    sa.Table(
        "authorization_offer", tables,
        _link("authorization_id", "authorization", index=False), _link("offered_by", "filer"),
        _link("offered_right_id?", "right"), *_moments("offered_at", "accepted_at?"),
        sa.PrimaryKeyConstraint("authorization_id"),
    )  # fmt: skip


def _markets(tables: sa.MetaData) -> None:
    """Where goods are offered, and by whom."""
    sa.Table(
        "marketplace", tables,
        _id(), *_texts("slug", "name"), sa.UniqueConstraint("slug"),
    )  # fmt: skip
    sa.Table(
        "operator", tables,
        _id(), *_texts("name"), sa.UniqueConstraint("name"),
    )  # fmt: skip
    sa.Table(
        "store", tables,
        _id(), _link("marketplace_id", "marketplace", index=False),
        *_texts("reference", "name?"), _link("operator_id?", "operator"),
        *_moments("reported_at?"), sa.UniqueConstraint("marketplace_id", "reference"),
    )  # fmt: skip
    sa.Table(
        "listing", tables,
        _id(), _link("marketplace_id", "marketplace", index=False),
        *_texts("reference", "url", "kind"), _link("store_id?", "store"),
        *_texts("category?", "title?"), *_days("listed_on?"), *_amounts("price?"),
        *_texts("currency?"), *_numbers("sales_30d?"),
        *_moments("reported_at?", "catalogued_at?", "created_at"),
        sa.UniqueConstraint("marketplace_id", "reference"),
        _one_of("kind", "listing", "storefront"),
        sa.CheckConstraint("price IS NULL OR price >= 0", name="price"),
    )  # fmt: skip


def _complaints(tables: sa.MetaData) -> None:
    """What was filed, against which listings, and what happened to it."""
    sa.Table(
        "complaint", tables,
        _id(), *_texts("source", "reference"), _link("filer_id", "filer", index=False),
        _link("rights_holder_id?", "rights_holder"), _link("right_id", "right", index=False),
        _link("authorization_id?", "authorization"), _link("boycott_id?", "boycott"),
        *_texts("basis", "statement?", "channel?"), *_moments("filed_at", "recorded_at"),
        *_numbers("unlisted_rejected"), *_jsons("answers?"),
        sa.UniqueConstraint("source", "reference"),
        _one_of("basis", "counterfeit", "trademark", "copyright", "patent", "design", "circumvention", "unauthorised_channel", "other"),
        _one_of("channel?", "form", "api", "email", "other"),
        sa.CheckConstraint("unlisted_rejected >= 0", name="unlisted_rejected"),
        _index("ix_complaint_filed", "filed_at", "id"),
        _index("ix_complaint_filer", "filer_id", "filed_at", "id"),
        _index("ix_complaint_right", "right_id", "filed_at"),
    )  # fmt: skip
    sa.Table(
        "complaint_declaration", tables,
        _link("complaint_id", "complaint", index=False),
        *_texts("code", "version", "language", "wording", "signed_by"), *_moments("signed_at"),
        sa.PrimaryKeyConstraint("complaint_id", "code"), _one_of("language", "en", "zh"),
    )  # fmt: skip
    sa.Table(
        "complaint_identity", tables,
        _link("complaint_id", "complaint", index=False),
        _link("filer_identity_id", "filer_identity"),
        sa.PrimaryKeyConstraint("complaint_id", "filer_identity_id"),
    )  # fmt: skip
    sa.Table(
        "intake_check", tables,
        _id(), _link("complaint_id", "complaint", index=False), *_texts("kind"),
        *_jsons("signs", "numbers"), *_moments("made_at", "verified_at?"),
        _link("verified_by?", "person"), sa.UniqueConstraint("complaint_id", "kind"),
        _one_of("kind", "authority", "burst"),
        sa.CheckConstraint("kind = 'authority' OR verified_at IS NULL", name="only_authority"),
        sa.CheckConstraint("(verified_at IS NULL) = (verified_by IS NULL)", name="verified"),
    )  # fmt: skip
    sa.Table(
        "claim", tables,
        _id(), _link("complaint_id", "complaint", index=False), _link("listing_id", "listing"),
        _link("store_id?", "store"), _link("operator_id?", "operator"),
        _link("filer_id", "filer", index=False), *_texts("right_key"), *_numbers("position"),
        *_texts("url", "store_name?", "category?", "title?"), *_days("listed_on?"),
        *_amounts("price?"), *_texts("currency?"), *_numbers("sales_30d?"),
        *_texts("status_at_filing?", "state"), *_booleans("listing_down"), *_texts("merit?"),
        _link("duplicate_of?", "claim"), *_moments("closed_at?", "answer_due?"),
        *_numbers("version"), *_moments("decide_by?", "reply_due?"),
        sa.UniqueConstraint("complaint_id", "listing_id"),
        _one_of("merit?", "founded", "unfounded", "manifestly_unfounded"),
        sa.CheckConstraint("merit IS NULL OR state IN ('closed', 'moot', 'reinstated', 'rejected', 'removed', 'withdrawn')", name="merit_when_closed"),
        sa.CheckConstraint("duplicate_of IS NULL OR duplicate_of <> id", name="not_of_itself"),
        sa.CheckConstraint("price IS NULL OR price >= 0", name="price"),
        _one_of("state", "received", "not_processed", "incomplete", "closed", "removed", "rejected", "countered", "moot", "reinstated", "withdrawn"),
        _one_of("status_at_filing?", "live", "gone"),
        _index("ix_claim_filer", "filer_id", "state", "closed_at"),
        _index("ix_claim_filer_store", "filer_id", "store_id", "state"),
        _index("ix_claim_waiting", "decide_by", "complaint_id", where="state IN ('received', 'countered')"),
        _index("uq_claim_open", "filer_id", "right_key", "listing_id", unique=True, where="state IN ('received', 'incomplete', 'countered') AND duplicate_of IS NULL"),
    )  # fmt: skip
    sa.Table(
        "event", tables,
        _id(), _link("complaint_id", "complaint", index=False), *_moments("at", "recorded_at"),
        *_texts("kind", "by?", "merit?", "reason?", "note?"),
        *_floats("harm_days_offline?", "harm_sales_lost?"), *_texts("harm_currency?"),
        *_booleans("all_targets"), _link("person_id?", "person"), *_texts("digest"),
        sa.UniqueConstraint("complaint_id", "digest"),
        _one_of("by?", "staff", "rule", "filer", "seller", "court"),
        sa.CheckConstraint("kind <> 'grading' OR merit IS NOT NULL", name="grading_has_merit"),
        _one_of("kind", "takedown", "rejection", "counter_notice", "withdrawal", "reinstatement", "amendment", "listing_gone", "lapse", "demand_report", "grading", "appeal", "appeal_decision"),
        _one_of("merit?", "founded", "unfounded", "manifestly_unfounded"),
        sa.CheckConstraint("merit IS NULL OR kind IN ('rejection', 'reinstatement', 'withdrawal', 'grading', 'appeal_decision')", name="merit_where_graded"),
        _index(None, "at"),
    )  # fmt: skip
    sa.Table(
        "event_claim", tables,
        _link("event_id", "event", index=False), _link("claim_id", "claim"),
        *_booleans("applied"), sa.PrimaryKeyConstraint("event_id", "claim_id"),
    )  # fmt: skip
    sa.Table(
        "draft", tables,
        _id(), _link("filer_id", "filer"), *_jsons("data", "changed"), *_numbers("version"),
        *_moments("created_at", "updated_at", "expires_at"),
        sa.CheckConstraint("version > 0", name="version"), _index(None, "expires_at"),
        sqlite_autoincrement=True,
    )  # fmt: skip
    sa.Table(
        "alarm", tables,
        _id(), _link("filer_id", "filer", index=False), _link("by_filer_id", "filer"),
        _link("complaint_id", "complaint"), _link("right_id?", "right"),
        *_texts("kind", "subject"), *_moments("made_at"), *_texts("answer?"),
        *_moments("answered_at?"), *_texts("note?"), *_numbers("version"),
        sa.UniqueConstraint("filer_id", "by_filer_id", "kind", "subject"),
        _one_of("answer?", "authorized", "not_authorized"),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
        _one_of("kind", "right", "name"),
        sa.CheckConstraint("filer_id <> by_filer_id", name="two_accounts"),
    )  # fmt: skip


def _answers(tables: sa.MetaData) -> None:
    """What sellers say."""
    sa.Table(
        "counter_notice", tables,
        _id(), _link("event_id", "event", index=False),
        *_texts("ground", "grounds", "statement", "party?", "reference?"), *_days("dated_on?"),
        *_texts("law?"), *_jsons("declarations"), *_texts("name?", "contact?"),
        *_blobs("sealed?"), *_texts("sealed_key_id?"), *_moments("filed_at"),
        sa.UniqueConstraint("event_id"),
        _one_of("ground", "licence", "genuine", "own_right", "not_the_goods", "right_invalid", "earlier", "permitted_use", "listing_mistaken", "other"),
        _one_of("law?", "dmca", "ecl"),
    )  # fmt: skip
    sa.Table(
        "demand_report", tables,
        _id(), _link("event_id", "event", index=False), *_texts("asked_for", "words?"),
        *_days("asked_on?"), *_texts("channel?"), *_moments("filed_at"),
        sa.UniqueConstraint("event_id"),
        _one_of("asked_for", "money", "licence_fee", "price", "stop_selling", "buy_from_us", "other"),
        _one_of("channel?", "email", "phone", "chat", "marketplace", "letter", "in_person", "other"),
    )  # fmt: skip


def _documents(tables: sa.MetaData) -> None:
    """Papers, by the SHA-256 of their bytes."""
    sa.Table(
        "document", tables,
        _id(), *_texts("sha256"), *_moments("created_at"), sa.UniqueConstraint("sha256"),
        sa.CheckConstraint("length(sha256) = 64", name="sha256"),
    )  # fmt: skip
    sa.Table(
        "document_content", tables,
        _link("document_id", "document", index=False), *_texts("media_type"),
        *_numbers("size", "width?", "height?", "pages?"), *_moments("stored_at"),
        sa.PrimaryKeyConstraint("document_id"), sa.CheckConstraint("size > 0", name="size"),
    )  # fmt: skip
    sa.Table(
        "document_look", tables,
        _link("document_id", "document", index=False), *_blobs("hash?"),
        _link("alike_id?", "document"), *_moments("looked_at"),
        sa.PrimaryKeyConstraint("document_id"),
    )  # fmt: skip
    sa.Table(
        "document_key", tables,
        *_texts("key"), _link("document_id", "document"),
        sa.PrimaryKeyConstraint("key", "document_id"),
    )  # fmt: skip
    sa.Table(
        "upload", tables,
        _id(), _link("document_id", "document", index=False), *_texts("owner_kind"),
        *_numbers("owner_id"), *_texts("filename?"), *_moments("uploaded_at"),
        sa.UniqueConstraint("document_id", "owner_kind", "owner_id"),
        _one_of("owner_kind", "person", "filer", "partner", "seller", "system"),
        _index("ix_upload_owner", "owner_kind", "owner_id", "uploaded_at"),
    )  # fmt: skip
    sa.Table(
        "complaint_document", tables,
        _link("complaint_id", "complaint", index=False), _link("document_id", "document"),
        *_texts("kind", "filename?"),
        sa.Column("passed_on", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("complaint_id", "document_id", "kind"),
        _one_of("kind", "registration", "authorization", "identity", "evidence"),
    )  # fmt: skip
    sa.Table(
        "claim_document", tables,
        _link("claim_id", "claim", index=False), _link("upload_id", "upload"), *_texts("use"),
        *_booleans("passed_on"), sa.PrimaryKeyConstraint("claim_id", "upload_id", "use"),
        _one_of("use", "counter_notice", "demand_report", "appeal", "completion", "reply"),
    )  # fmt: skip


def _scans(tables: sa.MetaData) -> None:
    """What scans found, and how people judge it."""
    sa.Table(
        "scan_run", tables,
        _id(), *_moments("as_of", "started_at", "finished_at"), *_texts("policy", "data"),
        *_numbers("filers", "complaints", "claims", "flagged"), *_jsons("seconds"),
        _link("person_id?", "person"),
    )  # fmt: skip
    sa.Table(
        "flag", tables,
        _id(), _link("filer_id", "filer", index=False), _link("scan_run_id", "scan_run"),
        *_texts("state", "level"), *_floats("score", "near"), *_texts("ring?"),
        *_jsons("ring_filers"), *_texts("findings"), *_jsons("speaks_for", "explained"),
        *_moments("opened_at", "updated_at"), _link("taken_by?", "person"),
        _link("closed_by?", "person"), *_moments("closed_at?"), *_texts("why?"),
        *_numbers("version"),
        sa.CheckConstraint("state NOT IN ('dismissed', 'confirmed') OR (closed_at IS NOT NULL AND why IS NOT NULL)", name="closed"),
        _one_of("level", "none", "watch", "warning", "boycott_review"),
        sa.CheckConstraint("near >= 0 AND near <= 1", name="near"),
        sa.CheckConstraint("score >= 0 AND score <= 1", name="score"),
        _one_of("state", "open", "under_review", "dismissed", "confirmed"),
        _index("ix_flag_filer", "filer_id"),
        _index("uq_flag_unfinished", "filer_id", unique=True, where="state IN ('open', 'under_review')"),
    )  # fmt: skip
    sa.Table(
        "signal", tables,
        _id(), _link("flag_id", "flag", index=False), _link("scan_run_id", "scan_run"),
        *_texts("detector", "family"), *_floats("strength", "log_odds", "score_without"),
        *_texts("summary"), *_jsons("numbers"),
        sa.UniqueConstraint("flag_id", "scan_run_id", "detector"),
        _one_of("family", "outcomes", "conduct", "structure", "authority"),
        sa.CheckConstraint("strength >= 0 AND strength <= 1", name="strength"),
    )  # fmt: skip
    sa.Table(
        "signal_complaint", tables,
        _link("signal_id", "signal", index=False), _link("complaint_id", "complaint"),
        *_numbers("rank"), sa.PrimaryKeyConstraint("signal_id", "complaint_id"),
    )  # fmt: skip
    sa.Table(
        "filer_link", tables,
        _id(), _link("scan_run_id", "scan_run"), _link("a_id", "filer"), _link("b_id", "filer"),
        *_texts("source"), *_floats("weight"), *_jsons("kinds", "numbers"),
        sa.CheckConstraint("a_id < b_id", name="ordered"),
        _one_of("source", "hands", "lockstep", "campaign"),
    )  # fmt: skip
    sa.Table(
        "link_judgement", tables,
        _id(), _link("a_id", "filer", index=False), _link("b_id", "filer"),
        *_texts("verdict", "why"), _link("person_id", "person"),
        *_moments("at", "superseded_at?"), sa.CheckConstraint("a_id < b_id", name="ordered"),
        _one_of("verdict", "yes", "no", "unsure"), sa.CheckConstraint("why <> ''", name="why"),
        _index("ix_link_judgement_a_id", "a_id", "b_id"),
        _index("uq_link_judgement_standing", "a_id", "b_id", unique=True, where="superseded_at IS NULL"),
    )  # fmt: skip
    sa.Table(
        "standing", tables,
        _link("filer_id", "filer", index=False), *_texts("right_kind", "basis"),
        *_numbers("claims", "closed", "decided", "unfounded", "manifest", "graded", "withdrawn", "answered", "dropped"),
        *_floats("weight", "observed", "expected", "dropped_weight", "dropped_observed", "dropped_expected"),
        sa.PrimaryKeyConstraint("filer_id", "right_kind", "basis"),
    )  # fmt: skip
    sa.Table(
        "peer_rate", tables,
        _id(), _link("scan_run_id", "scan_run"), *_texts("measure", "right_kind", "basis"),
        *_floats("rate", "rho"), *_numbers("filers"), *_jsons("points"),
        _one_of("measure", "unfounded", "dropped"),
        sa.CheckConstraint("rate >= 0 AND rate <= 1", name="rate"),
    )  # fmt: skip
    sa.Table(
        "figure", tables,
        *_texts("name"), _link("scan_run_id", "scan_run"), *_jsons("rows"),
        sa.PrimaryKeyConstraint("name"),
    )  # fmt: skip
    sa.Table(
        "sample", tables,
        _id(), *_texts("month"), *_numbers("seed", "population", "size", "min_claims", "window"),
        *_moments("drawn_at"), sa.UniqueConstraint("month"),
        sa.CheckConstraint("population >= 0 AND size >= 0 AND min_claims > 0", name="counts"),
    )  # fmt: skip
    sa.Table(
        "sampled_filer", tables,
        _id(), _link("sample_id", "sample", index=False), _link("filer_id", "filer"),
        *_numbers("position"), *_texts("verdict?", "why?"), _link("person_id?", "person"),
        *_moments("judged_at?"), sa.UniqueConstraint("sample_id", "filer_id"),
        sa.CheckConstraint("verdict IS NULL OR (why IS NOT NULL AND person_id IS NOT NULL AND judged_at IS NOT NULL)", name="judged"),
        _one_of("verdict?", "clean", "abusive", "unsure"),
    )  # fmt: skip
    sa.Table(
        "policy_draft", tables,
        _id(), _link("person_id", "person"), *_texts("text", "first", "last", "state"),
        *_moments("made_at", "done_at?"), *_jsons("result?"), *_texts("said?"),
        sa.CheckConstraint("state = 'waiting' OR done_at IS NOT NULL", name="done"),
        _one_of("state", "waiting", "done", "failed"),
    )  # fmt: skip


def _boycotts(tables: sa.MetaData) -> None:
    """Boycotts, appeals, and the letters that tell of them."""
    sa.Table(
        "boycott", tables,
        _id(), _link("filer_id", "filer", index=False),
        _link("rights_holder_id?", "rights_holder"), _link("flag_id", "flag"),
        *_texts("proposal", "state", "reasons"),
        *_numbers("manifestly_unfounded", "graded_otherwise", "ungraded"),
        *_moments("window_from", "window_to"), *_texts("gravity", "intention"),
        _link("proposed_by", "person"), *_moments("proposed_at"), _link("warned_by?", "person"),
        *_moments("warned_at?", "answer_due?"), *_texts("answer?"), *_moments("answered_at?"),
        _link("imposed_by?", "person"), *_moments("imposed_at?"), *_texts("urgent_reason?"),
        *_moments("starts_at?", "ends_at?"), _link("ended_by?", "person"),
        *_moments("ended_at?"), *_texts("end_reason?"), *_numbers("version"),
        sa.CheckConstraint("state NOT IN ('in_force', 'under_appeal') OR (warned_at IS NOT NULL AND starts_at IS NOT NULL AND ends_at IS NOT NULL AND starts_at < ends_at AND imposed_by IS NOT NULL AND imposed_by <> proposed_by)", name="in_force"),
        sa.CheckConstraint("reasons <> '' AND gravity <> '' AND intention <> ''", name="reasons"),
        _one_of("state", "proposed", "warned", "answered", "unanswered", "in_force", "heeded", "dropped", "under_appeal", "lifted", "expired"),
        _index("ix_boycott_filer", "filer_id", "state"), _index(None, "proposal"),
        _index("uq_boycott_unfinished", "filer_id", unique=True, where="rights_holder_id IS NULL AND state IN ('proposed', 'warned', 'answered', 'unanswered', 'in_force', 'under_appeal')"),
        _index("uq_boycott_unfinished_principal", "filer_id", "rights_holder_id", unique=True, where="state IN ('proposed', 'warned', 'answered', 'unanswered', 'in_force', 'under_appeal')"),
    )  # fmt: skip
    sa.Table(
        "appeal", tables,
        _id(), _link("claim_id?", "claim", index=False),
        _link("boycott_id?", "boycott", index=False), *_texts("side", "state", "grounds"),
        *_moments("filed_at", "decided_at?"), _link("decided_by?", "person"), *_texts("reason?"),
        *_numbers("version"), sa.UniqueConstraint("boycott_id"),
        sa.UniqueConstraint("claim_id", "side"),
        sa.CheckConstraint("state NOT IN ('upheld', 'overturned') OR decided_by IS NOT NULL", name="decided"),
        sa.CheckConstraint("(claim_id IS NULL) <> (boycott_id IS NULL)", name="one_subject"),
        _one_of("side", "filer", "seller"),
        _one_of("state", "filed", "upheld", "overturned", "expired"),
    )  # fmt: skip
    sa.Table(
        "letter", tables,
        _id(), *_texts("kind", "language"), _link("filer_id?", "filer"),
        _link("store_id?", "store"), _link("complaint_id?", "complaint"),
        _link("boycott_id?", "boycott"), *_texts("subject", "body"),
        *_moments("created_at", "sent_at?"), _link("claim_id?", "claim"),
        _one_of("language", "en", "zh"),
        sa.CheckConstraint("(CASE WHEN filer_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN store_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN claim_id IS NULL THEN 0 ELSE 1 END) = 1", name="one_recipient"),
        _index(None, "sent_at"),
    )  # fmt: skip


def _desk(tables: sa.MetaData) -> None:
    """Who has a case in hand, and notes on it."""
    sa.Table(
        "lease", tables,
        *_texts("subject"), *_numbers("subject_id"), _link("person_id", "person"),
        *_moments("until"), sa.PrimaryKeyConstraint("subject", "subject_id"),
        _one_of("subject", "complaint", "appeal", "boycott", "flag"),
    )  # fmt: skip
    sa.Table(
        "note", tables,
        _id(), *_texts("subject"), *_numbers("subject_id"), _link("person_id", "person"),
        *_texts("text"), *_moments("at"),
        _one_of("subject", "complaint", "filer", "store", "flag", "boycott"),
        sa.CheckConstraint("text <> ''", name="text"),
        _index("ix_note_subject", "subject", "subject_id"),
    )  # fmt: skip


def _machinery(tables: sa.MetaData) -> None:
    """The ledger, jobs, and what keeps a request from acting twice."""
    sa.Table(
        "ledger", tables,
        _id(), *_moments("at"), *_texts("actor_kind"), *_numbers("actor_id"),
        *_texts("verb", "subject"), *_numbers("subject_id"), *_texts("why?"), *_jsons("facts"),
        _one_of("actor_kind", "person", "filer", "partner", "seller", "system"),
        _index("ix_ledger_actor", "actor_kind", "actor_id"), _index(None, "at"),
        _index("ix_ledger_subject", "subject", "subject_id"), _index(None, "verb"),
    )  # fmt: skip
    sa.Table(
        "job", tables,
        _id(), *_texts("kind", "unique_key?"), *_jsons("payload"), *_moments("run_at"),
        *_numbers("attempts"), *_texts("lease?"), *_moments("leased_until?", "done_at?"),
        *_texts("error?"), sa.UniqueConstraint("unique_key"),
        _index("ix_job_due", "done_at", "run_at"),
    )  # fmt: skip
    sa.Table(
        "replay", tables,
        _id(), _link("api_key_id", "api_key", index=False), *_texts("key", "fingerprint"),
        *_numbers("status?"), *_jsons("headers?"), *_texts("body?"), *_moments("created_at"),
        sa.UniqueConstraint("api_key_id", "key"), _index(None, "created_at"),
    )  # fmt: skip
    sa.Table(
        "form_key", tables,
        _id(), *_texts("digest", "location?"), *_moments("created_at"),
        sa.UniqueConstraint("digest"), _index(None, "created_at"),
    )  # fmt: skip
