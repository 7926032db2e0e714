"""Internal complaints (DSA Art. 20) that imported histories tell of, with how they ended.

A history has no rows of appeals: its timelines say `appeal` and `appeal_decision`. The decision was
changed where the listing was taken down or given back between the two, or at the second's moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Claim, Event, EventClaim
from complaints.rules.kinds import EventKind
from complaints.rules.law.transparency import ComplainedOf, ComplaintEnd, Period, is_under

PAGE: Final = 5_000
# What was decided that one can complain of, and whether the listing is down by it.
_DECIDED: Final = {
    EventKind.TAKEDOWN: True,
    EventKind.REJECTION: False,
    EventKind.REINSTATEMENT: False,
}


@dataclass(frozen=True, slots=True)
class ImportedComplaint:
    """A complaint about a claim's decision. `turned_at` is when its end changed the decision."""

    claim_id: int
    about: ComplainedOf
    filed_at: datetime
    decided_at: datetime | None
    turned_at: datetime | None

    @property
    def restricts_anew(self) -> bool:
        """Whether its filer won: the listing was taken down by it."""
        return self.about is ComplainedOf.NO_ACTION and self.turned_at is not None

    def ended(self, period: Period) -> ComplaintEnd:
        """Return how it had ended by the end of a period."""
        if self.decided_at is None or self.decided_at >= period.until:
            return ComplaintEnd.OMITTED
        return ComplaintEnd.UPHELD if self.turned_at is None else ComplaintEnd.REVERSED


def find_imported(session: Session) -> list[ImportedComplaint]:
    """Return all of claims under the Act. One that follows no decision is about none and is left
    out; no policy of ours was in force for what a history tells."""
    with_appeal = (
        select(EventClaim.claim_id)
        .join(Event, Event.id == EventClaim.event_id)
        .where(Event.kind == EventKind.APPEAL, Event.policy_number.is_(None))
    )
    rows = session.execute(
        select(Claim.id, Claim.regime, Claim.adding, Event.at, Event.kind, Event.policy_number)
        .join(EventClaim, EventClaim.claim_id == Claim.id)
        .join(Event, Event.id == EventClaim.event_id)
        .where(EventClaim.applied, Claim.id.in_(with_appeal))
        .order_by(Claim.id, Event.at, Event.id)
        .execution_options(yield_per=PAGE)
    )
    by_claim = groupby(rows, key=lambda row: row.id)
    return [each for _claim, steps in by_claim for each in _of_claim(list(steps))]


def _of_claim(steps: Sequence[Any]) -> Iterator[ImportedComplaint]:
    if not is_under(steps[0].regime, steps[0].adding):
        return
    was_down: bool | None = None
    for place, step in enumerate(steps):
        if step.kind == EventKind.APPEAL and step.policy_number is None and was_down is not None:
            yield _followed(step, steps[place + 1 :], was_down=was_down)
        was_down = _DECIDED.get(step.kind, was_down)


def _followed(appeal: Any, after: Sequence[Any], *, was_down: bool) -> ImportedComplaint:
    ends = (step.at for step in after if step.kind == EventKind.APPEAL_DECISION)
    decided_at = next(ends, None)
    turns = (
        step.at
        for step in after
        if decided_at is not None
        and step.at <= decided_at
        and _DECIDED.get(step.kind, was_down) is not was_down
    )
    about = ComplainedOf.REMOVAL if was_down else ComplainedOf.NO_ACTION
    return ImportedComplaint(appeal.id, about, appeal.at, decided_at, next(turns, None))
