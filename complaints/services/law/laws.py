"""Gives the claims that were there before the law was data their regimes and clocks.

Each verb does a bounded number by the claims' ids, and can be repeated: what has them is left.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import Exists, Select, exists, func, select, update

from complaints.models import (
    Appeal,
    Claim,
    Clock,
    Complaint,
    Event,
    EventClaim,
    Letter,
    Listing,
    Marketplace,
    Store,
)
from complaints.queries.law.clocks import law_of
from complaints.rules.decisions.appeals import APPEALABLE, TERMS
from complaints.rules.kinds import Basis, EventKind, LetterKind
from complaints.rules.law.regimes import ClockKind, governing
from complaints.rules.law.restoration import LAWS_CLOCKS
from complaints.rules.law.treatments import Treatment
from complaints.services.law import clocks
from complaints.work import UnitOfWork

AT_ONCE: Final = 20_000
CLOCKS_AT_ONCE: Final = 500
# By the state that the last decision left: whose term to appeal runs.
OPENED_BY: Final = {state: TERMS[side] for side in TERMS for state in APPEALABLE[side]}
# Longer ago no term of any regime runs still.
_LONGEST: Final = timedelta(days=200)
OVER: Final = "over when it was given"


def give_regimes(work: UnitOfWork, *, after: int) -> int | None:
    """Give the claims of the next ids behind `after` their regimes, by the rules of the day, one
    statement for each marketplace, basis and seller's country; return the last id, None at the
    end."""
    last = work.session.scalar(
        select(func.max(Claim.id)).where(Claim.id > after, Claim.id <= after + AT_ONCE)
    )
    if last is None:
        nearest = work.session.scalar(select(func.min(Claim.id)).where(Claim.id > after))
        return None if nearest is None else nearest - 1
    mine = (
        select(Claim.id)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .join(Listing, Listing.id == Claim.listing_id)
        .outerjoin(Store, Store.id == Claim.store_id)
        .where(Claim.id > after, Claim.id <= last, Claim.regime.is_(None))
    )
    kinds = mine.join(Marketplace, Marketplace.id == Listing.marketplace_id).with_only_columns(
        Complaint.basis, Marketplace.id, Marketplace.slug, Marketplace.country, Store.country
    )
    for basis, market_id, slug, country, seller in work.session.execute(kinds.distinct()).tuples():
        law = governing(
            basis=Basis(basis), marketplace=slug, country=country, seller_country=seller
        )
        of_kind = mine.where(
            Complaint.basis == basis,
            Listing.marketplace_id == market_id,
            Store.country.is_not_distinct_from(seller),
        )
        work.session.execute(
            update(Claim)
            .where(Claim.id.in_(of_kind))
            .values(
                regime=str(law.leading.code),
                adding=[str(each.code) for each in law.adding],
                calendar=law.calendar,
            )
            .execution_options(synchronize_session=False)
        )
    return last


def give_restoring_clocks(work: UnitOfWork, *, after: int) -> int | None:
    """Start what the law runs after a counter-notice for countered claims whose listing is down,
    from the day of the counter-notice; one that is over already goes to the list of staff. Return
    the last id, None at the end."""
    statement = (
        select(Claim)
        .where(Claim.id > after, Claim.state == "countered", Claim.listing_down)
        .where(Claim.decide_by.is_not(None), ~_has(*LAWS_CLOCKS))
        .order_by(Claim.id)
        .limit(CLOCKS_AT_ONCE)
    )
    rows = work.session.scalars(statement.with_for_update(of=Claim)).all()
    for claim in rows:
        countered = (
            select(func.max(Event.at))
            .join(EventClaim, EventClaim.event_id == Event.id)
            .where(EventClaim.claim_id == claim.id, Event.kind == str(EventKind.COUNTER_NOTICE))
        )
        since = work.session.scalar(countered)
        law = law_of(work, claim)
        kind = next((each for each in LAWS_CLOCKS if law.clock(each) is not None), None)
        if kind is None or since is None:
            continue
        clock = clocks.start(work, claim, kind, at=since)
        if clock is not None and clock.ends_at <= work.now:
            clocks.leave_to_staff(work, clock, OVER)
    return rows[-1].id if rows else None


def give_lane_clocks(work: UnitOfWork, *, after: int) -> int | None:
    """Start the lane's clock, from now on, for claims that a boycott let pass without one. Return
    the last id, None at the end."""
    statement = (
        select(Claim)
        .where(
            Claim.id > after, Claim.treatment == Treatment.LANE, Claim.state == "received",
            Claim.decide_by.is_(None), ~Claim.from_history,
        )
        .order_by(Claim.id)
        .limit(CLOCKS_AT_ONCE)
    )  # fmt: skip
    rows = work.session.scalars(statement.with_for_update(of=Claim)).all()
    for claim in rows:
        clocks.start(work, claim, ClockKind.LANE)
    return rows[-1].id if rows else None


def give_terms(work: UnitOfWork, *, after: int) -> int | None:
    """Start the terms to appeal of decisions whose letter was written in these months, where they
    are not over; who was told of no term, and would be too late by now, keeps its appeal. Return
    the last id, None at the end."""
    recent = work.now - _LONGEST
    statement = (
        select(Claim)
        .where(Claim.id > after, Claim.state.in_(OPENED_BY), Claim.closed_at > recent)
        .where(_was_told(), ~_has(*TERMS.values()), ~exists().where(Appeal.claim_id == Claim.id))
        .order_by(Claim.id)
        .limit(CLOCKS_AT_ONCE)
    )
    rows = work.session.scalars(statement).all()
    for claim in rows:
        assert claim.closed_at is not None
        clocks.start_if_it_runs(work, claim, OPENED_BY[claim.state], at=claim.closed_at)
    return rows[-1].id if rows else None


def give_judges_clocks(work: UnitOfWork, *, after: int) -> int | None:
    """Start the clocks by which open appeals about claims are judged. Return the last id, None at
    the end."""
    statement: Select[tuple[Appeal, Claim]] = (
        select(Appeal, Claim)
        .join(Claim, Claim.id == Appeal.claim_id)
        .where(Appeal.id > after, Appeal.state == "filed")
        .where(~exists().where(Clock.appeal_id == Appeal.id))
        .order_by(Appeal.id)
        .limit(CLOCKS_AT_ONCE)
    )
    rows = work.session.execute(statement).tuples().all()
    for appeal, claim in rows:
        law = law_of(work, claim)
        clocks.start_of_appeal(work, appeal, law, ClockKind.JUDGE, at=appeal.filed_at)
    return rows[-1][0].id if rows else None


def _has(*kinds: ClockKind) -> Exists:
    return exists().where(Clock.claim_id == Claim.id, Clock.kind.in_(kinds))


def _was_told() -> Exists:
    decided = (str(LetterKind.CLAIM_DECIDED), str(LetterKind.APPEAL_DECIDED))
    return exists().where(Letter.complaint_id == Claim.complaint_id, Letter.kind.in_(decided))
