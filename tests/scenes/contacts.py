"""How an account without a log-in is reached: what the law asks of a notice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from complaints.services.registry import Registry
from complaints.storage.vault import Vault


def reachable(session: Session, filer_id: int, vault: Vault, now: datetime) -> None:
    """Let an account be reached at a postal address of its own, which it shares with nobody."""
    shown = {"address": f"{filer_id} Letters Lane, Springfield"}
    Registry(session, vault, source="local", now=now).identities([(filer_id, shown, now)])


def with_contact(filer: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return a partner's filer as it is sent; one without a contact gets an address of its own."""
    if filer is None or {"email", "phone", "address"} & {*filer}:
        return filer
    return {**filer, "address": f"{filer['reference']} Letters Lane, Springfield"}
