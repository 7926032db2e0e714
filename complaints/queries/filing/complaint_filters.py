"""Filters of a list of complaints: by state, place, date, or a few words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, or_, select

from complaints.models import Claim, Complaint, Listing, Marketplace, Right, Store
from complaints.queries.filing import checks
from complaints.queries.logins import filers
from complaints.queries.outward.changes import changed_complaint
from complaints.rules.decisions.claims import CLAIM
from complaints.rules.filing.listing_urls import UrlProblem, recognise
from complaints.rules.kinds import CheckKind
from complaints.work import UnitOfWork

# How many listings, or stores, a search can name: one on each marketplace.
MOST_NAMED = 50


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is kept to; None means any. `marketplace` is a slug, `store` the store's id
    on its marketplace, `filer` an account's id, `check` a note of intake that nobody settled.
    `search` is a reference, a listing's address or id, or a store's id or name; `claim_state` is
    the state of at least one of its claims."""

    state: str | None = None
    check: CheckKind | None = None
    filer_id: int | None = None
    store: str | None = None
    marketplace: str | None = None
    basis: str | None = None
    right_kind: str | None = None
    reference: str | None = None
    source: str | None = None
    filed_from: datetime | None = None
    filed_to: datetime | None = None
    search: str | None = None
    claim_state: str | None = None
    updated_since: datetime | None = None


def matching(work: UnitOfWork, filters: Filters) -> Select[tuple[Complaint]]:
    """Return the statement for the complaints in sight that the filters keep, in no order."""
    chosen = select(Complaint).where(filers.filers_in_sight(work.actor, Complaint.filer_id))
    chosen = chosen.where(*_conditions(work, filters))
    if filters.search is None:
        return chosen
    return chosen.where(_mentions(work, filters.search.strip()))


def _mentions(work: UnitOfWork, words: str) -> ColumnElement[bool]:
    """Return the condition for complaints that a search names.

    A reference, a listing and a store's id are looked up by an index. Where none of these
    matches, stores are searched by name among the actor's own claims, which walks all of them.
    """
    places = select(Marketplace.id)
    by_reference = Complaint.reference == words
    try:
        seen = recognise(words)
        slug = Marketplace.slug == seen.marketplace
        listed = (
            Listing.reference == seen.listing_id,
            Listing.marketplace_id.in_(places.where(slug)),
        )
    except UrlProblem:
        listed = Listing.reference == words, Listing.marketplace_id.in_(places)
    stored = Store.reference == words, Store.marketplace_id.in_(places)
    listings = work.session.scalars(select(Listing.id).where(*listed).limit(MOST_NAMED)).all()
    stores = work.session.scalars(select(Store.id).where(*stored).limit(MOST_NAMED)).all()
    aimed = select(Claim.complaint_id).where(filers.filers_in_sight(work.actor, Claim.filer_id))
    if listings or stores:
        named = or_(Claim.listing_id.in_(listings), Claim.store_id.in_(stores))
        return or_(by_reference, Complaint.id.in_(aimed.where(named)))
    sight = filers.filers_in_sight(work.actor, Complaint.filer_id)
    is_one = (
        work.session.scalar(select(Complaint.id).where(by_reference, sight).limit(1)) is not None
    )
    if is_one or work.actor.filer_id is None:
        return by_reference
    called = Store.name.icontains(words, autoescape=True)
    return Complaint.id.in_(aimed.join(Store, Store.id == Claim.store_id).where(called))


def _conditions(work: UnitOfWork, filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        column == value
        for column, value in (
            (Complaint.filer_id, filters.filer_id),
            (Complaint.basis, filters.basis),
            (Complaint.reference, filters.reference),
            (Complaint.source, filters.source),
        )
        if value is not None
    ]
    if filters.check is not None:
        conditions.append(checks.has_unsettled(filters.check))
    if filters.updated_since is not None:
        conditions.append(changed_complaint(Complaint.id, filters.updated_since, work.actor))
    if filters.filed_from is not None:
        conditions.append(Complaint.filed_at >= filters.filed_from)
    if filters.filed_to is not None:
        conditions.append(Complaint.filed_at <= filters.filed_to)
    if filters.right_kind is not None:
        of_kind = select(Right.id).where(Right.kind == filters.right_kind)
        conditions.append(Complaint.right_id.in_(of_kind))
    if filters.store is not None or filters.marketplace is not None:
        conditions.append(_aims_at(filters.marketplace, filters.store))
    if filters.claim_state is not None:
        some = Claim.complaint_id == Complaint.id, Claim.state == filters.claim_state
        conditions.append(exists(select(Claim.id).where(*some)))
    if filters.state is not None:
        conditions.append(_in_state(filters.state))
    return conditions


def _aims_at(marketplace: str | None, store: str | None) -> ColumnElement[bool]:
    # A subquery, not a correlated one: for each complaint SQLite would walk all listings of the
    # marketplace.
    aimed: Select[tuple[int]] = select(Claim.complaint_id).join(
        Listing, Listing.id == Claim.listing_id
    )
    if marketplace is not None:
        slug = select(Marketplace.id).where(Marketplace.slug == marketplace)
        aimed = aimed.where(Listing.marketplace_id == slug.scalar_subquery())
    if store is not None:
        aimed = aimed.join(Store, Store.id == Claim.store_id).where(Store.reference == store)
    return Complaint.id.in_(aimed)


def _in_state(state: str) -> ColumnElement[bool]:
    """Return `rules.claims.derive_complaint_state` as a condition in SQL."""

    def some(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        return exists(select(Claim.id).where(Claim.complaint_id == Complaint.id, *conditions))

    unfinished = Claim.state.not_in(sorted(CLAIM.closed))
    if state == "closed":
        return ~some(unfinished)
    only_kept = some() & ~some(Claim.state != "not_processed")
    if state == "not_processed":
        return only_kept
    return some(unfinished) & some(Claim.state != "not_processed")
