"""The stage: filings wait in the order of their days, go over the desk, and become lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from heapq import heappop, heappush
from typing import Any

from abuse.market.made import Truth
from lab.makers.casebook.accounts import Account, Directory
from lab.makers.casebook.cases import Case, Filing, Manner
from lab.makers.casebook.desk import Desk
from lab.makers.casebook.hall import Hall
from lab.makers.casebook.letters import write
from lab.makers.casebook.listings import Listing
from lab.makers.casebook.rights import Brand, Right, make_brand
from lab.makers.casebook.world import Dice, World

HOURS = {"CN": (1, 10), "HK": (1, 10), "JP": (0, 9), "VN": (2, 11), "US": (13, 23), "CA": (13, 23)}


class Stage:
    """Everything of one market: who plays, on what ground, and what has been written down."""

    def __init__(self, seed: int, world: World) -> None:
        self.world = world
        self.dice = Dice(f"casebook/stage/{seed}")
        self.directory = Directory(self.dice, world)
        self.brands = [
            make_brand(self.dice, world, self.directory.country())
            for _ in range(max(24, round(world.size / world.per_filer * 0.75)))
        ]
        self.unheld = self.dice.part(self.brands, len(self.brands))
        self.hall = Hall(self.dice, world, self.brands)
        self.desk = Desk(Dice(f"casebook/desk/{seed}"), world)
        self.truth: dict[str, Truth] = {}
        self.queue: list[tuple[float, int, Filing]] = []
        self.lines: list[dict[str, Any]] = []
        self.filed: dict[str, int] = {}
        self.count = 0

    def open(self, at: float, truth: Truth, *, brand: Brand | None = None, **how: Any) -> Account:
        """Open an account, of the brand if one is given, and enter what it really is."""
        if brand:
            how = {"name": brand.name, "country": brand.country} | how
        account = self.directory.open(at, **how)
        self.truth[account.ref] = truth
        return account

    def file(
        self,
        who: Account,
        at: float,
        right: Right,
        listings: Sequence[Listing],
        *,
        basis: str | None = None,
        manner: Manner | None = None,
        **more: Any,
    ) -> None:
        """Plan a complaint for about that day, in working hours, the last at the latest."""
        if not listings:
            return
        first, last = HOURS.get(who.country, (7, 16))
        at = (
            float(int(min(max(at, 0.0), self.world.days - 1.0)))
            + self.dice.uniform(first, last) / 24
        )
        if who.registered is not None:
            who.registered = min(who.registered, at - 0.05)
        usual = "counterfeit" if self.dice.chance(0.55) else "trademark"
        basis = basis or (usual if right.kind == "trademark" else right.kind)
        self.plan(Filing(who, at, right, listings, basis, manner or Manner(), **more))

    def plan(self, filing: Filing) -> None:
        self.count += 1
        heappush(self.queue, (filing.at, self.count, filing))

    def run(self) -> None:
        """Take all filings over the desk in the order of their days.

        Who looks before filing leaves out what is gone already; nobody's first complaint is lost.
        """
        dice = self.dice
        while self.queue:
            at, _, filing = heappop(self.queue)
            blind = filing.blind or filing.who.ref not in self.filed
            there = {
                each.code: each
                for each in filing.listings
                if blind or not each.away(at) or dice.chance(0.04)
            }
            if not there:
                continue
            cases = [self.desk.decide(filing, each) for each in there.values()]
            self.filed[filing.who.ref] = self.filed.get(filing.who.ref, 0) + 1
            self.lines.append(self.line(filing, cases))
            failed = [each for each in cases if each.result in ("refused", "back")]
            if failed and dice.chance(filing.manner.again):
                day = max(each.day for each in failed) + dice.about(14)
                lost = [each.listing for each in failed]
                if day < self.world.days:
                    tries = filing.repeated + 1
                    self.plan(replace(filing, at=day, listings=lost, repeated=tries))

    def line(self, filing: Filing, cases: list[Case]) -> dict[str, Any]:
        dice, world, who, right = self.dice, self.world, filing.who, filing.right
        said: dict[str, Any] = {
            "reference": f"{world.portal[:3].upper()}-{dice.token(10)}",
            "filed_at": world.moment(filing.at),
            "filer": who.as_seen(dice, world, filing.at),
            "right": right.statement,
            "basis": filing.basis,
            "targets": [each.listing.target(world, filing.at) for each in cases],
            "channel": who.channel,
        }
        holder = filing.holder
        if holder:
            said["rights_holder"] = {"name": holder}
            if dice.chance(0.5):
                said["authorization"] = {"reference": f"poa-{digest(who.ref + holder)[:8]}"}
        owner = holder or right.owner
        text = write(dice, who.hand, filing.basis, title=right.title, owner=owner)
        if text:
            said["statement"] = text
        papers = [*filing.papers]
        if who.paper and dice.chance(0.5):
            papers.append(("evidence", who.paper))
        if dice.chance(0.55):  # whoever sends the same file sends the same bytes
            papers.append(("registration", right.paper))
        if holder and dice.chance(0.6):
            papers.append(("authorization", f"poa/{who.ref}/{holder}"))
        if dice.chance(0.35):
            papers.append(("identity", f"identity/{who.marks['phone']}"))
        if dice.chance(0.3 * filing.manner.care):
            papers.append(("evidence", f"evidence/{dice.token(12)}"))
        if papers:
            said["documents"] = [{"kind": kind, "sha256": digest(name)} for kind, name in papers]
        events = self.events(cases)
        if events:
            said["events"] = events
        return said

    def events(self, cases: list[Case]) -> list[dict[str, Any]]:
        """All events oldest first; nothing that came after the export."""
        told: list[tuple[float, int, dict[str, Any]]] = []
        for place, case in enumerate(cases):
            for event in case.events:
                day = event.pop("day")
                said = {"at": self.world.moment(day)} | event
                if len(cases) > 1 or self.dice.chance(0.3):
                    said["listing_ids"] = [case.listing.code]
                if day <= self.world.known:
                    told.append((day, place, said))
        return [said for _, _, said in sorted(told, key=lambda each: each[:2])]

    def brand(self, least_fame: float = 0.0) -> Brand:
        """Any brand of the market, whoever else files for it."""
        known = [each for each in self.brands if each.fame >= least_fame]
        return self.dice.choice(known or self.brands)

    def own_brand(self, kind: str | None = None, *, trade: str | None = None) -> Brand:
        """A brand whose holder has no account yet, with such a right, or of that trade."""
        for place, each in enumerate(self.unheld):
            fits = kind is None or any(right.kind == kind for right in each.rights)
            if fits and trade in (None, each.category):
                return self.unheld.pop(place)
        made = make_brand(self.dice, self.world, self.directory.country(), kind=kind or "")
        self.brands.append(made)
        return made


def digest(name: str) -> str:
    return sha256(name.encode()).hexdigest()
