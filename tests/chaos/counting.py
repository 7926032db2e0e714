"""What became of all that was acknowledged: lost, stored twice, written by half."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from complaints.base.clock import utcnow
from complaints.models import (
    Claim,
    Complaint,
    ComplaintDocument,
    Document,
    DocumentContent,
    LedgerEntry,
    Letter,
    Listing,
    Upload,
)
from complaints.queries.upkeep import jobs
from tests.chaos.place import Place
from tests.chaos.processes import cleanhands
from tests.chaos.writers import Writer

# Of how many acknowledged requests it is looked whether they are answered the same once more.
AGAIN = 40


@dataclass(frozen=True)
class Counts:
    """What is there at the end; everything in `faults` must be nothing."""

    acknowledged: int
    papers: int
    unacknowledged: int
    answers: Counter[str]
    faults: dict[str, list[str]]

    @property
    def holds(self) -> bool:
        return not any(self.faults.values())


def count(place: Place, writers: Sequence[Writer], *, first: int) -> Counts:
    """Compare what the writers were told with what is stored; complaints up to `first` are older.

    The writers' requests are over, the service still runs.
    """
    answers = sum((writer.answers for writer in writers), Counter())
    filed = [each for writer in writers for each in writer.filed]
    again = [(writer, each) for writer in writers for each in writer.filed]
    step = max(1, len(again) // AGAIN)
    with place.context.database.reading() as session:
        stored = Counter(dict(_of_items(session, first)))
        ids = dict(session.execute(_items(first)).tuples().all())
        faults = {
            "lost": [each.item for each in filed if ids.get(each.complaint_id) != each.item],
            "doubled": [item for item, times in stored.items() if times > 1],
            "half-written": _halves(session, first) + _papers(place, session, writers),
            "late jobs": [each.kind for each in jobs.late(session, place.context.config, utcnow())],
        }
    faults["answered otherwise"] = [each for writer in writers for each in writer.wrong]
    faults["not answered again"] = [
        each.item for writer, each in again[::step] if not writer.again(each)
    ]
    faults |= _said(place)
    return Counts(
        acknowledged=len(filed),
        papers=sum(len(writer.papers) for writer in writers),
        unacknowledged=sum(stored.values()) - len(filed),
        answers=answers,
        faults=faults,
    )


def _items(first: int) -> Select[tuple[int, str]]:
    """Return which item each complaint of the writers is about."""
    listed = select(Claim.complaint_id, Listing.reference).join(
        Listing, Listing.id == Claim.listing_id
    )
    return listed.where(Claim.complaint_id > first)


def _of_items(session: Session, first: int) -> list[tuple[str, int]]:
    items = _items(first).subquery()
    rows = select(items.c.reference, func.count()).group_by(items.c.reference)
    return list(session.execute(rows).tuples())


def _halves(session: Session, first: int) -> list[str]:
    """Return the complaints that lack what is written with them, or have it twice."""
    ours = select(Complaint.id).where(Complaint.id > first)
    received = select(Letter.complaint_id).where(Letter.kind == "complaint_received")
    entered = select(LedgerEntry.subject_id).where(LedgerEntry.subject == "complaint")
    twice = received.group_by(Letter.complaint_id).having(func.count() > 1)
    parts = {
        "no claim": ours.where(Complaint.id.not_in(select(Claim.complaint_id))),
        "no letter": ours.where(Complaint.id.not_in(received)),
        "no entry": ours.where(Complaint.id.not_in(entered)),
        "two letters": ours.where(Complaint.id.in_(twice)),
    }
    return [f"{what}: {one}" for what, ids in parts.items() for one in session.scalars(ids)]


def _papers(place: Place, session: Session, writers: Sequence[Writer]) -> list[str]:
    """Return the papers that were acknowledged, or are known, and cannot be read."""
    papers = select(Document.sha256).join(Upload, Upload.document_id == Document.id)
    whole = set(
        session.scalars(papers.join(DocumentContent, DocumentContent.document_id == Document.id))
    )
    faults = [
        f"no row: {digest}" for writer in writers for digest in writer.papers if digest not in whole
    ]
    for digest in {*whole, *session.scalars(papers)}:
        try:
            is_whole = sha256(place.context.archive.read(digest)).hexdigest() == digest
        except Exception as error:
            faults.append(f"{type(error).__name__}: {digest}")
        else:
            faults += [] if is_whole else [f"other bytes: {digest}"]
    put = set(
        session.execute(select(ComplaintDocument.complaint_id, Document.sha256).join(Document))
    )
    for writer in writers:
        for each in writer.filed:
            for paper in json.loads(each.body).get("documents", []):
                if (each.complaint_id, paper["sha256"]) not in put:
                    faults.append(f"complaint {each.complaint_id} without its paper")
    return faults


def _said(place: Place) -> dict[str, list[str]]:
    """Ask the operator's commands: does the ledger hold, and is anything bad?"""
    ledger, doctor = (
        cleanhands(place, "ledger", "verify"),
        cleanhands(place, "doctor", "--format", "json"),
    )
    checks = json.loads(doctor.stdout)["checks"]
    return {
        "ledger": [] if ledger.returncode == 0 else [ledger.stdout + ledger.stderr],
        "health": [
            f"{each['name']}: {each['message']}" for each in checks if each["state"] == "bad"
        ],
    }
