"""Who has stated a right, as whose, and who did so first. Bounded, as `showing.py`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from complaints.models import (
    Complaint,
    ComplaintDocument,
    Event,
    Filer,
    Right,
    RightDocument,
    RightsHolder,
)
from complaints.models.rights import PROVEN
from complaints.queries.authority.respelt import respelt
from complaints.rules.kinds import DocumentKind, EventKind, FilerKind, Proof

# Of a number that more have stated, the first are read.
STATEMENTS = 100


@dataclass(frozen=True, slots=True)
class Statement:
    """A right as an account states it: as its own, or as that of `holder` (one spelling)."""

    right_id: int
    filer_id: int
    party_id: int
    account: str
    holder: str
    own: bool
    proof: int
    stated_at: datetime


_STATEMENTS = (
    select(
        Right.id, Filer.id, Filer.party_id, Filer.folded_name, Filer.kind,
        RightsHolder.folded_name, Right.proof, Right.created_at,
    )
    .join(Filer, Filer.id == Right.filer_id)
    .outerjoin(RightsHolder, RightsHolder.id == Right.rights_holder_id)
)  # fmt: skip
_BY_KEY = _STATEMENTS.where(Right.key == bindparam("key")).order_by(Right.id).limit(STATEMENTS)
_BY_ID = _STATEMENTS.where(Right.id.in_(bindparam("rights", expanding=True)))
_PROOFS = (
    select(Right.proof)
    .join(Filer, Filer.id == Right.filer_id)
    .where(Right.key == bindparam("key"), Filer.party_id == bindparam("party"), PROVEN)
)
# A listing came down by a statement of a right, or a certificate was shown for it.
_ACTED = (
    select(Event.id)
    .join(Complaint, Complaint.id == Event.complaint_id)
    .where(Complaint.right_id == bindparam("right"), Event.kind == EventKind.TAKEDOWN)
)
_SHOWN_FOR_IT = (
    select(ComplaintDocument.document_id)
    .join(Complaint, Complaint.id == ComplaintDocument.complaint_id)
    .where(
        Complaint.right_id == bindparam("right"),
        ComplaintDocument.kind == DocumentKind.REGISTRATION,
    )
)
_KEPT_WITH_IT = select(RightDocument.document_id).where(
    RightDocument.right_id == bindparam("right"), RightDocument.kind == DocumentKind.REGISTRATION
)
_BACKED = select(or_(_ACTED.exists(), _SHOWN_FOR_IT.exists(), _KEPT_WITH_IT.exists()))
_FIRST = (
    select(Complaint.filed_at)
    .where(Complaint.right_id == Right.id)
    .order_by(Complaint.filed_at)
    .limit(1)
    .correlate(Right)
    .scalar_subquery()
)
_FIRSTS = select(Right.id, _FIRST).where(Right.id.in_(bindparam("rights", expanding=True)))


def statements_of_right(session: Session, right_key: str) -> list[Statement]:
    """Return who has stated this right, typed otherwise too, the first where many have."""
    connection = session.connection()
    rows = list(connection.execute(_BY_KEY, {"key": right_key}))
    if typed_otherwise := respelt(session, right_key):
        rows += connection.execute(_BY_ID, {"rights": typed_otherwise})
    statements = []
    for right_id, filer_id, party_id, account, kind, holder, proof, at in rows:
        own = holder == account or (holder is None and kind != FilerKind.AGENT)
        named = account if own else holder or ""
        rank = Proof(proof).rank
        statement = Statement(right_id, filer_id, party_id, account, named, own, rank, at)
        statements.append(statement)
    return statements


def proof_of(session: Session, right_key: str, party_id: int) -> int:
    """Return the rank of the best proof that a party has for a right."""
    asked = {"key": right_key, "party": party_id}
    levels = session.connection().execute(_PROOFS, asked).scalars()
    return max((Proof(level).rank for level in levels), default=0)


def is_backed(session: Session, one: Statement) -> bool:
    """Say whether more than a word speaks for this statement of a right: a proof, a certificate, or
    a listing that came down by it."""
    if one.proof > 0:
        return True
    return bool(session.connection().execute(_BACKED, {"right": one.right_id}).scalar())


def first_filings(session: Session, statements: Sequence[Statement]) -> dict[int, datetime]:
    """Return by right when each of these was first filed by; those never filed by are left out."""
    if not statements:
        return {}
    ids = {"rights": sorted({each.right_id for each in statements})}
    rows = session.connection().execute(_FIRSTS, ids).tuples()
    return {right_id: at for right_id, at in rows if at is not None}


def is_contested(
    one: Statement,
    all_of_it: Sequence[Statement],
    first: Mapping[int, datetime],
    but: Collection[int],
) -> bool:
    """Say whether somebody filed by this right before `one` did, as its own or as another's.

    Whoever types in the number of a right that is known as somebody else's does not make it its
    own. Parties in `but` are not heard. An agent that named the same holder confirms it.
    """
    began = first.get(one.right_id)
    return any(
        each.right_id in first and (began is None or first[each.right_id] < began)
        for each in all_of_it
        if each.party_id not in but and (each.own or each.holder != one.holder)
    )
