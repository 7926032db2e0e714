"""How often a person who files gets letters by mail: stores the choice, and acts on it.

A letter that waits for the day's mail counts as sent once that mail is written; one that its reader
does not want by mail counts as sent as it lies in the account. Each stays readable there.
"""

from __future__ import annotations

from sqlalchemy import select

from complaints.base.codes import Code
from complaints.base.errors import invalid, not_found
from complaints.models import Account, Letter
from complaints.queries.mailing import mail_choices
from complaints.rules.mailing.letter_kinds import ByMail
from complaints.services.mailing import account_letters
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.words import message as _
from complaints.words.letters.digests import DIGEST, digest
from complaints.work import UnitOfWork


def choose(work: UnitOfWork, account_id: int, choice: ByMail) -> Account:
    """Store how often a log-in gets letters by mail: of staff, whether it does.

    Refuses with: not-found; invalid-request, where staff ask for one mail a day.
    """
    account = work.session.get(Account, account_id)
    if account is None:
        raise not_found(_("account"))
    if account.filer_id is None and choice is ByMail.DAILY:
        raise invalid("/by_mail", Code.NOT_PERMITTED, _("Choose one from the list."))
    if account.by_mail != choice:
        account.by_mail = str(choice)
        ledger.record(work, "chose_mail", "account", account.id, by_mail=str(choice))
    return account


def keep_in_accounts(work: UnitOfWork, *, limit: int = 500) -> int:
    """Count up to `limit` letters as sent whose readers chose no mail; return how many."""
    letters = mail_choices.letters_to_digest(ByMail.NONE).limit(limit).with_for_update(of=Letter)
    return sum(_went(work, letter) for letter in work.session.scalars(letters))


def write_digest(work: UnitOfWork, account_id: int, *, vault: Vault) -> int:
    """Write the day's mail to a log-in; return how many letters it names.

    Where nothing waits for it any more, nothing is written.
    """
    locked = select(Account).where(Account.id == account_id).with_for_update()
    account = work.session.scalars(locked).one()
    waiting = mail_choices.of_log_in(account).with_for_update(of=Letter)
    letters = work.session.scalars(waiting).all()
    if not letters:
        return 0
    named = [(one.subject, work.links.page(f"/letters/{one.id}")) for one in letters]
    letter = digest(named, account=work.links.page("/account"))
    account_letters.write_whole(work, account, DIGEST, letter, vault=vault)
    return sum(_went(work, one) for one in letters)


def _went(work: UnitOfWork, letter: Letter) -> int:
    letter.sent_at = work.now
    ledger.record(work, "sent", "letter", letter.id, kind=letter.kind, reach="account")
    return 1
