"""Staff sign in at the house's own OpenID provider, which runs in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.models import AccessGrant, Account, AccountSession, Person, WorkAccount
from complaints.oidc.line import Patience
from complaints.oidc.provider import Provider
from complaints.rules.actors import SYSTEM
from complaints.rules.logins.accounts import LIMITS
from complaints.services.logins import access, approvals, attempts
from complaints.storage.context import Context
from complaints.web.accounts.work_accounts import PROVIDER
from tests.noted import noted
from tests.scenes.accounts import PASSWORD, code_of, make_account, sign_in
from tests.scenes.callers import app_of
from tests.scenes.house_provider import (
    BACK,
    CLIENT,
    SECRET,
    asked_at,
    behave,
    go_to_provider,
    running_provider,
)
from tests.scenes.working import working
from tests.web.accounts.mailbox import letters_to

WHO = {"name": "Ada Wong", "email": "ada@example.com", "role": "reviewer"}


@pytest.fixture(scope="module")
def running() -> Iterator[str]:
    with running_provider() as issuer:
        yield issuer


@pytest.fixture
def issuer(running: str) -> str:
    behave(running)
    return running


@pytest.fixture
def app(context: Context, issuer: str) -> Flask:
    return app_at(context, issuer)


def app_at(context: Context, issuer: str, acr: str = "") -> Flask:
    """Return the application of a house whose provider this is."""
    config = replace(
        context.config,
        oidc_issuer=issuer,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        oidc_acr=acr,
    )
    app = app_of(replace(context, config=config))
    assert config.house_provider is not None
    # What an earlier test's provider said of itself is forgotten.
    app.extensions[PROVIDER] = Provider(config.house_provider, comes_back_to=BACK)
    return app


def begin(client: FlaskClient, path: str = "/sign-in/work") -> str:
    """Begin at one of our pages; return the address at the provider to which it leads."""
    return str(client.get(path).headers["Location"])


def come_in(client: FlaskClient, who: str = "ada", path: str = "/sign-in/work") -> str:
    """Go to the provider and come back; return where that leads."""
    back = go_to_provider(begin(client, path), who, typed=True)
    return str(client.get(back).headers["Location"])


def linked(app: Flask, role: str, name: str) -> FlaskClient:
    """Return a browser in which somebody of staff has just linked their work account."""
    client = app.test_client()
    sign_in(client, role, name)
    assert come_in(client, name, "/account/work") == "/account"
    return client


def is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def said(client: FlaskClient) -> str:
    return client.get("/sign-in").get_data(as_text=True)


def claim(client: FlaskClient, **other: str) -> None:
    assert come_in(client) == "/sign-in/work/claim"
    answer = client.post("/sign-in/work/claim", data={**WHO, **other})
    assert answer.headers["Location"] == "/sign-in"


def approve(app: Flask, context: Context, name: str, verb: str = "approve") -> int:
    """Let an administrator answer Ada's claim on the page; return the status."""
    client = app.test_client()
    sign_in(client, "administrator", name)
    with context.database.reading() as session:
        person_id = session.scalars(select(Person.id).where(Person.handle == "ada")).one()
    path = f"/console/people/{person_id}/{verb}"
    return client.post(path, data={"confirmed": "true"}).status_code


@pytest.mark.both_databases
def test_a_claimed_role_begins_once_two_administrators_approved_it(
    app: Flask, context: Context
) -> None:
    client = app.test_client()
    claim(client)
    assert come_in(client) == "/sign-in"
    assert "waits for the approval" in said(client)
    assert approve(app, context, "zoe") == 303, "she vouches, as by an invitation"
    assert come_in(client) == "/sign-in"
    assert approve(app, context, "zoe") == 403, "her own word twice"
    assert come_in(client) == "/sign-in"
    assert letters_to(app, "ada@example.com") == []
    assert approve(app, context, "yan") == 303
    assert [kind for kind, _ in letters_to(app, "ada@example.com")] == ["let_in"]
    assert come_in(client) == "/account/start"
    assert client.get("/console").status_code == 200
    for verb, by in (("claimed_role", "system"), ("vouched", "person"), ("approved", "person")):
        assert [kind for _of, _id, kind in noted(context.database, verb)] == [by]


