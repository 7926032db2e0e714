"""What is claimed of one listing, and how a filer behaves once it has filed, as values."""

from __future__ import annotations

from dataclasses import dataclass

from abuse.market.stores import Listing


@dataclass(frozen=True)
class Conduct:
    """How a filer behaves once it has filed; all but the first are chances.

    bad_faith : it knows that its false claims are false, and a careful reviewer may see so
    regret : it withdraws a false claim of its own accord
    drop : it withdraws a false claim once the seller has answered
    drop_true : the same of a well-founded claim
    paid : it withdraws soon after the takedown, unanswered
    demand : the seller reports that money was asked for, true or not
    polish : its false claims are taken down so many times as often as others'
    """

    bad_faith: bool = False
    regret: float = 0.12
    drop: float = 0.25
    drop_true: float = 0.06
    paid: float = 0.0
    demand: float = 0.004
    polish: float = 1.0


HONEST = Conduct()


@dataclass(frozen=True)
class Claim:
    """One listing accused, and whether rightly; `gone` if there was nothing left to see."""

    listing: Listing
    valid: bool
    gone: bool = False
