"""The restore queue by its pages and by the API: who sees it, how many are put right at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from complaints.base.clock import utcnow
from complaints.models import Claim, Filer, Letter, Right
from complaints.services.decisions import claims
from complaints.storage.context import Context
from tests.api.bodies import slug
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller, app_of
from tests.services.decisions.desk import ITEM, Desk

HTML = {"Accept": "text/html"}
GIVEN = {"reason": "reviewed-again", "note": "We looked at each."}

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Shelf:
    """Two listings that a bound filer's complaints took down, and Ann's browser."""

    def __init__(self, context: Context, caller: Callable[..., Caller]) -> None:
        self.context, self.caller = context, caller
        desk = Desk(context.database, utcnow())
        acme, rev = desk.filer(), desk.staff("rev")
        self.filer = acme.id
        with context.database.reading() as session:
            self.reference = session.get_one(Filer, acme.id).reference
        self.ids = []
        for days, item in ((3, 1), (40, 2)):
            targets = [{"url": f"{ITEM}{item}", "store_id": f"s{item}", "title": f"Jacket {item}"}]
            claim_id = desk.claim(acme, targets=targets)
            at = desk.now - timedelta(days=days)
            desk.do(claims.decide, rev, claim_id, decision="take_down", code="shown", at=at)
            self.ids.append(claim_id)
        self.boycott = desk.boycott(acme.id)
        self.path = f"/console/restore/{self.filer}"
        self.ann = caller("reviewer", "ann")
        self.browser = app_of(context).test_client()
        sign_in(self.browser, "reviewer", "ann")

    def post(self, step: str, **form: Any) -> Any:
        return self.browser.post(f"{self.path}/{step}", data=form, headers=HTML)

    def states(self) -> list[str]:
        with self.context.database.reading() as session:
            return [session.get_one(Claim, each).state for each in self.ids]


@pytest.fixture
def shelf(context: Context, caller: Callable[..., Caller]) -> Shelf:
    return Shelf(context, caller)


def test_staff_choose_read_the_letters_and_send(shelf: Shelf) -> None:
    listed = shelf.browser.get("/console/restore", headers=HTML).text
    assert shelf.path in listed
    assert f"Boycott {shelf.boycott} is in force." in listed
    page = shelf.browser.get(shelf.path, headers=HTML).text
    assert page.index("Jacket 2") < page.index("Jacket 1"), "down for longer"
    assert "50 %" in page
    ids = [str(each) for each in shelf.ids]
    assert shelf.post("letters", **GIVEN).status_code == 422
    shown = shelf.post("letters", claim_ids=ids, **GIVEN)
    assert shown.status_code == 200
    assert "2 listings come back." in shown.text
    assert "found nothing that keeps this listing off sale" in shown.text
    assert shelf.states() == ["removed", "removed"], "nothing is stored"
    again = shelf.post("change", claim_ids=ids, **GIVEN).text
    assert again.count(" checked>") >= 2
    assert "We looked at each." in again
    sent = shelf.post("send", claim_ids=ids, **GIVEN)
    assert sent.status_code == 303
    assert shelf.states() == ["removed", "removed"], "it can be undone for some minutes"
    after = shelf.browser.get(shelf.path, headers=HTML).text
    assert "There is nothing to put right." in after


def test_a_key_puts_right_at_once_and_counts(shelf: Shelf) -> None:
    path = f"/filers/{shelf.filer}/restore-queue"
    (queue,) = shelf.ann.get("/restore-queues").get_json()["items"]
    assert (queue["filer_id"], queue["boycott_id"]) == (shelf.filer, shelf.boycott)
    assert (queue["claims"], queue["won"]) == (2, 0)
    listed = shelf.ann.get(path).get_json()["items"]
    assert [row["claim_id"] for row in listed] == shelf.ids[::-1]
    assert [(row["wrong"], round(row["days"])) for row in listed] == [(0.5, 40), (0.5, 3)]
    done = shelf.ann.post(path, {"claim_ids": shelf.ids, **GIVEN})
    assert done.status_code == 200, done.get_json()
    assert done.get_json()["items"] == []
    assert done.get_json()["put_right"]["listings"] == 2
    assert shelf.states() == ["reinstated", "reinstated"]
    with shelf.context.database.reading() as session:
        told = session.scalars(select(Letter).where(Letter.kind == "claim_decided")).all()
        assert len([row for row in told if "We looked at each." in row.body]) == 4
    again = shelf.ann.post(path, {"claim_ids": shelf.ids[:1], **GIVEN})
    assert (again.status_code, slug(again)) == (409, "wrong-state")
    assert (
        shelf.ann.post("/filers/999/restore-queue", {"claim_ids": [1], **GIVEN}).status_code == 404
    )


def test_both_sides_read_on_the_page_of_the_boycott_what_was_put_right(shelf: Shelf) -> None:
    mine = app_of(shelf.context).test_client()
    sign_in(mine, "filer", shelf.reference)
    pages = (
        (mine, f"/standing/cases/{shelf.boycott}"),
        (shelf.browser, f"/console/boycotts/{shelf.boycott}"),
    )
    undone = "Days for which those listings had been off sale"
    assert undone not in mine.get(pages[0][1], headers=HTML, follow_redirects=True).text
    done = shelf.ann.post(f"/filers/{shelf.filer}/restore-queue", {"claim_ids": shelf.ids, **GIVEN})
    assert done.status_code == 200
    for browser, path in pages:
        told = browser.get(path, headers=HTML, follow_redirects=True).text
        assert re.search(undone + r".{0,120}?>\s*43\s*<", told, re.DOTALL), path


def test_a_right_that_does_not_apply_there_has_a_sign(shelf: Shelf) -> None:
    sign = "The right does not apply where the listing is offered"
    path = f"/filers/{shelf.filer}/restore-queue"
    assert sign not in shelf.browser.get(shelf.path, headers=HTML).text
    assert {row["territory"]["cover"] for row in shelf.ann.get(path).get_json()["items"]} == {
        "whole"
    }
    with shelf.context.database.transaction() as session:
        session.execute(update(Right).values(territories=["US"]))
    assert shelf.browser.get(shelf.path, headers=HTML).text.count(sign) == 2
    assert {row["territory"]["cover"] for row in shelf.ann.get(path).get_json()["items"]} == {
        "outside"
    }


def test_no_filer_and_no_partner_sees_it(shelf: Shelf) -> None:
    for role, name in (("filer", "x"), ("partner", "p"), ("marketplace", "m")):
        other = shelf.caller(role, name)
        assert other.get("/restore-queues").status_code == 403
        assert other.get(f"/filers/{shelf.filer}/restore-queue").status_code == 403
