"""Counter-notices: what sellers answered to claims, as both sides and staff read them.

The seller's email address, telephone and postal address are sealed in the row and are not read
here; `services.claims.read_seller` opens them for staff.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.base.errors import not_found
from complaints.models import (
    Claim,
    Complaint,
    CounterNotice,
    EventClaim,
    Right,
)
from complaints.queries.filing import documents
from complaints.queries.filing.documents import DocumentView
from complaints.queries.law import clocks
from complaints.queries.logins import filers
from complaints.rules.filing.signed_texts import SignedText
from complaints.rules.kinds import DocumentUse, RightKind
from complaints.rules.law.regimes import Law, RegimeCode, answer_texts
from complaints.rules.sellers.counter_notices import form_of
from complaints.words import message as _
from complaints.words.grounds import GROUNDS
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class CounterView:
    """A counter-notice, the claims that it answers, and those of its documents that the reader may
    read."""

    notice: CounterNotice
    claim_ids: tuple[int, ...]
    documents: tuple[DocumentView, ...]

    @property
    def own_words(self) -> str | None:
        """The answer in one sentence, where the seller wrote its own instead of the ground's."""
        short = str(GROUNDS[self.notice.ground].short)
        return None if self.notice.grounds == short else self.notice.grounds


@dataclass(frozen=True, slots=True)
class Requirements:
    """What a counter-notice must fit: the kind of right, and the laws of the claims that it is to
    answer."""

    kind: RightKind
    laws: tuple[Law, ...]

    @property
    def law(self) -> RegimeCode | None:
        """The statute whose form it takes, None for ours."""
        return form_of(self.laws)

    @property
    def texts(self) -> list[SignedText]:
        """What the seller declares with it."""
        return answer_texts(self.laws)


def counter_notices_of(work: UnitOfWork, claim_ids: Collection[int]) -> Sequence[CounterView]:
    """Return the counter-notices to any of these claims, the oldest first.

    The caller has checked that the actor may see the claims.
    """
    about = select(EventClaim.event_id).where(EventClaim.claim_id.in_(claim_ids))
    rows = work.session.scalars(
        select(CounterNotice).where(CounterNotice.event_id.in_(about)).order_by(CounterNotice.id)
    ).all()
    claims = _claims(work.session, [row.event_id for row in rows])
    every = {claim_id for ids in claims.values() for claim_id in ids}
    papers = documents.put_to(work, every, DocumentUse.COUNTER_NOTICE)
    return [
        CounterView(
            row,
            tuple(claims[row.event_id]),
            tuple(
                {
                    paper.upload.id: paper
                    for claim_id in claims[row.event_id]
                    for paper in papers.get(claim_id, ())
                }.values()
            ),
        )
        for row in rows
    ]


def get_counter_notice(work: UnitOfWork, counter_id: int) -> CounterNotice:
    """Return one counter-notice. Refuses with: not-found."""
    row = work.session.scalar(
        select(CounterNotice)
        .join(EventClaim, EventClaim.event_id == CounterNotice.event_id)
        .join(Claim, Claim.id == EventClaim.claim_id)
        .where(CounterNotice.id == counter_id, filers.filers_in_sight(work.actor, Claim.filer_id))
        .limit(1)
    )
    if row is None:
        raise not_found(_("counter-notice"))
    return row


def requirements_of(
    work: UnitOfWork, complaint_id: int, claim_ids: Collection[int]
) -> Requirements:
    """Return what the right and the laws of these claims of a complaint require of a counter-notice
    to them. Other sellers' claims may be under other laws."""
    statement = (
        select(Right.kind)
        .join(Complaint, Complaint.right_id == Right.id)
        .where(Complaint.id == complaint_id)
    )
    kind = RightKind(work.session.scalars(statement).one())
    mine = Claim.complaint_id == complaint_id, Claim.id.in_(claim_ids)
    claims = select(Claim).where(*mine).order_by(Claim.id)
    laws = {clocks.law_of(work, claim): None for claim in work.session.scalars(claims)}
    return Requirements(kind, tuple(laws))


def _claims(session: Session, event_ids: Collection[int]) -> dict[int, list[int]]:
    statement = (
        select(EventClaim.event_id, EventClaim.claim_id)
        .where(EventClaim.event_id.in_(event_ids))
        .order_by(EventClaim.claim_id)
    )
    claims: dict[int, list[int]] = {}
    for event_id, claim_id in session.execute(statement):
        claims.setdefault(event_id, []).append(claim_id)
    return claims


def first_claim(session: Session, notice: CounterNotice) -> int:
    """Return the id of the first claim that a counter-notice answers."""
    about = select(EventClaim.claim_id).where(EventClaim.event_id == notice.event_id)
    return session.scalars(about.order_by(EventClaim.claim_id)).first() or 0