def test_where_one_administrator_is_all_the_operator_approves(app: Flask, context: Context) -> None:
    client = app.test_client()
    claim(client, role="administrator")
    with context.database.transaction() as session:
        person_id = session.scalars(select(Person.id)).one()
        work = replace(working(session, SYSTEM), links=context.links)
        approvals.approve(work, person_id, vault=context.vault)
    assert come_in(client) == "/account/start"


def test_who_was_refused_has_no_account_and_may_ask_again_some_times(
    app: Flask, context: Context
) -> None:
    client = app.test_client()
    for _time in range(3):
        claim(client)
        with context.database.transaction() as session:
            person_id = session.scalars(select(Account.person_id)).one()
            approvals.refuse(working(session, SYSTEM), person_id or 0)
            assert session.scalars(select(WorkAccount)).all() == []
    come_in(client)
    assert client.post("/sign-in/work/claim", data=WHO).status_code == 429


def test_nobody_is_found_by_a_mailbox(app: Flask, issuer: str) -> None:
    """Of the provider's many people one says that Ann's mailbox is theirs."""
    ann = make_account(app, "administrator", "ann")
    behave(issuer, claims={"email": ann, "email_verified": True})
    client = app.test_client()
    assert come_in(client, "mallory") == "/sign-in/work/claim"
    assert client.post("/sign-in/work/claim", data={**WHO, "email": ann}).status_code == 409
    assert not is_in(client)


def test_a_claim_needs_the_provider_s_word(app: Flask, context: Context) -> None:
    client = app.test_client()
    assert client.get("/sign-in/work/claim").headers["Location"] == "/sign-in"
    assert client.post("/sign-in/work/claim", data=WHO).headers["Location"] == "/sign-in"
    come_in(client)
    with client.session_transaction() as cookie:
        cookie["work_account_vouched"]["at"] -= 1800
        cookie.modified = True
    assert client.post("/sign-in/work/claim", data=WHO).headers["Location"] == "/sign-in"
    with context.database.reading() as session:
        assert session.scalars(select(AccessGrant)).all() == []


def test_who_has_linked_a_work_account_signs_in_by_nothing_else(app: Flask) -> None:
    email = make_account(app, "reviewer", "ann")
    linked(app, "reviewer", "ann")
    assert [kind for kind, _ in letters_to(app, email)] == ["work_linked"]
    client = app.test_client()
    client.post("/sign-in", data={"email": email, "password": PASSWORD})
    assert client.post("/sign-in/code", data={"code": code_of(app, email)}).status_code == 403
    assert not is_in(client)
    client.post("/recover", data={"email": email})
    assert len(letters_to(app, email)) == 1, "no link to a password"
    assert come_in(client, "ann") == "/account/start"
    assert "Linked: you sign in with it" in client.get("/account").get_data(as_text=True)


def test_linking_needs_a_proof(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, "reviewer", "ann", is_proved=False)
    assert begin(client, "/account/work").startswith("/account/verify?next=")


