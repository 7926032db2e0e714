"""One desk: listings as they were seen, search, the queue's views and questions, rings, mail as each
person chooses, and a policy that two persons put in force

Each part has its own two functions, back and forth. Nothing that is there changes its meaning.
"""

import sqlite3
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None
# The oldest revision whose code goes on running beside these tables.
survives = "0027"

WHEN = sa.DateTime(timezone=True)
CASES = "subject IN ('complaint', 'appeal', 'boycott', 'flag', 'ring', 'joining', 'alarm')"
# Claims that an import left undecided: nothing was filed here at the moment that it was recorded,
# and no clock ever ran.
LEFT_OPEN = """
UPDATE claim SET from_history = TRUE
WHERE state IN ('received', 'countered') AND decide_by IS NULL
  AND NOT EXISTS (SELECT 1 FROM clock WHERE clock.claim_id = claim.id)
  AND EXISTS (SELECT 1 FROM complaint
              WHERE complaint.id = claim.complaint_id
                AND complaint.filed_at <> complaint.recorded_at)
"""
DEMAND = "kind = 'demand_report'"
INDEXES_OF_CLAIMS = (
    (
        "ix_claim_unclocked", ["from_history", "complaint_id"],
        "state IN ('received', 'countered') AND decide_by IS NULL",
    ),
    ("ix_claim_asked", ["complaint_id"], "state = 'incomplete'"),
)  # fmt: skip


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


# The words are split before they come here: letters of any script are parts of a word, a space is not.
# Beginnings of three and four letters have an index of their own: what begins so is often in every
# other text. Four are three behind the sign of staff's words.
SEARCH_INDEX = """
CREATE VIRTUAL TABLE search_index USING fts5(
    words, content='search_entry', content_rowid='entry_id', tokenize='ascii', detail='none',
    prefix='3 4'
)
"""
# What is taken out is overwritten, not only marked as gone.
SEARCH_FORGETS = "INSERT INTO search_index(search_index, rank) VALUES('secure-delete', 1)"
# The first SQLite that can. With an earlier one, words stay in the index's file until it is merged.
SEARCH_FORGETS_FROM = (3, 42)
OUT = "INSERT INTO search_index(search_index, rowid, words) VALUES('delete', old.entry_id, old.words);"
IN = "INSERT INTO search_index(rowid, words) VALUES(new.entry_id, new.words);"
SEARCH_TRIGGERS = (
    f"CREATE TRIGGER search_entry_in AFTER INSERT ON search_entry BEGIN {IN} END",
    f"CREATE TRIGGER search_entry_out AFTER DELETE ON search_entry BEGIN {OUT} END",
    f"CREATE TRIGGER search_entry_anew AFTER UPDATE ON search_entry BEGIN {OUT} {IN} END",
)
# Beside its words an entry has those of its place: of what kind it is, and among which sixteen
# thousand and which thousand ids it stands, so that the newest are found without the older ones.
# What was written last waits in a list that each search reads: a short one.
SEARCH_WORDS = """
CREATE INDEX ix_search_entry_words ON search_entry USING gin (array_to_tsvector(
    string_to_array(words, ' ')
    || ARRAY['§' || (entry_id >> 10)::text, '§' || (entry_id >> 14)::text, '§' || (entry_id >> 32)::text]
)) WITH (gin_pending_list_limit = 256)
"""


def add_search() -> None:
    """The words by which staff find a case."""
    op.create_table(
        "search_entry",
        sa.Column(
            "entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_search_entry"),
    )
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.execute(SEARCH_WORDS)
        return
    op.execute(SEARCH_INDEX)
    if sqlite3.sqlite_version_info >= SEARCH_FORGETS_FROM:
        op.execute(SEARCH_FORGETS)
    for trigger in SEARCH_TRIGGERS:
        op.execute(trigger)


def drop_search() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_index")
    op.drop_table("search_entry")


