"""Finds or makes marketplaces, operators, stores and listings, as complaints and feeds state
them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from sqlalchemy.orm import Session

from complaints.models import FilerStore, Listing, Marketplace, Operator, Store
from complaints.rules.filing.listing_urls import marketplace_name
from complaints.rules.kinds import Basis
from complaints.rules.law.regimes import Law, governing
from complaints.rules.staff.search_words import Thing
from complaints.services.registry import rows
from complaints.services.registry.aims import Aim
from complaints.services.registry.reports import SEEN, Report, amount, changed_rows, renamed
from complaints.services.staff import search_index

MARKETPLACE: Any = Marketplace.__table__
OPERATOR: Any = Operator.__table__
STORE: Any = Store.__table__
LISTING: Any = Listing.__table__
FILER_STORE: Any = FilerStore.__table__
# A target's aim, and when it was stated.
Said = tuple[Aim, datetime]
PLACE = ("marketplace_id", "reference")
CATALOGUED = "catalogued_at"
OPERATED = "operator_catalogued_at"
# Within this time a filing does not note that a store or a listing was reported as it is known.
SAID_AGAIN = timedelta(days=1)
STORE_FACTS = ("name", "operator_id")
LISTING_FACTS = (
    "store_id", "category", "title", "listed_on", "price", "currency", "sales_30d", "delivers_to",
)  # fmt: skip
_OF_STORE = (*STORE_FACTS, "country", SEEN, OPERATED)
_OF_LISTING = (*LISTING_FACTS, SEEN, CATALOGUED)
CLAIM_FACTS = (
    "url", "store_name", "category", "title", "listed_on", "currency", "sales_30d",
    "status_at_filing",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KnownTarget:
    """A target's aim with its rows. A store or operator that it does not state is taken from the
    platform's own catalogue, where that has the listing; never from other complaints.

    `country` is the marketplace's and `seller_country` the store's, as the platform stated them.
    `delivers_to` are the countries to which the listing is delivered, as the platform's catalogue
    has them, else as the target states them.
    """

    aim: Aim
    listing_id: int
    store_id: int | None
    operator_id: int | None
    country: str | None = None
    seller_country: str | None = None
    delivers_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that targets name: ids of operators, the others whole; and the ids of those that
    were not there before."""

    marketplaces: Mapping[str, Any]
    operators: Mapping[str, int]
    stores: Mapping[rows.Key, Any]
    listings: Mapping[rows.Key, Any]
    new_stores: Collection[int] = ()
    new_listings: Collection[int] = ()


NOTHING = Rows({}, {}, {}, {})


def ensure_targets(
    session: Session,
    aimed: Sequence[Said],
    now: datetime,
    *,
    catalogue: bool = False,
) -> list[KnownTarget]:
    """Return the rows of each target, updated by what it states.

    `catalogue` means that the platform itself states it: it overwrites what complaints stated, and
    no complaint overwrites it.
    """
    known = find_targets(session, aimed, now, catalogue=catalogue)
    _report(session, aimed, known, now, catalogue=catalogue)
    return known_targets(session, aimed, known)


def report_targets(session: Session, aimed: Sequence[Said], known: Rows, now: datetime) -> None:
    """Update the rows of a filing's targets by what it states: at the filing's very end.

    Whoever files against the same store waits from here on. So what others can see is read anew,
    and not written where nothing changes: that it was reported as it is is kept to the day.
    """
    old = [key for key, row in known.listings.items() if row.id not in known.new_listings]
    known = replace(
        known,
        stores=rows.fetch(session, STORE, PLACE, known.stores, also=_OF_STORE),
        listings={**known.listings, **rows.fetch(session, LISTING, PLACE, old, also=_OF_LISTING)},
    )
    _report(session, aimed, known, now, catalogue=False, unless_within=SAID_AGAIN)


def name_stores(session: Session, named: Iterable[tuple[str, str]]) -> list[int]:
    """Make the stores that are not there, as (marketplace, id), all in one order: those aimed at
    and those that the filer runs. Return the ids of those that were made: nothing names them yet,
    and they are in no index."""
    stores = set(named)
    places = ensure_marketplaces(session, {marketplace for marketplace, _ in stores})
    new = [{"marketplace_id": places[m], "reference": store} for m, store in stores]
    _known, made = rows.find_or_make(session, STORE, PLACE, new)
    return made


def ensure_operated(
    session: Session, run: Iterable[tuple[int, Sequence[str], Sequence[str]]]
) -> None:
    """Store which stores filers run: (filer id, marketplaces, store ids).

    A history's `operates` does not say on which marketplace a store id is, so it is taken as one of
    each marketplace that the complaint aims at.
    """
    runs = [(f, m, store) for f, places, stores in run for m in places for store in stores]
    places = ensure_marketplaces(session, {marketplace for _, marketplace, _ in runs})
    new = [{"marketplace_id": places[m], "reference": store} for _, m, store in runs]
    known, made = rows.find_or_make(session, STORE, PLACE, new)
    search_index.index_rows(session, Thing.STORE, made)
    links = {(f, known[places[m], store].id) for f, m, store in runs}
    rows.insert_new(
        session, FILER_STORE, [{"filer_id": f, "store_id": s} for f, s in sorted(links)]
    )


