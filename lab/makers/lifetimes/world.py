"""Holds the state of one market while it runs, and makes its holders and accounts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lab.makers.lifetimes import naming, registers, words
from lab.makers.lifetimes.clock import Clock
from lab.makers.lifetimes.dice import Dice
from lab.makers.lifetimes.parties import Account, Holder
from lab.makers.lifetimes.things import Listing, Operator, Store

if TYPE_CHECKING:
    from lab.makers.lifetimes.desk import Desk

MARKETS = ("harbour", "lantern", "orchard")

RIGHT_KINDS = ("trademark", "copyright", "design", "patent")
_KIND_WEIGHTS = (0.55, 0.77, 0.91)
"""Cumulative: marks lead, then copyright, design, patent (order of Temu's and TikTok's reports)."""


@dataclass(eq=False)
class World:
    """Everything that exists in a market. `span` is its length in days."""

    dice: Dice
    clock: Clock
    span: float
    desks: dict[str, Desk] = field(default_factory=dict)
    stores: list[Store] = field(default_factory=list)
    honest: dict[str, list[Listing]] = field(default_factory=dict)
    """Listings of decent shops by category, dead ones among them."""
    copiers: dict[str, list[Operator]] = field(default_factory=dict)
    holders: list[Holder] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)
    beginnings: list[Callable[[], None]] = field(default_factory=list)
    """What each filer sets going, once all of them exist and their sizes are known."""
    replies: dict[str, float] = field(default_factory=dict)
    """Store idents whose owner answers in somebody's pay, with the probability."""

    def sales(self, listing: Listing) -> float:
        """Sales of a listing in the last 30 days, now."""
        return listing.sales(self.clock.now, self.clock.to_festival(self.clock.now))

    def holder(
        self,
        *,
        kinds: int = 1,
        first: str | None = None,
        age: float = 1500,
        category: str | None = None,
    ) -> Holder:
        """A new holder with `kinds` rights; the first of kind `first`, some `age` days old."""
        dice, word = self.dice, naming.mark(self.dice)
        country = "CN" if dice.chance(0.4) else dice.pick(words.COUNTRIES)
        trade = category or dice.pick(tuple(words.CATEGORIES))
        name, at = naming.firm(dice, word), naming.domain(dice, word)
        holder = Holder(len(self.holders), name, word, country, trade, at)
        self.holders.append(holder)
        kind = first or self.right_kind()
        for _ in range(kinds):
            since = self.clock.now - 5 - dice.skewed(age, 0.6)
            registers.grant(dice, self.clock, holder, kind, since)
            kind = self.right_kind()
        return holder

    def right_kind(self) -> str:
        """A kind of right, as often as holders rely on it."""
        drawn = self.dice.between(0, 1)
        return RIGHT_KINDS[sum(drawn > each for each in _KIND_WEIGHTS)]

    def account(
        self, holder: Holder | None, *, name: str | None = None, age: float = 500
    ) -> Account:
        """A new account: its holder's own, or of a firm of its own (an agent, a person).

        It was opened `age` days (median) before it files for the first time. Half of what the
        forms ask is left out by somebody.
        """
        dice = self.dice
        country = holder.country if holder else dice.pick(words.COUNTRIES)
        called = name or (holder.name if holder else naming.person(dice))
        at = holder.domain if holder else naming.domain(dice, naming.mark(dice))
        free = dice.chance(0.25)
        mail = naming.free_mailbox(dice, called) if free else naming.mailbox(dice, at)
        account = Account(
            reference=f"f-{dice.sha256()[:10]}",
            name=called,
            kind="rights_holder" if holder else "individual",
            country=country,
            registered=-dice.skewed(age, 0.8),
            emails=[mail],
            phone=naming.phone(dice, country) if dice.chance(0.85) else None,
            address=naming.address(dice, country) if dice.chance(0.8) else None,
            ips=[naming.ip(dice) for _ in range(dice.whole(1, 3))],
            devices=[naming.device(dice) for _ in range(dice.whole(1, 2))],
            payment=naming.payment(dice) if dice.chance(0.55) else None,
            website=f"https://{at}" if not free and dice.chance(0.7) else None,
            texts=[self.text() for _ in range(dice.whole(1, 2))],
            identity=dice.sha256(),
        )
        account.error = min(0.5, 0.08 * dice.skewed(1.0, 0.5))
        account.concedes = dice.beta(5, 4)
        account.batch = min(12.0, 1.0 + dice.skewed(0.9, 0.9))
        account.channel = "email" if dice.chance(0.1) else "form"
        self.accounts.append(account)
        return account

    def text(self) -> tuple[str, str, str]:
        """A writer's habit: opening, a seed for its charges, closing."""
        return (
            self.dice.pick(words.OPENINGS),
            self.dice.digits(2),
            self.dice.pick(words.CLOSINGS),
        )
