"""A right is confirmed by the register's mailbox: over the API, and on its page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from complaints.commands.letters import letters_group
from complaints.models import AccountLetter
from complaints.services.mailing import account_letters
from complaints.storage.context import Context
from tests.api.bodies import MARK, complaint, pointers, slug
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller
from tests.scenes.registers import MAILBOX, put_entry

Callers = Callable[..., Caller]
HOME = {"Sec-Fetch-Site": "same-origin"}


def code_in(context: Context) -> str:
    """Return the code in the newest letter."""
    with context.database.reading() as session:
        row = session.scalars(
            select(AccountLetter).order_by(AccountLetter.id.desc()).limit(1)
        ).one()
        letter = account_letters.unsealed(session, row, context.vault)
    assert letter.email == MAILBOX
    return re.findall(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", letter.body)[0]


def test_a_right_says_what_the_register_says(caller: Callers, context: Context) -> None:
    put_entry(context.database, context.vault, "Acme Inc", place="cn", mailbox=None)
    acme, other = caller("filer", "acme"), caller("filer", "nimbus")
    proven, stated = (each.post("/rights", MARK).get_json() for each in (acme, other))
    assert proven["proof"] == "in_register"
    assert proven["register"] == {"says": "agrees", "mailbox_domain": None}
    assert stated["proof"] == "stated"
    assert stated["register"]["says"] == "contradicts"
    assert "Acme" not in str(stated)
    assert acme.post("/rights", {**MARK, "number": "7"}).get_json()["register"] is None
    refused = acme.post(f"/rights/{proven['id']}/code")
    assert (refused.status_code, slug(refused)) == (409, "no-register-mailbox")


@pytest.mark.both_databases
def test_a_code_confirms_it_over_the_api(caller: Callers, context: Context) -> None:
    put_entry(context.database, context.vault, "维洛拉", place="cn")
    acme = caller("filer", "acme")
    right = acme.post("/rights", MARK).get_json()
    path = f"/rights/{right['id']}"
    none = acme.post(f"{path}/confirmation", {"code": "AAAA-AAAA"})
    assert (none.status_code, pointers(none)) == (422, ["/code"])
    sent = acme.post(f"{path}/code")
    assert sent.status_code == 200
    assert sent.get_json()["domain"] == "acme.example"
    wrong = acme.post(f"{path}/confirmation", {"code": "UUUUUUUU"})
    assert (wrong.status_code, pointers(wrong)) == (422, ["/code"])
    assert "Tries left: 4" in wrong.get_json()["detail"]
    done = acme.post(f"{path}/confirmation", {"code": code_in(context)})
    assert done.get_json()["proof"] == "confirmed"
    assert slug(acme.post(f"{path}/code")) == "wrong-state"
    assert caller("filer", "other").post(f"{path}/code").status_code == 404


@pytest.mark.parametrize(
    ("lang", "left", "confirmed"),
    [
        ("en", "Tries left: ", "Its holder has confirmed this right."),
        ("zh", "剩余次数：", "权利人已确认该权利。"),
    ],
)
def test_a_code_confirms_it_on_the_rights_page(
    app: Flask, context: Context, lang: str, left: str, confirmed: str
) -> None:
    put_entry(context.database, context.vault, "维洛拉", place="cn")
    client = app.test_client()
    sign_in(client, "filer", "acme")
    facts = {"kind": "trademark", "title": "ACME", "number": "1234567", "jurisdiction": "CN"}
    path = client.post("/rights/new", data=facts, headers=HOME).location
    shown = client.get(f"{path}?lang={lang}").get_data(as_text=True)
    assert "acme.example" in shown
    assert "维洛拉" not in shown
    assert MAILBOX not in shown
    for _each in range(2):
        assert client.post(f"{path}/code", headers=HOME).status_code == 303
    wrong = client.post(f"{path}/confirmation", data={"code": "UUUUUUUU"}, headers=HOME)
    assert wrong.status_code == 422
    assert f"{left}4" in wrong.get_data(as_text=True)
    again = client.post(f"{path}/confirmation", data={"code": "UUUUUUUU"}, headers=HOME)
    assert f"{left}3" in again.get_data(as_text=True)
    empty = client.post(f"{path}/confirmation", data={"code": ""}, headers=HOME)
    assert empty.status_code == 422
    done = client.post(f"{path}/confirmation", data={"code": code_in(context)}, headers=HOME)
    assert done.status_code == 303
    assert confirmed in client.get(path).get_data(as_text=True)


def test_staff_read_whom_the_register_names(caller: Callers, app: Flask, context: Context) -> None:
    put_entry(context.database, context.vault, "Velora GmbH", "维洛拉", place="cn", classes=[9])
    acme = caller("filer", "acme")
    body = complaint(right=MARK)
    filed = acme.post("/complaints", body).get_json()
    client = app.test_client()
    sign_in(client, "reviewer", "ann")
    page = client.get(f"/console/complaints/{filed['id']}").get_data(as_text=True)
    assert "names another holder" in page
    assert "Velora GmbH" in page
    assert MAILBOX not in page
    own = acme.get(f"/complaints/{filed['id']}").get_json()
    assert own["right"]["register"] == {"says": "contradicts", "mailbox_domain": None}
    assert slug(acme.post(f"/rights/{own['right']['id']}/code")) == "register-names-another"


def test_the_letter_is_in_the_outbox(caller: Callers, context: Context) -> None:
    put_entry(context.database, context.vault, "维洛拉", place="cn")
    acme, _ann = caller("filer", "acme"), caller("reviewer", "ann")
    right = acme.post("/rights", MARK).get_json()
    acme.post(f"/rights/{right['id']}/code")
    run = CliRunner().invoke
    listed = run(letters_group, ["list"], obj=context).stdout
    assert "To the mailbox of a register: register_code" in listed
    sent = run(letters_group, ["send", "a1"], obj=context).stdout
    assert f"To: {MAILBOX}" in sent
    assert code_in(context) in sent