def test_each_role_on_each_page(app: Flask, issuer: str) -> None:
    """V: a visitor, F: a filer, R: a reviewer, C: counsel; to each the beginning of where it leads
    or, where the page is not there, 404."""
    there, here, gone = issuer, "/sign-in", 404
    leads = {
        "/sign-in/work": {"V": there, "F": there, "R": there, "C": there},
        "/sign-in/work/leave": {"V": there, "F": there, "R": there, "C": there},
        "/sign-in/work/return": {"V": here, "F": "/account", "R": "/account", "C": "/account"},
        "/sign-in/work/claim": {"V": here, "F": here, "R": here, "C": here},
        "/account/work": {"V": here, "F": gone, "R": there, "C": there},
        "/account/verify/work": {"V": here, "F": gone, "R": there, "C": there},
    }
    roles = {"V": "", "F": "filer", "R": "reviewer", "C": "counsel"}
    for letter, role in roles.items():
        client = app.test_client()
        if role:
            sign_in(client, role)
        for path, answers in leads.items():
            answer = client.get(path)
            wanted = answers[letter]
            assert (
                answer.status_code == wanted
                if isinstance(wanted, int)
                else answer.headers["Location"].startswith(wanted)
            ), (letter, path)
    paths = {rule.rule for rule in app.url_map.iter_rules() if "work" in rule.rule.split("/")}
    assert paths == set(leads)


@pytest.mark.both_databases
def test_a_link_needs_the_proof_still_when_somebody_comes_back(
    app: Flask, context: Context
) -> None:
    client = app.test_client()
    me = sign_in(client, "reviewer", "ann")
    asks = begin(client, "/account/work")
    with context.database.transaction() as session:
        session.get_one(AccountSession, me.session_id).proved_at = None
    assert client.get(go_to_provider(asks, "ann", typed=True)).headers["Location"] == "/account"
    with context.database.reading() as session:
        assert session.scalars(select(WorkAccount)).all() == []


def test_a_work_account_is_one_person_s_and_a_person_has_one(app: Flask) -> None:
    ann, client = linked(app, "reviewer", "ann"), app.test_client()
    back = go_to_provider(begin(ann, "/account/work"), "another", typed=True)
    assert ann.get(back).status_code == 409
    sign_in(client, "administrator", "bob")
    back = go_to_provider(begin(client, "/account/work"), "ann", typed=True)
    assert client.get(back).status_code == 409


def test_a_lost_second_factor_takes_the_work_account_off(app: Flask) -> None:
    owner, administrator = linked(app, "reviewer", "ann"), app.test_client()
    sign_in(administrator, "administrator", "zoe")
    sent = {"email": "ann@example.com", "confirmed": "true"}
    administrator.post("/console/people/second-factor", data=sent)
    assert not is_in(owner)
    assert come_in(owner, "ann") == "/sign-in/work/claim"
    answer = owner.post("/sign-in", data={"email": "ann@example.com", "password": PASSWORD})
    assert answer.headers["Location"] == "/account/second-factor"


DESCRIBED = "/.well-known/openid-configuration"
KEYS = "/account/keys/new"
PROVE = f"/account/verify/work?next={KEYS}"


@pytest.fixture
def ann(app: Flask) -> FlaskClient:
    """A browser in which Ann has signed in with her work account, and proved nothing since."""
    linked(app, "reviewer", "ann")
    client = app.test_client()
    come_in(client, "ann")
    assert client.get(KEYS).status_code == 303
    return client


def test_what_changes_access_asks_for_the_password_at_the_provider(ann: FlaskClient) -> None:
    page = ann.get(f"/account/verify?next={KEYS}").get_data(as_text=True)
    assert f'href="{PROVE}"' in page
    asks = begin(ann, PROVE)
    assert parse_qs(urlsplit(asks).query)["max_age"] == ["0"]
    assert go_to_provider(asks, "ann") == "", "the provider asks for it"
    assert come_in(ann, "ann", PROVE) == KEYS
    assert ann.get(KEYS).status_code == 200


@pytest.mark.parametrize(
    ("who", "how"),
    [
        ("bob", {}),
        ("ann", {"from_now": {"auth_time": -90}}),
        ("ann", {"from_now": {"auth_time": 90}}),
        ("ann", {"claims": {"auth_time": None}}),
    ],
)
def test_what_proves_nothing(
    app: Flask, ann: FlaskClient, issuer: str, who: str, how: dict[str, Any]
) -> None:
    linked(app, "reviewer", "bob")
    behave(issuer, **how)
    assert come_in(ann, who, PROVE) == "/account"
    assert ann.get(KEYS).status_code == 303


