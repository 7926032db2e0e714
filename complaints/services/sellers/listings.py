"""Imports a platform's own catalogue: listings with their stores and operators, where letters
reach these, and in which countries they are.

The platform knows its listings best: a catalogue overwrites what complaints stated of them, and no
complaint overwrites it. Claims without a store or an operator get the catalogue's, stored claims
and later ones; a claim keeps what it stated itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, true, update

from complaints.models import Claim, Listing, Store
from complaints.queries.sellers.marketplaces import is_of_partner
from complaints.rules.kinds import InboxSource
from complaints.rules.mailing.inboxes import Address
from complaints.rules.sellers.traders import Identity, last_said
from complaints.services.law import countries
from complaints.services.mailing import inboxes
from complaints.services.registry import Aim, KnownTarget, Registry, ensure_marketplaces
from complaints.services.registry.reports import amount
from complaints.services.registry.rows import chunks
from complaints.services.sellers import listings_seen, traders
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Offer:
    """One row of a catalogue: a listing, where letters reach its store and its operator, and in
    which countries the marketplace's buyers and the store's owner are.

    `text` is what the listing's page says, `seen_at` when it was so; None: now. `trader` is what
    the store shows of who runs it.
    """

    aim: Aim
    store_inbox: Address | None = None
    operator_inbox: Address | None = None
    marketplace_country: str | None = None
    store_country: str | None = None
    text: str | None = None
    seen_at: datetime | None = None
    trader: Identity | None = None


@dataclass(slots=True)
class Catalogued:
    """Counts of listings imported, of claims that got a store or an operator by them, of inboxes,
    countries and traders that are new or changed, and of listings that show something new."""

    listings: int = 0
    stores_linked: int = 0
    operators_linked: int = 0
    inboxes: int = 0
    countries: int = 0
    traders: int = 0
    views: int = 0

    def add(self, other: Catalogued) -> None:
        """Add another batch's counts."""
        self.listings += other.listings
        self.stores_linked += other.stores_linked
        self.operators_linked += other.operators_linked
        self.inboxes += other.inboxes
        self.countries += other.countries
        self.traders += other.traders
        self.views += other.views


def load_offers(work: UnitOfWork, offers: Sequence[Offer], *, vault: Vault) -> Catalogued:
    """Import a batch of a catalogue, with one ledger entry, and return the counts."""
    registry = Registry(work.session, vault, source="catalogue", now=work.now)
    known = registry.targets([(offer.aim, work.now) for offer in offers], catalogue=True)
    done = Catalogued(listings=len({one.listing_id for one in known}))
    for chunk in chunks(sorted({one.listing_id for one in known})):
        done.stores_linked += _link_stores(work, chunk)
        done.operators_linked += link_operators(work, Claim.listing_id.in_(chunk))
    done.inboxes = _put_inboxes(work, offers, known, vault)
    done.countries = _put_countries(work, offers, known)
    done.traders = _put_traders(work, offers, known)
    done.views = listings_seen.by_catalogue(work, list(_shown(offers, known)))
    for chunk in chunks(sorted({one.listing_id for one in known})):
        # A claim may have got its store just now.
        countries.extend(work, Claim.listing_id.in_(chunk))
    ledger.record(
        work, "imported", "listings", 0, listings=done.listings, stores_linked=done.stores_linked,
        operators_linked=done.operators_linked, inboxes=done.inboxes, countries=done.countries,
        traders=done.traders, views=done.views,
    )  # fmt: skip
    return done


def _shown(
    offers: Sequence[Offer], known: Sequence[KnownTarget]
) -> Iterator[tuple[int, datetime | None, dict[str, Any]]]:
    """Yield what each row says that its listing's page shows."""
    for offer, one in zip(offers, known, strict=True):
        target = offer.aim.target
        facts = {
            "title": target.title,
            "store_name": target.store_name,
            "price": amount(target.price),
            "currency": target.currency,
            "listed_on": target.listed_on,
            "text": offer.text,
        }
        yield one.listing_id, offer.seen_at, facts


def _put_inboxes(
    work: UnitOfWork, offers: Sequence[Offer], known: Sequence[KnownTarget], vault: Vault
) -> int:
    """Store where letters reach stores and operators; of several rows the last one counts."""
    stores: dict[int, Address] = {}
    operators: dict[int, Address] = {}
    for offer, one in zip(offers, known, strict=True):
        if offer.store_inbox is not None and one.store_id is not None:
            stores[one.store_id] = offer.store_inbox
        if offer.operator_inbox is not None and one.operator_id is not None:
            operators[one.operator_id] = offer.operator_inbox
    return sum(
        inboxes.store_inboxes(work, noun, stated, source=InboxSource.FEED, vault=vault)
        for noun, stated in (("store", stores), ("operator", operators))
        if stated
    )


def _put_countries(work: UnitOfWork, offers: Sequence[Offer], known: Sequence[KnownTarget]) -> int:
    """Store the countries that the rows state; of several rows the last one counts."""
    slugs = {o.aim.marketplace: o.marketplace_country for o in offers if o.marketplace_country}
    ids = ensure_marketplaces(work.session, slugs)
    stores = {
        one.store_id: offer.store_country
        for offer, one in zip(offers, known, strict=True)
        if offer.store_country and one.store_id is not None
    }
    return countries.store_countries(
        work, {ids[slug]: country for slug, country in slugs.items()}, stores
    )


def _put_traders(work: UnitOfWork, offers: Sequence[Offer], known: Sequence[KnownTarget]) -> int:
    """Store what the rows state of the traders of stores."""
    pairs = list(zip(offers, known, strict=True))
    stores = {one.store_id for one in known if one.store_id is not None}
    said = (
        (one.store_id, offer.aim.target.operator, offer.trader)
        for offer, one in pairs
        if one.store_id is not None
    )
    return traders.store_traders(work, stores, last_said(said))


def _may_link(work: UnitOfWork) -> ColumnElement[bool]:
    """Return the condition for claims of which the catalogue says who is accused: a partner says
    nothing in cases of its own accounts."""
    partner_id = work.actor.partner_id
    return true() if partner_id is None else ~is_of_partner(partner_id, Claim.filer_id)


def _link_stores(work: UnitOfWork, listing_ids: list[int]) -> int:
    store = select(Listing.store_id).where(Listing.id == Claim.listing_id).scalar_subquery()
    result: Any = work.session.execute(
        update(Claim)
        .where(Claim.listing_id.in_(listing_ids), Claim.store_id.is_(None), store.is_not(None))
        .where(_may_link(work))
        .values(store_id=store)
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)


def link_operators(work: UnitOfWork, which: ColumnElement[bool]) -> int:
    """Give claims without an operator that of their store; return how many got one."""
    operator = select(Store.operator_id).where(Store.id == Claim.store_id).scalar_subquery()
    result: Any = work.session.execute(
        update(Claim)
        .where(which, Claim.operator_id.is_(None), operator.is_not(None), _may_link(work))
        .values(operator_id=operator)
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)