def add_queue() -> None:
    """Saved views, teams and languages, who is to do a case, questions to a colleague."""
    op.add_column("person", sa.Column("team", sa.String(), nullable=True))
    op.add_column(
        "claim",
        sa.Column("from_history", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.execute(LEFT_OPEN)
    for name, columns, where in INDEXES_OF_CLAIMS:
        condition = sa.text(where)
        op.create_index(name, "claim", columns, sqlite_where=condition, postgresql_where=condition)
    demand = sa.text(DEMAND)
    op.create_index(
        "ix_event_demand", "event", ["complaint_id"], sqlite_where=demand, postgresql_where=demand
    )
    _add_assignment()
    _add_case_question()
    op.create_table(
        "person_language",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_person_language_person_id_person"
        ),
        sa.PrimaryKeyConstraint("person_id", "language", name="pk_person_language"),
    )
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("shared", sa.String(), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("made_at", WHEN, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_saved_view_person_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
        sa.UniqueConstraint("person_id", "name", name="uq_saved_view_person_id_name"),
    )
    op.create_table(
        "default_view",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("view_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_default_view_person_id_person"
        ),
        sa.ForeignKeyConstraint(
            ["view_id"], ["saved_view.id"], name="fk_default_view_view_id_saved_view"
        ),
        sa.PrimaryKeyConstraint("person_id", name="pk_default_view"),
    )
    op.create_index("ix_default_view_view_id", "default_view", ["view_id"])


def _add_assignment() -> None:
    op.create_table(
        "assignment",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("given_by", sa.Integer(), nullable=False),
        sa.Column("given_at", WHEN, nullable=False),
        sa.CheckConstraint(CASES, name="subject"),
        sa.CheckConstraint("(person_id IS NULL) <> (team IS NULL)", name="one_receiver"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_assignment_person_id_person"
        ),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name="fk_assignment_given_by_person"),
        sa.PrimaryKeyConstraint("subject", "subject_id", name="pk_assignment"),
    )
    op.create_index("ix_assignment_team", "assignment", ["team", "subject"])
    op.create_index("ix_assignment_person_id", "assignment", ["person_id"])
    op.create_index("ix_assignment_given_by", "assignment", ["given_by"])


def _add_case_question() -> None:
    op.create_table(
        "case_question",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", WHEN, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", WHEN, nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.CheckConstraint(CASES, name="subject"),
        sa.CheckConstraint("person_id IS NULL OR team IS NULL", name="one_receiver"),
        sa.CheckConstraint("(answered_at IS NULL) = (answer IS NULL)", name="answered"),
        sa.CheckConstraint("(answered_at IS NULL) = (answered_by IS NULL)", name="answerer"),
        *(
            sa.ForeignKeyConstraint(
                [column], ["person.id"], name=f"fk_case_question_{column}_person"
            )
            for column in ("asked_by", "person_id", "answered_by")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_case_question"),
    )
    op.create_index("ix_case_question_subject", "case_question", ["subject", "subject_id"])
    still_open = sa.text("answered_at IS NULL")
    op.create_index(
        "ix_case_question_open", "case_question", ["id"],
        sqlite_where=still_open, postgresql_where=still_open,
    )  # fmt: skip
    for column in ("asked_by", "person_id", "answered_by"):
        op.create_index(f"ix_case_question_{column}", "case_question", [column])


def drop_queue() -> None:
    for table in ("default_view", "saved_view", "person_language", "case_question", "assignment"):
        op.drop_table(table)
    for name, _columns, _where in INDEXES_OF_CLAIMS:
        op.drop_index(name, "claim")
    op.drop_index("ix_event_demand", "event")
    op.drop_column("claim", "from_history")
    op.drop_column("person", "team")


# What staff hold and note, beside rings.
ABOUT_RINGS = {
    "lease": ("complaint", "appeal", "boycott", "flag", "joining", "alarm"),
    "note": ("complaint", "filer", "store", "flag", "boycott"),
}


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
    for table, subjects in ABOUT_RINGS.items():
        place = subjects.index("flag") + 1
        _about(table, *subjects[:place], "ring", *subjects[place:])


def _about(table: str, *subjects: str) -> None:
    """Keep leases or notes to these subjects."""
    named = ", ".join(f"'{each}'" for each in subjects)
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(f"ck_{table}_subject"), type_="check")
        batch.create_check_constraint(op.f(f"ck_{table}_subject"), f"subject IN ({named})")


def drop_rings() -> None:
    """Delete rings, and with them who has one in hand and the notes on it."""
    for table, subjects in ABOUT_RINGS.items():
        rows = sa.table(table, sa.column("subject"))
        op.execute(sa.delete(rows).where(rows.c.subject == "ring"))
        _about(table, *subjects)
    op.drop_table("ring_member")
    op.drop_table("ring")


def add_mail() -> None:
    """How often each person gets letters by mail, and how a seller without its letter asks."""

    op.add_column(
        "account", sa.Column("by_mail", sa.String(), nullable=False, server_default="at_once")
    )


def drop_mail() -> None:
    op.drop_column("account", "by_mail")


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
