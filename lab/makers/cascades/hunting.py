"""The marks of a filing: at which listings it aims; sellers are met by their weights."""

from __future__ import annotations

from typing import Final

from lab.makers.cascades.draws import Draws
from lab.makers.cascades.filers import Filer
from lab.makers.cascades.goods import Bazaar, Listing, Operator
from lab.makers.cascades.rights import Right
from lab.makers.cascades.worlds import RATES

MEETS: Final[dict[str, dict[str, float]]] = RATES["meets"]
MATCHED: Final = 0.75  # share of goods that a right made to match them does seem to cover


class Hunt:
    """Finds listings for a claim, and lets those be born that nobody had met."""

    def __init__(self, draws: Draws, bazaar: Bazaar) -> None:
        self.draws, self.bazaar = draws, bazaar
        self.done: set[tuple[str, str, str]] = set()
        self.gone: list[Listing] = []

    def targets(
        self, filer: Filer, right: Right, aim: str, now: float, near: Operator | None
    ) -> list[Listing]:
        """So many listings as the manner has it, further ones often at the first one's seller."""
        draws, manner = self.draws, filer.manner_at(now)
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
        kind = {"grey": "parallel", "halls": "hall", "copies": "copier"}.get(aim, "trader")
        if aim == "gone":
            return draws.choice(self.gone[-200:]) if self.gone else None
        if aim == "spray":
            return draws.choice(bazaar.listings) if bazaar.listings else None
        if aim == "bait":
            return filer.bait.pop() if filer.bait else None
        if aim == "errors" and draws.chance(0.25):
            kind = draws.choice(["parallel", "hall"])
        sellers = [o for o in niche.sellers[kind] if o is not filer.runs]
        if aim == "copies":
            sellers = right.holder.copiers
        elif aim == "victims":
            sellers = [s.operator for s in filer.victims if s.born < now]
        if not sellers:
            return None
        bent = 1.6 if aim == "rivals" else 1.0
        follows = near is not None and (aim in {"copies", "victims"} or near in sellers)
        seller = near if near and follows else draws.by(sellers, lambda o: o.weight**bent)
        if aim == "copies":
            return self._known_copy(filer, seller, right) or bazaar.copy(seller, right, now)
        # A right that was made to match looks so; another as often as its owner has guile.
        look = MATCHED if right.standing in {"grabbed", "forged"} else bazaar.world.guile
        truths = MEETS.get(aim, {"seeming": look, "none": 1 - look})
        return self._ware(seller, right, now, truths)

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
        self, seller: Operator, right: Right, now: float, truths: dict[str, float]
    ) -> Listing:
        """Goods of a seller, rather those that sell; what is not yet known of them is drawn."""
        draws, store = self.draws, self.bazaar.open_store(seller, now)
        wares = [w for w in store.listings[-25:] if w.gone is None and w.listed < now]
        if wares and draws.chance(len(wares) / (len(wares) + 3)):
            ware = draws.by(wares, lambda w: w.sales + 1)
        else:
            brand = right.holder.brand if "grey" in truths or draws.chance(0.1) else None
            ware = self.bazaar.listing(store, seller.niche, now - draws.around(160, 0.9), brand)
        ware.facts.setdefault(right.key, draws.among(truths))
        return ware
