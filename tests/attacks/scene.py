"""What the stories of attacks have in common: accounts, their rights and offers, and a reviewer."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from tests.api.bodies import ITEM, complaint
from tests.scenes.callers import Caller

SEEN = {"reason": "The certificate names the account."}
TAKE_DOWN = {"decision": "take_down", "reason": "shown"}


class Scene:
    def __init__(self, caller: Callable[..., Caller]) -> None:
        self.caller, self.reviewer = caller, caller("reviewer")
        self._listings = itertools.count(1)

    def state(self, who: Caller, number: str, *, compared: bool = False) -> int:
        """Let an account state a mark as its own; `compared` lets the reviewer see its paper."""
        right: int = who.post("/rights", mark(number)).get_json()["id"]
        if compared:
            done = self.reviewer.post(f"/rights/{right}/proof", SEEN)
            assert done.status_code == 200, done.get_json()
        return right

    def offer(self, holder: Caller, agent: Caller, named: str) -> Any:
        """Let a holder offer its authorization to the agent of this name, which accepts it."""
        body = {"agent": {"number": agent.id, "name": named}}
        offer = holder.post("/authorizations/offers", body)
        assert offer.status_code == 201, offer.get_json()
        return agent.post(f"/authorizations/{offer.get_json()['id']}/accept").get_json()

    def file(self, who: Caller, number: str, **said: Any) -> Any:
        targets = [{"url": f"{ITEM}{next(self._listings)}"} for _ in range(2)]
        body = complaint(right=mark(number), targets=targets, **said)
        sent = who.post("/complaints", body)
        assert sent.status_code == 201, sent.get_json()
        return sent.get_json()

    def take_down(self, filed: Any, number: int = 0) -> Any:
        claim = filed["targets"][number]["claim_id"]
        return self.reviewer.post(f"/claims/{claim}/decide", TAKE_DOWN)

    def signs(self, filed: Any) -> list[str]:
        checks = self.reviewer.get(f"/complaints/{filed['id']}").get_json()["checks"]
        return [sign for check in checks for sign in check["signs"]]

    def alarms(self, who: Caller) -> Any:
        return who.get("/alarms").get_json()["items"]

    def answer(self, who: Caller, alarm: int, answer: str = "not_authorized") -> Any:
        said = who.post(f"/alarms/{alarm}/answer", {"answer": answer, "note": "No."})
        assert said.status_code == 200, said.get_json()
        return said.get_json()

    def looks(self) -> list[int]:
        waiting = self.reviewer.get("/alarms?look=true").get_json()["items"]
        return [alarm["id"] for alarm in waiting]


def mark(number: str) -> dict[str, str]:
    return {"kind": "trademark", "number": number, "jurisdiction": "CN", "title": "LUMORA"}
