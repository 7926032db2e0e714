"""Where the seller is that a letter goes to, and in which languages the letter is written."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Claim, CounterNotice, EventClaim, Listing, Marketplace, Store
from complaints.rules.mailing.inboxes import CameBy
from complaints.rules.sellers.places import SellerPlace, seller_place
from complaints.storage.links import SellerOf
from complaints.words import LANGUAGES
from complaints.words.letters import in_order

# What the seller itself sent, by a link.
_OWN_WORDS = tuple(str(each) for each in CameBy if each is not CameBy.ENTERED)


def find_place(session: Session, seller: SellerOf) -> SellerPlace:
    """Return where a seller is: by its store, else by the listing of its claim."""
    if seller.store_id is not None:
        of_store = select(Marketplace.slug, Marketplace.country, Store.country).join(
            Store, Store.marketplace_id == Marketplace.id
        )
        row = session.execute(of_store.where(Store.id == seller.store_id)).one()
    else:
        of_listing = (
            select(Marketplace.slug, Marketplace.country, Store.country)
            .join(Listing, Listing.marketplace_id == Marketplace.id)
            .join(Claim, Claim.listing_id == Listing.id)
            .outerjoin(Store, Store.id == Claim.store_id)
        )
        row = session.execute(of_listing.where(Claim.id == seller.claim_id)).one()
    slug, sells_in, store_in = row
    return seller_place(slug, store_in=store_in, sells_in=sells_in)


def languages_for(session: Session, seller: SellerOf, place: SellerPlace) -> list[str]:
    """Return the languages of a letter to a seller: first the one in which it answered this
    complaint, else its place's. It has no account to choose one alone, and may read its page in
    another."""
    return in_order(_answered_in(session, seller) or place.language)


def _answered_in(session: Session, seller: SellerOf) -> str | None:
    """Return the language in which the seller read what it signed last about this complaint."""
    signed = (
        select(CounterNotice.declarations)
        .join(EventClaim, EventClaim.event_id == CounterNotice.event_id)
        .join(Claim, Claim.id == EventClaim.claim_id)
        .where(Claim.complaint_id == seller.complaint_id, CounterNotice.reach.in_(_OWN_WORDS))
        .order_by(CounterNotice.id.desc())
    )
    whose = (
        Claim.id == seller.claim_id
        if seller.store_id is None
        else Claim.store_id == seller.store_id
    )
    texts = session.scalar(signed.where(whose).limit(1))
    language = texts[0]["language"] if texts else None
    return language if language in LANGUAGES else None
