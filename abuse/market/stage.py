"""What every pattern works with, and the common way of filing against stores."""

from __future__ import annotations

from dataclasses import dataclass

from abuse.market import calendar
from abuse.market.docket import Docket
from abuse.market.draw import Draw
from abuse.market.fate import HONEST, Claim, Conduct
from abuse.market.parties import Account, People, Principal
from abuse.market.trade import OPEN_END, Listing, Store, Trade
from abuse.market.traits import Traits


@dataclass(frozen=True)
class Stage:
    """A market in the making."""

    seed: int
    traits: Traits
    trade: Trade
    people: People
    docket: Docket

    def draw(self, *names: str | int) -> Draw:
        return Draw(self.seed, *names)

    def copier(self, draw: Draw, principal: Principal, day: float) -> Store:
        """A store that sells copies of the principal's kind of goods that day."""
        found = self.trade.choose(category=principal.category, copies=True, day=day)
        if found and not draw.chance(0.03):
            return draw.pick(found)
        name = f"{self.people.names.brand()} Outlet"
        operator = f"op-{draw.text('0123456789abcdef', 10)}"
        opened = day - draw.uniform(5, 40)
        return self.trade.open_store(
            name, operator, principal.category, opened, opened + draw.uniform(45, 150), True
        )

    def honest_store(self, draw: Draw, principal: Principal, day: float) -> Store:
        """A decent store in the same trade, likelier a large one."""
        found = self.trade.choose(category=principal.category, copies=False, day=day)
        if not found:
            name = f"{self.people.names.brand()} Direct"
            operator = f"op-{draw.text('0123456789abcdef', 10)}"
            return self.trade.open_store(
                name, operator, principal.category, day - 400, OPEN_END, False
            )  # fmt: skip
        return draw.weighted([(store, 1.0 + store.popularity) for store in found])

    def on_sale(self, draw: Draw, store: Store, day: float, count: int) -> list[Listing]:
        """Up to `count` listings of a store that are there on a day; at least one."""
        there = [listing for listing in store.listings if listing.listed < day - 1]
        if not there:
            listed = max(store.opened, day - draw.uniform(3, 40))
            return [self.trade.list_goods(store, min(listed, day - 2))]
        return draw.some(there, count)

    def enforce(
        self, draw: Draw, account: Account, count: int, first: float, last: float, *,
        error: float, conduct: Conduct = HONEST,
    ) -> None:  # fmt: skip
        """File as a rights owner does: against copies, now and then against the wrong shop."""
        for _ in range(count):
            day = calendar.filing_day(draw, first, last)
            principal = draw.pick(account.principals)
            self.pursue(draw, account, principal, day, valid=not draw.chance(error),
                        conduct=conduct)  # fmt: skip

    def pursue(
        self, draw: Draw, account: Account, principal: Principal, day: float, *, valid: bool,
        conduct: Conduct = HONEST, store: Store | None = None, most: int = 8,
    ) -> None:  # fmt: skip
        """One complaint against one store's goods."""
        right = draw.pick(principal.rights)
        if store is None:
            choose = self.copier if valid else self.honest_store
            store = choose(draw, principal, day)
        goods = self.on_sale(draw, store, day, draw.heavy(1, most, 1.5))
        claims = [Claim(listing, valid, draw.chance(0.03)) for listing in goods]
        self.docket.file(account, principal, right, claims, day, conduct)
