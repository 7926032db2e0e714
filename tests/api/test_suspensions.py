"""A store's suspension over HTTP: staff, the seller by its link, and the platform that carries it
out; the pages of staff beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from complaints.base.clock import utcnow
from complaints.models import LedgerEntry, Letter, Operator, Suspension
from complaints.storage.context import Context
from tests.api.bodies import ITEM, complaint, slug
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller
from tests.scenes.links import HTML, confirm
from tests.services.decisions.desk import Desk

Callers = Callable[..., Caller]
INBOX = {"kind": "platform", "address": "inbox-1"}
ASKED = {
    "measure": "suspend",
    "reasons": "Three in one month.",
    "gravity": "Fakes.",
    "territory": ["de"],
}
DAY = timedelta(days=1)
IMPOSED = {"why": "It went on.", "term_days": 30}


class Street:
    """The store s9 with one claim that stands, and everybody whom its suspension concerns."""

    def __init__(self, caller: Callers, app: Flask, context: Context) -> None:
        self.app, self.context = app, context
        self.acme, self.market = caller("filer", "acme"), caller("marketplace")
        self.rev, self.ann, self.ben, self.cleo = (
            caller(role, name)
            for role, name in (
                ("reviewer", "rev"), ("supervisor", "ann"), ("supervisor", "ben"),
                ("supervisor", "cleo"),
            )
        )  # fmt: skip
        targets = [{"url": f"{ITEM}1", "store_id": "s9"}]
        filed = self.acme.post("/complaints", complaint(targets=targets)).get_json()
        decision = {"decision": "take_down", "reason": "shown"}
        assert self.rev.post(f"/complaints/{filed['id']}/decide", decision).status_code == 200
        self.claim = filed["targets"][0]["claim_id"]
        listing = self.rev.get(f"/claims/{self.claim}").get_json()["listing"]
        self.store = listing["store"]["our_id"]
        stated = self.market.put("/marketplaces/taobao/stores/s9/inbox", INBOX)
        assert stated.status_code == 200

    def proposed(self, **given: Any) -> str:
        answer = self.ann.post("/suspensions", {"store_id": self.store, **ASKED, **given})
        assert answer.status_code == 201, answer.text
        return f"/suspensions/{answer.get_json()['id']}"

    def leased(self) -> dict[str, Any]:
        """Fetch the newest letter about the suspension as the platform does."""
        items = self.market.post("/letters/leases", {"limit": 10}).get_json()["items"]
        return next(each for each in reversed(items) if "/suspension/" in each["body"])

    def warned(self) -> tuple[str, str]:
        """Warn the seller; return the case's path, and that of the link in the letter."""
        path = self.proposed()
        assert self.ann.post(f"{path}/warn").status_code == 200
        letter = self.leased()
        said = {"became": "delivered", "lease": letter["lease"]}
        assert self.market.post(f"/letters/{letter['id']}/arrival", said).status_code == 200
        found = re.search(r"/suspension/[\w-]{20,}", letter["body"])
        assert found
        return path, found.group()

    def pass_days(self) -> None:
        """Let the time to answer be over."""
        with self.context.database.transaction() as session:
            session.execute(update(Suspension).values(answer_due=utcnow() - timedelta(minutes=1)))


@pytest.fixture
def street(caller: Callers, app: Flask, context: Context) -> Street:
    return Street(caller, app, context)