def test_a_provider_that_asks_nobody_again_proves_nothing(ann: FlaskClient, issuer: str) -> None:
    behave(issuer, careless=True)
    assert ann.get(go_to_provider(begin(ann, PROVE), "ann")).headers["Location"] == "/account"
    assert ann.get(KEYS).status_code == 303


def test_a_password_proves_nothing_any_more(app: Flask, ann: FlaskClient) -> None:
    typed = {"password": PASSWORD, "code": code_of(app, "ann@example.com")}
    ann.post("/account/verify", data=typed)
    assert ann.get(KEYS).status_code == 303


def test_a_proof_is_for_the_session_that_asked(ann: FlaskClient) -> None:
    asks = begin(ann, PROVE)
    kept = ann.get_cookie("cleanhands")
    assert kept is not None
    with ann.session_transaction() as cookie:
        asked = cookie["work_account_asked"]
    come_in(ann, "ann")
    with ann.session_transaction() as cookie:
        cookie["work_account_asked"] = asked
    assert ann.get(go_to_provider(asks, "ann", typed=True)).headers["Location"] == "/account"
    assert ann.get(KEYS).status_code == 303


def test_a_link_is_for_the_session_that_asked(app: Flask, context: Context) -> None:
    """Somebody leaves a browser half-way, and another signs in there."""
    client = app.test_client()
    sign_in(client, "reviewer", "ann")
    asks = begin(client, "/account/work")
    sign_in(client, "reviewer", "bob")
    assert client.get(go_to_provider(asks, "ann", typed=True)).headers["Location"] == "/account"
    with context.database.reading() as session:
        assert session.scalars(select(WorkAccount)).all() == []


@pytest.mark.parametrize(
    "how",
    [
        {"claims": {"aud": "another"}},
        {"claims": {"aud": [CLIENT, "another"]}},
        {"claims": {"aud": [CLIENT, "another"], "azp": "another"}},
        {"claims": {"aud": None}},
        {"claims": {"iss": "https://another.example"}},
        {"claims": {"nonce": "another"}},
        {"claims": {"nonce": None}},
        {"from_now": {"exp": -90}},
        {"claims": {"exp": None}},
        {"from_now": {"iat": 90}},
        {"from_now": {"nbf": 90}},
        {"claims": {"sub": ""}},
        {"claims": {"sub": None}},
        {"claims": {"sub": 7}},
        {"claims": {"sub": "a" * 256}},
        {"claims": {"at_hash": "another"}},
        {"sign": "none"},
        {"sign": "secret"},
        {"sign": "stranger"},
    ],
)
def test_an_id_token_that_is_not_ours_signs_nobody_in(
    app: Flask, issuer: str, how: dict[str, Any]
) -> None:
    client = linked(app, "reviewer", "ann")
    client.post("/sign-out")
    behave(issuer, **how)
    assert come_in(client, "ann") == "/sign-in"
    assert "was not confirmed" in said(client)
    assert not is_in(client)


@pytest.mark.parametrize("how", [{"from_now": {"iat": 30, "exp": -30}}, {"sign": "new-key"}])
def test_a_clock_that_is_off_a_little_and_a_new_key_sign_in(
    app: Flask, issuer: str, how: dict[str, Any]
) -> None:
    client = linked(app, "reviewer", "ann")
    behave(issuer, **how)
    assert come_in(client, "ann") == "/account/start"


