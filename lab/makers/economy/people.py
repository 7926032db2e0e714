"""Who accounts belong to: mailboxes, telephones, addresses, lines and machines."""

from __future__ import annotations

from lab.makers.economy import words
from lab.makers.economy.dice import Dice
from lab.makers.economy.things import Identity


class People:
    """Draws identities. Some innocents share exits to the net and business centres (Z7)."""

    def __init__(self, dice: Dice) -> None:
        """Set up the exits and business centres that strangers share."""
        self.dice = dice
        self.exits = [self.ip() for _ in range(6)]
        self.centres = [self.address(land) for land in ("CN", "CN", "US", "GB")]
        self.domains: set[str] = set()

    def land(self) -> str:
        """Where somebody sits. No source: cross-border markets are mostly supplied from China."""
        return self.dice.weighted(("CN", "US", "GB", "DE"), (0.48, 0.26, 0.13, 0.13))

    def ip(self) -> str:
        """An address on the net."""
        dice = self.dice
        first = dice.pick((36, 58, 61, 74, 81, 93, 101, 112, 121, 140, 183, 202, 218, 222))
        return f"{first}.{dice.whole(1, 254)}.{dice.whole(0, 255)}.{dice.whole(1, 254)}"

    def device(self) -> str:
        """A machine's fingerprint."""
        return f"{self.dice.whole(0, 2**48 - 1):012x}"

    def payment(self) -> str:
        """A token of a bank card or account."""
        return f"pay-{self.dice.whole(0, 2**40 - 1):010x}"

    def phone(self, land: str) -> str:
        """A mobile number in E.164."""
        dice = self.dice
        if land == "CN":
            return f"+861{dice.pick(('38', '39', '50', '86', '58'))}{dice.digits(8)}"
        if land == "US":
            area = dice.pick(("206", "512", "973", "303", "415"))
            return f"+1{area}{dice.whole(2, 9)}{dice.digits(6)}"
        return f"+4474{dice.digits(8)}" if land == "GB" else f"+49151{dice.digits(8)}"

    def address(self, land: str) -> str:
        """A street and a city."""
        dice = self.dice
        street = f"{dice.whole(1, 240)} {dice.pick(words.STREETS)} Road"
        return f"{street}, Room {dice.whole(101, 2899)}, {dice.pick(words.CITIES[land])}"

    def domain(self, name: str, land: str) -> str:
        """A domain for a firm of that name, different from all others."""
        stem = "".join(letter for letter in name.lower() if letter.isalnum())
        ending = {"CN": "cn", "US": "com", "GB": "co.uk", "DE": "de"}[land]
        found = f"{stem}.{ending}"
        while found in self.domains:
            found = f"{stem}{self.dice.whole(2, 999)}.{ending}"
        self.domains.add(found)
        return found

    def free_mailbox(self, land: str) -> str:
        """A mailbox that costs nothing."""
        dice = self.dice
        local = f"{words.coin(dice, 2).lower()}{dice.pick(('', '.', '_'))}{dice.digits(4)}"
        return f"{local}@{dice.pick(words.FREE_MAIL[land])}"

    def identity(self, land: str, domain: str | None) -> Identity:
        """An identity of one's own, but for exits and business centres that strangers share."""
        dice = self.dice
        role = dice.pick(("ip", "legal", "brand", "info", words.coin(dice, 2).lower()))
        ips = [self.ip() for _ in range(1 + min(dice.count(0.8), 4))]
        if dice.chance(0.07):
            ips.append(dice.pick(self.exits))
        centre = dice.chance(0.05)
        return Identity(
            email=f"{role}@{domain}" if domain else self.free_mailbox(land),
            phone=self.phone(land) if dice.chance(0.85) else None,
            address=dice.pick(self.centres) if centre else self.address(land),
            country=land,
            website=f"https://www.{domain}/" if domain and dice.chance(0.8) else None,
            payment=self.payment() if dice.chance(0.4) else None,
            ips=ips,
            devices=[self.device() for _ in range(1 + dice.count(0.5))],
        )
