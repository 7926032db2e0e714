"""Sets Flask-Security up: its views over our accounts, each in one transaction, its global hooks
taken off, its signals turned into sessions that the server knows.
"""

from __future__ import annotations

import base64
import functools
import hmac
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from blinker import NamedSignal
from flask import Flask, g, make_response, render_template, request
from flask import session as cookie
from flask_login import user_logged_out
from flask_security import (
    Security,
    password_changed,
    password_reset,
    user_authenticated,
    user_confirmed,
)
from flask_security.utils import set_request_attr
from wtforms import Form

from complaints.clock import utcnow
from complaints.context import Context
from complaints.http import identity
from complaints.http.endpoint import context
from complaints.models import Account
from complaints.queries import accounts
from complaints.rules.accounts import FILER_SESSION, SecondFactor
from complaints.services import sessions, sign_ups
from complaints.web.accounts import forms
from complaints.web.accounts.browsers import browser_of
from complaints.web.accounts.datastore import Accounts, session
from complaints.web.accounts.post import Post
from complaints.web.accounts.user import User

# OWASP's settings for argon2id: 19 MiB, two passes, one lane.
ARGON2 = {"argon2__memory_cost": 19_456, "argon2__time_cost": 2, "argon2__parallelism": 1}

ROUTES = {
    "LOGIN_URL": "/sign-in",
    "TWO_FACTOR_TOKEN_VALIDATION_URL": "/sign-in/code",
    "TWO_FACTOR_SELECT_URL": "/sign-in/choose",
    "TWO_FACTOR_RESCUE_URL": "/sign-in/help",
    "MULTI_FACTOR_RECOVERY_URL": "/sign-in/recovery-code",
    "WAN_SIGNIN_URL": "/sign-in/passkey",
    "LOGOUT_URL": "/sign-out",
    "REGISTER_URL": "/sign-up",
    "CONFIRM_URL": "/confirm",
    "RESET_URL": "/recover",
    "CHANGE_URL": "/account/password",
    "VERIFY_URL": "/account/verify",
    "WAN_VERIFY_URL": "/account/verify/passkey",
    "TWO_FACTOR_SETUP_URL": "/account/second-factor",
    "MULTI_FACTOR_RECOVERY_CODES_URL": "/account/recovery-codes",
    "WAN_REGISTER_URL": "/account/passkeys",
    "WAN_DELETE_URL": "/account/passkeys/delete",
}


def install(app: Flask, running: Context) -> None:
    """Add the routes of accounts to the application."""
    _configure(app, running)
    security = Security(
        app,
        Accounts(),
        login_form=forms.SignIn,
        register_form=forms.SignUp,
        mail_util_cls=Post,
    )
    security.render_template = _render
    security.want_json(lambda _request: False)
    security.reset_serializer = running.links.passwords()
    security.login_manager.user_loader(_load)
    security.login_manager.request_loader(None)
    _take_off_hooks(app, security)
    for signal, heard in HEARD:
        signal.connect(heard, app)
    for name, view in app.view_functions.items():
        if name.startswith("security."):
            app.view_functions[name] = in_one_transaction(view)


def _configure(app: Flask, running: Context) -> None:
    config = running.config
    app.config.update(
        SECRET_KEY=_derived(config.signing_key, "cookie"),
        SESSION_COOKIE_NAME="cleanhands",
        SESSION_COOKIE_SECURE=config.base_url.startswith("https:"),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=FILER_SESSION,
        # Posts of other sites are refused in one place for all pages, and the cookie is not sent
        # with them: tokens in forms would guard nothing more.
        WTF_CSRF_ENABLED=False,
    )
    methods = [str(SecondFactor.AUTHENTICATOR)] + [str(SecondFactor.EMAIL)] * config.demo
    settings: dict[str, Any] = {
        **ROUTES,
        "CLI_USERS_NAME": None,
        "CLI_ROLES_NAME": None,
        "STATIC_FOLDER": None,
        "API_ENABLED_METHODS": ["session"],
        "RETURN_GENERIC_RESPONSES": True,
        "PASSWORD_SCHEMES": ["argon2"],
        "PASSWORD_SINGLE_HASH": True,
        "PASSWORD_HASH_PASSLIB_OPTIONS": ARGON2,
        "PASSWORD_LENGTH_MIN": 10,
        # What links carry is signed: a slow hash inside them guards nothing more.
        "HASHING_SCHEMES": ["hex_sha256"],
        "REGISTERABLE": True,
        "CONFIRMABLE": True,
        "RECOVERABLE": True,
        "CHANGEABLE": True,
        "EMAIL_PLAINTEXT": False,
        "EMAIL_HTML": False,
        "TWO_FACTOR": True,
        "TWO_FACTOR_ENABLED_METHODS": methods,
        "TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,
        "TWO_FACTOR_RESCUE_EMAIL": False,
        "TOTP_SECRETS": {running.vault.key_id: _derived(config.encryption_key, "totp").hex()},
        "TOTP_ISSUER": "Clean Hands",
        "MULTI_FACTOR_RECOVERY_CODES": True,
        "MULTI_FACTOR_RECOVERY_CODES_KEYS": [
            base64.urlsafe_b64encode(_derived(config.encryption_key, "recovery"))
        ],
        "FRESHNESS": timedelta(hours=1),
        "FRESHNESS_GRACE_PERIOD": timedelta(minutes=30),
        "DATETIME_FACTORY": utcnow,
        "POST_LOGIN_VIEW": "home.home",
        "POST_LOGOUT_VIEW": "home.home",
        "POST_REGISTER_VIEW": "security.login",
    }
    app.config.update({f"SECURITY_{name}": value for name, value in settings.items()})


