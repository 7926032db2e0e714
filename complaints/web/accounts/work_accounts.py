"""Signing in with a work account, at the house's own OpenID provider, and back
(docs/adr/0095-work-accounts.md).

The provider is asked with no transaction open. What a browser is to bring back is in its signed
cookie, once: it acts in that browser alone, and for what it was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from flask import Blueprint, Flask, current_app, g, redirect, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from complaints.base.clock import utcnow
from complaints.base.errors import not_found
from complaints.http import identity
from complaints.http.endpoint import context
from complaints.kit import proof
from complaints.oidc.line import Unanswered
from complaints.oidc.provider import AskedOfProvider, NotBelieved, Provider
from complaints.rules.logins.accounts import LIMITS, Me, is_proved
from complaints.services.logins import attempts
from complaints.storage.context import Context
from complaints.web.accounts import claiming
from complaints.web.accounts.errands import AGAIN, ERRANDS, turn_back, who_is_there
from complaints.words import message as _

pages = Blueprint("work_accounts", __name__)
PROVIDER = "cleanhands_provider"
ASKED = "work_account_asked"
# A path, of which no browser makes another host: it reads a backslash as a slash, and no tab.
OWN_ADDRESS = re.compile(r"/(?![/\\])[^\\\x00-\x20]*")
# How long somebody may take at the provider, in seconds.
ASKED_FOR = 600

UNANSWERED = _(
    "Your work account cannot be checked right now, because its server does not answer. Try again "
    "in a few minutes. Who has a password here signs in as always."
)
NOT_BELIEVED = _("Your work account was not confirmed. Start again, or ask whoever looks after it.")


def add_pages(app: Flask, running: Context) -> None:
    """Add the pages. The house has a provider."""
    house = running.config.house_provider
    assert house is not None
    back = f"{running.config.base_url}/sign-in/work/return"
    app.extensions[PROVIDER] = Provider(house, comes_back_to=back)
    app.register_blueprint(pages)
    app.register_blueprint(claiming.pages)


@pages.get("/sign-in/work")
def sign_in() -> Response:
    """Lead to the provider, and from there to where somebody wanted to be."""
    return _ask("sign-in")


@pages.get("/account/verify/work")
def prove() -> Response:
    """Lead somebody who is signed in to the provider, who gives the password there once more."""
    return _ask("prove") if _staff() else redirect(url_for("security.login"))


@pages.get("/account/work")
def begin_link() -> Response:
    """Lead somebody who is signed in by password and second factor, and has just proved it, to the
    provider, to link the work account there."""
    me = _staff()
    if me is None:
        return redirect(url_for("security.login"))
    if not is_proved(me.proved_at, utcnow()):
        return proof.ask(url_for("work_accounts.begin_link"))
    return _ask("link")


@pages.get("/sign-in/work/leave")
def leave_provider() -> Response:
    """Lead to where people sign out at the provider, too."""
    back = f"{context().config.base_url}{url_for('security.login')}"
    try:
        address = _provider().address_to_leave(back_to=back)
    except Unanswered as error:
        return turn_back(UNANSWERED, error.reason)
    return redirect(address or back)


@pages.get("/sign-in/work/return")
def come_back() -> Response:
    """Take what the provider sends somebody back with, and do what it was asked for."""
    kept, now = cookie.pop(ASKED, None), utcnow()
    if kept is None:
        return turn_back(AGAIN)
    asked = AskedOfProvider(**kept["asked"])
    try:
        if not 0 <= now.timestamp() - asked.at < ASKED_FOR:
            return turn_back(AGAIN)
        if not _provider().is_answer_of(request.args, asked):
            return turn_back(AGAIN, "another_answer")
        if "code" not in request.args:
            return turn_back(NOT_BELIEVED, "no_code")
        _count()
        vouched = _provider().identify(request.args["code"], asked, now=now)
    except Unanswered as error:
        return turn_back(UNANSWERED, error.reason)
    except NotBelieved as error:
        return turn_back(NOT_BELIEVED, error.reason)
    with _transaction():
        return ERRANDS[kept["errand"]](vouched, kept)


def _ask(errand: str) -> Response:
    """Lead to the provider. Who proves or links something gives the password there anew."""
    asked = AskedOfProvider.anew(fresh=errand != "sign-in", now=utcnow())
    try:
        address = _provider().address_to_ask(asked)
    except Unanswered as error:
        return turn_back(UNANSWERED, error.reason)
    wanted, me = request.args.get("next", ""), who_is_there()
    cookie[ASKED] = {
        "errand": errand,
        "asked": asdict(asked),
        "leads_to": wanted if OWN_ADDRESS.fullmatch(wanted) else "",
        "session": me.session_id if me else None,
    }
    return redirect(address)


def _count() -> None:
    """Count an attempt to sign in, by network. Refuses with: too-many-attempts."""
    digest = context().vault.digest("attempt-network", identity.network_of(request))
    with context().database.transaction() as counting:
        attempts.count_attempt(counting, f"sign-in:{digest}", LIMITS["sign-in"][1], now=utcnow())


def _staff() -> Me | None:
    """Return who of staff is signed in, None for a visitor. Refuses with: not-found, for filers."""
    me = who_is_there()
    if me is not None and not me.is_staff:
        raise not_found(_("page"))
    return me


@contextmanager
def _transaction() -> Iterator[None]:
    with context().database.transaction() as g.session:
        try:
            yield
        finally:
            g.pop("session")


def _provider() -> Provider:
    provider: Provider = current_app.extensions[PROVIDER]
    return provider
