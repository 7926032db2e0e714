"""Which proof lacks of claims under raised proof, and whether a person has compared it.

A paper that was sent is enough for a claim to be looked at; a takedown takes one that a person
compared, or an office's register.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from complaints.base.errors import Refusal
from complaints.models import (
    Claim,
    ClaimDocument,
    Clock,
    Complaint,
    ComplaintDocument,
    ComplaintDocumentClaim,
    Right,
    RightDocument,
)
from complaints.queries.authority import proof
from complaints.queries.authority.claimants import claimant_of
from complaints.queries.cases import boycotts, parties
from complaints.rules.authority.proof import PROVEN
from complaints.rules.filing.notices import explains
from complaints.rules.kinds import DocumentKind, DocumentUse, Proof
from complaints.rules.law.clocks import ALIVE
from complaints.rules.law.raised_proof import ProofLack, Shown, find_lacks
from complaints.rules.law.regimes import ClockKind
from complaints.rules.law.treatments import Treatment
from complaints.words import message as _
from complaints.work import UnitOfWork

# Papers of a complaint that say who files.
_OF_IDENTITY = (DocumentKind.IDENTITY, DocumentKind.AUTHORIZATION)


def find_lacking(work: UnitOfWork, rows: Collection[Claim]) -> dict[int, tuple[ProofLack, ...]]:
    """Return by claim what lacks of those of these claims that wait for more proof."""
    waiting_ids = _waiting_ids(work.session, rows)
    if not waiting_ids:
        return {}
    waiting = [row for row in rows if row.id in waiting_ids]
    complaints = {row.complaint_id for row in waiting}
    by_complaint = {each: _of_complaint(work, each) for each in complaints}
    differing = _differing(work.session, waiting)
    return {
        row.id: find_lacks(Shown(*by_complaint[row.complaint_id], row.id in differing))
        for row in waiting
    }


def _waiting_ids(session: Session, rows: Collection[Claim]) -> set[int]:
    ids = [
        row.id
        for row in rows
        if row.state == "incomplete" and row.treatment == Treatment.RAISED_PROOF
    ]
    if not ids:
        return set()
    return set(session.scalars(select(Claim.id).where(Claim.id.in_(ids), ~_asked_by_staff())))


def lock_waiting(session: Session, filer_id: int) -> Sequence[Claim]:
    """Return the claims of a filer's party that wait for more proof, locked."""
    statement = select(Claim).where(
        Claim.filer_id.in_(parties.accounts_of(filer_id)),
        Claim.state == "incomplete",
        Claim.treatment == Treatment.RAISED_PROOF,
        ~_asked_by_staff(),
    )
    return session.scalars(statement.order_by(Claim.id).with_for_update(of=Claim)).all()


def _asked_by_staff() -> ColumnElement[bool]:
    """Return the condition for claims of which staff asked something, by a day."""
    asked = select(Clock.id).where(
        Clock.claim_id == Claim.id, Clock.kind == ClockKind.COMPLETE, Clock.state.in_(ALIVE)
    )
    return asked.exists()


def _of_complaint(work: UnitOfWork, complaint_id: int) -> tuple[bool, bool]:
    """Return whether a complaint's filer has sent who it is and what shows the right, or a person
    compared them."""
    session = work.session
    complaint = session.get_one(Complaint, complaint_id)
    identity, right = _compared(work, complaint)
    came = session.scalars(
        select(ComplaintDocument.kind).where(ComplaintDocument.complaint_id == complaint_id)
    ).all()
    shown = select(RightDocument.right_id).where(
        RightDocument.right_id == complaint.right_id,
        RightDocument.kind == DocumentKind.REGISTRATION,
    )
    uses = set(
        session.scalars(
            select(ClaimDocument.use)
            .join(Claim, Claim.id == ClaimDocument.claim_id)
            .join(Complaint, Complaint.id == Claim.complaint_id)
            .where(
                Complaint.filer_id.in_(parties.accounts_of(complaint.filer_id)),
                or_(
                    ClaimDocument.use == DocumentUse.IDENTITY,
                    (ClaimDocument.use == DocumentUse.RIGHT)
                    & (Complaint.right_id == complaint.right_id),
                ),
            )
        )
    )
    identity = identity or any(kind in _OF_IDENTITY for kind in came)
    right = right or DocumentKind.REGISTRATION in came or session.scalar(shown) is not None
    return identity or DocumentUse.IDENTITY in uses, right or DocumentUse.RIGHT in uses


