"""Whoever follows the events by one cursor, whatever befalls the service, and notes what came."""

from __future__ import annotations

import json
import random
import threading
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from tests.chaos.asking import PAUSE, ask, is_to_be_asked_again, must_ask

Event = dict[str, Any]


@dataclass
class Follower:
    """One account's reader of events; its cursor survives, as it would in its own database."""

    name: str
    key: str
    ports: list[int]
    rng: random.Random
    over: threading.Event
    start: str = ""
    seen: list[Event] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def begin(self) -> None:
        """Stand where the events end now."""
        page = must_ask(self.ports[0], "GET", "/events?from_now=true", self.key)
        self.start = page["next"]

    def run(self) -> None:
        after = self.start
        while after and not self.over.is_set():
            after = self._follow(after)
        if after:
            # What came since the service has settled.
            self.seen += self._read(after)

    def _follow(self, after: str) -> str:
        port = self.rng.choice(self.ports)
        outcome, text = ask(port, "GET", f"/events?after={after}&limit=50&wait=1", self.key)
        if outcome == "200":
            page = json.loads(text)
            self.seen += page["items"]
            return str(page["next"])
        if is_to_be_asked_again(outcome):
            self.over.wait(PAUSE)
            return after
        self.wrong.append(f"{outcome} {text[:300].decode()}")
        return ""

    def read_anew(self) -> list[Event]:
        """Return what somebody reads who begins only now."""
        return self._read(self.start)

    def _read(self, after: str) -> list[Event]:
        items: list[Event] = []
        more = True
        while more:
            page = must_ask(self.ports[0], "GET", f"/events?after={after}&limit=500", self.key)
            items += page["items"]
            after, more = page["next"], page["more"]
        return items

    def faults(self, fresh: list[Event]) -> dict[str, list[str]]:
        """Compare what came meanwhile with what is read afterwards."""
        ids = [each["id"] for each in self.seen]
        anew = [each["id"] for each in fresh]
        missed = [told(each) for each in fresh if each["id"] not in set(ids)]
        shared = set(ids) & set(anew)
        in_order = [each for each in ids if each in shared] == [
            each for each in anew if each in shared
        ]
        return {
            "answered wrongly": self.wrong,
            "missed": missed,
            "came twice": [each for each, times in Counter(ids).items() if times > 1],
            "is there no more": [told(each) for each in self.seen if each["id"] not in set(anew)],
            "in another order": [] if in_order else [self.name],
            "versions backwards": backwards(self.seen),
        }


def told(event: Event) -> str:
    return f"{event['id']} {event['type']} {event['object']['id']}"


def backwards(events: list[Event]) -> list[str]:
    """Return where an object's version is followed by an earlier one."""
    of_objects: defaultdict[tuple[str, int], list[Event]] = defaultdict(list)
    for each in events:
        if each["object"]["version"] is not None:
            of_objects[each["object"]["kind"], each["object"]["id"]].append(each)
    return [
        told(later)
        for listed in of_objects.values()
        for earlier, later in pairwise(listed)
        if later["object"]["version"] < earlier["object"]["version"]
    ]
