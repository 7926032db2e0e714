"""Which accounts show what an account shows: identity attributes, its name, its papers.

Every statement walks an index and stops after a fixed number of rows, so that a filing costs the
same with a million claims stored; statements are built once. Of what many show, the earliest are
read: who opens accounts by the thousand comes after them and hides nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from abuse.identity.keys import bare
from complaints.models import (
    Authorization,
    Complaint,
    ComplaintDocument,
    Document,
    DocumentLook,
    Filer,
    FilerIdentity,
    Right,
    RightDocument,
    RightsHolder,
)
from complaints.models.base import Moment
from complaints.rules.kinds import DocumentKind, FilerKind, IdentityKind, Proof

# How many accounts that show one value are read, and how many filings of one paper.
ACCOUNTS = 200
FILINGS = 400
# Of a personal value that more show, so many are looked at for those who have filed.
_LOOKED_AT = 1000
_PERSONAL = (IdentityKind.DEVICE, IdentityKind.PAYMENT, IdentityKind.PHONE, IdentityKind.EMAIL)
# Papers that name who files; the others are the right's, and an agent shows them for its client.
_OF_THE_FILER = (DocumentKind.AUTHORIZATION, DocumentKind.IDENTITY)


@dataclass(frozen=True, slots=True)
class Showing:
    """An account that shows a value of a kind. `since` is when it had shown it and had filed; None
    where it never filed: an account costs nothing to open, so such make no value common. `seen` is
    when it first showed it, where that is known, and `filed` when it first filed at all."""

    kind: str
    value: Hashable
    filer_id: int
    party_id: int
    name: str
    is_agent: bool
    domain: str | None = None
    since: datetime | None = None
    seen: datetime | None = None
    filed: datetime | None = None


_MINE, _OTHER = aliased(FilerIdentity), aliased(FilerIdentity)
_FILED = (
    select(Complaint.filed_at)
    .where(Complaint.filer_id == Filer.id)
    .order_by(Complaint.filed_at)
    .limit(1)
    .correlate(Filer)
    .scalar_subquery()
)
_TOO_MANY = (
    select(FilerIdentity.id)
    .where(FilerIdentity.digest == _MINE.digest)
    .offset(ACCOUNTS)
    .limit(1)
    .correlate(_MINE)
    .scalar_subquery()
)
_BY_IDENTITY = (
    select(
        _MINE.kind, _MINE.id, Filer.id, Filer.party_id, Filer.folded_name, Filer.kind,
        _MINE.domain, _OTHER.first_seen, _FILED,
    )
    .join(_OTHER, _OTHER.digest == _MINE.digest)
    .join(Filer, Filer.id == _OTHER.filer_id)
    .where(_MINE.filer_id == bindparam("filer"), _OTHER.kind == _MINE.kind, _TOO_MANY.is_(None))
)  # fmt: skip
_CROWDED = select(_MINE.kind, _MINE.id, _MINE.digest, _MINE.domain).where(
    _MINE.filer_id == bindparam("filer"), _MINE.kind.in_(_PERSONAL), _TOO_MANY.is_not(None)
)
_EARLIEST = (
    select(FilerIdentity.filer_id, FilerIdentity.first_seen)
    .where(FilerIdentity.digest == bindparam("digest"), FilerIdentity.kind == bindparam("kind"))
    .order_by(FilerIdentity.first_seen)
    .limit(_LOOKED_AT)
    .subquery()
)
_OF_A_CROWD = (
    select(
        Filer.id, Filer.party_id, Filer.folded_name, Filer.kind, _EARLIEST.c.first_seen, _FILED
    )
    .join(_EARLIEST, _EARLIEST.c.filer_id == Filer.id)
    .where(or_(_FILED.is_not(None), Filer.id == bindparam("filer")))
    .order_by(_EARLIEST.c.first_seen)
    .limit(ACCOUNTS)
)  # fmt: skip
_BY_NAME = (
    select(Filer.id, Filer.party_id, Filer.folded_name, Filer.kind, _FILED)
    .where(Filer.folded_name == bindparam("name"))
    .order_by(Filer.id)
    .limit(ACCOUNTS)
)
_CLIENT = select(RightsHolder.folded_name).where(RightsHolder.id == bindparam("holder"))
_BY_IT = (
    select(func.min(Complaint.filed_at, type_=Moment()))
    .where(Complaint.authorization_id == Authorization.id)
    .correlate(Authorization)
    .scalar_subquery()
)
_BY_CLIENT = (
    select(
        Authorization.reference, Authorization.proof,
        func.coalesce(_BY_IT, Authorization.created_at, type_=Moment()), Filer.id,
        Filer.party_id, Filer.folded_name, Filer.kind, _FILED,
    )
    .join(RightsHolder, RightsHolder.id == Authorization.rights_holder_id)
    .join(Filer, Filer.id == Authorization.filer_id)
    .where(RightsHolder.folded_name == _CLIENT.scalar_subquery())
    .order_by(Authorization.id)
    .limit(ACCOUNTS)
)  # fmt: skip
_ALIKE = (
    select(DocumentLook.document_id)
    .where(
        DocumentLook.alike_id
        == select(DocumentLook.alike_id)
        .where(DocumentLook.document_id == bindparam("document"))
        .scalar_subquery(),
        DocumentLook.document_id != bindparam("document"),
    )
    .limit(ACCOUNTS)
)


def _papers(which: ColumnElement[bool], of_right: ColumnElement[bool]) -> Select[Any]:
    """Accounts that put one of some papers to a complaint or a right, as what speaks of itself."""
    filed = (
        select(
            Complaint.filer_id, Complaint.rights_holder_id, ComplaintDocument.kind,
            Complaint.filed_at.label("at"),
        )
        .join(ComplaintDocument, ComplaintDocument.complaint_id == Complaint.id)
        .where(which)
        .order_by(Complaint.id)
        .limit(FILINGS)
        .subquery()
    )  # fmt: skip
    stated = (
        select(
            Right.filer_id, Right.rights_holder_id, RightDocument.kind, Right.created_at.label("at")
        )
        .join(RightDocument, RightDocument.right_id == Right.id)
        .where(of_right)
        .order_by(Right.id)
        .limit(FILINGS)
        .subquery()
    )
    both = union_all(select(filed), select(stated)).subquery()
    own = or_(
        both.c.kind.in_(_OF_THE_FILER),
        RightsHolder.folded_name == Filer.folded_name,
        (RightsHolder.id.is_(None)) & (func.coalesce(Filer.kind, "") != FilerKind.AGENT),
    )
    since = func.min(both.c.at, type_=Moment())
    return (
        select(Filer.id, Filer.party_id, Filer.folded_name, Filer.kind, since)
        .join(both, both.c.filer_id == Filer.id)
        .outerjoin(RightsHolder, RightsHolder.id == both.c.rights_holder_id)
        .where(own)
        .group_by(Filer.id, Filer.party_id, Filer.folded_name, Filer.kind)
    )


_BY_PAPER = _papers(
    ComplaintDocument.document_id == bindparam("document"),
    RightDocument.document_id == bindparam("document"),
)
_BY_NEAR_PAPER = _papers(
    ComplaintDocument.document_id.in_(_ALIKE), RightDocument.document_id.in_(_ALIKE)
)
# A paper that one complaint alone shows was shown by nobody else; one not compared has no copies.
_ANOTHER = (
    select(ComplaintDocument.complaint_id)
    .where(ComplaintDocument.document_id == Document.id)
    .offset(1)
    .limit(1)
    .scalar_subquery()
)
_KNOWN = (
    select(Document.id, DocumentLook.alike_id)
    .outerjoin(DocumentLook, DocumentLook.document_id == Document.id)
    .where(
        Document.id.in_(bindparam("documents", expanding=True)),
        or_(
            _ANOTHER.is_not(None),
            select(RightDocument.right_id).where(RightDocument.document_id == Document.id).exists(),
            DocumentLook.alike_id.is_not(None),
        ),
    )
)
_NEWEST = select(func.max(Filer.id))


def accounts(session: Session) -> int:
    """Return about how many accounts there are: numbers are given out in a row."""
    return session.connection().execute(_NEWEST).scalar() or 1


def by_identity(session: Session, filer_id: int) -> list[Showing]:
    """Return the accounts that show an identity attribute of this one, its own too; of a personal
    one that many show, the earliest that have filed."""
    connection, asked = session.connection(), {"filer": filer_id}
    showing = [
        Showing(kind, value, *_account(row), domain, _since(seen, filed), seen, filed)
        for kind, value, *row, domain, seen, filed in connection.execute(_BY_IDENTITY, asked)
    ]
    for kind, value, digest, domain in connection.execute(_CROWDED, asked).all():
        of_it = connection.execute(_OF_A_CROWD, {**asked, "digest": digest, "kind": kind})
        showing += [
            Showing(kind, value, *_account(row), domain, _since(seen, filed), seen, filed)
            for *row, seen, filed in of_it
        ]
    return showing


def _since(seen: datetime, filed: datetime | None) -> datetime | None:
    return None if filed is None else max(seen, filed)


def _account(row: Sequence[Any]) -> tuple[int, int, str, bool]:
    number, party, name, kind = row
    return number, party, name, kind == FilerKind.AGENT


def by_name(session: Session, name: str) -> list[Showing]:
    """Return the accounts of this folded name, the first where many have it."""
    return _showing("name", name, session.connection().execute(_BY_NAME, {"name": name}))


def by_permission(session: Session, filer_id: int, holder_id: int) -> list[Showing]:
    """Return the agents that say that they act for this holder, however its name is spelled, this
    account too: as those of one client, and those whose power of attorney has the same reference.

    A permission of this account that a person compared or the holder confirmed tells nothing: it
    is its own.
    """
    rows = session.connection().execute(_BY_CLIENT, {"holder": holder_id}).all()
    mine = {
        bare(reference)
        for reference, proof, _at, number, *_rest in rows
        if number == filer_id and reference and proof == Proof.STATED
    }
    showing = []
    for reference, _proof, at, number, party, name, kind, filed in rows:
        who = (number, party, name, kind == FilerKind.AGENT)
        times = (_since(at, filed), at, filed)
        showing.append(Showing("client", "client", *who, None, *times))
        if reference and bare(reference) in mine:
            showing.append(Showing("reference", bare(reference), *who, None, *times))
    return showing


def by_papers(session: Session, document_ids: Collection[int]) -> list[Showing]:
    """Return the accounts that have shown one of these papers, or a copy of one, of themselves: as
    their own right's, or as what lets them act. What an agent shows for a client is left out.

    The papers are those of a complaint that is stored.
    """
    if not document_ids:
        return []
    connection = session.connection()
    known = connection.execute(_KNOWN, {"documents": sorted(document_ids)}).tuples()
    shown = []
    for document_id, alike_id in sorted(known.all()):
        same = connection.execute(_BY_PAPER, {"document": document_id})
        shown += _showing("paper", document_id, same)
        if alike_id is not None:
            near = connection.execute(_BY_NEAR_PAPER, {"document": document_id})
            shown += _showing("near_paper", document_id, near)
    return shown


def _showing(kind: str, value: Hashable, rows: Iterable[Row[Any]]) -> list[Showing]:
    return [Showing(kind, value, *_account(row), since=since) for *row, since in rows]
