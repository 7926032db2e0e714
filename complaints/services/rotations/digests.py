"""Computes the keyed hashes of identity attributes anew, from their sealed originals.

All rows of one value are moved at once, and a new filing of it keeps the old hash until then
(`registry.filers`): at each moment a value has one hash, and scan and match miss nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import phonenumbers
from sqlalchemy import Row, bindparam, case, func, select
from sqlalchemy.orm import Session

from abuse.identity.attributes import normalise
from complaints.errors import Refusal
from complaints.models import Filer, FilerIdentity, SellerInbox
from complaints.rules import sealed
from complaints.rules.kinds import IdentityKind
from complaints.services.rotations import twins
from complaints.services.rotations.moved import AT_ONCE, Moved
from complaints.vault import Vault

TABLE: Any = FilerIdentity.__table__
INBOX: Any = SellerInbox.__table__


@dataclass(frozen=True, slots=True)
class _Value:
    """All rows with one hash: its new hash, None where no original tells it."""

    digest: str
    count: int
    new: str | None


def move(session: Session, vault: Vault, after: str | None) -> Moved:
    """Move a batch of values to their new hashes."""
    return _move(session, vault, after, counts_lost=False)


def move_and_count_lost(session: Session, vault: Vault, after: str | None) -> Moved:
    """As `move`; rows whose hash no original explains keep it, and are counted as lost."""
    return _move(session, vault, after, counts_lost=True)


def knows_keys(session: Session, vault: Vault) -> bool:
    """Say whether the hashes are made with a key that the vault has; true where there is none.

    It looks at the first values alone.
    """
    seen = list(_values(session, vault, None))
    return not seen or any(value.new is not None for value in seen)


def move_inboxes(session: Session, vault: Vault, after: str | None) -> Moved:
    """Compute the hashes of a batch of sellers' addresses anew."""
    rows = session.execute(
        select(INBOX).where(INBOX.c.id > int(after or 0)).order_by(INBOX.c.id).limit(AT_ONCE)
    ).all()
    changed = []
    for row in rows:
        text = _opened(vault, row.address, row.key_id, sealed.of_inbox(row))
        if text is not None:
            digest = vault.digest(f"inbox-{row.kind}", text)
            changed.append({"_id": row.id, "_new": digest, "_old": row.digest})
    if changed:
        one = (INBOX.c.id == bindparam("_id")) & (INBOX.c.digest == bindparam("_old"))
        change = INBOX.update().where(one).values(digest=bindparam("_new"))
        session.connection().execute(change, changed)
    last = str(rows[-1].id) if len(rows) == AT_ONCE else None
    return Moved(len(changed), len(rows) - len(changed), last)


def _move(session: Session, vault: Vault, after: str | None, *, counts_lost: bool) -> Moved:
    values = list(_values(session, vault, after))
    changed = [value for value in values if value.new not in (None, value.digest)]
    if changed:
        new_of = {value.digest: value.new for value in changed}
        twins.merge(session, new_of)
        pairs = [{"_old": old, "_new": new} for old, new in new_of.items()]
        change = TABLE.update().where(TABLE.c.digest == bindparam("_old"))
        session.connection().execute(change.values(digest=bindparam("_new")), pairs)
    lost = sum(value.count for value in values if value.new is None) if counts_lost else 0
    last = values[-1].digest if len(values) == AT_ONCE else None
    return Moved(sum(value.count for value in changed), lost, last)


def _values(session: Session, vault: Vault, after: str | None) -> Iterator[_Value]:
    """Yield the next values in the order of their hashes, each with its new hash."""
    columns = TABLE.c
    opens = case((columns.key_id.in_(vault.key_ids), columns.id))
    groups = session.execute(
        select(columns.digest, func.count(), func.coalesce(func.min(opens), func.min(columns.id)))
        .where(columns.digest > (after or ""))
        .group_by(columns.digest)
        .order_by(columns.digest)
        .limit(AT_ONCE)
    ).all()
    shown = _shown(session, [row_id for *_, row_id in groups])
    addresses = _addresses(session, vault, shown.values())
    for digest, count, row_id in groups:
        row = shown[row_id]
        own = _opened_identity(vault, row)
        originals = addresses.get(row.filer_id, []) if own is None else [own]
        yield _Value(digest, count, _new_digest(vault, row, originals))


def _shown(session: Session, ids: list[int]) -> dict[int, Row[Any]]:
    """Return one row of each value, with the country in which its filer's numbers are read."""
    rows = session.execute(
        select(TABLE, Filer.country)
        .join(Filer, Filer.id == TABLE.c.filer_id)
        .where(TABLE.c.id.in_(ids))
    )
    return {row.id: row for row in rows}


def _addresses(session: Session, vault: Vault, rows: Iterable[Row[Any]]) -> dict[int, list[str]]:
    """Return the IP addresses of filers: a network has no original but an address within it."""
    filers = {row.filer_id for row in rows if row.kind == IdentityKind.IP_NET}
    addresses: dict[int, list[str]] = {}
    shown = select(TABLE).where(TABLE.c.filer_id.in_(filers), TABLE.c.kind == str(IdentityKind.IP))
    for row in session.execute(shown):
        text = _opened_identity(vault, row)
        if text is not None:
            addresses.setdefault(row.filer_id, []).append(text)
    return addresses


def _opened_identity(vault: Vault, row: Row[Any]) -> str | None:
    if row.sealed is None:
        return None
    about = sealed.identity(row.id, row.filer_id, row.kind)
    return _opened(vault, row.sealed, row.key_id, about)


def _opened(vault: Vault, value: bytes, key_id: str, about: str) -> str | None:
    try:
        return vault.unseal(value, key_id, about=about)
    except Refusal:
        return None


def _new_digest(vault: Vault, row: Row[Any], originals: list[str]) -> str | None:
    kind = IdentityKind.IP if row.kind == IdentityKind.IP_NET else row.kind
    for original in originals:
        for country in _countries(row):
            for form, normal in normalise(kind, original, country):
                if form == row.kind and vault.is_digest(row.digest, form, normal):
                    return vault.digest(form, normal)
    return None


def _countries(row: Row[Any]) -> Iterator[str | None]:
    """Yield the countries in which a national number may have been read, the likely ones first."""
    yield row.country
    yield None
    if row.kind == IdentityKind.PHONE:
        yield from sorted(phonenumbers.SUPPORTED_REGIONS)
