"""The keyed hashes of identity attributes, and what the original of each makes of it now.

An original tells a hash: it is normalised again, as it was when it came in, and hashed under the
key in use. A network has no original but an address within it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, case, func, select
from sqlalchemy.orm import Session

from abuse.identity.attributes import normalise
from complaints.base.errors import Refusal
from complaints.models import Filer, FilerIdentity
from complaints.rules.kinds import IdentityKind
from complaints.rules.upkeep import sealed
from complaints.storage.vault import Vault

TABLE: Any = FilerIdentity.__table__
Originals = list[str | None]


@dataclass(frozen=True, slots=True)
class Value:
    """All rows with one hash: its new hash, None where no original tells it."""

    digest: str
    count: int
    new: str | None


def values(
    session: Session, vault: Vault, after: str | None, *, limit: int, is_key_lost: bool = False
) -> Iterator[Value]:
    """Yield the next values in the order of their hashes, each with its new hash.

    The original must make the hash that is stored, under a key of the vault; where the key of the
    stored hashes is lost (`is_key_lost`), the original alone says what it is.
    """
    columns = TABLE.c
    opens = case((columns.key_id.in_(vault.key_ids), columns.id))
    groups = session.execute(
        select(columns.digest, func.count(), func.coalesce(func.min(opens), func.min(columns.id)))
        .where(columns.digest > (after or ""))
        .group_by(columns.digest)
        .order_by(columns.digest)
        .limit(limit)
    ).all()
    shown = _shown(session, [row_id for *_, row_id in groups])
    addresses = _addresses(session, vault, shown.values())
    new_of = _derived if is_key_lost else _reproduced
    for digest, count, row_id in groups:
        row = shown[row_id]
        own = _opened_identity(vault, row)
        originals: Originals = addresses.get(row.filer_id, []) if own is None else [own]
        yield Value(digest, count, new_of(vault, row, originals))


def reproduced(session: Session, vault: Vault, ids: Iterable[int]) -> list[bool]:
    """Say of each of these rows whose original opens whether it makes the hash that is stored."""
    answers = []
    for row in _shown(session, list(ids)).values():
        own = _opened_identity(vault, row)
        if own is not None:
            answers.append(_reproduced(vault, row, [own]) is not None)
    return answers


def _shown(session: Session, ids: list[int]) -> dict[int, Row[Any]]:
    """Return one row of each value, with the country in which its filer's numbers are read."""
    rows = session.execute(
        select(TABLE, Filer.country)
        .join(Filer, Filer.id == TABLE.c.filer_id)
        .where(TABLE.c.id.in_(ids))
    )
    return {row.id: row for row in rows}


def _addresses(session: Session, vault: Vault, rows: Iterable[Row[Any]]) -> dict[int, Originals]:
    """Return the IP addresses of filers, None for each that does not open."""
    filers = {row.filer_id for row in rows if row.kind == IdentityKind.IP_NET}
    addresses: dict[int, Originals] = {}
    shown = select(TABLE).where(TABLE.c.filer_id.in_(filers), TABLE.c.kind == str(IdentityKind.IP))
    for row in session.execute(shown):
        addresses.setdefault(row.filer_id, []).append(_opened_identity(vault, row))
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


def _reproduced(vault: Vault, row: Row[Any], originals: Originals) -> str | None:
    for original in filter(None, originals):
        for country in _countries(row):
            for form, normal in normalise(_stated(row), original, country):
                if form == row.kind and vault.is_digest(row.digest, form, normal):
                    return vault.digest(form, normal)
    return None


def _derived(vault: Vault, row: Row[Any], originals: Originals) -> str | None:
    """Return the one hash that the originals make; None where they make several, or one of them
    does not open: what it made is not known."""
    if None in originals:
        return None
    made = {
        normal
        for original in filter(None, originals)
        for form, normal in normalise(_stated(row), original, row.country)
        if form == row.kind
    }
    return vault.digest(row.kind, made.pop()) if len(made) == 1 else None


def _stated(row: Row[Any]) -> str:
    return IdentityKind.IP if row.kind == IdentityKind.IP_NET else row.kind


def _countries(row: Row[Any]) -> Iterator[str | None]:
    """Yield the countries in which a national number may have been read, the likely ones first."""
    yield row.country
    yield None
    if row.kind == IdentityKind.PHONE:
        # Loaded where it is used: it brings the formats of all countries.
        import phonenumbers

        yield from sorted(phonenumbers.SUPPORTED_REGIONS)
