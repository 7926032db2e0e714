"""The events of one complaint, gathered by listing and written down in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lab.makers.unseen.calendar import Calendar


@dataclass
class Docket:
    """What happens to the listings of a complaint, in days; what lies after the period is
    unknown."""

    calendar: Calendar
    listings: int
    entries: list[tuple[float, str, str, dict[str, Any]]] = field(default_factory=list)

    def add(self, at: float, kind: str, lid: str, **facts: Any) -> None:
        told = {key: value for key, value in facts.items() if value is not None}
        self.entries.append((at, kind, lid, told))

    def events(self) -> list[dict[str, Any]]:
        """Interchange events, oldest first; what befell several listings at once is one event."""
        together: dict[tuple[str, str, str], tuple[float, dict[str, Any], list[str]]] = {}
        for at, kind, lid, facts in sorted(self.entries, key=lambda entry: entry[0]):
            if at >= self.calendar.days:
                continue
            stamp = self.calendar.stamp(at)
            alike = repr(sorted(facts.items(), key=lambda fact: fact[0]))
            together.setdefault((stamp, kind, alike), (at, facts, []))[2].append(lid)
        written = []
        for (stamp, kind, _), (_, facts, lids) in together.items():
            event = {"at": stamp, "kind": kind} | facts
            if len(lids) < self.listings:
                event["listing_ids"] = lids
            written.append(event)
        return written
