"""How an account without a log-in is reached: what the law asks of a notice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from abuse.identity.origins import Origin
from complaints.services.registry import Marks, Registry
from complaints.storage.vault import Vault


def reachable(session: Session, filer_id: int, vault: Vault, now: datetime) -> None:
    """Let an account be reached at a postal address of its own, which it shares with nobody."""
    shown = {"address": f"{filer_id} Letters Lane, Springfield"}
    Registry(session, vault, source="local", now=now).identities([Marks(filer_id, shown, now)])


def confirm_mailbox(
    session: Session, filer_id: int, email: str, vault: Vault, now: datetime
) -> None:
    """Let an account have opened the link that was sent to its mailbox."""
    marks = Marks(filer_id, {"email": email}, now, {"email": Origin.CONFIRMED})
    Registry(session, vault, source="local", now=now).identities([marks])


def with_contact(filer: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return a partner's filer as it is sent; one without a contact gets an address of its own."""
    if filer is None or {"email", "phone", "address"} & {*filer}:
        return filer
    return {**filer, "address": f"{filer['reference']} Letters Lane, Springfield"}
