"""Receipts of what sellers send by their links: a letter to the seller, and the text of a page."""

from __future__ import annotations

from collections.abc import Sequence

from complaints.models import Letter
from complaints.queries.filing import complaints
from complaints.queries.mailing import addressees
from complaints.rules.kinds import LetterKind
from complaints.rules.mailing.inboxes import Reach
from complaints.services.mailing import outbox
from complaints.words.letters.receipts import ReceiptRow, What, sent_by_seller
from complaints.work import UnitOfWork


def write_receipt(work: UnitOfWork, what: What, rows: Sequence[ReceiptRow]) -> Letter:
    """Write the receipt of what the actor, who must be a seller, has just sent, and return it.

    Nobody is asked to carry one by hand: its reader has it on the page.
    """
    seller = work.actor.seller_of
    assert seller is not None
    reference = complaints.reference_of(work.session, seller.complaint_id)
    text = sent_by_seller(reference, what, rows, sent_at=work.now)
    letter = outbox.write_to_seller(work, seller, LetterKind.SELLER_RECEIPT, text)
    work.session.flush()
    if addressees.way_of(work, letter) is Reach.BY_HAND:
        letter.sent_at = work.now
    return letter