@pytest.mark.parametrize(
    "other",
    [
        {"state": "another"},
        {"state": ""},
        {"iss": "https://another.example"},
        {"iss": ""},
        {"code": "", "error": "access_denied"},
    ],
)
def test_what_the_provider_did_not_send_is_not_taken_to_it(
    app: Flask, issuer: str, other: dict[str, str]
) -> None:
    """No code of another provider goes to ours, and none that another browser began with."""
    client = app.test_client()
    back = urlsplit(go_to_provider(begin(client)))
    query = {name: value for name, (value,) in parse_qs(back.query).items()} | other
    sent = {name: value for name, value in query.items() if value}
    assert client.get(back.path, query_string=sent).headers["Location"] == "/sign-in"
    assert client.get("/sign-in/work/return?code=a&state=b").headers["Location"] == "/sign-in"
    assert "/token" not in asked_at(issuer)


def test_a_code_is_good_once(app: Flask, issuer: str) -> None:
    client, thief = app.test_client(), app.test_client()
    linked(app, "reviewer", "ann")
    back = go_to_provider(begin(client), "ann")
    stolen = client.get_cookie("cleanhands")
    assert stolen is not None
    thief.set_cookie("cleanhands", stolen.value)
    assert client.get(back).headers["Location"] == "/account/start"
    behave(issuer)
    client.post("/sign-out")
    assert client.get(back).headers["Location"] == "/sign-in"
    assert asked_at(issuer) == [], "we ask for it no second time"
    assert thief.get(back).headers["Location"] == "/sign-in"
    assert asked_at(issuer) == ["/token"], "and the provider does not take it"
    assert not is_in(client)
    assert not is_in(thief)


def test_what_was_asked_for_long_ago_is_asked_anew(app: Flask, issuer: str) -> None:
    client = app.test_client()
    back = go_to_provider(begin(client))
    with client.session_transaction() as cookie:
        cookie["work_account_asked"]["asked"]["at"] -= 600
        cookie.modified = True
    assert client.get(back).headers["Location"] == "/sign-in"
    assert "/token" not in asked_at(issuer)


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/console/queue", "/console/queue"),
        ("https://evil.example/", "/account/start"),
        ("//evil.example", "/account/start"),
        ("/\\evil.example", "/account/start"),
        ("/\t/evil.example", "/account/start"),
        ("javascript:alert(1)", "/account/start"),
    ],
)
def test_signing_in_leads_to_our_own_pages(app: Flask, wanted: str, leads_to: str) -> None:
    linked(app, "reviewer", "ann")
    client = app.test_client()
    asks = client.get("/sign-in/work", query_string={"next": wanted}).headers["Location"]
    assert client.get(go_to_provider(asks, "ann")).headers["Location"] == leads_to


def test_who_has_no_access_here_has_none_by_the_provider(app: Flask, context: Context) -> None:
    client = linked(app, "reviewer", "ann")
    with context.database.transaction() as session:
        person_id = session.scalars(select(Account.person_id)).one()
        access.end(working(session, SYSTEM), person_id or 0)
    assert come_in(client, "ann") == "/sign-in"
    assert "do not have access any more" in said(client)
    assert not is_in(client)


def test_a_cookie_that_was_planted_is_not_signed_in(app: Flask) -> None:
    linked(app, "reviewer", "ann")
    mallory, victim = app.test_client(), app.test_client()
    sign_in(mallory, "filer", "mallory")
    planted = mallory.get_cookie("cleanhands")
    assert planted is not None
    victim.set_cookie("cleanhands", planted.value)
    assert come_in(victim, "ann") == "/account/start"
    assert "Ann" in victim.get("/account").get_data(as_text=True)
    assert not is_in(mallory), "its own session ended with it"


