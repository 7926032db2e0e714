"""Moves sealed values to the new encryption key, and binds those that were not bound to their row.

One that cannot be opened is left as it is, and counted as lost.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from complaints.queries.sealed_values import SealedPlace
from complaints.services.rotations.moved import AT_ONCE, Moved
from complaints.vault import Vault


def move(place: SealedPlace, session: Session, vault: Vault, after: str | None) -> Moved:
    """Seal a batch under the new key."""
    return _each(place, session, vault, after, vault.key_ids[1:], place.opened)


def bind(place: SealedPlace, session: Session, vault: Vault, after: str | None) -> Moved:
    """Bind a batch of values that an earlier version sealed under the same key."""

    def unbound(row: Row[Any], vault: Vault) -> str | None:
        try:
            return vault.unseal_unbound(getattr(row, place.value))
        except (InvalidTag, ValueError):
            return None

    return _each(place, session, vault, after, vault.names[:1], unbound)


def _each(
    place: SealedPlace,
    session: Session,
    vault: Vault,
    after: str | None,
    under: list[str],
    opened: Callable[[Row[Any], Vault], str | None],
) -> Moved:
    columns = place.table.c
    batch = session.execute(
        select(place.table)
        .where(place.named.in_(under), columns.id > int(after or 0))
        .order_by(columns.id)
        .limit(AT_ONCE)
        .with_for_update()
    ).all()
    changed = []
    for row in batch:
        text = opened(row, vault)
        if text is not None:
            anew = vault.seal(text, about=place.about(row))
            changed.append({"_id": row.id, "_value": anew, "_key": vault.key_id})
    if changed:
        session.connection().execute(
            place.table.update()
            .where(columns.id == bindparam("_id"))
            .values({place.value: bindparam("_value"), place.key: bindparam("_key")}),
            changed,
        )
    last = str(batch[-1].id) if len(batch) == AT_ONCE else None
    return Moved(len(changed), len(batch) - len(changed), last)
