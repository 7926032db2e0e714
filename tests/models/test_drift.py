"""What somebody altered by hand is named, and lets nothing start; what is extra is told only."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from complaints import drift
from complaints.drift import Drift
from complaints.storage.db import Database
from complaints.words import say

pytestmark = pytest.mark.both_databases

MISSING, DIFFERENT, EXTRA = "missing", "different", "extra"
TOO_MANY = " (one too many)"
# What is done to the database, and what is named then.
BOTH = {
    "DROP TABLE note": (MISSING, "the table note"),
    "ALTER TABLE store DROP COLUMN name": (MISSING, "the column store.name"),
    "DROP INDEX ix_ledger_verb": (MISSING, "the index ix_ledger_verb"),
    "CREATE TABLE odd (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)": (EXTRA, "the table odd"),
    "ALTER TABLE note ADD COLUMN odd INTEGER": (EXTRA, "the column note.odd"),
    "ALTER TABLE note ADD COLUMN odd INTEGER DEFAULT 1 NOT NULL": (EXTRA, "the column note.odd"),
    "CREATE INDEX ix_odd ON note (text)": (EXTRA, "the index ix_odd"),
    "CREATE UNIQUE INDEX uq_odd ON note (text)": (DIFFERENT, f"the index uq_odd{TOO_MANY}"),
    "DROP INDEX ix_ledger_at\nCREATE INDEX ix_ledger_at ON ledger (verb)": (
        DIFFERENT, "the index ix_ledger_at (verb instead of at)",
    ),
    "DROP INDEX uq_link_judgement_standing\n"
    "CREATE INDEX uq_link_judgement_standing ON link_judgement (a_id, b_id)"
    " WHERE superseded_at IS NULL": (
        DIFFERENT,
        "the index uq_link_judgement_standing (a_id b_id where superseded_at"
        " instead of unique a_id b_id where superseded_at)",
    ),
}  # fmt: skip
SQLITE = {
    "DROP TRIGGER ledger_no_update": (MISSING, "the trigger ledger_no_update"),
    "DROP TRIGGER ledger_no_delete\nCREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger"
    " BEGIN SELECT 1; END": (
        DIFFERENT, "the trigger ledger_no_delete (does not refuse instead of refuses)",
    ),
}  # fmt: skip
POSTGRESQL = {
    "ALTER TABLE ledger DISABLE TRIGGER ledger_no_update": (
        DIFFERENT, "the trigger ledger_no_update (does not refuse instead of refuses)",
    ),
    "ALTER TABLE note ALTER COLUMN text DROP NOT NULL": (
        DIFFERENT,
        "the column note.text (text optional instead of text required without a default)",
    ),
    "ALTER TABLE note ALTER COLUMN at TYPE timestamp": (
        DIFFERENT,
        "the column note.at (timestamp without time zone required without a default"
        " instead of moment required without a default)",
    ),
    "ALTER TABLE installation ALTER COLUMN oldest_code DROP DEFAULT": (
        DIFFERENT,
        "the column installation.oldest_code (text required without a default"
        " instead of text required)",
    ),
    "ALTER TABLE note ADD COLUMN odd INTEGER NOT NULL": (
        DIFFERENT, f"the column note.odd{TOO_MANY}",
    ),
    "ALTER TABLE note DROP CONSTRAINT fk_note_person_id_person": (
        MISSING, "the key note: person_id to person.id",
    ),
    "ALTER TABLE marketplace DROP CONSTRAINT uq_marketplace_slug": (
        MISSING, "the key marketplace: unique slug",
    ),
    "ALTER TABLE appeal DROP CONSTRAINT ck_appeal_one_subject": (
        MISSING, "the check ck_appeal_one_subject",
    ),
    "ALTER TABLE appeal DROP CONSTRAINT ck_appeal_side\nALTER TABLE appeal ADD CONSTRAINT"
    " ck_appeal_side CHECK (side IN ('filer', 'seller', 'staff'))": (
        DIFFERENT, "the check ck_appeal_side ('filer' 'seller' 'staff' side"
        " instead of 'filer' 'seller' side)",
    ),
    "ALTER TABLE flag DROP CONSTRAINT ck_flag_near\nALTER TABLE flag ADD CONSTRAINT"
    " ck_flag_near CHECK (near > 0 AND near <= 1)": (
        DIFFERENT, "the check ck_flag_near (0 1 <= > near instead of 0 1 <= >= near)",
    ),
    "ALTER TABLE note ADD CONSTRAINT ck_note_odd CHECK (text <> 'odd')": (
        DIFFERENT, f"the check ck_note_odd{TOO_MANY}",
    ),
    "ALTER TABLE note ALTER COLUMN id DROP DEFAULT": (
        DIFFERENT,
        "the column note.id (integer required without a default instead of integer required)",
    ),
    "CREATE SCHEMA other\nSET LOCAL search_path = other, public\nCREATE TABLE odd (n INTEGER)": (
        EXTRA, "the table odd",
    ),
}  # fmt: skip


def changes(dialect: str) -> list[tuple[str, str, str]]:
    own = SQLITE if dialect == "sqlite" else POSTGRESQL
    return [(statement, *named) for statement, named in {**BOTH, **own}.items()]


def test_what_was_altered_by_hand_is_named(database: Database) -> None:
    """Each change is made, looked at and rolled back: DDL is transactional on both."""
    assert drift.find_drift(database) == Drift()
    for statement, where, name in changes(database.engine.dialect.name):
        with database.engine.connect() as connection:
            for each in statement.split("\n"):
                connection.execute(text(each))
            drifted = drift.of_connection(connection)
            connection.rollback()
        assert [say(thing) for thing in getattr(drifted, where)] == [name], statement
        assert drifted.holds is (where == EXTRA), statement
        others = {MISSING, DIFFERENT, EXTRA} - {where}
        assert [getattr(drifted, each) for each in others] == [(), ()], statement
