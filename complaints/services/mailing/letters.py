"""Hands letters of the outbox out, to whatever sends them: by mail, by a platform's inbox, by hand.

A letter with a link gets a link of its own each time that it goes out; none is stored. Whoever
reads the link reads the case; so a person takes out by hand only what goes no other way, of cases
in which it takes no part (`rules/mailing/handing_out.py`), and the operator's command line does
the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import AccountLetter, Delivery, Letter, SecretLink
from complaints.queries.mailing import account_letters as account_letter_queries
from complaints.queries.mailing import addressees, handing_out, letter_leases, letters
from complaints.queries.sellers import their_ids
from complaints.queries.sellers.their_ids import Addressee
from complaints.rules.actors import Actor, ActorKind
from complaints.rules.mailing.inboxes import Reach
from complaints.rules.mailing.secret_links import door_of
from complaints.services.mailing import (
    account_letters,
    contacts,
    link_codes,
    reaching,
    secret_links,
)
from complaints.services.mailing.account_letters import OpenLetter
from complaints.services.upkeep import ledger
from complaints.storage.links import PLACE
from complaints.storage.vault import Vault
from complaints.words import message as _
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter as its addressee reads it, with the link by which the addressee answers, and its row
    where it has one."""

    letter: Letter
    to: Addressee
    body: str = field(repr=False)
    link: str | None = field(default=None, repr=False)
    row: SecretLink | None = None


def by(actor: Actor) -> Reach:
    """Return how letters go that this actor takes out at a door."""
    return Reach.BY_HAND if actor.partner_id is None else Reach.PLATFORM


def hand_out(work: UnitOfWork, letter_id: int, reach: Reach, *, vault: Vault) -> Outgoing:
    """Note that the letter goes out now, and return it with its link.

    A platform gets it on a lease: whether it went, the platform says (`arrivals.acknowledge`). It
    can go again, with a new link. What somebody delivers has a code beside it in the outbox.
    Refuses with: not-found; goes-another-way, for a letter with a link that goes out otherwise;
    wrong-state, while another partner has it on a lease;
    takes-part, where a person takes part in its case, or took out its code;
    one-let-in-the-other; nobody-to-judge-appeal, where only that person could.
    """
    work = work.by(work.actor.on_sellers_side())
    letter = _locked(work, letter_id)
    has_link = door_of(letter) is not None and PLACE in letter.body
    if has_link and reach is not Reach.MAILBOX:
        handing_out.require_link(work, letter, reach)
    leased = reach is Reach.PLATFORM
    if leased:
        letter_leases.require_free(work, letter.id)
    else:
        letter.sent_at = letter.sent_at or work.now
        # Also of one that came back after it had gone another way.
        reaching.went_out(work, letter)
    verb = "leased" if leased else "sent"
    ledger.record(work, verb, "letter", letter.id, kind=letter.kind, reach=str(reach))
    linked = secret_links.put_into(work, letter, reach)
    if linked.row is not None and addressees.way_of(work, letter) is not Reach.MAILBOX:
        link_codes.make_code(work, linked.row, letter, vault=vault)
    body = contacts.put_into(work, letter, linked.body, reach, vault=vault)
    to = their_ids.addressees_of(work.session, [letter])[letter.id]
    return Outgoing(letter, to, body, linked.link, linked.row)


def hand_out_code(work: UnitOfWork, number: int, reach: Reach, *, vault: Vault) -> OpenLetter:
    """Note that a letter to a log-in, to a register's mailbox, or with a link's code goes out now,
    and return it.

    All but codes of links that somebody delivers go by mail, or by the operator's command line.
    Refuses with: not-found; forbidden; goes-another-way; takes-part, also where the person took
    out the letter with the link; one-let-in-the-other.
    """
    link_id = work.session.scalar(
        select(AccountLetter.secret_link_id).where(AccountLetter.id == number)
    )
    if link_id is None:
        _require_operator(work)
    else:
        letter = _locked(work, work.session.get_one(SecretLink, link_id).letter_id)
        handing_out.require_code(work, letter, reach)
    return account_letters.note_sent(work.by(work.actor.on_sellers_side()), number, vault=vault)


def hand_out_code_of(work: UnitOfWork, letter_id: int, reach: Reach, *, vault: Vault) -> OpenLetter:
    """Note that the letter goes out now that has the newest code for this letter's links, and
    return it.

    Refuses with: not-found; wrong-state, where there is none; goes-another-way; takes-part;
    one-let-in-the-other.
    """
    letters.require_may_send(work, letter_id)
    number = account_letter_queries.code_of(work.session, letter_id)
    if number is None:
        raise Refusal(
            "wrong-state",
            _(
                "This letter has no code yet. Print the letter itself first. A letter without a "
                "link needs no code."
            ),
        )
    return hand_out_code(work, number, reach, vault=vault)


def _require_operator(work: UnitOfWork) -> None:
    if work.actor.kind is not ActorKind.SYSTEM:
        raise Refusal(
            "forbidden",
            _(
                "Whoever has this letter can sign in: it goes by mail, or the operator prints it "
                "with “cleanhands letters send”."
            ),
        )


def resend(work: UnitOfWork, letter_id: int) -> Letter:
    """Revoke the links of a letter, and let it go out once more, with a new one.

    Refuses with: not-found; wrong-state, while it is on its way by mail; takes-part, where the
    letter goes by hand.
    """
    letter = _locked(work, letter_id)
    if door_of(letter) is not None:
        handing_out.require_resend(work, letter)
    delivery = work.session.scalar(
        select(Delivery).where(Delivery.letter_id == letter.id).with_for_update()
    )
    if delivery is not None and delivery.trying_since is not None and delivery.gone_at is None:
        raise Refusal(
            "wrong-state",
            _("This letter is being sent right now. Try again in 15 minutes."),
        )
    secret_links.revoke_links(work, letter.id)
    if delivery is not None and delivery.gone_at is None:
        work.session.delete(delivery)
    letter.sent_at = None
    ledger.record(work, "sent_again", "letter", letter.id, kind=letter.kind)
    return letter


def _locked(work: UnitOfWork, letter_id: int) -> Letter:
    letters.require_may_send(work, letter_id)
    return work.session.scalars(
        select(Letter).where(Letter.id == letter_id).with_for_update()
    ).one()
