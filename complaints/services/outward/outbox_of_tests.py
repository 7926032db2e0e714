"""Gives out what a test instance would send: its letters with their codes, the events that would go
to webhooks, and the orders. Nothing of it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from complaints.models import OutwardEvent
from complaints.queries.mailing import letters as letter_queries
from complaints.queries.outward import outbox_of_tests
from complaints.queries.outward.outbox_of_tests import SHOWN, KeptOrder
from complaints.rules.actors import SYSTEM
from complaints.rules.mailing.inboxes import Reach
from complaints.services.mailing import account_letters, letters
from complaints.services.mailing.letters import Outgoing
from complaints.services.outward import webhooks
from complaints.services.outward.webhooks import EventPost
from complaints.storage.links import PLACE, mask
from complaints.storage.vault import Vault
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """A letter. `to` is a name, or an address of email; `letter_id` is that of one whose link is
    made when it is opened, None where the text says it all."""

    to: str
    kind: str
    at: datetime
    subject: str
    body: str = field(repr=False)
    letter_id: int | None = None


@dataclass(frozen=True, slots=True)
class KeptPost:
    """An event as it would have been sent at that moment."""

    attempt: EventPost
    at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept, of each kind the newest first."""

    letters: Sequence[KeptLetter]
    posts: Sequence[KeptPost]
    orders: Sequence[KeptOrder]


def read_outbox(work: UnitOfWork, *, vault: Vault) -> Kept:
    """Return what the actor may see of what would have been sent."""
    written = sorted(
        [*_to_parties(work), *_sealed(work, vault)], key=lambda letter: letter.at, reverse=True
    )
    return Kept(written[:SHOWN], _posts(work, vault), outbox_of_tests.orders(work))


def open_letter(work: UnitOfWork, letter_id: int, *, vault: Vault) -> Outgoing:
    """Return a letter with its link, which is made for this, as its addressee would have it.

    Refuses with: not-found.
    """
    outbox_of_tests.require_letter(work, letter_id)
    return letters.hand_out(work.by(SYSTEM), letter_id, Reach.MAILBOX, vault=vault)


def _to_parties(work: UnitOfWork) -> list[KeptLetter]:
    rows = outbox_of_tests.letters(work)
    names = letter_queries.addressees(work.session, rows)
    return [
        KeptLetter(
            "" if row.claim_id is not None else names[row.id], row.kind, row.created_at,
            row.subject, mask(row.body), row.id if PLACE in row.body else None,
        )
        for row in rows
    ]  # fmt: skip


def _sealed(work: UnitOfWork, vault: Vault) -> list[KeptLetter]:
    rows = outbox_of_tests.account_letters(work)
    return [
        KeptLetter(
            _half(opened.email) if row.sign_up_id is not None else opened.email,
            row.kind, row.created_at, opened.subject, opened.body,
        )
        for row, opened in account_letters.opened_letters(work.session, rows, vault)
    ]  # fmt: skip


def _half(address: str) -> str:
    """Return an address by which its owner knows it, for a letter that anybody may see."""
    name, _at, domain = address.rpartition("@")
    return f"{name[:2]}…@{domain}"


def _posts(work: UnitOfWork, vault: Vault) -> list[KeptPost]:
    posts = []
    for delivery, row in outbox_of_tests.deliveries(work):
        assert delivery.tried_at is not None
        event = work.session.get(OutwardEvent, delivery.event_id) if delivery.event_id else None
        secrets = webhooks.secrets_of(row, vault, delivery.tried_at)
        post = webhooks.post_of(row, delivery, event, secrets, at=delivery.tried_at)
        posts.append(KeptPost(post, delivery.tried_at))
    return posts
