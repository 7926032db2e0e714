"""The clock of a market and everything that is in it."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

from abuse.market.made import Truth
from lab.makers.motives import sellers
from lab.makers.motives.actors import Account, Actor, Plant
from lab.makers.motives.contacts import Contact, settled
from lab.makers.motives.draws import DAY, Chance, pull
from lab.makers.motives.goods import Brand, Listing, Operator, Store
from lab.makers.motives.names import CATEGORIES, Names
from lab.makers.motives.parameters import Parameters

if TYPE_CHECKING:
    from lab.makers.motives.agents import Agent
    from lab.makers.motives.cases import Case

# For how many days after the last filing the history still sees events.
AFTER: Final = 25
# What a listing's price is to the brand's own.
PRICES: Final = {"fake": 0.45, "grey": 0.8, "genuine": 0.97}


class World:
    """A market that runs. `scale` is about how many complaints a year's goods give cause for."""

    def __init__(self, seed: int, parameters: Parameters, scale: float, word: str) -> None:
        self.p, self.scale = parameters, scale
        self.chance = Chance(f"motives {seed} {word} choices")
        # What the record keeps is drawn apart: it changes nobody's choices.
        self.record = Chance(f"motives {seed} {word} record")
        self.names = Names(Chance(f"motives {seed} {word} names"))
        self.now, self.turn = 0, 0
        self.until = (parameters.days + AFTER) * DAY
        self.queue: list[tuple[int, int, Callable[..., object], tuple[Any, ...]]] = []
        self.brands: list[Brand] = []
        self.operators: list[Operator] = []
        self.agents: list[Agent] = []
        self.plants: list[Plant] = []
        self.accounts: list[Account] = []
        self.cases: list[Case] = []
        self.shelves: list[list[Listing]] = [[] for _ in range(parameters.categories)]
        self.targets: dict[Listing, dict[str, Any]] = {}
        # Whom one can touch, by how and in which category, with summed weights.
        self.prey: dict[tuple[str, int], tuple[list[Brand], list[float]]] = {}
        self.activity: list[float] = []

    @property
    def day(self) -> int:
        return self.now // DAY

    @property
    def season(self) -> float:
        return pull(self.p.start, self.day)

    def later(self, days: float, act: Callable[..., object], *told: Any) -> None:
        """Let somebody act after so many days."""
        self.turn += 1
        heappush(self.queue, (self.now + max(1, int(days * DAY)), self.turn, act, told))

    def run(self) -> None:
        """Let all act until the history is taken."""
        self.activity = list(accumulate(each.activity for each in self.operators))
        self.trade()
        while self.queue and self.queue[0][0] <= self.until:
            self.now, _, act, told = heappop(self.queue)
            act(*told)

    def trade(self) -> None:
        """A day of the sellers, then the next one."""
        if self.day % 30 == 0:
            for shelf in self.shelves:
                shelf[:] = [each for each in shelf if each.live]
        sellers.trade(self)
        if self.day < self.p.days:
            self.later(1, self.trade)

    def account(
        self, actor: Actor, name: str, kind: str, contact: Contact, truth: Truth, **more: Any
    ) -> Account:
        """Open an account; the platform verifies what it verifies."""
        known = settled(contact, self.record, self.p.kept)
        opened, number = more.pop("opened", self.now), self.names.number("acct-######")
        made = Account(number, name, kind, known, actor, truth, opened, **more)
        self.accounts.append(made)
        actor.accounts.append(made)
        return made

    def store(self, operator: Operator) -> None:
        """Open a store for an operator."""
        market = self.chance.choices(self.p.markets, [3, 2, 1][: len(self.p.markets)])[0]
        name = f"{self.names.word()} Store"
        operator.stores.append(Store(self.names.number("s#######"), name, operator, market))

    def copier(self) -> Operator:
        """Somebody who copies."""
        while (found := self.chance.choice(self.operators)).kind != "copier":
            pass
        return found

    def put_on_sale(
        self, operator: Operator, touch: str, brand: Brand | None, day: int | None = None
    ) -> Listing:
        """A new listing of an operator."""
        chance = self.chance
        category = brand.category if brand else operator.category
        usual = brand.price * PRICES.get(touch, 0.7) if brand else 25.0
        word = brand.name if brand and touch in PRICES else self.names.word()
        made = Listing(
            number=self.names.number(f"{chance.randint(5, 9)}###########"),
            store=chance.choice(operator.stores),
            category=category,
            title=f"{word} {CATEGORIES[category][0]}",
            price=round(max(1.0, usual * chance.spread(1, 0.2 if brand else 0.8)), 2),
            sales=int(chance.spread(18, 1.1)),
            day=self.day if day is None else day,
            touch=touch,
            brand=brand,
        )
        self.shelves[category].append(made)
        made.store.listings.append(made)
        if brand is not None:
            brand.touched.append(made)
        return made

    def on_shelf(self, category: int, count: int) -> list[Listing]:
        """Some live listings of a category, as a search shows them."""
        return [each for each in self.chance.some(self.shelves[category], count) if each.live]
