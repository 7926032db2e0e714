"""Stores the claims of new complaints, in the state that their events lead to, and the events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from complaints.models import Claim, Event, EventClaim
from complaints.rules.kinds import EventKind
from complaints.services.filing.histories.duplicates import Span, Spans
from complaints.services.filing.histories.reading import Happening, History, Loaded
from complaints.services.filing.histories.timelines import RECEIVED, Moment, Outcome, walk_timeline
from complaints.services.registry import KnownTarget, claim_columns, law_on
from complaints.services.registry.rows import insert_all, reserve
from complaints.services.sellers import downtimes

CLAIM: Any = Claim.__table__
EVENT: Any = Event.__table__
ABOUT: Any = EventClaim.__table__


@dataclass(frozen=True, slots=True)
class Filed:
    """A complaint just stored, with the rows of its targets in their order."""

    complaint_id: int
    filer_id: int
    right_key: str
    history: History
    targets: Sequence[KnownTarget]


@dataclass(slots=True)
class _Claim:
    filed: Filed
    known: KnownTarget
    outcome: Outcome
    applied: dict[str, bool]
    duplicate_of: int | None = None

    @property
    def basis(self) -> str:
        return str(self.filed.history.facts["basis"])

    @property
    def row(self) -> dict[str, Any]:
        return {
            **claim_columns(self.known, law_on(self.basis, self.known)),
            "complaint_id": self.filed.complaint_id,
            "filer_id": self.filed.filer_id,
            "right_key": self.filed.right_key,
            "state": self.outcome.position.state,
            "listing_down": self.outcome.position.listing_down,
            "merit": self.outcome.merit,
            "closed_at": self.outcome.closed_at,
            "duplicate_of": self.duplicate_of,
            "from_history": True,
        }


def store_claims(
    session: Session, filed: Sequence[Filed], *, now: datetime, loaded: Loaded
) -> None:
    """Store the claims and events of new complaints."""
    claims = [_follow(one, known) for one in filed for known in one.targets]
    ids = _store_in_order(session, claims)
    downtimes.insert(
        session,
        {
            claim_id: (claim.known.listing_id, claim.outcome.down)
            for claim_id, claim in zip(ids, claims, strict=True)
        },
    )
    loaded.claims += len(claims)
    loaded.merged += sum(one.history.merged for one in filed)
    loaded.duplicates += sum(claim.duplicate_of is not None for claim in claims)
    event_ids = insert_events(
        session, [(f.complaint_id, h) for f in filed for h in f.history.happenings], now=now
    )
    about = [
        {
            "event_id": event_ids[claim.filed.complaint_id, digest],
            "claim_id": claim_id,
            "applied": applied,
        }
        for claim, claim_id in zip(claims, ids, strict=True)
        for digest, applied in claim.applied.items()
    ]
    insert_all(session, ABOUT, about)
    loaded.events += len(event_ids)
    loaded.not_applied += sum(not row["applied"] for row in about)


def _follow(filed: Filed, known: KnownTarget) -> _Claim:
    mine = [h for h in filed.history.happenings if is_about(h, known.aim.listing_id)]
    outcome, applied = walk_timeline(RECEIVED, [moment_of(one) for one in mine])
    digests = (one.digest for one in mine)
    return _Claim(filed, known, outcome, dict(zip(digests, applied, strict=True)))


def is_about(happening: Happening, listing_id: str) -> bool:
    """Say whether an event is about a listing."""
    return happening.listing_ids is None or listing_id in happening.listing_ids


def moment_of(happening: Happening) -> Moment:
    """Return an event as a timeline reads it."""
    facts = happening.facts
    return Moment(happening.at, EventKind(facts["kind"]), facts.get("merit"))


def _store_in_order(session: Session, claims: Sequence[_Claim]) -> list[int]:
    """Store claims before their duplicates; return the ids in the order of `claims`."""
    ids = reserve(session, CLAIM, len(claims))
    spans = Spans.stored(session, {claim.known.listing_id for claim in claims})
    for claim_id, claim in zip(ids, claims, strict=True):
        subject = (claim.filed.filer_id, claim.filed.right_key, claim.known.listing_id)
        span = Span(claim_id, claim.filed.history.filed_at, claim.outcome.closed_at)
        claim.duplicate_of = spans.place(subject, span)
    new = [{"id": claim_id, **claim.row} for claim_id, claim in zip(ids, claims, strict=True)]
    insert_all(session, CLAIM, sorted(new, key=lambda row: row["duplicate_of"] is not None))
    return ids


def insert_events(
    session: Session, happened: Sequence[tuple[int, Happening]], *, now: datetime
) -> dict[tuple[int, str], int]:
    """Store events of complaints; return their ids by complaint and digest."""
    ids = reserve(session, EVENT, len(happened))
    new = [
        {"id": event_id, **_event(complaint_id, happening, now)}
        for event_id, (complaint_id, happening) in zip(ids, happened, strict=True)
    ]
    insert_all(session, EVENT, new)
    return {(row["complaint_id"], row["digest"]): row["id"] for row in new}


def _event(complaint_id: int, happening: Happening, now: datetime) -> dict[str, Any]:
    facts = happening.facts
    harm = facts.get("harm") or {}
    return {
        "complaint_id": complaint_id,
        "at": happening.at,
        "recorded_at": now,
        "kind": facts["kind"],
        **{name: facts.get(name) for name in ("by", "merit", "reason", "note")},
        "harm_days_offline": harm.get("days_offline"),
        "harm_sales_lost": harm.get("sales_lost"),
        "harm_currency": harm.get("currency"),
        "all_targets": happening.listing_ids is None,
        "digest": happening.digest,
    }
