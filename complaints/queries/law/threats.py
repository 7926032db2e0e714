"""Suspicions of a threat, for whoever entered one and for supervisors: one, and those that wait."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true

from complaints.base.errors import not_found
from complaints.models import Claim, Complaint, LedgerEntry, Listing, Threat
from complaints.queries.logins import people
from complaints.rules.law.threats import ThreatState, is_untold_too_long, sees_all, threat_state
from complaints.words import message as _
from complaints.work import UnitOfWork

_LIVE: Final = Threat.voided_at.is_(None)
_STATES: Final[dict[ThreatState, ColumnElement[bool]]] = {
    ThreatState.TO_TELL: and_(_LIVE, Threat.told_on.is_(None)),
    ThreatState.TOLD: and_(_LIVE, Threat.told_on.is_not(None)),
    ThreatState.VOID: Threat.voided_at.is_not(None),
}


@dataclass(frozen=True, slots=True)
class ThreatView:
    """A suspicion with the complaint and the listing that it was read in, how it stands, and who
    entered it and told of it. `late` says that no authority was told in time."""

    row: Threat
    complaint: str
    listing: str
    state: ThreatState
    late: bool
    entered_by: str
    told_by: str | None


def state_of_threat(row: Threat) -> ThreatState:
    """Return how a suspicion stands."""
    return threat_state(is_told=row.told_on is not None, is_void=row.voided_at is not None)


def seen_threats(work: UnitOfWork) -> Select[tuple[Threat]]:
    """Return the statement for the suspicions that the actor may see."""
    own = Threat.entered_by == work.actor.person_id
    return select(Threat).where(true() if sees_all(work.actor.role) else own)


def get_threat(work: UnitOfWork, threat_id: int) -> ThreatView:
    """Return one. Refuses with: not-found, for what the actor may not see too."""
    row = work.session.scalar(seen_threats(work).where(Threat.id == threat_id))
    if row is None:
        raise not_found(_("suspicion of a threat"))
    return _views(work, [row])[0]


def threats_of_claim(work: UnitOfWork, claim_id: int) -> list[ThreatView]:
    """Return those that were read in a claim and that the actor may see, in order of entry."""
    mine = seen_threats(work).where(Threat.claim_id == claim_id)
    return _views(work, work.session.scalars(mine.order_by(Threat.id)).all())


def find_threats(
    work: UnitOfWork, states: Collection[ThreatState], *, after: int | None, limit: int
) -> list[ThreatView]:
    """Return up to limit + 1 in these states that the actor may see, the oldest first."""
    statement = seen_threats(work).where(or_(*(_STATES[state] for state in states)))
    if after is not None:
        statement = statement.where(Threat.id > after)
    rows = statement.order_by(Threat.id).limit(limit + 1)
    return _views(work, work.session.scalars(rows).all())


def count_untold(work: UnitOfWork) -> int:
    """Return how many wait for an authority to be told, of those that the actor may see."""
    waits = seen_threats(work).where(_STATES[ThreatState.TO_TELL]).subquery()
    return work.session.scalar(select(func.count()).select_from(waits)) or 0


def count_told(work: UnitOfWork) -> int:
    """Return how many suspicions authorities were told of since the year began (UTC), by the
    ledger: the rows themselves are deleted."""
    noted = LedgerEntry.subject == "threat", LedgerEntry.verb == "told_authority"
    since = LedgerEntry.at >= datetime(work.now.year, 1, 1, tzinfo=UTC)
    return work.session.scalar(select(func.count()).where(*noted, since)) or 0


def _views(work: UnitOfWork, rows: Sequence[Threat]) -> list[ThreatView]:
    about = (
        select(Claim.id, Complaint.reference, Listing.url)
        .join(Complaint, Claim.complaint_id == Complaint.id)
        .join(Listing, Claim.listing_id == Listing.id)
        .where(Claim.id.in_({row.claim_id for row in rows}))
    )
    read_in = {
        claim_id: (reference, url)
        for claim_id, reference, url in work.session.execute(about).tuples()
    }
    names = people.names(
        work.session, {row.entered_by for row in rows} | {row.told_by for row in rows}
    )
    return [
        ThreatView(
            row,
            *read_in[row.claim_id],
            state=state_of_threat(row),
            late=is_untold_too_long(state_of_threat(row), row.entered_at, work.now),
            entered_by=names[row.entered_by],
            told_by=names.get(row.told_by),
        )
        for row in rows
    ]
