"""The world while it is made: what is planned, by whom, with what right and against which goods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from abuse.market.made import Truth
from lab.makers.unseen.accounts import Account, Conduct
from lab.makers.unseen.brands import Brand, Right, found, paper
from lab.makers.unseen.calendar import Calendar
from lab.makers.unseen.registry import Registry
from lab.makers.unseen.terrain import Listing, Terrain
from lab.makers.unseen.texts import statement
from lab.makers.unseen.words import pick


@dataclass(slots=True)
class Draft:
    """A complaint as planned. `blind`: it is filed whether or not its listings are still there."""

    at: float
    account: Account
    brand: Brand
    right: Right
    basis: str
    listings: list[Listing]
    conduct: Conduct
    text: str | None
    documents: list[dict[str, str]]
    principal: dict[str, str] | None = None
    authorization: dict[str, str] | None = None
    blind: bool = False


@dataclass
class World:
    """Everything that the makers of filers share. `size` is how many complaints are wanted."""

    seed: int
    size: int
    rng: np.random.Generator
    calendar: Calendar
    terrain: Terrain
    registry: Registry
    brands: list[Brand] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    truth: dict[str, Truth] = field(default_factory=dict)
    rings: int = 0

    def day(self, first: float = 0.0, last: float = 1.0) -> float:
        """A day in the part of the period between the shares `first` and `last`."""
        return float(self.rng.uniform(first, last)) * self.calendar.days

    def join(self, first: float = 0.0) -> float:
        """When an account was opened: two thirds before the period, the others during it."""
        if self.rng.random() < 0.66:
            return first - 1 - float(self.rng.exponential(500))
        return self.day(first / self.calendar.days, 0.85)

    def holder(self, **how: Any) -> Account:
        """A rights holder with one brand of its own (`how`: as `brands.found`)."""
        kind = "individual" if self.rng.random() < 0.22 else "rights_holder"
        account = self.registry.open(kind=kind, registered=self.join())
        brand = found(self.rng, account.name, account.country, **how)
        account.brands.append(brand)
        self.brands.append(brand)
        return account

    def know(self, account: Account, **truth: Any) -> Account:
        """Set down the truth about an account. Abusers do not learn as the honest do."""
        self.truth[account.ref] = Truth(**truth)
        account.honest = truth.get("pattern") is None
        return account

    def ring(self) -> str:
        self.rings += 1
        return f"u{self.rings}"

    def behave(self, account: Account, **changes: float) -> None:
        account.conduct = replace(account.conduct, **changes)

    def file(
        self, account: Account, brand: Brand, right: Right, listings: Sequence[Listing], at: float,
        *, basis: str = "", blind: bool = False, text: str | None = None, **more: Any,
    ) -> Draft:  # fmt: skip
        """Plan a complaint; what is left out follows from the account and the right.

        A filer who is not the brand's owner states the principal and, mostly, the authorisation.
        """
        basis = basis or right.kind
        if text is None:
            text = statement(
                self.rng, account.voice, basis=basis, kind=right.kind, title=right.title,
                number=right.number or "unregistered", count=len(listings),
            )  # fmt: skip
        at = min(max(at, account.registered, 0.0), self.calendar.days - 0.01)
        once = {listing.lid: listing for listing in listings}
        for listing in once.values():
            listing.listed = min(listing.listed, at - 0.5)
        draft = Draft(
            at, account, brand, right, basis, list(once.values()), account.conduct, text,
            self.papers(account, brand, right), blind=blind, **more,
        )  # fmt: skip
        if account.name != brand.owner and draft.principal is None:
            draft.principal = {"name": brand.owner, "country": brand.country}
            if self.rng.random() < 0.7:
                draft.authorization = {"reference": f"POA-{paper(account.ref, brand.name)[:8]}"}
        self.drafts.append(draft)
        return draft

    def papers(self, account: Account, brand: Brand, right: Right) -> list[dict[str, str]]:
        """The certificate, the holder's permission, proof of identity, evidence: not all of
        them."""
        rng, papers = self.rng, []
        if right.number and rng.random() < 0.85:
            papers.append({"kind": "registration", "sha256": right.paper})
        if account.name != brand.owner and rng.random() < 0.8:
            poa = paper("permission", account.ref, brand.owner)
            papers.append({"kind": "authorization", "sha256": poa})
        if rng.random() < 0.3:
            papers.append({"kind": "identity", "sha256": paper("identity", account.ref)})
        for _ in range(int(rng.geometric(0.6)) - 1):
            evidence = paper("evidence", len(self.drafts), int(rng.integers(1 << 40)))
            name = f"{pick(rng, ('IMG', 'scan', 'proof'))}_{evidence[:4]}.jpg"
            papers.append({"kind": "evidence", "sha256": evidence, "filename": name})
        return papers
