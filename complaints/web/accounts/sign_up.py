"""Signing up: a mailbox is named, and the link in the letter to it leads to where the account is
made (docs/adr/0057-one-life.md)."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, request, url_for
from flask_security import hash_password

from complaints.base.codes import Code
from complaints.base.errors import FieldError
from complaints.http import identity
from complaints.http.languages import pick
from complaints.kit.countries import countries
from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.models import SignUp
from complaints.queries.logins import accounts
from complaints.queries.logins import sign_ups as sign_up_queries
from complaints.rules.actors import SYSTEM
from complaints.rules.kinds import FilerKind
from complaints.rules.logins import passwords
from complaints.schemas.logins.accounts import AccountIn, SignUpIn
from complaints.services.logins import people, sign_ups
from complaints.web.accounts import choices
from complaints.web.secret_links import keep_secret
from complaints.words import message as _
from complaints.words.labels import verbatim

pages = Blueprint("sign_up", __name__)
# Behind the link of a letter: whoever holds it makes the account.
linked_pages = Blueprint("confirm", __name__, url_prefix="/confirm")
keep_secret(linked_pages)


@page(pages, "GET", "/sign-up", who=ANYONE)
def ask_mailbox(call: PageCall) -> Answer:
    """Ask for the mailbox that the account is for."""
    if call.me is not None:
        return redirect(url_for("accounts.start"))
    return call.render("web/accounts/sign_up.html")


@page(pages, "POST", "/sign-up", who=ANYONE, again=ask_mailbox)
def write_to_mailbox(call: PageCall) -> Answer:
    """Write to the mailbox, and answer alike whether it has an account or not."""
    sign_ups.ask_for_account(
        call.work,
        email=call.form(SignUpIn)["email"],
        network=identity.network_of(request),
        language=pick(request),
        vault=call.context.vault,
    )
    return call.redirect("accounts.signed_up")


@page(linked_pages, "GET", "/<token>", who=ANYONE)
def ask_who(call: PageCall, token: str) -> Answer:
    """Ask for name and password of the mailbox's account."""
    sign_up = sign_up_queries.find_sign_up(call.work, token)
    if sign_up is None or _has_account(call, sign_up):
        return _lead_on(call, sign_up)
    return call.render(
        "web/accounts/confirm.html",
        token=token,
        email=sign_up.email,
        kinds=choices.kinds(),
        countries=countries(),
        shortest=passwords.SHORTEST,
        terms_link=choices.terms_link(),
    )


@page(linked_pages, "POST", "/<token>", who=ANYONE, again=ask_who)
def make_account(call: PageCall, token: str) -> Answer:
    """Make the account of the mailbox, with the filer that it is for; one that has an account is
    refused, and led on."""
    sign_up = sign_ups.lock_sign_up(call.work, token)
    if sign_up is None:
        return _lead_on(call, None)
    sent = call.form(AccountIn, also=_wrong_passwords(sign_up.email))
    work = call.work.by(SYSTEM)
    filer = people.add_filer(
        work, reference=people.new_reference(), name=sent["name"], kind=FilerKind(sent["kind"]),
        country=sent["country"],
    )  # fmt: skip
    sign_ups.open_by_sign_up(
        work, sign_up, filer.id, password_hash=hash_password(sent["password"]),
        language=pick(request), vault=call.context.vault,
    )  # fmt: skip
    return call.redirect("security.login", message=_("Your account is ready. Sign in."))


def _has_account(call: PageCall, sign_up: SignUp) -> bool:
    return accounts.find_account(call.session, sign_up.email) is not None


def _lead_on(call: PageCall, sign_up: SignUp | None) -> Answer:
    """Lead on from a link by which no account is made any more."""
    if sign_up is None:
        return call.redirect(
            "sign_up.ask_mailbox", message=_("This link does not work any more. Ask for a new one.")
        )
    return call.redirect(
        "security.login", message=_("This address has an account already. Sign in.")
    )


def _wrong_passwords(email: str) -> list[FieldError]:
    """Return what is wrong with the chosen password; one that is missing the form's schema says."""
    password, name = request.form.get("password", ""), request.form.get("name", "")
    if not password:
        return []
    util = current_app.extensions["security"].password_util
    wrong, _normal = util.validate(password, True, email=email, name=name)
    if wrong:
        return [FieldError("/password", Code.WEAK_PASSWORD, verbatim(wrong[0]))]
    if request.form.get("password_confirm") != password:
        return [
            FieldError(
                "/password_confirm",
                Code.CONTRADICTS,
                _("The passwords do not match."),
                {"member": "password"},
            )
        ]
    return []
