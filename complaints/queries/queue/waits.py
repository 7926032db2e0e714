"""What a complaint in the queue waits for, by the states of its claims and what is beside them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Check
from complaints.rules.kinds import CheckKind, Side


def unsettled(session: Session, ids: Collection[int]) -> dict[int, set[str]]:
    """Return by complaint the kinds of its checks that wait for a person."""
    statement = select(Check.complaint_id, Check.kind).where(
        Check.complaint_id.in_(ids),
        Check.kind.in_([CheckKind.AUTHORITY, CheckKind.PARTY]),
        Check.verified_at.is_(None),
    )
    kinds: dict[int, set[str]] = {}
    for complaint_id, kind in session.execute(statement).tuples():
        kinds.setdefault(complaint_id, set()).add(kind)
    return kinds


def waits_of(
    states: dict[str, int],
    unsettled: Collection[str],
    answered: bool,
    silent: Collection[str],
    *,
    bound: bool,
) -> tuple[str, ...]:
    """Return what a complaint waits for; `states` counts its claims that wait for staff."""
    possible = (
        ("decide", "received" in states),
        ("counter_notice", "countered" in states),
        ("authority", CheckKind.AUTHORITY in unsettled),
        ("party", CheckKind.PARTY in unsettled),
        ("answered", answered and "received" in states),
        ("filer_silent", "countered" in states and Side.FILER in silent),
        ("seller_silent", "countered" in states and Side.SELLER in silent),
    )
    waits = tuple(step for step, applies in possible if applies)
    # No step, but why it comes last and whom it needs.
    return (*waits, "boycotted") if waits and bound else waits
