"""What a list of the search shows of each hit. Asks a few questions for all hits of a kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from complaints.models import (
    Claim,
    Complaint,
    Filer,
    Listing,
    Marketplace,
    Operator,
    Right,
    Store,
)
from complaints.queries.logins import filers
from complaints.rules.decisions.claims import derive_complaint_state
from complaints.rules.staff.search_met import Met
from complaints.rules.staff.search_words import Thing
from complaints.work import UnitOfWork

# Stores of an operator that are named.
_STORES: Final = 3


@dataclass(frozen=True, slots=True)
class StoreOf:
    """A store of an operator, by its name or its id on the marketplace."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that a search finds, as a line says it.

    `name` is what it is called, `reference` its own number or id where it has one, `state` a
    complaint's, or that of the newest claim against a listing. `of` names whose it is: the filer of
    a complaint or right, the store of a listing, the operator of a store. `complaint_id` is the
    newest complaint by a right, `claim_id` the newest claim against a listing, `claims` how many
    there are against it; `stores` the first stores of an operator; `met` the texts that meet the
    question.
    """

    thing: Thing
    id: int
    name: str
    reference: str | None = None
    state: str | None = None
    of: str | None = None
    at: datetime | None = None
    marketplace: str | None = None
    right: str | None = None
    claims: int | None = None
    claim_id: int | None = None
    complaint_id: int | None = None
    stores: Sequence[StoreOf] = ()
    met: Sequence[Met] = ()


def of_ids(work: UnitOfWork, thing: Thing, ids: Sequence[int]) -> list[Hit]:
    """Return the hits with these ids, in their order; what the actor may not see is left out."""
    by_id = {hit.id: hit for hit in _OF[thing](work, ids)} if ids else {}
    return [by_id[each] for each in ids if each in by_id]


def _complaints(work: UnitOfWork, ids: Sequence[int]) -> list[Hit]:
    states: defaultdict[int, set[str]] = defaultdict(set)
    kinds = select(Claim.complaint_id, Claim.state).where(Claim.complaint_id.in_(ids)).distinct()
    for complaint_id, state in work.session.execute(kinds).tuples():
        states[complaint_id].add(state)
    rows = work.session.execute(
        select(Complaint, Filer.name, Right.title, Right.number)
        .join(Filer, Filer.id == Complaint.filer_id)
        .join(Right, Right.id == Complaint.right_id)
        .where(Complaint.id.in_(ids), filers.filers_in_sight(work.actor, Complaint.filer_id))
    ).tuples()
    return [
        Hit(
            Thing.COMPLAINT, row.id, row.reference, row.reference,
            derive_complaint_state(states[row.id]), filer, row.filed_at, right=title or number,
        )
        for row, filer, title, number in rows
    ]  # fmt: skip


def _listings(work: UnitOfWork, ids: Sequence[int]) -> list[Hit]:
    counted = (
        select(Claim.listing_id, func.count(), func.max(Claim.id))
        .where(Claim.listing_id.in_(ids))
        .group_by(Claim.listing_id)
    )
    claims = {row[0]: row for row in work.session.execute(counted).tuples()}
    newest = [newest_id for _listing, _count, newest_id in claims.values()]
    about = select(Claim.listing_id, Claim.state, Claim.title).where(Claim.id.in_(newest))
    stated = {row[0]: row for row in work.session.execute(about).tuples()}
    rows = work.session.execute(
        select(Listing, Marketplace.slug, Store.name, Store.reference)
        .join(Marketplace, Marketplace.id == Listing.marketplace_id)
        .outerjoin(Store, Store.id == Listing.store_id)
        .where(Listing.id.in_(ids))
    ).tuples()
    hits = []
    for row, market, store, store_id in rows:
        _id, count, claim_id = claims.get(row.id, (row.id, 0, None))
        _id, state, title = stated.get(row.id, (row.id, None, None))
        name = row.title or title or row.reference
        hits.append(
            Hit(
                Thing.LISTING, row.id, name, row.reference, state, store or store_id,
                marketplace=market, claims=count, claim_id=claim_id,
            )
        )  # fmt: skip
    return hits


def _rights(work: UnitOfWork, ids: Sequence[int]) -> list[Hit]:
    newest = select(Complaint.right_id, func.max(Complaint.id)).where(Complaint.right_id.in_(ids))
    complaints = dict(work.session.execute(newest.group_by(Complaint.right_id)).tuples().all())
    rows = work.session.execute(
        select(Right, Filer.name)
        .join(Filer, Filer.id == Right.filer_id)
        .where(Right.id.in_(ids), filers.filers_in_sight(work.actor, Right.filer_id))
    ).tuples()
    return [
        Hit(
            Thing.RIGHT, row.id, row.title or row.number or str(row.id), row.number, of=filer,
            right=row.kind, complaint_id=complaints.get(row.id),
        )
        for row, filer in rows
    ]  # fmt: skip


def _filers(work: UnitOfWork, ids: Sequence[int]) -> list[Hit]:
    rows = work.session.scalars(
        select(Filer).where(Filer.id.in_(ids), filers.filers_in_sight(work.actor))
    )
    return [Hit(Thing.FILER, row.id, row.name, row.reference) for row in rows]


def _stores(work: UnitOfWork, ids: Sequence[int]) -> list[Hit]:
    run_by: Any = aliased(Operator)
    rows = work.session.execute(
        select(Store, Marketplace.slug, run_by.name)
        .join(Marketplace, Marketplace.id == Store.marketplace_id)
        .outerjoin(run_by, run_by.id == Store.operator_id)
        .where(Store.id.in_(ids))
    ).tuples()
    return [
        Hit(
            Thing.STORE, row.id, row.name or row.reference, row.reference, of=operator,
            marketplace=market,
        )
        for row, market, operator in rows
    ]  # fmt: skip


def _operators(work: UnitOfWork, ids: Sequence[int]) -> list[Hit]:
    stores: defaultdict[int, list[StoreOf]] = defaultdict(list)
    place = func.row_number().over(partition_by=Store.operator_id, order_by=Store.id)
    run = (
        select(Store.operator_id, Store.id, Store.name, Store.reference, place.label("place"))
        .where(Store.operator_id.in_(ids))
        .subquery()
    )
    for row in work.session.execute(select(run).where(run.c.place <= _STORES).order_by(run.c.id)):
        stores[row.operator_id].append(StoreOf(row.id, row.name or row.reference))
    rows = work.session.scalars(select(Operator).where(Operator.id.in_(ids)))
    return [Hit(Thing.OPERATOR, row.id, row.name, stores=tuple(stores[row.id])) for row in rows]


_OF: Final[Mapping[Thing, Callable[[UnitOfWork, Sequence[int]], list[Hit]]]] = {
    Thing.COMPLAINT: _complaints,
    Thing.LISTING: _listings,
    Thing.RIGHT: _rights,
    Thing.FILER: _filers,
    Thing.STORE: _stores,
    Thing.OPERATOR: _operators,
}
