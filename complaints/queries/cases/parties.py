"""Who stands behind an account: the accounts of one party."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import BindParameter, Select, select
from sqlalchemy.orm import Session, aliased

from complaints.models import Filer


def accounts_of(filer_id: int | BindParameter[int]) -> Select[tuple[int]]:
    """Return the statement for the ids of all accounts of this account's party, its own too."""
    mine = select(Filer.party_id).where(Filer.id == filer_id).scalar_subquery()
    return select(Filer.id).where(Filer.party_id == mine)


def accounts_with(filer_ids: Select[tuple[int]]) -> Select[tuple[int]]:
    """Return the statement for the ids of all accounts of these accounts' parties."""
    theirs = select(Filer.party_id).where(Filer.id.in_(filer_ids))
    return select(Filer.id).where(Filer.party_id.in_(theirs))


def accounts(session: Session, filer_id: int) -> list[int]:
    """Return the ids of all accounts of this account's party, its own too, by id."""
    return sorted(session.scalars(accounts_of(filer_id)))


def by_account(session: Session, filer_ids: Collection[int]) -> Mapping[int, frozenset[int]]:
    """Return for each of these accounts the ids of all accounts of its party."""
    other = aliased(Filer)
    rows = session.execute(
        select(Filer.id, other.id)
        .join(other, other.party_id == Filer.party_id)
        .where(Filer.id.in_(filer_ids))
    ).tuples()
    together: dict[int, set[int]] = {}
    for filer_id, member in rows:
        together.setdefault(filer_id, set()).add(member)
    return {filer_id: frozenset(members) for filer_id, members in together.items()}
