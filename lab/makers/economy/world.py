"""The market as its agents meet it: who is there, when the sales days are, and how one files."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from lab.makers.economy import params, rights, words
from lab.makers.economy.desk import Desk
from lab.makers.economy.dice import Dice
from lab.makers.economy.people import People
from lab.makers.economy.things import Brand, Complaint, Draft, Filer, Identity
from lab.makers.economy.trade import Trade

STAMPS = {"registration": "certificate.pdf", "authorization": "poa.pdf", "evidence": "evidence.pdf"}


class World:
    """Everything that exists. Days are counted from `start`; `months` rounds are played."""

    def __init__(self, dice: Dice, size: int) -> None:
        """Open shops for about `size` complaints and hire the desk."""
        self.dice = dice
        self.start = date(2023, 7, 1) + timedelta(days=dice.whole(0, 270))
        self.months = dice.whole(13, 21)
        self.people = People(dice)
        self.trade = Trade(dice, size, self.start.month - 1)
        self.desk = Desk(dice, self.trade)
        self.brands: dict[str, Brand] = {}
        self.filers: list[Filer] = []
        self.complaints: list[Complaint] = []
        self.sales_days = self._sales_days()

    def reseed(self, dice: Dice) -> None:
        """Go on with another stream of chance."""
        self.dice = self.people.dice = self.trade.dice = self.desk.dice = dice

    @property
    def end(self) -> float:
        """The day of the last round's end."""
        return self.months * params.MONTH

    def _sales_days(self) -> list[float]:
        """The festivals within the market, in days."""
        days = [
            float((date(year, month, day) - self.start).days)
            for year in range(self.start.year, self.start.year + 4)
            for month, day in params.FESTIVALS
        ]
        return [day for day in days if 20 < day < self.end]

    def brand(self, category: int | None = None, land: str | None = None) -> Brand:
        """Found a brand, in a trade by how much it is copied."""
        dice = self.dice
        if category is None:
            weights = [trade.copied for trade in params.TRADES]
            category = dice.weighted(range(len(params.TRADES)), weights)
        land = land or self.people.land()
        name = (
            f"{words.coin(dice, 3)} {dice.pick(('Ltd', 'Inc', 'Studio', 'Brands', 'Co', 'GmbH'))}"
        )
        reference = f"h{len(self.brands):04d}{dice.digits(3)}"
        domain = self.people.domain(name.split()[0], land)
        found = rights.brand(dice, reference, category, name, land, domain)
        self.brands[reference] = found
        return found

    def account(
        self, aim: str, brands: list[Brand], identity: Identity, name: str, **traits: Any
    ) -> Filer:
        """Open an account. Unless told: before the market, active from some month to its end."""
        dice = self.dice
        since = 0.0 if dice.chance(0.55) else dice.between(0, self.end * 0.85)
        until = self.end if dice.chance(0.8) else dice.between(since, self.end)
        usual: dict[str, Any] = {
            "kind": "rights_holder",
            "opened": since - dice.spread(200, 1.0) if dice.chance(0.75) else since - 2.0,
            "appetite": 3.0,
            "months": (since, max(until, since + 10)),
            "wording": words.wording(dice),
            "trade": brands[0].category if brands else 0,
            "polish": dice.normal(0.0, 0.3),
        }
        filer = Filer(
            reference=f"f-{dice.whole(0, 2**32 - 1):08x}{len(self.filers):x}",
            name=name,
            aim=aim,
            brands=brands,
            identity=identity,
            **(usual | traits),
        )
        self.filers.append(filer)
        return filer

    def send(self, filer: Filer, draft: Draft, at: float) -> Complaint:
        """File a draft; the desk decides it at once, with its later dates."""
        dice = self.dice
        trade = params.TRADES[draft.claims[0].listing.store.category].name
        text = words.statement(dice, filer.wording, draft.right.title, trade)
        complaint = Complaint(
            at=at,
            filer=filer,
            right=draft.right,
            holder=draft.holder,
            basis=draft.basis,
            claims=draft.claims,
            statement=text if dice.chance(0.93) else None,
            papers=self._papers(filer, draft, len(self.complaints)),
            ip=dice.pick(filer.identity.ips) if filer.identity.ips else None,
            device=dice.pick(filer.identity.devices) if filer.identity.devices else None,
            channel="api" if len(draft.claims) > 20 or filer.spread > 2 else "form",
        )
        self.desk.decide(complaint)
        self.complaints.append(complaint)
        filer.filed.append(complaint)
        return complaint

    def _papers(self, filer: Filer, draft: Draft, serial: int) -> list[tuple[str, str, str]]:
        """Certificate, power of attorney of an agent, and at times evidence."""
        found = []
        if draft.right.paper and self.dice.chance(0.85):
            found.append(("registration", draft.right.paper, STAMPS["registration"]))
        if draft.holder and filer.kind == "agent" and self.dice.chance(0.8):
            mark = self.dice.paper("poa", filer.reference, draft.holder.reference)
            found.append(("authorization", mark, STAMPS["authorization"]))
        if self.dice.chance(0.35):
            mark = self.dice.paper("evidence", filer.reference, serial)
            found.append(("evidence", mark, STAMPS["evidence"]))
        return found
