"""Begins and ends the server's sessions when Flask-Security signals that somebody signed in or out,
or changed a secret."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from blinker import NamedSignal
from flask import Flask, request
from flask import session as cookie
from flask_login import user_logged_out
from flask_security import (
    password_changed,
    password_reset,
    tf_disabled,
    tf_profile_changed,
    user_authenticated,
    wan_deleted,
    wan_registered,
)

from complaints.base.clock import utcnow
from complaints.base.errors import Refusal
from complaints.http import identity
from complaints.http.endpoint import context
from complaints.http.languages import pick
from complaints.queries.logins import accounts
from complaints.rules.actors import SYSTEM
from complaints.rules.logins.accounts import WORK_ACCOUNT
from complaints.services.logins import access, sessions, sign_ups
from complaints.web.accounts import known_browsers
from complaints.web.accounts.browsers import browser_of
from complaints.web.accounts.datastore import session
from complaints.web.accounts.user import User
from complaints.words import message as _
from complaints.work import UnitOfWork

SIGN_IN_AT_WORK = _(
    "You sign in with your work account. If it is closed, ask an administrator to take it off your "
    "account here."
)


def begin_session_of_cookie(
    _app: Flask, user: User, authn_via: list[str] | None = None, **_more: Any
) -> None:
    """Begin a session in place of the one that the cookie held.

    Refuses with: forbidden, for whoever has a work account, by any other way: once it is closed
    there, nothing that is left here lets its owner in.
    """
    if user.account.work_account is not None and authn_via != [WORK_ACCOUNT]:
        raise Refusal("forbidden", SIGN_IN_AT_WORK)
    before = cookie.pop(identity.TOKEN, None)
    if authn_via == ["change"]:
        with_second_factor = accounts.had_second_factor(session(), before)
    else:
        # Flask-Security names no mechanism after a second factor, and "webauthn" alone where the
        # passkey asked for the person too. The house's own sign-in stands for both.
        with_second_factor = authn_via in (None, ["webauthn"], [WORK_ACCOUNT])
    if before is not None:
        sessions.end_by_token(session(), before, now=utcnow())
    # Letters come in the language in which somebody first signed in, until they choose another.
    user.account.language = user.account.language or pick(request)
    # Staff's cookie goes with the browser, a filer's stays as long as the session.
    cookie.permanent = not user.role.is_staff
    now = utcnow()
    cookie[identity.TOKEN] = sessions.begin_session(
        session(),
        user.account,
        user.role,
        browser=browser_of(request.user_agent.string),
        network=identity.network_of(request),
        with_second_factor=with_second_factor,
        now=now,
    )
    known_browsers.remember(user.id, now=now)


def end_session_of_cookie(_app: Flask, **_more: Any) -> None:
    """End the session that the cookie held."""
    token = cookie.pop(identity.TOKEN, None)
    if token is not None:
        sessions.end_by_token(session(), token, now=utcnow())


def password_is_new(_app: Flask, user: User, **_more: Any) -> None:
    """End the other sessions of whoever knew the old password."""
    but = cookie.get(identity.TOKEN)
    sessions.end_all(session(), user.id, now=utcnow(), but=but)
    access.note_password(_work(), user.account)
    known_browsers.remember(user.id, now=utcnow())


def access_is_recovered(_app: Flask, user: User, **_more: Any) -> None:
    """End every session and every key of before: whoever has the letter begins anew. Where it is
    the first password of a log-in that an operator opened, the link confirms its address instead.

    The browser is known from now on: who has the letter signs in, whatever strangers tried.
    """
    if user.account.confirmed_at is None:
        sign_ups.confirm_address(_work(), user.account, vault=context().vault)
        access.note_password(_work(), user.account)
    else:
        access.recover(_work(), user.account)
    known_browsers.remember(user.id, now=utcnow())


def factor_is_new(_app: Flask, user: User, **_more: Any) -> None:
    access.note_second_factor(_work(), user.account, vault=context().vault)


def _work() -> UnitOfWork:
    return UnitOfWork(session(), SYSTEM, utcnow(), context().links)


HANDLERS: tuple[tuple[NamedSignal, Callable[..., None]], ...] = (
    (user_authenticated, begin_session_of_cookie),
    (user_logged_out, end_session_of_cookie),
    (password_changed, password_is_new),
    (password_reset, access_is_recovered),
    (tf_profile_changed, factor_is_new),
    (tf_disabled, factor_is_new),
    (wan_registered, factor_is_new),
    (wan_deleted, factor_is_new),
)
