"""Accounts, those who act through them, and plots."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from abuse.market.made import Truth
from lab.makers.motives.contacts import Contact

if TYPE_CHECKING:
    from lab.makers.motives.cases import Case
    from lab.makers.motives.goods import Listing, Operator
    from lab.makers.motives.world import World


@dataclass(eq=False)
class Account:
    """A filer of the record, and what the platform's staff know of it."""

    reference: str
    name: str
    kind: str
    contact: Contact
    actor: Actor
    truth: Truth
    opened: int
    channel: str = "form"
    office: bool = True
    filed: int = 0
    last: int = -1
    baseless: int = 0
    demands: int = 0
    warned: bool = False
    closed: bool = False

    @property
    def distrust(self) -> float:
        return (self.baseless + 2 * self.demands) / (self.filed + 3)


class Actor:
    """Somebody with a goal. `store` is what it sells through itself, where it sells."""

    store: Operator | None = None

    def __init__(self, world: World) -> None:
        self.world = world
        self.accounts: list[Account] = []

    def wake(self) -> None:
        """Look at the market and decide what to do."""

    def answered(self, case: Case, listing: Listing) -> tuple[str, float]:
        """`withdraw`, `hold` or `silent` when a seller has answered, and in how many days."""
        del case, listing
        return "hold", 3.0

    def told(self, case: Case, listing: Listing, outcome: str) -> None:
        """Learn what became of a claim."""


@dataclass(eq=False)
class Plant:
    """A plot: its strategy, how many acts it may cost and has cost, who plots, and who is framed.

    `by_truth` counts the plotters' own founded complaints as its acts when the history is taken.
    """

    strategy: str
    budget: int
    acts: int = 0
    plotters: list[Account] = field(default_factory=list)
    framed: list[Actor] = field(default_factory=list)
    by_truth: bool = False

    def spend(self, acts: int = 1) -> bool:
        """Whether there is budget for these acts; they are counted then."""
        afford = self.acts + acts <= self.budget
        self.acts += acts * afford
        return afford
