"""Log-ins for tests: an account of each role, signed in, in a Flask client or in a browser's page.

    me = sign_in(app.test_client(), "reviewer", "ann")
    me = sign_in_page(page, app, site, "filer", "acme")

Roles: filer, agent, individual (accounts of such a filer), reviewer, supervisor, administrator,
counsel.
`name` is the person's handle or the filer's reference; who is there already is taken. Staff have an
authenticator (`code_of`), and every account the same password, so that both can sign in by the
form too. Signing in here costs no argon2: the session is made as the form would make it.
"""

from __future__ import annotations

import functools
from typing import Any

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.base.clock import utcnow
from complaints.models import Account
from complaints.queries.logins import accounts, people
from complaints.rules.actors import SYSTEM, ActorKind, PersonRole
from complaints.rules.kinds import FilerKind
from complaints.rules.logins.accounts import AccountRole, Me, SecondFactor
from complaints.services.logins import people as making
from complaints.services.logins import sessions, sign_ups
from complaints.storage.context import Context
from tests.scenes.working import working

PASSWORD = "correct horse battery staple"
STAFF = ("reviewer", "supervisor", "administrator", "counsel")


def sign_in(client: FlaskClient, role: str, name: str = "", *, is_proved: bool = True) -> Me:
    """Sign the client in as somebody of this role, who has just given password and second factor
    once more, unless it is said that not."""
    me, values = _session(client.application, role, name or role, is_proved=is_proved)
    with client.session_transaction() as cookie:
        cookie.update(values)
    return me


def sign_in_page(page: Page, app: Flask, site: str, role: str, name: str = "") -> Me:
    """Sign the browser of this page in. `site` is the address of the served application."""
    me, values = _session(app, role, name or role)
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    value = serializer.dumps(values)
    page.context.add_cookies(
        [{"name": app.config["SESSION_COOKIE_NAME"], "value": value, "url": site,
          "httpOnly": True, "sameSite": "Lax"}]
    )  # fmt: skip
    return me


def sign_out(client: FlaskClient) -> None:
    """Forget the client's cookie; the session goes on elsewhere."""
    with client.session_transaction() as cookie:
        cookie.clear()


def make_account(app: Flask, role: str, name: str) -> str:
    """Make the account where it is not there, and return its email address."""
    context: Context = app.extensions["cleanhands"]
    with context.database.transaction() as session:
        return _account(app, session, role, name).email


def code_of(app: Flask, email: str) -> str:
    """Return the code that the account's authenticator shows now."""
    context: Context = app.extensions["cleanhands"]
    with context.database.reading() as session, app.app_context():
        secret = accounts.get_account(session, email).totp_secret
        factory = app.extensions["security"].totp_factory
        code: str = factory.generate_totp_password(secret)
        return code


def _session(
    app: Flask, role: str, name: str, *, is_proved: bool = True
) -> tuple[Me, dict[str, Any]]:
    context: Context = app.extensions["cleanhands"]
    with context.database.transaction() as session:
        account = _account(app, session, role, name)
        token = sessions.begin_session(
            session,
            account,
            AccountRole.NOTIFIER if role == "notifier" else accounts.role_of(session, account),
            browser="Test",
            network="127.0.0.0/24",
            with_second_factor=role in STAFF,
            now=utcnow(),
        )
        me = accounts.signed_in(session, token, now=utcnow())
        assert me is not None
        if is_proved:
            sessions.note_proof(session, me.session_id, now=utcnow())
    return me, {"token": token, "_user_id": account.fs_uniquifier, "_fresh": True}


def _account(app: Flask, session: Session, role: str, name: str) -> Account:
    now, email = utcnow(), f"{name}@example.com"
    kind = ActorKind.PERSON if role in STAFF else ActorKind.FILER
    owner = people.find_owner(session, kind, name)
    column = Account.person_id if role in STAFF else Account.filer_id
    known = session.scalar(select(Account).where(column == owner)) if owner else None
    if known is not None:
        return known
    if role in STAFF:
        owner = (
            owner
            or making.add_person(
                working(session, SYSTEM, now), handle=name, name=name.title(), role=PersonRole(role)
            ).id
        )
        vault = app.extensions["cleanhands"].vault
        work = working(session, SYSTEM, now)
        account = sign_ups.open_for_person(work, owner, email=email, vault=vault)
        account.second_factor = str(SecondFactor.AUTHENTICATOR)
        account.totp_secret = app.extensions["security"].totp_factory.generate_totp_secret()
    else:
        filer_kind = FilerKind.RIGHTS_HOLDER if role in ("filer", "notifier") else FilerKind(role)
        owner = (
            owner
            or making.add_filer(
                working(session, SYSTEM, now), reference=name, name=name.title(), kind=filer_kind
            ).id
        )
        account = sign_ups.open_for_filer(
            working(session, now=now), owner, email=email, password_hash="", language=None
        )
        account.confirmed_at = now
    account.password_hash = _hash()
    session.flush()
    return account


@functools.cache
def _hash() -> str:
    """Return the password's hash at argon2's least cost; signing in renews it."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
