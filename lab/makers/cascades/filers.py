"""A filer as a point process: its own rate, what excites it, its aims and its reactions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from abuse.market.made import Truth
from lab.makers.cascades.badges import Badge
from lab.makers.cascades.draws import table
from lab.makers.cascades.rights import Right

if TYPE_CHECKING:
    from lab.makers.cascades.goods import Listing, Operator, Store


@dataclass(frozen=True, slots=True)
class Manner:
    """The marks and reactions of a filer; shares, and means of counts.

    `mix` weighs the aims: copies (listings that copy the right), errors (near misses), grey
    (genuine goods outside the channel), halls, rivals (who sells most in the niche), grabbed
    (sellers of what the right was taken from), victims (a list of stores), bait, spray (anything),
    gone.
    """

    mix: dict[str, float] = field(default_factory=lambda: {"copies": 0.93, "errors": 0.07})
    care: float = 1.0  # divides the share that is refused for form
    batch: float = 0.6  # mean of targets beyond the first
    near: float = 0.6  # share of further targets at the same seller
    papers: float = 0.6
    yields: float = 0.55  # withdraws when answered and wrong
    digs: float = 0.3  # contests an answer though wrong
    settles: float = 0.02  # withdraws unanswered within days
    asks: float = 0.0  # demands of money
    appeals: float = 0.04
    stubborn: float = 0.0  # mean of filings again on what was refused or put back
    copied: float = 0.02  # files the same a second time
    grey_as: str = "counterfeit"


@dataclass(frozen=True, slots=True)
class Tempo:
    """When a filer files: `mean` complaints between two days, and what excites more."""

    mean: float
    start: float
    end: float
    bent: float  # how much it follows the season
    sweep: float
    alarm: float
    times: tuple[float, ...] = ()  # its own dates instead of a rate


@dataclass(frozen=True, slots=True)
class Phase:
    """From a day on the filer is another: other aims, other hands at the keyboard."""

    start: float
    manner: Manner
    badge: Badge | None = None


@dataclass(frozen=True)
class Sketch:
    """A kind of single filer, honest or not: how common, how busy, with what right, and how."""

    weight: float
    median: float
    manner: Manner = field(default_factory=Manner)
    spread: float = 1.0
    kinds: tuple[str, ...] = ()
    standing: str = "sound"
    free: float = 0.35  # share with a free mailbox
    new: bool = False  # comes up during the market
    bent: float = 1.0
    shop: float = 0.1  # share that sells too
    agent: bool = False


@dataclass(eq=False, slots=True)
class Filer:
    """An account. `gang` is excited by its orders, `allies` by its removals at shared copiers."""

    reference: str
    kind: str
    badge: Badge
    docket: list[Right]
    tempo: Tempo
    manner: Manner
    truth: Truth
    registered: float
    weights: dict[str, float]  # of its rights, by key
    template: str | None = None  # a fixed text; else its own words
    phases: list[Phase] = field(default_factory=list)
    runs: Operator | None = None
    shows_store: bool = False
    allies: list[Filer] = field(default_factory=list)
    gang: list[Filer] = field(default_factory=list)
    echo: float = 0.0  # mean of the gang that follows an order
    echo_days: float = 2.0
    victims: list[Store] = field(default_factory=list)
    followers: list[Filer] = field(default_factory=list)  # who files where this one files
    avenges: Operator | None = None  # files against who hit this seller
    bait: list[Listing] = field(default_factory=list)
    mob: str | None = None  # what sellers in league do to it: answers or reports
    mob_left: int = 0
    most: int | None = None  # files no more than so often
    filed: int = 0
    deaf: bool = False  # stopped filing

    def manner_at(self, day: float) -> Manner:
        return next((p.manner for p in reversed(self.phases) if day >= p.start), self.manner)

    def badge_at(self, day: float) -> Badge:
        worn = (p.badge for p in reversed(self.phases) if day >= p.start and p.badge is not None)
        return next(worn, self.badge)


def _sketch(row: dict[str, Any]) -> Sketch:
    return Sketch(**(row | {"manner": Manner(**row.get("manner", {}))}))


_PEOPLE: Final = table("people")
HONEST: Final = {name: _sketch(row) for name, row in _PEOPLE["honest"].items()}
SCHEMES: Final = {name: _sketch(row) for name, row in _PEOPLE["abusers"].items()}
MANNERS: Final = {name: Manner(**row) for name, row in _PEOPLE["manners"].items()}
