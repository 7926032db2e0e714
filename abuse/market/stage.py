"""What every pattern works with, and the common way of filing against stores."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field

from abuse.market import calendar
from abuse.market.conduct import HONEST, Claim, Conduct
from abuse.market.copies import Copies
from abuse.market.docket import Docket
from abuse.market.draw import Draw
from abuse.market.goods import Category
from abuse.market.parties import Account, Principal
from abuse.market.people import People
from abuse.market.shared import Hall
from abuse.market.stores import Listing, Store
from abuse.market.trade import Trade
from abuse.market.traits import Traits


@dataclass(frozen=True)
class Stage:
    """A market in the making."""

    seed: int
    traits: Traits
    trade: Trade
    copies: Copies
    people: People
    docket: Docket
    halls: list[Hall]
    # Honest filers that many have heard of, with the days on which they filed.
    known: list[tuple[Account, list[float]]] = field(default_factory=list)

    def draw(self, *names: str | int) -> Draw:
        return Draw(self.seed, *names)

    def hall(self, number: int) -> Hall:
        return self.halls[number % len(self.halls)]

    def copier(self, draw: Draw, principal: Principal, day: float) -> Store:
        """A store that sells copies of the principal's kind of goods that day."""
        stores = self.trade.choose(principal.category, copies=True, day=day)
        if stores and not draw.chance(0.03):
            crowding = self.traits.crowding
            return draw.weighted([(store, store.popularity**crowding) for store in stores])
        return self.trade.open_copier(principal.category, day - draw.uniform(5, 40))

    def honest_store(self, draw: Draw, principal: Principal, day: float) -> Store:
        """A decent store in the same trade, likelier a large one; not one of its own operators."""
        stores = self.trade.choose(principal.category, copies=False, day=day)
        weights = [(s, 1.0 + s.popularity) for s in stores if s.operator != principal.operator]
        if not weights:
            return self.trade.open_honest(principal.category, day - 400)
        return draw.weighted(weights)

    def shops(
        self,
        draw: Draw,
        category: Category,
        day: float,
        count: int,
        *,
        best: bool = False,
        not_of: str = "",
        until: float = 0.0,
    ) -> list[Store]:
        """So many decent stores of a trade, on request among its best sellers, not of `not_of`.

        They are open on `day` and `until` another.
        """
        stores = self.trade.choose(category, copies=False, day=day, until=until)
        stores = [store for store in stores if store.operator != not_of]
        while len(stores) < count:
            stores.append(self.trade.open_honest(category, day - 400))
        if best:
            stores = sorted(stores, key=lambda store: -store.popularity)[: 2 * count]
        return draw.some(stores, count)

    def on_sale(
        self,
        draw: Draw,
        store: Store,
        day: float,
        count: int,
        *,
        but: Set[str] = frozenset(),
    ) -> list[Listing]:
        """Up to `count` listings that a store had on a day, at least one; `but` are left out."""
        there = [item for item in store.listings if item.listed < day - 1]
        there = [item for item in there if item.listing_id not in but]
        if not there:
            listed = max(store.opened, day - draw.uniform(3, 40))
            return [self.trade.list_goods(store, min(listed, day - 2))]
        return draw.some(there, count)

    def keep_shop(self, draw: Draw, account: Account) -> None:
        """Give an account a shop of its own, in its principal's trade; not always is it known."""
        principal = account.principals[0]
        store = self.trade.open_honest(principal.category, draw.uniform(-800, -100))
        store.name = f"{principal.brand} Official Shop"
        principal.operator = store.operator
        account.operates = [store.store_id] if draw.chance(0.9) else []

    def enforce(
        self,
        draw: Draw,
        account: Account,
        count: int,
        first: float,
        last: float,
        *,
        error: float,
        conduct: Conduct = HONEST,
        fresh: bool = False,
    ) -> None:
        """File as a rights owner does: against copies, now and then against the wrong shop.

        A `fresh` account is opened for the first complaint, as people do who have seen a copy.
        """
        days = filing_days(draw, count, first, last)
        if fresh:
            account.registered = days[0] - draw.uniform(0.005, 0.4)
        for day in days:
            principal = draw.pick(account.principals)
            valid = not draw.chance(error)
            self.pursue(draw, account, principal, day, valid=valid, conduct=conduct)
        if count >= 6 and account.kind != "individual":
            self.known.append((account, days))

    def pursue(
        self,
        draw: Draw,
        account: Account,
        principal: Principal,
        day: float,
        *,
        valid: bool,
        conduct: Conduct = HONEST,
        store: Store | None = None,
        most: int = 8,
    ) -> None:
        """One complaint against one store's goods."""
        right = draw.pick(principal.rights)
        if store is None:
            choose = self.copier if valid else self.honest_store
            store = choose(draw, principal, day)
        # Who means it does not accuse the same listing twice.
        count = draw.heavy(1, most, 1.5)
        if valid:
            goods = self.copies.of(draw, store, principal, day, count, but=account.accused)
        else:
            goods = self.on_sale(draw, store, day, count, but=account.accused)
        account.accused.update(listing.listing_id for listing in goods)
        claims = [Claim(listing, valid, draw.chance(0.03)) for listing in goods]
        self.docket.file(account, principal, right, claims, day, conduct)


def filing_days(draw: Draw, count: int, first: float, last: float) -> list[float]:
    """So many days in order; some work through a list in one sitting, minutes apart."""
    sitting, day, days = draw.uniform(0.0, 0.6), -1.0, []
    for _ in range(count):
        if 0 <= day < last and draw.chance(sitting):
            day += draw.uniform(2, 25) / 1440
        else:
            day = calendar.filing_day(draw, first, last)
        days.append(day)
    return sorted(days)