@pytest.mark.parametrize(
    ("path", "how"),
    [
        *((DESCRIBED, how) for how in ("error", "hang", "drip", "huge", "redirect", "page")),
        *(("/token", how) for how in ("error", "drip", "page")),
        ("/keys", "huge"),
    ],
)
def test_a_provider_that_is_down_is_named_and_passwords_go_on(
    app: Flask, issuer: str, path: str, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    client = linked(app, "reviewer", "ann")
    client.post("/sign-out")
    house = app.extensions["cleanhands"].config.house_provider
    app.extensions[PROVIDER] = Provider(
        house, comes_back_to=BACK, patience=Patience(answering=0.3, whole=0.6)
    )
    behave(issuer, paths={path: how})
    began = begin(client)
    if began.startswith("/"):
        assert path == DESCRIBED
        assert begin(client) == "/sign-in"
        assert asked_at(issuer) == [path], "it is not asked again at once"
    else:
        assert client.get(go_to_provider(began, "ann")).headers["Location"] == "/sign-in"
    text = said(client)
    assert "its server does not answer" in text or "was not confirmed" in text
    assert SECRET not in caplog.text
    email = make_account(app, "supervisor", "bob")
    client.post("/sign-in", data={"email": email, "password": PASSWORD})
    client.post("/sign-in/code", data={"code": code_of(app, email)})
    assert is_in(client)


@pytest.mark.parametrize(
    "description",
    [
        {"issuer": "https://another.example"},
        {"authorization_endpoint": "http://evil.example/authorize"},
        {"authorization_endpoint": None},
    ],
)
def test_a_provider_that_describes_another_is_not_gone_to(
    app: Flask, issuer: str, description: dict[str, str]
) -> None:
    behave(issuer, description=description)
    assert begin(app.test_client()) == "/sign-in"


@pytest.mark.parametrize("name", ["token_endpoint", "jwks_uri"])
def test_the_secret_goes_to_the_issuer_s_origin_alone(app: Flask, issuer: str, name: str) -> None:
    with running_provider() as another:
        behave(another)
        path = {"token_endpoint": "/token", "jwks_uri": "/keys"}[name]
        behave(issuer, description={name: another + path})
        assert come_in(app.test_client()) == "/sign-in"
        assert asked_at(another) == []


def test_attempts_are_counted_by_network(app: Flask, context: Context, issuer: str) -> None:
    client = app.test_client()
    back = go_to_provider(begin(client))
    digest = context.vault.digest("attempt-network", "127.0.0.0/24")
    with context.database.transaction() as session:
        limit = LIMITS["sign-in"][1]
        attempts.add_to_window(session, f"sign-in:{digest}", limit, limit.most, now=utcnow())
    assert client.get(back).status_code == 429
    assert "/token" not in asked_at(issuer)


def test_the_level_that_the_house_asks_for_is_asked_for_and_held(
    context: Context, issuer: str
) -> None:
    app = app_at(context, issuer, acr="mfa")
    client = app.test_client()
    assert parse_qs(urlsplit(begin(client)).query)["acr_values"] == ["mfa"]
    assert come_in(client) == "/sign-in/work/claim"
    for level in ("password", None):
        behave(issuer, claims={"acr": level})
        assert come_in(client) == "/sign-in"


def test_signing_out_goes_on_at_the_provider(app: Flask, issuer: str) -> None:
    client = linked(app, "reviewer", "ann")
    client.post("/sign-out")
    assert not is_in(client)
    assert 'href="/sign-in/work/leave"' in said(client)
    leads = urlsplit(begin(client, "/sign-in/work/leave"))
    assert leads.path == "/leave"
    assert parse_qs(leads.query) == {
        "client_id": [CLIENT],
        "post_logout_redirect_uri": ["http://127.0.0.1:8000/sign-in"],
    }


def test_pages_are_in_the_reader_s_language(app: Flask) -> None:
    client = app.test_client()
    assert "用单位账户登录" in client.get("/sign-in?lang=zh").get_data(as_text=True)
    come_in(client)
    assert "申请访问权限" in client.get("/sign-in/work/claim?lang=zh").get_data(as_text=True)


def test_a_house_without_a_provider_has_no_such_pages(context: Context) -> None:
    client = app_of(context).test_client()
    assert "work account" not in said(client)
    for path in ("", "/return", "/claim", "/leave"):
        assert client.get(f"/sign-in/work{path}").status_code == 404
