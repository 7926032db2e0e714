"""The check at intake: may the filer act for the holder, and does it file as it usually does?

It refuses nothing. Its results are stored beside the complaint: an `authority` keeps claims from
being taken down until a person has verified it, a `burst` is a hint for the reviewer, and so is a
`territory`: the right does not hold where a listing is offered. Where the
filer's standing calls for it the sellers are heard first, or a person looks at who files. Boycotts
and open claims are looked up elsewhere, before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from sqlalchemy.orm import Session

from abuse.policy import Policy
from complaints.models import Check, Complaint
from complaints.queries.authority import territories
from complaints.queries.filing import checks
from complaints.rules.authority.proof import Outcome
from complaints.rules.authority.territories import Cover, Reach
from complaints.rules.kinds import CheckKind, Sign
from complaints.rules.sellers.counter_notices import HEARD_FIRST
from complaints.services.filing.intake.admission import Admitted
from complaints.services.filing.intake.authority import weigh
from complaints.work import UnitOfWork

# Counting stops here, because a filing waits for the count.
MOST_COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Noted:
    """The checks of a complaint, and whether its sellers are heard before it is decided.

    `unproven` are the figures of a look at who files, None where the standing calls for none.
    """

    checks: Sequence[Check] = ()
    heard: bool = False
    unproven: Mapping[str, Any] | None = None
    reaches: Mapping[int, Reach] = field(default_factory=dict)


def note_checks(
    work: UnitOfWork, admitted: Admitted, complaint: Complaint, claim_ids: Collection[int]
) -> Noted:
    """Store the checks of a complaint that was just filed with these claims, and return them."""
    reaches = territories.reaches_of(work.session, claim_ids)
    first = checks.first_filed(work.session, complaint.filer_id)
    weighed = weigh(work.session, admitted, complaint, work.policy.scan, first=first, now=work.now)
    noted = [
        *weighed.checks,
        *check_burst(work.session, complaint, work.policy.scan, first=first),
        *check_territory(complaint, reaches.values()),
    ]
    for check in noted:
        check.policy_number = work.policy.number
    work.session.add_all(noted)
    heard = weighed.outcome is Outcome.HEARD or complaint.basis in HEARD_FIRST
    held = weighed.outcome is Outcome.HELD
    return Noted(noted, heard, weighed.numbers if held else None, reaches)


def check_territory(complaint: Complaint, reaches: Iterable[Reach]) -> Iterator[Check]:
    """Yield a check where the right does not hold where the listing of a claim is offered."""
    outside = sum(reach.cover is Cover.OUTSIDE for reach in reaches)
    if outside:
        yield Check(
            complaint_id=complaint.id, kind=CheckKind.TERRITORY, signs=[Sign.OUTSIDE],
            numbers={"claims_outside": outside}, made_at=complaint.filed_at,
        )  # fmt: skip


def check_burst(
    session: Session, complaint: Complaint, policy: Policy, *, first: datetime | None
) -> Iterator[Check]:
    """Yield a check where the filer files far more in the last days than it did before.

    A filer without a past has no burst: a first campaign is not odd.
    """
    width, filer, now = policy.burst_window_days, complaint.filer_id, complaint.filed_at
    since = now - timedelta(days=width)
    past = min((since - (first or now)).days, policy.burst_past_days)
    if past < width:
        return
    count = checks.filed_since(session, filer, since, now, most=MOST_COUNTED)
    if count < policy.burst_min_complaints:
        return
    # With so many complaints before, the window is not a burst: counting further is not needed.
    enough = ceil(count / policy.burst_ratio * past / width)
    before = checks.filed_since(session, filer, since - timedelta(days=past), since, most=enough)
    if before < enough:
        numbers = {"complaints": count, "window_days": width, "before": before, "past_days": past}
        yield Check(
            complaint_id=complaint.id, kind=CheckKind.BURST, signs=[Sign.BURST], numbers=numbers,
            made_at=now,
        )  # fmt: skip
