"""Which accounts of a group complained of which stores, and how often."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.models import Claim, Store

# The stores with the most claims are shown; the others are counted.
MOST_STORES = 30


@dataclass(frozen=True, slots=True)
class StoreMap:
    """`stores` by how many claims the group has against each, the most first; `claims` counts by
    (filer's id, store's id); `left_out` is how many stores more there are."""

    stores: Sequence[Store]
    claims: Mapping[tuple[int, int], int]
    left_out: int


def of_filers(session: Session, filer_ids: Collection[int]) -> StoreMap:
    """Return the map of a group of accounts. The caller has checked that the actor is staff."""
    counted = (
        select(Claim.filer_id, Claim.store_id, func.count())
        .where(Claim.filer_id.in_(filer_ids), Claim.store_id.is_not(None))
        .group_by(Claim.filer_id, Claim.store_id)
    )
    claims = {(filer, store): n for filer, store, n in session.execute(counted).tuples() if store}
    totals: dict[int, int] = {}
    for (_filer, store), number in claims.items():
        totals[store] = totals.get(store, 0) + number
    most = sorted(totals, key=lambda store: (-totals[store], store))[:MOST_STORES]
    rows = {row.id: row for row in session.scalars(select(Store).where(Store.id.in_(most)))}
    shown = {place: number for place, number in claims.items() if place[1] in rows}
    return StoreMap([rows[store] for store in most], shown, len(totals) - len(most))
