"""Data of all kinds, made by this code: one row of every table, most of them by the doors.

`tests.scenes.world` makes what pages show. Here partners, identities, a repeated request, a scan's
finding and a seal of the ledger are added; what no journey fills gets a row of what its columns ask
for, so that a table that is new is never left out.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Column, Table, insert, select
from sqlalchemy.orm import Session

from complaints.base.clock import utcnow
from complaints.jobs import sealing
from complaints.models import (
    Assignment,
    Base,
    CaseQuestion,
    Complaint,
    ComplaintIdentity,
    Confirmation,
    Document,
    DocumentAsSent,
    Filer,
    FilerIdentity,
    Letter,
    LetterReport,
    Listing,
    Person,
)
from complaints.rules.mailing.arrivals import Reported
from complaints.rules.mailing.inboxes import Reach
from complaints.services.findings import scans
from complaints.services.registry.filers import Marks, ensure_identities
from complaints.storage.context import Context
from tests.api.bodies import ITEM, complaint
from tests.scenes.callers import make_caller
from tests.scenes.working import working
from tests.scenes.world import make_world
from tests.services.cases.market import finding, report

KNOWN = {
    "email": "legal@example.com",
    "phone": "+49 30 1234567",
    "payment": "DE02120300000000202051",
}


def make_everything(context: Context) -> None:
    """Fill a migrated, empty database: no table is left without a row."""
    world = make_world(context)
    make_caller(world.app, context, "both", "desk")
    lee = make_caller(world.app, context, "individual", "lee")
    body = complaint(targets=[{"url": f"{ITEM}501"}])
    for _twice in range(2):
        sent = lee.post("/complaints", body, headers={"Idempotency-Key": "k-1"})
        assert sent.status_code == 201, sent.text
    with context.database.transaction() as session:
        ensure_identities(session, context.vault, [Marks(lee.id, KNOWN, utcnow())])
        session.flush()
        _link_identity(session, lee.id)
        _flag(session, lee.id)
        _confirm(session)
        _share(session)
        _send(session)
    sealing.seal(context, utcnow() + timedelta(minutes=1))
    with context.database.transaction() as session:
        for table in Base.metadata.sorted_tables:
            if session.execute(select(table).limit(1)).first() is None:
                session.execute(insert(table).values(_row(session, table)))


def _link_identity(session: Session, filer_id: int) -> None:
    """Say with which identity its complaint was filed."""
    seen = session.scalars(select(FilerIdentity).where(FilerIdentity.filer_id == filer_id)).first()
    filed = session.scalars(select(Complaint).where(Complaint.filer_id == filer_id)).one()
    assert seen is not None
    session.add(ComplaintIdentity(complaint_id=filed.id, filer_identity_id=seen.id))


def _flag(session: Session, filer_id: int) -> None:
    """Let a scan flag the account for its one complaint."""
    filer = session.get_one(Filer, filer_id)
    filed = session.scalars(select(Complaint).where(Complaint.filer_id == filer_id)).all()
    now = utcnow()
    flagged = report(now, finding(filer, list(filed)))
    scans.record(working(session, now=now), flagged, later_levels={}, started_at=now)


def _confirm(session: Session) -> None:
    """Let a member of staff note what became of a listing: a row is a person's or a partner's."""
    first = [session.scalars(select(each.id).limit(1)).one() for each in (Listing, Person)]
    now = utcnow()
    session.add(
        Confirmation(listing_id=first[0], is_down=True, at=now, recorded_at=now, person_id=first[1])
    )


def _share(session: Session) -> None:
    """Give a complaint to somebody, who asks the second line about it."""
    first = [session.scalars(select(each.id).limit(1)).one() for each in (Complaint, Person)]
    of = {"subject": "complaint", "subject_id": first[0]}
    now = utcnow()
    session.add(Assignment(**of, person_id=first[1], given_by=first[1], given_at=now))
    session.add(CaseQuestion(**of, asked_by=first[1], asked_at=now, text="May we?"))


def _send(session: Session) -> None:
    """Name a document by the digest that it had when it was sent, and say that a letter came."""
    first = session.scalars(select(Document.id).limit(1)).one()
    session.add(DocumentAsSent(sha256="0" * 64, document_id=first))
    letter, now = session.scalars(select(Letter.id).limit(1)).one(), utcnow()
    arrived = {"reach": Reach.PLATFORM, "report": Reported.ARRIVED}
    session.add(LetterReport(letter_id=letter, **arrived, at=now, noted_at=now))


def _row(session: Session, table: Table) -> dict[str, Any]:
    """Return a row of what the columns ask for; two keys to one table name two of its rows."""
    closed = {
        check.info["column"]: check.info["values"]
        for check in table.constraints
        if isinstance(check, CheckConstraint) and "column" in check.info
    }
    taken: dict[str, int] = {}
    row: dict[str, Any] = {}
    for column in table.columns:
        if column.foreign_keys:
            (key,) = column.foreign_keys
            place = taken.setdefault(key.column.table.name, 0)
            taken[key.column.table.name] += 1
            ordered = select(key.column).order_by(key.column).offset(place).limit(1)
            row[column.name] = session.scalar(ordered)
        elif column.name != "id":
            values = [*closed.get(column.name, ()), *column.info.get("values", ())]
            row[column.name] = str(values[0]) if values else _value(column)
    return row


def _value(column: Column[Any]) -> Any:
    kind = type(column.type).__name__
    if kind == "Moment":
        return utcnow()
    if kind == "JSON":
        return []
    return {int: 1, float: 0.5, bool: True, str: column.name, bytes: b"12345678",
            date: utcnow().date(), Decimal: Decimal(1)}[column.type.python_type]  # fmt: skip
