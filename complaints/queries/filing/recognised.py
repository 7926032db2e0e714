"""Which of some pasted listings are in the record, and which claims are open against them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from complaints.models import Claim, Listing, Marketplace, Right, Store
from complaints.rules.decisions.claims import OPEN_STATES

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class KnownListing:
    """A listing in the record; its store where the record knows it."""

    id: int
    store: str | None
    store_name: str | None


def listings(session: Session, places: Collection[Place]) -> Mapping[Place, KnownListing]:
    """Return those of the listings, named by (marketplace's slug, listing id), that are stored."""
    if not places:
        return {}
    slugs = {slug for slug, _ in places}
    named = select(Marketplace.id, Marketplace.slug).where(Marketplace.slug.in_(slugs))
    slug_of = dict(session.execute(named).tuples().all())
    id_of = {slug: market for market, slug in slug_of.items()}
    pairs = [(id_of[slug], reference) for slug, reference in places if slug in id_of]
    if not pairs:
        return {}
    rows = session.execute(
        select(Listing.marketplace_id, Listing.reference, Listing.id, Store.reference, Store.name)
        .outerjoin(Store, Store.id == Listing.store_id)
        .where(tuple_(Listing.marketplace_id, Listing.reference).in_(pairs))
    )
    return {
        (slug_of[market], reference): KnownListing(listing_id, store, name)
        for market, reference, listing_id, store, name in rows.tuples()
    }


def store_names(session: Session, places: Collection[Place]) -> Mapping[Place, str]:
    """Return the names of stores, named by (marketplace's slug, store id), where one is known."""
    if not places:
        return {}
    rows = session.execute(
        select(Marketplace.slug, Store.reference, Store.name)
        .join(Marketplace, Marketplace.id == Store.marketplace_id)
        .where(
            Store.reference.in_({store for _, store in places}),
            Marketplace.slug.in_({slug for slug, _ in places}),
            Store.name.is_not(None),
        )
    )
    return {(slug, store): name or "" for slug, store, name in rows.tuples()}


def open_claims(session: Session, right: Right, listing_ids: Collection[int]) -> Mapping[int, int]:
    """Return the open claims of the right's account by this right, by listing."""
    if not listing_ids:
        return {}
    rows = session.execute(
        select(Claim.listing_id, Claim.id).where(
            Claim.filer_id == right.filer_id,
            Claim.right_key == right.key,
            Claim.listing_id.in_(listing_ids),
            Claim.state.in_(OPEN_STATES),
            Claim.duplicate_of.is_(None),
        )
    )
    return dict(rows.tuples().all())
