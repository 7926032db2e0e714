"""What filers show of single listings: their pages, and evidence that is for some alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from complaints.base.errors import Refusal
from complaints.models import Claim
from complaints.queries.filing import documents, evidence
from complaints.queries.sellers import listings_seen, replies
from complaints.rules.actors import Actor, PersonRole, filer, person, seller
from complaints.rules.filing.targets import Target
from complaints.services.registry import aim_at
from complaints.services.sellers import listings
from complaints.services.sellers.listings import Offer
from complaints.storage.context import Context
from complaints.storage.links import SellerOf
from tests.api.bodies import ITEM, complaint, pointers
from tests.api.test_documents import send
from tests.papers import makers
from tests.scenes.callers import Caller
from tests.scenes.clock import NOW
from tests.scenes.working import working

STAFF = person(1, PersonRole.REVIEWER)


@dataclass(frozen=True, slots=True)
class Case:
    """Two listings of two stores in one complaint: a picture of each page, a paper for the first
    alone, one for the second alone, and one for both, all passed on."""

    acme: Caller
    filed: dict[str, Any]
    papers: dict[str, int]

    def claim(self, number: int) -> int:
        claim_id: int = self.filed["targets"][number]["claim_id"]
        return claim_id

    def seller(self, session: Session, number: int) -> Actor:
        """The seller of a target, by the link to its store."""
        return seller(
            SellerOf(self.filed["id"], session.get_one(Claim, self.claim(number)).store_id)
        )


@pytest.fixture
def case(caller: Callable[..., Caller]) -> Case:
    acme = caller("filer", "acme")
    sent = {
        name: send(acme, makers.picture(text=name), f"{name}.png").get_json()
        for name in ("one", "two", "both", "page")
    }
    body = complaint(
        documents=[
            {"kind": "evidence", "sha256": sent[name]["sha256"], "filename": f"{name}.png",
             "pass_on": True, "targets": targets}
            for name, targets in (
                ("one", [f"{ITEM}1"]), ("two", [f"{ITEM}2"]), ("both", []),
            )
        ],
        targets=[
            {"url": f"{ITEM}1", "store_id": "s-1", "title": "ACME bag", "price": 12.5,
             "currency": "USD",
             "seen": {"text": "Like ACME!", "pictures": [sent["page"]["id"]]}},
            {"url": f"{ITEM}2", "store_id": "s-2"},
        ],
    )  # fmt: skip
    filed = acme.post("/complaints", body)
    assert filed.status_code == 201, filed.text
    return Case(acme, filed.get_json(), {name: one["id"] for name, one in sent.items()})


@pytest.mark.both_databases
def test_staff_see_the_listing_as_the_filer_and_the_catalogue_showed_it(
    case: Case, context: Context
) -> None:
    for day, price in ((3, 20), (2, 20), (1, 15)):
        target = Target(f"{ITEM}1", title="ACME bag", price=Decimal(price), currency="USD")
        offer = Offer(aim_at(target), text="A bag.", seen_at=NOW - timedelta(days=day))
        with context.database.transaction() as session:
            loaded = listings.load_offers(working(session), [offer], vault=context.vault)
            # What repeats the newest view adds none.
            assert loaded.views == (day != 2)
    with context.database.reading() as session:
        claim = session.get_one(Claim, case.claim(0))
        views = listings_seen.of_listing(working(session, STAFF), claim.listing_id, claim.id)
        assert [view.source for view in views] == ["filer", "catalogue", "catalogue"]
        own, newer, older = views
        assert (own.is_own, own.title, own.text) == (True, "ACME bag", "Like ACME!")
        assert [view.upload.id for view in own.pictures] == [case.papers["page"]]
        assert [(c.name, str(c.before[0])) for c in newer.changes] == [("price", "20.0000")]
        assert {change.name for change in own.changes} == {"price", "text"}
        assert older.changes == []
        # Another filer sees the catalogue's views and not acme's; a seller none.
        stranger = working(session, filer(case.acme.id + 1))
        assert {v.source for v in listings_seen.of_listing(stranger, claim.listing_id)} == {
            "catalogue"
        }
        accused = working(session, case.seller(session, 0))
        assert listings_seen.of_listing(accused, claim.listing_id, claim.id) == []


def test_the_views_of_a_claims_listing_are_read_by_its_filer_and_staff(
    case: Case, caller: Callable[..., Caller]
) -> None:
    path = f"/claims/{case.claim(0)}/seen"
    for who in (case.acme, caller("reviewer", "ann")):
        (view,) = who.get(path).get_json()["items"]
        assert (view["source"], view["claim_id"], view["title"], view["text"]) == (
            "filer", case.claim(0), "ACME bag", "Like ACME!",
        )  # fmt: skip
        assert (view["price"], view["pictures"]) == ("12.5000", [case.papers["page"]])
    for role in ("filer", "marketplace"):
        assert caller(role, f"{role}-else" if role == "filer" else "").get(path).status_code == 404


def test_a_seller_reads_only_evidence_for_its_own_listings(case: Case, context: Context) -> None:
    with context.database.reading() as session:
        for number, own, others in ((0, "one", "two"), (1, "two", "one")):
            work = working(session, case.seller(session, number))
            shown = replies.of_seller(work, vault=context.vault).papers
            assert {paper.document.upload.id for paper in shown} == {
                case.papers[own], case.papers["both"],
            }  # fmt: skip
            assert documents.get_document(work, case.papers[own]).upload.id == case.papers[own]
            # By its id it opens neither the other listing's paper nor a picture of a page.
            for name in (others, "page"):
                with pytest.raises(Refusal, match="no such document"):
                    documents.get_document(work, case.papers[name])
        judged = evidence.for_claim(working(session, STAFF), session.get_one(Claim, case.claim(0)))
        assert [paper.filename for paper in judged.for_listing] == ["one.png"]
        assert [paper.filename for paper in judged.for_all] == ["both.png"]
    staff = case.acme.get(f"/complaints/{case.filed['id']}").get_json()["documents"]
    assert {one["filename"]: one["claim_ids"] for one in staff} == {
        "both.png": [], "one.png": [case.claim(0)], "two.png": [case.claim(1)],
    }  # fmt: skip


def test_a_marketplace_reads_evidence_for_its_own_listings_alone(
    caller: Callable[..., Caller],
) -> None:
    acme, taobao = caller("filer", "acme"), caller("marketplace")
    sent = [send(acme, makers.pdf(n), "a.pdf").get_json() for n in (1, 2)]
    elsewhere = "https://item.jd.com/100012043978.html"
    targets = [f"{ITEM}1", elsewhere]
    papers = [
        {"kind": "evidence", "sha256": paper["sha256"], "pass_on": True, "targets": [url]}
        for paper, url in zip(sent, targets, strict=True)
    ]
    body = complaint(documents=papers, targets=[{"url": url} for url in targets])
    filed = acme.post("/complaints", body).get_json()
    read = [taobao.get(f"/documents/{paper['id']}").status_code for paper in sent]
    assert read == [200, 404]
    (shown,) = taobao.get(f"/complaints/{filed['id']}").get_json()["documents"]
    assert shown["claim_ids"] == [filed["targets"][0]["claim_id"]]


def test_evidence_for_a_claim_that_was_open_before_is_shown_there_and_to_no_seller_of_the_new_one(
    case: Case, context: Context
) -> None:
    late = send(case.acme, makers.picture(text="late"), "late.png").get_json()
    paper = {"kind": "evidence", "sha256": late["sha256"], "pass_on": True, "targets": [f"{ITEM}1"]}
    body = complaint(documents=[paper], targets=[{"url": f"{ITEM}1"}, {"url": f"{ITEM}3"}])
    filed = case.acme.post("/complaints", body).get_json()
    assert [one["duplicate"] for one in filed["targets"]] == [True, False]
    with context.database.reading() as session:
        work = working(session, STAFF)
        before = evidence.for_claim(work, session.get_one(Claim, case.claim(0)))
        assert [p.later for p in before.for_listing] == [None, filed["reference"]]
        new = filed["targets"][1]["claim_id"]
        assert evidence.for_claim(work, session.get_one(Claim, new)).papers == []
        accused = working(session, seller(SellerOf(filed["id"], None, new)))
        with pytest.raises(Refusal, match="no such document"):
            documents.get_document(accused, late["id"])


def test_what_is_wrong_with_it_is_said_at_once(caller: Callable[..., Caller]) -> None:
    acme, other = caller("filer", "acme"), caller("filer", "other")
    foreign = send(other, makers.picture(), "a.png").get_json()["id"]
    pdf = send(acme, makers.pdf(), "a.pdf").get_json()
    day = "2999-01-01T00:00:00Z"
    body = complaint(
        documents=[{"kind": "evidence", "sha256": pdf["sha256"], "targets": [f"{ITEM}9"]}],
        targets=[
            {"url": f"{ITEM}1", "seen": {"seen_at": day, "pictures": [pdf["id"], foreign]}},
        ],
    )
    assert pointers(acme.post("/complaints", body)) == [
        "/documents/0/targets/0", "/targets/0/seen/seen_at", "/targets/0/seen/pictures/0",
        "/targets/0/seen/pictures/1",
    ]  # fmt: skip
    long = complaint(targets=[{"url": f"{ITEM}1", "seen": {"text": "x" * 10_001}}])
    assert pointers(acme.post("/complaints", long)) == ["/targets/0/seen/text"]


def test_a_paper_that_came_elsewhere_is_pointed_out_with_its_outcome(
    case: Case, caller: Callable[..., Caller], context: Context
) -> None:
    twin = caller("filer", "twin")
    again = send(twin, makers.picture(text="one"), "mine.png").get_json()
    paper = {"kind": "evidence", "sha256": again["sha256"]}
    targets = [{"url": f"{ITEM}7", "store_id": "s-7", "store_name": "Seven"}]
    theirs = twin.post("/complaints", complaint(documents=[paper], targets=targets)).get_json()
    with context.database.reading() as session:
        work = working(session, STAFF)
        shown = evidence.for_claim(work, session.get_one(Claim, case.claim(0)))
        (alike,) = shown.alike
        assert (alike.paper.filename, alike.count, alike.by_others) == ("one.png", 1, True)
        (there,) = alike.elsewhere
        assert (there.complaint.id, there.filer.id, list(there.stores)) == (
            theirs["id"], twin.id, ["Seven"],
        )  # fmt: skip
        assert (there.is_exact, there.states) == (True, {"received": 1})
        assert there.document is not None
        assert there.document.upload.id == again["id"]
        # A filer is not told what others sent.
        own = working(session, filer(case.acme.id))
        assert evidence.for_claim(own, session.get_one(Claim, case.claim(0))).alike == ()


@pytest.mark.both_databases
def test_of_a_paper_in_very_many_complaints_the_newest_are_counted(
    case: Case, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = case.acme.get(f"/documents/{case.papers['both']}").data
    paper = {"kind": "evidence", "sha256": hashlib.sha256(sha256).hexdigest()}
    for number in (20, 21, 22):
        body = complaint(documents=[paper], targets=[{"url": f"{ITEM}{number}"}])
        assert case.acme.post("/complaints", body).status_code == 201
    with context.database.reading() as session:
        work, claim = working(session, STAFF), session.get_one(Claim, case.claim(0))
        for most, told in ((2, (2, True)), (3, (3, False)), (4, (3, False))):
            monkeypatch.setattr(evidence, "_NEWEST", most)
            (alike,) = evidence.for_claim(work, claim).alike
            assert (alike.count, alike.is_cut, alike.by_others) == (*told, False)
