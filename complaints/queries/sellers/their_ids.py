"""Stores and listings by the ids that their marketplaces gave them: a pair of slug and id.

Two marketplaces may give one id to two stores, and who guesses our number reaches a stranger's. So
outsiders name a thing by the pair, on marketplaces that they run; the ledger keeps to our number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.base.errors import not_found
from complaints.models import Claim, Letter, Listing, Marketplace, Store
from complaints.queries.sellers import marketplaces
from complaints.words import message as _
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Named:
    """A store or a listing under its marketplace's own `id`; `our_id` is our number of it."""

    marketplace: str
    id: str
    name: str | None
    our_id: int


@dataclass(frozen=True, slots=True)
class Addressee:
    """To which seller a letter goes: its store, and the claim's listing where it names one. Both
    are None in a letter to an account."""

    store: Named | None = None
    listing: Named | None = None


def id_of_store(work: UnitOfWork, slug: str, reference: str) -> int:
    """Return our number of the store that a marketplace calls so. Refuses with: not-found, also
    where the actor is neither staff, nor the operator, nor a partner that runs the marketplace."""
    marketplaces.require_run(work, slug)
    called = (
        select(Store.id)
        .join(Marketplace, Marketplace.id == Store.marketplace_id)
        .where(Marketplace.slug == slug, Store.reference == reference)
    )
    store_id = work.session.scalar(called)
    if store_id is None:
        raise not_found(_("store"))
    return store_id


def find_store(session: Session, store_id: int) -> Named:
    """Return a store under its marketplace's id."""
    store = session.get_one(Store, store_id)
    return name_store(store, session.get_one(Marketplace, store.marketplace_id).slug)


def name_store(store: Store, slug: str) -> Named:
    """Return a store of this marketplace under its id there."""
    return Named(slug, store.reference, store.name, store.id)


def addressees_of(session: Session, letters: Sequence[Letter]) -> dict[int, Addressee]:
    """Return by each letter's id to which seller it goes, by the marketplace's own ids. A letter to
    the unknown seller of a claim's listing names the store once the platform has said which that
    is."""
    to_sellers = [letter.id for letter in letters if letter.filer_id is None]
    named = (
        select(Letter.id, Marketplace.slug, Store, Listing)
        .outerjoin(Claim, Claim.id == Letter.claim_id)
        .outerjoin(Store, Store.id == func.coalesce(Letter.store_id, Claim.store_id))
        .outerjoin(Listing, Listing.id == Claim.listing_id)
        .join(
            Marketplace,
            Marketplace.id == func.coalesce(Store.marketplace_id, Listing.marketplace_id),
        )
        .where(Letter.id.in_(to_sellers))
    )
    by_letter = {
        letter_id: Addressee(
            None if store is None else name_store(store, slug),
            None if one is None else Named(slug, one.reference, one.title, one.id),
        )
        for letter_id, slug, store, one in session.execute(named)
    }
    return {letter.id: by_letter.get(letter.id, Addressee()) for letter in letters}
