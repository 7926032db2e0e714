"""Where letters reach sellers: a store's own address, else its operator's, else a partner's word.

Who can read a seller's letter can answer for it. So a partner states inboxes of stores of the
marketplaces that it runs alone, until the platform's catalogue or staff state an address; and what
it stated never counts for letters about complaints that its own accounts, or others of their party,
filed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from complaints.base.errors import not_found
from complaints.models import (
    Claim,
    Complaint,
    Letter,
    Operator,
    PartnerMarketplace,
    SellerInbox,
    Store,
)
from complaints.queries.decisions import claim_parts
from complaints.queries.logins import accounts, grants
from complaints.queries.sellers import marketplaces
from complaints.rules.kinds import InboxKind
from complaints.rules.logins.accounts import mailbox_of, one_spelling
from complaints.rules.logins.ties import require_apart
from complaints.rules.mailing.inboxes import Address
from complaints.storage.vault import Vault
from complaints.words import message as _
from complaints.work import UnitOfWork

OF_STORE: Any = aliased(SellerInbox)
OF_OPERATOR: Any = aliased(SellerInbox)


def inbox_of_store(session: Session, store_id: int) -> SellerInbox | None:
    """Return where letters reach a store: its own, else its operator's, else what a partner stated
    for it, else None.

    Its operator is who the platform's own catalogue says: a complaint could name anybody, and have
    the seller's letters go there.
    """
    own = session.scalar(select(SellerInbox).where(SellerInbox.store_id == store_id))
    if own is not None and own.partner_id is None:
        return own
    of_its_operator = (
        select(SellerInbox)
        .join(Store, Store.operator_id == SellerInbox.operator_id)
        .where(Store.id == store_id, Store.operator_catalogued_at.is_not(None))
        .where(or_(SellerInbox.partner_id.is_(None), _runs(SellerInbox)))
    )
    shared = session.scalar(of_its_operator)
    by_partner = shared is not None and shared.partner_id is not None
    return own if own is not None and by_partner else shared or own


def of_operator(session: Session, operator_id: int) -> SellerInbox | None:
    """Return where letters reach an operator, and so its stores that have no own."""
    return session.scalar(select(SellerInbox).where(SellerInbox.operator_id == operator_id))


def require_store(work: UnitOfWork, store_id: int) -> None:
    """Refuses with: not-found, where the actor is neither staff, nor the operator, nor a partner
    that runs the store's marketplace."""
    statement = select(Store.id).where(Store.id == store_id)
    partner_id = work.actor.partner_id
    if partner_id is not None:
        statement = statement.where(Store.marketplace_id.in_(marketplaces.run_by(partner_id)))
    may_see = _are_all_seen(work) or partner_id is not None
    if not may_see or work.session.scalar(statement) is None:
        raise not_found(_("store"))


def require_operator(work: UnitOfWork, operator_id: int) -> None:
    """Refuses with: not-found, unless the actor is staff or the operator."""
    if not _are_all_seen(work) or work.session.get(Operator, operator_id) is None:
        raise not_found(_("operator"))


def require_decided_none(work: UnitOfWork, against: ColumnElement[bool]) -> None:
    """Refuses with: second-person-needed and one-let-in-the-other, where the actor is a person who
    decided a claim against these stores: it could state a mailbox of its own, and use up the
    seller's answer and appeal."""
    if work.actor.person_id is not None:
        decided = claim_parts.who_decided(work.session, against)
        what = _("Entering where letters reach this seller")
        require_apart(work.actor, decided, grants.ties(work.session), what)


def of_staff(session: Session, addresses: Collection[Address]) -> set[Address]:
    """Return those of these addresses that are mailboxes of staff.

    No letter to a seller goes there: whoever holds one answers for the seller, and staff decide.
    """
    staff = accounts.staff_mailboxes(session)
    return {each for each in addresses if _mailbox_of(each) in staff}


def _mailbox_of(address: Address) -> str | None:
    # Small letters are what `one_spelling` adds to an address that is read.
    return mailbox_of(address.text.lower()) if address.kind is InboxKind.MAILBOX else None


def reaches_seller(session: Session, email: str, vault: Vault) -> bool:
    """Say whether letters to a seller go into this mailbox, as it is spelt, or in small letters."""
    spelt = {email.strip(), one_spelling(email), mailbox_of(one_spelling(email))}
    digests = [
        digest(f"inbox-{InboxKind.MAILBOX}", each)
        for each in spelt
        for digest in (vault.digest, vault.old_digest)
    ]
    known = select(SellerInbox.id).where(SellerInbox.digest.in_(digests))
    return session.scalar(known.limit(1)) is not None


def _are_all_seen(work: UnitOfWork) -> bool:
    return work.actor.reads_as_staff


def of_letters(session: Session, letters: Sequence[Letter]) -> dict[int, SellerInbox]:
    """Return by each letter's id the inbox of the seller that it is to, where one is on record.

    A letter to the unknown seller of a claim's listing goes to the listing's store, once the
    platform has said which that is.
    """
    to_sellers = [letter.id for letter in letters if letter.filer_id is None]
    if not to_sellers:
        return {}
    theirs = _inboxes().where(Letter.id.in_(to_sellers))
    return dict(session.execute(theirs).tuples().all())


def unsent_into(kind: InboxKind) -> Select[tuple[int]]:
    """Return the statement for the ids of the letters to sellers that wait and go into an inbox of
    this kind."""
    unsent = _inboxes().where(Letter.sent_at.is_(None), SellerInbox.kind == kind)
    return unsent.with_only_columns(Letter.id).correlate(None)


def _inboxes() -> Select[tuple[int, SellerInbox]]:
    run_by = (OF_OPERATOR.operator_id == Store.operator_id) & Store.operator_catalogued_at.is_not(
        None
    )
    # A partner's word comes last.
    vouched, vouched_of_all = (
        case((each.partner_id.is_(None), each.id)) for each in (OF_STORE, OF_OPERATOR)
    )
    best = func.coalesce(vouched, vouched_of_all, OF_STORE.id, OF_OPERATOR.id)
    return (
        select(Letter.id, SellerInbox)
        .outerjoin(Claim, Claim.id == Letter.claim_id)
        .outerjoin(Store, Store.id == func.coalesce(Letter.store_id, Claim.store_id))
        .outerjoin(Complaint, Complaint.id == Letter.complaint_id)
        .outerjoin(OF_STORE, (OF_STORE.store_id == Store.id) & _counts(OF_STORE))
        .outerjoin(OF_OPERATOR, run_by & _counts(OF_OPERATOR))
        .join(SellerInbox, SellerInbox.id == best)
        .where(Letter.filer_id.is_(None))
    )


def _counts(inbox: Any) -> ColumnElement[bool]:
    """Say whether an inbox counts for a letter: a partner's where it runs the store's marketplace
    still, and is not the filer's."""
    accuses = or_(
        marketplaces.is_of_partner(inbox.partner_id, Complaint.filer_id),
        marketplaces.is_named_by(inbox.partner_id, Letter.suspension_id),
    )
    return or_(inbox.partner_id.is_(None), _runs(inbox) & ~accuses)


def _runs(inbox: Any) -> ColumnElement[bool]:
    """Say whether the partner that stated an inbox runs the store's marketplace."""
    return exists(
        select(literal(1)).where(
            PartnerMarketplace.partner_id == inbox.partner_id,
            PartnerMarketplace.marketplace_id == Store.marketplace_id,
        )
    )
