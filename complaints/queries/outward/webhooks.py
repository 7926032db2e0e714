"""Webhooks: an account's own, what is due at an address, and what became of each event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from complaints.base.errors import not_found
from complaints.models import Account, Filer, OutwardEvent, Partner, Webhook, WebhookDelivery
from complaints.queries.logins import accounts, people
from complaints.rules import actors
from complaints.rules.actors import Actor, Scope
from complaints.rules.outward import webhooks as rules
from complaints.words import message as _
from complaints.work import UnitOfWork

_EARLIER: Any = aliased(WebhookDelivery)
# As `accounts.log_ins_of` says it of one owner: a partner never has any.
_NOBODY_SIGNS_IN = ~exists().where(
    Account.filer_id == Webhook.filer_id, Account.active, Account.confirmed_at.is_not(None)
)


def is_of(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for an account's own webhooks. A key that is cut to named filers has
    those that such a key made."""
    if actor.filer_id is not None:
        return Webhook.filer_id == actor.filer_id
    if actor.partner_id is None:
        return false()
    mine = Webhook.partner_id == actor.partner_id
    return mine if actor.only_filers is None else and_(mine, Webhook.only_filers.is_not(None))


def list_webhooks(work: UnitOfWork) -> Sequence[Webhook]:
    """Return the account's webhooks, the oldest first."""
    rows = work.session.scalars(select(Webhook).where(is_of(work.actor)).order_by(Webhook.id))
    return [row for row in rows if _may_all(work.actor, row)]


def get_webhook(
    work: UnitOfWork, webhook_id: int, *, lock: bool = False, or_tended: bool = False
) -> Webhook:
    """Return one of the account's webhooks; with `or_tended` an administrator's is that of
    any account for which nobody signs in. Refuses with: not-found."""
    is_tended = or_tended and Scope.ADMINISTER in work.actor.scopes
    theirs = _NOBODY_SIGNS_IN if is_tended else is_of(work.actor)
    statement = select(Webhook).where(Webhook.id == webhook_id, theirs)
    row = work.session.scalar(statement.with_for_update() if lock else statement)
    if row is None or not (is_tended or _may_all(work.actor, row)):
        raise not_found(_("webhook"))
    return row


def list_tended(session: Session) -> Sequence[tuple[Webhook, str, WebhookDelivery | None]]:
    """Return the webhooks of accounts for which nobody signs in, the newest first: whose each is,
    and what was tried there last."""
    tried = _EARLIER.webhook_id == Webhook.id, _EARLIER.tried_at.is_not(None)
    last = select(func.max(_EARLIER.id)).where(*tried).scalar_subquery()
    statement = (
        select(Webhook, func.coalesce(Partner.name, Filer.name), WebhookDelivery)
        .outerjoin(Partner, Partner.id == Webhook.partner_id)
        .outerjoin(Filer, Filer.id == Webhook.filer_id)
        .outerjoin(WebhookDelivery, WebhookDelivery.id == last)
        .where(_NOBODY_SIGNS_IN)
        .order_by(Webhook.id.desc())
    )
    return session.execute(statement).tuples().all()


def _may_all(actor: Actor, row: Webhook) -> bool:
    """Say whether the actor reads all that a webhook is sent: one that a key made which may more is
    not there for it."""
    only = actor.only_filers
    named = only is None or set(row.only_filers or ()) <= only
    return named and {Scope(each) for each in row.scopes} <= actor.scopes


def get_delivery(work: UnitOfWork, webhook_id: int, delivery_id: int) -> WebhookDelivery:
    """Return one event on its way to one of the account's addresses. Refuses with: not-found."""
    get_webhook(work, webhook_id)
    row = work.session.get(WebhookDelivery, delivery_id)
    if row is None or row.webhook_id != webhook_id:
        raise not_found(_("delivery"))
    return row


