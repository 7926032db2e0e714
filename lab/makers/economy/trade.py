"""The market place: shops, what they offer and sell, and how sales move from month to month."""

from __future__ import annotations

import numpy as np

from lab.makers.economy import params, words
from lab.makers.economy.dice import Dice
from lab.makers.economy.things import Brand, Category, Listing, Store

PLACES = ("agora", "pasar")


class Trade:
    """All shops and listings. `month` moves sales; who went down keeps a worse rank (K5)."""

    def __init__(self, dice: Dice, size: int, first_month: int) -> None:
        """Open honest, grey and copying shops, some with one operator, enough for `size`."""
        self.dice = dice
        self.first_month = first_month
        self.honest: list[list[Listing]] = [[] for _ in params.TRADES]
        self.ranked: list[list[Listing]] = [[] for _ in params.TRADES]
        self.copiers: list[list[Store]] = [[] for _ in params.TRADES]
        self.pulls: list[list[float]] = [[] for _ in params.TRADES]
        self.greys: list[list[Store]] = [[] for _ in params.TRADES]
        self.serial = 0
        shops = max(12, round(size / 70))
        for at, trade in enumerate(params.TRADES):
            self._open(at, "copier", max(6, round(shops * trade.copied)))
            self._open(at, "honest", shops)
            self._open(at, "grey", max(3, shops // 6))

    def _open(self, at: int, kind: str, count: int) -> None:
        """Open shops of a kind in a trade; an operator has one to four."""
        while count > 0:
            operator = f"op-{self.dice.whole(0, 2**40 - 1):010x}"
            for _ in range(min(count, 1 + min(self.dice.count(0.3), 3))):
                store = self.store(at, kind, operator)
                count -= 1
                if kind == "honest":
                    for _ in range(1 + min(self.dice.count(4.0), 12)):
                        self.offer(store, self.dice.between(-900, 0))

    def store(self, at: int, kind: str, operator: str) -> Store:
        """Open one shop. Honest sellers answer more readily than copiers, and not all of them."""
        self.serial += 1
        dice = self.dice
        nerve = {"honest": -0.1, "copier": -1.0, "grey": -0.2}[kind]
        name = f"{words.coin(dice)} {dice.pick(('Store', 'Shop', 'Trading', 'Mall', 'Direct'))}"
        store = Store(
            store_id=f"s{self.serial:05d}{dice.digits(3)}",
            name=name,
            operator=operator,
            category=at,
            kind=kind,
            nerve=dice.normal(nerve, 0.8),
            pull=dice.spread(1.0, 1.0),
            marketplace=PLACES[0] if dice.chance(0.7) else PLACES[1],
        )
        if kind == "copier":
            self.copiers[at].append(store)
            self.pulls[at].append(store.pull)
        elif kind == "grey":
            self.greys[at].append(store)
        return store

    def offer(
        self, store: Store, listed: float, *, brand: Brand | None = None, breaks: str | None = None
    ) -> Listing:
        """Put something on sale: a copy where `breaks` is given, else the brand's genuine goods."""
        self.serial += 1
        dice, trade = self.dice, params.TRADES[store.category]
        cheap = {"copier": 0.45, "grey": 0.8, "honest": 0.95}[store.kind]
        sign = brand.name.split()[0] if brand and breaks in (None, "trademark") else None
        listing = Listing(
            listing_id=f"{self.serial:06d}{dice.digits(5)}",
            store=store,
            title=words.title(dice, trade.name, sign),
            price=round(dice.spread(trade.price * cheap, 0.4), 2),
            base=dice.spread(14.0, 1.2) * store.pull,
            listed=listed,
            copies=brand.reference if brand and breaks else None,
            breaks=breaks,
            sells=brand.reference if brand and not breaks else None,
        )
        listing.sales = listing.base
        if store.kind == "honest":
            self.honest[store.category].append(listing)
        return listing

    def month(self, number: int) -> None:
        """Move sales by season and chance, put back what was down, and rank each trade by sales."""
        for at, trade in enumerate(params.TRADES):
            season = trade.season[(self.first_month + number) % 12] / 9.0
            offers = self.honest[at]
            noise = np.exp(0.2 * self.dice.rng.standard_normal(len(offers)))
            for listing, luck in zip(offers, noise.tolist(), strict=True):
                if listing.down:
                    listing.base *= 0.7
                    listing.down = False
                listing.sales = listing.base * season * luck
            self.ranked[at] = sorted(offers, key=lambda each: (-each.sales, each.listing_id))

    def worth(self, listing: Listing) -> float:
        """What a listing earns its seller in a month (USD)."""
        return listing.sales * listing.price * self.trade(listing).margin

    def trade(self, listing: Listing) -> Category:
        """The trade that a listing is in."""
        return params.TRADES[listing.store.category]

    def copy(self, brand: Brand, kind: str, at: float) -> Listing:
        """The best-selling copy of a brand that it has not met, or the newest of a copier.

        Copiers enter where a brand pulls: each that enters offers one to three copies of it.
        """
        known = [each for each in brand.pool if each.breaks == kind and each.listed < at]
        if len(known) < 2 or self.dice.chance(0.35):
            store = self.dice.weighted(self.copiers[brand.category], self.pulls[brand.category])
            for _ in range(self.dice.whole(1, 3)):
                age = self.dice.spread(25.0, 1.1) + 1.0
                fresh = self.offer(store, at - age, brand=brand, breaks=kind)
                brand.pool.append(fresh)
                known.append(fresh)
        best = max(known, key=lambda each: each.sales)
        brand.pool.remove(best)
        return best

    def grey(self, brand: Brand, at: float) -> Listing:
        """Genuine goods of a brand that a parallel importer sells."""
        if not brand.grey or self.dice.chance(0.6):
            store = self.dice.pick(self.greys[brand.category])
            brand.grey.append(self.offer(store, at - self.dice.spread(60.0, 0.9) - 2, brand=brand))
        known = [each for each in brand.grey if each.listed < at]
        return self.dice.pick(known or brand.grey[-1:])

    def bystander(self, category: int) -> Listing:
        """An honest seller's offer, met by chance (those that sell are seen more)."""
        ranked = self.ranked[category] or self.honest[category]
        return ranked[int(len(ranked) * self.dice.rng.random() ** 1.5)]

    def ghost(self, category: int, at: float) -> Listing:
        """An offer that is no longer on sale, of somebody honest."""
        store = self.bystander(category).store
        self.offer(store, at - self.dice.between(100, 700))
        return self.honest[store.category].pop()

    def victims(self, category: int, count: int, taste: float = 1.0) -> list[Listing]:
        """Honest offers chosen by earnings and chance; what is off sale comes last."""
        ranked = self.ranked[category] or self.honest[category]
        worth = np.array([self.worth(each) for each in ranked]) + 1e-9
        keys = taste * np.log(worth) + self.dice.rng.gumbel(size=len(ranked))
        order = np.argsort(-keys, kind="stable")
        found = sorted((ranked[int(at)] for at in order), key=lambda each: each.down)
        return found[:count]
