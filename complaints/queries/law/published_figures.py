"""What a year's transparency page says: the report's figures, and those of the house beside them.

Counted from ledger and record, under all laws: abuse found, warnings delivered, boycotts and their
terms, decisions put right, listings given back, stores closed. Costly: it reads a year's record.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Final

from sqlalchemy import ColumnElement, distinct, func, select
from sqlalchemy.orm import Session

from complaints.base.clock import month_after
from complaints.models import (
    Appeal,
    Boycott,
    BuyerNotice,
    Claim,
    Complaint,
    Downtime,
    Event,
    EventClaim,
    Filer,
    LedgerEntry,
    Listing,
    Marketplace,
    Suspension,
    SuspensionClaim,
    SuspensionStore,
)
from complaints.queries.law.transparency import TransparencyFigures, find_figures, within
from complaints.rules.cases.suspensions import Measure
from complaints.rules.kinds import EventKind, Side
from complaints.rules.law.holding_back import Shown, hold_back
from complaints.rules.law.published_figures import Appealed, BoycottReach, FoundBy, GivenBack
from complaints.rules.law.transparency import Period
from complaints.rules.sellers.downtimes import DAY, merged

# Marketplaces that have a column of their own; the others share the last.
MOST_MARKETPLACES: Final = 6
# The end of a time in which a listing is off sale still.
_STILL_DOWN: Final = datetime.max.replace(tzinfo=UTC)
_BACK: Final = {"reinstated": GivenBack.REINSTATED, "withdrawn": GivenBack.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class BoycottTerms:
    """Boycotts of one reach that were imposed, and the days of their terms as imposed."""

    imposed: int
    shortest: float | None
    median: float | None
    longest: float | None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Appeals that were decided, and those of them by which the decision fell."""

    decided: int
    changed: int


@dataclass(frozen=True, slots=True)
class BackOnSale:
    """Listings that came back, once for each time, and the days that they had been off sale."""

    listings: int
    median_days: float | None


@dataclass(frozen=True, slots=True)
class ClosedCounts:
    """What was closed upon complaints: listings, and stores suspended or closed for good; and
    operators of which that was done to all stores together, which count there too."""

    listings: int
    suspended: int
    closed: int
    operators_suspended: int
    operators_closed: int


@dataclass(frozen=True, slots=True)
class DutyCounts:
    """What came of duties around cases: illegal products of which buyers were to be told, the
    buyers whom marketplaces told, the products that were made public, and the claims whose filer
    says that the store shows no trader or a wrong one."""

    illegal_products: int
    buyers_told: int
    made_public: int
    traders: int


@dataclass(frozen=True, slots=True)
class ByMonth:
    """Listings complained of, a month a line and a marketplace (its slug) a column, with the sums;
    None in place of what is held back. `shown` is None where all of it is."""

    months: Sequence[str]
    marketplaces: Sequence[str]
    has_others: bool
    shown: Shown | None


@dataclass(frozen=True, slots=True)
class PublishedFigures:
    """All that is published of a period. `looked_at` counts flags that a person closed, `abuse`
    those of them that it confirmed; warnings count as they reached their readers."""

    report: TransparencyFigures
    complaints: int
    looked_at: int
    abuse: int
    warned_filers: int
    warned_sellers: int
    boycotts: Mapping[BoycottReach, BoycottTerms]
    appeals: Mapping[Appealed, Reviewed]
    back: Mapping[GivenBack, BackOnSale]
    closed: Mapping[FoundBy, ClosedCounts]
    duties: DutyCounts
    by_month: ByMonth

    @property
    def period(self) -> Period:
        return self.report.period


def find_published(session: Session, period: Period) -> PublishedFigures:
    """Return the figures of a period of whole days."""
    looked_at, abuse = _flags(session, period)
    return PublishedFigures(
        report=find_figures(session, period),
        complaints=_count(session, Complaint.filed_at, period),
        looked_at=looked_at,
        abuse=abuse,
        warned_filers=_count(session, Boycott.delivered_at, period),
        warned_sellers=_count(session, Suspension.delivered_at, period),
        boycotts=_boycotts(session, period),
        appeals=_appeals(session, period),
        back=_back(session, period),
        closed=_closed(session, period),
        duties=_duties(session, period),
        by_month=_by_month(session, period),
    )


def _count(session: Session, at: Any, period: Period, *of: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).where(*within(at, period), *of)) or 0


