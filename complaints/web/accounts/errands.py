"""What somebody went to the provider for, done once they are back: to sign in, to prove to be
there, to link a work account. Each runs in one transaction, and asks the provider nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from flask import flash, g, redirect, url_for
from flask_security.utils import login_user
from werkzeug.wrappers import Response

from complaints.base.clock import utcnow
from complaints.http import identity
from complaints.http.endpoint import context
from complaints.http.languages import say_here
from complaints.models import Account
from complaints.oidc.provider import Vouched
from complaints.queries.logins import grants
from complaints.queries.logins.work_accounts import find_by_work
from complaints.rules.logins.accounts import WORK_ACCOUNT, Me, is_proved
from complaints.services.logins import access, sessions, work_accounts
from complaints.web.accounts import claiming
from complaints.web.accounts.datastore import session
from complaints.web.accounts.user import User
from complaints.words import Message
from complaints.words import message as _
from complaints.work import UnitOfWork

AGAIN = _("That took too long, or began in another window. Start again.")
OTHER = _("This is not the work account of the person who is signed in here.")
ENDED = _("You do not have access any more. Ask an administrator.")
WAITS = _("Your access waits for the approval of two administrators. You get an email then.")
LINKED = _("Your work account is linked. From now on you sign in with it alone.")

log = logging.getLogger(__name__)


def _sign_in(vouched: Vouched, kept: dict[str, Any]) -> Response:
    account = find_by_work(session(), issuer=vouched.issuer, subject=vouched.subject)
    if account is None:
        return claiming.lead(vouched)
    if not account.active:
        waits = grants.unadmitted(session(), account.person_id or 0) is not None
        return turn_back(WAITS if waits else ENDED)
    login_user(User(session(), account), authn_via=[WORK_ACCOUNT])
    return redirect(kept["leads_to"] or url_for("accounts.start"))


def _prove(vouched: Vouched, kept: dict[str, Any]) -> Response:
    me = _same_session(kept)
    account = find_by_work(session(), issuer=vouched.issuer, subject=vouched.subject)
    if me is None or account is None or account.id != me.account_id:
        return turn_back(OTHER)
    sessions.note_proof(session(), me.session_id, now=utcnow())
    return redirect(kept["leads_to"] or url_for("accounts.show_account"))


def _link(vouched: Vouched, kept: dict[str, Any]) -> Response:
    me, now = _same_session(kept), utcnow()
    if me is None or not is_proved(me.proved_at, now):
        return turn_back(AGAIN)
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


def turn_back(says: Message, reason: str = "") -> Response:
    """Lead back to where somebody began, saying why; the log keeps the reason's code."""
    if reason:
        log.warning("work account: %s", reason)
    flash(say_here(says))
    return redirect(url_for("accounts.show_account" if who_is_there() else "security.login"))


def _same_session(kept: dict[str, Any]) -> Me | None:
    """Return who is signed in, where it is still the session that asked."""
    me = identity.signed_in(session())
    return me if me is not None and me.session_id == kept["session"] else None


def who_is_there() -> Me | None:
    """Return who is signed in, in the transaction that is open or in one of its own."""
    opened = g.get("session")
    if opened is not None:
        return identity.signed_in(opened)
    with context().database.reading() as reading:
        return identity.signed_in(reading)