def _derived(key: bytes, purpose: str) -> bytes:
    return hmac.new(key, f"cleanhands-{purpose}".encode(), "sha256").digest()


def _take_off_hooks(app: Flask, security: Security) -> None:
    """Take off what would ask for the user on every request, pages and API alike.

    Flask-Principal's permissions, cookies that remember and `current_user` in templates are not
    used here.
    """
    app.before_request_funcs[None].remove(security.principal._on_before_request)
    app.after_request_funcs[None].remove(security.login_manager._update_remember_cookie)
    processors = app.template_context_processors[None]
    processors[:] = [one for one in processors if one.__module__ != "flask_login.utils"]


def in_one_transaction(view: Callable[..., Any]) -> Callable[..., Any]:
    """Return the view with the request's session in `g.session`: a GET only reads, a POST is one
    transaction. Flask-Security's own commits are flushes (`datastore.Accounts`)."""

    @functools.wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        database = context().database
        opened = database.transaction() if request.method == "POST" else database.reading()
        with opened as g.session:
            try:
                return make_response(view(*args, **kwargs))
            finally:
                g.pop("session")

    return wrapped


def _render(template: str, **facts: Any) -> str:
    shown = [value for value in facts.values() if isinstance(value, Form)]
    return render_template("security/plain.html", title=template.split("/")[-1], forms=shown)


def _load(uniquifier: str) -> User | None:
    """Return the account of the session in the cookie, for Flask-Login."""
    if g.get("session") is None:
        return None
    me = identity.signed_in(session())
    account = None if me is None else session().get_one(Account, me.account_id)
    if account is None or account.fs_uniquifier != uniquifier:
        return None
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", cookie.get("fs_paa", 0))
    return User(session(), account)


def _begin(_app: Flask, user: User, authn_via: list[str] | None = None, **_more: Any) -> None:
    """Begin a session that the server knows, in place of the one that the cookie held."""
    before = cookie.pop(identity.TOKEN, None)
    if authn_via == ["change"]:
        with_second_factor = accounts.had_second_factor(session(), before)
    else:
        # Flask-Security names no mechanism after a second factor, and "webauthn" alone where the
        # passkey asked for the person too.
        with_second_factor = authn_via in (None, ["webauthn"])
    if before is not None:
        sessions.end_by_token(session(), before, now=utcnow())
    cookie[identity.TOKEN] = sessions.begin(
        session(),
        user.account,
        user.role,
        browser=browser_of(request.user_agent.string),
        network=identity.network_of(request),
        with_second_factor=with_second_factor,
        now=utcnow(),
    )


def _end(_app: Flask, **_more: Any) -> None:
    token = cookie.pop(identity.TOKEN, None)
    if token is not None:
        sessions.end_by_token(session(), token, now=utcnow())


def _end_others(_app: Flask, user: User, **_more: Any) -> None:
    sessions.end_all(session(), user.id, now=utcnow(), but=cookie.get(identity.TOKEN))


def _confirm(_app: Flask, user: User, **_more: Any) -> None:
    sign_ups.confirm(session(), user.account, vault=context().vault, now=utcnow())


HEARD: tuple[tuple[NamedSignal, Callable[..., None]], ...] = (
    (user_authenticated, _begin),
    (user_logged_out, _end),
    (password_changed, _end_others),
    (password_reset, _end_others),
    (user_confirmed, _confirm),
)
