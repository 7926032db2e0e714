"""Small markets for tests: interchange lines with defaults, and hosts of honest filers."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from abuse import ClaimTable
from abuse.record.collecting import read_lines
from abuse.record.columns import coerce

Lines = list[dict[str, Any]]

START = datetime(2026, 1, 1, tzinfo=UTC)


def when(days: float) -> str:
    return (START + timedelta(days=days)).isoformat()


def event(kind: str, days: float, **more: Any) -> dict[str, Any]:
    return {"at": when(days), "kind": kind, **more}


def line(
    reference: str,
    filer: str,
    days: float,
    *events: dict[str, Any],
    listing: str | None = None,
    store: str | None = None,
    filer_more: dict[str, Any] | None = None,
    right_more: dict[str, Any] | None = None,
    target_more: dict[str, Any] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """One complaint against one listing."""
    listing = listing or f"L-{reference}"
    target = {
        "url": f"https://shop.example/item/{listing}", "marketplace": "shop",
        "listing_id": listing, "store_id": store or f"S-{reference}", "category": "shoes",
    }  # fmt: skip
    return {
        "reference": reference,
        "filed_at": when(days),
        "filer": {"reference": filer, "name": filer.title(), **(filer_more or {})},
        "right": {"kind": "trademark", "number": f"TM{filer}", **(right_more or {})},
        "basis": "counterfeit",
        "targets": [{**target, **(target_more or {})}],
        "events": list(events),
        **more,
    }


def honest(
    filers: int = 30, each: int = 12, seed: int = 1, refused: float = 0.08, answered: float = 0.1
) -> list[dict[str, Any]]:
    """Unrelated honest filers, most of whose claims lead to a takedown."""
    draw = random.Random(seed)
    lines = []
    for f in range(filers):
        for c in range(each):
            day = draw.uniform(0, 300)
            kind = "rejection" if draw.random() < refused else "takedown"
            events = [event(kind, day + 2)]
            if kind == "takedown" and draw.random() < answered:
                events.append(event("counter_notice", day + 5))
                after = "takedown" if draw.random() < 0.7 else "reinstatement"
                events.append(event(after, day + 12))
            ref, shop = f"H{f}-{c}", f"shop-{draw.randrange(400)}"
            lines.append(line(ref, f"honest-{f}", day, *events, store=shop))
    return lines


def table(lines: list[dict[str, Any]]) -> ClaimTable:
    return ClaimTable.from_lines(lines)


def without_outcomes(lines: Lines, share: float = 1.0) -> Lines:
    """The lines with all their claims pending, or, by chance, such a share of them.

    Which ones depends on what they are called alone.
    """

    def waits(reference: str, listing: str) -> bool:
        draw = hashlib.sha256(f"{reference} {listing}".encode()).digest()
        return int.from_bytes(draw[:6], "big") < share * 2**48

    out = []
    for one in lines:
        names = [target["listing_id"] for target in one["targets"]]
        known = {name for name in names if not waits(one["reference"], name)}
        events = [{**e, "listing_ids": [n for n in e.get("listing_ids") or names if n in known]}
                  for e in one.get("events", [])]  # fmt: skip
        out.append({**one, "events": [each for each in events if each["listing_ids"]]})
    return out


def verified(lines: list[dict[str, Any]], *references: str, days: float = 0.0) -> ClaimTable:
    """The table once a person verified, on a day, that these complaints' filers may file so."""
    rows = read_lines(lines)
    rows["complaints"]["verified_at"] = [
        START + timedelta(days=days) if name in references else None
        for name in rows["complaints"]["reference"]
    ]
    return ClaimTable.from_rows(**rows, as_of=table(lines).as_of)


def proven(
    read: ClaimTable,
    *,
    asked: Mapping[str, float],
    verified: Mapping[str, float] | None = None,
    denied: Iterable[Sequence[Any]] = (),
) -> ClaimTable:
    """The table once these complaints' authority was asked and verified on those days.

    `denied` has who denied, a complaint of whom, whether by ``right`` or ``name``, on which day,
    and on which day it proved its own right, or None.
    """
    cases, people = (each["reference"].to_pylist() for each in (read.complaints, read.filers))
    complaints = read.complaints
    for name, on in (("asked_at", asked), ("verified_at", verified or {})):
        moments = [moment(on.get(case)) for case in cases]
        spot = complaints.column_names.index(name)
        complaints = complaints.set_column(spot, name, pa.array(moments, complaints[name].type))
    rows = [
        (people.index(who), cases.index(case), kind, moment(day), moment(own))
        for who, case, kind, day, own in denied
        if who in people and case in cases
    ]
    columns = zip(*rows, strict=True) if rows else ((),) * 5
    names = ("filer", "complaint", "kind", "denied_at", "proven_at")
    denials = coerce("denials", dict(zip(names, map(list, columns), strict=True)))
    return replace(read, complaints=complaints, denials=denials)


def known(lines: Lines, origin: str, *kinds: str, of: Collection[str] = ()) -> ClaimTable:
    """The table where marks of these kinds (all, if none is named) are known so, of these filers,
    or of all."""
    rows = read_lines(lines)
    names = dict(zip(rows["filers"]["filer"], rows["filers"]["reference"], strict=True))
    seen = rows["identities"]
    seen["origin"] = [
        origin if (not kinds or kind in kinds) and (not of or names[filer] in of) else before
        for filer, kind, before in zip(seen["filer"], seen["kind"], seen["origin"], strict=True)
    ]
    return ClaimTable.from_rows(**rows, as_of=table(lines).as_of)


def moment(days: float | None) -> datetime | None:
    return None if days is None else START + timedelta(days=days)
