"""`cleanhands ledger`, as an operator types it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from complaints.base.errors import AlteredError, Refusal
from complaints.commands.backup import backup
from complaints.commands.ledger import ledger_group
from complaints.models import LedgerEntry, LedgerSeal
from complaints.storage.context import Context
from tests.scenes.chains import MINUTE, attack, found, seal, seal_anew, verify, write
from tests.scenes.clock import NOW

HOLDS = "The ledger holds.\n"


@pytest.mark.both_databases
def test_a_ledger_that_holds(run: Any, context: Context) -> None:
    write(context, "Why.", None)
    seal(context)
    write(context, None, at=NOW + MINUTE)
    assert run(ledger_group, "verify") == (
        f"{HOLDS}2 sealed, 1 not sealed yet (the oldest since 2026-07-01T09:01:00.000000Z), "
        "0 with erased words.\n"
    )
    assert run.code == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_schema_that_was_altered_is_told_and_the_chain_followed_all_the_same(
    run: Any, context: Context, tmp_path: Path
) -> None:
    write(context, "Why.")
    with context.database.transaction() as session:
        session.execute(text("DROP TRIGGER ledger_no_update"))
    assert run(ledger_group, "verify").startswith(HOLDS)
    assert (run.code, "missing: the trigger ledger_no_update" in run.stderr) == (1, True)
    assert "Backup of" in run(backup, str(tmp_path / "backup.tar"))
    assert (run.code, "the trigger ledger_no_update" in run.stderr) == (0, True)
    with context.database.transaction() as session:
        session.execute(text("ALTER TABLE store DROP COLUMN name"))
    assert run(ledger_group, "verify").startswith(HOLDS)
    with pytest.raises(AlteredError, match="the column store"):
        run(backup, str(tmp_path / "other.tar"))


def test_an_empty_ledger_holds(run: Any, context: Context) -> None:
    assert run(ledger_group, "verify").startswith(HOLDS)
    assert json.loads(run(ledger_group, "head"))["position"] == 0


@pytest.mark.both_databases
def test_the_first_that_was_tampered_with_is_named(run: Any, context: Context) -> None:
    write(context, *["Why."] * 5)
    seal(context)
    attack(context, "UPDATE ledger SET why = 'Other.' WHERE id = 4",
           "UPDATE ledger SET verb = 'x' WHERE id = 2")  # fmt: skip
    assert run(ledger_group, "verify").splitlines()[:2] == [
        "Entry 2 was changed, at position 2 of the chain.",
        "It is the first of 2 places where the chain is broken.",
    ]
    assert run.code == 1


def test_what_a_program_reads_of_it(run: Any, context: Context) -> None:
    write(context, *["Why."] * 2)
    seal(context)
    whole = json.loads(run(ledger_group, "verify", "--format", "json"))
    assert whole == {
        "holds": True, "schema_altered": False, "sealed": 2, "waiting": 0, "since": None,
        "erased": 0, "wrong": 0, "first": None, "kept": None,
    }  # fmt: skip
    attack(context, "UPDATE ledger SET why = 'Other.' WHERE id = 2")
    broken = json.loads(run(ledger_group, "verify", "--format", "json"))
    assert (run.code, broken["holds"], broken["wrong"]) == (1, False, 1)
    assert broken["first"] == {"wrong": "changed", "position": 2, "ledger_id": 2}


@pytest.fixture
def head(run: Any, context: Context, tmp_path: Path) -> Path:
    write(context, "Why.", None, "Why.")
    seal(context)
    file = tmp_path / "heads.jsonl"
    file.write_text(run(ledger_group, "head"))
    return file


def said(run: Any, file: Path) -> list[str]:
    lines: list[str] = run(ledger_group, "verify", "--head", str(file)).splitlines()
    return lines


def test_a_head_that_is_in_the_chain(run: Any, context: Context, head: Path) -> None:
    write(context, "Later.", at=NOW + MINUTE)
    seal(context)
    first, second, _ = said(run, head)
    assert first == "The ledger holds."
    assert second.endswith("position 3.")
    assert run.code == 0


def test_a_head_of_a_longer_chain(run: Any, context: Context, head: Path) -> None:
    attack(context, "DELETE FROM ledger_seal WHERE position = 3", "DELETE FROM ledger WHERE id = 3")
    first, second, _ = said(run, head)
    assert first == "The chain holds in itself."
    assert second.startswith("The end was cut off: ")
    assert run.code == 1


def test_a_head_of_another_hash(run: Any, context: Context, head: Path) -> None:
    attack(context, "UPDATE ledger SET verb = 'x' WHERE id = 2")
    seal_anew(context, 1)
    assert said(run, head)[1].startswith("The chain was made anew: ")
    assert run.code == 1


def test_a_head_of_another_database(run: Any, context: Context, head: Path) -> None:
    other = json.loads(head.read_text()) | {"database": "another"}
    head.write_text(json.dumps(other))
    assert said(run, head)[1].endswith(" is of another database, another.")
    assert run.code == 1


@pytest.mark.parametrize(
    ("content", "named"), [("", "it is empty"), ("\n{}\n", "line 2 is damaged"),
                           (b"\xff\xfe", "line 1 is damaged")],
)  # fmt: skip
def test_a_damaged_file_of_heads(
    run: Any, context: Context, head: Path, content: str | bytes, named: str
) -> None:
    head.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert said(run, head) == []
    assert named in run.stderr
    assert run.code == 1


@pytest.mark.both_databases
def test_words_are_erased_and_the_chain_holds(run: Any, context: Context) -> None:
    write(context, "Ann Lee did it.", None)
    seal(context)
    run(ledger_group, "erase-words", "1", "--why", "Request 14.")
    with context.database.reading() as session:
        entry = session.get_one(LedgerEntry, 1)
        erased = session.scalars(select(LedgerEntry).where(LedgerEntry.id == 3)).one()
        one = session.get_one(LedgerSeal, 1)
        assert (entry.why, entry.verb) == (None, "dismiss")
        assert (one.salt, len(one.words or "")) == (None, 64)
        assert (erased.verb, erased.subject, erased.subject_id) == ("erased_words", "ledger", 1)
        assert (erased.why, erased.hand_kind) == ("Request 14.", "command")
    verdict = verify(context)
    assert (verdict.holds, verdict.erased) == (True, 1)
    seal(context)
    assert "1 with erased words" in run(ledger_group, "verify")


@pytest.mark.parametrize(
    ("number", "why", "slug"),
    [("9", "W.", "not-found"), ("2", "W.", "wrong-state"), ("3", "W.", "wrong-state"),
     ("1", " ", "invalid-request")],
)  # fmt: skip
def test_words_that_are_not_erased(
    run: Any, context: Context, number: str, why: str, slug: str
) -> None:
    """There is no such entry, it has no words, it is not sealed yet, no reason is given."""
    write(context, "Why.", None)
    seal(context)
    write(context, "Why.")
    with pytest.raises(Refusal) as refused:
        run(ledger_group, "erase-words", number, "--why", why)
    assert refused.value.slug == slug
    with context.database.reading() as session:
        assert session.scalars(select(LedgerEntry.why).order_by(LedgerEntry.id)).all() == [
            "Why.",
            None,
            "Why.",
        ]


def test_erasing_twice_is_refused(run: Any, context: Context) -> None:
    write(context, "Why.")
    seal(context)
    run(ledger_group, "erase-words", "1", "--why", "W.")
    with pytest.raises(Refusal):
        run(ledger_group, "erase-words", "1", "--why", "W.")
    assert found(context) is None
