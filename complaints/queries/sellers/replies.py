"""A complaint as the accused seller reads it: what is alleged, by whom, and its claims' states.

Must show nothing of the filer but its name and the contact address that it stated, and neither
where a statement of reasons would not name it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.base.errors import not_found
from complaints.models import Claim, Complaint, ComplaintIdentity, Filer, FilerIdentity
from complaints.queries.authority import rights
from complaints.queries.authority.rights import RightView
from complaints.queries.decisions import answers, appeals, claims
from complaints.queries.decisions.claims import ClaimView, EventView
from complaints.queries.decisions.others_appeals import AppealView
from complaints.queries.filing import documents
from complaints.queries.filing.documents import DocumentView, PaperOfFiler
from complaints.queries.law import proceedings, suits
from complaints.queries.law.clocks import ClockView
from complaints.queries.law.proceedings import ProceedingView
from complaints.queries.logins import notice_requests
from complaints.queries.sellers import counter_notices
from complaints.queries.sellers.counter_notices import CounterView, Requirements
from complaints.rules.decisions.appeals import APPEALABLE
from complaints.rules.decisions.claims import CLAIM
from complaints.rules.decisions.statements import is_named
from complaints.rules.kinds import Basis, DocumentUse, IdentityKind, Side
from complaints.rules.law.clocks import last_day
from complaints.rules.machines import allowed
from complaints.rules.upkeep import sealed
from complaints.storage.links import SellerOf
from complaints.storage.vault import Vault
from complaints.words import Message
from complaints.words import message as _
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class SellerComplaint:
    """One complaint, cut to what one seller may read. `contact` is None where none was stated,
    it and `filer_name` where the filer is not named.

    `with_reply` are the papers that the filer passed on with its replies to the seller's answers;
    `to_rejoin` are the claims on which the filer replied, and the seller can answer once more;
    `back_on` is the first day on which a law brings a listing back; `papers_until` until when that
    time stands still at the most, where it does for the complainant's papers.
    """

    complaint: Complaint
    filer_name: str | None
    contact: str | None
    stated: RightView
    claims: list[ClaimView]
    events: list[EventView]
    counter_notices: Sequence[CounterView]
    appeals: Sequence[AppealView]
    papers: Sequence[PaperOfFiler]
    with_reply: Sequence[DocumentView]
    requirements: Requirements
    to_rejoin: list[ClaimView]
    back_on: date | None
    papers_until: Message | None
    proceedings: Sequence[ProceedingView]
    appeal_until: dict[int, date]
    appeal_over: Collection[int]

    @property
    def to_counter(self) -> list[ClaimView]:
        """The claims that can be answered now."""
        return [view for view in self.claims if _can_counter(view.claim)]

    @property
    def to_complete(self) -> list[CounterView]:
        """The answers that lack what their law asks for, of claims that still wait."""
        waiting = {view.claim.id for view in self.claims if view.claim.state == "countered"}
        return [
            view
            for view in self.counter_notices
            if view.notice.lacks and waiting.intersection(view.last_for)
        ]

    @property
    def to_appeal(self) -> list[ClaimView]:
        """The claims whose decision can be appealed now and was not appealed before."""
        appealed = {appeal.claim_id for appeal in self.appeals if appeal.side == Side.SELLER}
        appealed |= set(self.appeal_over)
        return [
            view
            for view in self.claims
            if view.claim.state in APPEALABLE[Side.SELLER] and view.claim.id not in appealed
        ]

    @property
    def appeal_by(self) -> date | None:
        """The last day on which all claims that can be appealed still can be."""
        days = [self.appeal_until.get(view.claim.id) for view in self.to_appeal]
        return min((day for day in days if day), default=None)

    @property
    def due(self) -> ClockView | None:
        """When the seller has to answer by: the earliest clock of its open claims."""
        asking = (view.asks_seller for view in self.to_counter if view.asks_seller)
        return min(asking, key=lambda clock: clock.ends_at, default=None)


def of_seller(work: UnitOfWork, *, vault: Vault) -> SellerComplaint:
    """Return the complaint that a seller's link leads to. Refuses with: not-found."""
    seller = work.actor.seller_of
    if seller is None:
        raise not_found(_("page"))
    mine = claims.in_sight(work)
    if not mine:
        raise not_found(_("page"))
    complaint = work.session.get_one(Complaint, seller.complaint_id)
    ids = [view.claim.id for view in mine]
    right, names = (
        rights.right_of_complaint(work.session, complaint),
        is_named(Basis(complaint.basis)),
    )
    # Who reports without an account was told that the seller reads the name, and no more.
    shows_contact = names and not notice_requests.comes_by_link(work.session, complaint.filer_id)
    rejoining = answers.rejoining(work.session, ids)
    terms = appeals.terms_of(work.session, ids, Side.SELLER)
    return SellerComplaint(
        complaint=complaint,
        filer_name=work.session.get_one(Filer, complaint.filer_id).name if names else None,
        contact=_contact(work.session, complaint.id, vault) if shows_contact else None,
        stated=right if names else replace(right, rights_holder=None),
        claims=mine,
        events=claims.timeline(work, complaint_id=complaint.id),
        counter_notices=counter_notices.counter_notices_of(work, ids),
        appeals=claims.appeals(work, ids),
        papers=documents.passed_to_sellers(work.session, complaint, ids),
        with_reply=_with_reply(work, ids),
        requirements=counter_notices.requirements_of(work, complaint.id, ids),
        to_rejoin=[view for view in mine if view.claim.id in rejoining],
        back_on=answers.coming_back(work.session, ids),
        papers_until=answers.papers_until(work.session, ids),
        proceedings=proceedings.proceedings_of_claims(work, ids),
        appeal_until={
            claim_id: last_day(term.ends_at, term.calendar) for claim_id, term in terms.items()
        },
        appeal_over={claim_id for claim_id, term in terms.items() if work.now >= term.ends_at}
        | suits.bound(work.session, ids),
    )


