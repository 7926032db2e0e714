"""What can be held: the open complaints of accounts, by a match or a boycott.

Whom a boycott would bind and what it would hold, asked before it is imposed or accounts are
joined.

Which imported complaints are undecided, by account and right.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from abuse.identity.registers import number_of
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
)
from complaints.queries.cases import parties
from complaints.queries.cases.boycotts.binding import binds_for
from complaints.rules.decisions.claims import OPEN_STATES
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
        statement = statement.join(Complaint, Complaint.id == Claim.complaint_id).where(
            binds_for(boycott.filer_id, boycott.rights_holder_id)
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


@dataclass(frozen=True, slots=True)
class Effect:
    """How many accounts would come under a boycott, and how many of their open complaints would be
    held for a look."""

    accounts: int
    complaints: int


def effect_of(session: Session, binding: Iterable[tuple[Boycott, int]]) -> Effect:
    """Return what happens once each boycott binds the party of the account beside it."""
    bound: set[int] = set()
    held: set[int] = set()
    for boycott, filer_id in binding:
        accounts = parties.accounts(session, filer_id)
        bound.update(accounts)
        for complaint_ids in open_complaints(session, accounts, boycott).values():
            held.update(complaint_ids)
    return Effect(len(bound), len(held))


# Complaints of one statement, by id, with an SQLite that takes 32,766 parameters.
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Imported:
    """Complaints of an account by one right."""

    filer: Filer
    right: Right
    complaint_ids: list[int]

    @property
    def key(self) -> str | None:
        """The right's key, where the right has a number."""
        right = self.right
        numbered = number_of(right.kind, right.jurisdiction, right.number) != ""
        return right.key if numbered else None


def open_of(session: Session, complaint_ids: Collection[int]) -> list[Imported]:
    """Return those of these complaints that have an open claim, by account and right."""
    by_right: dict[int, Imported] = {}
    for complaint_id, filer, right in _rows(session, sorted(complaint_ids)):
        imported = by_right.setdefault(right.id, Imported(filer, right, []))
        imported.complaint_ids.append(complaint_id)
    return sorted(by_right.values(), key=lambda each: (each.filer.id, each.right.id))


def _rows(session: Session, complaint_ids: list[int]) -> Iterator[tuple[int, Filer, Right]]:
    for start in range(0, len(complaint_ids), _CHUNK):
        some = complaint_ids[start : start + _CHUNK]
        is_open = (
            select(Claim.id)
            .where(Claim.complaint_id == Complaint.id, Claim.state.in_(OPEN_STATES))
            .exists()
        )
        statement = (
            select(Complaint.id, Filer, Right)
            .join(Filer, Filer.id == Complaint.filer_id)
            .join(Right, Right.id == Complaint.right_id)
            .where(Complaint.id.in_(some), is_open)
            .order_by(Complaint.id)
        )
        yield from session.execute(statement).tuples()


def papers_of(session: Session, complaint_ids: Collection[int], *, most: int) -> list[int]:
    """Return up to `most` papers of these complaints, the newest first."""
    shown = select(ComplaintDocument.document_id).where(
        ComplaintDocument.complaint_id.in_(complaint_ids)
    )
    newest = shown.distinct().order_by(ComplaintDocument.document_id.desc()).limit(most)
    return list(session.scalars(newest))
