"""That the owner of a session is there: password and second factor, asked for once more.

A session can be stolen; what outlives it, or lets somebody else sign in, needs more than the
session. The proof is kept in the session's row, so that a copied cookie holds none
(docs/adr/0057-one-life.md).
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from flask import flash, g, redirect, request, url_for
from flask import session as cookie

from complaints.base.clock import utcnow
from complaints.http.languages import say_here
from complaints.kit import proof
from complaints.models import Account
from complaints.rules.logins.accounts import PROOF_LASTS, is_proved
from complaints.services.logins import sessions
from complaints.web.accounts.datastore import session
from complaints.words import message as _

# Views of Flask-Security that change how one signs in, and the page that each begins at. Each step
# asks, as the state between two is signed for nobody: one that was begun in another account would
# do.
BEGINS_AT = {
    "two_factor_setup": "security.two_factor_setup",
    "two_factor_setup_validate": "security.two_factor_setup",
    "wan_register": "security.wan_register",
    "wan_register_response": "security.wan_register",
    "wan_delete": "security.wan_register",
    "mf_recovery_codes": "security.mf_recovery_codes",
}
# The views that end with a proof; Flask-Security says so in the cookie.
PROVES = frozenset({"verify", "wan_verify_response"})
SAYS = "fs_paa"
# Under which name the cookie keeps when the password was right, where a passkey comes second.
PASSWORD = "password_at"  # noqa: S105


def required(name: str, view: Callable[..., Any]) -> Callable[..., Any]:
    """Return the view so that it leads first to where the owner of the session proves to be
    there."""
    if name.startswith("wan_verify"):
        return _after_password(view)
    if name not in BEGINS_AT:
        return view

    @functools.wraps(view)
    def guarded(**path: Any) -> Any:
        # Who sets up a first factor has just given the password, and is not signed in yet.
        if g.me is not None and not is_proved(g.me.proved_at, utcnow()):
            return proof.ask(url_for(BEGINS_AT[name]))
        return view(**path)

    return guarded


def noted(name: str, view: Callable[..., Any]) -> Callable[..., Any]:
    """Return the view so that a proof is stored in the session's row."""
    if name not in PROVES:
        return view

    @functools.wraps(view)
    def proving(**path: Any) -> Any:
        cookie.pop(SAYS, None)
        response = view(**path)
        is_said = cookie.pop(SAYS, None) is not None
        if is_said and g.me is not None and not _signs_in_at_work():
            cookie.pop(PASSWORD, None)
            sessions.note_proof(session(), g.me.session_id, now=utcnow())
        return g.pop("passkey_next", None) or response

    return proving


def _signs_in_at_work() -> bool:
    """Say whether the owner proves to be there with a work account, and by no password."""
    return session().get_one(Account, g.me.account_id).work_account is not None


def go_on_with_passkey(leads_to: str | None) -> None:
    """Lead somebody whose password was right to where a passkey is asked for."""
    cookie[PASSWORD] = int(utcnow().timestamp())
    g.passkey_next = redirect(url_for("security.wan_verify", next=leads_to or None), code=303)


def _after_password(view: Callable[..., Any]) -> Callable[..., Any]:
    """Return the view of a passkey so that it comes after the password."""

    @functools.wraps(view)
    def second(**path: Any) -> Any:
        since = utcnow().timestamp() - cookie.get(PASSWORD, 0)
        if g.me is not None and not 0 <= since < PROOF_LASTS.total_seconds():
            flash(say_here(_("Enter your password first.")))
            return redirect(url_for("security.verify", next=request.args.get("next")), code=303)
        return view(**path)

    return second
