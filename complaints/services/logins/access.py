"""Ends and restores staff's access, and resets a lost second factor.

Access that an administrator gives back waits for a second approval (`services/logins/approvals`):
it works at once, and until then the two count as one person.
"""

from __future__ import annotations

import secrets

from sqlalchemy import select

from complaints.base.errors import Refusal, not_found
from complaints.models import Account, Person
from complaints.queries.logins import grants
from complaints.rules import actors
from complaints.rules.actors import HandKind, PersonRole
from complaints.rules.kinds import GrantKind
from complaints.services.logins import grants as granting
from complaints.services.logins import keys, sessions
from complaints.services.mailing import account_letters
from complaints.services.staff import handovers
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.words import message as _
from complaints.work import UnitOfWork


def end(work: UnitOfWork, person_id: int) -> Person:
    """End a person's access to pages and by keys at once, the keys for good; what the person did
    stays in the record, and what waited for the person waits for others.

    Refuses with: not-found; wrong-state, for somebody whom nobody approved; forbidden, when the
    actor would end their own access: somebody must be left who can undo it.
    """
    handovers.lock_staff(work)
    person = work.session.scalar(select(Person).where(Person.id == person_id))
    if person is None:
        raise not_found(_("person"))
    if work.actor.person_id == person.id:
        raise Refusal("forbidden", _("Ask another administrator to end your own access."))
    _require_let_in(work, person.id)
    person.active = False
    account = work.session.scalar(select(Account).where(Account.person_id == person.id))
    if account is not None:
        account.active = False
        sessions.end_all(work.session, account.id, now=work.now)
    keys.revoke_keys(work, person_id=person.id)
    ledger.record(work, "removed", "person", person.id)
    work.session.flush()
    handovers.of_person(work, person.id)
    return person


def restore(work: UnitOfWork, person_id: int) -> Person:
    """Give a person back the access that was ended, without a key of before: access that was ended
    by an earlier version left its keys as they were.

    Refuses with: not-found; wrong-state, for somebody whom nobody approved.
    """
    person = work.session.scalar(select(Person).where(Person.id == person_id))
    if person is None:
        raise not_found(_("person"))
    _require_let_in(work, person.id)
    if person.active:
        return person
    keys.revoke_keys(work, person_id=person.id)
    person.active = True
    account = work.session.scalar(select(Account).where(Account.person_id == person.id))
    if account is not None:
        account.active = True
    granting.write_grant(work, GrantKind.RESTORED, person_id=person.id)
    ledger.record(work, "restored", "person", person.id)
    return person


def reset_second_factor(work: UnitOfWork, account: Account, *, vault: Vault) -> None:
    """Remove an account's second factor, passkeys, recovery codes and work account, and end its
    sessions and keys: whoever took the factor may have made some.

    Its owner sets up a new one at the next sign-in. Refuses with: wrong-state, for somebody whom
    nobody approved; forbidden, when it is the actor's own account: its page changes the second
    factor.
    """
    if work.actor.person_id is not None and work.actor.person_id == account.person_id:
        raise Refusal("forbidden", _("Change your own second factor on the page of your account."))
    if account.person_id is not None:
        _require_let_in(work, account.person_id)
    account.second_factor = account.totp_secret = account.totp_counter = None
    account.recovery_codes = None
    account.passkeys.clear()
    account.work_account = None
    # A sign-in under way still holds the old one.
    account.fs_uniquifier = secrets.token_hex(16)
    end_sessions_and_keys(work, account)
    granting.write_grant(work, GrantKind.RESET, account_id=account.id)
    _tell(work, account, "factor_taken_off", vault)
    ledger.record(work, "reset_second_factor", "account", account.id)


def end_sessions_and_keys(work: UnitOfWork, account: Account, *, but: str | None = None) -> None:
    """End all sessions of an account, except the one of the token `but`, and all keys of its owner:
    a key that somebody made in a stolen session does not outlive it."""
    sessions.end_all(work.session, account.id, now=work.now, but=but)
    keys.revoke_keys(work, person_id=account.person_id, filer_id=account.filer_id)


def _require_let_in(work: UnitOfWork, person_id: int) -> None:
    if grants.unadmitted(work.session, person_id) is not None:
        raise Refusal(
            "wrong-state",
            _(
                "This person never had access: the second approval is waiting or was refused. "
                "Approve or refuse it, or invite the person again."
            ),
            possible=[],
        )


def note_password(work: UnitOfWork, account: Account) -> None:
    """Record in the ledger that the account's owner chose a password."""
    ledger.record(_by_owner(work, account), "chose_password", "account", account.id)


def recover(work: UnitOfWork, account: Account) -> None:
    """End every session and every key of before: somebody followed the link of a letter to set a
    new password, and begins anew."""
    end_sessions_and_keys(_by_owner(work, account), account)
    note_password(work, account)


def note_second_factor(work: UnitOfWork, account: Account, *, vault: Vault) -> None:
    """Record in the ledger that the account's owner changed second factor, passkeys or recovery
    codes, and tell the owner by letter."""
    ledger.record(_by_owner(work, account), "changed_second_factor", "account", account.id)
    _tell(work, account, "factor_changed", vault)


def note_work_account(work: UnitOfWork, account: Account, *, vault: Vault) -> None:
    """Record in the ledger that the account's owner linked a work account, and tell the owner by
    letter."""
    ledger.record(_by_owner(work, account), "changed_second_factor", "account", account.id)
    _tell(work, account, "work_linked", vault, page="/sign-in")


def _tell(
    work: UnitOfWork, account: Account, kind: str, vault: Vault, *, page: str = "/recover"
) -> None:
    if not account.active:
        # Who has no access, or waits for a second approval, gets no letter about it.
        return
    account_letters.write_account_letter(
        work, account, kind, holds=work.links.page(page), vault=vault
    )


def _by_owner(work: UnitOfWork, account: Account) -> UnitOfWork:
    """Return the work as the account's owner's, by the log-in."""
    if account.filer_id is not None:
        actor = actors.filer(account.filer_id)
    else:
        person = work.session.get_one(Person, account.person_id)
        actor = actors.person(person.id, PersonRole(person.role))
    return work.by(actor.by(HandKind.LOG_IN, account.id))
