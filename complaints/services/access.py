"""Staff's access: ended by an administrator, or by an operator; a lost second factor taken off."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.errors import Refusal, not_found
from complaints.models import Account, Person
from complaints.rules import actors
from complaints.rules.actors import Actor, PersonRole
from complaints.services import ledger, sessions
from complaints.words import message as _


def end(session: Session, actor: Actor, person_id: int, *, now: datetime) -> Person:
    """End a person's access at once, pages and keys; what the person did stays in the record.

    Refuses with: not-found; forbidden, for one's own access: somebody must be left who can undo it.
    """
    person = session.scalar(select(Person).where(Person.id == person_id))
    if person is None:
        raise not_found(_("person"))
    if actor.person_id == person.id:
        raise Refusal("forbidden", _("Ask another administrator to end your own access."))
    person.active = False
    account = session.scalar(select(Account).where(Account.person_id == person.id))
    if account is not None:
        account.active = False
        sessions.end_all(session, account.id, now=now)
    ledger.record(session, actor, "removed", "person", person.id, now=now)
    return person


def restore(session: Session, actor: Actor, person_id: int, *, now: datetime) -> Person:
    """Give a person back the access that was ended. Refuses with: not-found."""
    person = session.scalar(select(Person).where(Person.id == person_id))
    if person is None:
        raise not_found(_("person"))
    person.active = True
    account = session.scalar(select(Account).where(Account.person_id == person.id))
    if account is not None:
        account.active = True
    ledger.record(session, actor, "restored", "person", person.id, now=now)
    return person


def reset_second_factor(session: Session, actor: Actor, account: Account, *, now: datetime) -> None:
    """Take an account's second factor, passkeys and recovery codes off, and end its sessions.

    Its owner sets up a new one at the next sign-in. Refuses with: forbidden, for one's own: who is
    signed in can change it on the account's page.
    """
    if actor.person_id is not None and actor.person_id == account.person_id:
        raise Refusal("forbidden", _("Change your own second factor on the page of your account."))
    account.second_factor = account.totp_secret = account.totp_counter = None
    account.recovery_codes = None
    account.passkeys.clear()
    # Half-done sign-ins know the old one.
    account.fs_uniquifier = secrets.token_hex(16)
    sessions.end_all(session, account.id, now=now)
    ledger.record(session, actor, "reset_second_factor", "account", account.id, now=now)


def note(session: Session, account: Account, verb: str, *, now: datetime) -> None:
    """Put into the ledger what the account's owner did to it."""
    if account.filer_id is not None:
        actor = actors.filer(account.filer_id)
    else:
        person = session.get_one(Person, account.person_id)
        actor = actors.person(person.id, PersonRole(person.role))
    ledger.record(session, actor, verb, "account", account.id, now=now)
