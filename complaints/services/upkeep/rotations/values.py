"""Moves sealed values to the new encryption key, and binds those that were not bound to their row.

One that cannot be opened is left as it is, and counted as lost.

Moves uploaded documents to the new encryption key, one by one, each replaced as a whole.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from complaints.base.errors import Refusal
from complaints.queries.upkeep.sealed_values import SealedPlace
from complaints.services.upkeep.rotations.moved import AT_ONCE, Moved
from complaints.storage.archive import Archive
from complaints.storage.vault import Vault


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


log = logging.getLogger(__name__)


def move_papers(archive: Archive, *, before: datetime) -> Iterator[tuple[int, int]]:
    """Seal every document that was stored before a moment anew; yield how many were, and could not
    be, so far.

    What is under the new key already is left: a change that was stopped begins here again.
    """
    moved = lost = 0
    for sha256 in archive.older_than(before):
        try:
            moved += archive.is_sealed_anew(sha256)
        except FileNotFoundError:
            continue  # swept meanwhile
        except Refusal as error:
            if error.slug == "unavailable":
                raise
            log.error("a document does not open and stays as it is: %s", sha256)
            lost += 1
        yield moved, lost
