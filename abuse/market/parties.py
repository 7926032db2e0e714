"""Accounts that file, and principals whose rights they file on, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from abuse.market import calendar
from abuse.market.draw import Draw
from abuse.market.goods import Category
from abuse.market.rights import Right
from abuse.market.texts import Wording


@dataclass
class Principal:
    """Who owns rights; goods of `category` are what it makes."""

    reference: str
    name: str
    country: str
    brand: str
    category: Category
    rights: list[Right] = field(default_factory=list)
    # The operator of its own shops, if it has any.
    operator: str = ""
    papers: dict[str, str] = field(default_factory=dict)


@dataclass
class Account:
    """One filing account. `shown` are the identity attributes that it gives with a filing.

    `elsewhere` are those seen when it files from another place, `papers` its own copies of a
    holder's registrations where they are not the holder's, and `nameless` an agent that gives its
    clients' names but no reference.
    """

    reference: str
    name: str
    kind: str
    country: str
    wording: Wording
    registered: float
    principals: list[Principal]
    shown: dict[str, str] = field(default_factory=dict)
    operates: list[str] = field(default_factory=list)
    identity_paper: str = ""
    channel: str = "form"
    accused: set[str] = field(default_factory=set)
    elsewhere: dict[str, str] = field(default_factory=dict)
    papers: dict[str, str] | None = None
    nameless: bool = False

    def as_json(self, draw: Draw) -> dict[str, Any]:
        """The account as seen at one filing: connection data are not always recorded."""
        value: dict[str, Any] = {
            "reference": self.reference,
            "name": self.name,
            "kind": self.kind,
            "country": self.country,
        }
        shown = self.shown
        if self.elsewhere and draw.chance(0.3):
            shown = shown | self.elsewhere
        for name, attribute in shown.items():
            if name not in ("ip", "device", "payment") or draw.chance(0.85):
                value[name] = attribute
        value["registered_at"] = calendar.text(self.registered)
        if self.operates:
            value["operates"] = list(self.operates)
        return value

    def client(self, principal: Principal) -> dict[str, str]:
        """The rights holder as an agent names it."""
        stated = {"name": principal.name, "country": principal.country}
        return stated if self.nameless else {"reference": principal.reference, **stated}

    def authorization(self, principal: Principal) -> dict[str, str]:
        """The holder's permission for this account, the same each time it is shown."""
        since = calendar.day(self.registered)
        return {
            "reference": f"poa-{self.reference[-8:]}-{principal.reference[-8:]}",
            "valid_from": since.isoformat(),
            "valid_to": (since + timedelta(days=3650)).isoformat(),
        }