@dataclass(frozen=True, slots=True)
class StoreSaid:
    """What the platform itself says of a store of its own; None was not said."""

    marketplace_id: int
    reference: str
    name: str | None
    operator_id: int | None


def ensure_stores(
    session: Session, said: Sequence[StoreSaid], now: datetime
) -> dict[tuple[int, str], int]:
    """Return the row of each store, updated by what the platform says of it."""
    reports: defaultdict[rows.Key, list[Report]] = defaultdict(list)
    for each in said:
        facts = {"name": each.name, "operator_id": each.operator_id}
        reports[each.marketplace_id, each.reference].append(Report(now, facts))
    new = [{"marketplace_id": place, "reference": store} for place, store in reports]
    held, made = rows.find_or_make(session, STORE, PLACE, new, also=_OF_STORE)
    _report_stores(session, held, reports, now, made, catalogue=True)
    return {(key[0], key[1]): row.id for key, row in held.items()}


def ensure_marketplaces(session: Session, slugs: Iterable[str]) -> dict[str, int]:
    """Return the id of each marketplace by its slug."""
    return {slug: row.id for slug, row in _marketplaces(session, slugs).items()}


def _marketplaces(session: Session, slugs: Iterable[str]) -> dict[str, Any]:
    new = [{"slug": slug, "name": str(marketplace_name(slug))} for slug in slugs]
    known = rows.ensure(session, MARKETPLACE, ("slug",), new, also=("country",))
    return {slug: row for (slug,), row in known.items()}


def ensure_operators(session: Session, names: Iterable[str]) -> dict[str, int]:
    """Return the id of each operator by its name."""
    new = [{"name": name} for name in names]
    known, made = rows.find_or_make(session, OPERATOR, ("name",), new)
    search_index.index_rows(session, Thing.OPERATOR, made)
    return {name: row.id for (name,), row in known.items()}


def find_targets(
    session: Session,
    aimed: Sequence[Said],
    now: datetime,
    *,
    catalogue: bool = False,
    new_stores: Collection[int] = (),
) -> Rows:
    """Return the rows that targets name; those that are missing are made, and nothing is updated.
    `new_stores` are those that the caller has just made (`name_stores`)."""
    marketplaces = _marketplaces(session, {aim.marketplace for aim, _ in aimed})
    places = {slug: row.id for slug, row in marketplaces.items()}
    operators = ensure_operators(session, {name for aim, _ in aimed if (name := _operator(aim))})
    new = [
        {"marketplace_id": places[aim.marketplace], "reference": aim.store, SEEN: at,
         **_store_facts(aim, operators)}
        for aim, at in aimed
        if aim.store is not None
    ]  # fmt: skip
    stores, made = rows.find_or_make(session, STORE, PLACE, new, also=_OF_STORE)
    new = [
        {
            "marketplace_id": places[aim.marketplace],
            "reference": aim.listing_id,
            "url": aim.url,
            "kind": aim.kind,
            "created_at": now,
            SEEN: at,
            **_listing_facts(aim, places, stores, catalogue=catalogue),
        }
        for aim, at in aimed
    ]
    listings, new_listings = rows.find_or_make(session, LISTING, PLACE, new, also=_OF_LISTING)
    return Rows(marketplaces, operators, stores, listings, {*made, *new_stores}, {*new_listings})


def _report(
    session: Session,
    aimed: Sequence[Said],
    known: Rows,
    now: datetime,
    *,
    catalogue: bool,
    unless_within: timedelta = timedelta(),
) -> None:
    """Write what targets state of stores, then of listings, and index both."""
    stores: defaultdict[rows.Key, list[Report]] = defaultdict(list)
    listings: defaultdict[rows.Key, list[Report]] = defaultdict(list)
    places = {slug: row.id for slug, row in known.marketplaces.items()}
    for aim, at in aimed:
        place = places[aim.marketplace]
        if aim.store is not None:
            stores[place, aim.store].append(Report(at, _store_facts(aim, known.operators)))
        facts = _listing_facts(aim, places, known.stores, catalogue=catalogue)
        listings[place, aim.listing_id].append(Report(at, facts))
    _report_stores(
        session, known.stores, stores, now, known.new_stores, catalogue=catalogue,
        unless_within=unless_within,
    )  # fmt: skip
    _update(
        session, _LISTINGS, known.listings, listings, known.new_listings, catalogue=catalogue,
        unless_within=unless_within,
    )  # fmt: skip
    if catalogue:
        catalogued = [{"id": row.id, CATALOGUED: now} for row in known.listings.values()]
        rows.update_by_id(session, LISTING, (CATALOGUED,), catalogued)


