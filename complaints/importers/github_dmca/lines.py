"""One interchange line from one notice, and the events that answers add to it.

The shape is the project's interchange schema. Nothing is read or linked here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from complaints.importers.github_dmca.filers import Filer, FilerKind
from complaints.importers.github_dmca.names import FileName, alias_key
from complaints.importers.github_dmca.notes import StaffNotes
from complaints.importers.github_dmca.questions import Form
from complaints.importers.github_dmca.targets import Target
from complaints.importers.github_dmca.works import Work

SOURCE = "github-dmca"
_RANK = {
    kind: rank
    for rank, kind in enumerate(
        ("listing_gone", "takedown", "counter_notice", "withdrawal", "reinstatement")
    )
}


@dataclass(frozen=True, slots=True)
class Event:
    """What an answer did to a notice. No `listing_ids`: to all of its targets."""

    day: date
    kind: str
    by: str
    listing_ids: tuple[str, ...] = ()
    reason: str = ""
    note: str = ""


@dataclass(slots=True)
class Draft:
    """A notice read, waiting for its answers and for its filer's kind over the whole corpus."""

    name: FileName
    form: Form
    filer: Filer
    work: Work
    notes: StaffNotes
    circumvention: bool
    targets: tuple[Target, ...]
    unlisted_rejected: int
    events: list[Event] = field(default_factory=list)


def assemble(draft: Draft, kind: FilerKind) -> dict[str, Any]:
    """The interchange line of a notice. `kind` is the filer's, the same in all of its lines."""
    filer: dict[str, Any] = {
        "reference": draft.filer.reference[:200],
        "name": draft.filer.name,
        "kind": kind,
    }
    if draft.work.domain and kind != "agent":
        filer["website"] = draft.work.domain
    line: dict[str, Any] = {
        "reference": draft.name.stem[:200],
        "filed_at": _moment(draft.name.date),
        "filer": filer,
    }
    holder = _holder(draft, kind)
    if holder:
        line["rights_holder"] = {"reference": alias_key(holder) or holder, "name": holder}
    right = {"kind": "copyright", "title": draft.work.title, "url": draft.work.url}
    line["right"] = {key: value for key, value in right.items() if value}
    line["basis"] = "circumvention" if draft.circumvention else "copyright"
    if draft.work.statement:
        line["statement"] = draft.work.statement
    line["targets"] = [_target(one) for one in draft.targets]
    events = [*_own_events(draft), *draft.events]
    line["events"] = [_event(one) for one in _in_order(events, draft.name.date)]
    line["source"] = SOURCE
    line["channel"] = "email" if draft.form in ("letter", "mixed") else "form"
    return line


def _holder(draft: Draft, kind: FilerKind) -> str:
    """A holder is named where an agent files; whoever files for itself needs none."""
    return draft.filer.holder if kind == "agent" else ""


def _own_events(draft: Draft) -> list[Event]:
    """What the staff did with the notice itself: nothing that is known, if they asked first."""
    day = draft.name.date
    gone = tuple(one.address.listing_id for one in draft.targets if one.gone)
    left = tuple(one.address.listing_id for one in draft.targets if not one.gone)
    events: list[Event] = []
    if gone:
        events.append(Event(day, "listing_gone", "seller", gone if left else ()))
    if left and not draft.notes.contacted:
        reason = (
            "anti-circumvention claim not found valid, other copyright claims were"
            if draft.notes.circumvention_rejected
            else ""
        )
        note = (
            f"entire network of {draft.notes.network} repositories" if draft.notes.network else ""
        )
        events.append(Event(day, "takedown", "staff", left if gone else (), reason, note))
    return events


def _in_order(events: Sequence[Event], filed: date) -> list[Event]:
    # An answer dated before its notice is a slip of one of the two dates.
    dated = (one if one.day >= filed else replace(one, day=filed) for one in events)
    return sorted(dict.fromkeys(dated), key=lambda one: (one.day, _RANK[one.kind]))


def _event(event: Event) -> dict[str, Any]:
    line: dict[str, Any] = {"at": _moment(event.day), "kind": event.kind, "by": event.by}
    if event.listing_ids:
        line["listing_ids"] = list(event.listing_ids)
    if event.reason:
        line["reason"] = event.reason
    if event.note:
        line["note"] = event.note
    return line


def _target(target: Target) -> dict[str, Any]:
    address = target.address
    line: dict[str, Any] = {
        "url": address.url,
        "marketplace": address.marketplace,
        "listing_id": address.listing_id,
    }
    if address.store:
        line["store_id"] = address.store
        line["store_name"] = address.store_name
    if target.gone:
        line["status_at_filing"] = "gone"
    return line


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
