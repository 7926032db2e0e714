"""Under which laws the claims of a complaint are: asked before it is stored, by every door."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import Session

from complaints.models import Listing, Marketplace, Store
from complaints.rules.filing.targets import TargetPlace
from complaints.rules.kinds import Basis
from complaints.rules.law.regimes import Law, countries_of, governing


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
    rows = select(Marketplace.slug, Marketplace.country).where(
        Marketplace.slug.in_(slugs), Marketplace.country.is_not(None)
    )
    return {slug: country for slug, country in session.execute(rows).tuples() if country}


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
    rows = select(Marketplace.slug, Listing.reference, Listing.delivers_to).join(
        Listing, Listing.marketplace_id == Marketplace.id
    )
    stated: dict[tuple[str, str], list[str] | None] = {}
    catalogued = rows.where(
        tuple_(Marketplace.slug, Listing.reference).in_(named),
        Listing.delivers_to.is_not(None),
    )
    for slug, reference, countries in session.execute(catalogued).tuples() if named else ():
        stated[slug, reference] = countries
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
    here = select(Marketplace.slug, Store.reference, Store.country).where(
        Marketplace.slug.in_(slugs), Store.country.is_not(None)
    )
    named = {place.store for place in places if place.store}
    unnamed = {place.listing_id for place in places if not place.store}
    by_store = _countries(
        session,
        here.join(Store, Store.marketplace_id == Marketplace.id).where(Store.reference.in_(named)),
        named,
    )
    by_listing = _countries(
        session,
        here.with_only_columns(Marketplace.slug, Listing.reference, Store.country)
        .join(Listing, Listing.marketplace_id == Marketplace.id)
        .join(Store, Store.id == Listing.store_id)
        .where(Listing.reference.in_(unnamed), Listing.catalogued_at.is_not(None)),
        unnamed,
    )
    known = {
        place: by_store.get((place.marketplace, place.store))
        if place.store
        else by_listing.get((place.marketplace, place.listing_id))
        for place in places
    }
    return {place: country for place, country in known.items() if country}


def _countries(
    session: Session, statement: Select[Any], asked: Collection[str]
) -> dict[tuple[str, str], str]:
    if not asked:
        return {}
    return {(slug, reference): country for slug, reference, country in session.execute(statement)}
