"""From interchange objects (one parsed JSON line each) to the raw columns of a `ClaimTable`.

A line that names a stored complaint again adds its events. Nothing here knows about findings.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from abuse.identity.origins import Origin, better
from abuse.record import memory
from abuse.record.fields import LineError
from abuse.record.interchange import RIGHT_DATES, Parsed, parse

# Lines between looks at whether what was read can still be scanned.
CHECKED_EVERY = 5_000

_TABLES: dict[str, tuple[str, ...]] = {
    "filers": ("filer", "source", "reference", "name", "kind", "country", "registered_at"),
    "complaints": (
        "complaint", "filer", "reference", "filed_at", "holder", "holder_name", "right",
        "right_kind", "right_number", "jurisdiction", "right_title", "classes", "basis",
        *RIGHT_DATES, "text", "unlisted_rejected",
    ),
    "claims": (
        "claim", "complaint", "marketplace", "listing", "store", "operator", "category",
        "listed_on", "price", "currency", "sales_30d", "status_at_filing",
    ),
    "events": (
        "complaint", "claim", "at", "kind", "merit", "by", "reason", "days_offline", "sales_lost",
    ),
    "identities": (
        "filer", "kind", "value", "domain", "first_seen", "last_seen", "origin", "known_since",
    ),
    "documents": ("complaint", "kind", "sha256"),
    "operates": ("filer", "store"),
}  # fmt: skip


def read_lines(
    lines: Iterable[dict[str, Any]], bad: list[str] | None = None, *, vouched: bool = False
) -> dict[str, dict[str, list[Any]]]:
    """Raw columns by table name, as `ClaimTable.from_rows` takes them.

    Parameters
    ----------
    lines : iterable of dict
    bad : list of str, optional
        Gets one sentence for each line left out. Without it, a bad line raises.
    vouched : bool
        Whether somebody vouches for what the lines call proven of their filers' marks. Nobody does
        for a file by itself: it counts as not said then.

    Raises
    ------
    LineError
        For the first bad line, if `bad` is None.
    """
    reader = _Reader()
    for number, line in enumerate(lines, 1):
        try:
            complaint = parse(line, vouched=vouched)
        except LineError as error:
            if bad is None:
                raise LineError(f"line {number}: {error}") from error
            bad.append(f"line {number}: {error}")
            continue
        reader.add(complaint)
        if number % CHECKED_EVERY == 0:
            memory.check(len(reader.claims), held=memory.BASE)
    return reader.columns()


@dataclass
class _Reader:
    """Gathers parsed lines; a complaint seen again adds only events that were not there."""

    filers: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    complaints: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    claims: list[dict[str, Any]] = field(default_factory=list)
    claims_of: dict[int, list[tuple[int, str | None]]] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    seen_events: dict[int, set[tuple[Any, ...]]] = field(default_factory=dict)
    identities: dict[tuple[int, str, str], dict[str, Any]] = field(default_factory=dict)
    documents: set[tuple[int, str, str]] = field(default_factory=set)
    operates: set[tuple[int, str]] = field(default_factory=set)

    def add(self, parsed: Parsed) -> None:
        key = (parsed.source, parsed.complaint["reference"])
        stored = self.complaints.get(key)
        if stored is None:
            stored = self._add_complaint(key, parsed)
        self._add_events(stored["complaint"], parsed.events)

    def _add_complaint(self, key: tuple[str, str], parsed: Parsed) -> dict[str, Any]:
        when = parsed.complaint["filed_at"]
        filer = self._filer(parsed, when)
        number = len(self.complaints)
        stored = {"complaint": number, "filer": filer, **parsed.complaint}
        self.complaints[key] = stored
        mine = self.claims_of[number] = []
        seen = set()
        for target in parsed.targets:
            listing = (target["marketplace"], target["listing"])
            if listing not in seen:
                seen.add(listing)
                claim = len(self.claims)
                mine.append((claim, target.pop("_id")))
                self.claims.append({"claim": claim, "complaint": number, **target})
        for kind, value, domain, origin in parsed.identities:
            said = origin, when
            spot = self.identities.setdefault(
                (filer, kind, value),
                {"domain": domain, "first_seen": when, "last_seen": when, "how": said},
            )
            spot["first_seen"] = min(spot["first_seen"], when)
            spot["last_seen"] = max(spot["last_seen"], when)
            spot["how"] = better(spot["how"], said)
        self.documents.update((number, kind, sha) for kind, sha in parsed.documents)
        self.operates.update((filer, store) for store in parsed.operates)
        return stored

    def _filer(self, parsed: Parsed, when: datetime) -> int:
        key = (parsed.source, parsed.filer["reference"])
        stored = self.filers.get(key)
        if stored is None:
            stored = {"filer": len(self.filers), "source": parsed.source, "_at": when}
            stored.update(parsed.filer)
            self.filers[key] = stored
        elif when >= stored["_at"]:
            # The newest filing says how the filer presents itself; what it leaves out stays.
            stored["_at"] = when
            stored.update({k: v for k, v in parsed.filer.items() if v is not None})
        else:
            for name, value in parsed.filer.items():
                if stored[name] is None:
                    stored[name] = value
        filer: int = stored["filer"]
        return filer

    def _add_events(self, complaint: int, events: list[dict[str, Any]]) -> None:
        seen = self.seen_events.setdefault(complaint, set())
        for event in events:
            only = event.pop("only")
            mark = (*event.values(), only)
            if mark in seen:
                continue
            seen.add(mark)
            for claim, listing in self.claims_of[complaint]:
                if only is None or listing in only:
                    self.events.append({"complaint": complaint, "claim": claim, **event})

    def columns(self) -> dict[str, dict[str, list[Any]]]:
        rows: dict[str, list[dict[str, Any]]] = {
            "filers": list(self.filers.values()),
            "complaints": list(self.complaints.values()),
            "claims": self.claims,
            "events": self.events,
            "identities": [
                {"filer": f, "kind": k, "value": v, **seen, **_how(*seen["how"])}
                for (f, k, v), seen in self.identities.items()
            ],
            "documents": [
                {"complaint": c, "kind": k, "sha256": s} for c, k, s in sorted(self.documents)
            ],
            "operates": [{"filer": f, "store": s} for f, s in sorted(self.operates)],
        }
        return {
            table: {name: [row[name] for row in rows[table]] for name in names}
            for table, names in _TABLES.items()
        }


def _how(origin: Origin, since: datetime) -> dict[str, Any]:
    return {"origin": str(origin), "known_since": since}
