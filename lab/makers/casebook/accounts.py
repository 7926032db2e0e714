"""Accounts that file, and what a filing shows of who they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from lab.makers.casebook import names
from lab.makers.casebook.letters import Hand
from lab.makers.casebook.world import REGIONS, Dice, World

MARKS: Final = ("email", "phone", "address", "device", "payment", "website")


@dataclass(frozen=True)
class Wire:
    """Where an account goes on line: one fixed line, one that changes, or exits that many use."""

    addresses: tuple[str, ...] = ()
    changes: float = 0.0  # every so many days, a home's line
    secret: str = ""

    def at(self, dice: Dice, day: float) -> str:
        if self.changes:
            return names.network(Dice(f"{self.secret}/{int(day // self.changes)}"))
        return dice.choice(self.addresses)


@dataclass
class Account:
    ref: str
    name: str
    kind: str
    country: str
    marks: dict[str, str]
    origins: dict[str, str]
    shown: dict[str, float]  # how often a filing shows a mark
    wires: list[Wire]
    hand: Hand
    registered: float | None
    channel: str
    operates: list[str] = field(default_factory=list)
    paper: str | None = None  # one that it encloses again and again
    sold: tuple[float, Account] | None = None  # from that day on somebody else sits at it

    def as_seen(self, dice: Dice, world: World, at: float) -> dict[str, Any]:
        """The filer as the line shows it."""
        who = self.sold[1] if self.sold and at >= self.sold[0] else self
        said: dict[str, Any] = {"reference": self.ref, "name": self.name, "kind": self.kind}
        if dice.chance(0.9):
            said["country"] = self.country
        for mark in MARKS:
            if mark in who.marks and dice.chance(who.shown[mark]):
                said[mark] = who.marks[mark]
        if dice.chance(who.shown["ip"]):
            said["ip"] = dice.choice(who.wires).at(dice, at)
        origins = {mark: who.origins[mark] for mark in sorted(who.origins) if mark in said}
        if origins:
            said["origins"] = origins
        if self.operates and dice.chance(0.9):
            said["operates"] = list(self.operates)
        if self.registered is not None:
            said["registered_at"] = world.moment(self.registered)
        return said


class Directory:
    """Makes accounts. Each has marks of its own unless it is told to share some."""

    def __init__(self, dice: Dice, world: World) -> None:
        self.dice, self.world = dice, world
        self.refs: set[str] = set()
        # Lines that strangers share: carriers' exits, sellers of private networks, shared offices.
        self.carriers = [Wire(tuple(names.network(dice) for _ in range(6))) for _ in range(4)]
        self.exits = [Wire(tuple(names.network(dice) for _ in range(5))) for _ in range(3)]
        self.offices = [(Wire((names.network(dice),)), names.address(dice, "CN")) for _ in range(4)]

    def reference(self) -> str:
        while (ref := f"u{self.dice.digits(7)}") in self.refs:
            pass
        self.refs.add(ref)
        return ref

    def country(self) -> str:
        return self.dice.weighed(REGIONS[self.world.region])

    def office_wire(self) -> Wire:
        return Wire(tuple(names.network(self.dice) for _ in range(self.dice.choice((1, 1, 2)))))

    def home_wire(self) -> Wire:
        if self.dice.chance(0.22):
            return self.dice.choice(self.carriers)
        return Wire(changes=self.dice.about(25), secret=self.dice.token(16))

    def open(
        self,
        at: float,
        *,
        name: str | None = None,
        kind: str = "rights_holder",
        country: str | None = None,
        domain: str | None = None,
        share: dict[str, str] | None = None,
        wires: list[Wire] | None = None,
        portal: bool | None = None,
        age: float | None = None,
        hand: Hand | None = None,
        fixed: float | None = None,
        paper: str | None = None,
        wary: bool = False,
    ) -> Account:
        """Open an account some time before it first files at `at`.

        A firm writes from its own domain, a person or a small firm from a free mailbox. `share`
        sets marks; `wary` is somebody who leaves out what is not asked.
        """
        dice, world = self.dice, self.world
        country = country or self.country()
        person = kind == "individual"
        trade = dice.choice(("IP Services", "Brand Protection", "Attorneys", "Consulting"))
        plain = names.person(dice, country) if person else names.brand(dice)
        name = name or (f"{plain} {trade}" if kind == "agent" else plain)
        portal = dice.chance(world.portal_users) if portal is None else portal
        local = dice.choice(("ip", "legal", "brand", "info", "office", names.slug(name)[:8]))
        marks = {
            "email": f"{local}@{domain}" if domain else names.free_mailbox(dice, country, name),
            "phone": names.phone(dice, country),
            "address": names.address(dice, country),
            "device": f"d-{dice.token(16)}",
            "payment": f"acct-{dice.token(12)}",
        }
        if domain:
            marks["website"] = f"https://www.{domain}"
        marks |= share or {}
        usual = {"email": 1.0, "phone": 0.75, "address": 0.7 if portal else 0.5, "website": 0.6}
        usual |= {"device": 0.75 if portal else 0.3, "payment": 0.3 if portal else 0.0, "ip": 0.85}
        caution = {"phone": 0.5, "address": 0.5, "website": 0.8, "device": 0.5, "payment": 0.2}
        shown = {}
        for mark in (*MARKS, "ip"):
            given = share is not None and mark in share and (portal or mark != "payment")
            careful = caution.get(mark, 1.0) if wary else 1.0
            share_of = max(usual[mark], 0.9) if given else usual[mark] * careful
            # Most leave a field always empty or always filled; few vary.
            shown[mark] = dice.choice((0.97, 0.97, 0.8)) if dice.chance(share_of) else 0.0
        origins = {"email": "typed", "device": "seen"}
        if portal and dice.chance(world.confirms):
            origins["email"] = "confirmed"
        if portal and dice.chance(0.35):
            origins["phone"] = "confirmed"
        if portal and not person and dice.chance(0.3):
            origins["address"] = "register"
        if dice.chance(0.5):
            origins["payment"] = "confirmed"
        if dice.chance(0.25):  # a source that says nothing of how things are known
            origins = {}
        age = dice.about(220, 1.3) if age is None else age
        return Account(
            ref=self.reference(),
            name=name,
            kind=kind,
            country=country,
            marks=marks,
            origins=origins,
            shown=shown,
            wires=wires or [self.home_wire() if person or not domain else self.office_wire()],
            hand=hand or Hand.of(dice, fixed),
            paper=paper,
            registered=at - age - 0.3 if portal else None,
            channel=dice.weighed((("form", 0.8), ("api", 0.08), ("other", 0.12)))
            if portal
            else dice.weighed((("form", 0.75), ("email", 0.25))),
        )
