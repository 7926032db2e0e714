"""The marks of a filing: at which listings it aims. Sellers and listings are met by their weights."""

from __future__ import annotations

from lab.makers.cascades.draws import Draws
from lab.makers.cascades.filers import Filer, Manner
from lab.makers.cascades.goods import Bazaar, Listing, Niche, Operator
from lab.makers.cascades.rights import Right

NEAR_MISSES = {"none": 0.6, "grey": 0.2, "seeming": 0.2}
HALL_GOODS = {"clear": 0.55, "grey": 0.25, "none": 0.2}
# What looks so though it is not: a right that was made to match, or one that was not.
MATCHED = {"seeming": 0.75, "none": 0.25}
UNMATCHED = {"seeming": 0.25, "none": 0.75}


class Hunt:
    """Finds listings for a claim, and lets those be born that nobody had met."""

    def __init__(self, draws: Draws, bazaar: Bazaar) -> None:
        self.draws = draws
        self.bazaar = bazaar
        self.done: set[tuple[str, str, str]] = set()
        self.gone: list[Listing] = []

    def targets(
        self, filer: Filer, manner: Manner, right: Right, aim: str, now: float, near: Operator | None
    ) -> list[Listing]:
        """So many listings as the manner has it, the further ones often at the first one's seller."""
        draws = self.draws
        count = 1 + draws.poisson(manner.batch * draws.frailty(0.8)) if manner.batch else 1
        found: list[Listing] = []
        for _ in range(min(count, 300)):
            listing = self._one(filer, right, aim, now, near)
            key = (filer.reference, right.key, listing.reference if listing else "")
            if listing is None or key in self.done:
                continue
            self.done.add(key)
            found.append(listing)
            near = listing.store.operator if draws.chance(manner.near) else None
        return found

    def _one(
        self, filer: Filer, right: Right, aim: str, now: float, near: Operator | None
    ) -> Listing | None:
        draws, bazaar = self.draws, self.bazaar
        niche = draws.choice(right.holder.niches)
        if aim == "copies":
            copiers = right.holder.copiers
            seller = near or draws.choices(copiers, [o.weight for o in copiers])[0]
            return self._known_copy(filer, seller, right) or bazaar.copy(seller, right, now)
        if aim == "there" and near is not None:
            return self._ware(near, near.niche, right, now, UNMATCHED)
        if aim == "bait" and filer.bait:
            return filer.bait.pop()
        if aim == "gone" and self.gone:
            return draws.choice(self.gone[-200:])
        if aim == "spray":
            return draws.choice(bazaar.listings) if bazaar.listings else None
        if aim == "victims" and filer.victims:
            open_ones = [s for s in filer.victims if s.closed is None and s.born < now]
            if not open_ones:
                return None
            victim = near or draws.choices(open_ones, [s.operator.weight + 0.3 for s in open_ones])[0].operator  # fmt: skip
            return self._ware(victim, victim.niche, right, now, self._look(right))
        kind = {"grey": "parallel", "halls": "hall"}.get(aim, "trader")
        if aim == "errors" and draws.chance(0.25):
            kind = draws.choice(["parallel", "hall"])
        sellers = [o for o in niche.sellers[kind] if o is not filer.runs]
        if not sellers:
            return None
        bent = 1.6 if aim == "rivals" else 1.0
        seller = near if near in sellers else draws.choices(sellers, [o.weight**bent for o in sellers])[0]  # fmt: skip
        truth = {"grey": {"grey": 1.0}, "halls": HALL_GOODS, "errors": NEAR_MISSES}.get(aim)
        return self._ware(seller, niche, right, now, truth or self._look(right))

    def _look(self, right: Right) -> dict[str, float]:
        return MATCHED if right.standing in {"grabbed", "forged"} else UNMATCHED

    def _known_copy(self, filer: Filer, seller: Operator, right: Right) -> Listing | None:
        """A copy that others have met before, when one is left that this filer has not named."""
        if not self.draws.chance(0.45):
            return None
        known = [
            listing
            for store in seller.stores
            if store.closed is None
            for listing in store.listings[-30:]
            if listing.gone is None
            and right.key in listing.facts
            and (filer.reference, right.key, listing.reference) not in self.done
        ]
        return self.draws.choice(known) if known else None

    def _ware(
        self, seller: Operator, niche: Niche, right: Right, now: float, truths: dict[str, float]
    ) -> Listing:
        """Goods of a seller, rather those that sell; what is not yet known of them is drawn."""
        draws = self.draws
        store = self.bazaar.open_store(seller, now)
        wares = [w for w in store.listings[-25:] if w.gone is None and w.listed < now]
        if wares and draws.chance(len(wares) / (len(wares) + 3)):
            ware = draws.choices(wares, [w.sales + 1 for w in wares])[0]
        else:
            brand = right.holder.brand if truths.get("grey") == 1.0 or draws.chance(0.1) else None
            ware = self.bazaar.listing(store, niche, now - draws.around(160, 0.9), brand)
        ware.facts.setdefault(right.key, draws.among(truths))
        return ware