def test_it_is_proposed_warned_answered_imposed_done_appealed_and_undone(street: Street) -> None:
    path, link = street.warned()
    read = street.ann.get(path).get_json()
    assert (read["staff"]["delivered_by"], read["territory"]) == ("acknowledged", ["DE"])
    assert [each["claim_id"] for each in read["claims"]] == [street.claim]
    # Nothing is there for the platform before it is decided.
    assert street.market.get(path).status_code == 404
    browser = street.app.test_client()
    shown = browser.get(link, headers=HTML)
    assert "Three in one month." in shown.text
    assert "Go to court" not in shown.text, "nothing is decided"
    mine = {"step": "answer", "text": "We sell our own."}
    assert browser.post(link, data=mine, headers=HTML).status_code == 403
    confirm(browser, street.context, link)
    assert browser.post(link, data=mine, headers=HTML).status_code == 303
    assert slug(street.ben.post(f"{path}/impose", IMPOSED)) == "answer-period-runs"
    street.pass_days()
    assert slug(street.ann.post(f"{path}/impose", IMPOSED)) == "second-person-needed"
    stale = {"headers": {"If-Match": '"1"'}}
    assert slug(street.ben.post(f"{path}/impose", IMPOSED, **stale)) == "stale"
    imposed = street.ben.post(f"{path}/impose", IMPOSED).get_json()
    assert (imposed["state"], imposed["staff"]["answer"]) == ("in_force", "We sell our own.")
    seen = street.market.get(path).get_json()
    assert (seen["staff"], seen["claims"], seen["stores"][0]["id"]) == (None, [], "s9")
    order = street.market.post("/orders/lease", {"limit": 10}).get_json()["items"][-1]
    assert (order["act"], order["listing"], order["store"]["id"], order["territory"]) == (
        "suspend", None, "s9", ["DE"],
    )  # fmt: skip
    now = utcnow().isoformat()
    done = {"orders": [{"order_id": order["id"], "did": "done", "at": now}]}
    (taken,) = street.market.post("/orders/reports", done).get_json()["orders"]
    assert (taken["result"], taken["down"], taken["current"]) == ("noted", True, order["id"])
    types = [each["type"] for each in street.market.get("/events?limit=200").get_json()["items"]]
    assert types.count("suspension.imposed") == 1
    assert "suspension.warned" not in types
    assert "store.confirmed" in types
    said = {"step": "appeal", "text": "Nobody looked at our licence."}
    assert browser.post(link, data=said, headers=HTML).status_code == 303
    judged = {"decision": "lift", "argued": "A licence.", "reason": "It is there."}
    decide = f"{path}/appeal/decide"
    assert slug(street.ben.post(decide, judged)) == "second-person-needed"
    assert "Go to court" in browser.get(link, headers=HTML).text
    assert street.cleo.post(decide, judged).get_json()["state"] == "lifted"
    lifted = browser.get(link, headers=HTML).text
    assert ("your store is open" in lifted, "Decision changed" in lifted) == (True, True)
    assert "Go to court" not in lifted
    (back,) = [
        each for each in street.market.get("/orders").get_json()["items"] if each["act"] == "reopen"
    ]
    assert (back["reverses"], back["step"]) == (order["id"], "lift")
    # What it does by itself comes in at the same door.
    shut = {"marketplace": "taobao", "id": "s9", "down": True, "at": utcnow().isoformat()}
    (line,) = street.market.post("/orders/reports", {"stores": [shut]}).get_json()["stores"]
    assert (line["result"], line["down"]) == ("noted", False)


def test_whoever_runs_another_marketplace_or_filed_the_claims_gets_none_of_it(
    street: Street, caller: Callers
) -> None:
    path, _link = street.warned()
    street.pass_days()
    street.ben.post(f"{path}/impose", IMPOSED)
    assert street.acme.get(path).status_code == 404
    assert caller("counsel").get(path).status_code == 403
    assert caller("partner").get(path).status_code == 404
    assert caller("filer", "other").get("/suspensions").get_json()["items"] == []
    other = street.market.get(f"{path}/warn")
    assert other.status_code in (404, 405)


def test_a_lost_letter_is_found_again_by_any_listing_of_the_store(street: Street) -> None:
    mailbox = "mei@shop.example"
    inbox = {"kind": "mailbox", "address": mailbox}
    assert street.market.put("/marketplaces/taobao/stores/s9/inbox", inbox).status_code == 200
    for number, store in ((2, "s9"), (3, "s8")):
        targets = [{"url": f"{ITEM}{number}", "store_id": store}]
        assert street.acme.post("/complaints", complaint(targets=targets)).status_code == 201
    path = street.proposed()
    browser = street.app.test_client()

    def found_again(listing: int, address: str = mailbox, age: timedelta = DAY) -> int:
        """Ask so long after each letter; return how many letters about the case came of it."""
        with street.context.database.transaction() as session:
            session.execute(update(Letter).values(created_at=utcnow() - age))
        of_case = select(func.count()).where(Letter.suspension_id.is_not(None))
        with street.context.database.reading() as session:
            before = session.scalar(of_case) or 0
        sent = {"url": f"{ITEM}{listing}", "mailbox": address}
        assert browser.post("/lost-letter", data=sent, headers=HTML).status_code == 303
        with street.context.database.reading() as session:
            return (session.scalar(of_case) or 0) - before

    assert found_again(1) == 0, "of a proposal nobody was written to"
    assert street.ann.post(f"{path}/warn").status_code == 200
    days, minute = timedelta(days=street.context.config.reply_days), timedelta(minutes=1)
    asked = (
        (3, mailbox), (2, "thief@else.example"), (2, mailbox), (1, mailbox, days + minute),
    )  # fmt: skip
    assert [found_again(*each) for each in asked] == [0, 0, 1, 1]
    with street.context.database.reading() as session:
        kinds = select(Letter.kind).where(Letter.suspension_id.is_not(None)).order_by(Letter.id)
        assert session.scalars(kinds).all()[1:] == ["link_renewed"] * 2
        entries = select(LedgerEntry.subject).where(LedgerEntry.verb == "found_again")
        assert session.scalars(entries).all().count("suspension") == 2
    # What is over is found for as long as a link lives.
    assert street.ann.post(f"{path}/drop", {"why": "A licence."}).status_code == 200
    assert [found_again(2, age=each) for each in (days + minute, days - minute)] == [0, 1]


