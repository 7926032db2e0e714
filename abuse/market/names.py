"""Names that belong to nobody: brands, firms, people, mailboxes, telephones, addresses.

Domains end in the reserved `.example` and `.test`. Telephones lie in ranges that regulators keep
for fiction (North America's 555-01xx, Ofcom, the Bundesnetzagentur, Arcep) or, for China, which
keeps none, behind the unassigned prefix 120. IP addresses are of ranges kept for documentation and
benchmarks.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from abuse.market.draw import Draw

_HEAD = ("Vel", "Kor", "Lum", "Tir", "Bran", "Osk", "Mir", "Zan", "Fel", "Quor", "Nim", "Dras",
         "Hal", "Yar", "Pel", "Sor", "Wen", "Gal", "Ruv", "Ith")  # fmt: skip
_MIDDLE = ("a", "o", "i", "e", "ora", "ane", "ilo", "umi", "esta", "avo")
_TAIL = ("mora", "dex", "lith", "nova", "ric", "wyn", "tano", "quist", "bel", "zen", "vik", "lune")
_HAN = "澜沐辰予歆霁珩禾屿岚筱宸栩蔚茗泓朔翎煦皓"
_GIVEN = ("Alma", "Bram", "Cleo", "Dario", "Edda", "Fenn", "Greta", "Hugo", "Iris",
    "Jonas", "Kaia", "Lorcan", "Mina", "Nils", "Orla", "Pavel", "Quinn", "Rosa",
    "Sven", "Tilda")  # fmt: skip
_FAMILY = ("Ashgrove", "Bellweir", "Corvane", "Dunmarsh", "Ellstrom", "Farrowby", "Grindel",
           "Holloway-Finch", "Ivarson", "Juniper", "Kestrelle", "Larkmoor", "Marrowick", "Norvane",
           "Oakhurst", "Penhallow", "Quillan", "Rushmere", "Stanmoor", "Thornquist")  # fmt: skip
_XING = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_MING = "晓伟芳敏静磊洋艳勇杰娟涛明超霞平刚桂兰辉"
_STREETS = ("Alder", "Birchall", "Cinder", "Dovecote", "Elmfield", "Foundry", "Granary", "Harrow")
_TOWNS = (("US", "Fairhaven Falls"), ("US", "Port Ellery"), ("GB", "Marlow Heath"),
          ("GB", "Stonebridge Wick"), ("DE", "Neuwalde"), ("FR", "Valbrume"))  # fmt: skip
_ROADS = ("云澜路", "望溪街", "金穗大道", "松屿路", "临江巷", "青禾路", "星河街", "百川路")
_CITIES = ("临溪市云澜区", "东屿市海棠区", "南禾市高新区", "北泓市工业园区")
FREE_MAIL = ("postbox.example", "freemail.example", "mailhub.test", "163post.example")
# Prefixes of numbers kept for fiction, and how many digits follow. China keeps none.
_FICTION = {
    "US": (tuple(f"+1 {area} 555 01" for area in (
        202, 212, 213, 305, 312, 404, 415, 503, 512, 602, 617, 702, 713, 808, 907)), 2),
    "GB": (tuple(f"+44 {area}" for area in (
        "20 7946 0", "113 496 0", "114 496 0", "115 496 0", "116 496 0", "117 496 0", "118 496 0",
        "121 496 0", "131 496 0", "141 496 0", "151 496 0", "161 496 0", "191 498 0",
        "7700 900 ")), 3),
    "DE": (("+49 30 23125 ", "+49 69 90009 ", "+49 40 66969 ", "+49 221 4710 ", "+49 89 99998 "),
           3),
    "FR": (("+33 1 99 00 ", "+33 2 61 91 ", "+33 3 53 01 ", "+33 4 65 71 ", "+33 5 36 49 "), 4),
    "CN": (tuple(f"+86 120 {block} " for block in range(1000, 9999)), 4),
}  # fmt: skip
_LATIN = {"CN": "Co., Ltd.", "US": "Inc.", "GB": "Ltd", "DE": "GmbH", "FR": "SAS"}


@dataclass
class Names:
    """Hands out names, each once in a market."""

    draw: Draw
    _taken: set[str] = field(default_factory=set)
    _phones: dict[str, int] = field(default_factory=dict)

    def once(self, name: str) -> bool:
        """Whether a name is new; it is taken from now on."""
        new = name not in self._taken
        self._taken.add(name)
        return new

    def brand(self) -> str:
        """A word that sounds like a brand."""
        while True:
            word = self.draw.pick(_HEAD) + self.draw.pick(_MIDDLE) + self.draw.pick(_TAIL)
            if self.draw.chance(0.15):
                word += " " + self.draw.pick(_HEAD) + self.draw.pick(_TAIL)
            if self.once(word):
                return word
            # Short words run out in a large market.
            if self.once(longer := word + self.draw.pick(_TAIL)):
                return longer

    def chinese_brand(self) -> str:
        while True:
            word = self.draw.text(_HAN, self.draw.between(2, 4))
            if self.once(word):
                return word

    def person(self, country: str) -> str:
        if country == "CN":
            return self.draw.pick(_XING) + self.draw.text(_MING, self.draw.between(1, 2))
        return f"{self.draw.pick(_GIVEN)} {self.draw.pick(_FAMILY)}"

    def firm(self, country: str, brand: str, trade: str = "") -> str:
        trade = trade or self.draw.pick(("Goods", "Brands", "Works", "Studio"))
        return f"{brand} {trade} {_LATIN.get(country, 'Ltd')}"

    def chinese_firm(self, brand: str, trade: str = "商贸") -> str:
        return f"{self.draw.pick(_CITIES)[:2]}{brand}{trade}有限公司"

    def domain(self, brand: str) -> str:
        stem = "".join(c for c in brand.lower() if c.isalnum())
        return f"{stem}.{self.draw.pick(('example', 'example', 'test'))}"

    def lookalike(self, domain: str) -> str:
        """A domain that a hurried reader takes for the other one."""
        stem, dot, end = domain.partition(".")
        spot = self.draw.between(1, max(1, len(stem) - 2))
        swapped = stem[:spot] + stem[spot + 1 : spot + 2] + stem[spot] + stem[spot + 2 :]
        near = [
            stem.replace("m", "rn", 1),
            stem.replace("l", "1", 1).replace("o", "0", 1),
            stem[:spot] + stem[spot] * 2 + stem[spot + 1 :],
            stem[:spot] + stem[spot + 1 :],
            swapped,
            f"{stem}-{self.draw.pick(('ip', 'legal', 'brand', 'protection'))}",
        ]
        picked = self.draw.pick([name for name in near if name != stem])
        return picked + dot + end

    def free_mail(self) -> str:
        """A mailbox of a free provider, as many honest individuals have."""
        while True:
            local = self.draw.pick(_GIVEN).lower() + self.draw.digits(self.draw.between(3, 6))
            if self.once(mail := f"{local}@{self.draw.pick(FREE_MAIL)}"):
                return mail

    def phone(self, country: str) -> str | None:
        """A number that nobody else in the market has; None once a country's range is used up."""
        count = self._phones.get(country, 0)
        self._phones[country] = count + 1
        prefixes, digits = _FICTION[country]
        if count >= len(prefixes) * 10**digits:
            return None
        # The stride has no factor in common with the range, so each spot is met once.
        area, number = divmod(count * 6173 % (len(prefixes) * 10**digits), 10**digits)
        return f"{prefixes[area]}{number:0{digits}d}"

    def address(self, country: str) -> str:
        if country == "CN":
            house, room = self.draw.between(1, 998), self.draw.between(101, 2809)
            return f"{self.draw.pick(_CITIES)}{self.draw.pick(_ROADS)}{house}号{room}室"
        town = self.draw.pick([town for code, town in _TOWNS if code == country])
        street = f"{self.draw.pick(_STREETS)} {self.draw.pick(('Street', 'Road', 'Lane'))}"
        return f"{self.draw.between(1, 640)} {street}, {town} {self.draw.digits(5)}"

    def ip(self) -> str:
        if self.draw.chance(0.25):
            return f"2001:db8:{self.draw.between(1, 65535):x}:{self.draw.between(1, 9):x}::1"
        net, host = self.draw.between(0, 511), self.draw.between(2, 250)
        return f"198.{18 + net // 256}.{net % 256}.{host}"

    def device(self) -> str:
        return "dev-" + self.draw.hexadecimal(20)

    def payment(self) -> str:
        return "pay-" + self.draw.digits(12)
