"""Finds or makes operators under the ids that their marketplaces gave them.

Two operators of one marketplace stay two, however alike their names: letters of one would reach the
other. On different marketplaces, and in complaints, an operator is known by its name.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session

from complaints.models import MarketplaceOperator, Operator, Store, Trader
from complaints.services.registry import rows
from complaints.services.registry.targets import PLACE, ensure_operators

CALLED: Any = MarketplaceOperator.__table__
# A marketplace's number and its own id of an operator.
Key = tuple[int, str]


def operators_called(session: Session, keys: Collection[Key]) -> dict[Key, int]:
    """Return the operators that marketplaces call so, those that are known."""
    called = rows.fetch(session, CALLED, PLACE, keys, also=("operator_id",))
    return {(key[0], key[1]): row.operator_id for key, row in called.items()}


def ensure_called(
    session: Session, stated: Mapping[Key, str], slugs: Mapping[int, str]
) -> dict[Key, tuple[int, int | None]]:
    """Return the operator of each key by its stated name, and the one that it was before, where
    that is another one: its stores are moved. `slugs` are those of the marketplaces."""
    before = operators_called(session, list(stated))
    named = _names(session, stated, slugs)
    ids = ensure_operators(session, set(named.values()))
    now = {key: ids[name] for key, name in named.items()}
    new = [
        {"marketplace_id": place, "reference": reference, "operator_id": now[place, reference]}
        for place, reference in sorted(now.keys() - before.keys())
    ]
    rows.insert_new(session, CALLED, new)
    moved = {key: before[key] for key in before if before[key] != now[key]}
    for (place, reference), old in sorted(moved.items()):
        called = MarketplaceOperator.marketplace_id == place
        session.execute(
            update(MarketplaceOperator)
            .where(called, MarketplaceOperator.reference == reference)
            .values(operator_id=now[place, reference])
        )
        theirs = Store.marketplace_id == place, Store.operator_id == old
        # Under another name it is the same operator: what its stores show of it stays.
        run = select(Store.id).where(*theirs)
        for each, which in ((Trader, Trader.store_id.in_(run)), (Store, and_(*theirs))):
            session.execute(update(each).where(which).values(operator_id=now[place, reference]))
    return {key: (now[key], moved.get(key)) for key in stated}


def _names(session: Session, stated: Mapping[Key, str], slugs: Mapping[int, str]) -> dict[Key, str]:
    """Return the name of each operator's row: as stated, or with its id where another operator of
    the marketplace has that name."""
    taken: dict[tuple[int, str], str] = {}
    held = (
        select(MarketplaceOperator.marketplace_id, Operator.name, MarketplaceOperator.reference)
        .join(Operator, Operator.id == MarketplaceOperator.operator_id)
        .where(MarketplaceOperator.marketplace_id.in_(slugs))
    )
    for chunk in rows.chunks(sorted(set(stated.values()))):
        for place, name, reference in session.execute(held.where(Operator.name.in_(chunk))):
            taken[place, name] = reference
    named = {}
    for (place, reference), name in stated.items():
        is_its_own = taken.setdefault((place, name), reference) == reference
        own = f"{name} ({slugs[place]} {reference})"
        named[place, reference] = name if is_its_own else own
    return named
