"""Sets Flask-Security up: its views over our accounts, its global hooks taken off."""

from __future__ import annotations

from flask import Flask, g
from flask_security import Security
from flask_security.utils import set_request_attr

from complaints.base.clock import utcnow
from complaints.models import Account
from complaints.storage.context import Context
from complaints.web.accounts import asking, forms, proving, serving, settings, signals
from complaints.web.accounts.codes import Codes
from complaints.web.accounts.datastore import Accounts, session
from complaints.web.accounts.messages import AccountMessages
from complaints.web.accounts.passkeys import Passkeys
from complaints.web.accounts.passwords import Passwords
from complaints.web.accounts.post import Post
from complaints.web.accounts.user import User


def install(app: Flask, running: Context) -> None:
    """Add the routes of accounts to the application."""
    settings.configure(app, running)
    security = Security(
        app,
        Accounts(),
        login_form=forms.SignIn,
        verify_form=forms.Verify,
        forgot_password_form=forms.Recover,
        mail_util_cls=Post,
        password_util_cls=Passwords,
        totp_cls=Codes,
        webauthn_util_cls=Passkeys,
        render_template=serving.render,
    )
    security.i18n_domain = AccountMessages()
    security.want_json(lambda _request: False)
    # Links to choose a password are made below the doors too (invitations, the command line).
    security.reset_serializer = running.links.passwords()
    security.login_manager.user_loader(_load)
    security.login_manager.request_loader(None)
    security.login_manager.session_protection = None
    _take_off_hooks(app, security)
    for signal, handler in signals.HANDLERS:
        signal.connect(handler, app)
    for endpoint, view in list(app.view_functions.items()):
        blueprint, _, name = endpoint.partition(".")
        if blueprint == "security":
            served = proving.required(name, proving.noted(name, asking.first(name, view)))
            app.view_functions[endpoint] = serving.in_one_transaction(name, served)


def _take_off_hooks(app: Flask, security: Security) -> None:
    """Remove the hooks that would load the user on every request, pages and API alike.

    Flask-Principal's permissions, cookies that remember and `current_user` in templates are not
    used here.
    """
    app.before_request_funcs[None].remove(security.principal._on_before_request)
    app.after_request_funcs[None].remove(security.login_manager._update_remember_cookie)
    processors = app.template_context_processors[None]
    processors[:] = [
        processor for processor in processors if processor.__module__ != "flask_login.utils"
    ]


def _load(uniquifier: str) -> User | None:
    """Return the account of the session in the cookie, for Flask-Login."""
    me = g.get("me")
    if g.get("session") is None or me is None:
        return None
    account = session().get_one(Account, me.account_id)
    if account.fs_uniquifier != uniquifier:
        return None
    set_request_attr("fs_authn_via", "session")
    # Its own rule of when somebody signed in hangs on the cookie, which is copied, and asks for the
    # password alone: what changes how one signs in asks `proving` instead.
    set_request_attr("fs_paa", utcnow().timestamp())
    return User(session(), account)
