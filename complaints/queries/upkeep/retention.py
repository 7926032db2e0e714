"""Which rows have ended, by the table of `rules/upkeep/retention.py`: a condition for each table.

Rows are named by their primary keys, in its order. Where the ledger names a row by its id, the
table's newest row stays until another is there: SQLite would give its id out again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Table, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session

from complaints.models import (
    AccessGrant,
    Account,
    AccountLetter,
    AccountSession,
    Assignment,
    Attempt,
    Base,
    ClaimDocument,
    ClockJump,
    ComplaintDocument,
    ComplaintImport,
    Draft,
    FormKey,
    ImportRow,
    Job,
    Lease,
    LinkCode,
    ListingSeenPicture,
    Note,
    NoticeRequest,
    OutwardEvent,
    PolicyDraft,
    RegisterCode,
    Replay,
    RightDocument,
    ScanRun,
    SignUp,
    Threat,
    Upload,
    WebhookDelivery,
)
from complaints.rules.actors import ActorKind
from complaints.rules.upkeep.retention import AFTER

Key = tuple[Any, ...]
Condition = ColumnElement[bool]

# From when on `after` counts.
SINCE: Final[Mapping[str, Any]] = {
    "attempt": Attempt.window_ends_at,
    "lease": Lease.until,
    "assignment": Assignment.given_at,
    "replay": Replay.created_at,
    "form_key": FormKey.created_at,
    "job": Job.done_at,
    "draft": Draft.expires_at,
    "import_row": select(func.coalesce(ComplaintImport.ended_at, ComplaintImport.created_at))
    .where(ComplaintImport.id == ImportRow.import_id)
    .scalar_subquery(),
    "complaint_import": func.coalesce(ComplaintImport.ended_at, ComplaintImport.created_at),
    "link_code": LinkCode.ends_at,
    "register_code": RegisterCode.ends_at,
    "upload": Upload.uploaded_at,
    "account": Account.created_at,
    "sign_up": SignUp.created_at,
    "notice_request": NoticeRequest.asked_at,
    "account_session": AccountSession.ends_at,
    "account_letter": AccountLetter.created_at,
    "scan_run": ScanRun.finished_at,
    "webhook_delivery": WebhookDelivery.done_at,
    "outward_event": OutwardEvent.at,
    "policy_draft": PolicyDraft.done_at,
    "clock_jump": ClockJump.settled_at,
    "threat": func.coalesce(Threat.told_at, Threat.voided_at),
}
NAMED_IN_THE_LEDGER: Final = frozenset(
    {"account", "account_letter", "policy_draft", "scan_run", "threat", "upload"}
)


def table_of(name: str) -> Table:
    """Return a table by its name."""
    return Base.metadata.tables[name]


def ended_keys(session: Session, name: str, *, now: datetime, limit: int) -> list[Key]:
    """Return the keys of up to `limit` rows that have ended."""
    table = table_of(name)
    chosen = select(*table.primary_key).where(has_ended(name, now)).limit(limit)
    return [tuple(row) for row in session.execute(chosen)]


def ended_among(name: str, keys: Collection[Key], *, now: datetime) -> Select[Any]:
    """Return the statement for those of `keys` that have ended, locked, so that they stay so."""
    table = table_of(name)
    chosen = select(*table.primary_key).where(with_keys(table, keys), has_ended(name, now))
    return chosen.with_for_update(of=table)


def with_keys(table: Table, keys: Collection[Key]) -> Condition:
    """Return the condition for rows with these keys."""
    columns = list(table.primary_key)
    if len(columns) == 1:
        return columns[0].in_([key for (key,) in keys])
    return tuple_(*columns).in_(keys)


def has_ended(name: str, now: datetime) -> Condition:
    """Return the condition for rows of a table that have ended by `now`."""
    conditions = [SINCE[name] <= now - AFTER[name], *_MORE.get(name, list)()]
    if name in NAMED_IN_THE_LEDGER:
        conditions.append(_is_older(table_of(name)))
    return and_(*conditions)


def _of_nobody() -> Sequence[Condition]:
    """Accounts whose address nobody confirmed, and whom nobody let in."""
    granted = exists().where(AccessGrant.account_id == Account.id)
    return Account.confirmed_at.is_(None), Account.filer_id.is_not(None), ~granted


def _put_to_nothing() -> Sequence[Condition]:
    """Uploads that no claim, complaint, right or view of a listing has, and that no draft of the
    sender may name."""
    put = or_(
        exists().where(ClaimDocument.upload_id == Upload.id),
        exists().where(ListingSeenPicture.upload_id == Upload.id),
    )
    stated = (
        exists().where(paper.document_id == Upload.document_id)
        for paper in (ComplaintDocument, RightDocument)
    )
    typed = exists().where(Upload.owner_kind == ActorKind.FILER, Draft.filer_id == Upload.owner_id)
    return ~put, *(~each for each in stated), ~typed


def _to_log_ins() -> Sequence[Condition]:
    return (AccountLetter.secret_link_id.is_(None),)


def _named_by_nothing() -> Sequence[Condition]:
    """Scan runs that no row names, but for the one that saw most of the record."""
    others = ScanRun.__table__.alias()
    farthest = select(func.max(others.c.as_of)).scalar_subquery()
    return ScanRun.as_of < farthest, *(~named for named in naming("scan_run"))


def _behind_the_newest() -> Sequence[Condition]:
    """Events with a later one, from which places are counted on."""
    others = OutwardEvent.__table__.alias()
    newest = select(func.max(others.c.position)).scalar_subquery()
    return (OutwardEvent.position < newest,)


_MORE: Final[Mapping[str, Callable[[], Sequence[Condition]]]] = {
    "account": _of_nobody,
    "account_letter": _to_log_ins,
    "outward_event": _behind_the_newest,
    "scan_run": _named_by_nothing,
    "upload": _put_to_nothing,
}


def naming(name: str, but: Iterable[str] = ()) -> list[Condition]:
    """Return conditions: the row is named by a foreign key of a table that is not one of `but`."""
    target = table_of(name)
    return [
        exists().where(key.parent == target.c[key.column.name])
        for table in Base.metadata.sorted_tables
        if table.name not in but
        for key in table.foreign_keys
        if key.column.table is target and table is not target
    ]


def unnamed_filers(ids: Collection[int]) -> Select[Any]:
    """Return the statement for those of the filers that nothing names any more."""
    filer, upload = table_of("filer"), table_of("upload")
    noted = exists().where(Note.subject == "filer", Note.subject_id == filer.c.id)
    sent = exists().where(upload.c.owner_kind == ActorKind.FILER, upload.c.owner_id == filer.c.id)
    return select(filer.c.id, filer.c.party_id).where(
        filer.c.id.in_(ids), ~or_(noted, sent, *naming("filer")), _is_older(filer)
    )


def unnamed_parties(ids: Collection[int]) -> Select[Any]:
    """Return the statement for those of the parties that nothing names any more."""
    party = table_of("party")
    return select(party.c.id).where(party.c.id.in_(ids), ~or_(*naming("party")), _is_older(party))


def unnamed_documents(ids: Collection[int]) -> Select[Any]:
    """Return the statement for those of the papers that no upload, case or other paper names."""
    document, look = table_of("document"), table_of("document_look")
    first = exists().where(look.c.alike_id == document.c.id)
    own = ("document_content", "document_look", "document_key", "document_as_sent")
    return select(document.c.id).where(
        document.c.id.in_(ids), ~or_(first, *naming("document", but=own))
    )


def _is_older(table: Table) -> Condition:
    newest = select(func.max(table.alias().c.id)).scalar_subquery()
    return table.c.id < newest