def latest_seller(session: Session, source: str) -> SellerOf | None:
    """Return the seller against whose known store the last complaint of a source took a listing
    down; None where there is none. For the demo."""
    row = session.execute(
        select(Complaint.id, Claim.store_id)
        .join(Claim, Claim.complaint_id == Complaint.id)
        .where(Complaint.source == source, Claim.state == "removed", Claim.store_id.is_not(None))
        .order_by(Complaint.filed_at.desc(), Complaint.id.desc(), Claim.id)
        .limit(1)
    ).first()
    return None if row is None else SellerOf(row[0], row[1])


def _with_reply(work: UnitOfWork, claim_ids: Collection[int]) -> list[DocumentView]:
    put = documents.put_to(work, claim_ids, DocumentUse.REPLY)
    return list({view.upload.id: view for views in put.values() for view in views}.values())


def _can_counter(claim: Claim) -> bool:
    step = allowed(CLAIM, claim.state, "counter", listing_down=claim.listing_down)
    return step is not None


def _contact(session: Session, complaint_id: int, vault: Vault) -> str | None:
    """Return the email address that was stated with the complaint."""
    shown = session.scalars(
        select(FilerIdentity)
        .join(ComplaintIdentity, ComplaintIdentity.filer_identity_id == FilerIdentity.id)
        .where(
            ComplaintIdentity.complaint_id == complaint_id,
            FilerIdentity.kind == str(IdentityKind.EMAIL),
            FilerIdentity.sealed.is_not(None),
            FilerIdentity.key_id.in_(vault.key_ids),
        )
        .order_by(FilerIdentity.last_seen.desc(), FilerIdentity.id)
    ).first()
    if shown is None or shown.sealed is None:
        return None
    about = sealed.identity(shown.id, shown.filer_id, shown.kind)
    return vault.unseal(shown.sealed, shown.key_id, about=about)
