"""Adds new events to complaints that are stored already, and brings their claims up to date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from complaints.models import Claim, Complaint, Downtime, Event, EventClaim, Listing
from complaints.queries.cases.boycotts import stopped
from complaints.rules.decisions.claims import OPEN_STATES, Position
from complaints.rules.kinds import EventKind
from complaints.rules.sellers.downtimes import Span
from complaints.rules.staff.search_words import Thing
from complaints.services.filing.histories.claiming import ABOUT, insert_events, is_about, moment_of
from complaints.services.filing.histories.duplicates import Subject, open_elsewhere
from complaints.services.filing.histories.reading import Happening, History, Loaded
from complaints.services.filing.histories.timelines import RECEIVED, Moment, Outcome, walk_timeline
from complaints.services.move import Settled, write_states
from complaints.services.registry.rows import chunks, insert_all
from complaints.services.staff import search_index

KEPT_BACK = Outcome(Position("not_processed"))


@dataclass(slots=True)
class _Timeline:
    """A stored claim with its events: the stored ones, each applied or not, and the new ones; and
    the stored times in which its listing was down."""

    claim: Claim
    listing: str
    kept_back: bool
    down: list[Span] = field(default_factory=list)
    old: list[tuple[int, Moment, bool]] = field(default_factory=list)
    new: list[tuple[int, Moment]] = field(default_factory=list)

    @property
    def subject(self) -> Subject:
        return (self.claim.filer_id, self.claim.right_key, self.claim.listing_id)

    def follow(self) -> tuple[Outcome, dict[int, bool]]:
        """Return the outcome and, by event id, whether the event is applied.

        Events later than all stored ones continue from the claim's state; an earlier one means
        that the timeline is followed from its start.
        """
        fresh = [moment for _, moment in self.new]
        known = [moment for _, moment, _ in self.old]
        if not known or min(m.at for m in fresh) >= max(m.at for m in known):
            outcome, applied = walk_timeline(self._present(), fresh)
            return outcome, dict(zip((i for i, _ in self.new), applied, strict=True))
        start = KEPT_BACK if self.kept_back else RECEIVED
        outcome, applied = walk_timeline(start, [*known, *fresh])
        ids = [*(i for i, _, _ in self.old), *(i for i, _ in self.new)]
        return outcome, dict(zip(ids, applied, strict=True))

    def _present(self) -> Outcome:
        position = Position(self.claim.state, self.claim.listing_down)
        graded = [m.merit for _, m, applied in self.old if applied and m.merit is not None]
        merit = self.claim.merit or (graded[-1] if graded else None)
        return Outcome(position, self.claim.closed_at, merit, tuple(self.down))


def add_events(
    session: Session,
    histories: Sequence[tuple[int, History]],
    *,
    now: datetime,
    loaded: Loaded,
) -> None:
    """Store the events of (complaint id, history) that are new, and their effect on claims."""
    new = _unknown(session, histories)
    if not new:
        return
    event_ids = insert_events(session, new, now=now)
    noted = {complaint_id for complaint_id, one in new if one.facts.get("note")}
    search_index.index_rows(session, Thing.COMPLAINT, (), changed=noted)
    timelines = _timelines(session, {complaint_id for complaint_id, _ in new})
    for complaint_id, happening in new:
        event_id = event_ids[complaint_id, happening.digest]
        for timeline in timelines[complaint_id]:
            if is_about(happening, timeline.listing):
                timeline.new.append((event_id, moment_of(happening)))
    touched = [each for some in timelines.values() for each in some if each.new]
    loaded.events += len(event_ids)
    _settle(session, touched, loaded)


def _unknown(
    session: Session, histories: Sequence[tuple[int, History]]
) -> list[tuple[int, Happening]]:
    happenings = {
        (complaint_id, h.digest): h for complaint_id, one in histories for h in one.happenings
    }
    statement = select(Event.complaint_id, Event.digest)
    for chunk in chunks(sorted({complaint_id for complaint_id, _ in happenings})):
        for key in session.execute(statement.where(Event.complaint_id.in_(chunk))):
            happenings.pop((key[0], key[1]), None)
    return [(complaint_id, happening) for (complaint_id, _), happening in happenings.items()]


def _timelines(session: Session, complaint_ids: Iterable[int]) -> dict[int, list[_Timeline]]:
    """Return the claims of complaints, locked, with their stored events."""
    by_complaint: defaultdict[int, list[_Timeline]] = defaultdict(list)
    by_claim: dict[int, _Timeline] = {}
    kept_back = and_(Complaint.boycott_id.is_not(None), stopped())
    claims = (
        select(Claim, Listing.reference, kept_back)
        .join(Listing, Listing.id == Claim.listing_id)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .order_by(Claim.id)
        .with_for_update(of=Claim)
        .execution_options(populate_existing=True)
    )
    events = (
        select(EventClaim.claim_id, EventClaim.applied, Event.id, Event.at, Event.kind, Event.merit)
        .join(Event, Event.id == EventClaim.event_id)
        .order_by(Event.at, Event.id)
    )
    downtimes = (
        select(Downtime.claim_id, Downtime.since, Downtime.until)
        .join(Claim, Claim.id == Downtime.claim_id)
        .order_by(Downtime.since, Downtime.id)
    )
    for chunk in chunks(sorted(complaint_ids)):
        for claim, listing, back in session.execute(claims.where(Claim.complaint_id.in_(chunk))):
            by_claim[claim.id] = _Timeline(claim, listing, back)
            by_complaint[claim.complaint_id].append(by_claim[claim.id])
        for claim_id, applied, event_id, at, kind, merit in session.execute(
            events.where(Event.complaint_id.in_(chunk))
        ):
            moment = Moment(at, EventKind(kind), merit)
            by_claim[claim_id].old.append((event_id, moment, applied))
        for claim_id, since, until in session.execute(
            downtimes.where(Claim.complaint_id.in_(chunk))
        ):
            by_claim[claim_id].down.append(Span(since, until))
    return by_complaint


def _settle(session: Session, touched: Sequence[_Timeline], loaded: Loaded) -> None:
    settled: list[Settled] = []
    about: list[dict[str, Any]] = []
    turned: list[dict[str, Any]] = []
    for timeline in touched:
        outcome, applied = timeline.follow()
        settled.append(_settled(timeline.claim, outcome))
        about += [
            {"event_id": each, "claim_id": timeline.claim.id, "applied": applied[each]}
            for each, _ in timeline.new
        ]
        turned += [
            {"_event": each, "_claim": timeline.claim.id, "_applied": applied[each]}
            for each, _, before in timeline.old
            if each in applied and applied[each] != before
        ]
    loaded.not_applied += sum(not row["applied"] for row in about)
    insert_all(session, ABOUT, about)
    if turned:
        session.connection().execute(
            ABOUT.update()
            .where(ABOUT.c.event_id == bindparam("_event"), ABOUT.c.claim_id == bindparam("_claim"))
            .values(applied=bindparam("_applied")),
            turned,
        )
    subjects = {t.claim.id: t.subject for t in touched}
    write_states(session, _without_two_open(session, settled, subjects, loaded))
    session.expire_all()


def _settled(claim: Claim, outcome: Outcome) -> Settled:
    return Settled(
        claim_id=claim.id,
        state=outcome.position.state,
        listing_down=outcome.position.listing_down,
        merit=outcome.merit,
        closed_at=outcome.closed_at,
        duplicate_of=claim.duplicate_of,
        down=outcome.down,
    )


def _without_two_open(
    session: Session, settled: list[Settled], subjects: dict[int, Subject], loaded: Loaded
) -> list[Settled]:
    """Mark a claim that is open again as a duplicate where another of its subject is open."""
    opened = [s.claim_id for s in settled if s.state in OPEN_STATES and s.duplicate_of is None]
    holders = open_elsewhere(session, {subjects[claim_id] for claim_id in opened}, subjects)
    duplicate_of: dict[int, int] = {}
    for claim_id in opened:
        holder = holders.setdefault(subjects[claim_id], claim_id)
        if holder != claim_id:
            duplicate_of[claim_id] = holder
    loaded.duplicates += len(duplicate_of)
    return [
        replace(one, duplicate_of=duplicate_of.get(one.claim_id, one.duplicate_of))
        for one in settled
    ]
