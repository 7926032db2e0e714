"""What keeps claims of one complaint from being taken down together: each claim's own evidence,
territory and term.

What lacks something stays back when many are taken down at once; somebody looks at it by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from complaints.models import (
    Claim,
    ClaimDocument,
    Clock,
    Complaint,
    ComplaintDocument,
    ComplaintDocumentClaim,
    DocumentContent,
    ListingSeen,
    ListingSeenPicture,
    Right,
)
from complaints.queries.authority import territories
from complaints.queries.law import bars
from complaints.rules.authority.territories import Cover
from complaints.rules.decisions.alike import Lack
from complaints.rules.kinds import PROVING, DocumentUse, RightKind, RightStatus
from complaints.rules.law.clocks import RUNS
from complaints.rules.law.regimes import ClockKind
from complaints.work import UnitOfWork

_OVER = (RightStatus.EXPIRED, RightStatus.CANCELLED)


def lacks_of_claims(work: UnitOfWork, rows: Sequence[Claim]) -> dict[int, tuple[Lack, ...]]:
    """Return by claim of one complaint what keeps it from being taken down with others. For
    staff."""
    session = work.session
    ids = [row.id for row in rows]
    right = session.scalars(
        select(Right)
        .join(Complaint, Complaint.right_id == Right.id)
        .where(Complaint.id == rows[0].complaint_id)
    ).one()
    shown = _shown(session, rows[0].complaint_id, ids)
    reaches = territories.reaches_of(session, ids)
    barred, unheard = bars.barring(work, rows), _unheard(work, ids)

    def lacks(row: Claim) -> Iterator[Lack]:
        if row.id not in shown:
            yield Lack.EVIDENCE
        if reaches[row.id].cover is Cover.OUTSIDE:
            yield Lack.OUTSIDE
        if reaches[row.id].cover is Cover.UNKNOWN:
            yield Lack.UNKNOWN_PLACE
        if right.status in _OVER:
            yield Lack.OVER
        if _is_earlier(row.listed_on, right):
            yield Lack.EARLIER
        if row.id in unheard:
            yield Lack.UNHEARD
        if row.id in barred:
            yield Lack.BARRED

    return {row.id: tuple(lacks(row)) for row in rows}


def _is_earlier(listed_on: date | None, right: Right) -> bool:
    """Say whether a listing was on sale before its right was registered; a work is protected
    without that."""
    if right.kind == RightKind.COPYRIGHT or listed_on is None or right.registered_on is None:
        return False
    return listed_on < right.registered_on


def _shown(session: Session, complaint_id: int, ids: Sequence[int]) -> set[int]:
    """Return the claims whose listing something shows that is here: a document for it or for all
    listings of the complaint, a picture or the text of its page."""
    is_here = exists().where(DocumentContent.document_id == ComplaintDocument.document_id)
    meant = exists().where(
        ComplaintDocumentClaim.complaint_id == ComplaintDocument.complaint_id,
        ComplaintDocumentClaim.document_id == ComplaintDocument.document_id,
    )
    for_all = select(ComplaintDocument.document_id).where(
        ComplaintDocument.complaint_id == complaint_id,
        ComplaintDocument.kind.not_in(PROVING),
        is_here,
        ~meant,
    )
    if session.scalar(for_all.limit(1)) is not None:
        return set(ids)
    own = (
        select(ComplaintDocumentClaim.claim_id)
        .join(
            ComplaintDocument,
            (ComplaintDocument.complaint_id == ComplaintDocumentClaim.complaint_id)
            & (ComplaintDocument.document_id == ComplaintDocumentClaim.document_id),
        )
        .where(
            ComplaintDocumentClaim.claim_id.in_(ids),
            ComplaintDocument.kind.not_in(PROVING),
            is_here,
        )
    )
    seen = select(ListingSeen.claim_id).where(
        ListingSeen.claim_id.in_(ids),
        or_(
            ListingSeen.text.is_not(None),
            exists().where(ListingSeenPicture.seen_id == ListingSeen.id),
        ),
    )
    later = select(ClaimDocument.claim_id).where(
        ClaimDocument.claim_id.in_(ids),
        ClaimDocument.use.in_((DocumentUse.DIFFERENCE, DocumentUse.COMPLETION)),
    )
    return {
        each
        for statement in (own, seen, later)
        for each in session.scalars(statement)
        if each is not None
    }


def _unheard(work: UnitOfWork, ids: Sequence[int]) -> set[int]:
    """Return the claims whose seller can still answer, to the complaint or to the filer's reply."""
    return set(
        work.session.scalars(
            select(Clock.claim_id).where(
                Clock.claim_id.in_(ids),
                Clock.kind.in_((str(ClockKind.HEAR), str(ClockKind.REJOIN))),
                Clock.state.in_(RUNS),
                or_(Clock.state == "paused", Clock.ends_at > work.now),
            )
        )
    )
