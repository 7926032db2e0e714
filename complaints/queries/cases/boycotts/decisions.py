"""What the filer read as the decision of a boycott: the words of who imposed it, and how much had
come after the warning by then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Boycott, LedgerEntry


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as it was taken. `after` is how much counted after the warning; 0 too of one from
    before that was kept."""

    why: str
    after: int = 0


def why_imposed(session: Session, row: Boycott) -> str | None:
    """Return the words of one decision; None before there is one."""
    decided = decisions_of(session, [row]).get(row.id)
    return decided.why if decided is not None else None


def decisions_of(session: Session, rows: Sequence[Boycott]) -> dict[int, Decision]:
    """Return each decision, by the boycott's id; nothing of those not imposed."""
    imposed = {row.id: row for row in rows if row.imposed_at is not None}
    if not imposed:
        return {}
    entries = (
        select(LedgerEntry)
        .where(
            LedgerEntry.subject == "boycott",
            LedgerEntry.subject_id.in_(imposed),
            LedgerEntry.verb == "impose",
        )
        .order_by(LedgerEntry.id)
    )
    decided = {}
    for entry in session.scalars(entries):
        row = imposed[entry.subject_id or 0]
        decided[row.id] = Decision(_without_haste(row, entry.why or ""), _after(entry))
    return decided


def _after(entry: LedgerEntry) -> int:
    number = entry.facts.get("after_warning", 0)
    return number if isinstance(number, int) else 0


def _without_haste(row: Boycott, why: str) -> str:
    """Return the decision alone: the ledger has the reason for haste below it."""
    return why if row.urgent_reason is None else why.removesuffix(f"\n{row.urgent_reason}")
