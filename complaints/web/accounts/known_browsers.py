"""Browsers in which somebody has signed in are known for it, by a signed cookie.

Wrong passwords from elsewhere, however many, use up the limit of unknown browsers alone (OWASP:
Slow Down Online Guessing Attacks with Device Cookies). The cookie opens nothing: it gives its
browser a limit of its own. It is worth nothing once the account's password is changed, one of its
sessions is ended by its owner, or its access by an administrator.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Response, after_this_request, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from complaints.http.endpoint import context
from complaints.models import Account
from complaints.queries.logins import accounts
from complaints.rules.logins.accounts import KNOWN_BROWSER, is_known_still
from complaints.web.accounts.datastore import session

COOKIE = "cleanhands_browser"
# The most accounts that one browser is known for: those that signed in last.
MOST = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """That somebody signed in to an account here; `epoch` is the account's at that time."""

    account_id: int
    epoch: int
    at: int


@dataclass(frozen=True, slots=True)
class Browser:
    """What the cookie says: the browser's own number, and for whom it is known."""

    number: str
    entries: tuple[Entry, ...] = ()


def number_for(account: Account | None, *, now: datetime) -> str | None:
    """Return the number of the request's browser where it is known for the account, else None.

    A browser keeps its number when somebody signs in again, so that its limit goes on too.
    """
    browser = _sent()
    if browser is None or account is None:
        return None
    epoch = accounts.browser_epoch(session(), account.id)
    is_known = any(
        (entry.account_id, entry.epoch) == (account.id, epoch)
        and is_known_still(datetime.fromtimestamp(entry.at, UTC), now)
        for entry in browser.entries
    )
    return browser.number if is_known else None


def remember(account_id: int, *, now: datetime) -> None:
    """Let the answer tell the browser that it is known for this account from now on."""
    before = _sent() or Browser(secrets.token_hex(8))
    epoch = accounts.browser_epoch(session(), account_id)
    others = [entry for entry in before.entries if entry.account_id != account_id]
    entries = (Entry(account_id, epoch, int(now.timestamp())), *others)[:MOST]
    value = _serializer().dumps(
        [before.number, [[entry.account_id, entry.epoch, entry.at] for entry in entries]]
    )

    def keep(response: Response) -> Response:
        response.set_cookie(
            COOKIE,
            value,
            max_age=KNOWN_BROWSER,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
        return response

    after_this_request(keep)


def _sent() -> Browser | None:
    """Return what the request's cookie says, None without one that we have signed."""
    try:
        number, entries = _serializer().loads(request.cookies.get(COOKIE, ""))
    except (BadSignature, ValueError, TypeError):
        return None
    return Browser(number, tuple(Entry(*entry) for entry in entries))


def _serializer() -> URLSafeSerializer:
    config = context().config
    keys = [key for key in (config.signing_key_old, config.signing_key) if key is not None]
    return URLSafeSerializer(keys, salt="cleanhands-browser")
