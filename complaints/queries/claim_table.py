"""The record as columns for a scan: everything up to `as_of`, nothing after it.

Holders, rights and stores are spelled as the detector's file reader spells them, so that a file
and the database that imported it give the same digest and the same findings. Identity values are
the record's keyed hashes. Must not judge, and must not write.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from abuse.columns import SCHEMAS
from abuse.lines import nice_classes
from abuse.table import ClaimTable, Rows
from complaints.models import (
    Claim,
    Complaint,
    ComplaintDocument,
    Document,
    Event,
    EventClaim,
    Filer,
    FilerIdentity,
    FilerStore,
    Listing,
    Marketplace,
    Operator,
    Right,
    RightsHolder,
    Store,
)

Columns = dict[str, Sequence[Any]]


def newest(connection: Connection, *, now: datetime) -> datetime | None:
    """Return when the newest filing or event happened, never later than `now`; None: no record."""
    filed = connection.scalar(select(func.max(Complaint.filed_at)).where(Complaint.filed_at <= now))
    happened = connection.scalar(select(func.max(Event.at)).where(Event.at <= now))
    return max((moment for moment in (filed, happened) if moment is not None), default=None)


def read(connection: Connection, *, as_of: datetime) -> ClaimTable:
    """Return all that a scan as of `as_of` needs, read on one connection (one snapshot)."""
    return ClaimTable.from_rows(**rows(connection, as_of=as_of), as_of=as_of)


def rows(connection: Connection, *, as_of: datetime) -> dict[str, Rows]:
    """Return the raw tables up to `as_of`, from which the table of any earlier moment is made."""
    return {
        "filers": _filers(connection),
        "complaints": _complaints(connection, as_of),
        "claims": _claims(connection, as_of),
        "events": _events(connection, as_of),
        "identities": _identities(connection),
        "documents": _documents(connection, as_of),
        "operates": _operates(connection),
    }


def _columns(connection: Connection, names: Sequence[str], query: Select[Any]) -> Columns:
    rows = connection.execute(query).all()
    values = zip(*rows, strict=True) if rows else ([] for _ in names)
    return dict(zip(names, values, strict=True))


def _filers(connection: Connection) -> Columns:
    names = tuple(SCHEMAS["filers"])
    return _columns(
        connection,
        names,
        select(Filer.id, *(getattr(Filer, name) for name in names[1:])),
    )


def _complaints(connection: Connection, as_of: datetime) -> Columns:
    query = (
        select(
            Complaint.id,
            Complaint.filer_id,
            Complaint.reference,
            Complaint.filed_at,
            Complaint.rights_holder_id,
            Complaint.right_id,
            Complaint.basis,
            Complaint.statement,
            Complaint.unlisted_rejected,
        )
        .where(Complaint.filed_at <= as_of)
        .order_by(Complaint.id)
    )
    names = ("complaint", "filer", "reference", "filed_at", "holder", "right", "basis", "text")
    columns = _columns(connection, (*names, "unlisted_rejected"), query)
    holders = _holders(connection)
    rights = _rights(connection)
    stated = [rights[right] for right in columns.pop("right")]
    named = [holders.get(holder, (None, None)) for holder in columns["holder"]]
    columns["holder"] = [known for known, _ in named]
    columns["holder_name"] = [name for _, name in named]
    columns["text"] = [text or None for text in columns["text"]]
    for name in _RIGHT_COLUMNS:
        columns[name] = [right[name] for right in stated]
    return columns


def _holders(connection: Connection) -> dict[int | None, tuple[str, str]]:
    rows = connection.execute(select(RightsHolder.id, RightsHolder.reference, RightsHolder.name))
    return {row.id: (_fold(row.reference or row.name), row.name) for row in rows}


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()


_RIGHT_COLUMNS = (
    "right", "right_kind", "right_number", "jurisdiction", "right_title", "classes",
    "applied_on", "priority_on", "registered_on", "first_published_on",
)  # fmt: skip


def _rights(connection: Connection) -> dict[int, dict[str, Any]]:
    rows = connection.execute(
        select(
            Right.id,
            Right.kind,
            Right.number,
            Right.jurisdiction,
            Right.title,
            Right.classes,
            Right.applied_on,
            Right.priority_on,
            Right.registered_on,
            Right.first_published_on,
        )
    )
    return {
        row.id: dict(
            zip(
                _RIGHT_COLUMNS,
                (
                    _right_key(row.kind, row.number, row.jurisdiction, row.title),
                    *row[1:5],
                    nice_classes(row.classes),
                    *row[6:],
                ),
                strict=True,
            )
        )
        for row in rows
    }


def _right_key(
    kind: str, number: str | None, jurisdiction: str | None, title: str | None
) -> str | None:
    """Return how the detector's file reader names this right; None where nothing tells it."""
    place = (jurisdiction or "").upper()
    if number:
        return f"{kind}:{place}:{re.sub(r'[^0-9A-Za-z]+', '', number).upper()}"
    return f"{kind}:{place}::{_fold(title)}" if title else None


def _claims(connection: Connection, as_of: datetime) -> Columns:
    query = (
        select(
            Claim.id,
            Claim.complaint_id,
            Marketplace.slug,
            Listing.reference,
            # A target that gave only the store's name is known by it, as in a file.
            func.coalesce(Store.reference, Claim.store_name),
            Operator.name,
            Claim.category,
            Claim.listed_on,
            Claim.price,
            Claim.currency,
            Claim.sales_30d,
            Claim.status_at_filing,
        )
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .join(Listing, Listing.id == Claim.listing_id)
        .join(Marketplace, Marketplace.id == Listing.marketplace_id)
        .outerjoin(Store, Store.id == Claim.store_id)
        .outerjoin(Operator, Operator.id == Claim.operator_id)
        .where(Complaint.filed_at <= as_of)
    )
    columns = _columns(connection, tuple(SCHEMAS["claims"]), query)
    columns["price"] = [None if price is None else float(price) for price in columns["price"]]
    return columns


def _events(connection: Connection, as_of: datetime) -> Columns:
    query = (
        select(
            Event.complaint_id,
            EventClaim.claim_id,
            Event.at,
            Event.kind,
            Event.merit,
            Event.by,
            Event.reason,
            Event.harm_days_offline,
            Event.harm_sales_lost,
        )
        .join(EventClaim, EventClaim.event_id == Event.id)
        .where(Event.at <= as_of)
    )
    return _columns(connection, tuple(SCHEMAS["events"]), query)


def _identities(connection: Connection) -> Columns:
    names = tuple(SCHEMAS["identities"])
    seen = FilerIdentity
    shown = (seen.filer_id, seen.kind, seen.digest, seen.domain, seen.first_seen, seen.last_seen)
    return _columns(connection, names, select(*shown))


def _documents(connection: Connection, as_of: datetime) -> Columns:
    query = (
        select(ComplaintDocument.complaint_id, ComplaintDocument.kind, Document.sha256)
        .join(Document, Document.id == ComplaintDocument.document_id)
        .join(Complaint, Complaint.id == ComplaintDocument.complaint_id)
        .where(Complaint.filed_at <= as_of)
    )
    return _columns(connection, tuple(SCHEMAS["documents"]), query)


def _operates(connection: Connection) -> Columns:
    # A filer names the stores that it runs without their marketplaces; the record keeps the store
    # of each marketplace that may be meant, the detector knows them by their id.
    runs = select(FilerStore.filer_id, Store.reference).distinct()
    query = runs.join(Store, Store.id == FilerStore.store_id)
    return _columns(connection, tuple(SCHEMAS["operates"]), query)
