"""The second factor: staff cannot do without, filers may; codes are good once."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from complaints.base.clock import utcnow
from complaints.models import Account
from complaints.queries.logins import accounts
from complaints.rules.actors import PersonRole
from complaints.services.logins import people, sessions, sign_ups
from complaints.storage.context import Context
from complaints.web.accounts import proving
from tests.noted import noted
from tests.scenes.accounts import PASSWORD, code_of, make_account, sign_in
from tests.scenes.working import working
from tests.web.accounts.mailbox import code_to, letters_to, link_to


def invited(context: Context) -> str:
    """Invite a reviewer and return the address."""
    with context.database.transaction() as session:
        work = replace(working(session), links=context.links)
        person = people.add_person(work, handle="eve", name="Eve", role=PersonRole.REVIEWER)
        made = sign_ups.invite(work, person.id, email="Eve@example.com", vault=context.vault)
        return made.email


def key_on(page: str) -> str:
    found = re.search(r"<code>([A-Z2-7-]+)</code>", page)
    assert found is not None
    return found.group(1)


def code_for(app: Flask, key: str) -> str:
    with app.app_context():
        factory = app.extensions["security"].totp_factory._totp
        return str(factory(key=key.replace("-", ""), format="base32").generate().token)


def enter(client: FlaskClient, email: str) -> str:
    """Send address and password; return where that leads."""
    answer = client.post("/sign-in", data={"email": email, "password": PASSWORD})
    return str(answer.headers["Location"])


def test_invited_staff_reach_nothing_before_a_second_factor_is_set_up(
    app: Flask, context: Context
) -> None:
    email, client = invited(context), app.test_client()
    both = {"password": PASSWORD, "password_confirm": PASSWORD}
    assert client.post(link_to(app, email), data=both).headers["Location"] == "/sign-in"
    assert enter(client, email) == "/account/second-factor"
    for path in ("/console", "/account", "/account/passkeys", "/account/recovery-codes"):
        assert client.get(path).status_code == 302, path
    assert client.post("/account/second-factor", data={"setup": "disable"}).status_code == 422
    assert client.post("/account/second-factor", data={"setup": "email"}).status_code == 422
    page = client.post("/account/second-factor", data={"setup": "authenticator"})
    key = key_on(page.get_data(as_text=True))
    assert client.post("/sign-in/code", data={"code": "123"}).status_code == 422
    assert client.get("/console").status_code == 302
    assert client.post("/sign-in/code", data={"code": code_for(app, key)}).status_code == 302
    assert client.get("/console").status_code == 200


def test_a_code_is_good_once(app: Flask) -> None:
    email = make_account(app, "reviewer", "ann")
    code = code_of(app, email)
    for times in range(2):
        client = app.test_client()
        enter(client, email)
        status = client.post("/sign-in/code", data={"code": code}).status_code
        assert status == (422 if times else 302)


def test_a_call_for_help_is_answered_without_a_letter(app: Flask) -> None:
    email = make_account(app, "reviewer", "ann")
    client = app.test_client()
    enter(client, email)
    page = client.post("/sign-in/help", data={"help_setup": "help"})
    assert page.status_code == 200
    assert "ask an administrator" in page.get_data(as_text=True)
    assert letters_to(app, email) == []


def test_a_filer_sets_one_up_and_takes_it_off(app: Flask, context: Context) -> None:
    client = app.test_client()
    me = sign_in(client, "filer", "kim")
    page = client.post("/account/second-factor", data={"setup": "authenticator"}).get_data(
        as_text=True
    )
    (check,) = re.findall(r'action="(/account/second-factor/[^"]+)"', page)
    assert client.post(check, data={"code": code_for(app, key_on(page))}).status_code == 302
    assert enter(app.test_client(), me.email).startswith("/sign-in/code")
    assert client.post("/account/second-factor", data={"setup": "disable"}).status_code == 302
    assert enter(app.test_client(), me.email) == "/account/start"
    kinds = [by for _of, _id, by in noted(context.database, "changed_second_factor")]
    assert kinds == ["filer", "filer"]


def test_a_recovery_code_signs_in_once(app: Flask, context: Context) -> None:
    signed_in, email = app.test_client(), make_account(app, "reviewer", "ann")
    sign_in(signed_in, "reviewer", "ann")
    page = signed_in.post("/account/recovery-codes").get_data(as_text=True)
    codes = re.findall(r"<code>([0-9a-f-]{14})</code>", page)
    assert len(codes) == 8
    with context.database.reading() as session:
        assert codes[0] not in str(accounts.get_account(session, email).recovery_codes), (
            "kept sealed"
        )
    for times in range(2):
        client = app.test_client()
        enter(client, email)
        answer = client.post("/sign-in/recovery-code", data={"code": codes[0]})
        assert answer.status_code == (422 if times else 302)
        assert client.get("/console").status_code == (302 if times else 200)


CHANGES = ("/account/second-factor", "/account/passkeys", "/account/recovery-codes")


@pytest.mark.parametrize("path", CHANGES)
def test_changing_how_one_signs_in_asks_for_password_and_code(app: Flask, path: str) -> None:
    client = app.test_client()
    me = sign_in(client, "reviewer", "ann", is_proved=False)
    led = client.get(path).headers["Location"]
    assert led == f"/account/verify?next={path.replace('/', '%2F')}"
    code = code_of(app, me.email)
    for wrong in (
        {"password": PASSWORD},
        {"password": PASSWORD, "code": "000000"},
        {"password": "wrong password", "code": code},
    ):
        assert client.post(led, data=wrong).status_code == 422
        assert client.get(path).status_code == 303
    answer = client.post(led, data={"password": PASSWORD, "code": code})
    assert answer.headers["Location"] == path
    assert client.get(path).status_code == 200


def test_a_code_that_signed_in_proves_nothing_more(app: Flask) -> None:
    """Whoever looked over a shoulder has it, too."""
    email, client = make_account(app, "reviewer", "ann"), app.test_client()
    code = code_of(app, email)
    enter(client, email)
    client.post("/sign-in/code", data={"code": code})
    typed = {"password": PASSWORD, "code": code}
    assert client.post("/account/verify", data=typed).status_code == 422


@pytest.mark.parametrize(
    ("age", "status"),
    [(timedelta(minutes=10, seconds=-1), 200), (timedelta(minutes=10), 303)],
)
def test_a_proof_lasts_ten_minutes(
    app: Flask, context: Context, monkeypatch: pytest.MonkeyPatch, age: timedelta, status: int
) -> None:
    client = app.test_client()
    me = sign_in(client, "filer", "kim", is_proved=False)
    now = utcnow()
    with context.database.transaction() as session:
        sessions.note_proof(session, me.session_id, now=now - age)
    monkeypatch.setattr(proving, "utcnow", lambda: now)
    assert client.get("/account/second-factor").status_code == status


def test_a_filer_without_a_second_factor_gives_the_password(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, "filer", "kim", is_proved=False)
    assert client.post("/account/verify", data={"password": PASSWORD}).status_code == 302
    assert client.get("/account/second-factor").status_code == 200


def test_a_recovery_code_proves_once(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, "reviewer", "ann")
    page = client.post("/account/recovery-codes").get_data(as_text=True)
    code = re.findall(r"<code>([0-9a-f-]{14})</code>", page)[0]
    for status in (302, 422):
        again = app.test_client()
        sign_in(again, "reviewer", "ann", is_proved=False)
        typed = {"password": PASSWORD, "code": code}
        assert again.post("/account/verify", data=typed).status_code == status


def test_in_the_demo_the_code_comes_by_letter(demo_app: Flask, demo_context: Context) -> None:
    email, client = make_account(demo_app, "reviewer", "ann"), demo_app.test_client()
    with demo_context.database.transaction() as session:
        accounts.get_account(session, email).second_factor = "email"
    sign_in(client, "reviewer", "ann", is_proved=False)
    asked = client.post("/account/verify", data={"password": PASSWORD})
    assert asked.status_code == 422
    assert "that we have just written to you" in asked.get_data(as_text=True)
    typed = {"password": PASSWORD, "code": code_to(demo_app, email)}
    assert client.post("/account/verify", data=typed).status_code == 302
    assert client.get("/account/recovery-codes").status_code == 200


def test_each_change_of_how_one_signs_in_is_told_by_letter(app: Flask) -> None:
    client = app.test_client()
    me = sign_in(client, "filer", "kim")
    page = client.post("/account/second-factor", data={"setup": "authenticator"}).get_data(
        as_text=True
    )
    (check,) = re.findall(r'action="(/account/second-factor/[^"]+)"', page)
    client.post(check, data={"code": code_for(app, key_on(page))})
    client.post("/account/recovery-codes")
    client.post("/account/second-factor", data={"setup": "disable"})
    assert [kind for kind, _ in letters_to(app, me.email)] == ["factor_changed"] * 3


def test_in_the_demo_staff_take_their_code_from_a_letter(
    demo_app: Flask, demo_context: Context
) -> None:
    email = make_account(demo_app, "reviewer", "ann")
    with demo_context.database.transaction() as session:
        account: Account = accounts.get_account(session, email)
        account.second_factor = "email"
    client = demo_app.test_client()
    assert enter(client, email).startswith("/sign-in/code")
    code = code_to(demo_app, email)
    assert code in client.get("/demo/outbox").get_data(as_text=True)
    assert client.post("/sign-in/code", data={"code": code}).status_code == 302
    assert client.get("/console").status_code == 200


def test_outside_the_demo_a_code_by_letter_is_no_second_factor(
    app: Flask, context: Context
) -> None:
    email = make_account(app, "reviewer", "ann")
    with context.database.transaction() as session:
        accounts.get_account(session, email).second_factor = "email"
    assert enter(app.test_client(), email) == "/account/second-factor"
    assert app.test_client().get("/demo/outbox").status_code == 404


def test_a_set_up_begun_before_the_first_factor_sets_up_no_other(
    app: Flask, context: Context
) -> None:
    email = make_account(app, "reviewer", "ann")
    with context.database.transaction() as session:
        account = accounts.get_account(session, email)
        kept = account.second_factor, account.totp_secret
        account.second_factor = account.totp_secret = None
    client = app.test_client()
    assert enter(client, email) == "/account/second-factor"
    begun = client.post("/account/second-factor", data={"setup": "authenticator"})
    assert begun.status_code == 200
    with context.database.transaction() as session:
        account = accounts.get_account(session, email)
        account.second_factor, account.totp_secret = kept
    code = code_for(app, key_on(begun.text))
    assert client.post("/sign-in/code", data={"code": code}).headers["Location"] == "/sign-in"
    assert client.get("/account").status_code == 302
    again = client.post("/account/second-factor", data={"setup": "authenticator"})
    assert again.headers["Location"] == "/sign-in"
    with context.database.reading() as session:
        assert accounts.get_account(session, email).totp_secret == kept[1]
