"""One interchange line, checked and taken apart: filer, complaint, documents, targets, events.

Checks only what the detector needs; the full contract is the importer's affair. It knows no table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from abuse.identity.attributes import domain_of, normalise
from abuse.identity.origins import Origin, believed, unsaid
from abuse.identity.rights import holder_key, right_key
from abuse.record.fields import LineError, day, encodable, moment, number, part, parts, text
from abuse.record.fold import KINDS, MERITS

DEFAULT_SOURCE = "import"
RIGHT_DATES = ("applied_on", "priority_on", "registered_on", "first_published_on")
_IDENTITIES = ("email", "phone", "address", "ip", "device", "payment", "website")
_FILER_KINDS = ("rights_holder", "agent", "individual")


@dataclass
class Parsed:
    source: str
    filer: dict[str, Any]
    identities: list[tuple[str, str, str | None, Origin]]
    operates: list[str]
    complaint: dict[str, Any]
    documents: list[tuple[str, str]]
    targets: list[dict[str, Any]]
    events: list[dict[str, Any]]


def parse(line: object, *, vouched: bool = False) -> Parsed:
    """Read one object; `vouched` as in `abuse.record.collecting.read_lines`."""
    if not isinstance(line, dict):
        raise LineError("not a JSON object")
    filer, right, holder = (part(line, n) for n in ("filer", "right", "rights_holder"))
    country = text(filer, "country")
    source = text(line, "source") or DEFAULT_SOURCE
    reference = text(filer, "reference", required=True)
    principal = _holder(holder)
    complaint = {
        "reference": text(line, "reference", required=True),
        "filed_at": moment(line.get("filed_at"), "filed_at"),
        "holder": principal,
        "holder_name": text(holder, "name"),
        "right": _right(right, principal or f"filer:{source}:{reference}"),
        "right_kind": text(right, "kind"),
        "right_number": text(right, "number"),
        "jurisdiction": text(right, "jurisdiction"),
        "right_title": text(right, "title"),
        "basis": text(line, "basis", required=True),
        "classes": nice_classes(right.get("classes")),
        **{key: day(right, key) for key in RIGHT_DATES},
        "text": text(line, "statement"),
        "unlisted_rejected": 0,
    }
    kind = text(filer, "kind")
    if kind is not None and kind not in _FILER_KINDS:
        raise LineError("filer.kind is not a known kind")
    registered = filer.get("registered_at")
    operates = filer.get("operates", [])
    if not isinstance(operates, list) or not all(isinstance(store, str) for store in operates):
        raise LineError("filer.operates is not a list of store ids")
    targets = [_target(target) for target in parts(line, "targets")]
    if not targets:
        raise LineError("targets is empty")
    return Parsed(
        source=source,
        filer={
            "reference": reference,
            "name": text(filer, "name", required=True),
            "kind": kind,
            "country": country,
            "registered_at": moment(registered, "registered_at") if registered else None,
        },
        identities=_identities(filer, country, vouched),
        operates=[encodable(store, "filer.operates") for store in operates],
        complaint=complaint,
        documents=[
            (text(d, "kind", required=True) or "", text(d, "sha256", required=True) or "")
            for d in parts(line, "documents")
        ],
        targets=targets,
        events=[_event(event) for event in parts(line, "events")],
    )


def _identities(
    filer: dict[str, Any], country: str | None, vouched: bool
) -> list[tuple[str, str, str | None, Origin]]:
    identities, origins = [], _origins(filer, vouched)
    for kind in _IDENTITIES:
        value = text(filer, kind)
        if value:
            domain, origin = domain_of(kind, value), origins.get(kind) or unsaid(kind)
            identities += [(k, v, domain, origin) for k, v in normalise(kind, value, country)]
    return identities


def _origins(filer: dict[str, Any], vouched: bool) -> dict[str, Origin]:
    """What is believed of how a file says that marks are known."""
    said = part(filer, "origins")
    if not said.keys() <= set(_IDENTITIES):
        raise LineError("filer.origins is of an unknown kind")
    try:
        return believed(said, vouched=vouched)
    except ValueError as error:
        raise LineError("filer.origins is not a known origin") from error


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


def _holder(holder: dict[str, Any]) -> str | None:
    stated = {name: text(holder, name) for name in ("reference", "name")}
    if holder and not any(stated.values()):
        raise LineError("rights_holder has no name")
    return holder_key(stated) if holder else None


def _right(right: dict[str, Any], principal: str) -> str:
    stated = {name: text(right, name) for name in ("jurisdiction", "number", "title", "url")}
    return right_key({"kind": text(right, "kind", required=True), **stated}, principal)


def _target(target: dict[str, Any]) -> dict[str, Any]:
    url = text(target, "url", required=True) or ""
    rest = re.sub(r"^[A-Za-z][A-Za-z0-9+.\-]*://", "", url)
    host = rest.split("/", 1)[0].casefold().removeprefix("www.")
    sales = number(target, "sales_30d")
    return {
        "marketplace": (text(target, "marketplace") or host).casefold(),
        "listing": text(target, "listing_id") or rest.rstrip("/"),
        "store": text(target, "store_id") or text(target, "store_name"),
        "operator": text(target, "operator"),
        "category": text(target, "category"),
        "listed_on": day(target, "listed_on"),
        "price": number(target, "price"),
        "currency": text(target, "currency"),
        "sales_30d": None if sales is None else int(sales),
        "status_at_filing": text(target, "status_at_filing"),
        # An event names targets by the marketplace's id; without one, none can be meant.
        "_id": text(target, "listing_id"),
    }


def _event(event: dict[str, Any]) -> dict[str, Any]:
    kind, merit = text(event, "kind", required=True), text(event, "merit")
    if kind not in KINDS:
        raise LineError("an event's kind is not known")
    if merit is not None and merit not in MERITS:
        raise LineError("an event's merit is not known")
    only = event.get("listing_ids")
    if only is not None and not isinstance(only, list):
        raise LineError("listing_ids is not a list")
    harm = part(event, "harm")
    return {
        "at": moment(event.get("at"), "an event's at"),
        "kind": kind,
        "merit": merit,
        "by": text(event, "by"),
        "reason": text(event, "reason"),
        "days_offline": number(harm, "days_offline"),
        "sales_lost": number(harm, "sales_lost"),
        "only": None if only is None else frozenset(map(str, only)),
    }
