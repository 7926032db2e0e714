"""Makes accounts and principals that have nothing in common unless a pattern gives it to them."""

from __future__ import annotations

from abuse.market import calendar
from abuse.market.draw import Draw
from abuse.market.goods import Category
from abuse.market.names import Names
from abuse.market.parties import Account, Principal
from abuse.market.rights import make_right
from abuse.market.tastes import Tastes
from abuse.market.texts import make_wording


class People:
    """The one maker of parties in a market, so that no name or number comes twice."""

    def __init__(self, draw: Draw, names: Names, tastes: Tastes) -> None:
        self.draw, self.names, self.tastes = draw, names, tastes

    def country(self) -> str:
        return self.draw.weighted(self.tastes.countries)

    def principal(
        self,
        country: str = "",
        category: Category | None = None,
        kinds: tuple[str, ...] = (),
        since: tuple[float, float] = (-3000, -500),
    ) -> Principal:
        """A rights holder whose rights were applied for within the days `since`."""
        draw = self.draw
        country = country or self.country()
        category = category or draw.weighted(self.tastes.categories)
        brand = self.names.brand()
        local = self.names.chinese_brand() if country == "CN" else ""
        if local and self.draw.chance(0.6):
            firm = self.names.chinese_firm(local)
        else:
            firm = self.names.firm(country, brand)
        shown = local if local and draw.chance(0.5) else brand
        holder = Principal(self.reference("rh"), firm, country, shown, category)
        wanted = kinds or tuple(draw.weighted(self.tastes.kinds) for _ in range(draw.between(1, 3)))
        for kind in wanted:
            day = calendar.day(draw.uniform(*since))
            title = shown if kind == "trademark" else f"{shown} {draw.pick(category.english)}"
            holder.rights.append(make_right(draw, kind, country, title, category.nice_class, day))
        return holder

    def rights_holder(self, principal: Principal) -> Account:
        """The principal's own account."""
        domain = self.names.domain(
            principal.brand if principal.brand.isascii() else self.names.brand()
        )
        local = self.draw.pick(("legal", "ip", "brand", "protection", "office"))
        return self._account(
            principal.name,
            "rights_holder",
            principal.country,
            f"{local}@{domain}",
            [principal],
            domain,
        )

    def agent(self, principals: list[Principal], country: str = "") -> Account:
        """An agency that files for these principals."""
        country = country or self.country()
        brand = self.names.brand()
        if country == "CN" and self.draw.chance(0.6):
            trade = self.draw.pick(("知识产权代理", "品牌维权"))
            firm = self.names.chinese_firm(self.names.chinese_brand(), trade)
        else:
            firm = self.names.firm(country, brand, self.draw.pick(("IP Services", "Brand Rights")))
        domain = self.names.domain(brand)
        return self._account(firm, "agent", country, f"notices@{domain}", principals, domain)

    def individual(self, principal: Principal) -> Account:
        """A person who owns the rights and writes from a free mailbox; the principal is renamed."""
        name = self.names.person(principal.country)
        mail = self.names.free_mail()
        account = self._account(name, "individual", principal.country, mail, [principal], "")
        principal.name = name
        return account

    def _account(
        self,
        name: str,
        kind: str,
        country: str,
        mail: str,
        principals: list[Principal],
        domain: str,
    ) -> Account:
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
        elsewhere = {"ip": names.ip()} if draw.chance(0.4) else {}
        if elsewhere and draw.chance(0.5):
            elsewhere["device"] = names.device()
        return Account(
            self.reference("acct"),
            name,
            kind,
            country,
            make_wording(draw, agent=kind == "agent", chinese=country == "CN" and draw.chance(0.7)),
            draw.uniform(-900, -1),
            principals,
            shown,
            identity_paper=draw.sha256(),
            elsewhere=elsewhere,
            nameless=kind == "agent" and draw.chance(0.12),
        )

    def reference(self, prefix: str) -> str:
        """An id that tells nothing."""
        while True:
            new = f"{prefix}-{self.draw.hexadecimal(8)}"
            if self.names.once(new):
                return new
