"""Writes to members of staff, to their log-ins, of what is theirs from now on. Who chose no mail
gets none: it all stands in the queue."""

from __future__ import annotations

from sqlalchemy import select

from complaints.models import Account
from complaints.queries.staff import stand_ins
from complaints.rules.mailing.letter_kinds import ByMail
from complaints.rules.staff.stand_ins import who_does
from complaints.services.mailing import account_letters
from complaints.storage.vault import Vault
from complaints.work import UnitOfWork


def write_to_person(
    work: UnitOfWork, person_id: int | None, kind: str, page: str, *, vault: Vault
) -> None:
    """Write to a person, or to whoever stands in; `page` is the address that the letter leads to.
    Nobody is written to of what they did themselves. A team's, and the second line's, have no
    mailbox."""
    if person_id is None:
        return
    reader_id = who_does(person_id, stand_ins.away(work))
    mine = Account.person_id == reader_id, Account.active, Account.by_mail != ByMail.NONE
    account = work.session.scalar(select(Account).where(*mine))
    if account is not None and reader_id != work.actor.person_id:
        link = work.links.page(page)
        account_letters.write_account_letter(work, account, kind, holds=link, vault=vault)
