"""Counter-notices: what sellers answered to claims, as both sides and staff read them.

The seller's email address, telephone and postal address are sealed in the row: `contact_of` opens
them. Staff read them by `services.claims.read_seller` alone, the filer of a claim that 17 U.S.C.
512(g) leads in its copy (`copy_of`).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, aliased

from complaints.base.errors import not_found
from complaints.models import (
    Claim,
    ClaimDocument,
    Complaint,
    CounterNotice,
    Event,
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
from complaints.rules.sellers.counter_notices import SellerContact, form_of
from complaints.rules.upkeep import sealed
from complaints.storage.vault import Vault
from complaints.words import Message
from complaints.words import message as _
from complaints.words.grounds import GROUNDS
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class CounterView:
    """A counter-notice, the claims that it answers, and those of its documents that the reader may
    read. `last_for` are those of the claims asked for whose last answer it is."""

    notice: CounterNotice
    claim_ids: tuple[int, ...]
    documents: tuple[DocumentView, ...]
    last_for: frozenset[int]

    @property
    def own_words(self) -> str | None:
        """The answer in one sentence, where the seller wrote its own instead of the ground's."""
        said = in_short(self.notice)
        return said if isinstance(said, str) else None


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


def in_short(notice: CounterNotice) -> Message | str:
    """Return an answer in one sentence: the seller's own, or the message of its ground."""
    short = GROUNDS[notice.ground].short
    return short if notice.grounds == str(short) else notice.grounds


def counter_notices_of(work: UnitOfWork, claim_ids: Collection[int]) -> Sequence[CounterView]:
    """Return the counter-notices to any of these claims, the oldest first.

    The caller has checked that the actor may see the claims.
    """
    about = select(EventClaim.event_id).where(EventClaim.claim_id.in_(claim_ids))
    rows = work.session.scalars(
        select(CounterNotice).where(CounterNotice.event_id.in_(about)).order_by(CounterNotice.id)
    ).all()
    claims = _claims(work.session, [row.event_id for row in rows])
    last = {claim_id: row.id for row in rows for claim_id in claims[row.event_id]}
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
            frozenset(
                claim_id
                for claim_id in set(claim_ids).intersection(claims[row.event_id])
                if last[claim_id] == row.id
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


def find_counter_notice(session: Session, counter_id: int) -> CounterNotice:
    """Return one counter-notice for its seller's side, whose claims the caller locks by its sight.

    Refuses with: not-found.
    """
    row = session.get(CounterNotice, counter_id)
    if row is None:
        raise not_found(_("counter-notice"))
    return row


def contact_of(notice: CounterNotice, vault: Vault) -> SellerContact:
    """Return the name and the unsealed contact of the seller who sent a counter-notice; the name
    alone where none was given, or where its key is lost."""
    name = notice.name or ""
    if notice.sealed is None:
        return SellerContact(name)
    about = sealed.seller_contact(notice.event_id)
    opened = vault.unseal(notice.sealed, notice.sealed_key_id, about=about)
    if opened is None:
        return SellerContact(name)
    try:
        return SellerContact(name, **json.loads(opened))
    except ValueError:
        # An older one, stored as free text.
        return SellerContact(name, email=opened)


def copy_of(work: UnitOfWork, counter_id: int, *, vault: Vault) -> SellerContact:
    """Return whose copy of a counter-notice the filer gets: name, postal address and telephone.

    Refuses with: not-found, for everybody but the filer of its claims, and where it gets no copy,
    or none yet.
    """
    copies = copies_of(work, [get_counter_notice(work, counter_id)], vault=vault)
    if counter_id not in copies:
        raise not_found(_("counter-notice"))
    return copies[counter_id]


def copies_of(
    work: UnitOfWork, notices: Collection[CounterNotice], *, vault: Vault
) -> dict[int, SellerContact]:
    """Return by counter-notice what its copy tells the actor of the seller; none to anybody but the
    filer, whatever else it may read. The caller has checked that the actor may see the claims."""
    if work.actor.filer_id is None:
        return {}
    given = (notice for notice in notices if is_copied(notice))
    return {notice.id: told_in_copy(contact_of(notice, vault)) for notice in given}


def copied_of(
    session: Session, complaint_id: int, counter_ids: Collection[int]
) -> Sequence[CounterNotice]:
    """Return those of these counter-notices that answer claims of the complaint, and of which its
    filer is given a copy."""
    rows = (
        select(CounterNotice)
        .join(Event, Event.id == CounterNotice.event_id)
        .where(Event.complaint_id == complaint_id, CounterNotice.id.in_(counter_ids))
        .order_by(CounterNotice.id)
    )
    return [row for row in session.scalars(rows) if is_copied(row)]


def is_copied(notice: CounterNotice) -> bool:
    """Say whether the filer has a counter-notice with the seller's name, address and telephone."""
    return notice.copied_at is not None


def told_in_copy(seller: SellerContact) -> SellerContact:
    """Return what 17 U.S.C. 512(g)(3)(D) has in a counter-notice: no email address."""
    return SellerContact(seller.name, phone=seller.phone, address=seller.address)


def claims_of(session: Session, notice: CounterNotice) -> list[int]:
    """Return the ids of the claims that a counter-notice answers."""
    return _claims(session, [notice.event_id])[notice.event_id]


def documents_of(session: Session, notice: CounterNotice) -> set[int]:
    """Return the ids of the uploads that were put to the claims of a counter-notice with it."""
    put = select(ClaimDocument.upload_id).where(
        ClaimDocument.claim_id.in_(claims_of(session, notice)),
        ClaimDocument.use == str(DocumentUse.COUNTER_NOTICE),
    )
    return set(session.scalars(put))


def is_last_answer() -> ColumnElement[bool]:
    """Return the condition that no later counter-notice answers the claim: one from before a
    takedown is no answer to it, once the seller has answered that."""
    later, of_later = aliased(CounterNotice), aliased(EventClaim)
    answered_anew = exists().where(
        of_later.event_id == later.event_id, of_later.claim_id == EventClaim.claim_id,
        later.id > CounterNotice.id,
    )  # fmt: skip
    return ~answered_anew.correlate(CounterNotice, EventClaim)


def last_answered(session: Session, notice: CounterNotice) -> set[int]:
    """Return the ids of the claims whose last answer is this counter-notice."""
    rows = (
        select(EventClaim.claim_id)
        .join(CounterNotice, CounterNotice.event_id == EventClaim.event_id)
        .where(CounterNotice.id == notice.id, is_last_answer())
    )
    return set(session.scalars(rows))


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