def _flags(session: Session, period: Period) -> tuple[int, int]:
    """Return how many flags were closed, and how many confirmed; one that was closed twice counts
    as it was closed last."""
    last = _last(session, period, LedgerEntry.verb, "flag", ("confirm", "dismiss"))
    return len(last), sum(verb == "confirm" for verb in last.values())


def _last(
    session: Session, period: Period, said: Any, subject: str, verbs: Sequence[str]
) -> dict[int, Any]:
    """Return what the last entry with one of these verbs says of each subject."""
    rows = select(LedgerEntry.subject_id, said).where(
        LedgerEntry.subject == subject,
        LedgerEntry.verb.in_(verbs),
        *within(LedgerEntry.at, period),
    )
    return dict(session.execute(rows.order_by(LedgerEntry.id)).tuples().all())


def _boycotts(session: Session, period: Period) -> dict[BoycottReach, BoycottTerms]:
    rows = session.execute(
        select(Boycott.rights_holder_id, Boycott.starts_at, Boycott.ends_at).where(
            *within(Boycott.imposed_at, period)
        )
    ).tuples()
    days: dict[BoycottReach, list[float]] = {reach: [] for reach in BoycottReach}
    for holder, starts, ends in rows:
        assert starts is not None
        assert ends is not None
        days[BoycottReach.ACCOUNT if holder is None else BoycottReach.CLIENT].append(
            (ends - starts) / DAY
        )
    return {reach: _terms(each) for reach, each in days.items()}


def _terms(days: Sequence[float]) -> BoycottTerms:
    if not days:
        return BoycottTerms(0, None, None, None)
    return BoycottTerms(len(days), _tenth(min(days)), _median(days), _tenth(max(days)))


def _appeals(session: Session, period: Period) -> dict[Appealed, Reviewed]:
    decided: Counter[Appealed] = Counter()
    changed: Counter[Appealed] = Counter()
    for row in session.scalars(select(Appeal).where(*within(Appeal.decided_at, period))):
        about = _appealed(row)
        decided[about] += 1
        changed[about] += row.state == "overturned"
    return {about: Reviewed(decided[about], changed[about]) for about in Appealed}


def _appealed(row: Appeal) -> Appealed:
    if row.boycott_id is not None:
        return Appealed.BOYCOTT
    if row.suspension_id is not None:
        return Appealed.SUSPENSION
    if row.joining_id is not None:
        return Appealed.JOINING
    return Appealed.TAKEDOWN if row.side == Side.SELLER else Appealed.REJECTION


def _back(session: Session, period: Period) -> dict[GivenBack, BackOnSale]:
    """Return the listings that came back on sale, by what became of the claim that held them last.

    A listing that several claims hold is back once none does, and was off sale since the first.
    """
    ended = select(Downtime.listing_id).where(*within(Downtime.until, period))
    rows = session.execute(
        select(Downtime.listing_id, Downtime.since, Downtime.until, Claim.state)
        .join(Claim, Claim.id == Downtime.claim_id)
        .where(Downtime.listing_id.in_(ended))
        .order_by(Downtime.listing_id, Downtime.since, Downtime.id)
    ).tuples()
    days: dict[GivenBack, list[float]] = {how: [] for how in GivenBack}
    for _listing, held in groupby(rows, key=lambda row: row[0]):
        spans = [(since, until or _STILL_DOWN, state) for _id, since, until, state in held]
        for since, until in merged([(since, until) for since, until, _state in spans]):
            state = [state for _since, ended_at, state in spans if ended_at == until][-1]
            if period.since <= until < period.until and state in _BACK:
                days[_BACK[state]].append((until - since) / DAY)
    return {
        how: BackOnSale(len(each), _median(each) if each else None) for how, each in days.items()
    }


def _closed(session: Session, period: Period) -> dict[FoundBy, ClosedCounts]:
    """Return what was closed, by who complained of it: of a store whoever its case rests on."""
    taken: Counter[FoundBy] = Counter()
    listings = (
        select(Filer.kind, func.count(distinct(Claim.listing_id)))
        .select_from(Event)
        .join(EventClaim, EventClaim.event_id == Event.id)
        .join(Claim, Claim.id == EventClaim.claim_id)
        .join(Filer, Filer.id == Claim.filer_id)
        .where(Event.kind == EventKind.TAKEDOWN, EventClaim.applied, *within(Event.at, period))
        .group_by(Filer.kind)
    )
    for kind, number in session.execute(listings).tuples():
        taken[_found_by({kind})] += number
    shut = _shut(session, period)
    return {
        by: ClosedCounts(
            taken[by],
            *(shut[by, measure, False] for measure in Measure),
            *(shut[by, measure, True] for measure in Measure),
        )
        for by in FoundBy
    }


