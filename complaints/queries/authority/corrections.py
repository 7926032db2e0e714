"""Which statement of a right was put in the place of which, as the ledger has it.

A right that is corrected is another statement of it, a row of its own; the one before stays as it
was, with the complaints that were decided on it. Whoever names the old one by its id means the one
in its place; whoever states it in full again states it anew.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from complaints.models import LedgerEntry, Right
from complaints.rules.kinds import RightKind
from complaints.words import Country, Fact, Listed, Message
from complaints.words import message as _
from complaints.words.labels import label

# Entries of the ledger: on the statement before, and on the one in its place or stated anew.
CORRECTED: Final = "corrected"
IN_FORCE: Final = ("corrects", "restated")
# Built once: each filing by a right's id asks it.
_ENTRIES: Final = (
    select(LedgerEntry)
    .where(
        LedgerEntry.subject == "right",
        LedgerEntry.subject_id.in_(bindparam("rights", expanding=True)),
        LedgerEntry.verb.in_((CORRECTED, *IN_FORCE)),
    )
    .order_by(LedgerEntry.id)
)
# What can be corrected, as sellers and staff read it.
NAMES: Final[Mapping[str, Message]] = {
    "title": _("Name of the right"),
    "number": _("Registration number"),
    "jurisdiction": _("Country where it is registered"),
    "territories": _("Countries in which it applies"),
    "classes": _("Classes of goods and services (Nice classes)"),
    "status": _("Status"),
    "applied_on": _("Date of application"),
    "priority_on": _("Priority date"),
    "registered_on": _("Date of registration"),
    "first_published_on": _("Date it was first published"),
    "url": _("Web address of its entry in the register"),
}
NAMES_OF_KIND: Final[Mapping[str, Mapping[str, Message]]] = {
    RightKind.TRADEMARK: {"title": _("Mark (its words or its name)")},
    RightKind.COPYRIGHT: {
        "title": _("Title of the work"),
        "url": _("Web address where the work can be seen"),
    },
    RightKind.PATENT: {"registered_on": _("Date of grant")},
    RightKind.DESIGN: {"first_published_on": _("Date it was first shown in public")},
}


@dataclass(frozen=True, slots=True)
class Correction:
    """That a statement of a right took the place of another: what was said, and what is said."""

    at: datetime
    why: str | None
    earlier: Right
    before: Fact
    after: Fact


def replacements(session: Session, right_ids: Collection[int]) -> dict[int, int]:
    """Return, for those of these rights that were corrected, the right in their place."""
    last: dict[int, LedgerEntry] = {}
    for entry in _entries(session, right_ids):
        last[entry.subject_id] = entry
    return {
        right_id: int(str(entry.facts["to"]))
        for right_id, entry in last.items()
        if entry.verb == CORRECTED
    }


def current_id(session: Session, right_id: int) -> int:
    """Return the right that a right's id means by now: its own, or the one in its place."""
    seen: set[int] = set()
    while right_id not in seen:
        seen.add(right_id)
        right_id = replacements(session, [right_id]).get(right_id, right_id)
    return right_id


def corrections_of(session: Session, rights: Sequence[Right]) -> dict[int, list[Correction]]:
    """Return by right what its statement took the place of, the newest first; those that took
    nothing's place are not there."""
    last = _last_corrections(session, [right.id for right in rights])
    return {
        right.id: _chain(session, right, last[right.id]) for right in rights if right.id in last
    }


def _chain(session: Session, right: Right, entry: LedgerEntry | None) -> list[Correction]:
    made: list[Correction] = []
    seen, here = {right.id}, right
    while entry is not None:
        earlier = session.get_one(Right, int(str(entry.facts["from"])))
        if earlier.id in seen:
            break
        before, after = differences(earlier, here)
        made.append(Correction(entry.at, entry.why, earlier, before, after))
        seen.add(earlier.id)
        here = earlier
        entry = _last_corrections(session, [here.id]).get(here.id)
    return made


def _last_corrections(session: Session, right_ids: Collection[int]) -> dict[int, LedgerEntry]:
    entries = _entries(session, right_ids)
    return {entry.subject_id: entry for entry in entries if entry.verb == "corrects"}


def times_corrected(session: Session, right_id: int) -> int:
    """Return how many corrections led to this statement, also where it was corrected back to one
    that had been stated before: each gave sellers their time again."""
    led_to: dict[int, LedgerEntry] = {}
    reached, ahead = {right_id}, {right_id}
    while ahead:
        entries = [e for e in _entries(session, ahead) if e.verb == "corrects"]
        led_to |= {entry.id: entry for entry in entries}
        ahead = {int(str(entry.facts["from"])) for entry in entries} - reached
        reached |= ahead
    return len(led_to)


def differences(before: Right, after: Right) -> tuple[Fact, Fact]:
    """Return what differs between two statements: as it was, and as it is."""
    changed = [name for name in NAMES if getattr(before, name) != getattr(after, name)]
    return _said(before, changed), _said(after, changed)


def _said(right: Right, names: Sequence[str]) -> Fact:
    called = {**NAMES, **NAMES_OF_KIND.get(right.kind, {})}
    values = {name: _value(name, getattr(right, name)) for name in names}
    return Listed(
        [_("%(name)s: %(value)s", name=called[name], value=value) for name, value in values.items()]
    )


def _value(name: str, value: Any) -> Fact:
    if not value:
        return _("none")
    match name:
        case "status":
            return label("right_status", value)
        case "jurisdiction":
            return Country(value)
        case "territories":
            return Listed([Country(each) for each in value])
        case "classes":
            return Listed([str(each) for each in value])
        case _:
            said: Fact = value
            return said


def _entries(session: Session, right_ids: Collection[int]) -> list[LedgerEntry]:
    if not right_ids:
        return []
    return list(session.scalars(_ENTRIES, {"rights": list(right_ids)}))