def list_deliveries(
    work: UnitOfWork, webhook_id: int, *, before: int | None, limit: int
) -> Sequence[tuple[WebhookDelivery, OutwardEvent | None]]:
    """Return up to limit + 1 events that were put on their way, the newest first.

    Refuses with: not-found.
    """
    get_webhook(work, webhook_id)
    statement = (
        select(WebhookDelivery, OutwardEvent)
        .outerjoin(OutwardEvent, OutwardEvent.id == WebhookDelivery.event_id)
        .where(WebhookDelivery.webhook_id == webhook_id)
    )
    if before is not None:
        statement = statement.where(WebhookDelivery.id < before)
    ordered = statement.order_by(WebhookDelivery.id.desc()).limit(limit + 1)
    return work.session.execute(ordered).tuples().all()


def due_first(webhook_id: int, now: datetime) -> Select[tuple[WebhookDelivery]]:
    """Return the statement for what is due first: of one object, only its earliest event."""
    earlier = exists().where(
        _EARLIER.webhook_id == WebhookDelivery.webhook_id,
        _EARLIER.subject == WebhookDelivery.subject,
        _EARLIER.subject_id == WebhookDelivery.subject_id,
        _EARLIER.id < WebhookDelivery.id,
        _EARLIER.done_at.is_(None),
    )
    return (
        select(WebhookDelivery)
        .where(
            WebhookDelivery.webhook_id == webhook_id,
            WebhookDelivery.done_at.is_(None),
            WebhookDelivery.due_at <= now,
            ~earlier,
        )
        .order_by(WebhookDelivery.due_at, WebhookDelivery.id)
        .limit(1)
    )


def waits_too_long(session: Session, now: datetime) -> bool:
    """Say whether an event or an address waits longer than any does: a clock was ahead."""
    event = select(WebhookDelivery.id).where(
        WebhookDelivery.done_at.is_(None), WebhookDelivery.due_at > now + rules.LONGEST_WAIT
    )
    address = select(Webhook.id).where(Webhook.busy_until > now + rules.LOST_AFTER)
    return session.scalar(select(or_(event.exists(), address.exists()))) or False


def behind(session: Session, newest: int) -> Sequence[int]:
    """Return the addresses to which events of the log are to be put on their way."""
    waits = Webhook.paused_at.is_(None), Webhook.position < newest
    return session.scalars(select(Webhook.id).where(*waits).order_by(Webhook.id)).all()


def with_work(session: Session, now: datetime) -> Sequence[int]:
    """Return the addresses at which something is due and no attempt is under way."""
    due = exists().where(
        WebhookDelivery.webhook_id == Webhook.id,
        WebhookDelivery.done_at.is_(None),
        WebhookDelivery.due_at <= now,
    )
    is_free = func.coalesce(Webhook.busy_until, now) <= now
    rows = select(Webhook.id).where(Webhook.paused_at.is_(None), is_free, due)
    return session.scalars(rows.order_by(Webhook.id)).all()


def actor_of(row: Webhook) -> Actor:
    """Return the account as it reads by the key that made its webhook."""
    made = (
        actors.filer(row.filer_id)
        if row.filer_id is not None
        else actors.partner(row.partner_id or 0)
    )
    scopes = made.scopes & {Scope(each) for each in row.scopes}
    only = None if row.only_filers is None else frozenset(row.only_filers)
    return replace(made, scopes=scopes, only_filers=only)


def owner_of(session: Session, row: Webhook) -> str:
    """Return the name of a webhook's account."""
    if row.filer_id is not None:
        return session.get_one(Filer, row.filer_id).name
    return session.get_one(Partner, row.partner_id).name


def readers_of(session: Session, row: Webhook) -> Sequence[Account]:
    """Return who signs in for a webhook's account; administrators, where nobody does."""
    actor = actor_of(row)
    mine = accounts.log_ins_of(session, actor.kind, actor.id)
    return mine or people.administrators(session)
