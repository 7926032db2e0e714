"""Every column that keeps a sealed value: where it is, what names its key, what binds it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from complaints.base.errors import Refusal
from complaints.models import (
    AccountLetter,
    CounterNotice,
    FilerIdentity,
    ImportRow,
    RegisterEntry,
    SellerInbox,
    Webhook,
)
from complaints.rules.upkeep import sealed
from complaints.storage.vault import BOUND, Vault


@dataclass(frozen=True, slots=True)
class SealedPlace:
    """A table with a sealed column, the column of its key's name, and what binds a row's value."""

    table: Any
    value: str
    key: str
    about: Callable[[Any], str]

    @property
    def named(self) -> ColumnElement[Any]:
        """The column with the name of the value's key; "" stands beside what was erased."""
        column: ColumnElement[Any] = self.table.c[self.key]
        return column

    def opened(self, row: Row[Any], vault: Vault) -> str | None:
        """Return the original; None where it does not open."""
        value = getattr(row, self.value)
        try:
            return vault.unseal(value, getattr(row, self.key), about=self.about(row))
        except Refusal:
            return None


INBOXES = SealedPlace(SellerInbox.__table__, "address", "key_id", sealed.of_inbox)
PLACES = (
    SealedPlace(
        FilerIdentity.__table__,
        "sealed",
        "key_id",
        lambda row: sealed.identity(row.id, row.filer_id, row.kind),
    ),
    INBOXES,
    SealedPlace(
        CounterNotice.__table__,
        "sealed",
        "sealed_key_id",
        lambda row: sealed.seller_contact(row.event_id),
    ),
    SealedPlace(
        RegisterEntry.__table__,
        "mailbox",
        "key_id",
        lambda row: sealed.register_mailbox(row.right_key),
    ),
    SealedPlace(Webhook.__table__, "secrets", "key_id", lambda row: sealed.webhook(row.id)),
    SealedPlace(AccountLetter.__table__, "sealed", "key_id", sealed.of_account_letter),
    SealedPlace(
        ImportRow.__table__,
        "sealed",
        "key_id",
        lambda row: sealed.import_row(row.import_id, row.number),
    ),
)


def knows_key_of_unbound(session: Session, vault: Vault) -> bool:
    """Say whether what an earlier version sealed is under the vault's key; true where nothing
    is."""
    return _is_under(session, lambda key: key == vault.names[0]) or not _is_under(
        session, lambda key: ~key.startswith(BOUND)
    )


def any_sealed(session: Session) -> bool:
    """Say whether a sealed value is stored."""
    return _is_under(session, lambda key: key != "")


def unreadable(session: Session, vault: Vault) -> dict[str, int]:
    """Return by table how many sealed values are under keys that the vault lacks."""
    counts = {}
    for place in PLACES:
        lost = place.named.not_in([*vault.key_ids, ""])
        count = session.scalar(select(func.count()).where(lost).select_from(place.table)) or 0
        if count:
            counts[place.table.name] = count
    return counts


def samples(session: Session, place: SealedPlace, vault: Vault, limit: int) -> Sequence[Row[Any]]:
    """Return rows that are said to be under a key of the vault: the newest, then the oldest."""
    rows = select(place.table).where(place.named.in_(vault.key_ids)).limit(limit)
    number = place.table.c.id
    newest = session.execute(rows.order_by(number.desc())).all()
    return [*newest, *session.execute(rows.order_by(number)).all()]


def _is_under(session: Session, names: Callable[[Any], ColumnElement[bool]]) -> bool:
    """Say whether a value is under such a key."""
    rows = (session.scalar(select(1).where(names(each.named)).limit(1)) for each in PLACES)
    return any(row is not None for row in rows)
