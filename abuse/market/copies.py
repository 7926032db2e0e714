"""Whose goods a shop's copies copy: one brand's a listing, in a bundle now and then two's.

A shop of copies sells many brands, and each of its victims finds its own there: so they meet at
shops, and hardly ever at one listing. Whose goods a listing copies is settled when somebody first
looks at it.
"""

from __future__ import annotations

from collections.abc import Set

from abuse.market.draw import Draw
from abuse.market.parties import Principal
from abuse.market.stores import Listing, Store
from abuse.market.trade import Trade

# Share of copies that are bundles of two makers' goods. No source has it; docs/evaluation.md says
# why it is small.
BUNDLES = 0.015


class Copies:
    """Whose goods each listing of a shop of copies copies, as far as that is settled."""

    def __init__(self, draw: Draw, trade: Trade) -> None:
        self.draw, self.trade = draw, trade
        self._copied: dict[Listing, set[str]] = {}
        self._bundles: set[Listing] = set()

    def of(
        self,
        draw: Draw,
        store: Store,
        principal: Principal,
        day: float,
        count: int,
        *,
        but: Set[str] = frozenset(),
    ) -> list[Listing]:
        """Up to `count` copies of a principal's goods that a store had on a day, at least one.

        `but` are ids of listings that are left out. A shop has no more of one brand than it was
        seen to have in all; where other brands' goods leave too few, it has some that nobody saw.
        """
        there = [item for item in store.listings if item.listed < day - 1]
        there = [item for item in there if item.listing_id not in but]
        count = max(1, min(count, len(there)))
        there = [item for item in there if self._may_copy(item, principal)]
        while len(there) < count:
            listed = self.draw.uniform(store.opened, max(store.opened, day - 2))
            there.append(self.trade.list_goods(store, min(listed, day - 2)))
        goods = draw.some(there, count)
        for item in goods:
            self._settle(item, principal)
        return goods

    def _may_copy(self, item: Listing, principal: Principal) -> bool:
        copied = self._copied.get(item, set())
        most = 2 if item in self._bundles else 1
        return principal.reference in copied or len(copied) < most

    def _settle(self, item: Listing, principal: Principal) -> None:
        if item not in self._copied and self.draw.chance(BUNDLES):
            self._bundles.add(item)
        self._copied.setdefault(item, set()).add(principal.reference)
