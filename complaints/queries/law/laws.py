"""Under which laws the claims of a complaint are: asked before it is stored, by every door."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, select, tuple_
from sqlalchemy.orm import Session

from complaints.models import Listing, Marketplace, Store
from complaints.rules.filing.targets import TargetPlace
from complaints.rules.kinds import Basis
from complaints.rules.law.regimes import Law, countries_of, governing

_SLUGS = Marketplace.slug.in_(bindparam("slugs", expanding=True))
_ASKED: BindParameter[Any] = bindparam("asked", expanding=True)
_OF_MARKETPLACES = select(Marketplace.slug, Marketplace.country).where(
    _SLUGS, Marketplace.country.is_not(None)
)
_OF_STORES = (
    select(Marketplace.slug, Store.reference, Store.country)
    .join(Store, Store.marketplace_id == Marketplace.id)
    .where(_SLUGS, Store.country.is_not(None), Store.reference.in_(_ASKED))
)
_OF_LISTINGS = (
    select(Marketplace.slug, Listing.reference, Store.country)
    .join(Listing, Listing.marketplace_id == Marketplace.id)
    .join(Store, Store.id == Listing.store_id)
    .where(
        _SLUGS, Store.country.is_not(None), Listing.reference.in_(_ASKED),
        Listing.catalogued_at.is_not(None),
    )
)  # fmt: skip
_DELIVERED_TO = (
    select(Marketplace.slug, Listing.reference, Listing.delivers_to)
    .join(Listing, Listing.marketplace_id == Marketplace.id)
    .where(
        tuple_(Marketplace.slug, Listing.reference).in_(bindparam("named", expanding=True)),
        Listing.delivers_to.is_not(None),
    )
)


def at_places(
    session: Session, basis: Basis, places: Iterable[TargetPlace], seller_country: str | None = None
) -> list[tuple[str, Law]]:
    """Return the laws of claims on this basis by marketplace (its slug), in the order of the
    places; a marketplace has several where sellers from several countries are on it.

    The platform's word on a marketplace's and a store's country counts, and of its catalogue on
    where a listing is delivered; `seller_country` is for stores of which it has said nothing.
    """
    places = list(places)
    countries = stated_countries(session, {place.marketplace for place in places})
    sellers = _sellers(session, places)
    delivered = delivered_to(session, places)
    laws: dict[tuple[object, ...], tuple[str, Law]] = {}
    for place in places:
        slug = place.marketplace
        law = governing(
            basis=basis,
            marketplace=slug,
            country=countries.get(slug),
            seller_country=sellers.get(place) or seller_country,
            address=place.address,
            delivers_to=delivered[place],
        )
        laws.setdefault((slug, law.leading, law.adding), (slug, law))
    return list(laws.values())


def of_places(session: Session, basis: Basis, places: Iterable[TargetPlace]) -> list[Law]:
    """Return the laws of claims on this basis at these places."""
    return [law for _, law in at_places(session, basis, places)]


def stated_countries(session: Session, slugs: Collection[str]) -> dict[str, str]:
    """Return the countries that the platform stated of these marketplaces, by slug."""
    rows = session.execute(_OF_MARKETPLACES, {"slugs": list(slugs)}).tuples()
    return {slug: country for slug, country in rows if country}


def unknown(session: Session, slugs: Collection[str]) -> list[str]:
    """Return those of these marketplaces of which nobody says where they sell: our own rules lead
    there."""
    countries = stated_countries(session, slugs)
    return sorted(slug for slug in {*slugs} if not countries_of(slug, countries.get(slug)))


def delivered_to(
    session: Session, places: Collection[TargetPlace]
) -> dict[TargetPlace, tuple[str, ...]]:
    """Return to which countries the listing of each place is delivered: as the platform's catalogue
    has it, else as the place says."""
    named = {(place.marketplace, place.listing_id) for place in places}
    stated: dict[tuple[str, str], list[str] | None] = {}
    if named:
        rows = session.execute(_DELIVERED_TO, {"named": list(named)}).tuples()
        stated = {(slug, reference): countries for slug, reference, countries in rows}
    return {
        place: tuple(stated.get((place.marketplace, place.listing_id)) or place.delivers_to)
        for place in places
    }


def _sellers(session: Session, places: Collection[TargetPlace]) -> dict[TargetPlace, str]:
    """Return the country of who runs the store of each place, where the platform has stated it.

    The store that the place names counts; else the one that the platform's catalogue has for the
    listing.
    """
    slugs = {place.marketplace for place in places}
    named = {place.store for place in places if place.store}
    unnamed = {place.listing_id for place in places if not place.store}
    by_store = _countries(session, _OF_STORES, slugs, named)
    by_listing = _countries(session, _OF_LISTINGS, slugs, unnamed)
    known = {
        place: by_store.get((place.marketplace, place.store))
        if place.store
        else by_listing.get((place.marketplace, place.listing_id))
        for place in places
    }
    return {place: country for place, country in known.items() if country}


def _countries(
    session: Session, statement: Select[Any], slugs: Collection[str], asked: Collection[str]
) -> dict[tuple[str, str], str]:
    if not asked:
        return {}
    rows = session.execute(statement, {"slugs": list(slugs), "asked": list(asked)})
    return {(slug, reference): country for slug, reference, country in rows}