def _compared(work: UnitOfWork, complaint: Complaint) -> tuple[bool, bool]:
    """Return whether a person compared who files, and a person or a register what shows the
    right."""
    session, claimant = work.session, claimant_of(work.session, complaint)
    proven = proof.by_levels(session, claimant, work.policy.scan, work.now) in PROVEN
    right = session.get_one(Right, complaint.right_id)
    known = right.proof != Proof.STATED and not proof.is_contradicted(session, claimant)
    return proven or proof.is_compared(session, claimant), proven or known


def _differing(session: Session, rows: Collection[Claim]) -> set[int]:
    """Return the claims for whose listing there is evidence with words."""
    complaints = {
        row.id: row
        for row in session.scalars(
            select(Complaint).where(Complaint.id.in_({row.complaint_id for row in rows}))
        )
    }
    explained = {
        each.id for each in complaints.values()
        if explains(each.basis, each.answers or {}, each.statement)
    }  # fmt: skip
    ids = [row.id for row in rows]
    later = select(ClaimDocument.claim_id).where(
        ClaimDocument.claim_id.in_(ids),
        ClaimDocument.use.in_((DocumentUse.DIFFERENCE, DocumentUse.COMPLETION)),
    )
    shown = set(session.scalars(later))
    meant = _evidence_meant(session, ids)
    alone = _alone(session, explained)
    shown.update(
        row.id for row in rows
        if row.complaint_id in explained and (row.id in meant or row.complaint_id in alone)
    )  # fmt: skip
    return shown


def _evidence_meant(session: Session, ids: Collection[int]) -> set[int]:
    """Return the claims for whose listing alone a complaint brought evidence."""
    statement = (
        select(ComplaintDocumentClaim.claim_id)
        .join(
            ComplaintDocument,
            (ComplaintDocument.complaint_id == ComplaintDocumentClaim.complaint_id)
            & (ComplaintDocument.document_id == ComplaintDocumentClaim.document_id),
        )
        .where(
            ComplaintDocumentClaim.claim_id.in_(ids),
            ComplaintDocument.kind == DocumentKind.EVIDENCE,
        )
    )
    return set(session.scalars(statement))


def _alone(session: Session, complaint_ids: Collection[int]) -> set[int]:
    """Return those of these complaints that have evidence and one claim alone, which it is for."""
    evidence = select(ComplaintDocument.complaint_id).where(
        ComplaintDocument.complaint_id == Claim.complaint_id,
        ComplaintDocument.kind == DocumentKind.EVIDENCE,
    )
    statement = (
        select(Claim.complaint_id)
        .where(Claim.complaint_id.in_(complaint_ids), evidence.exists())
        .group_by(Claim.complaint_id)
        .having(func.count() == 1)
    )
    return set(session.scalars(statement))


def is_uncompared(work: UnitOfWork, complaint: Complaint, rows: Collection[Claim]) -> bool:
    """Say whether what claims under raised proof rest on waits to be compared, while the boycott of
    their filer binds."""
    if not any(row.treatment == Treatment.RAISED_PROOF for row in rows):
        return False
    bound = boycotts.passing(work.session, [complaint.id], work.now)
    return bool(bound) and not all(_compared(work, complaint))


def require_compared(work: UnitOfWork, complaint: Complaint, rows: Collection[Claim]) -> None:
    """Refuses with: authority-unverified, for a takedown under raised proof while the boycott
    binds, before a person compared who files, or a person or a register what shows the right."""
    if is_uncompared(work, complaint, rows):
        raise Refusal(
            "authority-unverified",
            _(
                "This filer is under a boycott, and the law of this claim asks it for more proof. "
                "Compare its paper with the account on the page of the right or of the permission, "
                "and record it there. Then decide, or reject the claim."
            ),
            complaint_id=complaint.id,
        )
