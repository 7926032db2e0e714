"""Proves rights by offices' registers. Ground of the services that take rights in.

A right is proven where the register names its principal as the holder; for an agent that is the
holder that it names, so its authorization stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from complaints.models import Right
from complaints.queries.authority import corrections, registers
from complaints.rules.kinds import Proof
from complaints.services.authority import territories
from complaints.services.authority.proof import prove
from complaints.services.upkeep import ledger
from complaints.work import UnitOfWork


@dataclass(slots=True)
class Compared:
    """How many rights were proven by the register."""

    proven: int = 0

    def add(self, other: Compared) -> None:
        """Add another batch's count."""
        self.proven += other.proven


def accept_stated(work: UnitOfWork, right_id: int) -> Right:
    """Return a right as it was just stated: what staff said of it before holds here too; a new one
    is compared with the office's register."""
    row = work.session.get_one(Right, right_id)
    territories.follow_staff(work, row.id)
    if row.created_at != work.now and corrections.replacements(work.session, [row.id]):
        ledger.record(work, "restated", "right", row.id)
    if row.created_at == work.now:
        ledger.record(work, "registered", "right", row.id, kind=row.kind, filer=row.filer_id)
        compare_rights(work, [row.id])
    return row


def compare_rights(work: UnitOfWork, right_ids: Sequence[int]) -> Compared:
    """Compare rights with the entries that are stored, and prove those that agree."""
    provable = registers.provable(work.session, right_ids)
    if not provable:
        return Compared()
    rights = work.session.scalars(select(Right).where(Right.id.in_(provable)).order_by(Right.id))
    return Compared(sum(prove(work, right, Proof.IN_REGISTER) for right in rights.all()))
