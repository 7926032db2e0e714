"""A thief has the cookie of somebody's session, and wants more than what it lasts."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.base.errors import Refusal
from complaints.commands.people import user_group
from complaints.models import ApiKey
from complaints.queries.logins import accounts, people
from complaints.services.logins import people as making
from complaints.storage.context import Context
from tests.noted import noted
from tests.scenes.accounts import PASSWORD, code_of, make_account, sign_in
from tests.scenes.callers import make_caller
from tests.scenes.working import working
from tests.web.accounts.mailbox import letters_to, link_to
from tests.web.accounts.test_second_factor import code_for, key_on

NEW = "a new and longer password"
VERIFY = "/account/verify?next="
WANTED = {"label": "till", "days": "365", "scopes": ["read"]}


def steal(owner: FlaskClient) -> FlaskClient:
    """Copy the cookie of a session into another browser."""
    stolen = owner.get_cookie("cleanhands")
    assert stolen is not None
    thief = owner.application.test_client()
    thief.set_cookie("cleanhands", stolen.value)
    assert thief.get("/account").status_code == 200
    return thief


def make_key(client: FlaskClient, **more: Any) -> tuple[int, str]:
    """Make a key on the page; return the status, and the secret where there is one."""
    answer = client.post("/account/keys", data={**WANTED, **more})
    found = re.search(r"<code>(chk_[^<]+)</code>", answer.get_data(as_text=True))
    return answer.status_code, found.group(1) if found else ""


def opens(context: Context, secret: str) -> bool:
    with context.database.reading() as session:
        try:
            return people.actor_of_key(session, secret, now=utcnow()).key_id is not None
        except Refusal:
            return False


@pytest.mark.parametrize("role", ["filer", "reviewer", "administrator"])
def test_a_session_alone_makes_no_key(app: Flask, context: Context, role: str) -> None:
    owner = app.test_client()
    sign_in(owner, role, "kim", is_proved=False)
    thief = steal(owner)
    assert unquote(thief.get("/account/keys/new").location) == VERIFY + "/account/keys/new"
    assert make_key(thief)[0] in (302, 303)
    with context.database.reading() as session:
        assert session.scalars(select(ApiKey)).all() == []


def test_what_its_owner_proved_makes_one_key_and_no_second(app: Flask, context: Context) -> None:
    """And the owner is told of it by letter."""
    owner = app.test_client()
    me = sign_in(owner, "reviewer", "ann", is_proved=False)
    typed = {"password": PASSWORD, "code": code_of(app, me.email)}
    owner.post("/account/verify?next=/account/keys/new", data=typed)
    status, secret = make_key(owner)
    assert status == 201
    assert make_key(steal(owner))[0] == 303
    (letter,) = letters_to(app, me.email)
    assert letter[0] == "key_made"
    assert secret.rpartition("_")[0] in letter[1]
    assert secret not in letter[1]


def test_a_proof_of_one_session_is_none_in_another(app: Flask) -> None:
    owner, thief = app.test_client(), app.test_client()
    sign_in(owner, "filer", "kim")
    sign_in(thief, "filer", "kim", is_proved=False)
    assert make_key(thief)[0] == 303
    assert make_key(owner)[0] == 201


def test_a_set_up_that_was_begun_in_another_account_changes_nothing(
    app: Flask, context: Context
) -> None:
    """What Flask-Security signs between two steps is signed for nobody: the thief would bring a
    secret of its own."""
    owner, thief = app.test_client(), app.test_client()
    email = sign_in(owner, "filer", "kim", is_proved=False).email
    sign_in(thief, "filer", "mallory")
    page = thief.post("/account/second-factor", data={"setup": "authenticator"}).text
    (check,) = re.findall(r'action="(/account/second-factor/[^"]+)"', page)
    answer = steal(owner).post(check, data={"code": code_for(app, key_on(page))})
    assert unquote(answer.location) == VERIFY + "/account/second-factor"
    with context.database.reading() as session:
        assert accounts.get_account(session, email).totp_secret is None


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/account/second-factor", {"setup": "authenticator"}),
        ("/account/passkeys", {"name": "mine", "usage": "first"}),
        ("/account/passkeys/nonsense", {"credential": "{}"}),
        ("/account/passkeys/delete", {"name": "mine"}),
        ("/account/recovery-codes", {}),
    ],
)
def test_a_session_alone_changes_no_second_factor(
    app: Flask, path: str, form: dict[str, str]
) -> None:
    owner = app.test_client()
    sign_in(owner, "reviewer", "ann", is_proved=False)
    answer = steal(owner).post(path, data={**form, "confirmed": "true"})
    assert answer.location.startswith(VERIFY)


def recover(app: Flask, client: FlaskClient, email: str) -> None:
    client.post("/recover", data={"email": email})
    both = {"password": NEW, "password_confirm": NEW}
    link = link_to(app, email)
    page = client.get(link).get_data(as_text=True)
    assert "till" in page, "it says before what ends"
    assert "127.0.0.0/24" in page
    client.post(link, data=both)


def end_all(app: Flask, client: FlaskClient, email: str) -> None:
    page = client.post("/account/sessions/end-others").get_data(as_text=True)
    assert "till" in page, "it says before what ends"
    client.post("/account/sessions/end-others", data={"confirmed": "true"})


def lose_factor(app: Flask, client: FlaskClient, email: str) -> None:
    context = app.extensions["cleanhands"]
    args = ["reset-second-factor", email]
    assert CliRunner().invoke(user_group, args, obj=context).exit_code == 0
    assert letters_to(app, email)[-1][0] == "factor_taken_off"


@pytest.mark.parametrize("role", ["filer", "reviewer"])
@pytest.mark.parametrize("way", [recover, end_all, lose_factor])
def test_no_key_outlives_what_its_owner_ends(
    app: Flask, context: Context, role: str, way: Any
) -> None:
    """Whatever session it was made in, and also where the owner does it in the session that was
    copied."""
    owner = app.test_client()
    email = sign_in(owner, role, "kim").email
    thief = steal(owner)
    _status, secret = make_key(thief)
    assert opens(context, secret)
    stranger = make_caller(app, context, "filer", "stranger")
    elsewhere = app.test_client()
    sign_in(elsewhere, role, "kim", is_proved=False)
    way(app, owner, email)
    assert not opens(context, secret)
    assert elsewhere.get("/account").status_code == 302
    assert thief.get("/account").status_code == 302
    assert owner.get("/account").status_code == (200 if way is end_all else 302)
    assert stranger.get("/me").status_code == 200, "nobody else's"


def test_an_administrator_sees_in_which_session_a_key_was_made(
    app: Flask, context: Context
) -> None:
    owner, admin = app.test_client(), app.test_client()
    me = sign_in(owner, "filer", "kim")
    make_key(owner)
    sign_in(admin, "administrator", "ada")
    page = admin.get("/console/keys").get_data(as_text=True)
    assert me.email in page
    assert "127.0.0.0/24" in page
    cleo = make_caller(app, context, "administrator", "cleo")
    (key,) = [each for each in cleo.get("/keys/all").get_json()["items"] if each["label"] == "till"]
    assert (key["made_in"]["id"], key["made_in"]["email"]) == (me.session_id, me.email)
    assert (key["successor_of"], key["renews_until"]) == (None, None)


def test_an_administrators_session_alone_lets_no_key_go_on(app: Flask, context: Context) -> None:
    """Nor does an administrator say it for a key whose owner signs in, or anybody else at all."""
    robot = make_caller(app, context, "partner", "robot")
    filer = make_caller(app, context, "filer", "kim")
    make_account(app, "filer", "kim")
    paths = {}
    with context.database.reading() as session:
        for each in (robot, filer):
            prefix = each.secret.rpartition("_")[0]
            number = session.scalars(select(ApiKey.id).where(ApiKey.prefix == prefix)).one()
            paths[each.kind] = f"/console/keys/{number}/last-day"
    path = paths[robot.kind]
    thief, admin, staff = (app.test_client() for _ in range(3))
    sign_in(thief, "administrator", "ada", is_proved=False)
    assert unquote(thief.get(path).location) == VERIFY + path
    assert unquote(thief.post(path, data={"days": "30"}).location) == VERIFY + path
    assert robot.post("/keys", {"label": "x"}).status_code == 403
    sign_in(staff, "supervisor", "sue")
    assert staff.post(path, data={"days": "30"}).status_code == 404
    for days, status in (("0", 422), ("1096", 422), ("1095", 303)):
        sign_in(admin, "administrator", "ada")
        assert admin.post(path, data={"days": days}).status_code == status
    number = int(path.split("/")[-2])
    assert noted(context.database, "let_renew") == [("api_key", number, "person")]
    assert robot.post("/keys", {"label": "x"}).status_code == 201
    sign_in(admin, "administrator", "ada")
    assert admin.get(paths[filer.kind]).status_code == 404
    assert admin.post(paths[filer.kind], data={"days": "30"}).status_code == 404
    assert path in admin.get("/console/keys").get_data(as_text=True)


@pytest.mark.parametrize("scope", ["administer", "file"])
def test_a_proof_gives_no_more_than_one_has(app: Flask, context: Context, scope: str) -> None:
    owner = app.test_client()
    sign_in(owner, "reviewer", "ann")
    assert make_key(owner, scopes=[scope])[0] == 422
    with context.database.reading() as session:
        assert session.scalars(select(ApiKey)).all() == []


def test_nobody_but_an_administrator_lets_a_key_go_on(app: Flask, context: Context) -> None:
    """Asked of the service too, whichever door it is called by."""
    robot = make_caller(app, context, "partner", "robot")
    me = sign_in(app.test_client(), "supervisor", "sue")
    with context.database.transaction() as session:
        prefix = robot.secret.rpartition("_")[0]
        number = session.scalars(select(ApiKey.id).where(ApiKey.prefix == prefix)).one()
        work = working(session, me.actor, utcnow())
        with pytest.raises(Refusal) as caught:
            making.let_renew(work, me.session_id, number, days=30)
    assert caught.value.slug == "forbidden"
