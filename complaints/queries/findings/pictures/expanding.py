"""One step further from a node: adds what else it is tied to, capped."""

from __future__ import annotations

from collections.abc import Callable, Collection

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from complaints.models import (
    Claim,
    Complaint,
    ComplaintDocument,
    Filer,
    FilerIdentity,
    FilerStore,
    Store,
)
from complaints.queries.findings.pictures import targets
from complaints.queries.findings.pictures.marks import Sketch
from complaints.queries.findings.pictures.people import filer_node, shared_node

MOST_ADDED = 20


def expand(session: Session, sketch: Sketch, kind: str, key: int) -> None:
    """Add up to twenty neighbours of a node; nothing where the picture does not have the node."""
    if f"{kind}:{key}" in sketch.nodes:
        STEPS[kind](session, sketch, key)


def _from_filer(session: Session, sketch: Sketch, key: int) -> None:
    """Add the stores that a filer complained of most, and its other shared identifiers."""
    rows = session.execute(
        select(Claim.store_id, func.count())
        .where(Claim.filer_id == key, Claim.store_id.is_not(None))
        .group_by(Claim.store_id)
        .order_by(func.count().desc(), Claim.store_id)
        .limit(MOST_ADDED)
    ).tuples()
    hits = {store: count for store, count in rows if store is not None}
    targets.add_stores(session, sketch, hits)
    for store, count in hits.items():
        sketch.tie(f"filer:{key}", f"store:{store}", "complained of", count)
    mine = select(FilerIdentity.digest).where(FilerIdentity.filer_id == key)
    shared = session.execute(
        select(FilerIdentity.kind, FilerIdentity.digest, func.count(), func.min(FilerIdentity.id))
        .where(FilerIdentity.digest.in_(mine))
        .group_by(FilerIdentity.kind, FilerIdentity.digest)
        .having(func.count() > 1)
        .order_by(func.count(), func.min(FilerIdentity.id))
        .limit(MOST_ADDED)
    ).tuples()
    for kind, _, count, least in shared:
        node = shared_node("identity", kind, least, count)
        sketch.add(node)
        sketch.tie(f"filer:{key}", node.id, "shares")


def _from_identity(session: Session, sketch: Sketch, key: int) -> None:
    """Add the filers that share an identifier."""
    one = session.get(FilerIdentity, key)
    if one is None:
        return
    held = select(FilerIdentity.filer_id).where(
        FilerIdentity.kind == one.kind, FilerIdentity.digest == one.digest
    )
    for filer in _add(
        session, sketch, list(session.scalars(held.order_by(FilerIdentity.filer_id)))
    ):
        sketch.tie(f"filer:{filer}", f"identity:{key}", "shares")


def _from_paper(session: Session, sketch: Sketch, key: int) -> None:
    held = (
        select(Complaint.filer_id)
        .join(ComplaintDocument, ComplaintDocument.complaint_id == Complaint.id)
        .where(ComplaintDocument.document_id == key)
        .distinct()
        .order_by(Complaint.filer_id)
        .limit(1_000)
    )
    for filer in _add(session, sketch, list(session.scalars(held))):
        sketch.tie(f"filer:{filer}", f"paper:{key}", "shares")


def _from_store(session: Session, sketch: Sketch, key: int) -> None:
    """Add the filers that complained of a store most, and who runs it."""
    rows = session.execute(
        select(Claim.filer_id, func.count(), func.max(Claim.operator_id))
        .where(Claim.store_id == key)
        .group_by(Claim.filer_id)
        .order_by(func.count().desc(), Claim.filer_id)
    ).tuples().all()  # fmt: skip
    count = {filer: number for filer, number, _ in rows}
    for filer in _add(session, sketch, list(count)):
        sketch.tie(f"filer:{filer}", f"store:{key}", "complained of", count[filer])
    runs = select(FilerStore.filer_id).where(FilerStore.store_id == key)
    for filer in _add(session, sketch, list(session.scalars(runs.order_by(FilerStore.filer_id)))):
        sketch.tie(f"filer:{filer}", f"store:{key}", "runs")
    operators = [operator for *_, operator in rows if operator is not None]
    targets.add_operators(session, sketch, {key: max(operators)} if operators else {})


def _from_operator(session: Session, sketch: Sketch, key: int) -> None:
    """Add an operator's other stores."""
    claimed = select(Claim.store_id).where(Claim.operator_id == key, Claim.store_id.is_not(None))
    stores = session.scalars(
        select(Store.id)
        .where(or_(Store.operator_id == key, Store.id.in_(claimed)))
        .order_by(Store.id)
        .limit(MOST_ADDED)
    ).all()
    targets.add_stores(session, sketch, stores)
    for store in stores:
        sketch.tie(f"operator:{key}", f"store:{store}", "runs")


def _from_holder(session: Session, sketch: Sketch, key: int) -> None:
    """Add the other filers that file for a holder."""
    rows = session.execute(
        select(Complaint.filer_id, func.count())
        .where(Complaint.rights_holder_id == key)
        .group_by(Complaint.filer_id)
        .order_by(func.count().desc(), Complaint.filer_id)
    ).tuples()
    count = dict(rows.all())
    for filer in _add(session, sketch, list(count)):
        sketch.tie(f"filer:{filer}", f"holder:{key}", "files for", count[filer])


def _add(session: Session, sketch: Sketch, filers: Collection[int]) -> list[int]:
    """Add filers, the first twenty that are not there yet; return all that are there then."""
    fresh = [each for each in filers if f"filer:{each}" not in sketch.nodes]
    sketch.drop("filer", len(fresh) - MOST_ADDED)
    for row in session.scalars(select(Filer).where(Filer.id.in_(fresh[:MOST_ADDED]))):
        sketch.add(filer_node(row))
    return [each for each in filers if f"filer:{each}" in sketch.nodes]


STEPS: dict[str, Callable[[Session, Sketch, int], None]] = {
    "filer": _from_filer,
    "identity": _from_identity,
    "paper": _from_paper,
    "store": _from_store,
    "operator": _from_operator,
    "holder": _from_holder,
}
