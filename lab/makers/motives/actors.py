"""Accounts, and those who act through them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from abuse.market.made import Truth
from lab.makers.motives.contacts import Contact

if TYPE_CHECKING:
    from lab.makers.motives.cases import Case
    from lab.makers.motives.goods import Listing, Operator
    from lab.makers.motives.world import World


@dataclass(eq=False)
class Account:
    """A filer of the record. `distrust` is what the platform's staff hold against it."""

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
    closed: bool = False

    @property
    def distrust(self) -> float:
        return (self.baseless + 2 * self.demands) / (self.filed + 3)


class Actor:
    """Somebody with a goal. What comes of its complaints it is told, and may act on."""

    # The stores that it runs itself.
    store: Operator | None = None

    def __init__(self, world: World) -> None:
        self.world = world
        self.accounts: list[Account] = []

    def wake(self) -> None:
        """Look at the market and decide what to do."""

    def answered(self, case: Case, listing: Listing) -> tuple[str, float]:
        """What it does about a seller's answer, `withdraw`, `hold` or `silent`, after how many days."""
        del case, listing
        return "hold", 3.0

    def told(self, case: Case, listing: Listing, outcome: str) -> None:
        """Learn what became of a claim."""
