"""Entries of offices' registers for tests, as an extract brings them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from abuse.identity.names import exact_core
from abuse.identity.rights import right_key
from complaints.base.clock import utcnow
from complaints.rules.actors import SYSTEM
from complaints.services.authority import register_entries
from complaints.services.authority.register_entries import Extracted
from complaints.storage.db import Database
from complaints.storage.vault import Vault
from tests.scenes.working import working

MAILBOX = "marks@acme.example"


def extracted(*names: str, place: str = "us", number: str = "1234567", **given: Any) -> Extracted:
    """Return an entry of a mark in force that names these holders."""
    names = names or ("Acme Inc",)
    key = right_key({"kind": "trademark", "jurisdiction": place, "number": number}, "")
    facts: dict[str, Any] = dict.fromkeys(
        ("country", "title", "classes", "status", "applied_on", "registered_on", "expires_on")
    )
    facts |= {"mailbox": MAILBOX, **given}
    folded = [exact_core(name) for name in names]
    return Extracted(key, place, "trademark", number, names[0], folded, **facts)


def put_entry(
    database: Database, vault: Vault, *names: str, now: datetime | None = None, **given: Any
) -> None:
    """Store such an entry."""
    with database.transaction() as session:
        work = working(session, SYSTEM, now or utcnow())
        register_entries.load_entries(work, [extracted(*names, **given)], vault=vault)
