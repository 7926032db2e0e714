"""Keeps who the traders of stores are, as a marketplace's catalogue says that the stores show it.

What is said of one trader is taken as a whole: what is left out is not shown. Who ran a store
before is not kept beside who runs it now.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, select

from complaints.models import Store, Trader
from complaints.rules.sellers.traders import Identity, TraderMember, lacks
from complaints.services.registry import rows
from complaints.services.upkeep import ledger
from complaints.work import UnitOfWork

TRADER: Any = Trader.__table__
MEMBERS = tuple(map(str, TraderMember))
COMPARED = (*MEMBERS, "operator_id")
FACTS = (*COMPARED, "partner_id", "stated_at")


def store_traders(
    work: UnitOfWork, store_ids: Collection[int], stated: Mapping[int, Identity]
) -> int:
    """Store what is `stated` of the traders of some of these stores, and delete what was stated of
    others that somebody else runs by now. Return how many are new, changed or gone."""
    return sum(_store(work, chunk, stated) for chunk in rows.chunks(sorted(store_ids)))


def _store(work: UnitOfWork, store_ids: list[int], stated: Mapping[int, Identity]) -> int:
    keys = [(store_id,) for store_id in store_ids]
    known = rows.fetch(work.session, TRADER, ("store_id",), keys, also=COMPARED)
    named = [store_id for store_id in store_ids if store_id in stated]
    if not (known or named):
        return 0
    run = _operators(work, store_ids)
    new = {
        store_id: {
            **asdict(stated[store_id]), "operator_id": run.get(store_id),
            "partner_id": work.actor.partner_id, "stated_at": work.now,
        }
        for store_id in named
    }  # fmt: skip
    missing = [store_id for store_id in named if (store_id,) not in known]
    added = [{"store_id": store_id, **new[store_id]} for store_id in missing]
    rows.insert_new(work.session, TRADER, added)
    # Another writer may have inserted one meanwhile, with other members.
    known |= rows.fetch(
        work.session, TRADER, ("store_id",), [(each,) for each in missing], also=COMPARED
    )
    changed = {
        store_id: known[store_id,].id
        for store_id in named
        if any(getattr(known[store_id,], name) != new[store_id][name] for name in COMPARED)
    }
    updates = [{"id": row_id, **new[store_id]} for store_id, row_id in changed.items()]
    rows.update_by_id(work.session, TRADER, FACTS, updates)
    for store_id in (*missing, *changed):
        lacking = sorted(map(str, lacks(stated[store_id])))
        ledger.record(work, "stated_trader", "store", store_id, lacks=lacking)
    unnamed = {key[0]: row for key, row in known.items() if key[0] not in stated}
    return len(missing) + len(changed) + _drop(work, unnamed, run)


def _operators(work: UnitOfWork, store_ids: Collection[int]) -> dict[int, int | None]:
    """Return who runs stores by the catalogue; a complaint's word does not count."""
    operated = Store.id.in_(store_ids), Store.operator_catalogued_at.is_not(None)
    rows_ = work.session.execute(select(Store.id, Store.operator_id).where(*operated))
    return dict(rows_.tuples().all())


def _drop(work: UnitOfWork, unnamed: Mapping[int, Any], run: Mapping[int, int | None]) -> int:
    """Delete the traders of stores that another operator runs by now; where none was named before,
    the trader is the operator's who is named now."""
    others = {store_id: row for store_id, row in unnamed.items() if store_id in run}
    gone = {
        store_id: row.id
        for store_id, row in others.items()
        if row.operator_id not in (None, run[store_id])
    }
    if gone:
        work.session.execute(delete(Trader).where(Trader.id.in_(gone.values())))
    for store_id in gone:
        ledger.record(work, "dropped_trader", "store", store_id)
    first = [
        {"id": row.id, "operator_id": run[store_id]}
        for store_id, row in others.items()
        if row.operator_id is None
    ]
    rows.update_by_id(work.session, TRADER, ("operator_id",), first)
    return len(gone)
