"""Puts a seller's name and contact into the copy of its answer as the letter goes out.

The stored letter has their place alone. Ground: calls the ledger alone.
"""

from __future__ import annotations

from complaints.models import Letter
from complaints.queries.sellers import counter_notices
from complaints.rules.kinds import LetterKind
from complaints.rules.mailing.inboxes import Reach
from complaints.services.upkeep import ledger
from complaints.storage.links import CONTACT, contact_place
from complaints.storage.vault import Vault
from complaints.work import UnitOfWork

# The letters that hold such a copy.
_COPIES = (LetterKind.CLAIM_COUNTERED, LetterKind.ANSWER_COPIED)


def put_into(work: UnitOfWork, letter: Letter, body: str, reach: Reach, *, vault: Vault) -> str:
    """Return a letter's text with the contacts whose place it holds: of answers to claims of its
    own complaint, of which its filer is given the copy. Whatever else stands there stays a text."""
    if letter.kind not in _COPIES or letter.filer_id is None or letter.complaint_id is None:
        return body
    named = {int(number) for number in CONTACT.findall(body)}
    for notice in counter_notices.copied_of(work.session, letter.complaint_id, named):
        seller = counter_notices.told_in_copy(counter_notices.contact_of(notice, vault))
        lines = [part for part in (seller.name, seller.address, seller.phone) if part]
        body = body.replace(contact_place(notice.id), "\n".join(lines))
        ledger.record(
            work, "put_contact", "counter_notice", notice.id, letter=letter.id, reach=str(reach)
        )
    return body
