"""The check at intake: does the filer speak for the holder, does it file as it always did?

It refuses nothing. What it notes stands beside the complaint: an `authority` keeps claims from
being taken down until a person has verified it, a `burst` is a hint to who decides. Whether a
boycott binds or a claim is open already was asked before.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from math import ceil

from sqlalchemy.orm import Session

from abuse.policy import Policy
from complaints.models import Check, Complaint
from complaints.queries import checks
from complaints.rules.kinds import CheckKind
from complaints.services.intake.admission import Admitted
from complaints.services.intake.authority import check_authority
from complaints.services.intake.notices import Notice
from complaints.work import Work

# More complaints a window than this are counted as so many: a filing waits for the count.
MOST_COUNTED = 1000


def note(work: Work, admitted: Admitted, notice: Notice, complaint: Complaint) -> list[Check]:
    """Store what is odd about a complaint that was just filed, and return it."""
    noted = [
        *check_authority(work.session, admitted, notice, complaint, work.policy.scan),
        *check_burst(work.session, complaint, work.policy.scan),
    ]
    for check in noted:
        check.policy_number = work.policy.number
    work.session.add_all(noted)
    return noted


def check_burst(session: Session, complaint: Complaint, policy: Policy) -> Iterator[Check]:
    """Yield a check where the filer's last days are far beyond its own past.

    Who has no past yet has no burst: a first campaign is nothing to note.
    """
    width, filer, now = policy.burst_window_days, complaint.filer_id, complaint.filed_at
    since = now - timedelta(days=width)
    first = checks.first_filed(session, filer)
    past = min((since - first).days, policy.burst_past_days) if first else 0
    if past < width:
        return
    count = checks.filed_since(session, filer, since, now, most=MOST_COUNTED)
    if count < policy.burst_min_complaints:
        return
    # So many before that the window would be nothing new: no need to count further.
    enough = ceil(count / policy.burst_ratio * past / width)
    before = checks.filed_since(session, filer, since - timedelta(days=past), since, most=enough)
    if before < enough:
        numbers = {"complaints": count, "window_days": width, "before": before, "past_days": past}
        yield Check(
            complaint_id=complaint.id, kind=CheckKind.BURST, signs=["burst"], numbers=numbers,
            made_at=now,
        )  # fmt: skip
