"""Reads what is at stake with accounts' claims: listing-days, stores and open claims."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from complaints.models import Claim, Downtime
from complaints.rules.decisions.claims import OPEN_STATES
from complaints.rules.findings.stakes import Stake
from complaints.rules.kinds import Merit

# Filers in one statement; SQLite takes 32,766 parameters.
_AT_ONCE = 5_000
_DAY = 86_400


def find_stakes(session: Session, filer_ids: Collection[int], now: datetime) -> dict[int, Stake]:
    """Return what is at stake with each account, by its id."""
    days: dict[int, float] = dict.fromkeys(filer_ids, 0.0)
    stores: dict[int, set[int | None]] = {filer_id: set() for filer_id in filer_ids}
    open_claims: dict[int, int] = dict.fromkeys(filer_ids, 0)
    ids = sorted(filer_ids)
    for start in range(0, len(ids), _AT_ONCE):
        theirs = Claim.filer_id.in_(ids[start : start + _AT_ONCE])
        for filer_id, store_id, since, until in session.execute(
            select(Claim.filer_id, Claim.store_id, Downtime.since, Downtime.until)
            .join(Downtime, Downtime.claim_id == Claim.id)
            .where(theirs, _is_not_founded())
        ).tuples():
            days[filer_id] += max(0.0, ((until or now) - since).total_seconds() / _DAY)
            stores[filer_id].add(store_id)
        for filer_id, store_id, count in session.execute(
            select(Claim.filer_id, Claim.store_id, func.count())
            .where(theirs, Claim.state.in_(OPEN_STATES), Claim.duplicate_of.is_(None))
            .group_by(Claim.filer_id, Claim.store_id)
        ).tuples():
            open_claims[filer_id] += count
            stores[filer_id].add(store_id)
    return {
        each: Stake(
            int(days[each]), frozenset(i for i in stores[each] if i is not None), open_claims[each]
        )
        for each in filer_ids
    }


def _is_not_founded() -> ColumnElement[bool]:
    return or_(Claim.merit.is_(None), Claim.merit != Merit.FOUNDED)
