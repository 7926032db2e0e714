"""What is sold, who sells it, whose it is, and what a claim about a listing is worth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from lab.makers.motives.rights import Right

if TYPE_CHECKING:
    from lab.makers.motives.actors import Actor
    from lab.makers.motives.cases import Case

# How a listing may touch a brand, and the kinds of right that it infringes.
INFRINGES: Final[dict[str, tuple[str, ...]]] = {
    "fake": ("trademark", "copyright", "design"), "borrowed": ("copyright", "other"),
    "alike": ("design",), "gadget": ("patent",),
    "grey": (), "genuine": (), "namesake": (), "own": (),
}  # fmt: skip
# Which right fits what was done, or seems done, best first.
FITS: Final = INFRINGES | {
    "alike": ("design", "copyright"), "gadget": ("patent", "design"),
    "grey": ("trademark", "patent"), "genuine": ("trademark", "patent"),
    "namesake": ("trademark", "design", "copyright"),
    "own": ("copyright", "trademark", "design", "patent"),
}  # fmt: skip
FOUNDED: Final = 2
MISTAKEN: Final = 1
BASELESS: Final = 0


@dataclass(eq=False)
class Brand:
    """What somebody made and others copy.

    `served`: an agent files for it. `enforced`: how much copiers hear that it defends itself.
    `born`: the day on which it is first on sale.
    """

    name: str
    kind: str
    category: int
    fame: float
    price: float
    holder: str
    country: str
    rights: list[Right]
    touched: list[Listing] = field(default_factory=list)
    owner: Actor | None = None
    served: bool = False
    enforced: float = 0.0
    born: int = -9999

    def right(self, *kinds: str) -> Right | None:
        return next((right for kind in kinds for right in self.rights if right.kind == kind), None)


@dataclass(eq=False)
class Operator:
    """Who sells. What it fears, knows and loses decides how it answers.

    `plot` is called when a listing of it falls, where it is part of a plot.
    """

    name: str
    kind: str
    category: int
    knowledge: float
    temper: float
    forger: bool
    activity: float
    stores: list[Store] = field(default_factory=list)
    strikes: int = 0
    hurt_by: list[Actor] = field(default_factory=list)
    quit: bool = False
    plot: Callable[[Case, Listing], None] | None = None


@dataclass(eq=False)
class Store:
    number: str
    name: str
    operator: Operator
    market: str
    listings: list[Listing] = field(default_factory=list)


@dataclass(eq=False)
class Listing:
    """`touch` is what it is to `brand`; `also` a second, unrelated holder whose mark it bears."""

    number: str
    store: Store
    category: int
    title: str
    price: float
    sales: int
    day: int
    touch: str
    brand: Brand | None
    also: Brand | None = None
    live: bool = True

    @property
    def worth(self) -> float:
        """Takings of 30 days."""
        return self.price * self.sales


def merit(right: Right, brand: Brand | None, listing: Listing) -> int:
    """What a claim is worth: founded, an error that one can make, or baseless."""
    if not right.genuine or brand is None:
        return BASELESS
    if listing.also is brand:
        return FOUNDED if right.kind in ("copyright", "trademark") else MISTAKEN
    if listing.brand is not brand or listing.touch == "own":
        return BASELESS
    return FOUNDED if right.kind in INFRINGES[listing.touch] else MISTAKEN
