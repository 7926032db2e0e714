"""Counsel's pages: the cases under appeal and those it judged; of the console nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from complaints.storage.context import Context
from tests.attacks.house import House
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller

SURE = {"confirmed": "true"}
HTML = {"Accept": "text/html"}


pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def house(caller: Callable[..., Caller], context: Context) -> House:
    return House(caller, context)


def test_counsel_judges_the_appeal_of_a_boycott(house: House, app: Flask) -> None:
    counsel = app.test_client()
    sign_in(counsel, "counsel", "cora")
    path = house.warned(house.ann)
    page = f"/console/appeals{path}"
    assert counsel.get("/account/start").headers["Location"] == "/console/appeals"
    assert "There are no appeals for you to decide." in counsel.get("/console/appeals").text
    assert counsel.get(page).status_code == 404, "it is not under appeal yet"
    house.imposed(path, house.ada)
    assert f'href="{page}"' in counsel.get("/console/appeals").text
    shown = counsel.get(page).text
    # Whom is judged for what: the decision too, and what it says of the rule and the redress.
    for part in (
        "Invented marks.", "Sorry.", "New owners.", "Twelve shops shut.", "It went on.",
        "After the warning", "two people decided this", "/terms/1#boycott",
    ):  # fmt: skip
        assert part in shown
    assert (
        counsel.post(
            page, data={"decision": "lift", "argued": "It is said to be wrong.", "reason": ""}
        ).status_code
        == 422
    )
    done = counsel.post(
        page,
        data={
            **SURE,
            "decision": "lift",
            "argued": "It is said to be wrong.",
            "reason": "They changed.",
        },
    )
    assert done.headers["Location"] == page
    after = counsel.get(page).text
    assert ("They changed." in after, "<form" in after.split("<main", 1)[1]) == (True, False)
    assert (
        counsel.post(
            page, data={"decision": "lift", "argued": "It is said to be wrong.", "reason": "x"}
        ).status_code
        == 409
    )


def test_counsel_sees_nothing_else(house: House, app: Flask) -> None:
    counsel = app.test_client()
    sign_in(counsel, "counsel", "cora")
    path = house.warned(house.ann)
    house.imposed(path, house.ada)
    theirs = f"/console/filers/{house.acme.id}"
    for address in ("/console", f"/console{path}", "/console/people", "/console/ledger", theirs,
                    "/documents/1", "/complaints/"):  # fmt: skip
        assert counsel.get(address, headers=HTML).status_code == 404, address
    assert counsel.get("/account").status_code == 200
    assert counsel.get("/console/appeals/joinings/1").status_code == 404


def test_staff_have_pages_of_their_own_for_it(app: Flask) -> None:
    staff = app.test_client()
    sign_in(staff, "supervisor", "ben")
    assert staff.get("/console/appeals", headers=HTML).status_code == 404


def test_the_ledger_leads_from_an_appeal_to_the_boycott(house: House, app: Flask) -> None:
    staff = app.test_client()
    sign_in(staff, "supervisor", "ben")
    path = house.warned(house.ann)
    house.imposed(path, house.ada)
    assert 'href="/console/appeals/1"' in staff.get("/console/ledger?subject=appeal").text
    assert staff.get("/console/appeals/1").headers["Location"] == f"/console{path}"
    assert staff.get("/console/appeals/2", headers=HTML).status_code == 404
