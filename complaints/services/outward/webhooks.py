"""Where accounts want their events sent: made, changed, paused; and each event on its way.

Must send nothing itself: `jobs/calling.py` does, with nothing open, between `begin_attempt` and
`end_attempt`.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from complaints import outgoing
from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid
from complaints.models import OutwardEvent, Webhook, WebhookDelivery
from complaints.queries.outward import events, webhooks
from complaints.rules.outward import webhooks as rules
from complaints.rules.outward.webhooks import Failure
from complaints.rules.upkeep import sealed
from complaints.services.mailing import account_letters
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.words import letters
from complaints.words import message as _
from complaints.words.letters.webhooks import webhook_made, webhook_paused
from complaints.work import UnitOfWork

TEST: Final = "webhook.test"
# Events put on their way in one transaction.
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class EventPost:
    """One POST to make: `message_id` stays the same however often the event is sent."""

    webhook_id: int
    delivery_id: int
    lease: str
    url: str
    message_id: str
    event: Mapping[str, Any]
    secrets: tuple[str, ...]


def make_webhook(
    work: UnitOfWork, *, url: str, types: Collection[str], vault: Vault, loopback: bool
) -> tuple[Webhook, str]:
    """Have an account's events sent to an address from now on; return it with its secret, which is
    told once.

    Refuses with: forbidden, for staff; wrong-state, where it has so many already; invalid-request,
    for an address that nothing is sent to.
    """
    _require_address(url, loopback)
    actor = work.actor
    if actor.filer_id is None and actor.partner_id is None:
        raise Refusal("forbidden", _("Webhooks are for filers and partners. Read the events."))
    mine = select(func.count()).select_from(Webhook).where(webhooks.is_of(actor))
    if (work.session.scalar(mine) or 0) >= rules.MOST_OF_ACCOUNT:
        sentence = _("You have %(most)s webhooks already. Remove one.", most=rules.MOST_OF_ACCOUNT)
        raise Refusal("wrong-state", sentence)
    row = Webhook(
        filer_id=actor.filer_id,
        partner_id=actor.partner_id,
        url=url,
        types=sorted(types),
        scopes=sorted(map(str, actor.scopes)),
        only_filers=None if actor.only_filers is None else sorted(actor.only_filers),
        secrets=b"",
        key_id=vault.key_id,
        position=events.newest_place(work.session),
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    secret = _new_secret()
    _keep_secrets(row, [(secret, None)], vault)
    ledger.record(work, "made", "webhook", row.id)
    _tell(work, row, webhook_made, vault)
    return row, secret


def change_webhook(
    work: UnitOfWork, webhook_id: int, *, url: str, types: Collection[str], vault: Vault,
    loopback: bool,
) -> Webhook:  # fmt: skip
    """Send the events elsewhere, or others; a letter says where. Refuses with: not-found;
    invalid-request."""
    _require_address(url, loopback)
    row = webhooks.get_webhook(work, webhook_id, lock=True)
    is_elsewhere = row.url != url
    row.url, row.types = url, sorted(types)
    ledger.record(work, "changed", "webhook", row.id)
    if is_elsewhere:
        _tell(work, row, webhook_made, vault)
    return row


def remove_webhook(work: UnitOfWork, webhook_id: int) -> None:
    """Send nothing there any more; an administrator does so where nobody signs in for its account.
    Refuses with: not-found."""
    row = webhooks.get_webhook(work, webhook_id, lock=True, or_tended=True)
    of_it = WebhookDelivery.webhook_id == row.id
    work.session.execute(delete(WebhookDelivery).where(of_it))
    work.session.delete(row)
    ledger.record(work, "removed", "webhook", row.id)


def renew_secret(work: UnitOfWork, webhook_id: int, *, vault: Vault) -> str:
    """Return a new secret; the one before signs beside it for a day. Refuses with: not-found."""
    row = webhooks.get_webhook(work, webhook_id, lock=True)
    newest = secrets_of(row, vault, work.now)[0]
    secret = _new_secret()
    _keep_secrets(row, [(secret, None), (newest, work.now + rules.OVERLAP)], vault)
    ledger.record(work, "renewed_secret", "webhook", row.id)
    return secret


def resume_webhook(work: UnitOfWork, webhook_id: int) -> Webhook:
    """Go on with what waits for an address that was paused, at once; an administrator does so
    where nobody signs in for its account. Refuses with: not-found."""
    row = webhooks.get_webhook(work, webhook_id, lock=True, or_tended=True)
    row.paused_at = row.paused_for = None
    waiting = WebhookDelivery.webhook_id == row.id, WebhookDelivery.done_at.is_(None)
    again = update(WebhookDelivery).where(*waiting)
    work.session.execute(again.values(due_at=work.now, attempts=0))
    ledger.record(work, "resumed", "webhook", row.id)
    return row


def send_test(work: UnitOfWork, webhook_id: int) -> WebhookDelivery:
    """Put a test event on its way. Refuses with: not-found."""
    row = webhooks.get_webhook(work, webhook_id)
    test = WebhookDelivery(
        webhook_id=row.id,
        subject="webhook",
        subject_id=row.id,
        created_at=work.now,
        due_at=work.now,
    )
    work.session.add(test)
    work.session.flush()
    return test


def send_again(work: UnitOfWork, webhook_id: int, delivery_id: int) -> WebhookDelivery:
    """Put an event on its way once more, under the same id. Refuses with: not-found."""
    row = webhooks.get_delivery(work, webhook_id, delivery_id)
    row.due_at, row.done_at, row.given_up, row.attempts = work.now, None, False, 0
    work.session.flush()
    return row


def put_on_their_way(work: UnitOfWork, webhook_id: int) -> int:
    """Put the newest events that its account may read on their way to an address; return how many.

    Where a thousand wait already the others stay in the log.
    """
    row = _lock(work, webhook_id)
    if row is None or row.paused_at is not None:
        return 0
    waiting = select(func.count()).where(
        WebhookDelivery.webhook_id == row.id, WebhookDelivery.done_at.is_(None)
    )
    if (work.session.scalar(waiting) or 0) >= rules.MOST_WAITING:
        return 0
    newest = events.newest_place(work.session)
    # What is kept no more while it was paused cannot be sent.
    after = max(min(row.position, newest), events.oldest_place(work.session) - 1)
    rows = events.find_events(
        work.by(webhooks.actor_of(row)), after=after, until=newest, types=row.types, limit=_AT_ONCE
    )
    work.session.add_all(
        WebhookDelivery(
            webhook_id=row.id, event_id=each.id, subject=each.subject, subject_id=each.subject_id,
            created_at=work.now, due_at=work.now,
        )
        for each in rows
    )  # fmt: skip
    row.position = (rows[-1].position or 0) if len(rows) == _AT_ONCE else newest
    work.session.flush()
    return len(rows)


def shorten_waits(session: Session, now: datetime) -> None:
    """Let nothing wait longer than it ever does: what a clock wrote that was ahead is due now, and
    an attempt of then counts as lost in a minute."""
    late = now + rules.LONGEST_WAIT
    waiting = update(WebhookDelivery).where(WebhookDelivery.done_at.is_(None))
    session.execute(waiting.where(WebhookDelivery.due_at > late).values(due_at=now))
    lost_at = now + rules.LOST_AFTER
    session.execute(update(Webhook).where(Webhook.busy_until > lost_at).values(busy_until=lost_at))


def begin_attempt(work: UnitOfWork, webhook_id: int, *, vault: Vault) -> EventPost | None:
    """Begin to send what is due there first; None where nothing is, or another attempt is under
    way."""
    row = _lock(work, webhook_id)
    if row is None or row.paused_at is not None or (row.busy_until or work.now) > work.now:
        return None
    due = _due_in_sight(work, row)
    if due is None:
        return None
    lease = secrets.token_hex(8)
    row.busy_until = work.now + rules.LOST_AFTER
    due.lease, due.tried_at = lease, work.now
    event = None if due.event_id is None else work.session.get(OutwardEvent, due.event_id)
    known = secrets_of(row, vault, work.now)
    work.session.flush()
    return post_of(row, due, event, known, at=work.now)


def post_of(
    row: Webhook,
    delivery: WebhookDelivery,
    event: OutwardEvent | None,
    known: tuple[str, ...],
    *,
    at: datetime,
) -> EventPost:
    """Return the POST of an event, without one of a test, signed by the `known` secrets."""
    message = f"test_{delivery.id}" if event is None else f"evt_{event.uid}"
    facts = {"id": message, "type": TEST, "at": at} if event is None else events.as_told(event)
    return EventPost(row.id, delivery.id, delivery.lease or "", row.url, message, facts, known)


def _due_in_sight(work: UnitOfWork, row: Webhook) -> WebhookDelivery | None:
    """Return what is due first of what the account may still read; what it may not is dropped."""
    sight = events.events_in_sight(webhooks.actor_of(row))
    while (due := work.session.scalar(webhooks.due_first(row.id, work.now))) is not None:
        seen = select(OutwardEvent.id).where(OutwardEvent.id == due.event_id, sight)
        if due.event_id is None or work.session.scalar(seen) is not None:
            return due
        work.session.delete(due)
        work.session.flush()
    return None


def end_attempt(
    work: UnitOfWork,
    attempt: EventPost,
    *,
    status: int | None,
    answer: str,
    failure: Failure | None,
    jitter: float,
    vault: Vault,
) -> None:
    """Note what became of an attempt. One that was taken for lost notes nothing."""
    row = _lock(work, attempt.webhook_id)
    due = work.session.get(WebhookDelivery, attempt.delivery_id)
    if row is None or due is None or due.lease != attempt.lease:
        return
    row.busy_until = due.lease = None
    due.attempts += 1
    due.status, due.answer, due.failure = status, answer[: rules.ANSWER_KEPT], None
    if failure is None:
        due.done_at = work.now
        return
    due.failure = str(failure)
    wait = rules.wait_after(due.attempts, jitter)
    if wait is None:
        due.done_at, due.given_up = work.now, True
    else:
        due.due_at = work.now + wait
    if wait is None or failure is Failure.GONE:
        row.paused_at, row.paused_for = work.now, str(failure)
        ledger.record(work, "paused", "webhook", row.id, failure=str(failure))
        _tell(work, row, webhook_paused, vault)


def _require_address(url: str, loopback: bool) -> None:
    if not outgoing.may_be_meant(url, loopback=loopback):
        raise invalid(
            "/url",
            Code.WRONG_FORMAT,
            _(
                "Events are sent only to public https addresses. Enter one, for example "
                "https://hooks.example/in."
            ),
            format="uri",
            reason="not_public",
        )


def _lock(work: UnitOfWork, webhook_id: int) -> Webhook | None:
    return work.session.scalar(select(Webhook).where(Webhook.id == webhook_id).with_for_update())


def _tell(
    work: UnitOfWork, row: Webhook, write: Callable[..., letters.Letter], vault: Vault
) -> None:
    """Write to everybody who signs in for the account or, where nobody does, to administrators, who
    have a page of their own."""
    readers = webhooks.readers_of(work.session, row)
    own = all(account.person_id is None for account in readers)
    page = work.links.page("/account/webhooks" if own else "/console/webhooks")
    letter = write(
        row.url, page=page, account=None if own else webhooks.owner_of(work.session, row)
    )
    for account in readers:
        account_letters.write_whole(work, account, "webhook", letter, vault=vault)


def _new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def _keep_secrets(row: Webhook, known: list[tuple[str, datetime | None]], vault: Vault) -> None:
    text = json.dumps([[secret, until and until.isoformat()] for secret, until in known])
    row.secrets, row.key_id = vault.seal(text, about=sealed.webhook(row.id)), vault.key_id


def secrets_of(row: Webhook, vault: Vault, now: datetime) -> tuple[str, ...]:
    """Return the secrets that sign at this moment, the newest first."""
    text = vault.unseal(row.secrets, row.key_id, about=sealed.webhook(row.id)) or "[]"
    known = [
        (secret, until and datetime.fromisoformat(until)) for secret, until in json.loads(text)
    ]
    return tuple(secret for secret, until in known if until is None or until > now)