def test_a_store_that_left_the_operator_of_the_case_reads_nothing_of_it(street: Street) -> None:
    _path, link = street.warned()
    seller = street.app.test_client()
    why = str(ASKED["reasons"])
    assert why in seller.get(link, headers=HTML).text
    with street.context.database.transaction() as session:
        operator = Operator(name="Mei Ltd")
        session.add(operator)
        session.flush()
        session.execute(update(Suspension).values(operator_id=operator.id, store_id=None))
    page = seller.get(link, headers=HTML)
    assert page.status_code == 200
    assert why not in page.text


def test_pages_show_whose_claims_it_rests_on_and_who_of_them_is_bound(street: Street) -> None:
    sue = street.app.test_client()
    sign_in(sue, "supervisor", "sue")
    pages = f"/console/stores/{street.store}/suspension", f"/console{street.proposed()}"
    before = [sue.get(page, headers=HTML).text for page in pages]
    Desk(street.context.database, utcnow()).boycott(street.acme.id)
    after = [sue.get(page, headers=HTML).text for page in pages]
    assert all(" acme" in text or ">acme<" in text for text in before)
    assert [text.count("Boycott<") + text.count("(Boycott)") for text in before] == [0, 0]
    assert [text.count("Boycott<") + text.count("(Boycott)") for text in after] == [1, 2]


def test_staff_do_it_on_their_pages(street: Street) -> None:
    ann, ben = street.app.test_client(), street.app.test_client()
    sign_in(ann, "supervisor", "sue")
    sign_in(ben, "supervisor", "tom")
    store = f"/console/stores/{street.store}"
    assert f"{store}/suspension" in ann.get(store, headers=HTML).text
    form = {"measure": "suspend", "reasons": "Again.", "gravity": "Fakes.",
            "claim_ids": [str(street.claim)]}  # fmt: skip
    wrong = ann.post(f"{store}/suspension", data={**form, "territory": "Germany"}, headers=HTML)
    assert "country codes" in wrong.text
    made = ann.post(f"{store}/suspension", data={**form, "territory": "de, FR"}, headers=HTML)
    case = made.headers["Location"]
    page = ann.get(case, headers=HTML).text
    assert "DE, FR" in page
    version = {"version": "1", "confirmed": "true"}
    assert ann.post(f"{case}/warn", data=version, headers=HTML).status_code == 303
    assert "has not reached the seller yet" in ann.get(case, headers=HTML).text
    street.leased()
    with street.context.database.transaction() as session:
        past = utcnow() - timedelta(days=20)
        session.execute(
            update(Suspension).values(
                delivered_at=past, delivered_by="opened", answer_due=past + timedelta(days=14),
                state="unanswered",
            )
        )  # fmt: skip
    assert f'action="{case}/impose"' not in ann.get(case, headers=HTML).text
    sent = {**IMPOSED, "confirmed": "true", "version": "2"}
    answer = ben.post(f"{case}/impose", data=sent, headers=HTML)
    assert answer.status_code == 303, answer.text
    listed = ben.get("/console/suspensions", headers=HTML).text
    assert case in listed
    assert "s9" in ben.get("/console/orders", headers=HTML).text
