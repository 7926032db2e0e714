"""Begins and ends the sessions of accounts. Only the browser has a session's secret. Ended sessions
are kept for a year (`rules/upkeep/retention.py`).
"""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from complaints.base.errors import Refusal, not_found
from complaints.models import Account, AccountSession
from complaints.rules.logins.accounts import NOTICES, AccountRole, is_proved, session_ends
from complaints.storage.vault import hash_secret
from complaints.words import message as _

LONGEST_BROWSER = 80


def begin_session(
    session: Session,
    account: Account,
    role: AccountRole,
    *,
    browser: str,
    network: str,
    with_second_factor: bool,
    now: datetime,
) -> str:
    """Begin a session and return its token; only the token's hash is stored."""
    for_notices = role is AccountRole.NOTIFIER
    token = (NOTICES if for_notices else "") + secrets.token_urlsafe(32)
    session.add(
        AccountSession(
            for_notices=for_notices,
            account_id=account.id,
            token_hash=hash_secret(token),
            with_second_factor=with_second_factor,
            browser=browser[:LONGEST_BROWSER],
            network=network,
            created_at=now,
            last_seen_at=now,
            ends_at=session_ends(role, now),
        )
    )
    return token


def touch(session: Session, session_id: int, *, now: datetime) -> None:
    """Store when the session was used last."""
    session.execute(
        update(AccountSession).where(AccountSession.id == session_id).values(last_seen_at=now)
    )


def renew_token(session: Session, session_id: int) -> str:
    """Give the session another token and return it: a copy of the cookie is worth nothing then."""
    token = secrets.token_urlsafe(32)
    session.execute(
        update(AccountSession)
        .where(AccountSession.id == session_id)
        .values(token_hash=hash_secret(token))
    )
    return token


def note_proof(session: Session, session_id: int, *, now: datetime) -> None:
    """Store that the owner of the session has just proved to be there."""
    session.execute(
        update(AccountSession).where(AccountSession.id == session_id).values(proved_at=now)
    )


def use_proof(session: Session, session_id: int, *, now: datetime) -> None:
    """Use the proof of a session up: it is good for one key, or for one last day of a key.

    Refuses with: proof-needed, where the owner has not proved to be there in the last ten minutes,
    or has used it up.
    """
    row = session.scalars(
        select(AccountSession).where(AccountSession.id == session_id).with_for_update()
    ).one()
    if not is_proved(row.proved_at, now):
        raise Refusal("proof-needed", _("Enter your password and your second factor again."))
    row.proved_at = None


def end_session(session: Session, account_id: int, session_id: int, *, now: datetime) -> None:
    """End one session of the account, and forget its known browsers. Refuses with: not-found."""
    row = session.scalar(
        select(AccountSession).where(
            AccountSession.id == session_id, AccountSession.account_id == account_id
        )
    )
    if row is None:
        raise not_found(_("session"))
    row.ended_at = row.ended_at or now
    _forget_browsers(session, account_id)


def end_by_token(session: Session, token: str, *, now: datetime) -> None:
    """End the session of this token, where there is one."""
    session.execute(
        update(AccountSession)
        .where(AccountSession.token_hash == hash_secret(token), AccountSession.ended_at.is_(None))
        .values(ended_at=now)
    )


def end_all(session: Session, account_id: int, *, now: datetime, but: str | None = None) -> None:
    """End all sessions of the account except the one of the token `but`, and forget its known
    browsers: whoever had one of them is a stranger."""
    statement = update(AccountSession).where(
        AccountSession.account_id == account_id, AccountSession.ended_at.is_(None)
    )
    if but is not None:
        statement = statement.where(AccountSession.token_hash != hash_secret(but))
    session.execute(statement.values(ended_at=now))
    _forget_browsers(session, account_id)


def end_everybodys(session: Session, *, now: datetime) -> None:
    """End every session of everybody, and forget all known browsers."""
    session.execute(
        update(AccountSession).where(AccountSession.ended_at.is_(None)).values(ended_at=now)
    )
    session.execute(update(Account).values(browser_epoch=Account.browser_epoch + 1))


def _forget_browsers(session: Session, account_id: int) -> None:
    """Let no cookie of a known browser be worth anything that was made before."""
    later = Account.browser_epoch + 1
    session.execute(update(Account).where(Account.id == account_id).values(browser_epoch=later))
