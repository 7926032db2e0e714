"""Takes letters on their way by mail: begins an attempt, and notes how it ended.

The attempt itself is made with nothing open, between two transactions (`jobs/delivering.py`). A
letter counts as sent once the mail server has acknowledged it, and never before.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select, update

from complaints.base.errors import Refusal, not_found
from complaints.models import (
    AccountLetter,
    Delivery,
    Letter,
    LetterReport,
    LinkCode,
    SecretLink,
)
from complaints.queries.mailing import addressees
from complaints.queries.mailing import deliveries as waiting
from complaints.rules.actors import ActorKind
from complaints.rules.kinds import Failure
from complaints.rules.mailing.arrivals import Reported
from complaints.rules.mailing.deliveries import is_good, is_under_way, wait_after
from complaints.rules.mailing.inboxes import Reach
from complaints.services.mailing import account_letters, contacts, reaching, secret_links
from complaints.services.upkeep import ledger
from complaints.storage.db import insertion
from complaints.storage.vault import Vault
from complaints.words import message as _
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Attempt:
    """One letter as it goes out. `link_id` is the link that was made for this attempt."""

    delivery_id: int
    began_at: datetime
    message_id: str
    to: str = field(repr=False)
    subject: str
    body: str = field(repr=False)
    link_id: int | None = None


def enrol(
    work: UnitOfWork, *, letters: Collection[int], account_letters: Collection[int], domain: str
) -> None:
    """Let letters go by mail from now on; one that went before goes again, as a new message.

    Another worker may have sent some of them since they were found: those are left alone.
    """
    for noun, ids in (("letter", letters), ("account_letter", account_letters)):
        if ids:
            _enrol(work, noun, ids, domain)


def _enrol(work: UnitOfWork, noun: str, ids: Collection[int], domain: str) -> None:
    letter: Any = Letter if noun == "letter" else AccountLetter
    column = getattr(Delivery, f"{noun}_id")
    locked = select(Delivery).where(column.in_(ids)).order_by(Delivery.id).with_for_update()
    known = {getattr(row, f"{noun}_id"): row for row in work.session.scalars(locked)}
    # Asked once the rows are ours: whoever sends one notes both in one transaction.
    unsent = select(letter.id).where(letter.id.in_(ids), letter.sent_at.is_(None))
    for letter_id in work.session.scalars(unsent.order_by(letter.id)):
        message_id = _new_message_id(domain)
        row = known.get(letter_id)
        if row is None:
            new = {"message_id": message_id, "due_at": work.now, "attempts": 0}
            added = insertion(work.session, Delivery).values({column.key: letter_id, **new})
            work.session.execute(added.on_conflict_do_nothing())
        elif row.gone_at is not None:
            row.message_id, row.due_at = message_id, work.now
            row.attempts, row.gone_at = 0, None


def _new_message_id(domain: str) -> str:
    return f"<{secrets.token_hex(16)}@{domain}>"


def hold_letters(work: UnitOfWork) -> int:
    """Hold the letters that wait for their turn until somebody says so; return how many.

    For a database that was put back from a backup: they may have gone since.
    """
    waits = (Delivery.gone_at.is_(None), Delivery.due_at.is_not(None))
    held = update(Delivery).where(*waits).values(
        failure=str(Failure.RESTORED), answer=None, failed_at=work.now, due_at=None,
        trying_since=None,
    )  # fmt: skip
    return work.session.execute(held).rowcount  # type: ignore[attr-defined,no-any-return]


def release_letters(work: UnitOfWork) -> int:
    """Let the letters go that wait since the database was put back; return how many."""
    held = (Delivery.gone_at.is_(None), Delivery.failure == Failure.RESTORED)
    freed = {"failure": None, "failed_at": None, "due_at": work.now}
    count: int = work.session.execute(  # type: ignore[attr-defined]
        update(Delivery).where(*held).values(freed)
    ).rowcount
    if count:
        ledger.record(work, "letters_released", "installation", 1, letters=count)
    return count


def revive(work: UnitOfWork, *, vault: Vault) -> None:
    """Let letters be tried now whose mailbox did not take them, and which have another one; each
    mailbox of a filer once."""
    again = waiting.with_another_mailbox().with_for_update(of=Delivery)
    for delivery in work.session.scalars(again).all():
        letter = work.session.get_one(Letter, delivery.letter_id)
        to = waiting.mailbox(work.session, letter, vault)
        if to is None or not to.is_next:
            continue
        delivery.due_at = work.now
        if delivery.failure == Failure.BOUNCED:
            # It goes to somebody else: what comes back late from the first mailbox is not its.
            domain = delivery.message_id.rstrip(">").rpartition("@")[2]
            delivery.message_id, delivery.attempts = _new_message_id(domain), 0


def begin_attempt(work: UnitOfWork, *, vault: Vault, in_doubt: bool = False) -> Attempt | None:
    """Begin to send the letter that has waited longest; None where none is due.

    Another worker leaves it alone while the attempt is under way. A link that it needs is made
    here, so that it is good before its reader has it. Where the clock is `in_doubt`, none is given
    up for its age, and none is taken for one whose attempt ended long ago.
    """
    due = waiting.due(work.now, in_doubt=in_doubt).limit(1)
    due = due.with_for_update(skip_locked=True, of=Delivery)
    while (delivery := work.session.scalar(due)) is not None:
        attempt = _prepare(work, delivery, vault, in_doubt)
        work.session.flush()
        if attempt is not None:
            return attempt
    return None


def _prepare(work: UnitOfWork, delivery: Delivery, vault: Vault, in_doubt: bool) -> Attempt | None:
    """Return the attempt; None for a letter that cannot go by mail any more, or not now."""
    delivery.attempts += 1
    delivery.trying_since = work.now
    if delivery.letter_id is not None:
        return _of_letter(work, delivery, vault)
    return _of_account_letter(work, delivery, vault, in_doubt)


def _of_letter(work: UnitOfWork, delivery: Delivery, vault: Vault) -> Attempt | None:
    letter = work.session.scalars(
        select(Letter).where(Letter.id == delivery.letter_id).with_for_update()
    ).one()
    to = waiting.mailbox(work.session, letter, vault)
    if to is None:
        # Its mailbox was removed: it goes another way, or once there is one again.
        work.session.delete(delivery)
        return None
    delivery.identity_id = to.identity_id
    linked = secret_links.put_into(work, letter, Reach.MAILBOX)
    link_id = None if linked.row is None else linked.row.id
    body = contacts.put_into(work, letter, linked.body, Reach.MAILBOX, vault=vault)
    return Attempt(
        delivery.id, work.now, delivery.message_id, to.address, letter.subject, body, link_id
    )


def _of_account_letter(
    work: UnitOfWork, delivery: Delivery, vault: Vault, in_doubt: bool
) -> Attempt | None:
    letter = work.session.get_one(AccountLetter, delivery.account_letter_id)
    if not is_good(letter.kind, letter.created_at, work.now):
        if in_doubt:
            delivery.trying_since, delivery.due_at = None, work.now + wait_after(1)
            return None
        _note(delivery, Failure.TOO_OLD, None, at=work.now, due_at=None)
        return None
    try:
        opened = account_letters.unsealed(work.session, letter, vault)
    except Refusal:
        # Sealed under a key that is lost: nobody reads it any more.
        _note(delivery, Failure.TOO_OLD, None, at=work.now, due_at=None)
        return None
    if not opened.email:
        _note(delivery, Failure.RECIPIENT, None, at=work.now, due_at=None)
        return None
    return Attempt(
        delivery.id, work.now, delivery.message_id, opened.email, opened.subject, opened.body
    )


def note_acknowledged(work: UnitOfWork, attempt: Attempt) -> None:
    """Note that the mail server acknowledged the letter; a second time, nothing happens."""
    delivery = _locked(work, attempt.delivery_id)
    if delivery is None or delivery.gone_at is not None:
        return
    delivery.gone_at, delivery.trying_since, delivery.due_at = work.now, None, None
    delivery.failure = delivery.answer = delivery.failed_at = None
    noun = "letter" if delivery.letter_id is not None else "account_letter"
    row: Letter | AccountLetter
    if delivery.letter_id is not None:
        row = work.session.get_one(Letter, delivery.letter_id)
        reaching.went_out(work, row)
    else:
        row = work.session.get_one(AccountLetter, delivery.account_letter_id)
    row.sent_at = row.sent_at or work.now
    ledger.record(work, "sent", noun, row.id, kind=row.kind, reach=str(Reach.MAILBOX))


def failed(
    work: UnitOfWork,
    attempt: Attempt,
    failure: Failure,
    answer: int | None,
    *,
    for_good: bool,
    may_have_arrived: bool,
) -> None:
    """Note why the letter did not go, and when it is tried again.

    Its link is taken back, where nobody can have it. An attempt that was taken for dead changes
    nothing else: the later one says how the letter fares.
    """
    if attempt.link_id is not None and not may_have_arrived:
        asked = exists().where(LinkCode.secret_link_id == SecretLink.id)
        work.session.execute(delete(SecretLink).where(SecretLink.id == attempt.link_id, ~asked))
    delivery = _locked(work, attempt.delivery_id)
    if delivery is None or delivery.gone_at or delivery.trying_since != attempt.began_at:
        return
    again = None if for_good else work.now + wait_after(delivery.attempts)
    _note(delivery, failure, answer, at=work.now, due_at=again)
    if for_good and failure is Failure.RECIPIENT and delivery.letter_id is not None:
        _no_such_mailbox(work, delivery)


def _no_such_mailbox(work: UnitOfWork, delivery: Delivery) -> None:
    """Keep which mailbox there is not: the letter goes to the next one, and to none twice."""
    report = LetterReport(
        letter_id=delivery.letter_id, reach=str(Reach.MAILBOX), report=str(Reported.FAILED),
        at=work.now, noted_at=work.now, identity_id=delivery.identity_id,
    )  # fmt: skip
    work.session.add(report)
    work.session.flush()
    reaching.came_back(work, work.session.get_one(Letter, delivery.letter_id), ())


def _note(
    delivery: Delivery, failure: Failure, answer: int | None, *, at: datetime,
    due_at: datetime | None,
) -> None:  # fmt: skip
    delivery.failure, delivery.answer, delivery.failed_at = str(failure), answer, at
    delivery.due_at, delivery.trying_since = due_at, None


def _locked(work: UnitOfWork, delivery_id: int) -> Delivery | None:
    statement = select(Delivery).where(Delivery.id == delivery_id).with_for_update()
    return work.session.scalar(statement)


def try_again(work: UnitOfWork, noun: str, letter_id: int, *, domain: str) -> None:
    """Have a letter tried now: again, or for the first time where it is too old to go by itself.

    `noun` is letter or account_letter.
    Refuses with: not-found, where it does not go by mail; forbidden, unless the actor is staff or
    the operator; wrong-state, where it went, is under way, or is too old.
    """
    if not work.actor.is_staff and work.actor.kind is not ActorKind.SYSTEM:
        raise Refusal("forbidden", _("Only staff can have a letter tried again."))
    column = Delivery.letter_id if noun == "letter" else Delivery.account_letter_id
    delivery = work.session.scalar(select(Delivery).where(column == letter_id).with_for_update())
    if delivery is None:
        _begin_late(work, noun, letter_id, domain)
    else:
        _require_may_be_tried(delivery, work.now)
        delivery.due_at = work.now
    ledger.record(work, "tried_again", noun, letter_id)


def _begin_late(work: UnitOfWork, noun: str, letter_id: int, domain: str) -> None:
    letter = work.session.get(Letter, letter_id) if noun == "letter" else None
    waits = letter is not None and letter.sent_at is None
    if letter is None or not waits or addressees.way_of(work, letter) is not Reach.MAILBOX:
        raise not_found(_("letter"))
    _enrol(work, noun, [letter_id], domain)


def _require_may_be_tried(delivery: Delivery, now: datetime) -> None:
    if delivery.gone_at is not None:
        raise Refusal("wrong-state", _("This letter has gone by mail."))
    if delivery.failure == Failure.TOO_OLD:
        raise Refusal(
            "wrong-state", _("The contents of this letter are out of date. Have a new one written.")
        )
    if is_under_way(delivery.trying_since, now):
        raise Refusal("wrong-state", _("This letter is being tried right now."))
