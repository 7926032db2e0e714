"""Appeals in the queue: those that the reader may judge."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from complaints.models import Appeal, Claim, Complaint, Filer
from complaints.queries.decisions import appeals, judges, pending
from complaints.queries.staff.queue import filters as filtering
from complaints.queries.staff.queue.cases import UNCLOCKED, Waiting
from complaints.queries.staff.queue.filters import Filters
from complaints.rules.decisions.claims import STAFF
from complaints.work import UnitOfWork


def waiting_appeals(work: UnitOfWork, filters: Filters) -> Iterable[Waiting]:
    """Yield appeals that the actor may judge: no one else's part stands against it."""
    statement = work.session.execute(
        select(Appeal, Complaint.reference, Filer.id, Filer.name)
        .join(Claim, Claim.id == Appeal.claim_id)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .join(Filer, Filer.id == Complaint.filer_id)
        .where(
            Appeal.state == "filed",
            pending.none_on(Claim.id),
            *filtering.conditions(work, filters, Complaint.id, waiting=False),
        )
        .order_by(Appeal.filed_at)
        .limit(UNCLOCKED)
    )
    rows = statement.tuples().all()
    bench = judges.Bench.of(work, STAFF)
    clocks = appeals.judging(work.session, [appeal.id for appeal, *_rest in rows])
    for appeal, reference, filer_id, name in rows:
        kept = appeals.kept_from(work, appeal, bench)
        if work.actor.person_id not in bench.ties.with_tied(kept):
            due = clocks[appeal.id].ends_at if appeal.id in clocks else None
            yield Waiting("appeal", appeal.id, due, ("judge_appeal",), reference, filer_id, name, 1)
