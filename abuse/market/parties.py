"""Accounts that file and principals whose rights they file on; made here, judged nowhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from abuse.market import calendar, texts
from abuse.market.draw import Draw
from abuse.market.goods import CATEGORIES, Category
from abuse.market.names import Names
from abuse.market.rights import KINDS, Right, make_right


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
    """One filing account. `shown` are the identity attributes that it gives with a filing."""

    reference: str
    name: str
    kind: str
    country: str
    wording: str
    registered: float
    principals: list[Principal]
    shown: dict[str, str] = field(default_factory=dict)
    operates: list[str] = field(default_factory=list)
    identity_paper: str = ""
    channel: str = "form"

    def as_json(self, draw: Draw) -> dict[str, Any]:
        """The account as seen at one filing: connection data are not always recorded."""
        value: dict[str, Any] = {
            "reference": self.reference, "name": self.name, "kind": self.kind,
            "country": self.country,
        }  # fmt: skip
        for name, shown in self.shown.items():
            if name not in ("ip", "device", "payment") or draw.chance(0.85):
                value[name] = shown
        value["registered_at"] = calendar.text(self.registered)
        if self.operates:
            value["operates"] = list(self.operates)
        return value


class People:
    """Makes parties that have nothing in common unless a pattern gives it to them."""

    def __init__(self, draw: Draw, names: Names) -> None:
        self.draw, self.names = draw, names

    def principal(
        self, country: str = "", category: Category | None = None, kinds: tuple[str, ...] = (),
        since: tuple[float, float] = (-3000, -500),
    ) -> Principal:  # fmt: skip
        """A rights holder whose rights were applied for within the days `since`."""
        draw = self.draw
        country = country or self.names.country()
        category = category or draw.weighted([(c, 1.0 / (i + 3)) for i, c in enumerate(CATEGORIES)])
        brand = self.names.brand()
        local = self.names.chinese_brand() if country == "CN" else ""
        if local and self.draw.chance(0.6):
            firm = self.names.chinese_firm(local)
        else:
            firm = self.names.firm(country, brand)
        shown = local if local and draw.chance(0.5) else brand
        holder = Principal(self.reference("rh"), firm, country, shown, category)
        wanted = kinds or tuple(draw.weighted(KINDS) for _ in range(draw.between(1, 3)))
        for kind in wanted:
            day = calendar.day(draw.uniform(*since))
            title = shown if kind == "trademark" else f"{shown} {draw.pick(category.english)}"
            holder.rights.append(
                make_right(draw, kind, country, title, category.nice_class, day)
            )  # fmt: skip
        return holder

    def rights_holder(self, principal: Principal) -> Account:
        """The principal's own account."""
        domain = self.names.domain(principal.brand if principal.brand.isascii() else
                                   self.names.brand())  # fmt: skip
        local = self.draw.pick(("legal", "ip", "brand", "protection", "office"))
        return self._account(
            principal.name, "rights_holder", principal.country, f"{local}@{domain}", [principal],
            domain,
        )  # fmt: skip

    def agent(self, principals: list[Principal], country: str = "") -> Account:
        country = country or self.names.country()
        brand = self.names.brand()
        if country == "CN" and self.draw.chance(0.6):
            trade = self.draw.pick(("知识产权代理", "品牌维权"))
            firm = self.names.chinese_firm(self.names.chinese_brand(), trade)
        else:
            firm = self.names.firm(country, brand, self.draw.pick(("IP Services", "Brand Rights")))
        domain = self.names.domain(brand)
        return self._account(firm, "agent", country, f"notices@{domain}", principals, domain)

    def individual(self, principal: Principal) -> Account:
        name = self.names.person(principal.country)
        mail = self.names.free_mail()
        account = self._account(name, "individual", principal.country, mail, [principal], "")
        principal.name = name
        return account

    def _account(
        self, name: str, kind: str, country: str, mail: str, principals: list[Principal],
        domain: str,
    ) -> Account:  # fmt: skip
        draw, names = self.draw, self.names
        shown = {"email": mail}
        if phone := names.phone(country) if draw.chance(0.85) else None:
            shown["phone"] = phone
        if draw.chance(0.8):
            shown["address"] = names.address(country)
        shown |= {"ip": names.ip(), "device": names.device()}
        if draw.chance(0.4):
            shown["payment"] = names.payment()
        if domain and draw.chance(0.6):
            shown["website"] = f"https://www.{domain}/"
        return Account(
            self.reference("acct"), name, kind, country,
            texts.wording(draw, country == "CN" and draw.chance(0.7)), draw.uniform(-900, -1),
            principals, shown, identity_paper=draw.sha256(),
        )  # fmt: skip

    def reference(self, prefix: str) -> str:
        while True:
            new = f"{prefix}-{self.draw.text('0123456789abcdef', 8)}"
            if self.names.once(new):
                return new

    def authorization(self, account: Account, principal: Principal) -> dict[str, str]:
        """The holder's permission, the same each time it is shown."""
        since = calendar.moment(account.registered).date()
        mark = f"{account.reference[5:]}-{principal.reference[3:]}"
        until = since + timedelta(days=3650)
        return {"reference": f"poa-{mark}", "valid_from": since.isoformat(),
                "valid_to": until.isoformat()}  # fmt: skip