def _report_stores(
    session: Session,
    held: Mapping[rows.Key, Any],
    reports: Mapping[rows.Key, Sequence[Report]],
    now: datetime,
    new: Collection[int],
    *,
    catalogue: bool,
    unless_within: timedelta = timedelta(),
) -> None:
    _update(session, _STORES, held, reports, new, catalogue=catalogue, unless_within=unless_within)
    if catalogue:
        run = [key for key, said in reports.items() if any(r.facts["operator_id"] for r in said)]
        named = [{"id": held[key].id, OPERATED: now} for key in run]
        rows.update_by_id(session, STORE, (OPERATED,), named)


# Table, thing of the search, facts, the one by which it is found, since when a catalogue has it.
_STORES = (STORE, Thing.STORE, STORE_FACTS, "name", OPERATED)
_LISTINGS = (LISTING, Thing.LISTING, LISTING_FACTS, "title", CATALOGUED)


def _update(
    session: Session,
    kind: tuple[Any, Thing, Sequence[str], str, str],
    held: Mapping[rows.Key, Any],
    reports: Mapping[rows.Key, Sequence[Report]],
    new: Collection[int],
    *,
    catalogue: bool,
    unless_within: timedelta,
) -> None:
    table, thing, names, named, since = kind
    updates = changed_rows(
        held,
        reports,
        names,
        fills_only=_overwrites if catalogue else attrgetter(since),
        unless_within=unless_within,
    )
    rows.update_by_id(session, table, (*names, SEEN), updates)
    search_index.index_rows(session, thing, new, changed=renamed(held, updates, named))


def _overwrites(_row: Any) -> bool:
    return False


def known_targets(session: Session, aimed: Sequence[Said], known: Rows) -> list[KnownTarget]:
    """Return the targets with their rows, in their order."""
    marketplaces, operators, listings = known.marketplaces, known.operators, known.listings
    stores = {key: row.id for key, row in known.stores.items()}
    keys = [(marketplaces[aim.marketplace].id, aim.listing_id) for aim, _ in aimed]
    catalogued = {key: row for key, row in listings.items() if row.catalogued_at is not None}
    store_ids = []
    for (aim, _), key in zip(aimed, keys, strict=True):
        stated = stores.get((key[0], aim.store))
        store_ids.append(
            catalogued[key].store_id if stated is None and key in catalogued else stated
        )
    catalogued_stores = {
        (s,) for s, key in zip(store_ids, keys, strict=True) if s and key in catalogued
    }
    runs = rows.fetch(session, STORE, ("id",), catalogued_stores, also=("operator_id", "country"))
    countries = {row.id: row.country for row in (*runs.values(), *known.stores.values())}
    targets = []
    for (aim, _), key, store_id in zip(aimed, keys, store_ids, strict=True):
        named = _operator(aim)
        operator_id = operators[named] if named else None
        if operator_id is None and (store_id,) in runs:
            operator_id = runs[(store_id,)].operator_id
        targets.append(
            KnownTarget(
                aim, listings[key].id, store_id, operator_id,
                marketplaces[aim.marketplace].country, countries.get(store_id),
                tuple(listings[key].delivers_to or aim.target.delivers_to or ()),
            )
        )  # fmt: skip
    return targets


def law_on(basis: str, known: KnownTarget) -> Law:
    """Return under which regimes a complaint of this basis against a target is."""
    return governing(
        basis=Basis(basis),
        marketplace=known.aim.marketplace,
        country=known.country,
        seller_country=known.seller_country,
        address=known.aim.target.url,
        delivers_to=known.delivers_to,
    )


def claim_columns(known: KnownTarget, law: Law) -> dict[str, Any]:
    """Return a claim's columns about its target: the rows that it names, what was stated, and the
    regimes that it is under."""
    target = known.aim.target
    return {
        "regime": str(law.leading.code),
        "adding": [str(each.code) for each in law.adding],
        "calendar": law.calendar,
        "delivers_to": list(known.delivers_to) or None,
        **{name: getattr(target, name) for name in CLAIM_FACTS},
        "price": amount(target.price),
        "listing_id": known.listing_id,
        "store_id": known.store_id,
        "operator_id": known.operator_id,
        "position": known.aim.position,
    }


def _operator(aim: Aim) -> str | None:
    return (aim.target.operator or "").strip() or None


def _store_facts(aim: Aim, operators: Mapping[str, int]) -> dict[str, Any]:
    operator = _operator(aim)
    return {
        "name": aim.target.store_name,
        "operator_id": operators[operator] if operator else None,
    }


def _listing_facts(
    aim: Aim, places: Mapping[str, int], stores: Mapping[rows.Key, Any], *, catalogue: bool
) -> dict[str, Any]:
    target = aim.target
    store = stores.get((places[aim.marketplace], aim.store))
    return {
        "store_id": store.id if store is not None else None,
        "category": target.category,
        "title": target.title,
        "listed_on": target.listed_on,
        "price": amount(target.price),
        "currency": target.currency,
        "sales_30d": target.sales_30d,
        # It decides under which law a claim is: the platform's word alone is kept.
        "delivers_to": list(target.delivers_to) if catalogue and target.delivers_to else None,
    }
