"""What follows from a counter-notice, by the doors: the API, the filer's and the seller's pages,
and the clock's job, whose time is an argument."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.jobs import worker
from complaints.models import Claim, Clock, Letter
from complaints.storage.context import Context
from complaints.storage.links import SellerOf
from tests.api.bodies import COUNTER, MARK, complaint, slug
from tests.policies import put_policy
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller, app_of
from tests.scenes.links import confirm, link_to

HTML = {"Accept": "text/html"}
TAKE_DOWN = {"decision": "take_down", "reason": "shown"}
SONG = {"kind": "copyright", "title": "Sunrise", "jurisdiction": "US"}
# Of Madrid: it holds on each of these sites.
WIDE = {**MARK, "jurisdiction": "WO", "territories": ["CN", "EU", "US"]}
AMAZON = [{"url": "https://www.amazon.com/dp/B08N5WRWNW", "store_id": "s9"}]
GERMAN = [{"url": "https://www.amazon.de/dp/B08N5WRWNW", "store_id": "s9"}]
TAOBAO = [{"url": "https://item.taobao.com/item.htm?id=1", "store_id": "s9"}]
IN_FULL = {"name": "Mei Shop", "email": "s@shop.example", "phone": "+8613800000000",
           "address": "1 Home Rd", "registration": "91990000MA00000008"}  # fmt: skip

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Case:
    """A claim of acme's, taken down by the API."""

    def __init__(self, context: Context, caller: Callable[..., Caller], **given: Any) -> None:
        self.context = context
        self.acme, self.rev = caller("filer", "acme"), caller("reviewer", "rev")
        self.sid = caller("supervisor", "sid")
        filed = self.acme.post("/complaints", complaint(**{"right": WIDE, **given})).get_json()
        self.complaint, self.id = filed["id"], filed["targets"][0]["claim_id"]
        assert self.rev.post(f"/claims/{self.id}/decide", TAKE_DOWN).status_code == 200
        with context.database.reading() as session:
            self.store = session.get_one(Claim, self.id).store_id
        self.browser = app_of(context).test_client()
        sign_in(self.browser, "filer", "acme")

    def counter(self, *signed: str) -> None:
        answer = {
            **COUNTER,
            "seller": IN_FULL,
            "declarations": ["true", *signed],
        }
        assert self.sid.post(f"/claims/{self.id}/counter", answer).status_code == 200

    def page(self) -> str:
        return str(self.browser.get(f"/claims/{self.id}", headers=HTML).text)

    def press(self, step: str, **form: str) -> int:
        path = f"/claims/{self.id}/{step}"
        return int(self.browser.post(path, data=form, headers=HTML).status_code)

    def clocks_until(self, now: datetime) -> None:
        """Run the job as its worker does at that time."""
        worker.run_pending(self.context, now, share=worker.Share(only=("clocks",)))

    def state(self) -> str:
        return str(self.acme.get(f"/claims/{self.id}").get_json()["state"])

    def clocks(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.rev.get(f"/claims/{self.id}").get_json()["clocks"]
        return rows

    def ends_at(self, kind: str) -> datetime:
        with self.context.database.reading() as session:
            clock = select(Clock).where(Clock.claim_id == self.id, Clock.kind == kind)
            return session.scalars(clock.order_by(Clock.id.desc())).one().ends_at

    def letters(self, kind: str) -> int:
        with self.context.database.reading() as session:
            return len(session.scalars(select(Letter).where(Letter.kind == kind)).all())


def test_a_work_comes_back_by_us_law(context: Context, caller: Callable[..., Caller]) -> None:
    case = Case(context, caller, basis="copyright", right=SONG, targets=AMAZON)
    case.counter("perjury", "jurisdiction")
    over = case.ends_at("restore")
    page = case.page()
    assert "The listing comes back on" in page
    assert "If you sue, or go to the Copyright Claims Board, tell us by the end of" in page
    assert "17 U.S.C. 512(g)(2)(C)" in page
    assert "The filer can tell us" not in page
    assert "Put the deadline on hold" not in page
    stand = {"decision": "stand", "reason": "shown"}
    refused = case.rev.post(f"/claims/{case.id}/decide", stand)
    assert (refused.status_code, slug(refused)) == (409, "law-forbids")
    assert refused.get_json()["comes_back_at"].startswith(f"{over:%Y-%m-%dT%H}")
    seen = case.rev.get(f"/claims/{case.id}").get_json()["possible"]
    assert ("stand" in seen, "reinstate" in seen) == (False, True)
    case.clocks_until(over - timedelta(minutes=2))
    assert case.state() == "countered"
    case.clocks_until(over)
    assert case.state() == "reinstated"
    assert case.letters("listing_restored") == 2


def test_measures_end_by_chinas_law_and_papers_stop_the_time(
    context: Context, caller: Callable[..., Caller]
) -> None:
    case = Case(context, caller, targets=TAOBAO)
    case.counter("art43")
    over = case.ends_at("wait")
    assert case.press("await-papers", why="") == 422
    assert case.press("await-papers", why="At a notary in Bonn.") == 303
    page = case.page()
    assert "At a notary in Bonn." in page
    assert "It continues at the end of" in page
    assert "(Beijing time)" in page
    seller = app_of(context).test_client()
    path = link_to(context, seller=SellerOf(case.complaint, store_id=case.store))
    confirm(seller, context, path)
    assert "and until the end of" in seller.get(path, headers=HTML).text
    assert "The documents have arrived" in page
    again = case.acme.post(f"/claims/{case.id}/await-papers", {"why": "Still there."})
    assert (again.status_code, slug(again)) == (409, "wrong-state")
    assert case.press("papers-came") == 303
    assert case.ends_at("wait") >= over
    assert case.acme.post(f"/claims/{case.id}/papers-came").status_code == 409
    assert case.acme.post(f"/claims/{case.id}/await-papers", {"why": "More."}).status_code == 200
    # The cap is used at the latest after 20 working days; the rest of the time follows.
    case.clocks_until(over + timedelta(days=60))
    assert case.state() == "reinstated"


def test_a_seller_appeals_by_the_law_of_the_union(
    context: Context, caller: Callable[..., Caller]
) -> None:
    given: dict[str, Any] = {"contact": {"email": "ip@acme.example"}}
    case = Case(context, caller, basis="trademark", targets=GERMAN, **given)
    path = link_to(context, seller=SellerOf(case.complaint, store_id=case.store))
    seller = app_of(context).test_client()
    confirm(seller, context, path)
    assert "Appeal against the decision" in seller.get(path, headers=HTML).text
    (term,) = [each for each in case.clocks() if each["kind"] == "appeal_seller"]
    assert (term["article"], term["number"], term["unit"]) == ("DSA Art. 20(1)", 6, "months")
    # Long after the day by which its answer was asked for.
    case.clocks_until(case.ends_at("answer") + timedelta(days=60))
    form = {"claim_ids": str(case.id), "grounds": "The goods are ours.", "step": "send"}
    assert seller.post(f"{path}/appeal", data=form, headers=HTML).status_code == 303
    (appeal,) = case.sid.get("/appeals?state=filed").get_json()["items"]
    with context.database.reading() as session:
        judge = session.scalars(select(Clock).where(Clock.appeal_id == appeal["id"])).one()
        assert (judge.kind, judge.basis, judge.state) == ("judge", "DSA Art. 20(4)", "running")
    overturn = {"decision": "overturn", "reason": "weighed-wrongly"}
    decided = case.sid.post(f"/appeals/{appeal['id']}/decide", overturn)
    assert decided.status_code == 200, decided.get_json()
    assert case.state() == "reinstated"
    kinds = {each["kind"]: each for each in case.clocks()}
    assert kinds["appeal_filer"]["article"] == "DSA Art. 20(1)", (
        "the other side has its own redress"
    )
    with context.database.reading() as session:
        assert session.get_one(Clock, judge.id).state == "stopped"


def test_a_claim_lapses_whose_filer_sends_nothing(
    context: Context, caller: Callable[..., Caller]
) -> None:
    acme, rev = caller("filer", "acme"), caller("reviewer", "rev")
    filed = acme.post("/complaints", complaint(basis="trademark", targets=AMAZON)).get_json()
    path = f"/claims/{filed['targets'][0]['claim_id']}"
    due = utcnow() + timedelta(days=7)
    asked = {"what": "A picture.", "answer_due": due.isoformat()}
    assert rev.post(f"{path}/ask", asked).status_code == 200
    for when, state in ((due - timedelta(minutes=2), "incomplete"), (due, "closed")):
        worker.run_pending(context, when, share=worker.Share(only=("clocks",)))
        assert acme.get(path).get_json()["state"] == state


def test_each_side_answers_once_more_by_our_rules(
    context: Context, caller: Callable[..., Caller]
) -> None:
    case = Case(context, caller, basis="trademark", targets=AMAZON)
    with context.database.transaction() as session:
        put_policy(session, "[law]\nreply_days = 4\nrejoin_days = 4\n")
    case.counter()
    assert "You can reply to the seller by the end of" in case.page()
    seller = app_of(context).test_client()
    path = link_to(context, seller=SellerOf(case.complaint, store_id=case.store))
    confirm(seller, context, path)
    closed = seller.get(f"{path}/rejoin", headers=HTML).text
    assert "Your answer to the complainant" not in closed
    assert case.press("reply", statement="A copy.", pass_on="false") == 303
    assert "Answer the complainant" in seller.get(path, headers=HTML).text
    assert "Your answer to the complainant" in seller.get(f"{path}/rejoin", headers=HTML).text
    answer = {"claim_ids": str(case.id), "statement": "It is the older seam.", "step": "send"}
    assert seller.post(f"{path}/rejoin", data=answer, headers=HTML).status_code == 303
    assert "It is the older seam." in case.page()
    late = case.sid.post(f"/claims/{case.id}/rejoin", {"statement": "And more."})
    assert (late.status_code, slug(late)) == (409, "wrong-state")


def test_staff_see_who_said_nothing(context: Context, caller: Callable[..., Caller]) -> None:
    case = Case(context, caller, basis="trademark", targets=AMAZON)
    with context.database.transaction() as session:
        put_policy(session, "[law]\nreply_days = 4\n")
    case.counter()
    case.clocks_until(case.ends_at("reply"))
    staff = app_of(context).test_client()
    sign_in(staff, "reviewer", "rev")
    for path in ("/console", f"/console/claims/{case.id}"):
        assert "The filer has said nothing" in staff.get(path, headers=HTML).text
    waits = case.rev.get("/queue?subject=complaint").get_json()["items"][0]["what"]
    assert "filer_silent" in waits
