"""How a view of Flask-Security is served: in one transaction, counted, shown by our templates."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flask import g, make_response, redirect, render_template, request, url_for
from flask import session as cookie
from flask_security.tf_plugin import tf_clean_session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms import Form

from complaints.base.clock import utcnow
from complaints.base.errors import Refusal
from complaints.http import identity
from complaints.http.endpoint import context
from complaints.http.languages import say_here
from complaints.http.parsing import require_storable_text
from complaints.kit import endings
from complaints.kit.forms import Sent
from complaints.models import Account
from complaints.queries.logins import accounts
from complaints.rules.logins.accounts import LIMITS, one_spelling
from complaints.services.logins import attempts
from complaints.web.accounts import choices, known_browsers
from complaints.web.accounts.datastore import Accounts, session
from complaints.words import Message
from complaints.words import message as _

# What a POST to a route counts as.
COUNTED = {
    "login": "sign-in",
    "wan_signin_response": "sign-in",
    "verify": "sign-in",
    "change_password": "sign-in",
    "wan_verify_response": "sign-in",
    "two_factor_token_validation": "second-factor",
    "two_factor_setup_validate": "second-factor",
    "mf_recovery": "second-factor",
    "forgot_password": "letter",
    "reset_password": "letter",
}
# Forms that ask for the address. Elsewhere the account is the cookie's, whatever the form names.
ASKING = frozenset({"login", "forgot_password"})
# Steps of signing in. Flask-Security signs out who comes there signed in, by a GET too.
FOR_VISITORS = frozenset({"two_factor_token_validation", "tf_select"})
SETTING_UP = frozenset({"setup_from_login", "validating_profile"})
# The order of the fields on the longest form, for the summary of what is wrong.
ORDER = ("email", "password", "code", "new_password")
SECRETS = ("password", "password_confirm", "new_password", "new_password_confirm", "code")


def in_one_transaction(name: str, view: Callable[..., Any]) -> Callable[..., Response]:
    """Return the view with the request's session in `g.session`: a GET only reads, a POST is one
    transaction. Flask-Security's own commits are flushes (`datastore.Accounts`)."""

    @functools.wraps(view)
    def served(**path: Any) -> Response:
        database = context().database
        writes = request.method == "POST"
        with database.transaction() if writes else database.reading() as g.session:
            try:
                _identify()
                if g.me is not None and name in FOR_VISITORS:
                    return redirect(url_for("accounts.start"))
                _end_first_setup()
                if writes:
                    _require_form()
                    _count(name)
                response = _corrected(make_response(view(**path)))
                if name == "logout":
                    # What the browser kept of pages is gone with the session: no way back.
                    response.headers["Clear-Site-Data"] = '"cache"'
                return response
            finally:
                g.pop("session")

    return served


def _identify() -> None:
    """Load who is signed in, and their language, for the layout."""
    g.me = identity.signed_in(session())
    g.language = g.me.language if g.me else None


def _end_first_setup() -> None:
    """Forget a first set-up of a second factor, begun with the password alone, once there is one.

    Its state is in the cookie: one that was kept from before would set up another factor.
    """
    if g.me is not None or cookie.get("tf_state") not in SETTING_UP:
        return
    user = Accounts().find_user(fs_uniquifier=cookie.get("tf_user_id"))
    if user is not None and (user.tf_primary_method or user.webauthn):
        tf_clean_session()


def _require_form() -> None:
    """Refuses with: malformed, where the body is not a form's; invalid-request, where its text is
    unreadable."""
    if request.is_json:
        raise Refusal("malformed", _("Send the form as a browser does."))
    require_storable_text(request.form.to_dict(flat=False))


