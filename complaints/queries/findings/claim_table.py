"""The record as columns for a scan: everything up to `as_of`, nothing after it.

Holders and rights have the keys under which they were registered, which the detector's file reader
makes alike (`abuse.identity.rights`), and stores are spelled as it spells them: a file and the
database that imported it give the same digest and the same findings. Identity values are the
record's keyed hashes. Must not judge, and must not write.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, Select, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from abuse.arrays import positions
from abuse.record import memory
from abuse.record.columns import SCHEMAS
from abuse.record.interchange import nice_classes
from abuse.record.judgements import SCHEMA as JUDGED
from abuse.record.table import ClaimTable, Rows
from complaints.models import (
    Alarm,
    Authorization,
    Check,
    Claim,
    Complaint,
    ComplaintDocument,
    Document,
    DocumentLook,
    Event,
    EventClaim,
    Filer,
    FilerIdentity,
    FilerStore,
    Joining,
    LinkJudgement,
    Listing,
    Marketplace,
    Operator,
    Right,
    RightsHolder,
    Store,
)
from complaints.queries.findings.columns import columns
from complaints.rules.cases.joinings import JOINED
from complaints.rules.kinds import AlarmAnswer, AlarmKind, CheckKind, DenialStep, LinkVerdict


def newest_event(connection: Connection, *, now: datetime) -> datetime | None:
    """Return when the newest filing or event up to `now` happened; None where there is none."""
    filed = connection.scalar(select(func.max(Complaint.filed_at)).where(Complaint.filed_at <= now))
    happened = connection.scalar(select(func.max(Event.at)).where(Event.at <= now))
    return max((moment for moment in (filed, happened) if moment is not None), default=None)


def read_claim_table(connection: Connection, *, as_of: datetime) -> ClaimTable:
    """Return all that a scan as of `as_of` needs, read on one connection (one snapshot).

    Raises TooLargeError, before it reads, where there is not the memory for a scan of it.
    """
    memory.check(connection.scalar(select(func.count()).select_from(Claim)) or 0)
    return ClaimTable.from_rows(**rows(connection, as_of=as_of), as_of=as_of)


def channels(connection: Connection) -> pa.Table:
    """Return the channel of each complaint where it is known: columns complaint and channel."""
    types = {"complaint": pa.int64(), "channel": pa.string()}
    statement = select(Complaint.id, Complaint.channel).where(Complaint.channel.is_not(None))
    return columns(connection, statement, types, Complaint.id)


def rows(connection: Connection, *, as_of: datetime) -> dict[str, Rows]:
    """Return the raw tables up to `as_of`; the table of any earlier moment can be made from them.

    They include claims and papers of later complaints: `ClaimTable` drops rows without a parent.
    """
    return {
        "filers": _filers(connection),
        "complaints": _complaints(connection, as_of),
        "claims": _claims(connection),
        "events": _events(connection, as_of),
        "identities": _identities(connection),
        "documents": _documents(connection),
        "operates": _operates(connection),
        "judged": _judged(connection),
        "denials": _denials(connection, as_of),
    }


def _table(connection: Connection, name: str, statement: Select[Any], key: Any) -> pa.Table:
    return columns(connection, statement, SCHEMAS[name], key)


def _filers(connection: Connection) -> pa.Table:
    names = tuple(SCHEMAS["filers"])[1:]
    statement = select(Filer.id, *(getattr(Filer, name) for name in names))
    return _table(connection, "filers", statement, Filer.id)


def _complaints(connection: Connection, as_of: datetime) -> pa.Table:
    statement = select(
        Complaint.id,
        Complaint.filer_id,
        Complaint.reference,
        Complaint.filed_at,
        Complaint.basis,
        func.nullif(Complaint.statement, ""),
        Complaint.unlisted_rejected,
        Complaint.rights_holder_id,
        Complaint.right_id,
        Complaint.authorization_id,
    ).where(Complaint.filed_at <= as_of)
    names = ("complaint", "filer", "reference", "filed_at", "basis", "text", "unlisted_rejected")
    types = {name: SCHEMAS["complaints"][name] for name in names}
    keys = dict.fromkeys(("holder_key", "right_key", "permit_key"), pa.int64())
    rows = columns(connection, statement, types | keys, Complaint.id)
    stated = {name: rows[name] for name in names}
    asked = _asked(connection)
    stated["asked_at"] = asked["at"].take(pc.index_in(rows["complaint"], asked["id"]))
    stated["verified_at"] = _verified(connection, rows["right_key"], rows["permit_key"])
    for parents, key in ((_holders(connection), "holder_key"), (_rights(connection), "right_key")):
        spot = pc.index_in(rows[key], parents["id"])
        stated |= {n: parents[n].take(spot) for n in parents.column_names if n != "id"}
    return pa.table(stated)


_MOMENTS = {"id": pa.int64(), "at": SCHEMAS["complaints"]["verified_at"]}


def _asked(connection: Connection) -> pa.Table:
    """Return the complaints whose authority was asked, and when."""
    statement = select(Check.complaint_id, Check.made_at).where(Check.kind == CheckKind.AUTHORITY)
    return columns(connection, statement, _MOMENTS, Check.id)


def _verified(
    connection: Connection, right: pa.ChunkedArray, permit: pa.ChunkedArray
) -> pa.ChunkedArray:
    """Return when a person compared a paper of what each complaint rests on: the permission that it
    names or, where it names none, the right. A register alone does not say who files."""
    rights, permits = (
        columns(
            connection,
            select(model.id, model.proof_at).where(model.proof_by.is_not(None)),
            _MOMENTS,
            model.id,
        )
        for model in (Right, Authorization)
    )
    by_right = rights["at"].take(pc.index_in(right, rights["id"]))
    by_permit = permits["at"].take(pc.index_in(permit, permits["id"]))
    return pc.if_else(pc.is_null(permit), by_right, by_permit)


def _holders(connection: Connection) -> pa.Table:
    statement = select(RightsHolder.id, RightsHolder.key, RightsHolder.name)
    types = {"id": pa.int64(), "holder": pa.string(), "holder_name": pa.string()}
    return columns(connection, statement, types, RightsHolder.id)


_RIGHT = {
    "right": Right.key,
    "right_kind": Right.kind, "right_number": Right.number, "jurisdiction": Right.jurisdiction,
    "right_title": Right.title, "classes": Right.classes, "applied_on": Right.applied_on,
    "priority_on": Right.priority_on, "registered_on": Right.registered_on,
    "first_published_on": Right.first_published_on,
}  # fmt: skip


def _rights(connection: Connection) -> pa.Table:
    types = {"id": pa.int64()} | {name: SCHEMAS["complaints"][name] for name in _RIGHT}
    rows = columns(connection, select(Right.id, *_RIGHT.values()), types, Right.id)
    classes = rows["classes"].combine_chunks().dictionary_encode()
    lists = [nice_classes(json.loads(text)) for text in classes.dictionary.to_pylist()]
    goods = pa.array(lists, pa.string()).take(classes.indices)
    return rows.set_column(rows.column_names.index("classes"), "classes", goods)


def _claims(connection: Connection) -> pa.Table:
    names = (
        "category", "listed_on", "price", "currency", "sales_30d", "status_at_filing",
    )  # fmt: skip
    keys = ("listing_id", "store_id", "operator_id")
    types = {"claim": pa.int64(), "complaint": pa.int64(), "store_name": pa.string()}
    types |= {name: SCHEMAS["claims"][name] for name in names} | dict.fromkeys(keys, pa.int64())
    shown = (Claim.id, Claim.complaint_id, Claim.store_name)
    statement = select(*shown, *(getattr(Claim, name) for name in (*names, *keys)))
    rows = columns(connection, statement, types, Claim.id)
    listings, stores = _named(connection, Listing.reference), _named(connection, Store.reference)
    places, operators = _named(connection, Marketplace.slug), _named(connection, Operator.name)
    homes = _of(rows["listing_id"], listings, "marketplace_id")
    return pa.table(
        {
            "claim": rows["claim"],
            "complaint": rows["complaint"],
            "marketplace": _of(homes, places),
            "listing": _of(rows["listing_id"], listings),
            # A target that gave only the store's name is known by it, as in a file.
            "store": pc.coalesce(_of(rows["store_id"], stores), rows["store_name"]),
            "operator": _of(rows["operator_id"], operators),
            **{name: rows[name] for name in names},
        }
    )


def _named(connection: Connection, name: Any) -> pa.Table:
    """Return id and name of every row of a table, and its marketplace where it has one."""
    model = name.class_
    shown = {"id": model.id, "name": name}
    if hasattr(model, "marketplace_id"):
        shown["marketplace_id"] = model.marketplace_id
    types = {label: pa.string() if label == "name" else pa.int64() for label in shown}
    return columns(connection, select(*shown.values()), types, model.id)


def _of(key: pa.ChunkedArray, parents: pa.Table, column: str = "name") -> pa.ChunkedArray:
    """Return a column of each row's parent. Joining here is faster than SQLite's joins."""
    keys = pc.fill_null(key, -1).to_numpy()
    spot = positions(parents["id"].to_numpy(), keys)
    return parents[column].take(pa.array(spot, mask=spot < 0))


def _events(connection: Connection, as_of: datetime) -> pa.Table:
    statement = (
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
    return _table(connection, "events", statement, Event.id)


def _identities(connection: Connection) -> pa.Table:
    seen = FilerIdentity
    shown = (seen.filer_id, seen.kind, seen.digest, seen.domain, seen.first_seen, seen.last_seen,
             seen.origin, seen.known_since)  # fmt: skip
    return _table(connection, "identities", select(*shown), seen.id)


def _documents(connection: Connection) -> pa.Table:
    shown = (ComplaintDocument.complaint_id, ComplaintDocument.kind, Document.sha256)
    statement = select(*shown).join(Document, Document.id == ComplaintDocument.document_id)
    types = {name: SCHEMAS["documents"][name] for name in ("complaint", "kind", "sha256")}
    rows = columns(connection, statement, types, ComplaintDocument.complaint_id)
    copies = _copies(connection)
    first = copies["alike"].take(pc.index_in(rows["sha256"], copies["sha256"]))
    return rows.append_column("alike", first)


def _copies(connection: Connection) -> pa.Table:
    """Return papers that are near copies of another, each with the first of its kind."""
    first = aliased(Document)
    statement = (
        select(Document.sha256, first.sha256)
        .join(DocumentLook, DocumentLook.document_id == Document.id)
        .join(first, first.id == DocumentLook.alike_id)
    )
    types = {"sha256": pa.string(), "alike": pa.string()}
    return columns(connection, statement, types, DocumentLook.document_id)


def _operates(connection: Connection) -> pa.Table:
    # A filer names the stores that it runs without their marketplaces; the record keeps the store
    # of each marketplace that may be meant, the detector knows them by their id.
    runs = select(FilerStore.filer_id, Store.reference).distinct()
    statement = runs.join(Store, Store.id == FilerStore.store_id)
    return _table(connection, "operates", statement, FilerStore.filer_id)


def _judged(connection: Connection) -> pa.Table:
    # The judgements in force now, also for a scan of an earlier moment.
    types = dict(zip(JUDGED.names, JUDGED.types, strict=True))
    shown = (LinkJudgement.a_id, LinkJudgement.b_id, LinkJudgement.verdict)
    said = select(*shown).where(LinkJudgement.superseded_at.is_(None))
    return pa.concat_tables(
        [
            columns(connection, said, types, LinkJudgement.id),
            columns(connection, _of_one_party(), types, Filer.id),
        ]
    )


def _of_one_party() -> Select[Any]:
    """Return the statement for accounts of one party, each with the first of it, as judged *yes*;
    pairs that a person judged are left out."""
    joined = select(Filer.party_id).join(Joining, Joining.filer_id == Filer.id)
    first = (
        select(Filer.party_id, func.min(Filer.id).label("id"))
        .where(Filer.party_id.in_(joined.where(Joining.state.in_(JOINED))))
        .group_by(Filer.party_id)
        .subquery()
    )
    said = exists(
        select(LinkJudgement.id).where(
            LinkJudgement.a_id == first.c.id,
            LinkJudgement.b_id == Filer.id,
            LinkJudgement.superseded_at.is_(None),
        )
    )
    return (
        select(first.c.id, Filer.id, literal(str(LinkVerdict.YES)))
        .join(first, first.c.party_id == Filer.party_id)
        .where(Filer.id != first.c.id, ~said)
    )


def _denials(connection: Connection, as_of: datetime) -> pa.Table:
    """Return who was asked to prove its own right when it denied another's, and when it did.

    A later answer replaces an earlier one, so an answer that was taken back counts as never given.
    The right in question must be the one that is proven; for a name any right of the account will
    do.
    """
    proven = select(func.min(Right.proof_at)).where(
        Right.filer_id == Alarm.filer_id,
        or_(Alarm.kind == AlarmKind.NAME, Right.key == Alarm.subject),
    )
    statement = select(
        Alarm.filer_id, Alarm.complaint_id, Alarm.kind, Alarm.answered_at,
        proven.correlate(Alarm).scalar_subquery(),
    ).where(
        Alarm.answer == AlarmAnswer.NOT_AUTHORIZED, Alarm.followed == DenialStep.ASK_DENIER,
        Alarm.answered_at <= as_of,
    )  # fmt: skip
    return _table(connection, "denials", statement, Alarm.id)
