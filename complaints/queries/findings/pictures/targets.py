"""The targets of a picture's filers, and for whom they file: stores, operators, holders."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from complaints.models import (
    Claim,
    Complaint,
    FilerStore,
    Listing,
    Operator,
    RightsHolder,
    Store,
)
from complaints.queries.findings.pictures.marks import Node, Sketch

MOST_STORES = 40
MOST_HOLDERS = 25
MOST_OPERATORS = 25
# How many of the filers' newest claims are read.
_CLAIMS = 20_000


def _claims(filers: Collection[int]) -> Any:
    return (
        select(Claim.filer_id, Claim.store_id, Claim.operator_id, Claim.listing_id)
        .where(Claim.filer_id.in_(filers))
        .order_by(Claim.id.desc())
        .limit(_CLAIMS)
        .subquery()
    )


def add_targets(session: Session, sketch: Sketch) -> None:
    """Add the stores that most of the filers complained of, with who runs them.

    A claim that names no store is shown by its listing.
    """
    mine = _claims(sketch.filers())
    rows = session.execute(
        select(mine.c.filer_id, mine.c.store_id, func.count(), func.max(mine.c.operator_id))
        .where(mine.c.store_id.is_not(None))
        .group_by(mine.c.filer_id, mine.c.store_id)
    ).tuples()
    hits: dict[int, dict[int, int]] = {}
    operators: dict[int, int] = {}
    for filer, store, count, operator in rows:
        hits.setdefault(store, {})[filer] = count
        if operator is not None:
            operators[store] = operator
    chosen = _most(sketch, "store", hits, MOST_STORES)
    add_stores(session, sketch, chosen)
    for store in chosen:
        for filer, count in hits[store].items():
            sketch.tie(f"filer:{filer}", f"store:{store}", "complained of", count)
    add_operators(session, sketch, {s: o for s, o in operators.items() if s in set(chosen)})
    _add_listings(session, sketch, mine, MOST_STORES - len(chosen))


def _add_listings(session: Session, sketch: Sketch, mine: Any, room: int) -> None:
    rows = session.execute(
        select(mine.c.filer_id, mine.c.listing_id, func.count())
        .where(mine.c.store_id.is_(None))
        .group_by(mine.c.filer_id, mine.c.listing_id)
        .order_by(func.count().desc(), mine.c.listing_id)
        .limit(10 * MOST_STORES)
    ).tuples()
    hits: dict[int, dict[int, int]] = {}
    for filer, listing, count in rows:
        hits.setdefault(listing, {})[filer] = count
    chosen = _most(sketch, "listing", hits, room)
    for row in session.scalars(select(Listing).where(Listing.id.in_(chosen))):
        sketch.add(Node(f"listing:{row.id}", "listing", row.reference, row.id))
        for filer, count in hits[row.id].items():
            sketch.tie(f"filer:{filer}", f"listing:{row.id}", "complained of", count)


def _most(sketch: Sketch, kind: str, hits: dict[int, dict[int, int]], most: int) -> list[int]:
    """Return the targets of most filers, then those with most claims."""
    ranked = sorted(hits, key=lambda s: (-len(hits[s]), -sum(hits[s].values()), s))
    sketch.drop(kind, len(ranked) - most)
    return ranked[:most]


def add_stores(session: Session, sketch: Sketch, ids: Collection[int]) -> None:
    for row in session.scalars(select(Store).where(Store.id.in_(ids))):
        name = row.name or row.reference
        sketch.add(Node(f"store:{row.id}", "store", name, row.id, reference=row.reference))


def add_operators(session: Session, sketch: Sketch, operators: dict[int, int]) -> None:
    """Add who runs the stores of the picture; a claim's operator goes before the catalogue's."""
    stores = sketch.keys("store")
    known = select(Store.id, Store.operator_id).where(
        Store.id.in_(stores), Store.operator_id.is_not(None)
    )
    runs = {**{s: o for s, o in session.execute(known).tuples() if o is not None}, **operators}
    ids = sorted(set(runs.values()))
    sketch.drop("operator", len(ids) - MOST_OPERATORS)
    ids = ids[:MOST_OPERATORS]
    for row in session.scalars(select(Operator).where(Operator.id.in_(ids))):
        sketch.add(Node(f"operator:{row.id}", "operator", row.name, row.id))
    for store, operator in sorted(runs.items()):
        sketch.tie(f"operator:{operator}", f"store:{store}", "runs")


def add_runs(session: Session, sketch: Sketch) -> None:
    """Add the stores that filers of the picture are known to run."""
    statement: Select[tuple[int, int]] = (
        select(FilerStore.filer_id, FilerStore.store_id)
        .where(FilerStore.filer_id.in_(sketch.filers()))
        .order_by(FilerStore.filer_id, FilerStore.store_id)
        .limit(MOST_STORES)
    )
    pairs = session.execute(statement).tuples().all()
    add_stores(session, sketch, {store for _, store in pairs})
    for filer, store in pairs:
        sketch.tie(f"filer:{filer}", f"store:{store}", "runs")


def add_holders(session: Session, sketch: Sketch) -> None:
    """Add the rights holders that the filers file for."""
    rows = session.execute(
        select(Complaint.filer_id, Complaint.rights_holder_id, func.count())
        .where(Complaint.filer_id.in_(sketch.filers()), Complaint.rights_holder_id.is_not(None))
        .group_by(Complaint.filer_id, Complaint.rights_holder_id)
    ).tuples()
    filed: dict[int, dict[int, int]] = {}
    for filer, holder, count in rows:
        if holder is not None:
            filed.setdefault(holder, {})[filer] = count
    chosen = _most(sketch, "rights_holder", filed, MOST_HOLDERS)
    for row in session.scalars(select(RightsHolder).where(RightsHolder.id.in_(chosen))):
        sketch.add(Node(f"holder:{row.id}", "rights_holder", row.name, row.id))
        for filer, count in filed[row.id].items():
            sketch.tie(f"filer:{filer}", f"holder:{row.id}", "files for", count)
