"""A law firm that is minutes old files for a holder with 34 complaints, on a typed reference."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

import pytest

from complaints.base.clock import utcnow
from complaints.services.decisions import claims
from complaints.storage.context import Context
from tests.api.bodies import complaint, slug
from tests.scenes.callers import Caller
from tests.scenes.staged import staged
from tests.services.authority.known import DAY, MAKER, Known, target

HOLDER = {"name": "Velora GmbH"}
TYPED = {"reference": "POA-1"}
MARK = {
    "kind": "trademark", "number": "1234567", "jurisdiction": "WO", "territories": ["CN", "US"],
    "title": "VELORA",
}  # fmt: skip
PAPER = {"kind": "authorization", "sha256": "a" * 64, "filename": "power-of-attorney.pdf"}


class Market:
    """A holder whose 34 complaints were upheld, an invented firm, and a reviewer."""

    def __init__(self, caller: Callable[..., Caller], context: Context) -> None:
        self.caller = caller
        desk = Known(context.database, utcnow())
        for number in range(29):
            at = desk.now - (90 - number) * DAY
            claim_id = desk.claim(desk.portal, filer=MAKER, targets=target(100 + number), at=at)
            fake: dict[str, Any] = {"decision": "take_down", "code": "shown", "at": at}
            desk.do(claims.decide, desk.ann, claim_id, **fake)
        self.firm, self.reviewer = caller("agent", "Finch & Moss Law"), caller("reviewer")

    def file(self, number: int, who: Caller | None = None, **said: Any) -> Any:
        given = {
            "right": MARK, "rights_holder": HOLDER, "authorization": TYPED,
            "targets": target(500 + number), **said,
        }  # fmt: skip
        body = complaint(**given)
        sent = (who or self.firm).post("/complaints", body)
        assert sent.status_code == 201, sent.get_json()
        return sent.get_json()

    def take_down(self, filed: Any) -> Any:
        decision = {"decision": "take_down", "reason": "shown"}
        return self.reviewer.post(f"/claims/{filed['targets'][0]['claim_id']}/decide", decision)


@pytest.fixture
def market(caller: Callable[..., Caller], context: Context) -> Market:
    built = copy(staged(context.database, "invented firm", lambda: Market(caller, context)))
    built.caller = caller
    return built


def test_a_typed_reference_is_no_paper(market: Market) -> None:
    filed = market.file(1)
    assert filed["authority"] == "asked"
    assert slug(market.take_down(filed)) == "authority-unverified"
    (check,) = market.reviewer.get(f"/complaints/{filed['id']}").get_json()["checks"]
    assert check["signs"] == ["unproven"]
    assert (check["numbers"]["known_complaints"], check["numbers"]["standing"]) == (34, "stated")
    # Nor by another number of the same holder, nor with a permission registered before.
    other = {**MARK, "number": "7654321"}
    assert market.file(2, right=other)["authority"] == "asked"
    registered = {"rights_holder": HOLDER, "reference": "POA-2"}
    permit = market.firm.post("/authorizations", registered).get_json()
    assert permit["proof"] == "stated"
    named = {"authorization": None, "authorization_id": permit["id"]}
    assert market.file(3, **named)["authority"] == "asked"


def test_an_invented_paper_is_looked_at_first(market: Market) -> None:
    filed = market.file(1, documents=[PAPER])
    assert filed["authority"] == "asked"
    (check,) = market.reviewer.get(f"/complaints/{filed['id']}").get_json()["checks"]
    assert check["numbers"]["standing"] == "shown"


def test_an_invented_holder_cannot_authorize_the_firm(market: Market) -> None:
    invented = market.caller("filer", "Velora GmbH")
    right = invented.post("/rights", MARK).get_json()["id"]
    agent = {"number": market.firm.id, "name": "Finch & Moss Law"}
    offer = invented.post("/authorizations/offers", {"agent": agent, "right_id": right})
    path = f"/authorizations/{offer.get_json()['id']}"
    accepted = market.firm.post(f"{path}/accept").get_json()
    assert accepted["proof"] == "confirmed"
    named = {"right": None, "rights_holder": None, "right_id": accepted["right_id"]}
    filed = market.file(1, **named, authorization=None, authorization_id=accepted["id"])
    assert filed["authority"] == "asked"
    assert slug(market.take_down(filed)) == "authority-unverified"


def test_an_honest_agency_is_asked_once(market: Market) -> None:
    filed = market.file(1, documents=[PAPER])
    seen = {"reason": "The holder's signed paper, confirmed by its legal department."}
    done = market.reviewer.post(f"/complaints/{filed['id']}/authority", seen)
    assert done.status_code == 200
    assert market.take_down(filed).get_json()["state"] == "removed"
    again = market.file(2)
    assert again["authority"] is None
    assert market.take_down(again).status_code == 200
    permits = market.firm.get("/authorizations").get_json()["items"]
    assert [permit["proof"] for permit in permits] == ["paper_seen"]


def test_the_holders_own_offer_clears_its_agent_once_the_holder_is_proven(market: Market) -> None:
    holder = market.caller("filer", "Velora GmbH")
    right = holder.post("/rights", MARK).get_json()["id"]
    why = {"reason": "The certificate names the account."}
    assert market.reviewer.post(f"/rights/{right}/proof", why).status_code == 200
    agent = {"number": market.firm.id, "name": "Finch & Moss Law"}
    offer = holder.post("/authorizations/offers", {"agent": agent, "right_id": right})
    accepted = market.firm.post(f"/authorizations/{offer.get_json()['id']}/accept").get_json()
    named = {"right": None, "rights_holder": None, "right_id": accepted["right_id"]}
    filed = market.file(1, **named, authorization=None, authorization_id=accepted["id"])
    assert filed["authority"] is None
    assert market.take_down(filed).status_code == 200
