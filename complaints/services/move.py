"""The only writer of a state: one noun, one event, one ledger entry. Ground of the services."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from complaints.base.errors import Refusal, not_found
from complaints.models import Appeal, Boycott, Claim, Flag, Joining, Order, Suspension
from complaints.rules.actors import SYSTEM
from complaints.rules.cases.boycotts import BOYCOTT
from complaints.rules.cases.flags import FLAG
from complaints.rules.cases.joinings import JOINING
from complaints.rules.cases.suspensions import SUSPENSION
from complaints.rules.decisions.appeals import APPEAL
from complaints.rules.decisions.claims import CLAIM, is_listing_down
from complaints.rules.machines import Machine, require_transition
from complaints.rules.sellers.downtimes import Span
from complaints.rules.sellers.orders import ORDER, OrderAct, OrderAsk, Subject
from complaints.services.decisions import appeal_terms
from complaints.services.law import clocks
from complaints.services.sellers import downtimes, orders
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.words.labels import label
from complaints.work import UnitOfWork

Movable = Claim | Flag | Boycott | Appeal | Joining | Order | Suspension
Row = TypeVar("Row", Claim, Flag, Boycott, Appeal, Joining, Order, Suspension)
MACHINES: dict[type, Machine] = {
    Claim: CLAIM,
    Flag: FLAG,
    Boycott: BOYCOTT,
    Appeal: APPEAL,
    Joining: JOINING,
    Order: ORDER,
    Suspension: SUSPENSION,
}


def lock_row(
    session: Session, model: type[Row], row_id: int, *, expected: int | None = None
) -> Row:
    """Return the row, locked until the transaction ends.

    `expected` is the version that the actor saw. Refuses with: not-found; stale, where somebody
    changed the row since.
    """
    row = session.scalar(select(model).where(model.id == row_id).with_for_update())
    if row is None:
        raise not_found(label("noun", MACHINES[model].noun))
    if expected is not None and row.version != expected:
        raise Refusal(
            "stale",
            _(
                "This %(noun)s was changed since you read it. Read it again, then decide.",
                noun=label("noun", MACHINES[model].noun),
            ),
            version=row.version,
            header="If-Match",
        )
    return row


def transition(
    work: UnitOfWork,
    row: Movable,
    event: str,
    *,
    why: str | None = None,
    **facts: object,
) -> None:
    """Take `row` through `event`, write the ledger, flush.

    Refuses with: wrong-state; forbidden (see rules.machines.after).
    """
    machine = MACHINES[type(row)]
    down = row.listing_down if isinstance(row, Claim) else None
    before = row.state
    row.state = require_transition(machine, before, event, work.actor.role, listing_down=down)
    if isinstance(row, Claim):
        row.listing_down = is_listing_down(row.listing_down, row.state)
        row.closed_at = work.now if row.state in CLAIM.closed else None
        row.also_found = None
        clocks.follow_step(work, row, event)
    work.session.flush()
    if isinstance(row, Claim) and row.listing_down != down:
        downtimes.turn(work, row)
        _order(work, row.listing_id, event, turned=row.id)
    if isinstance(row, Claim):
        appeal_terms.follow_decision(work, row, before)
    moved = {"from": before, "to": row.state, **facts}
    ledger.record(work, event, machine.noun, row.id, why=why, **moved)


def _order(work: UnitOfWork, listing_id: int, step: str, *, turned: int | None = None) -> None:
    """Ask the marketplace for how a listing is to stand now, in the place of what was asked before.
    What holds it in the same places as before asks nothing anew; what is gone cannot come back."""
    live = orders.lock_live(work.session, Subject("listing", listing_id))
    holders = orders.holders(work.session, listing_id)
    asked = orders.asked_by(work.session, holders, turned)
    if live is not None:
        if _as_before(live, asked):
            return
        transition(work.by(SYSTEM), live, "reverse")
    if asked.act.is_down or step != "gone":
        rests_on = holders or orders.resting_claims(work.session, live, turned)
        orders.request(work, listing_id, asked, rests_on, step, reverses=live)


def order_of_store(
    work: UnitOfWork, store_id: int, asked: OrderAsk, suspension: Suspension, step: str
) -> None:
    """Ask the marketplace for how a store is to stand now, in the place of what was asked before. A
    store of which nothing was asked is open."""
    live = orders.lock_live(work.session, Subject("store", store_id))
    if live is None and not asked.act.is_down:
        return
    if live is not None:
        if _as_before(live, asked):
            return
        transition(work.by(SYSTEM), live, "reverse")
    orders.request_of_store(work, store_id, asked, suspension, step, reverses=live)


def _as_before(live: Order, asked: OrderAsk) -> bool:
    return OrderAsk(OrderAct(live.act), tuple(live.territory)) == asked


def order_anew(work: UnitOfWork, complaint_ids: Collection[int]) -> None:
    """Correct what is asked of the listings of complaints, after a history told more of them. Of a
    listing that nothing was asked of, nothing is: what was done there is another system's."""
    asked = select(Claim.listing_id).join(Order, Claim.listing_id == Order.listing_id)
    of_these = asked.where(Order.state != "reversed", Claim.complaint_id.in_(complaint_ids))
    for listing_id in sorted(set(work.session.scalars(of_these))):
        _order(work, listing_id, "imported")


@dataclass(frozen=True, slots=True)
class Settled:
    """A claim's new values after an import of events from its past, and from when to when it held
    its listing down."""

    claim_id: int
    state: str
    listing_down: bool
    merit: str | None
    closed_at: datetime | None
    duplicate_of: int | None
    down: tuple[Span, ...]


# What is no column of a claim.
BESIDE = ("claim_id", "down")


def write_states(session: Session, rows: Sequence[Settled]) -> None:
    """Write the states of claims after a history added events of their past; set-wise.

    `rules.claims.follow` followed the timeline. The caller has locked the claims and writes one
    ledger entry for all. Closed ones go first: at most one claim of a subject is open at any time.
    """
    claim: Any = Claim.__table__
    columns = [field.name for field in fields(Settled) if field.name not in BESIDE]
    statement = (
        claim.update()
        .where(claim.c.id == bindparam("_claim_id"))
        .values(
            {**{name: bindparam(f"_{name}") for name in columns}, "version": claim.c.version + 1}
        )
    )
    # What waited for somebody on a claim that was closed by then waits no more.
    ordered = sorted(rows, key=lambda row: (row.state not in CLAIM.closed, row.claim_id))
    if ordered:
        names = ("claim_id", *columns)
        parameters = [{f"_{name}": getattr(row, name) for name in names} for row in ordered]
        session.connection().execute(statement, parameters)
        downtimes.rewrite(session, {row.claim_id: row.down for row in rows})
    clocks.stop_closed(session, [row.claim_id for row in ordered if row.state in CLAIM.closed])
