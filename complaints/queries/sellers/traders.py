"""What stores show of their traders, as their marketplaces say, and what is missing there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import String, cast, or_, select

from complaints.models import Claim, Listing, Marketplace, Partner, Store, Trader
from complaints.queries.sellers.marketplaces import is_of_partner
from complaints.rules.law.regimes import RegimeCode, countries_of, law_of
from complaints.rules.law.regimes.european_union import MEMBERS
from complaints.rules.sellers.traders import Identity, TraderLack, TraderMember, lacks, must_show
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class TraderView:
    """What a store shows of its trader, None where its marketplace has sent nothing of it;
    `must_show` is whether the law asks the store to show it. `partner` sent it, if one did; `says`
    is what the filer of a claim says of it."""

    trader: Trader | None
    lacks: Mapping[TraderMember, TraderLack]
    must_show: bool
    partner: str | None = None
    says: str | None = None

    @property
    def is_known(self) -> bool:
        return self.trader is not None

    @property
    def rows(self) -> list[tuple[TraderMember, str | date | None, TraderLack | None]]:
        """Each member that is shown or lacks, with what is shown."""
        shown = [(member, getattr(self.trader, member, None)) for member in TraderMember]
        lacking = self.lacks
        return [
            (member, value, lacking.get(member))
            for member, value in shown
            if value is not None or member in lacking
        ]

    @property
    def missing(self) -> list[TraderMember]:
        return [member for member, lack in self.lacks.items() if lack is TraderLack.MISSING]

    @property
    def wrong(self) -> list[TraderMember]:
        return [member for member, lack in self.lacks.items() if lack is TraderLack.WRONG]


def trader_of_store(work: UnitOfWork, store: Store) -> TraderView:
    """Return what a store shows of its trader. The caller has asked whether the actor may see
    the store."""
    row = work.session.scalar(select(Trader).where(Trader.store_id == store.id))
    partner = work.session.get(Partner, row.partner_id) if row and row.partner_id else None
    binds = must_show(_buyers(work, store), small_firm=bool(work.policy.law.small_firm))
    return TraderView(row, _lacks(row), binds, partner.name if partner else None)


def trader_of_claim(work: UnitOfWork, claim: Claim, listing: Listing) -> TraderView | None:
    """Return what the store of a claim shows of its trader; None where no law asks the store to
    show it. The caller has asked whether the actor may see the claim.

    What a partner says counts in no case of its own accounts: there nothing is known.
    """
    if not law_of(claim.regime, claim.adding or ()).is_under(RegimeCode.DSA):
        return None
    place = work.session.get_one(Marketplace, listing.marketplace_id)
    delivered = listing.delivers_to or claim.delivers_to or ()
    sells = countries_of(place.slug, place.country, address=claim.url, delivers_to=delivered)
    if not must_show(sells | {*delivered}, small_firm=bool(work.policy.law.small_firm)):
        return None
    row = work.session.scalar(
        select(Trader)
        .where(Trader.store_id == claim.store_id)
        .where(or_(Trader.partner_id.is_(None), ~is_of_partner(Trader.partner_id, claim.filer_id)))
    )
    return TraderView(row, _lacks(row), must_show=True, says=claim.trader_said)


def _lacks(row: Trader | None) -> Mapping[TraderMember, TraderLack]:
    return {} if row is None else lacks(_identity(row))


def _identity(row: Trader) -> Identity:
    return Identity(**{str(member): getattr(row, member) for member in TraderMember})


def _buyers(work: UnitOfWork, store: Store) -> set[str]:
    """Return for buyers of which countries a store's marketplace is; where that is not in the
    Union, but a listing of the store is delivered there, the Union too."""
    place = work.session.get_one(Marketplace, store.marketplace_id)
    delivered = or_(*(cast(Listing.delivers_to, String).contains(f'"{code}"') for code in MEMBERS))
    there = select(Listing.id).where(Listing.store_id == store.id, delivered).limit(1)
    union = set() if work.session.scalar(there) is None else {"EU"}
    return set(countries_of(place.slug, place.country)) | union
