"""The API as its callers see it: an HTTP client for each role, over a real database."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from complaints.app import create_app
from complaints.base.clock import utcnow
from complaints.http import health, rate_limits
from complaints.rules.actors import OWNER_SCOPES, SELLERS_SIDE, ActorKind, PersonRole, Scope
from complaints.rules.kinds import FilerKind
from complaints.rules.logins.accounts import AccountRole
from complaints.services.logins import partners, people, sessions, sign_ups
from complaints.settings.config import Config
from complaints.storage.context import Context
from complaints.words import LANGUAGES
from tests.scenes.contacts import reachable
from tests.scenes.working import working

PROBLEM = "application/problem+json"
# What a platform's partner runs in tests.
PLACES = ("taobao", "tmall", "etsy")
SCOPES = {
    "administrator": OWNER_SCOPES[ActorKind.PERSON],
    "marketplace": SELLERS_SIDE | {Scope.READ},
    "both": OWNER_SCOPES[ActorKind.PARTNER],
    "enforcer": frozenset({Scope.ENFORCE}),
    "relay": frozenset({Scope.REPORT_BOUNCES}),
}


NOTIFIER = "kim@reader.example"


class Caller:
    """One owner of a key. `id` is the owner's id among its kind."""

    def __init__(self, app: Flask, secret: str, kind: ActorKind, owner_id: int) -> None:
        self._client = app.test_client()
        self.secret = secret
        self.kind = kind
        self.id = owner_id

    def get(self, path: str, **options: Any) -> TestResponse:
        return self._call("get", path, options)

    def post(self, path: str, body: Any = None, **options: Any) -> TestResponse:
        if "data" not in options:
            options["json"] = {} if body is None else body
        return self._call("post", path, options)

    def put(self, path: str, body: Any, **options: Any) -> TestResponse:
        return self._call("put", path, {**options, "json": body})

    def delete(self, path: str, **options: Any) -> TestResponse:
        return self._call("delete", path, options)

    def _call(self, method: str, path: str, options: dict[str, Any]) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.secret}", **options.pop("headers", {})}
        response: TestResponse = getattr(self._client, method)(
            "/api/v1" + path, headers=headers, **options
        )
        return response


_apps: dict[tuple[Config, bool, tuple[str, ...]], Flask] = {}


def app_of(context: Context) -> Flask:
    """Return the application over this context's database.

    Making one costs as much as a test: those of one configuration share it, and each test puts its
    own database behind it. One that was made while a test offered a language more lists it.
    """
    alike = (replace(context.config, database_url="", documents=""), context.demo, tuple(LANGUAGES))
    if alike not in _apps:
        _apps[alike] = create_app(context)
    app = _apps[alike]
    app.extensions["cleanhands"] = context
    # What the database of an earlier test answered is not this one's health.
    health.install(app)
    rate_limits.install(app, context.config.quotas)
    return app


@pytest.fixture
def app(context: Context) -> Flask:
    return app_of(context)


@pytest.fixture
def caller(app: Flask, context: Context) -> Callable[..., Caller]:
    """Make a caller: `caller("reviewer", "ann")`, `caller("filer", "acme")`, `caller("partner")`.

    Roles: filer, agent, individual (filers of that kind), partner (files for others), marketplace
    (the partner that runs taobao, tmall and etsy: delivers, speaks for sellers, enforces), both
    (one that does both), enforcer (that carries decisions out and does nothing else), relay (the
    operator's mail server, which says what bounced), notifier (without an account),
    reviewer, supervisor, administrator, counsel.
    """

    return functools.partial(make_caller, app, context)


def make_caller(app: Flask, context: Context, role: str, name: str = "") -> Caller:
    """Make a caller where there is no fixture."""
    name = name or role
    with context.database.transaction() as session:
        if role in set(PersonRole):
            kind = ActorKind.PERSON
            owner = people.add_person(
                working(session), handle=name, name=name, role=PersonRole(role)
            ).id
        elif role in ("partner", "marketplace", "both", "enforcer", "relay"):
            kind = ActorKind.PARTNER
            owner = people.add_partner(working(session), slug=name, name=name).id
            if role not in ("partner", "relay"):
                partners.run_marketplaces(working(session), name, add=PLACES)
        else:
            kind = ActorKind.FILER
            kinds = {"filer": FilerKind.RIGHTS_HOLDER, "notifier": FilerKind.INDIVIDUAL}
            filer_kind = kinds.get(role) or FilerKind(role)
            owner = people.add_filer(
                working(session), reference=name, name=name, kind=filer_kind
            ).id
            reachable(session, owner, context.vault, working(session).now)
        scopes = SCOPES.get(role)
        if role == "notifier":
            return Caller(app, _session_of(context, session, owner), kind, owner)
        # A test instance makes keys of its own kind.
        work = replace(working(session), links=context.links)
        key = people.issue_key(
            work, kind=kind, owner_id=owner, label="test", scopes=scopes, vault=context.vault
        )
    return Caller(app, key.secret, kind, owner)


def _session_of(context: Context, session: Session, filer_id: int) -> str:
    """Return the secret of a session that is good for notices alone."""
    work = working(session)
    account = sign_ups.open_for_filer(
        work, filer_id, email=NOTIFIER, password_hash=None, language=None
    )
    sign_ups.confirm_address(work, account, vault=context.vault)
    return sessions.begin_session(
        session, account, AccountRole.NOTIFIER, browser="Test", network="127.0.0.0/24",
        with_second_factor=False, now=utcnow(),
    )  # fmt: skip
