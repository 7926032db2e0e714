"""Somebody whom the provider vouches for, and who is not known here, claims a role. It begins once
administrators have approved it, as any other (`services/logins/approvals`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from complaints.base.clock import utcnow
from complaints.http.languages import pick
from complaints.kit import navigation
from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.oidc.provider import Vouched
from complaints.rules.actors import SYSTEM, PersonRole
from complaints.rules.logins.accounts import LIMITS
from complaints.schemas.logins.accounts import MemberIn
from complaints.services.logins import attempts, people, sign_ups, work_accounts
from complaints.words import message as _

pages = Blueprint("claiming", __name__, url_prefix="/sign-in/work/claim")
VOUCHED = "work_account_vouched"
# How long somebody may take to fill the form in, in seconds.
GOOD_FOR = 1800


def lead(vouched: Vouched) -> Response:
    """Lead whom the provider vouched for to where a role is claimed."""
    cookie[VOUCHED] = {
        "issuer": vouched.issuer,
        "subject": vouched.subject,
        "name": vouched.name,
        "at": int(utcnow().timestamp()),
    }
    return redirect(url_for("claiming.ask_role"))


@page(pages, "GET", "", who=ANYONE)
def ask_role(call: PageCall) -> Answer:
    """Ask who somebody is, and which role they claim."""
    vouched = _vouched(call.now)
    if vouched is None:
        return redirect(url_for("security.login"))
    roles = [(str(role), navigation.role_text(role)) for role in PersonRole]
    return call.render("web/accounts/claim.html", name=vouched["name"], roles=roles)


@page(pages, "POST", "", who=ANYONE, again=ask_role)
def claim_role(call: PageCall) -> Answer:
    """Keep the claim: two administrators approve it."""
    vouched = _vouched(call.now)
    if vouched is None:
        return redirect(url_for("security.login"))
    sent = call.form(MemberIn(only=("email", "name", "role")))
    work = call.work.by(SYSTEM)
    # Somebody who was refused may ask again, and not again and again.
    subject = call.context.vault.digest("attempt-account", vouched["subject"])
    attempts.count_attempt(call.session, f"sign-up:{subject}", LIMITS["sign-up"][0], now=call.now)
    person = people.claim_role(
        work, handle=people.handle_for(call.session, sent["email"]), name=sent["name"],
        role=PersonRole(sent["role"]),
    )  # fmt: skip
    account = sign_ups.open_for_person(
        work, person.id, email=sent["email"], vault=call.context.vault, language=pick(request)
    )
    work_accounts.link_work(work, account, issuer=vouched["issuer"], subject=vouched["subject"])
    del cookie[VOUCHED]
    return call.redirect(
        "security.login",
        message=_(
            "Your request waits for the approval of two administrators. You get an email when your "
            "access begins."
        ),
    )


def _vouched(now: datetime) -> dict[str, Any] | None:
    kept: dict[str, Any] | None = cookie.get(VOUCHED)
    return kept if kept and 0 <= now.timestamp() - kept["at"] < GOOD_FOR else None
