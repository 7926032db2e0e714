"""What a reviewer of a complaint or a claim is told of who files, also when no clock runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from complaints.models import Boycott, Check, Complaint
from complaints.queries.cases import boycotts, party_matches
from complaints.queries.cases.holds.gate import hold_of_complaint
from complaints.queries.cases.party_matches import MatchView
from complaints.rules.kinds import LinkVerdict, Sign
from complaints.work import UnitOfWork

_MATCHES = 3


@dataclass(frozen=True, slots=True)
class Banner:
    """Boycotts that bind the filer or its party now, what the account looks like, and the hold.

    `matches` leave out what a person has judged not to be the same. `held_until` is None once the
    clock is over or a person has let the complaint go on (`check.verified_at`).
    """

    boycotts: Sequence[Boycott]
    matches: Sequence[MatchView]
    check: Check | None
    held_until: datetime | None

    @property
    def unproven(self) -> bool:
        """Whether the register alone speaks for the filer, others have proven more, and nobody has
        looked at it."""
        check = self.check
        return check is not None and check.verified_at is None and Sign.UNPROVEN in check.signs


def banner(work: UnitOfWork, complaint: Complaint) -> Banner | None:
    """Return the banner of a complaint; None where there is nothing to say, or for nobody of
    staff."""
    if not work.actor.is_staff:
        return None
    binding = boycotts.binding_filer(work.session, complaint.filer_id, work.now)
    seen = party_matches.find_matches(work, filer_id=complaint.filer_id, limit=_MATCHES)
    matches = [
        view
        for view in seen
        if view.match.filer_id == complaint.filer_id
        and not (view.judgement and view.judgement.verdict == LinkVerdict.NO)
    ]
    check = hold_of_complaint(work.session, complaint.id)
    waits = check is not None and check.verified_at is None
    until = check.until if check is not None and waits else None
    if not binding and not matches and until is None:
        return None
    return Banner(binding, matches, check, until if until and until > work.now else None)
