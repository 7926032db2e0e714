"""The home of a new account: three steps, each with what it brings, until all are done."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from complaints.models import Account
from complaints.storage.context import Context
from tests.scenes.callers import Caller
from tests.web.filing.desk import Owner

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_the_first_steps_are_shown_until_they_are_done(
    app: Flask, context: Context, caller: Callable[..., Caller]
) -> None:
    acme = Owner(app)
    assert acme.me.account_id is not None

    def home() -> str:
        return acme.get("/").get_data(as_text=True)

    new = home()
    assert "0 of 3 steps done" in new
    for step in ("Add your right", "File your first complaint", "Set up a second factor"):
        assert step in new, step
    assert "Latest complaints" not in new
    right = acme.register()
    assert "Prove your right: add the certificate" in home()
    assert f"/rights/{right}" in home()
    acme.file()
    assert "1 of 3 steps done" in home()
    assert "Latest complaints" in home()
    proven = caller("reviewer").post(f"/rights/{right}/proof", {"reason": "A certificate."})
    assert proven.status_code in (200, 201), proven.get_json()
    with context.database.transaction() as session:
        session.get_one(Account, acme.me.account_id).second_factor = "authenticator"
    assert "steps done" not in home()


def test_how_often_letters_come_by_mail_is_chosen_on_the_account_s_page(app: Flask) -> None:
    acme = Owner(app)
    assert 'value="at_once" checked' in acme.get("/account").get_data(as_text=True)
    assert acme.post("/account/mail", {"by_mail": "daily"}).status_code == 303
    assert 'value="daily" checked' in acme.get("/account").get_data(as_text=True)
    assert acme.post("/account/mail", {"by_mail": "weekly"}).status_code == 422
    assert 'value="daily" checked' in acme.get("/account").get_data(as_text=True)


def test_help_for_brand_owners_is_open_to_everybody_in_both_languages(app: Flask) -> None:
    visitor = app.test_client()
    assert "How to withdraw" in visitor.get("/help/brand-owners").get_data(as_text=True)
    assert "如何撤回" in visitor.get("/help/brand-owners?lang=zh").get_data(as_text=True)
