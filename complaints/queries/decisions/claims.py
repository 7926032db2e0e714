"""Claims: one with its listing and timeline, many by filters, and which an actor may see."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from complaints.base.errors import not_found
from complaints.models import (
    Appeal,
    Boycott,
    Claim,
    Complaint,
    Downtime,
    Event,
    EventClaim,
    LedgerEntry,
    Listing,
    Marketplace,
    Store,
)
from complaints.queries.authority import territories
from complaints.queries.cases import boycotts, holds
from complaints.queries.decisions import claim_parts, others_appeals, pending
from complaints.queries.decisions.others_appeals import AppealView
from complaints.queries.filing import checks
from complaints.queries.law import bars, clocks, raised_proof
from complaints.queries.law.clocks import ClockView
from complaints.queries.logins import filers, grants
from complaints.queries.outward.changes import changed_claim
from complaints.queries.sellers import (
    counter_notices,
    demands,
    downtimes,
    listing_states,
    marketplaces,
    strikes,
    traders,
)
from complaints.queries.sellers.counter_notices import CounterView
from complaints.queries.sellers.demands import DemandView
from complaints.queries.sellers.listing_states import ListingState
from complaints.queries.sellers.their_ids import Named, name_store
from complaints.queries.sellers.traders import TraderView
from complaints.rules.actors import Actor, ActorKind, Role
from complaints.rules.authority.territories import Reach
from complaints.rules.cases.boycotts import APPEALED
from complaints.rules.decisions.claims import CLAIM, MOVING, OPEN_STATES, TAKING_DOWN
from complaints.rules.decisions.reasons import in_words
from complaints.rules.kinds import EventBy, EventKind, Side
from complaints.rules.law.clocks import DECIDED_BY, STAFFS
from complaints.rules.law.raised_proof import ProofLack
from complaints.rules.law.regimes import ClockKind
from complaints.rules.law.treatments import Treatment
from complaints.words import Message
from complaints.words import message as _
from complaints.work import UnitOfWork

# Steps that nobody takes by hand: an appeal's decision overturns, the clock lets lapse.
ELSEWHERE = frozenset({"overturn", "lapse", "restore", "put_right"})


@dataclass(frozen=True, slots=True)
class ClaimPlace:
    """Where a claim aims: a listing, its marketplace's slug, and the store where it is known."""

    listing: Listing
    marketplace: str
    store: Store | None

    @property
    def named_store(self) -> Named | None:
        return None if self.store is None else name_store(self.store, self.marketplace)


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim as a list shows it, with the grade of its merit and how a boycott treats it, which
    sellers do not see, its clocks in the order of their starts, and where it holds."""

    claim: Claim
    place: ClaimPlace
    merit: str | None
    treatment: str | None
    clocks: Sequence[ClockView]
    reach: Reach

    @property
    def answer_due(self) -> datetime | None:
        """By when the filer sends what was asked for, while it is waited for."""
        asked = self._last(ClockKind.COMPLETE)
        return asked.ends_at if asked is not None and asked.is_alive else None

    @property
    def reply_due(self) -> datetime | None:
        """By when the seller is, or was, asked to answer."""
        return None if self.asks_seller is None else self.asks_seller.ends_at

    @property
    def asks_seller(self) -> ClockView | None:
        """The clock by which the seller is, or was, asked to answer."""
        return self._last(ClockKind.HEAR, ClockKind.ANSWER)

    @property
    def staffs(self) -> ClockView | None:
        """The clock by which staff decide, while one runs."""
        running = (each for each in self.clocks if each.kind in DECIDED_BY and each.runs)
        return next(running, None)

    def _last(self, *kinds: ClockKind) -> ClockView | None:
        return next((each for each in reversed(self.clocks) if each.kind in kinds), None)

    @property
    def adding(self) -> list[str]:
        """The laws whose duties add, by their codes."""
        return self.claim.adding or []


@dataclass(frozen=True, slots=True)
class EventView:
    """A line of the timeline with the claims that it is about, as one side reads it; staff (None)
    read all.

    A note to the other side is left out. So are, for sellers, grades and the grounds of the filer's
    appeal.
    """

    event: Event
    claim_ids: tuple[int, ...]
    reader: Side | None = None

    @property
    def merit(self) -> str | None:
        return None if self.reader is Side.SELLER else self.event.merit

    @property
    def reason(self) -> Message | None:
        """The reason in the words for the reader."""
        if not self.event.reason:
            return None
        return in_words(self.event.reason, self.event.code, self.reader)

    @property
    def note(self) -> str | None:
        if self.reader is not None and self.event.note_to not in (None, self.reader):
            return None
        is_others = self.event.kind == EventKind.APPEAL and self.event.by != EventBy.SELLER
        return None if self.reader is Side.SELLER and is_others else self.event.note

    @property
    def note_to(self) -> str | None:
        return self.event.note_to if self.note else None


@dataclass(frozen=True, slots=True)
class ClaimDetail(ClaimView):
    """Everything about one claim. `possible` are the steps that the actor could take now,
    `lacks` what more of the filer is asked for, while that is waited for,
    `listing_state` how its listing stands by all claims, `downtimes` when it was down by this one,
    `also_found` what staff found with its last grade, and `false_answers` how many answers of its
    store were knowingly false, both for staff. `trader` is what the store shows of its trader, None
    where no law asks for that.
    """

    events: list[EventView]
    counter_notices: Sequence[CounterView]
    demand_reports: Sequence[DemandView]
    appeals: Sequence[AppealView]
    possible: list[str]
    asked: str | None
    lacks: Sequence[ProofLack]
    listing_state: ListingState
    downtimes: Sequence[Downtime]
    also_found: Sequence[str]
    false_answers: int
    trader: TraderView | None


# A seller does not see how staff graded the filer's claims.
NOT_THE_SELLERS = (EventKind.GRADING,)


def claims_in_sight(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that keeps claims to those in sight.

    A seller sees the claims of one complaint against its store, once they are processed. A partner
    sees those of the side that it acts on (`Actor.on_sellers_side`).
    """
    if actor.partner_id is not None and marketplaces.is_of_sellers(actor):
        return marketplaces.sees_claim(actor.partner_id)
    seller = actor.seller_of
    if actor.kind is not ActorKind.SELLER or seller is None:
        return filers.filers_in_sight(actor, Claim.filer_id)
    return marketplaces.of_seller(seller)


