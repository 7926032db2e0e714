"""Links an account with the work account that its owner signs in by from then on."""

from __future__ import annotations

from complaints.base.errors import Refusal
from complaints.models import Account, WorkAccount
from complaints.queries.logins import work_accounts
from complaints.words import message as _
from complaints.work import UnitOfWork


def link_work(work: UnitOfWork, account: Account, *, issuer: str, subject: str) -> None:
    """Link an account of staff with whom the provider vouches for by this issuer and subject.

    Refuses with: taken, where the work account is another person's, or the account has one: one
    person is one member of staff.
    """
    known = work_accounts.find_by_work(work.session, issuer=issuer, subject=subject)
    if known is not None or account.work_account is not None:
        raise Refusal("taken", _("This work account, or this person, is linked already."))
    account.work_account = WorkAccount(issuer=issuer, subject=subject, created_at=work.now)
    work.session.flush()
