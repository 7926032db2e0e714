"""How letters fare that go by mail, as staff read it on the pages of letters; tried again here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint

from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.models import AccountLetter, Delivery, Letter
from complaints.queries.mailing import addressees
from complaints.queries.mailing import deliveries as delivery_queries
from complaints.rules.mailing.deliveries import goes_by_itself
from complaints.rules.mailing.inboxes import Reach
from complaints.rules.staff.door_bars import NO_CASE, saying
from complaints.services.mailing import deliveries
from complaints.words import Message
from complaints.words import message as _
from complaints.words.failures import why_not

pages = Blueprint("letter_mail_pages", __name__, url_prefix="/console/letters")
TRIED = _("The letter goes by mail within a minute.")


@dataclass(frozen=True, slots=True)
class Fares:
    """How a letter fares by mail, and why it did not go."""

    row: Delivery
    why: Message | None


@page(pages, "POST", "/<id:letter_id>/try-again", who=STAFF, bars=saying("letter"))
def try_again(call: PageCall, letter_id: int) -> Answer:
    """Have a letter go by mail that did not, or that is too old to go by itself."""
    domain = call.context.config.mail_domain
    deliveries.try_again(call.work, "letter", letter_id, domain=domain)
    return call.redirect("letter_pages.show_letter", letter_id=letter_id, message=TRIED)


@page(pages, "POST", "/to-log-ins/<id:number>/try-again", who=STAFF, bars=NO_CASE)
def try_account_letter_again(call: PageCall, number: int) -> Answer:
    """Have a letter to a log-in tried again that did not go by mail."""
    domain = call.context.config.mail_domain
    deliveries.try_again(call.work, "account_letter", number, domain=domain)
    return call.redirect("letter_pages.show_letters", did_not_go="true", message=TRIED)


def of_letters(call: PageCall, letters: Sequence[Letter]) -> Mapping[int, Fares]:
    """Return by each letter's id how it fares; letters that go otherwise are not in it."""
    rows = delivery_queries.of_letters(call.session, letters)
    return {letter_id: _fares(row) for letter_id, row in rows.items()}


def waits_for_word(call: PageCall, letter: Letter) -> bool:
    """Say whether a letter goes by mail, but is too old to do so without somebody's word."""
    return (
        call.context.config.mail_server is not None
        and letter.sent_at is None
        and not goes_by_itself(letter.created_at, call.now)
        and addressees.way_of(call.work, letter) is Reach.MAILBOX
        and not delivery_queries.of_letters(call.session, [letter])
    )


def to_accounts(call: PageCall) -> Sequence[tuple[AccountLetter, Fares]]:
    """Return letters to log-ins, registers and holders of links that did not go."""
    rows = delivery_queries.account_letters_that_did_not_go(call.session, limit=100)
    return [(letter, _fares(row)) for letter, row in rows]


def _fares(row: Delivery) -> Fares:
    if row.failure is None or row.gone_at is not None:
        return Fares(row, None)
    return Fares(row, why_not(row.failure, row.answer, for_good=row.due_at is None))
