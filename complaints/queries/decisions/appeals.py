"""Appeals against decisions of claims. Appeals against boycotts are read with their boycott."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from complaints.base.errors import not_found
from complaints.models import Appeal, Claim, Clock, Event, EventClaim
from complaints.queries.decisions import claim_parts, claims, others_appeals
from complaints.queries.decisions.judges import Bench
from complaints.queries.decisions.others_appeals import AppealView
from complaints.rules.actors import Actor, require_staff
from complaints.rules.decisions.appeals import APPEAL, TERMS
from complaints.rules.kinds import EventKind, Side
from complaints.rules.law.clocks import RUNS
from complaints.rules.logins.ties import Node, filer_node
from complaints.rules.machines import barred
from complaints.words import message as _
from complaints.work import UnitOfWork


def get_appeal(work: UnitOfWork, appeal_id: int) -> AppealView:
    """Return one appeal. Refuses with: not-found."""
    row = work.session.scalar(_in_sight(work.actor).where(Appeal.id == appeal_id))
    if row is None:
        raise not_found(_("appeal"))
    return _as_read(work, [row])[0]


def claim_of(work: UnitOfWork, appeal_id: int) -> int:
    """Return the id of the claim that an appeal is about. Refuses with: not-found."""
    # Only the id is read: a row read now could be stale once it is locked.
    statement = _in_sight(work.actor).with_only_columns(Claim.id).where(Appeal.id == appeal_id)
    row = work.session.scalar(statement)
    if row is None:
        raise not_found(_("appeal"))
    return row


def subject_of_appeal(work: UnitOfWork, appeal_id: int) -> tuple[str, int]:
    """Return what an appeal is about, for staff, with its id: a claim, a boycott, a joining or a
    suspension.

    Refuses with: not-found, also unless the actor is staff.
    """
    require_staff(work.actor)
    row = work.session.get(Appeal, appeal_id)
    if row is None:
        raise not_found(_("appeal"))
    if row.claim_id is not None:
        return "claim", row.claim_id
    if row.boycott_id is not None:
        return "boycott", row.boycott_id
    if row.suspension_id is not None:
        return "suspension", row.suspension_id
    assert row.joining_id is not None
    return "joining", row.joining_id


def find_appeals(
    work: UnitOfWork, *, state: str | None, after: int | None, limit: int
) -> Sequence[AppealView]:
    """Return up to limit + 1 appeals in sight, the oldest first."""
    statement = _in_sight(work.actor)
    if state is not None:
        statement = statement.where(Appeal.state == state)
    if after is not None:
        statement = statement.where(Appeal.id > after)
    return _as_read(
        work, work.session.scalars(statement.order_by(Appeal.id).limit(limit + 1)).all()
    )


def _as_read(work: UnitOfWork, rows: Sequence[Appeal]) -> Sequence[AppealView]:
    beside = claims.read_beside(work, [row.claim_id for row in rows])
    as_sellers = others_appeals.for_sellers(rows)
    return [
        other if row.claim_id in beside else row
        for row, other in zip(rows, as_sellers, strict=True)
    ]


def term_of(session: Session, claim_id: int, side: Side) -> Clock | None:
    """Return the last clock by which a side may appeal, running or over; None where none began."""
    return terms_of(session, [claim_id], side).get(claim_id)


def terms_of(session: Session, claim_ids: Collection[int], side: Side) -> dict[int, Clock]:
    """Return by claim the last clock by which a side may appeal."""
    rows = select(Clock).where(Clock.claim_id.in_(claim_ids), Clock.kind == str(TERMS[side]))
    by_claim: dict[int, Clock] = {}
    for clock in session.scalars(rows.order_by(Clock.starts_at, Clock.id)):
        by_claim[clock.claim_id or 0] = clock
    return by_claim


def judging(session: Session, appeal_ids: Collection[int]) -> dict[int, Clock]:
    """Return by appeal the clock by which staff judge it, where it runs."""
    rows = select(Clock).where(Clock.appeal_id.in_(appeal_ids), Clock.state.in_(RUNS))
    return {clock.appeal_id or 0: clock for clock in session.scalars(rows)}


def kept_from(work: UnitOfWork, appeal: Appeal, bench: Bench) -> frozenset[Node | None]:
    """Return who may not judge this appeal: whoever decided the claim, could have answered for its
    seller, or is tied with its filer.

    Two persons must be enough for a claim and its appeals. So where each who could judge (`bench`)
    decided this claim once, those alone are kept from it who took the decision that is appealed
    against, or one since.
    """
    assert appeal.claim_id is not None
    claim = work.session.get_one(Claim, appeal.claim_id)
    parts, filer = claim_parts.persons_of_claim(work.session, claim), filer_node(claim.filer_id)
    kept = barred(APPEAL, "filed", "uphold", parts) | {filer}
    if bench.judges <= bench.ties.with_tied(kept):
        since = _decided_since(work.session, appeal)
        kept = barred(APPEAL, "filed", "uphold", {**parts, "decider": since}) | {filer}
    return kept


def _decided_since(session: Session, appeal: Appeal) -> list[int | None]:
    """Return who took the decision that an appeal is against, and those after it."""
    events = (
        select(Event.kind, Event.by, Event.person_id)
        .join(EventClaim)
        .where(EventClaim.claim_id == appeal.claim_id)
        .order_by(Event.id)
    )
    persons: list[int | None] = []
    for kind, by, person in session.execute(events).tuples():
        if kind == EventKind.APPEAL and by == appeal.side:
            persons = persons[-1:]
        elif kind in claim_parts.DECIDING:
            persons.append(person)
    return persons


def _in_sight(actor: Actor) -> Select[tuple[Appeal]]:
    joined = select(Appeal).join(Claim, Claim.id == Appeal.claim_id)
    return joined.where(claims.readable(actor))
