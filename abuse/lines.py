"""From interchange objects (one parsed JSON line each) to the raw columns of a `ClaimTable`.

Reads what the detector needs and checks only that; the full contract is the importer's affair. A
line that names a stored complaint again adds its events. Nothing here knows about findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from abuse.identity import domain_of, normalise
from abuse.outcomes import KINDS, MERITS

DEFAULT_SOURCE = "import"
_IDENTITIES = ("email", "phone", "address", "ip", "device", "payment", "website")
_FILER_KINDS = ("rights_holder", "agent", "individual")
_RIGHT_DATES = ("applied_on", "priority_on", "registered_on", "first_published_on")


class LineError(ValueError):
    """A line that is not a valid complaint; the message says which field and why."""


def read_lines(
    lines: Iterable[dict[str, Any]], bad: list[str] | None = None
) -> dict[str, dict[str, list[Any]]]:
    """Raw columns by table name, as `ClaimTable.from_rows` takes them.

    Parameters
    ----------
    lines : iterable of dict
    bad : list of str, optional
        Gets one sentence for each line left out. Without it, a bad line raises.

    Raises
    ------
    LineError
        For the first bad line, if `bad` is None.
    """
    reader = _Reader()
    for number, line in enumerate(lines, 1):
        try:
            complaint = _parse(line)
        except LineError as error:
            if bad is None:
                raise LineError(f"line {number}: {error}") from error
            bad.append(f"line {number}: {error}")
            continue
        reader.add(complaint)
    return reader.columns()


def moment(text: object, name: str) -> datetime:
    """An RFC 3339 time with its offset, as UTC.

    Raises
    ------
    LineError
        When it is not one.
    """
    if not isinstance(text, str):
        raise LineError(f"{name} is missing or not a string")
    try:
        when = datetime.fromisoformat(text)
        if when.tzinfo is not None:
            return when.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise LineError(f"{name} is not a date and time") from error
    raise LineError(f"{name} has no offset")


def _day(obj: dict[str, Any], name: str) -> date | None:
    text = obj.get(name)
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise LineError(f"{name} is not a date") from error


def _text(obj: dict[str, Any], name: str, *, required: bool = False) -> str | None:
    value = obj.get(name)
    if value is None or value == "":
        if required:
            raise LineError(f"{name} is missing")
        return None
    if not isinstance(value, str):
        raise LineError(f"{name} is not a string")
    return value


def _object(obj: dict[str, Any], name: str) -> dict[str, Any]:
    value = obj.get(name, {})
    if not isinstance(value, dict):
        raise LineError(f"{name} is not an object")
    return value


def _list(obj: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = obj.get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise LineError(f"{name} is not a list of objects")
    return value


def _number(obj: dict[str, Any], name: str) -> float | None:
    value = obj.get(name)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise LineError(f"{name} is not a number")
    return value


@dataclass
class _Parsed:
    source: str
    filer: dict[str, Any]
    identities: list[tuple[str, str, str | None]]
    operates: list[str]
    complaint: dict[str, Any]
    documents: list[tuple[str, str]]
    targets: list[dict[str, Any]]
    events: list[dict[str, Any]]


def _parse(line: object) -> _Parsed:
    if not isinstance(line, dict):
        raise LineError("not a JSON object")
    filer, right, holder = (_object(line, n) for n in ("filer", "right", "rights_holder"))
    country = _text(filer, "country")
    name = _text(holder, "reference") or _text(holder, "name")
    if holder and name is None:
        raise LineError("rights_holder has no name")
    complaint = {
        "reference": _text(line, "reference", required=True),
        "filed_at": moment(line.get("filed_at"), "filed_at"),
        "holder": " ".join(name.split()).casefold() if name else None,
        "holder_name": _text(holder, "name"),
        "right": _right_key(right),
        "right_kind": _text(right, "kind", required=True),
        "right_number": _text(right, "number"),
        "jurisdiction": _text(right, "jurisdiction"),
        "right_title": _text(right, "title"),
        "basis": _text(line, "basis", required=True),
        "classes": nice_classes(right.get("classes")),
        **{key: _day(right, key) for key in _RIGHT_DATES},
        "text": _text(line, "statement"),
        "unlisted_rejected": 0,
    }
    kind = _text(filer, "kind")
    if kind is not None and kind not in _FILER_KINDS:
        raise LineError("filer.kind is not a known kind")
    registered = filer.get("registered_at")
    operates = filer.get("operates", [])
    if not isinstance(operates, list) or not all(isinstance(store, str) for store in operates):
        raise LineError("filer.operates is not a list of store ids")
    targets = [_target(target) for target in _list(line, "targets")]
    if not targets:
        raise LineError("targets is empty")
    return _Parsed(
        source=_text(line, "source") or DEFAULT_SOURCE,
        filer={
            "reference": _text(filer, "reference", required=True),
            "name": _text(filer, "name", required=True),
            "kind": kind,
            "country": country,
            "registered_at": moment(registered, "registered_at") if registered else None,
        },
        identities=_identities(filer, country),
        operates=operates,
        complaint=complaint,
        documents=[
            (_text(d, "kind", required=True) or "", _text(d, "sha256", required=True) or "")
            for d in _list(line, "documents")
        ],
        targets=targets,
        events=[_event(event) for event in _list(line, "events")],
    )


def _identities(filer: dict[str, Any], country: str | None) -> list[tuple[str, str, str | None]]:
    found = []
    for kind in _IDENTITIES:
        value = _text(filer, kind)
        if value:
            domain = domain_of(kind, value)
            found += [(k, v, domain) for k, v in normalise(kind, value, country)]
    return found


def nice_classes(classes: object) -> str | None:
    """Nice classes as one text, each once and in order, so that the same goods read the same.

    Raises
    ------
    LineError
        When they are no list of whole numbers.

    Examples
    --------
    >>> nice_classes([35, 3, 35]), nice_classes([]), nice_classes(None)
    ('3,35', None, None)
    """
    if classes is None:
        return None
    if not isinstance(classes, list) or not all(type(number) is int for number in classes):
        raise LineError("right.classes is not a list of whole numbers")
    return ",".join(map(str, sorted(set(classes)))) or None


def _right_key(right: dict[str, Any]) -> str | None:
    """The same right in the same words, however it is spelt with spaces and punctuation."""
    kind, number = _text(right, "kind") or "", _text(right, "number")
    place = (_text(right, "jurisdiction") or "").upper()
    if number:
        return f"{kind}:{place}:{re.sub(r'[^0-9A-Za-z]+', '', number).upper()}"
    title = _text(right, "title")
    return f"{kind}:{place}::{' '.join(title.split()).casefold()}" if title else None


def _target(target: dict[str, Any]) -> dict[str, Any]:
    url = _text(target, "url", required=True) or ""
    rest = re.sub(r"^[A-Za-z][A-Za-z0-9+.\-]*://", "", url)
    host = rest.split("/", 1)[0].casefold().removeprefix("www.")
    sales = _number(target, "sales_30d")
    return {
        "marketplace": (_text(target, "marketplace") or host).casefold(),
        "listing": _text(target, "listing_id") or rest.rstrip("/"),
        "store": _text(target, "store_id") or _text(target, "store_name"),
        "operator": _text(target, "operator"),
        "category": _text(target, "category"),
        "listed_on": _day(target, "listed_on"),
        "price": _number(target, "price"),
        "currency": _text(target, "currency"),
        "sales_30d": None if sales is None else int(sales),
        "status_at_filing": _text(target, "status_at_filing"),
        # An event names targets by the marketplace's id; without one, none can be meant.
        "_id": _text(target, "listing_id"),
    }


def _event(event: dict[str, Any]) -> dict[str, Any]:
    kind, merit = _text(event, "kind", required=True), _text(event, "merit")
    if kind not in KINDS:
        raise LineError("an event's kind is not known")
    if merit is not None and merit not in MERITS:
        raise LineError("an event's merit is not known")
    only = event.get("listing_ids")
    if only is not None and not isinstance(only, list):
        raise LineError("listing_ids is not a list")
    harm = _object(event, "harm")
    return {
        "at": moment(event.get("at"), "an event's at"),
        "kind": kind,
        "merit": merit,
        "by": _text(event, "by"),
        "reason": _text(event, "reason"),
        "days_offline": _number(harm, "days_offline"),
        "sales_lost": _number(harm, "sales_lost"),
        "only": None if only is None else frozenset(map(str, only)),
    }


_TABLES: dict[str, tuple[str, ...]] = {
    "filers": ("filer", "source", "reference", "name", "kind", "country", "registered_at"),
    "complaints": (
        "complaint", "filer", "reference", "filed_at", "holder", "holder_name", "right",
        "right_kind", "right_number", "jurisdiction", "right_title", "classes", "basis",
        *_RIGHT_DATES, "text", "unlisted_rejected",
    ),
    "claims": (
        "claim", "complaint", "marketplace", "listing", "store", "operator", "category",
        "listed_on", "price", "currency", "sales_30d", "status_at_filing",
    ),
    "events": (
        "complaint", "claim", "at", "kind", "merit", "by", "reason", "days_offline", "sales_lost",
    ),
    "identities": ("filer", "kind", "value", "domain", "first_seen", "last_seen"),
    "documents": ("complaint", "kind", "sha256"),
    "operates": ("filer", "store"),
}  # fmt: skip


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

    def add(self, parsed: _Parsed) -> None:
        key = (parsed.source, parsed.complaint["reference"])
        stored = self.complaints.get(key)
        if stored is None:
            stored = self._add_complaint(key, parsed)
        self._add_events(stored["complaint"], parsed.events)

    def _add_complaint(self, key: tuple[str, str], parsed: _Parsed) -> dict[str, Any]:
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
        for kind, value, domain in parsed.identities:
            spot = self.identities.setdefault(
                (filer, kind, value), {"domain": domain, "first_seen": when, "last_seen": when}
            )
            spot["first_seen"] = min(spot["first_seen"], when)
            spot["last_seen"] = max(spot["last_seen"], when)
        self.documents.update((number, kind, sha) for kind, sha in parsed.documents)
        self.operates.update((filer, store) for store in parsed.operates)
        return stored

    def _filer(self, parsed: _Parsed, when: datetime) -> int:
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
                {"filer": f, "kind": k, "value": v, **seen}
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
