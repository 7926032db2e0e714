"""From signing up to signing in, and back in after a lost password; strangers learn nothing."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from complaints.models import Account, Filer, FilerIdentity, LedgerEntry, SignUp
from complaints.storage.context import Context
from tests.scenes.accounts import PASSWORD, make_account, sign_in
from tests.web.accounts.mailbox import letters_to, link_to

NEW = "a new and longer password"
TYPED = "Kim@Acme.example.com"
ADDRESS = "kim@acme.example.com"
WHO = {
    "kind": "rights_holder", "name": "Acme Brands", "country": "DE",
    "password": PASSWORD, "password_confirm": PASSWORD, "terms": "true",
}  # fmt: skip


def asked(app: Flask, email: str = TYPED) -> str:
    """Sign up and return the path of the link in the letter."""
    answer = app.test_client().post("/sign-up", data={"email": email})
    assert answer.headers["Location"] == "/sign-up/done"
    return link_to(app, email.lower())


def test_signing_up_makes_a_filer_that_signs_in_once_the_address_is_confirmed(
    app: Flask, context: Context
) -> None:
    client, link = app.test_client(), asked(app)
    typed = {"email": ADDRESS, "password": PASSWORD}
    page = client.get(link)
    assert ADDRESS in page.get_data(as_text=True)
    assert page.headers["Cache-Control"] == "no-store"
    assert client.post("/sign-in", data=typed).status_code == 422, "looking confirms nothing"
    with context.database.reading() as session:
        assert session.scalars(select(FilerIdentity)).all() == [], "not before it is confirmed"
    assert client.post(link, data=WHO).headers["Location"] == "/sign-in"
    assert "Your account is ready." in client.get("/sign-in").get_data(as_text=True)
    assert client.post("/sign-in", data=typed).headers["Location"] == "/account/start"
    assert "Acme Brands" in client.get("/account").get_data(as_text=True)
    with context.database.reading() as session:
        (account,) = session.scalars(select(Account))
        assert str(account.password_hash).startswith("$argon2id$v=19$m=19456,t=2,p=1$")
        (filer,) = session.scalars(select(Filer))
        assert (filer.source, filer.kind, filer.country) == ("local", "rights_holder", "DE")
        (shown,) = session.scalars(select(FilerIdentity))
        assert (shown.kind, shown.domain) == ("email", "acme.example.com")
        assert shown.origin == "confirmed"
        told = str([(e.verb, e.facts, e.why) for e in session.scalars(select(LedgerEntry))])
        assert "signed_up" in told
        assert "acme" not in told.lower()


def test_what_is_wrong_stands_beside_its_field_in_the_person_s_language(app: Flask) -> None:
    client, link = app.test_client(), asked(app)
    for lang, sentence in (("en", "Choose a country or region."), ("zh", "请选择国家或地区。")):
        page = client.post(f"{link}?lang={lang}", data={**WHO, "country": ""})
        assert page.status_code == 422
        text = page.get_data(as_text=True)
        assert 'id="country-error"' in text
        assert text.count(sentence) == 2, "in the summary and beside the field"
        assert WHO["name"] in text, "what was typed stays"
        assert PASSWORD not in text, "but not the password"


@pytest.mark.parametrize("easy", ["1234567890", "aaaaaaaaaaaa", "kim.lee.2026", "too short"])
def test_a_password_that_is_guessed_first_is_refused(app: Flask, easy: str) -> None:
    sent = {**WHO, "password": easy, "password_confirm": easy}
    page = app.test_client().post(asked(app, "kim.lee@example.com"), data=sent)
    assert page.status_code == 422
    assert 'id="password-error"' in page.get_data(as_text=True)


@pytest.mark.parametrize(
    ("field", "value"), [("name", "a\0b"), ("country", "ZZ"), ("kind", "king"), ("name", "   "),
                         ("name", "x" * 201), ("password_confirm", NEW), ("terms", ""),
                         ("password", ""), ("country", ""), ("kind", "")],
)  # fmt: skip
def test_bad_input_is_refused_and_stores_nothing(
    app: Flask, context: Context, field: str, value: str
) -> None:
    answer = app.test_client().post(asked(app), data={**WHO, field: value})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.get_data(as_text=True) or "\0" in value
    with context.database.reading() as session:
        assert session.scalars(select(Filer)).all() == []


@pytest.mark.parametrize("email", ["", "no address", "a\0@example.com"])
def test_what_is_no_address_is_told(app: Flask, email: str) -> None:
    answer = app.test_client().post("/sign-up", data={"email": email})
    assert answer.status_code == 422
    assert "Enter an email address" in answer.get_data(as_text=True) or "\0" in email


def test_what_no_form_sends_is_refused(app: Flask) -> None:
    assert app.test_client().post("/sign-in", json=[1, 2]).status_code == 400


@pytest.mark.parametrize("path", ["/sign-up", "/recover"])
def test_a_stranger_cannot_tell_who_has_an_account(app: Flask, path: str) -> None:
    known = make_account(app, "filer", "known")
    client = app.test_client()
    answers = []
    for email in (known, "nobody@example.com"):
        page = client.post(path, data={"email": email})
        text = page.get_data(as_text=True) + client.get("/sign-in").get_data(as_text=True)
        answers.append((page.status_code, page.location, text.replace(email, "…")))
    assert answers[0] == answers[1]


def test_signing_in_tells_nothing_either(app: Flask) -> None:
    known = make_account(app, "filer", "known")
    client = app.test_client()
    answers = [
        client.post("/sign-in", data={"email": email, "password": "wrong password"})
        .get_data(as_text=True)
        .replace(email, "…")
        for email in (known, "nobody@example.com")
    ]
    assert answers[0] == answers[1]
    assert "is incorrect" in answers[0]


def test_who_signs_up_twice_is_told_by_letter(app: Flask) -> None:
    known = make_account(app, "filer", "known")
    app.test_client().post("/sign-up", data={"email": known})
    assert [kind for kind, _ in letters_to(app, known)] == ["already"]


def test_a_mailbox_of_staff_is_taken_and_nobody_can_tell(app: Flask, context: Context) -> None:
    staff = make_account(app, "reviewer", "ann")
    client = app.test_client()
    answers = [
        client.post("/sign-up", data={"email": email})
        for email in ("ann+shop@example.com", "nobody@example.com")
    ]
    assert len({(answer.status_code, answer.location) for answer in answers}) == 1
    assert [kind for kind, _ in letters_to(app, staff)] == ["already"]
    with context.database.reading() as session:
        assert session.scalars(select(SignUp.email)).all() == ["nobody@example.com"]


@pytest.mark.both_databases
def test_a_lost_password_is_replaced_by_a_letter_s_link_once(app: Flask) -> None:
    email = make_account(app, "filer", "kim")
    client, elsewhere = app.test_client(), app.test_client()
    sign_in(elsewhere, "filer", "kim")
    client.post("/recover", data={"email": email})
    link = link_to(app, email)
    both = {"password": NEW, "password_confirm": NEW}
    assert client.post(link, data=both).headers["Location"] == "/sign-in"
    assert elsewhere.get("/account").status_code == 302, "other sessions ended"
    again = client.post(link, data=both)
    assert again.headers["Location"] == "/recover", "the link is used up"
    assert client.post("/sign-in", data={"email": email, "password": PASSWORD}).status_code == 422
    assert client.post("/sign-in", data={"email": email, "password": NEW}).status_code == 302
    assert [kind for kind, _ in letters_to(app, email)] == ["reset", "recovered"]


def test_links_in_letters_begin_with_the_base_url_by_whatever_name_was_asked(app: Flask) -> None:
    email = make_account(app, "filer", "kim")
    app.test_client().post(
        "/recover",
        data={"email": email},
        headers={"Origin": "http://localhost:81"},
        base_url="http://localhost:81",
    )
    assert link_to(app, email).startswith("/recover/")
    assert "localhost" not in letters_to(app, email)[-1][1]


def test_letters_are_sealed(app: Flask, context: Context) -> None:
    email = make_account(app, "filer", "kim")
    app.test_client().post("/recover", data={"email": email})
    with context.database.reading() as session:
        account = session.scalars(select(Account).where(Account.email == email)).one()
        table = session.connection().exec_driver_sql("SELECT * FROM account_letter").all()
    assert account.fs_uniquifier not in str(table)
    assert "recover" not in str(table)


def test_a_changed_password_keeps_this_session_and_ends_the_others(app: Flask) -> None:
    here, there = app.test_client(), app.test_client()
    sign_in(here, "reviewer", "ann")
    sign_in(there, "reviewer", "ann")
    typed = {"password": PASSWORD, "new_password": NEW, "new_password_confirm": NEW}
    assert here.post("/account/password", data=typed).headers["Location"] == "/account"
    assert here.get("/account").status_code == 200
    assert here.get("/console").status_code == 200, "still with a second factor"
    assert there.get("/account").status_code == 302


def test_the_language_is_kept_on_the_account(app: Flask) -> None:
    client = app.test_client()
    me = sign_in(client, "filer", "kim")
    led = client.post("/account/language", data={"language": "zh"}).headers["Location"]
    assert "您的账户" in client.get(led).get_data(as_text=True)
    assert "您的账户" in client.get("/account").get_data(as_text=True), "remembered by the cookie"
    elsewhere = app.test_client()
    sign_in(elsewhere, "filer", "kim")
    assert "您的账户" in elsewhere.get("/account").get_data(as_text=True), "and by the account"
    client.post("/recover", data={"email": me.email})
    assert "新密码" in letters_to(app, me.email)[-1][1]


@pytest.mark.parametrize(
    ("role", "password", "status"),
    [
        ("filer", "jK8$xq!2L", 422),
        ("filer", "jK8$xq!2Lm", 302),
        ("reviewer", "jK8$xq!2Lmv", 422),
        ("reviewer", "jK8$xq!2Lmvz", 302),
    ],
)
def test_staff_choose_longer_passwords(app: Flask, role: str, password: str, status: int) -> None:
    email = make_account(app, role, "kim")
    client = app.test_client()
    client.post("/recover", data={"email": email})
    both = {"password": password, "password_confirm": password}
    page = client.post(link_to(app, email), data=both)
    assert page.status_code == status
    if status == 422:
        shortest = 12 if role == "reviewer" else 10
        assert f"Choose a password of {shortest} to 128 characters." in page.get_data(as_text=True)


def test_what_to_do_about_an_easy_password_is_said_in_both_languages(app: Flask) -> None:
    easy = {"password": "Password123!", "password_confirm": "Password123!"}
    link = asked(app)
    for lang, sentence in (("en", "This password is easy to guess."), ("zh", "该密码容易被猜到。")):
        page = app.test_client().post(f"{link}?lang={lang}", data={**WHO, **easy})
        assert page.status_code == 422
        assert sentence in page.get_data(as_text=True)
