"""From when to when claims held listings down, and for how many days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from complaints.models import Claim, Complaint, Downtime, Listing, Marketplace
from complaints.queries.findings.months import months_between
from complaints.rules.sellers.downtimes import Span, days_by_month, is_undone
from complaints.rules.sellers.downtimes import days_down as days_of


@dataclass(frozen=True, slots=True)
class DowntimeView:
    """A time in which a claim held a listing down, as staff read it."""

    downtime: Downtime
    listing: Listing
    marketplace: str
    complaint_id: int
    reference: str

    def days(self, now: datetime) -> float:
        """Return for how many days until `now`."""
        return days_of([Span(self.downtime.since, self.downtime.until)], now)


@dataclass(frozen=True, slots=True)
class DownMonth:
    """A month (2026-07) and for how many days claims held listings down in it: by claims that were
    undone later, and by the others. A listing that two claims hold counts for each."""

    month: str
    undone: float
    standing: float


# How many of the newest times in which listings were down are counted by month.
MOST_COUNTED = 5_000
# What tells how a claim ended.
_ENDS = (Claim.id, Claim.state, Claim.merit)
# Claims by their ids, or a statement that chooses them.
Claims = Collection[int] | Select[tuple[int]]


def downtimes_of_claim(session: Session, claim_id: int) -> Sequence[Downtime]:
    """Return the times in which a claim held its listing down, the oldest first."""
    rows = select(Downtime).where(Downtime.claim_id == claim_id)
    return session.scalars(rows.order_by(Downtime.since, Downtime.id)).all()


def downtimes_of_store(session: Session, store_id: int, *, limit: int) -> Sequence[DowntimeView]:
    """Return the newest times in which listings of a store were down."""
    newest = _views().where(Claim.store_id == store_id)
    rows = session.execute(newest.order_by(Downtime.since.desc(), Downtime.id.desc()).limit(limit))
    return [DowntimeView(*row) for row in rows]


def downtimes_of_filer(session: Session, filer_id: int, *, limit: int) -> Sequence[DowntimeView]:
    """Return what the filer's newest takedowns hold down, by its index of closed claims."""
    newest = (
        select(Claim.id)
        .where(Claim.filer_id == filer_id, Claim.state == "removed")
        .order_by(Claim.closed_at.desc(), Claim.id.desc())
        .limit(limit)
    )
    rows = session.execute(
        _views()
        .where(Claim.id.in_(session.scalars(newest).all()), Downtime.until.is_(None))
        .order_by(Downtime.since.desc(), Downtime.id.desc())
    )
    return [DowntimeView(*row) for row in rows]


def by_month_of_filer(session: Session, filer_id: int, now: datetime) -> list[DownMonth]:
    """Return the days by month of a filer's newest takedowns, by its index of closed claims."""
    newest = [
        select(*_ENDS)
        .where(Claim.filer_id == filer_id, Claim.state == state)
        .order_by(Claim.closed_at.desc())
        .limit(MOST_COUNTED)
        for state in ("removed", "reinstated", "withdrawn")
    ]
    return _by_month(session, newest, now)


def by_month_of_store(session: Session, store_id: int, now: datetime) -> list[DownMonth]:
    """Return the days by month of the newest claims against a store."""
    against = select(*_ENDS).where(Claim.store_id == store_id).order_by(Claim.id.desc())
    return _by_month(session, [against.limit(MOST_COUNTED)], now)


def _by_month(
    session: Session, parts: Sequence[Select[tuple[int, str, str | None]]], now: datetime
) -> list[DownMonth]:
    spans: dict[bool, list[Span]] = {True: [], False: []}
    for part in parts:
        claim = part.subquery()
        rows = select(Downtime.since, Downtime.until, claim.c.state, claim.c.merit)
        rows = rows.select_from(claim).join(Downtime, Downtime.claim_id == claim.c.id)
        for since, until, state, merit in session.execute(rows).tuples():
            spans[is_undone(state, merit)].append(Span(since, until))
    undone, standing = (days_by_month(spans[kind], now) for kind in (True, False))
    known = sorted({*undone, *standing})
    if not known:
        return []
    return [
        DownMonth(month, undone.get(month, 0.0), standing.get(month, 0.0))
        for month in months_between(known[0], known[-1])
    ]


def _views() -> Select[tuple[Downtime, Listing, str, int, str]]:
    return (
        select(Downtime, Listing, Marketplace.slug, Complaint.id, Complaint.reference)
        .join(Claim, Claim.id == Downtime.claim_id)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .join(Listing, Listing.id == Downtime.listing_id)
        .join(Marketplace, Marketplace.id == Listing.marketplace_id)
    )


def days_down(session: Session, claims: Claims, now: datetime) -> Mapping[int, float]:
    """Return for how many days each listing has been down by these claims until `now`, by the
    listing's id. A day on which two of them held it counts once."""
    spans: defaultdict[int, list[Span]] = defaultdict(list)
    chosen = select(Downtime.listing_id, Downtime.since, Downtime.until)
    for listing_id, since, until in session.execute(chosen.where(Downtime.claim_id.in_(claims))):
        spans[listing_id].append(Span(since, until))
    return {listing_id: days_of(some, now) for listing_id, some in spans.items()}
