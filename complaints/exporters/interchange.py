"""Writes complaints as interchange lines (docs/interchange.md), which an import reads back.

The same record gives the same bytes, whatever the database. Identities stay sealed unless an
`Unsealer` is given.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from abuse.identity.origins import Origin, at_moment, unsaid
from complaints.models import Event, FilerIdentity
from complaints.queries.filing.interchange import ExportedComplaint
from complaints.rules.filing.complaint_facts import NAMES
from complaints.services.registry.keys import LATER_FACTS, RIGHT_FACTS

Unsealer = Callable[[FilerIdentity], str | None]
Facts = dict[str, Any]
_SHOWN = ("email", "phone", "address", "ip", "device", "payment", "website")


def write_lines(
    records: Iterable[ExportedComplaint], unseal: Unsealer | None = None
) -> Iterator[str]:
    """Yield each complaint as one line of JSON, with its line break."""
    for record in records:
        line = line_of(record, unseal)
        yield json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n"


def line_of(record: ExportedComplaint, unseal: Unsealer | None = None) -> Facts:
    """Return a complaint in the contract's shape, without the members that are not known."""
    complaint = record.complaint
    return _known(
        reference=complaint.reference,
        filed_at=complaint.filed_at,
        source=complaint.source,
        channel=complaint.channel,
        filer=_filer(record, unseal),
        rights_holder=_facts(record.holder, "reference", "name", "country"),
        right=_facts(record.right, *RIGHT_FACTS, *LATER_FACTS),
        authorization=_facts(
            record.authorization, "reference", "valid_from", "valid_to", "revoked_on"
        ),
        basis=complaint.basis,
        **{name: getattr(complaint, name) for name in NAMES},
        documents=[
            _known(kind=kind, sha256=sha256, filename=filename)
            for _, kind, sha256, filename in record.documents
        ]
        or None,
        targets=[_target(*row) for row in record.targets],
        events=[_event(event, listing_ids) for event, listing_ids in record.events] or None,
    )


def _filer(record: ExportedComplaint, unseal: Unsealer | None) -> Facts:
    filer = record.filer
    shown = _identities(record.identities, unseal) if unseal else {}
    origins = _origins(record, shown)
    places = {slug for _, _, slug, _, _ in record.targets}
    operated = sorted({store for slug, store in record.operated if slug in places})
    return _known(
        reference=filer.reference,
        name=filer.name,
        kind=filer.kind,
        country=filer.country,
        **{kind: shown.get(kind) for kind in _SHOWN},
        origins=origins or None,
        operates=operated or None,
        registered_at=filer.registered_at,
    )


def _identities(identities: Iterable[FilerIdentity], unseal: Unsealer) -> dict[str, str]:
    """Return the identity attributes by kind; several of one kind share a field, as imported."""
    values: dict[str, set[str]] = {}
    for identity in identities:
        original = unseal(identity)
        if original is not None:
            values.setdefault(identity.kind, set()).add(original)
    return {kind: "; ".join(sorted(some)) for kind, some in values.items()}


def _origins(record: ExportedComplaint, shown: Facts) -> Facts:
    """Return how the shown attributes were known at the filing, where that is not what their kind
    says; of several of one kind, how the least known one was."""
    worst: dict[str, Origin] = {}
    for each in record.identities:
        if each.kind in shown:
            how = Origin(each.origin), each.known_since
            origin, _ = at_moment(each.kind, how, each.first_seen, record.complaint.filed_at)
            worst[each.kind] = min(worst.get(each.kind, origin), origin, key=lambda one: one.rank)
    said = {kind: str(origin) for kind, origin in worst.items() if origin is not unsaid(kind)}
    return {kind: said[kind] for kind in _SHOWN if kind in said}


def _target(claim: Any, listing: Any, marketplace: str, store: Any, operator: str | None) -> Facts:
    return _known(
        url=claim.url,
        marketplace=marketplace,
        listing_id=listing.reference,
        store_id=None if store is None else store.reference,
        store_name=claim.store_name,
        operator=operator,
        category=claim.category,
        title=claim.title,
        listed_on=claim.listed_on,
        price=claim.price,
        currency=claim.currency,
        sales_30d=claim.sales_30d,
        status_at_filing=claim.status_at_filing,
        delivers_to=claim.delivers_to,
    )


def _event(event: Event, listing_ids: list[str]) -> Facts:
    harm = _known(
        days_offline=event.harm_days_offline,
        sales_lost=event.harm_sales_lost,
        currency=event.harm_currency,
    )
    return _known(
        at=event.at,
        kind=event.kind,
        listing_ids=None if event.all_targets else listing_ids,
        merit=event.merit,
        by=event.by,
        reason=event.reason,
        note=event.note,
        harm=harm or None,
    )


def _facts(row: Any, *names: str) -> Facts | None:
    return None if row is None else _known(**{name: getattr(row, name) for name in names}) or None


def _known(**values: Any) -> Facts:
    return {name: _plain(value) for name, value in values.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | float):
        return int(value) if value == int(value) else float(value)
    return value
