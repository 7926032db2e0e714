"""Histories go in: once, in whatever order, with what the machine does not allow kept apart."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from complaints.models import (
    Claim,
    Complaint,
    ComplaintIdentity,
    Event,
    EventClaim,
    Filer,
    FilerStore,
    LedgerEntry,
    Letter,
    Listing,
)
from complaints.rules.actors import SYSTEM
from complaints.services.filing.histories import History, LineError, load, read_history
from complaints.storage.vault import Vault
from tests.scenes.working import working

VAULT = Vault(b"i" * 32, b"e" * 32)
ONE, TWO = "https://www.ebay.com/itm/123456789012", "https://www.ebay.com/itm/123456789013"


def line(reference: str = "C-1", day: str = "2026-01-01", **more: Any) -> dict[str, Any]:
    return {
        "reference": reference,
        "filed_at": f"{day}T00:00:00Z",
        "filer": {"reference": "F-1", "name": "Acme", "email": "a@acme.example"},
        "right": {"kind": "trademark", "number": "77", "jurisdiction": "US"},
        "basis": "trademark",
        "targets": [{"url": ONE}],
        **more,
    }


def event(day: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"at": f"{day}T00:00:00Z", "kind": kind, **more}


def take(database, now, *lines):
    with database.transaction() as session:
        told = [read_history(one, source="old", now=now) for one in lines]
        return load(working(session, SYSTEM, now), told, vault=VAULT)


def claims(database):
    with database.reading() as session:
        question = select(Claim, Complaint.reference).join(Complaint).order_by(Claim.id)
        return {reference: claim for claim, reference in session.execute(question)}


def count(database, model):
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(model))


@pytest.mark.both_databases
def test_a_claim_stands_where_its_events_led(database, now):
    loaded = take(
        database,
        now,
        line(
            events=[
                event("2026-01-02", "takedown", by="staff"),
                event("2026-01-03", "counter_notice", by="seller"),
                event("2026-01-04", "reinstatement", merit="manifestly_unfounded"),
            ]
        ),
    )
    assert (loaded.complaints, loaded.claims, loaded.events, loaded.not_applied) == (1, 1, 3, 0)
    claim = claims(database)["C-1"]
    assert (claim.state, claim.listing_down, claim.merit) == (
        "reinstated", False, "manifestly_unfounded",
    )  # fmt: skip
    assert claim.closed_at == datetime(2026, 1, 4, tzinfo=UTC)
    with database.reading() as session:
        complaint = session.scalars(select(Complaint)).one()
        assert complaint.recorded_at == now
        assert complaint.filed_at == datetime(2026, 1, 1, tzinfo=UTC)
        entry = session.scalars(select(LedgerEntry)).one()
        assert (entry.verb, entry.facts["complaints"]) == ("imported", 1)
    assert count(database, Letter) == 0


def test_what_the_machine_does_not_allow_is_kept_and_not_applied(database, now):
    loaded = take(
        database,
        now,
        line(events=[event("2026-01-02", "rejection"), event("2026-01-03", "counter_notice")]),
    )
    assert loaded.not_applied == 1
    assert claims(database)["C-1"].state == "rejected"
    with database.reading() as session:
        question = select(Event.kind, EventClaim.applied).join(EventClaim).order_by(Event.at)
        assert session.execute(question).all() == [("rejection", True), ("counter_notice", False)]


def test_events_count_by_their_time_and_only_for_their_listings(database, now):
    take(
        database,
        now,
        line(
            targets=[{"url": ONE}, {"url": TWO, "listing_id": "B"}],
            events=[
                event("2026-01-05", "withdrawal", listing_ids=["b"]),
                event("2026-01-02", "takedown"),
            ],
        ),
    )
    with database.reading() as session:
        question = select(Listing.reference, Claim.state).join(Claim).order_by(Claim.position)
        assert session.execute(question).all() == [("123456789012", "removed"), ("B", "withdrawn")]


@pytest.mark.both_databases
def test_again_adds_nothing_but_new_events_which_settle_the_claim(database, now):
    first = event("2026-01-02", "takedown")
    take(database, now, line(events=[first]))
    tables = (Complaint, Claim, Event, EventClaim, LedgerEntry)
    before = [count(database, table) for table in tables]
    again = take(database, now, line(statement="another", events=[first]))
    assert (again.known, again.complaints, again.events) == (1, 0, 0)
    assert before == [
        count(database, m) for m in (Complaint, Claim, Event, EventClaim, LedgerEntry)
    ]
    more = take(database, now, line(events=[first, event("2026-01-03", "withdrawal")]))
    assert more.events == 1
    claim = claims(database)["C-1"]
    assert (claim.state, claim.version) == ("withdrawn", 2)


def test_an_event_from_before_the_others_settles_the_claim_anew(database, now):
    take(database, now, line(events=[event("2026-01-05", "reinstatement")]))
    assert claims(database)["C-1"].state == "received"
    loaded = take(database, now, line(events=[event("2026-01-02", "takedown")]))
    assert (loaded.events, loaded.not_applied) == (1, 0)
    assert claims(database)["C-1"].state == "reinstated"
    with database.reading() as session:
        assert set(session.scalars(select(EventClaim.applied))) == {True}


def test_a_grade_holds_while_the_claim_is_closed(database, now):
    take(
        database,
        now,
        line(
            events=[
                event("2026-01-02", "withdrawal"),
                event("2026-01-03", "grading", merit="unfounded"),
                event("2026-01-04", "grading", merit="founded"),
            ]
        ),
    )
    assert claims(database)["C-1"].merit == "founded"


def test_the_same_reference_twice_in_a_batch_is_one_complaint_with_both_events(database, now):
    loaded = take(
        database,
        now,
        line(events=[event("2026-01-02", "takedown")]),
        line(basis="other", events=[event("2026-01-03", "counter_notice")]),
    )
    assert (loaded.complaints, loaded.known, loaded.events) == (1, 1, 2)
    assert claims(database)["C-1"].state == "countered"
    with database.reading() as session:
        assert session.scalars(select(Complaint.basis)).one() == "trademark"


def test_sources_keep_references_apart(database, now):
    take(database, now, line(), line(source="other"))
    assert (count(database, Complaint), count(database, Filer)) == (2, 2)


def test_a_claim_on_what_is_open_already_is_a_duplicate(database, now):
    loaded = take(
        database,
        now,
        line("A", "2026-01-01", events=[event("2026-01-10", "takedown")]),
        line("B", "2026-01-05"),
        line("C", "2026-01-11"),
    )
    assert loaded.duplicates == 1
    found = claims(database)
    assert found["B"].duplicate_of == found["A"].id
    assert found["C"].duplicate_of is None
    take(database, now, line("D", "2026-02-01"), line("E", "2026-02-01", basis="other"))
    found = claims(database)
    assert found["D"].duplicate_of == found["E"].duplicate_of == found["C"].id


def test_another_right_or_filer_is_no_duplicate(database, now):
    other = line("B", "2026-01-05", right={"kind": "design", "number": "77"})
    stranger = line("C", "2026-01-05", filer={"reference": "F-2", "name": "Bee"})
    assert take(database, now, line("A"), other, stranger).duplicates == 0


def test_a_claim_that_opens_again_beside_an_open_one_becomes_its_duplicate(database, now):
    take(
        database,
        now,
        line("A", "2026-01-01", events=[event("2026-01-02", "takedown")]),
        line("B", "2026-01-05"),
    )
    take(database, now, line("A", "2026-01-01", events=[event("2026-01-09", "counter_notice")]))
    found = claims(database)
    assert (found["A"].state, found["A"].duplicate_of) == ("countered", found["B"].id)


def test_one_listing_named_twice_is_one_claim(database, now):
    twice = [{"url": ONE}, {"url": "http://ebay.com/itm/123456789012?hash=x#y"}]
    loaded = take(database, now, line(targets=twice))
    assert (loaded.claims, loaded.merged) == (1, 1)


@pytest.mark.both_databases
def test_papers_identities_and_own_stores_go_along(database, now):
    filer = {"reference": "F", "name": "F", "email": "f@f.example", "operates": ["mine"]}
    paper = {"kind": "evidence", "sha256": "0" * 64, "filename": "a.pdf"}
    take(database, now, line(filer=filer, documents=[paper, paper]))
    assert count(database, ComplaintIdentity) == 1
    assert count(database, FilerStore) == 1


def refused(now, **more: Any) -> list[str]:
    with pytest.raises(LineError) as caught:
        read_history(line(**more), source="old", now=now)
    return [field.pointer for field in caught.value.fields]


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"filed_at": "2026-07-01T09:00:01Z"}, "/filed_at"),
        ({"filed_at": "0001-01-01T00:00:00+14:00"}, "/filed_at"),
        ({"events": [event("2026-07-02", "takedown")]}, "/events/0/at"),
        ({"events": [event("2025-12-30", "takedown")]}, "/events/0/at"),
        ({"events": [event("2026-01-02", "takedown", merit="founded")]}, "/events/0/merit"),
        ({"events": [event("2026-01-02", "grading")]}, "/events/0/merit"),
        ({"events": [event("2026-01-02", "takedown", listing_ids=["no"])]},
         "/events/0/listing_ids/0"),
        ({"targets": [{"url": ONE}, {"url": "javascript:alert(1)"}]}, "/targets/1/url"),
        ({"targets": [{"url": ONE, "price": 1e15}]}, "/targets/0/price"),
        ({"targets": [{"url": ONE, "sales_30d": 3_000_000_000}]}, "/targets/0/sales_30d"),
        ({"targets": [{"url": ONE, "operator": "x" * 501}]}, "/targets/0/operator"),
        ({"authorization": {"valid_from": "2026-02-01", "valid_to": "2026-01-01"}},
         "/authorization/valid_to"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_is_refused_with_a_pointer(now, more, pointer):
    assert refused(now, **more) == [pointer]


def test_an_event_of_the_day_of_filing_may_have_no_hour(now):
    told = read_history(line(events=[event("2025-12-31", "takedown")]), source="old", now=now)
    assert isinstance(told, History)


def test_a_line_from_the_first_day_that_there_is_can_be_read(now):
    entry = line(day="0001-01-01", events=[event("0001-01-02", "takedown")])
    assert read_history(entry, source="old", now=now)
