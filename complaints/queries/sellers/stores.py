"""A store as staff see it: what was filed against it, when, by whom, with which outcome."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from complaints.base.errors import not_found
from complaints.models import (
    Claim,
    Complaint,
    Filer,
    Listing,
    Marketplace,
    Operator,
    Partner,
    SellerInbox,
    Store,
)
from complaints.queries.decisions import claims
from complaints.queries.filing import complaints
from complaints.queries.filing.complaints import ComplaintView
from complaints.queries.findings.months import Month, by_month
from complaints.queries.mailing import inboxes
from complaints.queries.sellers import downtimes, strikes, traders
from complaints.queries.sellers.downtimes import DowntimeView
from complaints.queries.sellers.traders import TraderView
from complaints.words import message as _
from complaints.work import UnitOfWork

# How many filers and complaints are shown.
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ByFiler:
    """Claims of one filer against the store, by outcome."""

    filer: Filer
    claims: int
    removed: int
    refused: int
    withdrawn: int
    waiting: int


@dataclass(frozen=True, slots=True)
class StoreDetail:
    """A store with what was filed against it. `outcomes` counts claims by state; `inbox` is where
    letters reach it, its operator's where it has no own; `inbox_partner` is the partner that stated
    it, if one did."""

    store: Store
    marketplace: str
    operator: str | None
    inbox: SellerInbox | None
    inbox_partner: str | None
    listings: int
    outcomes: dict[str, int]
    months: list[Month]
    filers: list[ByFiler]
    newest: list[ComplaintView]
    downtimes: Sequence[DowntimeView]
    trader: TraderView


def get_store(work: UnitOfWork, store_id: int) -> StoreDetail:
    """Return a store. Refuses with: not-found, also when the actor is not staff."""
    store = work.session.get(Store, store_id) if work.actor.is_staff else None
    if store is None:
        raise not_found(_("store"))
    against = Claim.store_id == store_id
    outcomes = select(Claim.state, func.count()).where(against).group_by(Claim.state)
    listings = select(func.count()).select_from(Listing).where(Listing.store_id == store_id)
    operator = work.session.get(Operator, store.operator_id) if store.operator_id else None
    inbox = inboxes.inbox_of_store(work.session, store_id)
    partner = work.session.get(Partner, inbox.partner_id) if inbox and inbox.partner_id else None
    return StoreDetail(
        store,
        work.session.get_one(Marketplace, store.marketplace_id).slug,
        operator.name if operator else None,
        inbox,
        partner.name if partner else None,
        work.session.scalar(listings) or 0,
        dict(work.session.execute(outcomes.order_by(Claim.state)).tuples().all()),
        by_month(work.session, against),
        _by_filer(work.session, store_id),
        _newest(work, store_id),
        downtimes.downtimes_of_store(work.session, store_id, limit=_SHOWN),
        traders.trader_of_store(work, store),
    )


def require_store(work: UnitOfWork, store_id: int) -> None:
    """Refuses with: not-found, also when the actor is not staff."""
    if not work.actor.is_staff or work.session.get(Store, store_id) is None:
        raise not_found(_("store"))


@dataclass(frozen=True, slots=True)
class StoreFilters:
    """Which stores are listed; None means any. `name` is an id on the marketplace or a part of a
    name, `marketplace` a slug; with `waits` only those with a claim that waits for a decision, with
    `strikes` those whose strikes reach a step of the scale."""

    name: str | None = None
    marketplace: str | None = None
    waits: bool = False
    strikes: bool = False
    again: bool = False


def find_stores(
    work: UnitOfWork, filters: StoreFilters, *, after: int | None = None, limit: int = 50
) -> Sequence[tuple[Store, str]]:
    """Return up to `limit` stores with their marketplace's slug, by our number of them; `after` is
    the last one's of the page before.

    Refuses with: not-found, unless the actor is staff.
    """
    if not work.actor.is_staff:
        raise not_found(_("page"))
    statement = (
        select(Store, Marketplace.slug)
        .join(Marketplace, Marketplace.id == Store.marketplace_id)
        .order_by(Store.id)
    )
    name = filters.name
    if name is not None:
        known = (Store.reference == name) | Store.name.icontains(name, autoescape=True)
        statement = statement.where(known)
    if filters.marketplace is not None:
        statement = statement.where(Marketplace.slug == filters.marketplace)
    if filters.waits:
        statement = statement.where(
            exists().where(Claim.store_id == Store.id, claims.waits_for_decision())
        )
    if filters.strikes:
        statement = statement.where(Store.id.in_(strikes.stores_at_a_step(work)))
    if filters.again:
        statement = statement.where(Store.id.in_(strikes.stores_to_look_at_again(work)))
    if after is not None:
        statement = statement.where(Store.id > after)
    return work.session.execute(statement.limit(limit)).tuples().all()


def count_claims_to_decide(session: Session, store_ids: Collection[int]) -> dict[int, int]:
    """Return by store how many claims against it wait for a decision."""
    against = Claim.store_id.in_(store_ids), claims.waits_for_decision()
    rows = select(Claim.store_id, func.count()).where(*against).group_by(Claim.store_id)
    return {store_id: n for store_id, n in session.execute(rows).tuples() if store_id is not None}


def _by_filer(session: Session, store_id: int) -> list[ByFiler]:
    counted = (
        select(Claim.filer_id, Claim.state, func.count())
        .where(Claim.store_id == store_id)
        .group_by(Claim.filer_id, Claim.state)
    )
    states: dict[int, dict[str, int]] = {}
    for filer_id, state, number in session.execute(counted):
        states.setdefault(filer_id, {})[state] = number
    most = sorted(states, key=lambda each: (-sum(states[each].values()), each))[:_SHOWN]
    named = {row.id: row for row in session.scalars(select(Filer).where(Filer.id.in_(most)))}
    return [_split(named[each], states[each]) for each in most]


def _split(filer: Filer, states: dict[str, int]) -> ByFiler:
    def of(*names: str) -> int:
        return sum(states.get(name, 0) for name in names)

    return ByFiler(
        filer,
        sum(states.values()),
        of("removed"),
        of("rejected", "reinstated"),
        of("withdrawn"),
        of("received", "incomplete", "countered", "not_processed"),
    )


def _newest(work: UnitOfWork, store_id: int) -> list[ComplaintView]:
    ids = (
        select(Claim.complaint_id)
        .where(Claim.store_id == store_id)
        .order_by(Claim.id.desc())
        .limit(_SHOWN)
    )
    rows = work.session.scalars(select(Complaint).where(Complaint.id.in_(ids)))
    ordered = sorted(rows, key=lambda row: (row.filed_at, row.id), reverse=True)
    return complaints.complaint_views(work, ordered)
