"""The only writer of a state: one noun, one event, one ledger entry. Ground of the services."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.errors import Refusal, not_found
from complaints.models import Appeal, Boycott, Claim, Flag
from complaints.rules.actors import Actor
from complaints.rules.appeals import APPEAL
from complaints.rules.boycotts import BOYCOTT
from complaints.rules.claims import CLAIM, is_listing_down
from complaints.rules.flags import FLAG
from complaints.rules.machines import Machine, after
from complaints.services import ledger

Movable = Claim | Flag | Boycott | Appeal
Row = TypeVar("Row", Claim, Flag, Boycott, Appeal)
MACHINES: dict[type, Machine] = {Claim: CLAIM, Flag: FLAG, Boycott: BOYCOTT, Appeal: APPEAL}


def locked(session: Session, model: type[Row], row_id: int, *, expected: int | None = None) -> Row:
    """Return the row, held against others until the transaction ends.

    `expected` is the version that the actor saw. Refuses with: not-found; stale, where somebody
    was faster.
    """
    row = session.scalar(select(model).where(model.id == row_id).with_for_update())
    if row is None:
        raise not_found(MACHINES[model].noun)
    if expected is not None and row.version != expected:
        raise Refusal(
            "stale",
            f"This {MACHINES[model].noun} was changed since you read it. Read it again, then "
            "decide.",
            version=row.version,
        )
    return row


def move(
    session: Session,
    actor: Actor,
    row: Movable,
    event: str,
    *,
    now: datetime,
    why: str | None = None,
    **facts: object,
) -> None:
    """Take `row` through `event`, write the ledger, flush.

    Refuses with: wrong-state; forbidden (see rules.machines.after).
    """
    machine = MACHINES[type(row)]
    down = row.listing_down if isinstance(row, Claim) else None
    before = row.state
    row.state = after(machine, before, event, actor.role, listing_down=down)
    if isinstance(row, Claim):
        row.listing_down = is_listing_down(row.listing_down, row.state)
        row.closed_at = now if row.state in CLAIM.closed else None
    session.flush()
    moved = {"from": before, "to": row.state, **facts}
    ledger.record(session, actor, event, machine.noun, row.id, now=now, why=why, **moved)