def readable(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for claims that the actor may read: a partner on whichever side."""
    beside = marketplaces.reading(actor)
    return (
        claims_in_sight(actor)
        if beside is None
        else or_(claims_in_sight(actor), claims_in_sight(beside))
    )


def on_side_of(work: UnitOfWork, claim_id: int) -> UnitOfWork:
    """Return the work on the side on which a partner reads this claim; anybody else's unchanged."""
    beside = marketplaces.reading(work.actor)
    if beside is None:
        return work
    own = select(Claim.id).where(Claim.id == claim_id, claims_in_sight(work.actor))
    return work if work.session.scalar(own) is not None else work.by(beside)


def require_visible(work: UnitOfWork, claim_id: int) -> None:
    """Refuses with: not-found, where the actor may not see this claim (or there is none)."""
    # Only the id is read: a row read now could be stale once it is locked.
    if (
        work.session.scalar(
            select(Claim.id).where(Claim.id == claim_id, claims_in_sight(work.actor))
        )
        is None
    ):
        raise not_found(_("claim"))


def get_claim(work: UnitOfWork, claim_id: int) -> ClaimView:
    """Return one claim. Refuses with: not-found."""
    row = work.session.execute(
        _joined().where(Claim.id == claim_id, claims_in_sight(work.actor))
    ).first()
    if row is None:
        raise not_found(_("claim"))
    (view,) = _views(work.session, [row])
    return _seen(work.actor, view)


def claim_detail(work: UnitOfWork, claim_id: int) -> ClaimDetail:
    """Return one claim with all that belongs to it. Refuses with: not-found."""
    work = on_side_of(work, claim_id)
    view = get_claim(work, claim_id)
    asked = view.claim.state == "incomplete" and not marketplaces.is_of_sellers(work.actor)
    answered = counter_notices.counter_notices_of(work, [claim_id])
    weighs = work.actor.is_staff and bool(answered)
    return ClaimDetail(
        claim=view.claim,
        place=view.place,
        merit=view.merit,
        treatment=view.treatment,
        clocks=view.clocks,
        reach=view.reach,
        events=timeline(work, claim_id=claim_id),
        counter_notices=answered,
        demand_reports=demands.demands_of_claims(work, [claim_id]),
        appeals=appeals(work, [claim_id]),
        possible=_possible(work, view.claim),
        asked=_asked(work.session, claim_id) if asked else None,
        also_found=(view.claim.also_found or ()) if work.actor.is_staff else (),
        false_answers=strikes.count_false_answers(work.session, view.claim.store_id)
        if weighs
        else 0,
        lacks=raised_proof.find_lacking(work, [view.claim]).get(claim_id, ()) if asked else (),
        listing_state=listing_states.state_of_listing(
            work, view.claim.listing_id, seen=claims_in_sight(work.actor)
        ),
        downtimes=downtimes.downtimes_of_claim(work.session, claim_id),
        trader=traders.trader_of_claim(work, view.claim, view.place.listing),
    )


def _asked(session: Session, claim_id: int) -> str | None:
    """Return what the filer was asked for last. The ledger keeps it; the timeline does not."""
    entry = select(LedgerEntry.why).where(
        LedgerEntry.subject == "claim", LedgerEntry.subject_id == claim_id,
        LedgerEntry.verb == "ask",
    )  # fmt: skip
    return session.scalar(entry.order_by(LedgerEntry.id.desc()).limit(1))


def _possible(work: UnitOfWork, claim: Claim) -> list[str]:
    steps = CLAIM.steps_from(claim.state, listing_down=claim.listing_down)
    barred = ELSEWHERE
    if work.actor.is_staff and pending.is_pending(work.session, claim.id):
        return []
    if grants.is_tied(work, claim.filer_id):
        return []
    asked = checks.authority_of(work.session, [claim.complaint_id]).get(claim.complaint_id)
    if asked == "asked" or holds.held_until(work.session, [claim.complaint_id], work.now):
        barred |= TAKING_DOWN
    if raised_proof.is_uncompared(work, complaint_of(work.session, claim), [claim]):
        barred |= TAKING_DOWN
    if work.actor.is_staff and (bars.barring(work, [claim]) or bars.sellers_round(work, [claim])):
        barred |= TAKING_DOWN
    if work.actor.is_staff and claim_parts.closed_to(work, {claim.complaint_id: claim.filer_id}):
        barred |= MOVING
    if claim.state == "not_processed":
        barred |= _barred_of_kept(work, claim)
    return sorted(
        step.event for step in steps if work.actor.role in step.by and step.event not in barred
    )


def _barred_of_kept(work: UnitOfWork, claim: Claim) -> set[str]:
    """Return what stands in the way of a kept claim: it is not taken up while a boycott stops it,
    or the filer has it open again; nor discarded while an appeal against its boycott waits."""
    session, complaint = work.session, complaint_of(work.session, claim)
    barred = set()
    keeps = boycotts.keeps(session, claim, complaint.rights_holder_id, work.now)
    if keeps is not None or session.scalar(_twin(claim)) is not None:
        barred.add("take_up")
    if complaint.boycott_id is not None:
        own = session.get_one(Boycott, complaint.boycott_id)
        barred |= {"discard"} if own.state in APPEALED else set()
    return barred


def in_the_lane(complaint_id: Any) -> ColumnElement[bool]:
    """Return the condition for complaints with a claim that waits for a decision in the lane."""
    waits = Claim.complaint_id == complaint_id, Claim.decide_by.is_not(None)
    return exists().where(*waits, Claim.treatment == Treatment.LANE, waits_for_decision())


def waits_for_decision(of: Any = Claim) -> ColumnElement[bool]:
    """Return the condition for claims (or an alias of theirs) that wait for a decision of staff.

    Its values are literals, as in the partial index's own condition: a database that gets them as
    parameters cannot know that the index covers all such claims.
    """
    states: BindParameter[Any] = bindparam(None, list(STAFFS), expanding=True, literal_execute=True)
    condition: ColumnElement[bool] = of.state.in_(states)
    return condition


def waiting_for_filer() -> ColumnElement[bool]:
    """Return the condition for claims that wait for their filer's word: something was asked for, or
    the seller has answered and the filer has said nothing since."""
    asked = Claim.state == "incomplete"
    return or_(asked, and_(Claim.state == "countered", ~_answered_since()))


def _answered_since() -> ColumnElement[bool]:
    """Return the condition for claims on which the filer spoke after the last counter-notice."""
    countered, about = aliased(Event), aliased(EventClaim)
    last = (
        select(func.max(countered.id))
        .join(about, about.event_id == countered.id)
        .where(about.claim_id == Claim.id, countered.kind == EventKind.COUNTER_NOTICE)
        .correlate(Claim)
        .scalar_subquery()
    )
    said = (
        select(Event.id)
        .join(EventClaim, EventClaim.event_id == Event.id)
        .where(
            EventClaim.claim_id == Claim.id,
            Event.kind == EventKind.AMENDMENT,
            Event.by == EventBy.FILER,
            Event.id > func.coalesce(last, 0),
        )
    )
    return said.correlate(Claim).exists()


def of_filer_waiting(work: UnitOfWork, filer_id: int, state: str, limit: int) -> list[ClaimView]:
    """Return claims of this state in sight that wait for their filer's word, in the order in which
    they came."""
    mine = Claim.filer_id == filer_id, Claim.state == state
    statement = _joined().where(claims_in_sight(work.actor), *mine, waiting_for_filer())
    rows = work.session.execute(statement.order_by(Claim.id).limit(limit)).all()
    return [_seen(work.actor, view) for view in _views(work.session, rows)]


def to_decide() -> ColumnElement[bool]:
    """Return the condition for waiting claims that nobody has decided: a claim with a pending
    decision (`queries.pending`) does not wait for staff."""
    return and_(waits_for_decision(), pending.none_on(Claim.id))


def by_ids(session: Session, ids: Collection[int]) -> Mapping[int, ClaimView]:
    """Return claims by id without asking who may see them: for the answer to their filer."""
    rows = session.execute(_BY_IDS, {"claims": list(ids)})
    return {view.claim.id: view for view in _views(session, rows.all())}


def places_of(session: Session, ids: Collection[int]) -> Mapping[int, tuple[Claim, ClaimPlace]]:
    """Return claims by id with where they aim, without asking who may see them."""
    rows = session.execute(_BY_IDS, {"claims": list(ids)}).tuples()
    return {
        claim.id: (claim, ClaimPlace(listing, marketplace, store))
        for claim, listing, marketplace, store in rows
    }


def claims_of_complaint(session: Session, complaint_id: int) -> list[ClaimView]:
    """Return a complaint's claims in the order in which they were filed."""
    statement = _joined().where(Claim.complaint_id == complaint_id)
    rows = session.execute(statement.order_by(Claim.position, Claim.id))
    return _views(session, rows.all())


def ids_of_complaint(session: Session, complaint_id: int) -> Sequence[int]:
    """Return the ids of a complaint's claims."""
    mine = select(Claim.id).where(Claim.complaint_id == complaint_id)
    return session.scalars(mine.order_by(Claim.id)).all()


def in_sight(work: UnitOfWork, complaint_id: int | None = None) -> list[ClaimView]:
    """Return all claims that a seller sees, in the order in which they were filed; of a complaint,
    where one is named."""
    statement = _joined().where(claims_in_sight(work.actor))
    if complaint_id is not None:
        statement = statement.where(Claim.complaint_id == complaint_id)
    rows = work.session.execute(statement.order_by(Claim.position, Claim.id))
    return [_seen(work.actor, view) for view in _views(work.session, rows.all())]


def lock_claims(work: UnitOfWork, claim_ids: Collection[int]) -> Sequence[Claim]:
    """Return these claims, locked until the transaction ends, in the order of their ids.

    Refuses with: not-found, where one of them does not exist or the actor may not see it.
    """
    statement = (
        select(Claim).where(Claim.id.in_(claim_ids), claims_in_sight(work.actor)).order_by(Claim.id)
    )
    rows = work.session.scalars(statement.with_for_update()).all()
    if len(rows) != len(set(claim_ids)):
        raise not_found(_("claim"))
    return rows


def lock_open_twins(session: Session, rows: Sequence[Claim]) -> Mapping[tuple[str, int], Claim]:
    """Return other open claims of the same filer's same rights against the same listings, by
    right and listing; `rows` are claims of one complaint."""
    twins = session.scalars(
        select(Claim)
        .where(
            Claim.filer_id == rows[0].filer_id,
            Claim.listing_id.in_({row.listing_id for row in rows}),
            Claim.state.in_(OPEN_STATES),
            Claim.duplicate_of.is_(None),
            Claim.id.not_in({row.id for row in rows}),
        )
        .with_for_update()
    )
    return {(claim.right_key, claim.listing_id): claim for claim in twins}


def lock_open_twin(session: Session, claim: Claim) -> Claim | None:
    """Return another open claim of the same filer's same right against the same listing."""
    return session.scalar(_twin(claim).with_for_update())


def _twin(claim: Claim) -> Select[tuple[Claim]]:
    return select(Claim).where(
        Claim.filer_id == claim.filer_id,
        Claim.right_key == claim.right_key,
        Claim.listing_id == claim.listing_id,
        Claim.state.in_(OPEN_STATES),
        Claim.duplicate_of.is_(None),
        Claim.id != claim.id,
    )


def find_claims(
    work: UnitOfWork,
    *,
    state: str | None,
    filer_id: int | None,
    complaint_id: int | None,
    after: int | None,
    limit: int,
    newest: bool = False,
    updated_since: datetime | None = None,
) -> list[ClaimView]:
    """Return up to limit + 1 claims in sight, by id, which is the order in which they came; the
    `newest` first, where that is asked for.

    A partner gets those of both sides on which it reads.
    """
    statement = _joined().where(readable(work.actor))
    for column, value in (
        (Claim.state, state),
        (Claim.filer_id, filer_id),
        (Claim.complaint_id, complaint_id),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if updated_since is not None:
        statement = statement.where(changed_claim(Claim.id, updated_since, work.actor))
    if after is not None:
        statement = statement.where(Claim.id < after if newest else Claim.id > after)
    order = Claim.id.desc() if newest else Claim.id
    rows = work.session.execute(statement.order_by(order).limit(limit + 1)).all()
    beside = read_beside(work, [row[0].id for row in rows])
    acting, other = work.actor, work.actor.on_sellers_side()
    return [
        _seen(other if view.claim.id in beside else acting, view)
        for view in _views(work.session, rows)
    ]


def read_beside(work: UnitOfWork, claim_ids: Collection[int | None]) -> Collection[int | None]:
    """Return those of these claims, all in sight, that a partner reads on the sellers' side."""
    if marketplaces.reading(work.actor) is None:
        return ()
    own = select(Claim.id).where(Claim.id.in_(claim_ids), claims_in_sight(work.actor))
    return set(claim_ids) - set(work.session.scalars(own))


def timeline(
    work: UnitOfWork, *, claim_id: int | None = None, complaint_id: int | None = None
) -> list[EventView]:
    """Return the events of a claim or of a complaint, the oldest first.

    A filer, or a partner that acts for it, does not see that a seller reported a demand, so that
    no seller is afraid to report one. A seller, or a partner that acts for it, sees only events
    about its own claims.
    """
    statement = select(Event, EventClaim.claim_id).outerjoin(EventClaim)
    for_seller = marketplaces.is_of_sellers(work.actor)
    if work.actor.role is Role.FILER:
        statement = statement.where(Event.kind != str(EventKind.DEMAND_REPORT))
    if for_seller:
        mine = select(Claim.id).where(claims_in_sight(work.actor))
        statement = statement.where(
            EventClaim.claim_id.in_(mine), Event.kind.not_in(NOT_THE_SELLERS)
        )
    if claim_id is not None:
        statement = statement.where(EventClaim.claim_id == claim_id)
    if complaint_id is not None:
        statement = statement.where(Event.complaint_id == complaint_id)
    lines: dict[int, tuple[Event, list[int]]] = {}
    for event, about in work.session.execute(
        statement.order_by(Event.at, Event.id, EventClaim.claim_id)
    ):
        line = lines.setdefault(event.id, (event, []))
        if about is not None:
            line[1].append(about)
    reader = Side.FILER if work.actor.role is Role.FILER else None
    events = [EventView(event, tuple(about), reader) for event, about in lines.values()]
    return _for_seller(events) if for_seller else events


def _for_seller(lines: Sequence[EventView]) -> list[EventView]:
    """Return the lines as a seller reads them: without what the filer sent when staff asked, with
    its answers to a counter-notice."""
    countered: set[int] = set()
    shown = []
    for line in lines:
        if line.event.kind == EventKind.COUNTER_NOTICE:
            countered.update(line.claim_ids)
        if line.event.kind != EventKind.AMENDMENT or countered & set(line.claim_ids):
            shown.append(replace(line, reader=Side.SELLER))
    return shown


def newest_addresses(session: Session, source: str, number: int) -> Sequence[str]:
    """Return the addresses of the `number` listings that a source's complaints named last."""
    newest = (
        select(Claim.url)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .where(Complaint.source == source, Claim.duplicate_of.is_(None))
        .group_by(Claim.url)
        .order_by(func.max(Claim.id).desc())
        .limit(number)
    )
    return session.scalars(newest).all()


def appeals(work: UnitOfWork, claim_ids: Collection[int]) -> Sequence[AppealView]:
    """Return the appeals against these claims' decisions, the oldest first."""
    statement = select(Appeal).where(Appeal.claim_id.in_(claim_ids)).order_by(Appeal.id)
    rows = work.session.scalars(statement).all()
    return others_appeals.for_sellers(rows) if marketplaces.is_of_sellers(work.actor) else rows


def complaint_of(session: Session, claim: Claim) -> Complaint:
    """Return the complaint that a claim belongs to."""
    return session.get_one(Complaint, claim.complaint_id)


def _views(
    session: Session, rows: Sequence[Row[tuple[Claim, Listing, str, Store]]]
) -> list[ClaimView]:
    ids = [row[0].id for row in rows]
    of_claims = clocks.clocks_of_claims(session, ids)
    reaches = territories.reaches_of(session, ids)
    return [
        ClaimView(
            claim,
            ClaimPlace(listing, marketplace, store),
            claim.merit,
            claim.treatment,
            [ClockView(clock) for clock in of_claims.get(claim.id, ())],
            reaches[claim.id],
        )
        for claim, listing, marketplace, store in rows
    ]


def _seen(actor: Actor, view: ClaimView) -> ClaimView:
    """Return a claim as this side sees it: who of staff let a clock stand is staff's to know."""
    if actor.is_staff:
        return view
    seen = [replace(clock, for_staff=False) for clock in view.clocks]
    if marketplaces.is_of_sellers(actor):
        view = replace(view, merit=None, treatment=None)
    return replace(view, clocks=seen)


def _joined() -> Select[tuple[Claim, Listing, str, Store]]:
    return (
        select(Claim, Listing, Marketplace.slug, Store)
        .join(Listing, Listing.id == Claim.listing_id)
        .join(Marketplace, Marketplace.id == Listing.marketplace_id)
        .outerjoin(Store, Store.id == Claim.store_id)
    )


_BY_IDS = _joined().where(Claim.id.in_(bindparam("claims", expanding=True)))
