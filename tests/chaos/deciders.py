"""Somebody of staff who takes listings down, and filers who withdraw some of it: orders and letters
arise."""

from __future__ import annotations

import itertools
import json
import random
import threading
from dataclasses import dataclass, field

from examples.marketplace.shop import Shop
from tests.chaos.asking import PAUSE, ask, is_to_be_asked_again
from tests.chaos.writers import Filed, Writer

# Of so many complaints one is decided, and of so many decided ones one is withdrawn.
DECIDED, WITHDRAWN = 3, 3
TAKE_DOWN = json.dumps({"decision": "take_down", "reason": "shown"}).encode()


@dataclass
class Decider:
    """One reviewer. `down` says of each item whether it is to be off sale; an item whose answer
    never came is in neither."""

    key: str
    shop: Shop
    writers: list[Writer]
    ports: list[int]
    rng: random.Random
    over: threading.Event
    pace: float
    down: dict[str, bool] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def run(self) -> None:
        for turn in itertools.count():
            if self.over.wait(self.pace):
                return
            writer = self.writers[turn % len(self.writers)]
            number = turn // len(self.writers) * DECIDED
            while number >= len(writer.filed):
                if self.over.wait(PAUSE):
                    return
            self._decide(writer, writer.filed[number], is_withdrawn=turn % WITHDRAWN == 0)

    def _decide(self, writer: Writer, filed: Filed, *, is_withdrawn: bool) -> None:
        self.shop.offer(filed.item, store="store-1", title=filed.item, price="19.90")
        if not self._asked(f"/complaints/{filed.complaint_id}/decide", self.key, TAKE_DOWN):
            return
        self.down[filed.item] = True
        if is_withdrawn and not self.over.wait(self.pace):
            del self.down[filed.item]
            if self._asked(f"/claims/{filed.claim_id}/withdraw", writer.key, b"{}"):
                self.down[filed.item] = False

    def _asked(self, path: str, key: str, body: bytes) -> bool:
        """Send it until it is answered; say whether it was done."""
        while True:
            outcome, text = ask(self.rng.choice(self.ports), "POST", path, key, body, once=path)
            if outcome in ("200", "201"):
                return True
            if not is_to_be_asked_again(outcome):
                self.wrong.append(f"{path} {outcome} {text[:300].decode()}")
                return False
            if self.over.wait(PAUSE):
                return False
