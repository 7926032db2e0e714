"""What can be held: the open complaints of accounts, by a match or a boycott."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from complaints.models import (
    Authorization,
    Boycott,
    Check,
    Claim,
    Complaint,
    ComplaintDocument,
    Filer,
    PartyMatch,
    Right,
    RightsHolder,
)
from complaints.queries import parties
from complaints.rules.claims import OPEN_STATES
from complaints.rules.kinds import CheckKind, Sign


def open_complaints(
    session: Session, filer_ids: Collection[int], boycott: Boycott | None = None
) -> dict[int, list[int]]:
    """Return the complaints with an open claim of these accounts by account, each in the order
    of its ids; where the boycott is for one principal, only those that are filed for it."""
    statement = (
        select(Claim.filer_id, Claim.complaint_id)
        .where(Claim.filer_id.in_(filer_ids), Claim.state.in_(OPEN_STATES))
        .distinct()
        .order_by(Claim.filer_id, Claim.complaint_id)
    )
    if boycott is not None and boycott.rights_holder_id is not None:
        named, other = aliased(RightsHolder), aliased(RightsHolder)
        alike = (
            select(other.id)
            .join(named, named.folded_name == other.folded_name)
            .where(named.id == boycott.rights_holder_id)
        )
        stated = select(Right.key).where(
            Right.filer_id.in_(parties.accounts_of(boycott.filer_id)),
            Right.rights_holder_id == boycott.rights_holder_id,
        )
        statement = statement.join(Complaint, Complaint.id == Claim.complaint_id).where(
            or_(Complaint.rights_holder_id.in_(alike), Claim.right_key.in_(stated))
        )
    by_filer: dict[int, list[int]] = {}
    for filer_id, complaint_id in session.execute(statement).tuples():
        by_filer.setdefault(filer_id, []).append(complaint_id)
    return by_filer


def rests_on(session: Session, match_id: int) -> bool:
    """Say whether a complaint is or was held because of this match."""
    statement = select(Check.id).where(Check.match_id == match_id).limit(1)
    return session.scalar(statement) is not None


def matches_between(session: Session, filer_id: int, other_id: int) -> Sequence[int]:
    """Return the ids of the matches of any account of one party with any of the other; of these
    two accounts alone, where another joining keeps them in one party."""
    one: Collection[int] = parties.accounts(session, filer_id)
    two: Collection[int] = parties.accounts(session, other_id)
    if other_id in one:
        one, two = [filer_id], [other_id]
    statement = select(PartyMatch.id).where(
        or_(
            PartyMatch.filer_id.in_(one) & PartyMatch.other_id.in_(two),
            PartyMatch.filer_id.in_(two) & PartyMatch.other_id.in_(one),
        )
    )
    return session.scalars(statement).all()


def filers_with(session: Session, document_id: int, *, most: int) -> Sequence[Filer]:
    """Return up to `most` accounts that filed with this paper, the newest first."""
    statement = (
        select(Filer)
        .where(
            Filer.id.in_(
                select(Complaint.filer_id)
                .join(ComplaintDocument, ComplaintDocument.complaint_id == Complaint.id)
                .where(ComplaintDocument.document_id == document_id)
            )
        )
        .order_by(Filer.id.desc())
        .limit(most)
    )
    return session.scalars(statement).all()


def unproven_by(session: Session, row: Right | Authorization) -> Sequence[tuple[Check, Complaint]]:
    """Return the holds of those whom a register alone names, with their complaints, that rest on
    this right's number or on an authorization of this account's party."""
    mine = (
        Complaint.right_id.in_(select(Right.id).where(Right.key == row.key))
        if isinstance(row, Right)
        else Complaint.filer_id.in_(parties.accounts_of(row.filer_id))
    )
    statement = (
        select(Check, Complaint)
        .join(Complaint, Complaint.id == Check.complaint_id)
        .where(mine, Check.kind == CheckKind.PARTY, Check.verified_at.is_(None))
        .order_by(Check.id)
    )
    rows = session.execute(statement.with_for_update(of=Check)).tuples()
    return [(check, complaint) for check, complaint in rows if Sign.UNPROVEN in check.signs]


def filers_of(session: Session, complaint_ids: Collection[int]) -> dict[int, Filer]:
    """Return by complaint the account that filed it."""
    statement = (
        select(Complaint.id, Filer)
        .join(Filer, Filer.id == Complaint.filer_id)
        .where(Complaint.id.in_(complaint_ids))
    )
    return dict(session.execute(statement).tuples().all())
