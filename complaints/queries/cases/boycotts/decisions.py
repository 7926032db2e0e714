"""What the filer read as the decision of a boycott: the words of who imposed it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Boycott, LedgerEntry


def why_imposed(session: Session, row: Boycott) -> str | None:
    """Return the words of one decision; None before there is one."""
    return words_of_decisions(session, [row]).get(row.id)


def words_of_decisions(session: Session, rows: Sequence[Boycott]) -> dict[int, str]:
    """Return the words of each decision, by the boycott's id; nothing of those not imposed."""
    imposed = {row.id: row for row in rows if row.imposed_at is not None}
    if not imposed:
        return {}
    entries = (
        select(LedgerEntry.subject_id, LedgerEntry.why)
        .where(
            LedgerEntry.subject == "boycott",
            LedgerEntry.subject_id.in_(imposed),
            LedgerEntry.verb == "impose",
        )
        .order_by(LedgerEntry.id)
    )
    said = session.execute(entries).tuples()
    return {
        case_id: _without_haste(imposed[case_id], why)
        for case_id, why in said
        if case_id is not None and why is not None
    }


def _without_haste(row: Boycott, why: str) -> str:
    """Return the decision alone: the ledger has the reason for haste below it."""
    return why if row.urgent_reason is None else why.removesuffix(f"\n{row.urgent_reason}")
