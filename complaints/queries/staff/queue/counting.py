"""How much waits: each number by a bounded statement, the same that its list shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from complaints.models import Claim, PendingClaim
from complaints.queries.cases import flags
from complaints.queries.decisions import claim_parts, claims
from complaints.queries.staff import teamwork
from complaints.queries.staff.queue import complaints, holders, listing
from complaints.queries.staff.queue.filters import ANY
from complaints.rules.actors import require_staff
from complaints.rules.staff.teamwork import COUNTED_TO, WHOSE
from complaints.work import UnitOfWork


def count_cases(work: UnitOfWork) -> dict[str, int]:
    """Return how many claims wait (`claims`), how many of them are past their deadline (`overdue`),
    how many an import left undecided (`histories`), how many cases are whose (`WHOSE`), how many
    flags nobody took (a ring counts once), and how many questions wait for the actor's answer.

    The cases that nobody was given are counted up to `COUNTED_TO`. Refuses with: not-found, unless
    the actor is staff.
    """
    require_staff(work.actor)
    beside = listing.beside(work, ANY)
    cases = {
        group: len(listing.of_group(work, replace(ANY, whose=group)))
        for group in WHOSE
        if group != "unassigned"
    }
    cases["unassigned"] = _unassigned(work)
    for each in beside:
        cases[each.whose] += 1
    clocked = Claim.decide_by.is_not(None)
    overdue = Claim.decide_by <= work.now
    return {
        # In two parts, each of which an index answers by itself.
        "claims": _claims(work, clocked)
        + _claims(work, Claim.decide_by.is_(None), ~Claim.from_history),
        "overdue": _claims(work, overdue),
        "histories": _claims(work, Claim.decide_by.is_(None), Claim.from_history),
        **cases,
        "flags": flags.count_open(work.session),
        "questions": len(teamwork.to_me(work)),
    }


def _claims(work: UnitOfWork, *conditions: Any) -> int:
    return _number(work, select(func.count()).where(claims.waits_for_decision(), *conditions))


def _number(work: UnitOfWork, statement: Any) -> int:
    return int(work.session.scalar(statement) or 0)


def _unassigned(work: UnitOfWork) -> int:
    """Return how many complaints wait that nobody was given, has in hand or asks about: all that
    wait, without those that are known to be no part of this list."""
    total = _complaints(work)
    if total > COUNTED_TO:
        return total
    known = (
        holders.all_touched(work, "complaint") | _deciding(work) | claim_parts.beside_which(work)
    )
    listed = complaints.those(work, known, ANY)
    free = [each for each in holders.with_holders(work, listed) if each.whose == "unassigned"]
    return total - _waiting(work, known) + len(free)


def _complaints(work: UnitOfWork) -> int:
    """Return how many complaints have a claim that waits, up to `COUNTED_TO` and one more."""
    other: Any = aliased(Claim)
    case = Claim.complaint_id
    clocked = select(case).where(claims.waits_for_decision(), Claim.decide_by.is_not(None))
    has_clock = exists().where(
        other.complaint_id == case, other.decide_by.is_not(None), claims.waits_for_decision(other)
    )
    rest = select(case).where(
        claims.waits_for_decision(), Claim.decide_by.is_(None), ~Claim.from_history, ~has_clock
    )
    parts = (each.distinct().limit(COUNTED_TO + 1).subquery() for each in (clocked, rest))
    numbers = (_number(work, select(func.count()).select_from(part)) for part in parts)
    return min(sum(numbers), COUNTED_TO + 1)


def _waiting(work: UnitOfWork, complaint_ids: set[int]) -> int:
    """Return how many of these complaints have a claim that waits."""
    ours = Claim.decide_by.is_not(None) | ~Claim.from_history
    mine = select(func.count(Claim.complaint_id.distinct())).where(
        Claim.complaint_id.in_(complaint_ids), claims.waits_for_decision(), ours
    )
    return _number(work, mine)


def _deciding(work: UnitOfWork) -> set[int]:
    """Return the complaints of which a claim is being decided."""
    pending = select(Claim.complaint_id).join(PendingClaim, PendingClaim.claim_id == Claim.id)
    return set(work.session.scalars(pending.distinct()))
