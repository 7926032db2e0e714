"""Moves sealed values to the new encryption key, and binds those that were not bound to their row.

One that cannot be opened is left as it is, and counted as lost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import ColumnElement, Row, bindparam, select
from sqlalchemy.orm import Session

from complaints.errors import Refusal
from complaints.models import (
    AccountLetter,
    CounterNotice,
    FilerIdentity,
    RegisterEntry,
    SellerInbox,
)
from complaints.rules import sealed
from complaints.services.rotations.moved import AT_ONCE, Moved
from complaints.vault import BOUND, Vault


@dataclass(frozen=True, slots=True)
class Place:
    """A table with a sealed column, the column of its key's name, and what binds a row's value."""

    table: Any
    value: str
    key: str
    about: Callable[[Any], str]

    def move(self, session: Session, vault: Vault, after: str | None) -> Moved:
        """Seal a batch under the new key."""
        return self._each(session, vault, after, vault.key_ids[1:], self._opened)

    def bind(self, session: Session, vault: Vault, after: str | None) -> Moved:
        """Bind a batch of values that an earlier version sealed under the same key."""
        return self._each(session, vault, after, vault.names[:1], self._unbound)

    def _each(
        self,
        session: Session,
        vault: Vault,
        after: str | None,
        under: list[str],
        opened: Callable[[Row[Any], Vault], str | None],
    ) -> Moved:
        columns = self.table.c
        batch = session.execute(
            select(self.table)
            .where(columns[self.key].in_(under), columns.id > int(after or 0))
            .order_by(columns.id)
            .limit(AT_ONCE)
            .with_for_update()
        ).all()
        changed = []
        for row in batch:
            text = opened(row, vault)
            if text is not None:
                anew = vault.seal(text, about=self.about(row))
                changed.append({"_id": row.id, "_value": anew, "_key": vault.key_id})
        if changed:
            session.connection().execute(
                self.table.update()
                .where(columns.id == bindparam("_id"))
                .values({self.value: bindparam("_value"), self.key: bindparam("_key")}),
                changed,
            )
        last = str(batch[-1].id) if len(batch) == AT_ONCE else None
        return Moved(len(changed), len(batch) - len(changed), last)

    def _opened(self, row: Row[Any], vault: Vault) -> str | None:
        value = getattr(row, self.value)
        try:
            return vault.unseal(value, getattr(row, self.key), about=self.about(row))
        except Refusal:
            return None

    def _unbound(self, row: Row[Any], vault: Vault) -> str | None:
        try:
            return vault.unseal_unbound(getattr(row, self.value))
        except (InvalidTag, ValueError):
            return None


PLACES = (
    Place(
        FilerIdentity.__table__,
        "sealed",
        "key_id",
        lambda row: sealed.identity(row.id, row.filer_id, row.kind),
    ),
    Place(SellerInbox.__table__, "address", "key_id", sealed.of_inbox),
    Place(
        CounterNotice.__table__,
        "sealed",
        "sealed_key_id",
        lambda row: sealed.seller_contact(row.event_id),
    ),
    Place(
        RegisterEntry.__table__,
        "mailbox",
        "key_id",
        lambda row: sealed.register_mailbox(row.right_key),
    ),
    Place(AccountLetter.__table__, "sealed", "key_id", sealed.of_account_letter),
)


def knows_keys(session: Session, vault: Vault) -> bool:
    """Say whether what is sealed is under a key that the vault has; true where nothing is."""
    return _is_under(session, lambda key: key.in_(vault.key_ids)) or not _is_under(
        session, lambda key: key.is_not(None)
    )


def knows_key_of_unbound(session: Session, vault: Vault) -> bool:
    """Say whether what an earlier version sealed is under the vault's key; true where nothing
    is."""
    return _is_under(session, lambda key: key == vault.names[0]) or not _is_under(
        session, lambda key: ~key.startswith(BOUND)
    )


def _is_under(session: Session, names: Callable[[Any], ColumnElement[bool]]) -> bool:
    """Say whether a value is under such a key."""
    keys = (place.table.c[place.key] for place in PLACES)
    return any(session.scalar(select(1).where(names(key)).limit(1)) is not None for key in keys)
