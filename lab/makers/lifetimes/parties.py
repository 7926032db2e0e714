"""Describes who complains: holders, their rights, and the accounts that file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from abuse.market.made import Truth
from lab.makers.lifetimes.things import Listing

if TYPE_CHECKING:
    from lab.makers.lifetimes.filing import Complaint


@dataclass(eq=False)
class Right:
    """A right as its owner states it. `void` ones give no valid claim against anybody."""

    holder: Holder
    kind: str
    facts: dict[str, Any]
    scan: str
    since: float
    void: bool = False


@dataclass(eq=False)
class Holder:
    """A rights holder, with its copiers' listings and the genuine goods that others sell."""

    number: int
    name: str
    mark: str
    country: str
    category: str
    domain: str
    rights: list[Right] = field(default_factory=list)
    copies: list[Listing] = field(default_factory=list)
    genuine: list[Listing] = field(default_factory=list)
    gang: float | None = None
    """Boldness of the copiers that come, where they are of a special kind."""
    hired: int = 0
    """How many of the copiers' next shops will answer every takedown in somebody's pay."""
    allies: list[Holder] = field(default_factory=list)
    """Holders whom the same copiers rob."""


@dataclass(eq=False)
class Account:
    """A filer's account: what it shows, how it errs, what it does when a seller answers."""

    reference: str
    name: str
    kind: str
    country: str
    registered: float
    emails: list[str]
    phone: str | None
    address: str | None
    ips: list[str]
    devices: list[str]
    payment: str | None
    website: str | None
    texts: list[tuple[str, str, str]]
    identity: str
    truth: Truth = field(default_factory=Truth)
    operates: list[str] = field(default_factory=list)
    channel: str = "form"
    quota: int = 1
    filed: int = 0
    joins: float = 0.0
    leaves: float = 0.0
    error: float = 0.1
    """Share of its targets that it gets wrong, where its right is easy."""
    concedes: float = 0.5
    """Probability to withdraw a wrong claim when its seller answers."""
    gives_way: float = 0.04
    """The same of a right claim."""
    batch: float = 1.6
    """Mean number of targets in a complaint."""
    guise: float = 0.0
    """How much better (or worse) its papers look than its case is, in log-odds."""
    foul: bool = False
    """Whether its wrong claims are meant so."""
    demands: float = 0.0
    """Probability that it asks a seller for money after a takedown."""
    refused: int = 0
    decided: int = 0
    warned: bool = False
    stopped: bool = False
    claimed: dict[str, float] = field(default_factory=dict)
    on_warning: Callable[[], None] | None = None
    on_filed: list[Callable[[Complaint], None]] = field(default_factory=list)
    clients: list[Holder] = field(default_factory=list)

    def may_file(self) -> bool:
        """Whether it has something left to file."""
        return not self.stopped and self.filed < self.quota
