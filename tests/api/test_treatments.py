"""What a boycott's law asks, by the doors: said at once, kept, and sent later by key or page."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from complaints.base.clock import utcnow
from complaints.rules.policy.law_policy import LawPolicy
from complaints.storage.context import Context
from tests.api.bodies import ITEM, complaint, slug
from tests.api.test_documents import send
from tests.papers import makers
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller, app_of
from tests.services.decisions.desk import Desk

HTML = {"Accept": "text/html"}
MAIL = {"email": "ip@acme.example"}
GERMANY, BRITAIN = "https://www.amazon.de/dp/B000000001", "https://www.amazon.co.uk/dp/B000000003"
AMERICA = "https://www.amazon.com/dp/B000000002"
ALL = ["identity", "right", "difference"]


class Bound:
    """A filer whom a boycott binds, by the usual treatments."""

    def __init__(self, context: Context, caller: Callable[..., Caller]) -> None:
        self.context = context
        self.acme, self.rev = caller("filer", "acme"), caller("reviewer", "rev")
        self.acme.post("/complaints", complaint(targets=[{"url": f"{ITEM}90"}]))
        desk = Desk(context.database, utcnow())
        self.case = desk.boycott(self.acme.id, treatments=LawPolicy().treatments())

    def file(self, *urls: str, **given: Any) -> Any:
        given = {"contact": MAIL, **given}
        body = complaint(targets=[{"url": url} for url in urls], **given)
        return self.acme.post("/complaints", body)

    def complete(self, claim: int, shows: str, *, size: int) -> Any:
        paper = send(self.acme, makers.picture(size=(size, size))).get_json()["id"]
        body = {"note": "Here it is.", "documents": [paper], "shows": shows}
        return self.acme.post(f"/claims/{claim}/complete", body)


@pytest.fixture
def bound(context: Context, caller: Callable[..., Caller]) -> Bound:
    return Bound(context, caller)


def test_one_complaint_under_four_laws_gets_each_its_treatment(bound: Bound) -> None:
    told = bound.file(f"{ITEM}1", GERMANY, BRITAIN, AMERICA).get_json()
    shown = [(each["state"], each["treatment"], each["lacks"]) for each in told["targets"]]
    assert shown == [
        ("incomplete", "raised_proof", ALL),
        ("not_processed", "not_processed", []),
        ("received", "lane", []),
        ("received", "lane", []),
    ]
    whose = told["boycott"]
    assert (whose["kept"], whose["asked"], whose["boycott_id"]) == (1, 1, bound.case)
    assert whose["treatments"] == LawPolicy().treatments()
    kept = bound.file(GERMANY)
    assert (kept.status_code, slug(kept)) == (403, "boycotted")
    assert kept.get_json()["treatments"] == LawPolicy().treatments()
    assert "We still read notices under the E-Commerce Law of China" in kept.get_json()["detail"]
    lane = bound.rev.get(f"/claims/{told['targets'][2]['claim_id']}").get_json()
    assert [clock["kind"] for clock in lane["clocks"]] == ["lane"]
    assert lane["decide_by"] is not None


def test_what_lacks_is_sent_by_a_key_one_thing_after_the_other(
    bound: Bound, caller: Callable[..., Caller]
) -> None:
    (target,) = bound.file(f"{ITEM}1").get_json()["targets"]
    claim = target["claim_id"]
    left = ALL
    for size, shows in enumerate(ALL, 40):
        done = bound.complete(claim, shows, size=size).get_json()
        left = left[1:]
        assert (done["lacks"], done["state"]) == (left, "incomplete" if left else "received")
    # Staff do not take anything down before they have compared the papers.
    refused = bound.rev.post(
        f"/claims/{claim}/decide", {"decision": "take_down", "reason": "shown"}
    )
    assert (refused.status_code, slug(refused)) == (409, "authority-unverified")
    assert "take_down" not in bound.rev.get(f"/claims/{claim}").get_json()["possible"]
    case = bound.rev.get(f"/claims/{claim}").get_json()["complaint_id"]
    number = bound.rev.get(f"/complaints/{case}").get_json()["right"]["id"]
    seen = {"reason": "The certificate has its name."}
    assert bound.rev.post(f"/rights/{number}/proof", seen).status_code == 200
    assert bound.rev.post(
        f"/claims/{claim}/decide", {"decision": "take_down", "reason": "shown"}
    ).status_code == 200  # fmt: skip
    # Nobody else sends anything for it.
    stranger = caller("filer", "stranger")
    paper = send(stranger, makers.picture(size=(60, 60))).get_json()["id"]
    body = {"note": "Mine.", "documents": [paper], "shows": "right"}
    assert stranger.post(f"/claims/{claim}/complete", body).status_code == 404


def test_what_lacks_is_said_and_sent_on_the_claims_page(bound: Bound) -> None:
    filed = bound.file(f"{ITEM}1").get_json()
    claim = filed["targets"][0]["claim_id"]
    browser = app_of(bound.context).test_client()
    sign_in(browser, "filer", "acme")
    for path in (f"/claims/{claim}", f"/complaints/{filed['id']}/receipt",
                 f"/complaints/{filed['id']}"):  # fmt: skip
        page = browser.get(path, headers=HTML).text
        assert "We need more about 1 listing before we look at it." in page
        assert "A document that shows who you are" in page
    assert "After that we close this part" not in browser.get(f"/claims/{claim}", headers=HTML).text
    for size, shows in enumerate(ALL, 50):
        paper = io.BytesIO(makers.picture(size=(size, size)))
        sent = {"note": "Here.", "shows": shows, "files": (paper, f"{shows}.png")}
        done = browser.post(f"/claims/{claim}/complete", data=sent, headers=HTML)
        assert done.status_code == 303
    assert bound.acme.get(f"/claims/{claim}").get_json()["state"] == "received"
    assert "We need something from you" not in browser.get(f"/claims/{claim}", headers=HTML).text


def test_a_seller_does_not_read_how_its_complainant_is_treated(
    bound: Bound, caller: Callable[..., Caller]
) -> None:
    filed = bound.file(f"{ITEM}1", contact=MAIL).get_json()
    path = f"/claims/{filed['targets'][0]['claim_id']}"
    assert bound.rev.get(path).get_json()["treatment"] == "raised_proof"
    told = caller("marketplace", "market").get(path).get_json()
    assert (told["treatment"], told["lacks"]) == (None, [])
