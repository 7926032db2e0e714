"""Stores what an office's extract says of rights: a newer extract's word counts.

It proves nothing yet: `services/authority/registers.py` compares the rights that people state with
it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from sqlalchemy import Row, update

from complaints.base.errors import Refusal
from complaints.models import RegisterEntry
from complaints.rules.upkeep import sealed
from complaints.services.registry import rows
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.work import UnitOfWork

TABLE: Any = RegisterEntry.__table__
SEALED = ("mailbox", "mailbox_domain", "key_id")


@dataclass(frozen=True, slots=True)
class Extracted:
    """One right as an extract shows it; the fields are the columns of a stored entry."""

    right_key: str
    office: str
    kind: str
    number: str
    holder: str
    folded_names: list[str]
    country: str | None
    title: str | None
    classes: list[int] | None
    status: str | None
    applied_on: date | None
    registered_on: date | None
    expires_on: date | None
    mailbox: str | None = field(repr=False)


@dataclass(slots=True)
class Loaded:
    """How many entries were new, changed, and as they had been."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    def add(self, other: Loaded) -> None:
        """Add another batch's counts."""
        self.new += other.new
        self.changed += other.changed
        self.unchanged += other.unchanged


PLAIN = tuple(one.name for one in fields(Extracted) if one.name != "mailbox")
COLUMNS = (*PLAIN, *SEALED, "read_at")


def load_entries(
    work: UnitOfWork, entries: Sequence[Extracted], *, vault: Vault
) -> tuple[Loaded, list[int]]:
    """Store a batch of an extract, with one ledger entry.

    All batches of one file have the same `work.now`. An entry whose right an earlier one of the
    file had is not stored: the second value says which these are, by their place in the batch.
    """
    keys = [(entry.right_key,) for entry in entries]
    stored = rows.fetch(work.session, TABLE, ("right_key",), set(keys), also=COLUMNS)
    first: dict[str, Extracted] = {}
    twice = []
    for place, entry in enumerate(entries):
        known = stored.get((entry.right_key,))
        if entry.right_key in first or (known is not None and known.read_at == work.now):
            twice.append(place)
        else:
            first[entry.right_key] = entry
    done = _store(work, list(first.values()), stored, vault)
    ledger.record(
        work, "imported", "register", 0, new=done.new, changed=done.changed,
        unchanged=done.unchanged,
    )  # fmt: skip
    return done, twice


def _store(
    work: UnitOfWork, entries: Sequence[Extracted], stored: dict[rows.Key, Row[Any]], vault: Vault
) -> Loaded:
    new, changed, unchanged = [], [], []
    for entry in entries:
        known = stored.get((entry.right_key,))
        if known is None:
            new.append(_row(work, entry, vault))
        elif _is_as_stored(entry, known, vault):
            unchanged.append(known.id)
        else:
            changed.append({"id": known.id, **_row(work, entry, vault)})
    rows.insert_new(work.session, TABLE, sorted(new, key=lambda row: row["right_key"]))
    rows.update_by_id(work.session, TABLE, COLUMNS, changed)
    for chunk in rows.chunks(sorted(unchanged)):
        work.session.execute(update(TABLE).where(TABLE.c.id.in_(chunk)).values(read_at=work.now))
    return Loaded(len(new), len(changed), len(unchanged))


def _row(work: UnitOfWork, entry: Extracted, vault: Vault) -> dict[str, Any]:
    mailbox, about = entry.mailbox, sealed.register_mailbox(entry.right_key)
    return {
        **{name: getattr(entry, name) for name in PLAIN},
        "mailbox": vault.seal(mailbox, about=about) if mailbox else None,
        "mailbox_domain": mailbox.rpartition("@")[2] if mailbox else None,
        "key_id": vault.key_id if mailbox else None,
        "read_at": work.now,
    }


def _is_as_stored(entry: Extracted, known: Row[Any], vault: Vault) -> bool:
    if any(getattr(entry, name) != getattr(known, name) for name in PLAIN):
        return False
    if known.key_id not in (None, vault.key_id):
        return False  # sealed anew, under the key in use
    about = sealed.register_mailbox(entry.right_key)
    try:
        kept = vault.unseal(known.mailbox, known.key_id, about=about) if known.mailbox else None
    except Refusal:
        return False  # damaged: the extract has it as it was
    return entry.mailbox == kept
