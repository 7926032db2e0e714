"""Signing in with a work account, at the house's own OpenID provider, and back
(docs/adr/0095-work-accounts.md).

The provider is asked with no transaction open. What a browser is to bring back is in its signed
cookie, once: it acts in that browser alone, and for what it was asked for.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Flask, current_app, flash, g, redirect, request, url_for
from flask import session as cookie
from flask_security.utils import login_user
from werkzeug.wrappers import Response

from complaints.base.clock import utcnow
from complaints.http import identity
from complaints.http.endpoint import context
from complaints.http.languages import say_here
from complaints.kit import proof
from complaints.models import Account
from complaints.oidc.line import Unanswered
from complaints.oidc.provider import AskedOfProvider, NotBelieved, Provider, Vouched
from complaints.queries.logins import grants
from complaints.queries.logins.work_accounts import find_by_work
from complaints.rules.logins.accounts import LIMITS, WORK_ACCOUNT, Me, is_proved
from complaints.services.logins import access, attempts, sessions, work_accounts
from complaints.storage.context import Context
from complaints.web.accounts import claiming
from complaints.web.accounts.datastore import session
from complaints.web.accounts.user import User
from complaints.words import Message
from complaints.words import message as _
from complaints.work import UnitOfWork

pages = Blueprint("work_accounts", __name__)
PROVIDER = "cleanhands_provider"
ASKED = "work_account_asked"
# A path, of which no browser makes another host: it reads a backslash as a slash, and no tab.
OWN_ADDRESS = re.compile(r"/(?![/\\])[^\\\x00-\x20]*")
# How long somebody may take at the provider, in seconds.
ASKED_FOR = 600

AGAIN = _("That took too long, or began in another window. Start again.")
UNANSWERED = _(
    "Your work account cannot be checked right now, because its server does not answer. Try again "
    "in a few minutes. Who has a password here signs in as always."
)
NOT_BELIEVED = _("Your work account was not confirmed. Start again, or ask whoever looks after it.")
OTHER = _("This is not the work account of the person who is signed in here.")
ENDED = _("You do not have access any more. Ask an administrator.")
WAITS = _("Your access waits for the approval of two administrators. You get an email then.")
LINKED = _("Your work account is linked. From now on you sign in with it alone.")

log = logging.getLogger(__name__)


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
    return _ask("prove") if _me() else redirect(url_for("security.login"))


@pages.get("/account/work")
def begin_link() -> Response:
    """Lead somebody who is signed in by password and second factor, and has just proved it, to the
    provider, to link the work account there."""
    me = _me()
    if me is None or not me.is_staff:
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
        return _turn_back(UNANSWERED, error.reason)
    return redirect(address or back)


@pages.get("/sign-in/work/return")
def come_back() -> Response:
    """Take what the provider sends somebody back with, and do what it was asked for."""
    kept, now = cookie.pop(ASKED, None), utcnow()
    if kept is None:
        return _turn_back(AGAIN)
    asked = AskedOfProvider(**kept["asked"])
    try:
        if not 0 <= now.timestamp() - asked.at < ASKED_FOR:
            return _turn_back(AGAIN)
        if not _provider().is_answer_of(request.args, asked):
            return _turn_back(AGAIN, "another_answer")
        if "code" not in request.args:
            return _turn_back(NOT_BELIEVED, "no_code")
        _count()
        vouched = _provider().identify(request.args["code"], asked, now=now)
    except Unanswered as error:
        return _turn_back(UNANSWERED, error.reason)
    except NotBelieved as error:
        return _turn_back(NOT_BELIEVED, error.reason)
    with _transaction():
        return ERRANDS[kept["errand"]](vouched, kept)


def _sign_in(vouched: Vouched, kept: dict[str, Any]) -> Response:
    account = find_by_work(session(), issuer=vouched.issuer, subject=vouched.subject)
    if account is None:
        return claiming.lead(vouched)
    if not account.active:
        waits = grants.unadmitted(session(), account.person_id or 0) is not None
        return _turn_back(WAITS if waits else ENDED)
    login_user(User(session(), account), authn_via=[WORK_ACCOUNT])
    return redirect(kept["leads_to"] or url_for("accounts.start"))


def _prove(vouched: Vouched, kept: dict[str, Any]) -> Response:
    me = _same_session(kept)
    account = find_by_work(session(), issuer=vouched.issuer, subject=vouched.subject)
    if me is None or account is None or account.id != me.account_id:
        return _turn_back(OTHER)
    sessions.note_proof(session(), me.session_id, now=utcnow())
    return redirect(kept["leads_to"] or url_for("accounts.show_account"))


def _link(vouched: Vouched, kept: dict[str, Any]) -> Response:
    me, now = _same_session(kept), utcnow()
    if me is None or not is_proved(me.proved_at, now):
        return _turn_back(AGAIN)
    account = session().get_one(Account, me.account_id)
    work = UnitOfWork(session(), me.actor, now, context().links)
    work_accounts.link_work(work, account, issuer=vouched.issuer, subject=vouched.subject)
    access.note_work_account(work, account, vault=context().vault)
    flash(say_here(LINKED))
    return redirect(url_for("accounts.show_account"))


ERRANDS: dict[str, Callable[[Vouched, dict[str, Any]], Response]] = {
    "sign-in": _sign_in,
    "prove": _prove,
    "link": _link,
}


def _ask(errand: str) -> Response:
    """Lead to the provider. Who proves or links something gives the password there anew."""
    asked = AskedOfProvider.anew(fresh=errand != "sign-in", now=utcnow())
    try:
        address = _provider().address_to_ask(asked)
    except Unanswered as error:
        return _turn_back(UNANSWERED, error.reason)
    wanted, me = request.args.get("next", ""), _me()
    cookie[ASKED] = {
        "errand": errand,
        "asked": asdict(asked),
        "leads_to": wanted if OWN_ADDRESS.fullmatch(wanted) else "",
        "session": me.session_id if me else None,
    }
    return redirect(address)


def _turn_back(says: Message, reason: str = "") -> Response:
    """Lead back to where somebody began, saying why; the log keeps the reason's code."""
    if reason:
        log.warning("work account: %s", reason)
    flash(say_here(says))
    return redirect(url_for("accounts.show_account" if _me() else "security.login"))


def _count() -> None:
    """Count an attempt to sign in, by network. Refuses with: too-many-attempts."""
    digest = context().vault.digest("attempt-network", identity.network_of(request))
    with context().database.transaction() as counting:
        attempts.count_attempt(counting, f"sign-in:{digest}", LIMITS["sign-in"][1], now=utcnow())


def _same_session(kept: dict[str, Any]) -> Me | None:
    """Return who is signed in, where it is still the session that asked."""
    me = identity.signed_in(session())
    return me if me is not None and me.session_id == kept["session"] else None


def _me() -> Me | None:
    opened = g.get("session")
    if opened is not None:
        return identity.signed_in(opened)
    with context().database.reading() as reading:
        return identity.signed_in(reading)


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