def _shut(session: Session, period: Period) -> Counter[tuple[FoundBy, str, bool]]:
    """Return how many stores (False) and operators (True) were suspended or closed."""
    rows = session.execute(
        select(Suspension.id, Suspension.measure, Suspension.operator_id, Filer.kind)
        .join(SuspensionClaim, SuspensionClaim.suspension_id == Suspension.id)
        .join(Claim, Claim.id == SuspensionClaim.claim_id)
        .join(Filer, Filer.id == Claim.filer_id)
        .where(*within(Suspension.imposed_at, period))
    ).tuples()
    kinds: dict[tuple[int, str, bool], set[str | None]] = {}
    for case_id, measure, operator_id, kind in rows:
        kinds.setdefault((case_id, measure, operator_id is not None), set()).add(kind)
    stores = select(SuspensionStore.suspension_id, func.count()).where(
        SuspensionStore.suspension_id.in_([case_id for case_id, _measure, _operator in kinds])
    )
    counted = dict(session.execute(stores.group_by(SuspensionStore.suspension_id)).tuples().all())
    shut: Counter[tuple[FoundBy, str, bool]] = Counter()
    for (case_id, measure, is_operator), each in kinds.items():
        by = _found_by(each)
        shut[by, measure, False] += counted.get(case_id, 0)
        shut[by, measure, True] += is_operator
    return shut


def _found_by(kinds: set[str | None]) -> FoundBy:
    if len(kinds) > 1:
        return FoundBy.SEVERAL
    (kind,) = kinds
    return FoundBy.NOT_KNOWN if kind is None else FoundBy(kind)


def _duties(session: Session, period: Period) -> DutyCounts:
    """Return what came of duties around cases; a notice to buyers that is void counts nowhere."""
    live = BuyerNotice.voided_at.is_(None)
    buyers = select(func.coalesce(func.sum(BuyerNotice.buyers_told), 0)).where(
        live,
        BuyerNotice.told_on >= period.since.date(),
        BuyerNotice.told_on <= period.last_day,
    )
    said = _last(session, period, LedgerEntry.facts, "claim", ("report_trader",))
    return DutyCounts(
        illegal_products=_count(session, BuyerNotice.entered_at, period, live),
        buyers_told=session.scalar(buyers) or 0,
        made_public=_count(session, BuyerNotice.published_at, period, live),
        traders=sum(facts["says"] != "nothing" for facts in said.values()),
    )


def _by_month(session: Session, period: Period) -> ByMonth:
    """Return the listings complained of in the months that are over: what a month has does not
    change from day to day, so that no two days tell of one complaint."""
    months = list(_months(period))
    counted = [_of_month(session, since, until) for since, until in months]
    total: Counter[str] = Counter()
    for each in counted:
        total.update(each)
    named = [slug for slug, _number in total.most_common(MOST_MARKETPLACES)]
    has_others = len(total) > len(named)
    lines = [
        [each[slug] for slug in named]
        + ([each.total() - sum(each[slug] for slug in named)] if has_others else [])
        for each in counted
    ]
    names = [f"{since:%Y-%m}" for since, _until in months]
    return ByMonth(names, named, has_others, hold_back(lines) if named else None)


def _of_month(session: Session, since: datetime, until: datetime) -> Counter[str]:
    rows = session.execute(
        select(Marketplace.slug, func.count())
        .select_from(Complaint)
        .join(Claim, Claim.complaint_id == Complaint.id)
        .join(Listing, Listing.id == Claim.listing_id)
        .join(Marketplace, Marketplace.id == Listing.marketplace_id)
        .where(Complaint.filed_at >= since, Complaint.filed_at < until)
        .group_by(Marketplace.slug)
        .order_by(Marketplace.slug)
    ).tuples()
    return Counter(dict(rows.all()))


def _months(period: Period) -> Iterator[tuple[datetime, datetime]]:
    since = period.since
    while (until := month_after(since)) <= period.until:
        yield since, until
        since = until


def _median(days: Sequence[float]) -> float:
    return _tenth(statistics.median(days))


def _tenth(days: float) -> float:
    return round(days, 1)
