"""What went in comes out, and comes out the same again after another import."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from complaints.commands.exports import export_group
from complaints.commands.imports import import_group
from complaints.health import opening
from complaints.models import FilerIdentity, LedgerEntry
from complaints.schemas.filing.interchange import check_line
from complaints.storage.context import Context
from complaints.storage.db import Database
from tests.importers.test_interchange import context, write
from tests.services.filing.test_histories import ONE, TWO, event, line

__all__ = ["context"]

FULL: dict[str, Any] = {
    "reference": "C-9",
    "filed_at": "2026-02-01T10:00:00.250000Z",
    "source": "portal",
    "channel": "form",
    "filer": {
        "reference": "F-9", "name": "Überbrand 代理", "kind": "agent", "country": "CN",
        "email": "Legal@Agent.example", "phone": "+442079460018; +8613812345678",
        "address": "1 Road", "ip": "203.0.113.9", "device": "d-1", "payment": "p-1",
        "website": "https://agent.example", "operates": ["mine"],
        "registered_at": "2020-01-01T00:00:00Z",
    },
    "rights_holder": {"reference": "H", "name": "Holder", "country": "DE"},
    "right": {
        "kind": "trademark", "number": "77", "jurisdiction": "EU", "title": "X",
        "url": "https://register.example/77", "applied_on": "2019-01-01",
        "registered_on": "2019-06-01", "classes": [3, 45], "status": "registered",
        "territories": ["DE", "FR"],
    },
    "authorization": {"reference": "P", "valid_from": "2020-01-01", "valid_to": "2030-01-01"},
    "basis": "counterfeit",
    "statement": "“It is.”\n",
    "documents": [{"kind": "evidence", "sha256": "0" * 64, "filename": "a.pdf"}],
    "targets": [
        {
            "url": ONE, "marketplace": "ebay", "listing_id": "123456789012", "store_id": "s",
            "store_name": "S", "operator": "Op", "category": "toys", "title": "T",
            "listed_on": "2025-01-01", "price": 9.99, "currency": "USD", "sales_30d": 4,
            "status_at_filing": "live", "delivers_to": ["DE"],
        },
        {"url": TWO, "marketplace": "ebay", "listing_id": "123456789013", "price": 5},
    ],
    "events": [
        event("2026-02-02", "takedown", by="staff", reason="r"),
        event("2026-02-03", "counter_notice", listing_ids=["123456789012"], by="seller"),
        event("2026-02-03", "rejection", listing_ids=["123456789013"], merit="unfounded"),
        event(
            "2026-02-04", "demand_report", note="100 $",
            harm={"days_offline": 2.5, "sales_lost": 100, "currency": "USD"},
        ),
    ],
}  # fmt: skip


def invoke(group, context: Context, *arguments: str) -> Any:
    return CliRunner().invoke(group, arguments, obj=context, standalone_mode=False)


def export(context: Context, path: Path, *options: str) -> list[dict[str, Any]]:
    result = invoke(export_group, context, "complaints", "--out", str(path), *options)
    assert result.exception is None, result.exception
    return [json.loads(text) for text in path.read_text().splitlines()]


@pytest.mark.both_databases
def test_a_full_line_comes_out_as_it_went_in(context, database, now, tmp_path):
    invoke(import_group, context, "complaints", write(tmp_path / "a.jsonl", FULL))
    out = tmp_path / "out.jsonl"
    assert export(context, out, "--with-identities") == [FULL]
    assert out.stat().st_mode & 0o777 == 0o600
    with database.reading() as session:
        entry = session.scalars(select(LedgerEntry).order_by(LedgerEntry.id.desc())).first()
    assert (entry.verb, entry.subject) == ("exported", "identities")
    assert (entry.actor_kind, entry.hand_kind) == ("system", "command")


def test_how_marks_are_known_comes_out_as_the_filing_knew_it(context, database, tmp_path):
    said = {"email": "confirmed", "device": "typed"}
    first = {**FULL, "filer": {**FULL["filer"], "origins": said}}
    before = {**FULL, "reference": "C-8", "filed_at": "2026-01-01T10:00:00Z", "events": []}
    name = write(tmp_path / "a.jsonl", before, first)
    invoke(import_group, context, "complaints", name, "--believe", "portal")
    earlier, later = export(context, tmp_path / "out.jsonl", "--with-identities")
    assert earlier["filer"]["email"] == later["filer"]["email"]
    assert "origins" not in earlier["filer"], "it was confirmed later"
    assert later["filer"]["origins"] == {"email": "confirmed"}
    assert check_line(later) == []
    (plain, _) = export(context, tmp_path / "plain.jsonl")
    assert "origins" not in plain["filer"]


def test_identities_stay_in_unless_asked_for(context, database, tmp_path):
    invoke(import_group, context, "complaints", write(tmp_path / "a.jsonl", FULL))
    (plain,) = export(context, tmp_path / "out.jsonl")
    assert set(plain["filer"]) == {
        "reference", "name", "kind", "country", "operates", "registered_at",
    }  # fmt: skip
    with database.reading() as session:
        assert "exported" not in session.scalars(select(LedgerEntry.verb)).all()


@pytest.mark.both_databases
def test_what_comes_out_goes_in_elsewhere_and_comes_out_the_same(
    context, now, tmp_path, sqlite_template
):
    name = write(
        tmp_path / "a.jsonl",
        FULL,
        line("Z", "2026-01-01", events=[event("2026-01-05", "counter_notice")]),
        line("A", "2026-01-01", source="another"),
        line("B", "2026-01-03", targets=[{"url": ONE}, {"url": ONE + "?x=1"}], events=[]),
        line(
            "N", "2026-01-04", events=[event("2026-01-05", "lapse"), event("2026-01-05", "appeal")]
        ),
        *(line(f"L-{n}", "2026-01-02") for n in range(450)),
    )
    invoke(import_group, context, "complaints", name)
    lines = export(context, tmp_path / "one.jsonl", "--with-identities")
    assert all(check_line(one) == [] for one in lines)
    assert [one["reference"] for one in lines[:2]] == ["A", "Z"], "by time, source, reference"
    assert len(lines) == 455

    copy = tmp_path / "elsewhere.db"
    copy.write_bytes(sqlite_template.read_bytes())
    elsewhere = Database(f"sqlite:///{copy}")
    other = replace(context, database=elsewhere)
    invoke(import_group, other, "complaints", str(tmp_path / "one.jsonl"))
    export(other, tmp_path / "two.jsonl", "--with-identities")
    elsewhere.dispose()
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def test_an_export_into_its_own_database_adds_nothing(context, tmp_path):
    invoke(import_group, context, "complaints", write(tmp_path / "a.jsonl", FULL, line()))
    export(context, tmp_path / "out.jsonl")
    result = invoke(import_group, context, "complaints", str(tmp_path / "out.jsonl"))
    assert "0 new complaints with 0 claims; 0 events" in result.stdout


def test_one_source_alone_and_packed(context, tmp_path):
    import gzip

    invoke(import_group, context, "complaints", write(tmp_path / "a.jsonl", FULL, line()))
    out = tmp_path / "out.jsonl.gz"
    invoke(export_group, context, "complaints", "--source", "portal", "--out", str(out))
    (only,) = (json.loads(text) for text in gzip.decompress(out.read_bytes()).splitlines())
    assert only["reference"] == "C-9"
    result = invoke(export_group, context, "complaints", "--source", "import")
    assert json.loads(result.stdout)["reference"] == "C-1"


def test_an_export_into_a_device_leaves_it_one(context, tmp_path):
    invoke(import_group, context, "complaints", write(tmp_path / "a.jsonl", FULL))
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    invoke(export_group, context, "complaints", "--out", str(pipe))
    assert json.loads(os.read(reader, 100_000))["reference"] == FULL["reference"]
    os.close(reader)
    assert pipe.is_fifo()


@pytest.mark.both_databases
def test_an_export_that_fails_leaves_nothing_behind(context, now, tmp_path):
    invoke(import_group, context, "complaints", write(tmp_path / "a.jsonl", FULL))
    opening.ready(context)
    with context.database.transaction() as session:
        session.execute(update(FilerIdentity).values(sealed=b"n" * 40))
    out = tmp_path / "out.jsonl"
    failed = invoke(export_group, context, "complaints", "--with-identities", "--out", str(out))
    assert failed.exception.slug == "damaged"
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("out")) == []
