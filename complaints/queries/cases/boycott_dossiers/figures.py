"""The dossier's figures: number and share, gravity, and what speaks for the filer.

300 links in one notice are one act and 300 harms, so acts (complaints), claims and listings are
counted apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from complaints.models import Boycott, Claim, Event, EventClaim
from complaints.queries.cases.boycotts.counting import claims_of, graded_by_person, manifest_of
from complaints.queries.sellers.downtimes import days_down
from complaints.rules.findings.standing import interval
from complaints.rules.kinds import EventKind, Merit

_UNFOUNDED = (Merit.UNFOUNDED, Merit.MANIFESTLY_UNFOUNDED)


@dataclass(frozen=True, slots=True)
class Counts:
    complaints: int
    claims: int
    listings: int


@dataclass(frozen=True, slots=True)
class Number:
    """(a) and (b): all notices of the window, those of them that a person graded, and those graded
    manifestly unfounded. A share has one basis, the graded ones: nobody's grade is inferred."""

    all: Counts
    graded: Counts
    manifestly_unfounded: Counts
    graded_otherwise: int
    ungraded: int

    @property
    def shares(self) -> dict[str, float | None]:
        """Manifestly unfounded of the graded, by each of the three counts; None without any."""
        whole, part = self.graded, self.manifestly_unfounded
        return {
            name: getattr(part, name) / getattr(whole, name) if getattr(whole, name) else None
            for name in ("complaints", "claims", "listings")
        }

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the share of claims."""
        share = self.shares["claims"]
        return None if share is None else interval(share, self.graded.claims)


@dataclass(frozen=True, slots=True)
class Sum:
    """Sales lost in one currency, as the platform told them."""

    currency: str | None
    amount: float


@dataclass(frozen=True, slots=True)
class Gravity:
    """(c): what the manifestly unfounded claims did. A listing counts once, and so does a day on
    which several of them held it down.

    `sales_lost` is what the platform told of `told_of` claims, `sold_30d` what `sold_known` claims
    stated of the month before; nothing is guessed for the others. `stores` leaves out
    `unknown_stores` claims whose seller is not known, and is None where none is known.
    """

    listing_days: float
    taken_down: int
    still_down: int
    stores: int | None
    unknown_stores: int
    sales_lost: tuple[Sum, ...]
    told_of: int
    sold_30d: int | None
    sold_known: int
    claims: int


@dataclass(frozen=True, slots=True)
class Favour:
    """What speaks for the filer, of all its claims of the window."""

    founded: int
    takedowns_standing: int
    takedowns_upheld: int
    withdrawn_before_answer: int


def number_of(session: Session, row: Boycott) -> Number:
    """Return how many complaints, claims and listings there are, as graded now."""
    everything = _counts(session, claims_of(row))
    graded = _counts(session, claims_of(row).where(graded_by_person()))
    manifest = _counts(session, manifest_of(row))
    otherwise, ungraded = graded.claims - manifest.claims, everything.claims - graded.claims
    return Number(everything, graded, manifest, otherwise, ungraded)


def _counts(session: Session, ids: Select[tuple[int]]) -> Counts:
    counted = select(
        func.count(Claim.complaint_id.distinct()),
        func.count(),
        func.count(Claim.listing_id.distinct()),
    ).where(Claim.id.in_(ids))
    return Counts(*session.execute(counted).tuples().one())


def gravity_of(session: Session, row: Boycott, *, until: datetime) -> Gravity:
    """Return what the claims that are graded manifestly unfounded did, up to `until`."""
    mine = Claim.id.in_(manifest_of(row))
    down = days_down(session, manifest_of(row), until)
    lost, told_of = _lost(session, row)
    still, stores, unknown, sold, sold_known, claims = session.execute(
        select(
            func.count(Claim.listing_id.distinct()).filter(Claim.listing_down),
            func.count(Claim.store_id.distinct()),
            func.count().filter(Claim.store_id.is_(None)),
            func.sum(Claim.sales_30d),
            func.count(Claim.sales_30d),
            func.count(),
        ).where(mine)
    ).one()
    return Gravity(
        sum(down.values()), len(down), still, stores or (None if unknown else 0), unknown, lost,
        told_of,
        int(sold) if sold is not None else None, sold_known, claims,
    )  # fmt: skip


def _lost(session: Session, row: Boycott) -> tuple[tuple[Sum, ...], int]:
    """Return the sales lost by currency, and of how many claims they were told."""
    stated = (
        select(EventClaim.event_id)
        .join(Event, Event.id == EventClaim.event_id)
        .where(EventClaim.claim_id.in_(manifest_of(row)), Event.harm_sales_lost.is_not(None))
    )
    # An event is told once, however many claims it is about.
    sums = session.execute(
        select(Event.harm_currency, func.sum(Event.harm_sales_lost))
        .where(Event.id.in_(stated))
        .group_by(Event.harm_currency)
        .order_by(Event.harm_currency)
    ).tuples()
    of = select(func.count(EventClaim.claim_id.distinct())).where(
        EventClaim.event_id.in_(stated), EventClaim.claim_id.in_(manifest_of(row))
    )
    lost = tuple(Sum(currency, float(amount or 0)) for currency, amount in sums)
    return lost, session.scalar(of) or 0


def favour_of(session: Session, row: Boycott) -> Favour:
    """Return what speaks for the filer; of every claim of the window, whatever its grade."""

    def number(*conditions: ColumnElement[bool]) -> int:
        counted = select(func.count()).where(Claim.id.in_(claims_of(row)), *conditions)
        return session.scalar(counted) or 0

    answered = happened(EventKind.COUNTER_NOTICE)
    stands = and_(
        Claim.state == "removed", or_(Claim.merit.is_(None), Claim.merit.not_in(_UNFOUNDED))
    )
    return Favour(
        founded=number(Claim.merit == Merit.FOUNDED),
        takedowns_standing=number(stands),
        takedowns_upheld=number(stands, answered),
        withdrawn_before_answer=number(Claim.state == "withdrawn", ~answered),
    )


def happened(kind: EventKind) -> ColumnElement[bool]:
    """Return the condition for claims that an event of this kind is about."""
    return (
        select(EventClaim.claim_id)
        .join(Event, Event.id == EventClaim.event_id)
        .where(EventClaim.claim_id == Claim.id, Event.kind == kind)
        .exists()
    )
