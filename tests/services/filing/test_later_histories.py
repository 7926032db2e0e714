"""What a history adds to complaints that are stored: events, papers, and which claims they move."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from complaints.models import (
    Claim,
    Complaint,
    ComplaintDocument,
    Document,
    Event,
    EventClaim,
    LedgerEntry,
    Listing,
)
from complaints.rules.actors import SYSTEM
from complaints.services.filing.histories import Loaded, load, read_history
from complaints.services.filing.histories.filing import store_complaints
from complaints.storage.db import Database
from tests.scenes.working import working
from tests.services.decisions.desk import Desk
from tests.services.filing.test_histories import ONE, TWO, VAULT, claims, event, line, take

BOTH = [{"url": ONE}, {"url": TWO}]
FIRST, SECOND = "123456789012", "123456789013"


def applied(database: Database) -> list[tuple[str, str, bool]]:
    """Return listing, event and whether it was applied, in the order of the events."""
    with database.reading() as session:
        question = (
            select(Listing.reference, Event.kind, EventClaim.applied)
            .select_from(EventClaim)
            .join(Event, Event.id == EventClaim.event_id)
            .join(Claim, Claim.id == EventClaim.claim_id)
            .join(Listing, Listing.id == Claim.listing_id)
            .order_by(Event.at, Listing.reference)
        )
        return [(reference, kind, done) for reference, kind, done in session.execute(question)]


def entries(database: Database) -> list[dict[str, Any]]:
    with database.reading() as session:
        found = session.scalars(select(LedgerEntry).order_by(LedgerEntry.id)).all()
        assert {(e.verb, e.subject, e.subject_id) for e in found} <= {("imported", "histories", 0)}
        return [entry.facts for entry in found]


def test_an_import_leaves_an_entry_where_something_is_new(
    database: Database, now: datetime
) -> None:
    take(database, now, line("A"), line("B", source="other", filer={"reference": "F", "name": "F"}))
    take(database, now, line("A"))
    take(database, now, line("A", events=[event("2026-01-02", "takedown")]))
    assert entries(database) == [
        {"sources": ["old", "other"], "complaints": 2, "claims": 2},
        {"sources": ["old"], "known": 1, "events": 1},
    ]


@pytest.mark.both_databases
def test_events_go_to_complaints_that_had_none(database: Database, now: datetime) -> None:
    take(database, now, line("A"), line("B", targets=[{"url": TWO}]))
    more = [event("2026-01-02", "withdrawal"), event("2026-01-03", "takedown")]
    loaded = take(database, now, line("A", events=more))
    assert (loaded.known, loaded.events, loaded.not_applied) == (1, 2, 1)
    assert applied(database) == [(FIRST, "withdrawal", True), (FIRST, "takedown", False)]
    found = claims(database)
    assert (found["A"].state, found["B"].state) == ("withdrawn", "received")
    assert found["A"].closed_at == datetime(2026, 1, 2, tzinfo=UTC)


def test_complaints_are_told_apart_by_source_and_reference(
    database: Database, now: datetime
) -> None:
    take(database, now, line("A"), line("B"), line("A", source="other"))
    done = [event("2026-01-02", "withdrawal")]
    assert take(database, now, line("A", source="other", events=done)).known == 1
    with database.reading() as session:
        question = select(Complaint.source, Complaint.reference, Claim.state).join(Claim)
        states = {(source, name): state for source, name, state in session.execute(question)}
    assert states == {
        ("old", "A"): "received", ("old", "B"): "received", ("other", "A"): "withdrawn",
    }  # fmt: skip


def test_an_event_is_stored_as_it_was_stated(database: Database, now: datetime) -> None:
    facts = {"by": "staff", "merit": "unfounded", "reason": "No.", "note": "A note."}
    harm = {"days_offline": 3, "sales_lost": 12.5, "currency": "USD"}
    take(
        database, now,
        line(
            targets=BOTH,
            events=[
                event("2026-01-02", "rejection", listing_ids=[FIRST], harm=harm, **facts),
                event("2026-01-03", "withdrawal"),
            ],
        ),
    )  # fmt: skip
    with database.reading() as session:
        one, two = session.scalars(select(Event).order_by(Event.at))
        assert {name: getattr(one, name) for name in facts} == facts
        assert (one.harm_days_offline, one.harm_sales_lost, one.harm_currency) == (3, 12.5, "USD")
        assert (one.all_targets, two.all_targets) == (False, True)
        assert (two.by, two.merit, two.harm_days_offline) == (None, None, None)
        assert one.recorded_at == two.recorded_at == now


def test_an_event_from_before_applies_others_only_where_they_now_can_be(
    database: Database, now: datetime
) -> None:
    late = [event("2026-01-05", "reinstatement"), event("2026-01-06", "lapse")]
    take(database, now, line(targets=BOTH, events=late))
    early = event("2026-01-02", "takedown", listing_ids=[FIRST])
    loaded = take(database, now, line(targets=BOTH, events=[early]))
    assert (loaded.events, loaded.not_applied) == (1, 0)
    assert applied(database) == [
        (FIRST, "takedown", True),
        (FIRST, "reinstatement", True),
        (SECOND, "reinstatement", False),
        (FIRST, "lapse", False),
        (SECOND, "lapse", True),
    ]


def test_the_newest_grade_is_remembered_while_a_claim_is_open_again(
    database: Database, now: datetime
) -> None:
    graded = [
        event("2026-01-02", "takedown"),
        event("2026-01-03", "grading", merit="unfounded"),
        event("2026-01-04", "grading", merit="manifestly_unfounded"),
        event("2026-01-05", "grading", merit="founded"),
        event("2026-01-06", "counter_notice"),
        event("2026-01-07", "grading", merit="unfounded"),
    ]
    assert take(database, now, line(events=graded)).not_applied == 1
    assert claims(database)["C-1"].merit is None
    take(database, now, line(events=[event("2026-01-08", "takedown")]))
    found = claims(database)["C-1"]
    assert (found.state, found.merit) == ("removed", "founded")


def test_a_grade_stays_where_a_later_event_gives_none(database: Database, now: datetime) -> None:
    take(database, now, line(events=[event("2026-01-02", "rejection", merit="unfounded")]))
    with database.transaction() as session:
        # Staff changed it here, after the import.
        session.execute(update(Claim).values(merit="founded"))
    take(database, now, line(events=[event("2026-01-03", "appeal")]))
    assert claims(database)["C-1"].merit == "founded"


@pytest.mark.parametrize(
    ("at", "state"), [("2026-01-02", "removed"), ("2026-01-01", "not_processed")]
)
def test_a_kept_claim_that_was_taken_up_goes_on_from_there(
    database: Database, now: datetime, at: str, state: str
) -> None:
    take(database, now, line(events=[event("2026-01-02", "demand_report")]))
    keep(database, now)
    loaded = take(database, now, line(events=[event(at, "takedown")]))
    assert claims(database)["C-1"].state == state
    assert loaded.not_applied == (state == "not_processed")


def keep(database: Database, now: datetime) -> None:
    """A boycott kept the complaint, and staff took it up since."""
    with database.reading() as session:
        filer_id = session.scalars(select(Complaint.filer_id)).one()
    boycott_id = Desk(database, now).boycott(filer_id)
    with database.transaction() as session:
        session.scalars(select(Complaint)).one().boycott_id = boycott_id
        session.scalars(select(Claim)).one().stopped = True


def test_a_kept_claim_is_no_claim_that_others_double(database: Database, now: datetime) -> None:
    take(database, now, line("A"))
    with database.transaction() as session:
        session.scalars(select(Claim)).one().state = "not_processed"
    assert take(database, now, line("B")).duplicates == 0


def test_a_claim_that_closed_before_another_was_filed_is_no_duplicate_of_it(
    database: Database, now: datetime
) -> None:
    other = line("X", "2025-12-01", targets=[{"url": TWO}])
    take(database, now, line("A", "2026-01-10"), other)
    closed = [event("2026-01-05", "takedown")]
    take(database, now, line("B", "2026-01-01", events=closed), line("C", "2026-01-12"))
    found = claims(database)
    assert found["B"].duplicate_of is None
    assert found["C"].duplicate_of == found["A"].id


def test_of_duplicates_none_opens_a_claim_again(database: Database, now: datetime) -> None:
    take(database, now, line("A"), line("B", "2026-01-02"))
    loaded = take(database, now, line("A", events=[event("2026-01-03", "takedown")]))
    assert loaded.duplicates == 0
    again = [event("2026-01-04", "counter_notice")]
    assert take(database, now, line("A", events=again)).duplicates == 0
    found = claims(database)
    assert (found["A"].state, found["A"].duplicate_of) == ("countered", None)
    # A duplicate keeps its original, and is not counted anew.
    moved = [event("2026-01-05", "takedown"), event("2026-01-06", "counter_notice")]
    assert take(database, now, line("B", "2026-01-02", events=moved)).duplicates == 0
    assert claims(database)["B"].duplicate_of == found["A"].id


def test_a_claim_opens_again_beside_closed_ones(database: Database, now: datetime) -> None:
    done = [event("2026-01-02", "takedown")]
    take(database, now, line("A", events=done), line("B", "2026-01-05"))
    # B is open: A closes anew and stays its own claim, A open again doubles B.
    take(database, now, line("A", events=[event("2026-01-03", "grading", merit="founded")]))
    assert claims(database)["A"].duplicate_of is None
    take(database, now, line("B", "2026-01-05", events=[event("2026-01-06", "takedown")]))
    loaded = take(database, now, line("A", events=[event("2026-01-07", "counter_notice")]))
    assert (loaded.duplicates, claims(database)["A"].duplicate_of) == (0, None)
    loaded = take(
        database, now, line("B", "2026-01-05", events=[event("2026-01-08", "counter_notice")])
    )
    found = claims(database)
    assert (loaded.duplicates, found["B"].duplicate_of) == (1, found["A"].id)


@pytest.mark.both_databases
def test_of_two_that_open_again_at_once_one_stands(database: Database, now: datetime) -> None:
    done = [event("2026-01-02", "takedown")]
    closed = [event("2026-01-06", "takedown")]
    take(database, now, line("A", events=done), line("B", "2026-01-05", events=closed))
    again = [event("2026-01-09", "counter_notice")]
    loaded = take(database, now, line("A", events=again), line("B", "2026-01-05", events=again))
    found = claims(database)
    assert loaded.duplicates == 1
    assert (found["A"].duplicate_of, found["B"].duplicate_of) == (None, found["A"].id)


@pytest.mark.both_databases
def test_claims_in_a_session_are_read_anew(database: Database, now: datetime) -> None:
    take(database, now, line(), line("B", targets=[{"url": TWO}]))
    done = line(events=[event("2026-01-02", "takedown")])
    with database.transaction() as session:
        held, other = session.scalars(select(Claim).order_by(Claim.id)).all()
        # Another writer was faster; this session holds what was.
        table: Any = Claim.__table__
        session.connection().execute(table.update().values(state="withdrawn", version=7))
        histories = [read_history(done, source="old", now=now)]
        load(working(session, SYSTEM, now), histories, vault=VAULT)
        assert (held.state, held.listing_down, held.version) == ("withdrawn", False, 8)
        assert (other.state, other.version) == ("withdrawn", 7)


def test_papers_are_stored_with_what_was_said_of_them(database: Database, now: datetime) -> None:
    papers = [
        {"kind": "evidence", "sha256": "0" * 64, "filename": "a.pdf"},
        {"kind": "registration", "sha256": "1" * 64},
    ]
    take(database, now, line("A", documents=papers), line("B", "2026-01-02"))
    with database.reading() as session:
        question = (
            select(Document.sha256, ComplaintDocument.kind, ComplaintDocument.filename)
            .join(Document, Document.id == ComplaintDocument.document_id)
            .order_by(Document.sha256)
        )
        assert list(session.execute(question).tuples()) == [
            ("0" * 64, "evidence", "a.pdf"), ("1" * 64, "registration", None),
        ]  # fmt: skip


@pytest.mark.both_databases
def test_what_another_writer_stored_meanwhile_is_left_as_it_is(
    database: Database, now: datetime
) -> None:
    take(database, now, line("A"))
    loaded = Loaded()
    paper = {"kind": "evidence", "sha256": "0" * 64}
    again = [line("A", documents=[paper]), line("B", "2026-01-02", targets=[{"url": TWO}])]
    with database.transaction() as session:
        told = [read_history(one, source="old", now=now) for one in again]
        ids, others = store_complaints(session, VAULT, told, source="old", now=now, loaded=loaded)
    assert others == [told[0]]
    assert (loaded.complaints, loaded.claims) == (1, 1)
    with database.reading() as session:
        stored = {row.reference: row.id for row in session.scalars(select(Complaint))}
        assert ids == {("old", name): number for name, number in stored.items()}
        assert session.scalars(select(ComplaintDocument)).all() == []
        assert len(session.scalars(select(Claim)).all()) == 2


@pytest.mark.both_databases
def test_a_batch_may_be_larger_than_what_a_statement_takes(
    database: Database, now: datetime
) -> None:
    url = "https://www.ebay.com/itm/"
    said = [line(f"C-{n}", targets=[{"url": f"{url}{100_000_000_000 + n}"}]) for n in range(501)]
    take(database, now, *said)
    done = [event("2026-01-02", "withdrawal")]
    loaded = take(database, now, *({**one, "events": done} for one in said))
    assert (loaded.known, loaded.events, loaded.not_applied) == (501, 501, 0)
    assert {claim.state for claim in claims(database).values()} == {"withdrawn"}


def test_a_batch_begins_at_nothing(now: datetime) -> None:
    assert set(asdict(Loaded()).values()) == {0}
    assert read_history(line("A"), source="portal", now=now).unlisted_rejected == 0
