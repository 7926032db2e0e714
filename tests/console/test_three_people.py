"""The ladder by pages alone, with three people: a reviewer, a supervisor and an administrator."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from complaints.base.clock import utcnow
from complaints.models import Filer
from complaints.storage.context import Context
from tests.attacks.house import TERM, WORDS, House
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller
from tests.services.cases.market import Market

HTML = {"Accept": "text/html"}


pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Browser:
    def __init__(self, app: Flask, role: str, name: str) -> None:
        self.client: FlaskClient = app.test_client()
        sign_in(self.client, role, name)

    def read(self, path: str) -> str:
        return self.client.get(path, headers=HTML).text.split("<main", 1)[1]

    def send(self, path: str, **form: object) -> tuple[int, str]:
        answer = self.client.post(path, data=form, headers=HTML)
        return answer.status_code, answer.text


def test_three_people_run_the_ladder_by_pages(
    caller: Callable[..., Caller], context: Context, app: Flask
) -> None:
    house = House(caller, context)
    ann, ben = Browser(app, "reviewer", "ann"), Browser(app, "supervisor", "ben")
    ada, acme = Browser(app, "administrator", "ada"), Browser(app, "agent", "acme")
    assert ann.send(f"/console/flags/{house.flag}/propose", **WORDS)[0] == 303
    case, theirs = "/console/boycotts/1", "/standing/cases/1"
    assert ann.send(f"{case}/warn")[0] == 303
    assert f"{case}/impose" not in ben.read(case)
    assert acme.send(f"{theirs}/answer", text="Sorry.")[0] == 303
    assert "can answer until" in ben.read(f"{case}/impose")
    assert ben.send(f"{case}/impose", **TERM)[0] == 409
    assert acme.send(f"{theirs}/answer", text="That is all.", closes="true")[0] == 303
    with context.database.transaction() as session:
        market = Market(session, utcnow(), {"complaint": 80, "listing": 80})
        market.complaint(
            session.get_one(Filer, house.acme.id), utcnow(), merit="manifestly_unfounded"
        )
    for words in ("Sorry.", "That is all."):
        assert words in ben.read(case)
    assert "needs another person" not in ben.read(f"{case}/impose")
    status, text = ben.send(f"{case}/impose", **TERM, preview="1")
    assert (status, "It went on." in text) == (200, True)
    assert ben.send(f"{case}/impose", **TERM)[0] == 303
    assert acme.send(f"{theirs}/appeal", text="New owners.")[0] == 303
    decision = {"decision": "lift", "argued": "It is said to be wrong.", "reason": "They changed."}
    assert "needs another person" in ben.read(f"{case}/decide")
    assert ben.send(f"{case}/decide", **decision)[0] == 403
    assert ann.send(f"{case}/decide", **decision)[0] == 403
    assert "needs another person" not in ada.read(f"{case}/decide")
    assert ada.send(f"{case}/decide", **decision)[0] == 303
    assert "They changed." in acme.read(theirs)
