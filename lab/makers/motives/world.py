"""The clock of a market and everything that is in it."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any, Final

from abuse.market.made import Truth
from lab.makers.motives import platform, sellers
from lab.makers.motives.actors import Account, Actor
from lab.makers.motives.cases import Case
from lab.makers.motives.contacts import Contact, settled
from lab.makers.motives.draws import Chance, Urn
from lab.makers.motives.goods import Brand, Listing, Operator, Store
from lab.makers.motives.names import CATEGORIES, Names
from lab.makers.motives.parameters import Parameters
from lab.makers.motives.plots import Plant
from lab.makers.motives.seasons import DAY, office_minute, pull

# For how many days after the last filing the history still sees events.
AFTER: Final = 25
# Days of listings that are on sale when the history begins.
STOCK: Final = 150


class World:
    """A market that runs: `scale` is about how many complaints a year's goods give cause for."""

    def __init__(self, seed: int, parameters: Parameters, scale: float, word: str) -> None:
        self.p = parameters
        self.scale = scale
        self.chance = Chance(f"motives {seed} {word} choices")
        # What the record keeps is drawn apart: it changes nobody's choices.
        self.record = Chance(f"motives {seed} {word} record")
        self.names = Names(Chance(f"motives {seed} {word} names"))
        self.now = 0
        self.until = (parameters.days + AFTER) * DAY
        self.queue: list[tuple[int, int, Callable[..., None], tuple[Any, ...]]] = []
        self.turn = 0
        self.brands: list[Brand] = []
        self.operators: list[Operator] = []
        self.accounts: list[Account] = []
        self.cases: list[Case] = []
        self.shelves: list[list[Listing]] = [[] for _ in range(parameters.categories)]
        self.targets: dict[Listing, dict[str, Any]] = {}
        self.urns: dict[tuple[str, int], tuple[list[Brand], Urn]] = {}
        self.plants: list[Plant] = []
        self.markets = [Urn([3.0, 2.0, 1.0][: len(parameters.markets)])]

    @property
    def day(self) -> int:
        return self.now // DAY

    @property
    def season(self) -> float:
        return pull(self.p.start, self.day)

    def category(self, number: int) -> str:
        return CATEGORIES[number]

    def at(self, minute: int, act: Callable[..., None], *told: Any) -> None:
        """Let somebody act at this minute, or now where that is past."""
        self.turn += 1
        heappush(self.queue, (max(minute, self.now), self.turn, act, told))

    def later(self, days: float, act: Callable[..., None], *told: Any) -> None:
        self.at(self.now + max(1, int(days * DAY)), act, *told)

    def in_hours(self, days: float, act: Callable[..., None], *told: Any, office: bool) -> None:
        """As `later`, at an hour at which such people work."""
        self.at(office_minute(self.chance, self.day + int(days), office=office), act, *told)

    def run(self) -> None:
        """Let all act until the history is taken."""
        while self.queue and self.queue[0][0] <= self.until:
            self.now, _, act, told = heappop(self.queue)
            act(*told)

    def received(self, case: Case) -> None:
        platform.receive(self, case)

    def account(
        self, actor: Actor, name: str, kind: str, contact: Contact, truth: Truth, **more: Any
    ) -> Account:
        """Open an account; the platform verifies what it verifies."""
        number = self.names.digits(6, "acct-")
        known = settled(contact, self.record, self.p.kept)
        opened = more.pop("opened", self.now)
        made = Account(number, name, kind, known, actor, truth, opened, **more)
        self.accounts.append(made)
        actor.accounts.append(made)
        return made

    def store(self, operator: Operator) -> Store:
        market = self.p.markets[self.markets[0].draw(self.chance)]
        number = self.names.digits(7, "s")
        made = Store(number, f"{self.names.word()} Store", operator, market)
        operator.stores.append(made)
        return made

    def put_on_sale(
        self,
        operator: Operator,
        touch: str,
        brand: Brand | None,
        *,
        day: int | None = None,
        worth: float = 1.0,
    ) -> Listing:
        """A new listing of an operator; whom it touches may hear of it."""
        chance = self.chance
        store = chance.choice(operator.stores)
        category = operator.category
        price = chance.spread(25, 0.8)
        if brand is not None:
            category = brand.category
            share = {"fake": 0.45, "grey": 0.8, "genuine": 0.97}.get(touch, 0.7)
            price = brand.price * share * chance.spread(1, 0.2)
        sales = int(chance.spread(18 * worth, 1.1))
        word = brand.name if brand and touch in ("fake", "grey", "genuine") else self.names.word()
        made = Listing(
            number=self.names.digits(11, chance.choice("56789")),
            store=store,
            category=category,
            title=f"{word} {self.category(category)}",
            price=round(max(1.0, price), 2),
            sales=sales,
            day=self.day if day is None else day,
            touch=touch,
            brand=brand,
        )
        self.shelves[category].append(made)
        store.listings.append(made)
        if brand is not None and touch != "own":
            brand.touched.append(made)
        return made

    def on_shelf(self, category: int, count: int) -> list[Listing]:
        """Some live listings of a category, as a search shows them."""
        shelf = self.shelves[category]
        return [each for each in self.chance.some(shelf, count) if each.live]

    def trade(self) -> None:
        """A day of the sellers, then the next one."""
        if self.day % 30 == 0:
            for shelf in self.shelves:
                shelf[:] = [each for each in shelf if each.live]
        sellers.trade(self)
        if self.day < self.p.days:
            self.later(1, self.trade)
