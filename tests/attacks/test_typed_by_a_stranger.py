"""A stranger signs up with somebody else's mailbox, and waits until its owner confirms it."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from click.testing import CliRunner
from flask import Flask
from itsdangerous import TimestampSigner
from sqlalchemy import func, select, update

from complaints.commands.people import user_group
from complaints.models import Account, AccountLetter, Filer, SignUp
from complaints.rules.logins.accounts import LIMITS
from complaints.storage.context import Context
from tests.scenes.accounts import PASSWORD, make_account
from tests.scenes.callers import make_caller
from tests.web.accounts.mailbox import letters_to, link_to

OWNER = "kim@acme.example.com"
THEIRS = {
    "kind": "rights_holder", "name": "Acme Brands", "country": "DE", "password": PASSWORD,
    "password_confirm": PASSWORD, "terms": "true",
}  # fmt: skip
STRANGERS = {**THEIRS, "name": "A Stranger", "password": "seven purple walruses dancing"}
NEW = "a new and longer password"
MOST, OF_NETWORK = (limit.most for limit in LIMITS["sign-up"])
TWO_DAYS = timedelta(days=2)


def ask(app: Flask, email: str = OWNER, network: str = "198.51.100.7") -> int:
    sent, at = {"email": email}, {"REMOTE_ADDR": network}
    return app.test_client().post("/sign-up", data=sent, environ_overrides=at).status_code


def sign_in(app: Flask, password: str) -> int:
    sent = {"email": OWNER, "password": password}
    return app.test_client().post("/sign-in", data=sent).status_code


def names(context: Context) -> list[str]:
    with context.database.reading() as session:
        return list(session.scalars(select(Filer.name)))


def test_whoever_reads_the_mailbox_makes_the_account(app: Flask, context: Context) -> None:
    stranger = app.test_client()
    # A form that is sent by hand, with what no page asks for any more.
    assert stranger.post("/sign-up", data={**STRANGERS, "email": OWNER}).status_code == 422
    assert ask(app) == ask(app, network="203.0.113.7") == 303
    assert names(context) == [], "nothing is there before it is confirmed"
    assert app.test_client().post(link_to(app, OWNER), data=THEIRS).location == "/sign-in"
    assert (sign_in(app, STRANGERS["password"]), sign_in(app, PASSWORD)) == (422, 302)
    assert names(context) == ["Acme Brands"]


def test_a_password_of_before_opens_nothing(app: Flask, context: Context) -> None:
    """One that an earlier version stored: until its link is followed nobody knows whose it is."""
    email = make_account(app, "filer", "kim")
    with context.database.transaction() as session:
        session.execute(update(Account).values(confirmed_at=None))
    sent = {"email": email, "password": PASSWORD}
    assert app.test_client().post("/sign-in", data=sent).status_code == 422
    ask(app, email)
    both = {"password": NEW, "password_confirm": NEW}
    assert app.test_client().post(link_to(app, email), data=both).location == "/sign-in"
    assert app.test_client().post("/sign-in", data=sent).status_code == 422
    sent["password"] = NEW
    assert app.test_client().post("/sign-in", data=sent).status_code == 302


def test_a_link_makes_one_account(app: Flask, context: Context) -> None:
    """Whether it is pressed twice, in another browser, or is older than the one that was used."""
    ask(app)
    older = link_to(app, OWNER)
    ask(app)
    newer = link_to(app, OWNER)
    assert app.test_client().get(newer).status_code == 200
    assert names(context) == [], "looking makes nothing"
    assert app.test_client().post(newer, data=THEIRS).location == "/sign-in"
    for link in (newer, older):
        for answer in (app.test_client().get(link), app.test_client().post(link, data=STRANGERS)):
            assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert names(context) == ["Acme Brands"]
    assert sign_in(app, STRANGERS["password"]) == 422


def test_the_older_link_is_as_good_until_then(app: Flask, context: Context) -> None:
    """Whoever asked for it: each lies in the owner's mailbox."""
    ask(app)
    link = link_to(app, OWNER)
    ask(app)
    assert app.test_client().post(link, data=THEIRS).location == "/sign-in"
    assert names(context) == ["Acme Brands"]


@pytest.mark.parametrize(
    ("age", "leads"), [(TWO_DAYS, None), (TWO_DAYS + timedelta(seconds=1), "/sign-up")]
)
def test_a_link_is_good_for_two_days(
    app: Flask, context: Context, monkeypatch: pytest.MonkeyPatch, age: timedelta, leads: str | None
) -> None:
    ask(app)
    link = link_to(app, OWNER)
    later = time.time() + age.total_seconds()
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _self: int(later))
    assert app.test_client().get(link).location == leads


def test_a_forged_link_makes_nothing(app: Flask, context: Context) -> None:
    ask(app)
    forged = link_to(app, OWNER)[:-3] + "abc"
    for answer in (app.test_client().get(forged), app.test_client().post(forged, data=THEIRS)):
        assert answer.location == "/sign-up"
    assert names(context) == []


def test_a_thousand_sign_ups_fill_no_mailbox_and_keep_nobody_out(
    app: Flask, context: Context
) -> None:
    """By one network few are taken; by a thousand the mailbox gets as many letters as an hour
    brings, by whatever name it goes, and the owner's link is in them."""
    statuses = [ask(app, network="203.0.113.7") for _ in range(OF_NETWORK + 1)]
    assert statuses == [303] * OF_NETWORK + [429]
    for number in range(1000 // 25):
        assert ask(app, f"kim+{number}@acme.example.com", f"198.51.{number}.7") == 303
    with context.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SignUp)) == 1
        assert session.scalar(select(func.count()).select_from(AccountLetter)) == MOST
    assert ask(app, network="192.0.2.1") == 303, "the owner is answered as ever"
    assert len(letters_to(app, OWNER)) == MOST
    assert app.test_client().post(link_to(app, OWNER), data=THEIRS).location == "/sign-in"


def test_an_account_that_an_operator_opened_is_its_mailboxes(app: Flask, context: Context) -> None:
    """A filer that came in with a history, or through a partner: its first log-in ends the keys of
    before, and the link of its letter alone confirms the address."""
    filer = make_caller(app, context, "filer", "acme")
    result = CliRunner().invoke(user_group, ["add-login", OWNER, "--filer", "acme"], obj=context)
    assert result.exit_code == 0, result.output
    assert "/recover/" not in result.output
    assert filer.get("/me").status_code == 200
    both = {"password": PASSWORD, "password_confirm": PASSWORD}
    assert "chk_" in app.test_client().get(link_to(app, OWNER)).text, "it says so before"
    assert app.test_client().post(link_to(app, OWNER), data=both).location == "/sign-in"
    assert filer.get("/me").status_code == 401
    assert sign_in(app, PASSWORD) == 302


def test_a_second_log_in_of_a_filer_ends_no_key(app: Flask, context: Context) -> None:
    """Its owner signs in already, and has made the keys."""
    filer = make_caller(app, context, "filer", "acme")
    make_account(app, "filer", "acme")
    args = ["add-login", OWNER, "--filer", "acme"]
    assert CliRunner().invoke(user_group, args, obj=context).exit_code == 0
    link = link_to(app, OWNER)
    both = {"password": PASSWORD, "password_confirm": PASSWORD}
    assert "chk_" not in app.test_client().get(link).text
    app.test_client().post(link, data=both)
    assert sign_in(app, PASSWORD) == 302
    assert filer.get("/me").status_code == 200
