"""What a test instance would send, and keeps: to each reader what is its own, to staff all but the
letters by which a colleague signs in.

Nobody has a mailbox there, so whoever wants an account is shown the letter to it: behind it there
is no account yet that somebody could take.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true

from complaints.base.errors import not_found
from complaints.models import (
    Account,
    AccountLetter,
    Claim,
    Complaint,
    Letter,
    Listing,
    Marketplace,
    Order,
    OrderClaim,
    Right,
    SecretLink,
    Store,
    Webhook,
    WebhookDelivery,
)
from complaints.queries.logins.filers import filers_in_sight
from complaints.queries.outward import webhooks
from complaints.queries.sellers import marketplaces
from complaints.rules.actors import Actor
from complaints.words import message as _
from complaints.work import UnitOfWork

# Of each kind, the newest.
SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class KeptOrder:
    """An order and where it would be carried out; `listing` is None of one about a store."""

    order: Order
    marketplace: str
    listing: Listing | None
    store: Store | None


def letters(work: UnitOfWork) -> Sequence[Letter]:
    """Return the newest letters to filers and sellers that the actor may see."""
    rows = select(Letter).where(_letters_in_sight(work.actor)).order_by(Letter.id.desc())
    return work.session.scalars(rows.limit(SHOWN)).all()


def require_letter(work: UnitOfWork, letter_id: int) -> None:
    """Refuses with: not-found, where the actor may not see this letter."""
    mine = select(Letter.id).where(Letter.id == letter_id, _letters_in_sight(work.actor))
    if work.session.scalar(mine) is None:
        raise not_found(_("letter"))


def account_letters(work: UnitOfWork) -> Sequence[AccountLetter]:
    """Return the newest sealed letters that the actor may read, to log-ins and with codes."""
    statement = (
        select(AccountLetter)
        .outerjoin(Account, Account.id == AccountLetter.account_id)
        .outerjoin(Right, Right.id == AccountLetter.right_id)
        .outerjoin(SecretLink, SecretLink.id == AccountLetter.secret_link_id)
        .outerjoin(Letter, Letter.id == SecretLink.letter_id)
        .where(_readable(work.actor))
    )
    return work.session.scalars(statement.order_by(AccountLetter.id.desc()).limit(SHOWN)).all()


def deliveries(work: UnitOfWork) -> Sequence[tuple[WebhookDelivery, Webhook]]:
    """Return the newest events that were kept in place of being sent to a webhook."""
    everything = work.actor.reads_as_staff
    mine = [row.id for row in webhooks.list_webhooks(work)]
    return (
        work.session.execute(
            select(WebhookDelivery, Webhook)
            .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
            .where(WebhookDelivery.tried_at.is_not(None))
            .where(true() if everything else Webhook.id.in_(mine))
            .order_by(WebhookDelivery.tried_at.desc(), WebhookDelivery.id.desc())
            .limit(SHOWN)
        )
        .tuples()
        .all()
    )


def orders(work: UnitOfWork) -> Sequence[KeptOrder]:
    """Return the newest orders on the actor's marketplaces, or that rest on claims of its own."""
    rows = work.session.execute(
        select(Order, Marketplace.slug, Listing, Store)
        .join(Marketplace, Marketplace.id == Order.marketplace_id)
        .outerjoin(Listing, Listing.id == Order.listing_id)
        .outerjoin(Store, Store.id == Order.store_id)
        .where(_orders_in_sight(work.actor))
        .order_by(Order.id.desc())
        .limit(SHOWN)
    )
    return [KeptOrder(*row) for row in rows]


def _letters_in_sight(actor: Actor) -> ColumnElement[bool]:
    """A letter to a seller is seen by the filer whose complaint it is about."""
    if actor.reads_as_staff:
        return true()
    if not _is_account(actor):
        return false()
    about = select(Complaint.id).where(filers_in_sight(actor, Complaint.filer_id))
    to_seller = and_(Letter.filer_id.is_(None), Letter.complaint_id.in_(about))
    return or_(filers_in_sight(actor, Letter.filer_id), to_seller)


def _readable(actor: Actor) -> ColumnElement[bool]:
    to_nobody_yet = AccountLetter.sign_up_id.is_not(None)
    if actor.reads_as_staff:
        others = and_(Account.person_id.is_not(None), Account.person_id != actor.person_id)
        return or_(AccountLetter.account_id.is_(None), ~others)
    if not _is_account(actor):
        return to_nobody_yet
    with_code = and_(Letter.id.is_not(None), _letters_in_sight(actor))
    of_right = and_(Right.id.is_not(None), filers_in_sight(actor, Right.filer_id))
    # A partner signs in for none of its filers.
    own = Account.filer_id == actor.filer_id if actor.filer_id is not None else None
    return or_(with_code, of_right) if own is None else or_(own, with_code, of_right)


def _orders_in_sight(actor: Actor) -> ColumnElement[bool]:
    if actor.reads_as_staff:
        return true()
    if not _is_account(actor):
        return false()
    rests_on_own = exists().where(
        OrderClaim.order_id == Order.id,
        Claim.id == OrderClaim.claim_id,
        filers_in_sight(actor, Claim.filer_id),
    )
    if actor.partner_id is None:
        return rests_on_own
    return or_(Order.marketplace_id.in_(marketplaces.run_by(actor.partner_id)), rests_on_own)


def _is_account(actor: Actor) -> bool:
    """Say whether it files or runs a marketplace: a visitor and counsel have nothing here."""
    return actor.filer_id is not None or actor.partner_id is not None
