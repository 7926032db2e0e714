"""A filer as a point process: its own rate, what excites it, what it aims at, how it bears itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from abuse.market.made import Truth
from lab.makers.cascades.badges import Badge
from lab.makers.cascades.rights import Right

if TYPE_CHECKING:
    from lab.makers.cascades.goods import Listing, Operator, Store


@dataclass(frozen=True, slots=True)
class Manner:
    """The marks and reactions of a filer; shares, and means of counts.

    `mix` weighs the aims: copies (listings that copy the right), errors (near misses), grey
    (genuine goods outside the channel), halls, rivals (who sells most in the niche), grabbed
    (sellers of what the right was taken from), victims (a list of stores), spray (anything), gone.
    """

    mix: dict[str, float]
    care: float = 1.0  # divides the share that is refused for form
    batch: float = 0.6  # mean of targets beyond the first
    near: float = 0.6  # share of further targets at the same seller
    papers: float = 0.6
    yields: float = 0.55  # withdraws when answered and wrong
    digs: float = 0.3  # contests an answer though wrong
    settles: float = 0.02  # withdraws unanswered within days
    asks: float = 0.0  # demands of money that sellers report
    appeals: float = 0.04
    stubborn: float = 0.0  # files again on what was refused or put back
    copied: float = 0.02  # files the same a second time
    grey_as: str = "counterfeit"
    template: str | None = None  # a fixed text; else its own words


@dataclass(frozen=True, slots=True)
class Tempo:
    """When a filer files: `mean` complaints between two days, and what excites more."""

    mean: float
    start: float
    end: float
    bent: float = 1.0  # how much it follows the season
    sweep: float | None = None  # left out: the world's
    sweep_days: float = 1.2
    again: float | None = None
    alarm: float | None = None
    times: tuple[float, ...] | None = None  # its own dates instead of a rate


@dataclass(frozen=True, slots=True)
class Phase:
    """From a day on the filer is another: other aims, other hands at the keyboard."""

    start: float
    manner: Manner
    badge: Badge | None = None


@dataclass(eq=False, slots=True)
class Filer:
    """An account. `gang` is excited by its orders, `allies` by its removals at shared copiers."""

    reference: str
    kind: str
    badge: Badge
    docket: list[Right]
    tempo: Tempo
    manner: Manner
    truth: Truth = field(default_factory=Truth)
    registered: float = 0.0
    weights: list[float] | None = None
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
    mob: str | None = None  # what sellers do to it: answers or reports
    mob_left: int = 0
    filed: int = 0
    deaf: bool = False  # stopped filing

    def manner_at(self, day: float) -> Manner:
        found = self.manner
        for phase in self.phases:
            if day >= phase.start:
                found = phase.manner
        return found

    def badge_at(self, day: float) -> Badge:
        found = self.badge
        for phase in self.phases:
            if day >= phase.start and phase.badge is not None:
                found = phase.badge
        return found


HONEST: Final = Manner(mix={"copies": 0.93, "errors": 0.07})
