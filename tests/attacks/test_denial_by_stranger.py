"""A stranger types an honest brand's number, reads its alarms and denies it: nothing follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.bodies import ITEM, MARK, complaint, slug
from tests.scenes.callers import Caller

TAKE_DOWN = {"decision": "take_down", "reason": "shown"}
DENIED = {"answer": "not_authorized", "note": "We know nobody of that name."}


class Market:
    """An honest brand with its mark, a stranger who typed the same number, and a reviewer."""

    def __init__(self, caller: Callable[..., Caller]) -> None:
        self.brand, self.stranger = caller("filer", "Acme Inc"), caller("filer", "Nobody Ltd")
        self.reviewer = caller("reviewer")
        self.right = self.brand.post("/rights", MARK).get_json()["id"]
        self.typed = self.stranger.post("/rights", MARK).get_json()["id"]
        self.filed = self.file(1)

    def file(self, number: int, who: Caller | None = None) -> Any:
        targets = [{"url": f"{ITEM}{number}"}, {"url": f"{ITEM}{number}00"}]
        sent = (who or self.brand).post("/complaints", complaint(right=MARK, targets=targets))
        assert sent.status_code == 201, sent.get_json()
        return sent.get_json()

    def alarm(self, who: Caller | None = None) -> Any:
        (alarm,) = (who or self.stranger).get("/alarms").get_json()["items"]
        return alarm

    def deny(self, who: Caller | None = None) -> Any:
        alarm = self.alarm(who)
        said = (who or self.stranger).post(f"/alarms/{alarm['id']}/answer", DENIED)
        assert said.status_code == 200, said.get_json()
        return said.get_json()

    def take_down(self, filed: Any, number: int = 0) -> Any:
        claim = filed["targets"][number]["claim_id"]
        return self.reviewer.post(f"/claims/{claim}/decide", TAKE_DOWN)

    def compare(self, right: int) -> None:
        """Let the reviewer record that it compared the certificate of a right."""
        reason = {"reason": "The certificate names the account."}
        done = self.reviewer.post(f"/rights/{right}/proof", reason)
        assert (done.status_code, done.get_json()["proof"]) == (200, "paper_seen")


@pytest.fixture
def market(caller: Callable[..., Caller]) -> Market:
    return Market(caller)


def test_a_denial_without_proof_freezes_nothing_and_asks_who_denies(market: Market) -> None:
    denied = market.deny()
    assert (denied["answer"], denied["followed"]) == ("not_authorized", "ask_denier")
    letters = market.reviewer.get("/letters").get_json()["items"]
    asked = [each for each in letters if each["kind"] == "proof_asked"]
    assert [each["filer_id"] for each in asked] == [market.stranger.id]
    assert market.take_down(market.filed).get_json()["state"] == "removed"
    # Nor does it touch what the brand files next.
    later = market.file(2)
    assert later["authority"] is None
    assert market.take_down(later).status_code == 200


def test_a_second_press_erases_no_verification(market: Market) -> None:
    market.deny()
    market.compare(market.right)
    assert market.deny()["followed"] == "ask_denier"
    assert market.brand.get(f"/rights/{market.right}").get_json()["proof"] == "paper_seen"
    checks = market.reviewer.get(f"/complaints/{market.filed['id']}").get_json()["checks"]
    assert [check for check in checks if check["kind"] == "authority"] == []
    assert market.take_down(market.filed).status_code == 200


def test_a_stranger_does_not_read_who_has_proven_more(market: Market) -> None:
    assert market.alarm()["by"] == "Acme Inc"  # neither has proven anything
    market.compare(market.right)
    alarm = market.alarm()
    assert (alarm["by"], alarm["basis"], alarm["complaints"]) == (None, None, 1)


def test_the_stranger_itself_is_asked_once_the_brand_is_proven(market: Market) -> None:
    market.compare(market.right)
    posed = market.file(5, market.stranger)
    assert posed["authority"] == "asked"
    assert slug(market.take_down(posed)) == "authority-unverified"
    # Who filed first does not outrank proof, and the brand is asked nothing.
    assert market.file(6)["authority"] is None


def test_a_holder_that_proves_its_right_later_is_followed_then(market: Market) -> None:
    """The other way round: the one who denies is the holder, and the filer is nobody."""
    posed = market.file(7, market.stranger)
    assert posed["authority"] is None
    assert market.deny(market.brand)["followed"] == "ask_denier"
    market.compare(market.right)
    assert market.alarm(market.brand)["followed"] == "ask_filer"
    assert slug(market.take_down(posed)) == "authority-unverified"
    assert market.file(8, market.stranger)["authority"] == "asked"


@pytest.mark.parametrize(("side", "status"), [("filer", 200), ("denier", 409)])
def test_between_two_proven_accounts_a_person_decides(
    market: Market, side: str, status: int
) -> None:
    market.compare(market.right)
    market.compare(market.typed)  # a licence ended, or a forged paper passed
    assert market.deny()["followed"] == "look"
    assert market.take_down(market.filed).status_code == 200
    (look,) = market.reviewer.get("/alarms?look=true").get_json()["items"]
    said = {"settled_for": side, "reason": "The newer extract decides."}
    path = f"/alarms/{look['id']}/settle"
    assert market.stranger.post(path, said).status_code == 403
    assert market.reviewer.post(path, said).get_json()["settled_for"] == side
    assert slug(market.reviewer.post(path, said)) == "wrong-state"
    assert market.reviewer.get("/alarms?look=true").get_json()["items"] == []
    assert market.take_down(market.filed, 1).status_code == status
