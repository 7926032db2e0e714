"""Hands letters of the outbox out, to whatever sends this house's letters.

A letter to a seller gets its link here, a new one each time that it is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from complaints.links import PLACE, Links, SellerOf
from complaints.models import Letter
from complaints.queries import complaints, letters
from complaints.services import ledger, outbox
from complaints.words.letters.claims import renewed
from complaints.work import Work

# A request that comes sooner writes no second letter.
RENEWED_AT_MOST_EACH = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter as its addressee reads it, with the link by which the addressee answers."""

    letter: Letter
    body: str


def send(work: Work, letter_id: int) -> Outgoing:
    """Note that the letter is sent now, and return it with its link.

    It can be sent again, with a new link. A partner that delivers sends letters to the sellers on
    its marketplaces, into its platform's inboxes.
    Refuses with: not-found; wrong-state, where a letter to a seller does not go to such an inbox.
    """
    letters.require_may_send(work, letter_id)
    letter = work.session.scalars(
        select(Letter).where(Letter.id == letter_id).with_for_update()
    ).one()
    letter.sent_at = letter.sent_at or work.now
    work = work.by(work.actor.on_sellers_side())
    ledger.record(work, "sent", "letter", letter.id, kind=letter.kind)
    return Outgoing(letter, with_link(letter, links=work.links, now=work.now))


def with_link(letter: Letter, *, links: Links, now: datetime) -> str:
    """Return a letter's text as its addressee reads it; a seller's gets a link valid from now."""
    if letter.filer_id is not None or letter.complaint_id is None:
        return letter.body
    seller = SellerOf(letter.complaint_id, letter.store_id, letter.claim_id)
    return letter.body.replace(PLACE, links.reply(seller, now=now))


def renew(work: Work, seller: SellerOf) -> None:
    """Write a seller a letter with a new link; it goes to the seller, whoever asked for it.

    Writes nothing within 12 hours of the last one.
    """
    latest = letters.latest_renewal(work.session, seller)
    if latest is not None and work.now < latest + RENEWED_AT_MOST_EACH:
        return
    letter = renewed(complaints.reference_of(work.session, seller.complaint_id))
    outbox.write_to_seller(work, seller, "link_renewed", letter)
