"""A filing, how its filer behaves, and what has become of each of its claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lab.makers.casebook.accounts import Account
from lab.makers.casebook.listings import Listing
from lab.makers.casebook.rights import Right


@dataclass(frozen=True)
class Manner:
    """What a filer does after filing. Shares of claims, or of answered claims."""

    yields: float = 0.45  # withdraws when an answer shows that the claim was wrong
    settles: float = 0.04  # withdraws an answered claim that was right
    rues: float = 0.03  # withdraws its own error before anybody answers
    licenses: float = 0.0  # withdraws a right claim because the seller came to terms
    asks: float = 0.0  # asks the seller for money
    paid: float = 0.3  # share of the asked that pay, whereupon the claim is withdrawn
    again: float = 0.04  # files again when the claim has failed
    care: float = 0.9  # how well claims are made out


@dataclass
class Filing:
    who: Account
    at: float
    right: Right
    listings: Sequence[Listing]
    basis: str
    manner: Manner
    holder: str | None = None
    papers: tuple[tuple[str, str], ...] = ()
    blind: bool = False  # does not look whether the listing is still there
    asks_first: bool = False  # asks for money before the desk has decided
    repeated: int = 0


@dataclass
class Case:
    """One claim on its way: what has happened to it, and how it ended on what day."""

    filing: Filing
    listing: Listing
    true: bool
    hard: bool
    events: list[dict[str, Any]] = field(default_factory=list)
    result: str = "open"  # down, refused, back, withdrawn, gone
    day: float = 0.0

    def tell(self, day: float, kind: str, by: str, **more: Any) -> None:
        self.events.append({"day": day, "kind": kind, "by": by, **more})

    def end(self, result: str, day: float) -> Case:
        """Close it; what is withdrawn or put back is on sale again, what was lost counts."""
        self.result, self.day = result, day
        if result in ("withdrawn", "back"):
            self.listing.off = min(self.listing.off, day)
        if result in ("refused", "back"):
            self.listing.lost += 1
        return self
