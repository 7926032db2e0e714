"""What accounts have in common: things of one hand, or an office that strangers use as well."""

from __future__ import annotations

from dataclasses import dataclass

from abuse.market.draw import Draw
from abuse.market.names import Names
from abuse.market.parties import Account


@dataclass(frozen=True)
class Hall:
    """A market hall or office tower: one way out to the network, one address, dozens of tenants."""

    ip: str
    address: str
    country: str

    @classmethod
    def of(cls, names: Names, country: str) -> Hall:
        address = names.address(country)
        # A Chinese address ends in the room, which is each tenant's own.
        address = address[: address.index("号") + 1] if country == "CN" else address
        return cls(names.ip(), address, country)


def share(names: Names, draw: Draw, members: list[Account]) -> None:
    """Give the members two to four things in common; a careful hand not to all of them."""
    things = {
        "phone": names.phone("CN") or "",
        "device": names.device(),
        "payment": names.payment(),
        "address": names.address("CN"),
        "ip": names.ip(),
        "papers": draw.sha256(),
        "text": "",
    }
    always = draw.pick(("phone", "device", "papers"))
    kinds = {always, *draw.some(sorted(things), draw.between(2, 3))}
    care = draw.uniform(0.6, 0.95)
    for member in members:
        for kind in sorted(kinds):
            if not draw.chance(care):
                continue
            if kind == "papers":
                member.identity_paper = things[kind]
            elif kind == "text":
                member.wording = members[0].wording
            elif things[kind]:
                member.shown[kind] = things[kind]


def settle(draw: Draw, hall: Hall, account: Account) -> None:
    """Put an account behind the hall's line, and mostly at its address, in a room of its own."""
    account.shown["ip"] = hall.ip
    if draw.chance(0.6):
        room = draw.between(1, 9) * 100 + draw.between(1, 40)
        mark = "室" if hall.country == "CN" else ""
        account.shown["address"] = (
            f"{hall.address}{room}{mark}" if mark else f"Unit {room}, {hall.address}"
        )
