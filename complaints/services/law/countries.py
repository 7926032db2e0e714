"""States in which country a marketplace's buyers are, and in which a store's owner is established.

By both `rules/law/regimes` knows the law of a claim. What is filed keeps its form and its clocks;
a law whose duties add (towards a seller in the European Union) joins the claims that go on, and
none ever leaves one; a term to appeal that runs is then as long as that law gives. Ground: calls
the ledger and the terms alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from complaints.base.errors import invalid_fields, not_found
from complaints.models import Claim, Complaint, Listing, Marketplace, Store
from complaints.queries.mailing import inboxes
from complaints.queries.sellers import marketplaces
from complaints.rules.kinds import Basis
from complaints.rules.law.countries import CountryError, read_country
from complaints.rules.law.old_rules import GOING_ON
from complaints.rules.law.regimes import extended, governing, law_of
from complaints.rules.sellers.marketplaces import BY_SLUG
from complaints.services.decisions import appeal_terms
from complaints.services.registry import ensure_marketplaces
from complaints.services.registry.rows import chunks
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.work import UnitOfWork


def state_marketplace(work: UnitOfWork, slug: str, country: str | None) -> Marketplace:
    """State where a marketplace's buyers are; None: as our own record has it.

    Refuses with: not-found, for one that no record and no complaint names, or that the partner does
    not run; invalid-request, for what is no country.
    """
    marketplaces.require_run(work, slug)
    if slug in BY_SLUG:
        ensure_marketplaces(work.session, [slug])
    row = work.session.scalar(select(Marketplace).where(Marketplace.slug == slug).with_for_update())
    if row is None:
        raise not_found(_("marketplace “%(slug)s”", slug=slug))
    _state(work, row, _read(country, of_marketplace=True), Listing.marketplace_id == row.id)
    return row


def state_store(work: UnitOfWork, store_id: int, country: str | None) -> Store:
    """State in which country who runs a store is established; None: nobody knows.

    Refuses with: not-found, where the actor may not see the store; invalid-request, for what is no
    country.
    """
    inboxes.require_store(work, store_id)
    row = work.session.scalars(select(Store).where(Store.id == store_id).with_for_update()).one()
    _state(work, row, _read(country), Claim.store_id == row.id)
    return row


def store_countries(work: UnitOfWork, places: Mapping[int, str], stores: Mapping[int, str]) -> int:
    """Store the countries of marketplaces and stores by their ids, as the platform's catalogue
    states them, and return how many changed. Each change is in the ledger."""
    return _put(work, Marketplace, places, Listing.marketplace_id) + _put(
        work, Store, stores, Claim.store_id
    )


def _put(
    work: UnitOfWork,
    model: Any,
    stated: Mapping[int, str],
    of_claim: InstrumentedAttribute[Any],
) -> int:
    changed = 0
    for chunk in chunks(sorted(stated)):
        named = select(model).where(model.id.in_(chunk)).order_by(model.id)
        rows: list[Marketplace | Store] = [
            row for row in work.session.scalars(named) if row.country != stated[row.id]
        ]
        for row in rows:
            _write(work, row, stated[row.id])
        if rows:
            work.session.flush()
            extend(work, of_claim.in_([row.id for row in rows]))
        changed += len(rows)
    return changed


def extend(work: UnitOfWork, which: ColumnElement[bool]) -> int:
    """Let the laws whose duties add now join the claims that go on; return how many got one."""
    rows = work.session.execute(
        select(Claim.id, Claim.regime, Claim.adding, Complaint.basis, Marketplace.slug,
               Marketplace.country, Store.country, Claim.url, Claim.delivers_to)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .join(Listing, Listing.id == Claim.listing_id)
        .join(Marketplace, Marketplace.id == Listing.marketplace_id)
        .outerjoin(Store, Store.id == Claim.store_id)
        .where(which, Claim.state.in_(GOING_ON), Claim.regime.is_not(None))
        .where(or_(Store.country.is_not(None), Marketplace.country.is_not(None)))
    ).tuples()  # fmt: skip
    grown: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for claim_id, regime, adding, basis, slug, country, seller, url, delivered in rows:
        before = law_of(regime, adding or ())
        now = governing(
            basis=Basis(basis), marketplace=slug, country=country, seller_country=seller,
            address=url, delivers_to=delivered or (),
        )  # fmt: skip
        more = extended(before, now)
        if more:
            codes = (*(adding or ()), *(str(each.code) for each in more))
            grown[codes].append(claim_id)
    for codes, claim_ids in grown.items():
        for chunk in chunks(claim_ids):
            work.session.execute(
                update(Claim)
                .where(Claim.id.in_(chunk))
                .values(adding=list(codes), version=Claim.version + 1)
                .execution_options(synchronize_session=False)
            )
            appeal_terms.give_anew(work, chunk)
    return sum(map(len, grown.values()))


def _state(
    work: UnitOfWork, row: Marketplace | Store, country: str | None, claims: ColumnElement[bool]
) -> None:
    if row.country != country:
        before, row.country = row.country, country
        work.session.flush()
        _record(work, row, before, claims=extend(work, claims))


def _write(work: UnitOfWork, row: Marketplace | Store, country: str) -> None:
    before, row.country = row.country, country
    _record(work, row, before)


def _record(work: UnitOfWork, row: Marketplace | Store, before: str | None, **facts: Any) -> None:
    noun = "marketplace" if isinstance(row, Marketplace) else "store"
    as_side = work.by(work.actor.on_sellers_side())
    ledger.record(
        as_side, "stated_country", noun, row.id, country=row.country, before=before, **facts
    )


def _read(country: str | None, *, of_marketplace: bool = False) -> str | None:
    try:
        return None if country is None else read_country(country, of_marketplace=of_marketplace)
    except CountryError as error:
        raise invalid_fields([error.at("/country")]) from None