def _count(name: str) -> None:
    """Count an attempt: by the browser where it is known for the account, else by the account and
    by the network. Refuses with: too-many-attempts."""
    kind = COUNTED.get(name)
    if kind is None:
        return
    tried, account = _account(name)
    limit, of_network = LIMITS[kind]
    number = known_browsers.number_for(account, now=utcnow())
    if number is not None and account is not None:
        counted = [("browser", f"{account.id} {number}", limit)]
    else:
        network = identity.network_of(request)
        counted = [("account", tried, limit), ("network", network, of_network)]
    for label, subject, most in counted:
        if subject:
            digest = context().vault.digest(f"attempt-{label}", subject)
            with _saying_what_came(kind, label):
                attempts.count_attempt(session(), f"{kind}:{digest}", most, now=utcnow())


@contextmanager
def _saying_what_came(kind: str, label: str) -> Iterator[None]:
    """Say that letters have come, where an owner may ask for one after a stranger asked for many:
    each has a good link in it."""
    try:
        yield
    except Refusal as refusal:
        if (kind, label) != ("letter", "account"):
            raise
        raise Refusal(
            refusal.slug,
            _(
                "We were asked for too many emails to this address in the last hour. If "
                "it has an account, open the newest email from us: its link works for "
                "one day."
            ),
            retry_after=refusal.facts["retry_after"],
        ) from None


def _account(name: str) -> tuple[str, Account | None]:
    """Return what names the account, in one spelling, and the account, where there is one."""
    if name in ASKING:
        typed = request.form.get("email", "")
        return _spelt(typed), accounts.find_account(session(), typed)
    uniquifier = str(cookie.get("tf_user_id") or cookie.get("_user_id") or "")
    return uniquifier, accounts.find_by_uniquifier(session(), uniquifier)


def _spelt(email: str) -> str:
    """Return the address in its canonical spelling, so that all its spellings share one counter."""
    try:
        return one_spelling(email)
    except ValueError:
        return email.strip().lower()


def _corrected(response: Response) -> Response:
    """Return the response with status 422 where a form was wrong, and without a `next` that leads
    back into signing in: Flask-Security adds one where the form had none."""
    if response.status_code == 200 and g.pop("form_was_wrong", False):
        response.status_code = 422
    if response.location:
        parts = urlsplit(response.location)
        remaining = [
            (key, value)
            for key, value in parse_qsl(parts.query)
            if not (key == "next" and urlsplit(value).path.startswith("/sign-in"))
        ]
        response.location = urlunsplit(parts._replace(query=urlencode(remaining)))
    return response


def render(template: str, **facts: Any) -> str:
    """Return a page of Flask-Security's by our template of the same name."""
    displayed = [value for value in facts.values() if isinstance(value, Form)]
    sent = sent_by(displayed)
    if sent.summary:
        g.form_was_wrong = True
    if template == "security/reset_password.html":
        facts["ending"] = _ending(facts["reset_password_form"].user.account)
    facts["by_letter"] = any(getattr(form, "primary_method", "") == "email" for form in displayed)
    return render_template(template, sent=sent, **choices.account_facts(), **facts)


def _ending(account: Account) -> Sequence[Message]:
    """Return what ends with a new password: nothing, where it is the first one of a filer's second
    or third log-in."""
    if account.confirmed_at is None and accounts.has_log_in(session(), account.filer_id or 0):
        return ()
    return endings.sentences(session(), account, now=utcnow())


def sent_by(displayed: list[Form]) -> Sent:
    """Return the sent values and their errors in the form that the kit's macros show."""
    sentences = {f.name: _sentence(f.errors[0]) for form in displayed for f in form if f.errors}
    errors = {name: sentences[name] for name in sorted(sentences, key=_place)}
    of_forms = [(None, _sentence(error)) for form in displayed for error in form.form_errors]
    values = MultiDict(
        (name, value) for name, value in request.form.items(multi=True) if name not in SECRETS
    )
    return Sent(values, errors, (*of_forms, *errors.items()))


def _sentence(error: Any) -> str:
    """Return the sentence that says what is wrong: our message, or Flask-Security's text."""
    return say_here(error) if isinstance(error, Message) else str(error)


def _place(name: str) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER)
