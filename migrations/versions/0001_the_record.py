"""The record"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


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


def _make_ledger_append_only() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(APPEND_ONLY_POSTGRESQL)
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(APPEND_ONLY_SQLITE.format(verb=verb))


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_document_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("sha256", name=op.f("uq_document_sha256")),
    )
    op.create_table(
        "filer",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IS NULL OR kind IN ('rights_holder', 'agent', 'individual')",
            name=op.f("ck_filer_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filer")),
        sa.UniqueConstraint("source", "reference", name=op.f("uq_filer_source_reference")),
    )
    with op.batch_alter_table("filer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_filer_party"), ["party"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("unique_key", sa.String(), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease", sa.String(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("unique_key", name=op.f("uq_job_unique_key")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_due", ["done_at", "run_at"], unique=False)

    op.create_table(
        "ledger",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "actor_kind IN ('person', 'filer', 'partner', 'seller', 'system')",
            name=op.f("ck_ledger_actor_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger")),
    )
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.create_index("ix_ledger_actor", ["actor_kind", "actor_id"], unique=False)
        batch_op.create_index("ix_ledger_subject", ["subject", "subject_id"], unique=False)

    op.create_table(
        "marketplace",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marketplace")),
        sa.UniqueConstraint("slug", name=op.f("uq_marketplace_slug")),
    )
    op.create_table(
        "operator",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator")),
        sa.UniqueConstraint("name", name=op.f("uq_operator_name")),
    )
    op.create_table(
        "partner",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
        sa.UniqueConstraint("slug", name=op.f("uq_partner_slug")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('reviewer', 'supervisor', 'administrator')", name=op.f("ck_person_role")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("handle", name=op.f("uq_person_handle")),
    )
    op.create_table(
        "rights_holder",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_holder")),
        sa.UniqueConstraint("source", "key", name=op.f("uq_rights_holder_source_key")),
    )
    with op.batch_alter_table("rights_holder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rights_holder_party"), ["party"], unique=False)

    op.create_table(
        "api_key",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("filer_id", sa.Integer(), nullable=True),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN person_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN filer_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN partner_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_api_key_one_owner"),
        ),
        sa.ForeignKeyConstraint(["filer_id"], ["filer.id"], name=op.f("fk_api_key_filer_id_filer")),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_api_key_partner_id_partner")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_api_key_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.UniqueConstraint("prefix", name=op.f("uq_api_key_prefix")),
    )
    with op.batch_alter_table("api_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_key_filer_id"), ["filer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_api_key_partner_id"), ["partner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_api_key_person_id"), ["person_id"], unique=False)

    op.create_table(
        "filer_identity",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("filer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("key_id", sa.String(), nullable=True),
        sa.Column("domain", sa.String(), nullable=True),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('email', 'phone', 'address', 'ip', 'ip_net', 'device', 'payment', 'website')",
            name=op.f("ck_filer_identity_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["filer_id"], ["filer.id"], name=op.f("fk_filer_identity_filer_id_filer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filer_identity")),
        sa.UniqueConstraint(
            "filer_id", "kind", "digest", name=op.f("uq_filer_identity_filer_id_kind_digest")
        ),
    )
    with op.batch_alter_table("filer_identity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_filer_identity_digest"), ["digest"], unique=False)

    op.create_table(
        "right",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("filer_id", sa.Integer(), nullable=False),
        sa.Column("rights_holder_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("jurisdiction", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("priority_on", sa.Date(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("first_published_on", sa.Date(), nullable=True),
        sa.Column("classes", sa.JSON(), nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('trademark', 'copyright', 'patent', 'design', 'other')",
            name=op.f("ck_right_kind"),
        ),
        sa.CheckConstraint(
            "status IS NULL OR status IN ('applied', 'registered', 'expired', 'cancelled')",
            name=op.f("ck_right_status"),
        ),
        sa.ForeignKeyConstraint(["filer_id"], ["filer.id"], name=op.f("fk_right_filer_id_filer")),
        sa.ForeignKeyConstraint(
            ["rights_holder_id"],
            ["rights_holder.id"],
            name=op.f("fk_right_rights_holder_id_rights_holder"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_right")),
        sa.UniqueConstraint("filer_id", "digest", name=op.f("uq_right_filer_id_digest")),
    )
    with op.batch_alter_table("right", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_right_key"), ["key"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_right_rights_holder_id"), ["rights_holder_id"], unique=False
        )

    op.create_table(
        "scan_run",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("data", sa.String(), nullable=False),
        sa.Column("filers", sa.Integer(), nullable=False),
        sa.Column("complaints", sa.Integer(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("flagged", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_scan_run_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_run")),
    )
    with op.batch_alter_table("scan_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scan_run_person_id"), ["person_id"], unique=False)

    op.create_table(
        "store",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("marketplace_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("operator_id", sa.Integer(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["marketplace_id"], ["marketplace.id"], name=op.f("fk_store_marketplace_id_marketplace")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("fk_store_operator_id_operator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store")),
        sa.UniqueConstraint(
            "marketplace_id", "reference", name=op.f("uq_store_marketplace_id_reference")
        ),
    )
    with op.batch_alter_table("store", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_store_operator_id"), ["operator_id"], unique=False)

    op.create_table(
        "api_key_scope",
        sa.Column("api_key_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.CheckConstraint(
            "scope IN ('file', 'file_on_behalf', 'decide', 'review', 'read')",
            name=op.f("ck_api_key_scope_scope"),
        ),
        sa.ForeignKeyConstraint(
            ["api_key_id"], ["api_key.id"], name=op.f("fk_api_key_scope_api_key_id_api_key")
        ),
        sa.PrimaryKeyConstraint("api_key_id", "scope", name=op.f("pk_api_key_scope")),
    )
    with op.batch_alter_table("api_key_scope", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_api_key_scope_api_key_id"), ["api_key_id"], unique=False
        )

    op.create_table(
        "authorization",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("filer_id", sa.Integer(), nullable=False),
        sa.Column("rights_holder_id", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("right_id", sa.Integer(), nullable=True),
        sa.Column("right_kind", sa.String(), nullable=True),
        sa.Column("marketplace_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "right_kind IS NULL OR right_kind IN ('trademark', 'copyright', 'patent', 'design', 'other')",
            name=op.f("ck_authorization_right_kind"),
        ),
        sa.CheckConstraint(
            "valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to",
            name=op.f("ck_authorization_dates"),
        ),
        sa.ForeignKeyConstraint(
            ["filer_id"], ["filer.id"], name=op.f("fk_authorization_filer_id_filer")
        ),
        sa.ForeignKeyConstraint(
            ["marketplace_id"],
            ["marketplace.id"],
            name=op.f("fk_authorization_marketplace_id_marketplace"),
        ),
        sa.ForeignKeyConstraint(
            ["right_id"], ["right.id"], name=op.f("fk_authorization_right_id_right")
        ),
        sa.ForeignKeyConstraint(
            ["rights_holder_id"],
            ["rights_holder.id"],
            name=op.f("fk_authorization_rights_holder_id_rights_holder"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authorization")),
        sa.UniqueConstraint("filer_id", "digest", name=op.f("uq_authorization_filer_id_digest")),
    )
    with op.batch_alter_table("authorization", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_authorization_marketplace_id"), ["marketplace_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_authorization_right_id"), ["right_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_authorization_rights_holder_id"), ["rights_holder_id"], unique=False
        )

    op.create_table(
        "filer_store",
        sa.Column("filer_id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["filer_id"], ["filer.id"], name=op.f("fk_filer_store_filer_id_filer")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["store.id"], name=op.f("fk_filer_store_store_id_store")
        ),
        sa.PrimaryKeyConstraint("filer_id", "store_id", name=op.f("pk_filer_store")),
    )
    with op.batch_alter_table("filer_store", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_filer_store_store_id"), ["store_id"], unique=False)

    op.create_table(
        "flag",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("filer_id", sa.Integer(), nullable=False),
        sa.Column("scan_run_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("near", sa.Float(), nullable=False),
        sa.Column("ring", sa.String(), nullable=True),
        sa.Column("ring_filers", sa.JSON(), nullable=False),
        sa.Column("findings", sa.String(), nullable=False),
        sa.Column("speaks_for", sa.JSON(), nullable=False),
        sa.Column("explained", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.Integer(), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "level IN ('none', 'watch', 'warning', 'boycott_review')", name=op.f("ck_flag_level")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'under_review', 'dismissed', 'confirmed')",
            name=op.f("ck_flag_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('dismissed', 'confirmed') OR (closed_at IS NOT NULL AND why IS NOT NULL)",
            name=op.f("ck_flag_closed"),
        ),
        sa.CheckConstraint("score >= 0 AND score <= 1", name=op.f("ck_flag_score")),
        sa.CheckConstraint("near >= 0 AND near <= 1", name=op.f("ck_flag_near")),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["person.id"], name=op.f("fk_flag_closed_by_person")
        ),
        sa.ForeignKeyConstraint(["filer_id"], ["filer.id"], name=op.f("fk_flag_filer_id_filer")),
        sa.ForeignKeyConstraint(
            ["scan_run_id"], ["scan_run.id"], name=op.f("fk_flag_scan_run_id_scan_run")
        ),
        sa.ForeignKeyConstraint(["taken_by"], ["person.id"], name=op.f("fk_flag_taken_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
    )
    with op.batch_alter_table("flag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_flag_closed_by"), ["closed_by"], unique=False)
        batch_op.create_index("ix_flag_filer", ["filer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_flag_scan_run_id"), ["scan_run_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_flag_taken_by"), ["taken_by"], unique=False)
        batch_op.create_index(
            "uq_flag_unfinished",
            ["filer_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('open', 'under_review')"),
            postgresql_where=sa.text("state IN ('open', 'under_review')"),
        )

    op.create_table(
        "listing",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("marketplace_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=True),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("listed_on", sa.Date(), nullable=True),
        sa.Column("price", sa.Numeric(precision=16, scale=4), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("sales_30d", sa.Integer(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("catalogued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('listing', 'storefront')", name=op.f("ck_listing_kind")),
        sa.CheckConstraint("price IS NULL OR price >= 0", name=op.f("ck_listing_price")),
        sa.ForeignKeyConstraint(
            ["marketplace_id"],
            ["marketplace.id"],
            name=op.f("fk_listing_marketplace_id_marketplace"),
        ),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_listing_store_id_store")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing")),
        sa.UniqueConstraint(
            "marketplace_id", "reference", name=op.f("uq_listing_marketplace_id_reference")
        ),
    )
    with op.batch_alter_table("listing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_listing_store_id"), ["store_id"], unique=False)

    op.create_table(
        "replay",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("api_key_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", sa.JSON(), nullable=True),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["api_key_id"], ["api_key.id"], name=op.f("fk_replay_api_key_id_api_key")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replay")),
        sa.UniqueConstraint("api_key_id", "key", name=op.f("uq_replay_api_key_id_key")),
    )
    with op.batch_alter_table("replay", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_replay_created_at"), ["created_at"], unique=False)

    op.create_table(
        "boycott",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("filer_id", sa.Integer(), nullable=False),
        sa.Column("rights_holder_id", sa.Integer(), nullable=True),
        sa.Column("flag_id", sa.Integer(), nullable=False),
        sa.Column("proposal", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("manifestly_unfounded", sa.Integer(), nullable=False),
        sa.Column("graded_otherwise", sa.Integer(), nullable=False),
        sa.Column("ungraded", sa.Integer(), nullable=False),
        sa.Column("window_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("window_to", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gravity", sa.String(), nullable=False),
        sa.Column("intention", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("warned_by", sa.Integer(), nullable=True),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("imposed_by", sa.Integer(), nullable=True),
        sa.Column("imposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("urgent_reason", sa.String(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "reasons <> '' AND gravity <> '' AND intention <> ''", name=op.f("ck_boycott_reasons")
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'warned', 'answered', 'unanswered', 'in_force', 'heeded', 'dropped', 'under_appeal', 'lifted', 'expired')",
            name=op.f("ck_boycott_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('in_force', 'under_appeal') OR (warned_at IS NOT NULL AND starts_at IS NOT NULL AND ends_at IS NOT NULL AND starts_at < ends_at AND imposed_by IS NOT NULL AND imposed_by <> proposed_by)",
            name=op.f("ck_boycott_in_force"),
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["person.id"], name=op.f("fk_boycott_ended_by_person")
        ),
        sa.ForeignKeyConstraint(["filer_id"], ["filer.id"], name=op.f("fk_boycott_filer_id_filer")),
        sa.ForeignKeyConstraint(["flag_id"], ["flag.id"], name=op.f("fk_boycott_flag_id_flag")),
        sa.ForeignKeyConstraint(
            ["imposed_by"], ["person.id"], name=op.f("fk_boycott_imposed_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_boycott_proposed_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["rights_holder_id"],
            ["rights_holder.id"],
            name=op.f("fk_boycott_rights_holder_id_rights_holder"),
        ),
        sa.ForeignKeyConstraint(
            ["warned_by"], ["person.id"], name=op.f("fk_boycott_warned_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boycott")),
    )
    with op.batch_alter_table("boycott", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_boycott_ended_by"), ["ended_by"], unique=False)
        batch_op.create_index("ix_boycott_filer", ["filer_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_boycott_flag_id"), ["flag_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_boycott_imposed_by"), ["imposed_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_boycott_proposal"), ["proposal"], unique=False)
        batch_op.create_index(batch_op.f("ix_boycott_proposed_by"), ["proposed_by"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_boycott_rights_holder_id"), ["rights_holder_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_boycott_warned_by"), ["warned_by"], unique=False)
        batch_op.create_index(
            "uq_boycott_unfinished",
            ["filer_id"],
            unique=True,
            sqlite_where=sa.text(
                "rights_holder_id IS NULL AND state IN ('proposed', 'warned', 'answered', 'unanswered', 'in_force', 'under_appeal')"
            ),
            postgresql_where=sa.text(
                "rights_holder_id IS NULL AND state IN ('proposed', 'warned', 'answered', 'unanswered', 'in_force', 'under_appeal')"
            ),
        )
        batch_op.create_index(
            "uq_boycott_unfinished_principal",
            ["filer_id", "rights_holder_id"],
            unique=True,
            sqlite_where=sa.text(
                "state IN ('proposed', 'warned', 'answered', 'unanswered', 'in_force', 'under_appeal')"
            ),
            postgresql_where=sa.text(
                "state IN ('proposed', 'warned', 'answered', 'unanswered', 'in_force', 'under_appeal')"
            ),
        )

    op.create_table(
        "signal",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("flag_id", sa.Integer(), nullable=False),
        sa.Column("scan_run_id", sa.Integer(), nullable=False),
        sa.Column("detector", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("strength", sa.Float(), nullable=False),
        sa.Column("log_odds", sa.Float(), nullable=False),
        sa.Column("score_without", sa.Float(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "family IN ('outcomes', 'conduct', 'structure', 'authority')",
            name=op.f("ck_signal_family"),
        ),
        sa.CheckConstraint("strength >= 0 AND strength <= 1", name=op.f("ck_signal_strength")),
        sa.ForeignKeyConstraint(["flag_id"], ["flag.id"], name=op.f("fk_signal_flag_id_flag")),
        sa.ForeignKeyConstraint(
            ["scan_run_id"], ["scan_run.id"], name=op.f("fk_signal_scan_run_id_scan_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal")),
        sa.UniqueConstraint(
            "flag_id",
            "scan_run_id",
            "detector",
            name=op.f("uq_signal_flag_id_scan_run_id_detector"),
        ),
    )
    with op.batch_alter_table("signal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signal_scan_run_id"), ["scan_run_id"], unique=False)

    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("filer_id", sa.Integer(), nullable=False),
        sa.Column("rights_holder_id", sa.Integer(), nullable=True),
        sa.Column("right_id", sa.Integer(), nullable=False),
        sa.Column("authorization_id", sa.Integer(), nullable=True),
        sa.Column("boycott_id", sa.Integer(), nullable=True),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("statement", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unlisted_rejected", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "basis IN ('counterfeit', 'trademark', 'copyright', 'patent', 'design', 'circumvention', 'unauthorised_channel', 'other')",
            name=op.f("ck_complaint_basis"),
        ),
        sa.CheckConstraint(
            "channel IS NULL OR channel IN ('form', 'api', 'email', 'other')",
            name=op.f("ck_complaint_channel"),
        ),
        sa.CheckConstraint("unlisted_rejected >= 0", name=op.f("ck_complaint_unlisted_rejected")),
        sa.ForeignKeyConstraint(
            ["authorization_id"],
            ["authorization.id"],
            name=op.f("fk_complaint_authorization_id_authorization"),
        ),
        sa.ForeignKeyConstraint(
            ["boycott_id"], ["boycott.id"], name=op.f("fk_complaint_boycott_id_boycott")
        ),
        sa.ForeignKeyConstraint(
            ["filer_id"], ["filer.id"], name=op.f("fk_complaint_filer_id_filer")
        ),
        sa.ForeignKeyConstraint(
            ["right_id"], ["right.id"], name=op.f("fk_complaint_right_id_right")
        ),
        sa.ForeignKeyConstraint(
            ["rights_holder_id"],
            ["rights_holder.id"],
            name=op.f("fk_complaint_rights_holder_id_rights_holder"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("source", "reference", name=op.f("uq_complaint_source_reference")),
    )
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_complaint_authorization_id"), ["authorization_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_complaint_boycott_id"), ["boycott_id"], unique=False)
        batch_op.create_index("ix_complaint_filed", ["filed_at", "id"], unique=False)
        batch_op.create_index("ix_complaint_filer", ["filer_id", "filed_at", "id"], unique=False)
        batch_op.create_index("ix_complaint_right", ["right_id", "filed_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_complaint_rights_holder_id"), ["rights_holder_id"], unique=False
        )

    op.create_table(
        "intake_check",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("signs", sa.JSON(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('authority', 'burst')", name=op.f("ck_intake_check_kind")),
        sa.CheckConstraint(
            "(verified_at IS NULL) = (verified_by IS NULL)", name=op.f("ck_intake_check_verified")
        ),
        sa.CheckConstraint(
            "kind = 'authority' OR verified_at IS NULL",
            name=op.f("ck_intake_check_only_authority"),
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_intake_check_complaint_id_complaint"),
        ),
        sa.ForeignKeyConstraint(
            ["verified_by"], ["person.id"], name=op.f("fk_intake_check_verified_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_check")),
        sa.UniqueConstraint("complaint_id", "kind", name=op.f("uq_intake_check_complaint_id_kind")),
    )
    with op.batch_alter_table("intake_check", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_intake_check_verified_by"), ["verified_by"], unique=False
        )

    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=True),
        sa.Column("operator_id", sa.Integer(), nullable=True),
        sa.Column("filer_id", sa.Integer(), nullable=False),
        sa.Column("right_key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("store_name", sa.String(), nullable=True),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("listed_on", sa.Date(), nullable=True),
        sa.Column("price", sa.Numeric(precision=16, scale=4), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("sales_30d", sa.Integer(), nullable=True),
        sa.Column("status_at_filing", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("listing_down", sa.Boolean(), nullable=False),
        sa.Column("merit", sa.String(), nullable=True),
        sa.Column("duplicate_of", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "merit IS NULL OR merit IN ('founded', 'unfounded', 'manifestly_unfounded')",
            name=op.f("ck_claim_merit"),
        ),
        sa.CheckConstraint(
            "merit IS NULL OR state IN ('closed', 'moot', 'reinstated', 'rejected', 'removed', 'withdrawn')",
            name=op.f("ck_claim_merit_when_closed"),
        ),
        sa.CheckConstraint(
            "state IN ('received', 'not_processed', 'incomplete', 'closed', 'removed', 'rejected', 'countered', 'moot', 'reinstated', 'withdrawn')",
            name=op.f("ck_claim_state"),
        ),
        sa.CheckConstraint(
            "status_at_filing IS NULL OR status_at_filing IN ('live', 'gone')",
            name=op.f("ck_claim_status_at_filing"),
        ),
        sa.CheckConstraint(
            "duplicate_of IS NULL OR duplicate_of <> id", name=op.f("ck_claim_not_of_itself")
        ),
        sa.CheckConstraint("price IS NULL OR price >= 0", name=op.f("ck_claim_price")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_claim_complaint_id_complaint")
        ),
        sa.ForeignKeyConstraint(
            ["duplicate_of"], ["claim.id"], name=op.f("fk_claim_duplicate_of_claim")
        ),
        sa.ForeignKeyConstraint(["filer_id"], ["filer.id"], name=op.f("fk_claim_filer_id_filer")),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_claim_listing_id_listing")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("fk_claim_operator_id_operator")
        ),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_claim_store_id_store")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint(
            "complaint_id", "listing_id", name=op.f("uq_claim_complaint_id_listing_id")
        ),
    )
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_duplicate_of"), ["duplicate_of"], unique=False)
        batch_op.create_index("ix_claim_filer", ["filer_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_listing_id"), ["listing_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_operator_id"), ["operator_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_store_id"), ["store_id"], unique=False)
        batch_op.create_index(
            "uq_claim_open",
            ["filer_id", "right_key", "listing_id"],
            unique=True,
            sqlite_where=sa.text(
                "state IN ('received', 'incomplete', 'countered') AND duplicate_of IS NULL"
            ),
            postgresql_where=sa.text(
                "state IN ('received', 'incomplete', 'countered') AND duplicate_of IS NULL"
            ),
        )

    op.create_table(
        "complaint_document",
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("filename", sa.String(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('registration', 'authorization', 'identity', 'evidence')",
            name=op.f("ck_complaint_document_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_complaint_document_complaint_id_complaint"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_complaint_document_document_id_document"),
        ),
        sa.PrimaryKeyConstraint(
            "complaint_id", "document_id", "kind", name=op.f("pk_complaint_document")
        ),
    )
    with op.batch_alter_table("complaint_document", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_complaint_document_document_id"), ["document_id"], unique=False
        )

    op.create_table(
        "complaint_identity",
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("filer_identity_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_complaint_identity_complaint_id_complaint"),
        ),
        sa.ForeignKeyConstraint(
            ["filer_identity_id"],
            ["filer_identity.id"],
            name=op.f("fk_complaint_identity_filer_identity_id_filer_identity"),
        ),
        sa.PrimaryKeyConstraint(
            "complaint_id", "filer_identity_id", name=op.f("pk_complaint_identity")
        ),
    )
    with op.batch_alter_table("complaint_identity", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_complaint_identity_filer_identity_id"),
            ["filer_identity_id"],
            unique=False,
        )

    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("merit", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("harm_days_offline", sa.Float(), nullable=True),
        sa.Column("harm_sales_lost", sa.Float(), nullable=True),
        sa.Column("harm_currency", sa.String(), nullable=True),
        sa.Column("all_targets", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.CheckConstraint(
            "by IS NULL OR by IN ('staff', 'rule', 'filer', 'seller', 'court')",
            name=op.f("ck_event_by"),
        ),
        sa.CheckConstraint(
            "kind <> 'grading' OR merit IS NOT NULL", name=op.f("ck_event_grading_has_merit")
        ),
        sa.CheckConstraint(
            "kind IN ('takedown', 'rejection', 'counter_notice', 'withdrawal', 'reinstatement', 'amendment', 'listing_gone', 'lapse', 'demand_report', 'grading', 'appeal', 'appeal_decision')",
            name=op.f("ck_event_kind"),
        ),
        sa.CheckConstraint(
            "merit IS NULL OR kind IN ('rejection', 'reinstatement', 'withdrawal', 'grading', 'appeal_decision')",
            name=op.f("ck_event_merit_where_graded"),
        ),
        sa.CheckConstraint(
            "merit IS NULL OR merit IN ('founded', 'unfounded', 'manifestly_unfounded')",
            name=op.f("ck_event_merit"),
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_event_complaint_id_complaint")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_event_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("complaint_id", "digest", name=op.f("uq_event_complaint_id_digest")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index("ix_event_at", ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_person_id"), ["person_id"], unique=False)

    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("filer_id", sa.Integer(), nullable=True),
        sa.Column("store_id", sa.Integer(), nullable=True),
        sa.Column("complaint_id", sa.Integer(), nullable=True),
        sa.Column("boycott_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("language IN ('en', 'zh')", name=op.f("ck_letter_language")),
        sa.CheckConstraint(
            "(filer_id IS NULL) <> (store_id IS NULL)", name=op.f("ck_letter_one_recipient")
        ),
        sa.ForeignKeyConstraint(
            ["boycott_id"], ["boycott.id"], name=op.f("fk_letter_boycott_id_boycott")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_letter_complaint_id_complaint")
        ),
        sa.ForeignKeyConstraint(["filer_id"], ["filer.id"], name=op.f("fk_letter_filer_id_filer")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_letter_store_id_store")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_boycott_id"), ["boycott_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_complaint_id"), ["complaint_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_filer_id"), ["filer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_sent_at"), ["sent_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_store_id"), ["store_id"], unique=False)

    op.create_table(
        "signal_complaint",
        sa.Column("signal_id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_signal_complaint_complaint_id_complaint"),
        ),
        sa.ForeignKeyConstraint(
            ["signal_id"], ["signal.id"], name=op.f("fk_signal_complaint_signal_id_signal")
        ),
        sa.PrimaryKeyConstraint("signal_id", "complaint_id", name=op.f("pk_signal_complaint")),
    )
    with op.batch_alter_table("signal_complaint", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_signal_complaint_complaint_id"), ["complaint_id"], unique=False
        )

    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.Column("boycott_id", sa.Integer(), nullable=True),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("side IN ('filer', 'seller')", name=op.f("ck_appeal_side")),
        sa.CheckConstraint(
            "state IN ('filed', 'upheld', 'overturned', 'expired')", name=op.f("ck_appeal_state")
        ),
        sa.CheckConstraint(
            "state NOT IN ('upheld', 'overturned') OR decided_by IS NOT NULL",
            name=op.f("ck_appeal_decided"),
        ),
        sa.CheckConstraint(
            "(claim_id IS NULL) <> (boycott_id IS NULL)", name=op.f("ck_appeal_one_subject")
        ),
        sa.ForeignKeyConstraint(
            ["boycott_id"], ["boycott.id"], name=op.f("fk_appeal_boycott_id_boycott")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_appeal_claim_id_claim")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_appeal_decided_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("boycott_id", name=op.f("uq_appeal_boycott_id")),
        sa.UniqueConstraint("claim_id", "side", name=op.f("uq_appeal_claim_id_side")),
    )
    with op.batch_alter_table("appeal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appeal_decided_by"), ["decided_by"], unique=False)

    op.create_table(
        "counter_notice",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("contact", sa.LargeBinary(), nullable=True),
        sa.Column("contact_key_id", sa.String(), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_counter_notice_claim_id_claim")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_counter_notice_event_id_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter_notice")),
        sa.UniqueConstraint("event_id", name=op.f("uq_counter_notice_event_id")),
    )
    with op.batch_alter_table("counter_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_counter_notice_claim_id"), ["claim_id"], unique=False)

    op.create_table(
        "event_claim",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("applied", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_event_claim_claim_id_claim")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_claim_event_id_event")
        ),
        sa.PrimaryKeyConstraint("event_id", "claim_id", name=op.f("pk_event_claim")),
    )
    with op.batch_alter_table("event_claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_claim_claim_id"), ["claim_id"], unique=False)

    _make_ledger_append_only()


def downgrade() -> None:
    op.drop_table("event_claim")
    op.drop_table("counter_notice")
    op.drop_table("appeal")
    op.drop_table("signal_complaint")
    op.drop_table("letter")
    op.drop_table("event")
    op.drop_table("complaint_identity")
    op.drop_table("complaint_document")
    op.drop_table("claim")
    op.drop_table("intake_check")
    op.drop_table("complaint")
    op.drop_table("signal")
    op.drop_table("boycott")
    op.drop_table("replay")
    op.drop_table("listing")
    op.drop_table("flag")
    op.drop_table("filer_store")
    op.drop_table("authorization")
    op.drop_table("api_key_scope")
    op.drop_table("store")
    op.drop_table("scan_run")
    op.drop_table("right")
    op.drop_table("filer_identity")
    op.drop_table("api_key")
    op.drop_table("rights_holder")
    op.drop_table("person")
    op.drop_table("partner")
    op.drop_table("operator")
    op.drop_table("marketplace")
    op.drop_table("ledger")
    op.drop_table("job")
    op.drop_table("filer")
    op.drop_table("document")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION ledger_append_only")
