"""Invented names, places and lines. No real firm or person; hosts end in .example."""

from __future__ import annotations

from typing import Final

from lab.makers.motives.draws import Chance

CATEGORIES: Final = (
    "shoes", "bags", "watches", "toys", "phone cases", "kitchen", "lamps", "cosmetics", "knitwear",
    "tools", "pet goods", "garden", "headphones", "stationery", "car parts", "jewellery",
)  # fmt: skip
# Nice classes that go with the categories, in their order.
CLASSES: Final = (25, 18, 14, 28, 9, 21, 11, 3, 25, 8, 18, 21, 9, 16, 12, 14)
HEADS: Final = ["ba", "ce", "do", "fa", "gi", "ha", "jo", "ka", "le", "mi", "no", "pa", "qui", "re", "sa", "ti", "u", "ve", "wa", "xi", "yo", "za", "bri", "cla", "dra", "flo", "gre", "kno", "pla", "sko", "tra"]  # fmt: skip
MIDS: Final = [
    "la",
    "ro",
    "mi",
    "ne",
    "ta",
    "vi",
    "so",
    "du",
    "ri",
    "na",
    "be",
    "lo",
    "ka",
    "sha",
    "ver",
    "mon",
    "del",
]
TAILS: Final = [
    "ra",
    "na",
    "lo",
    "x",
    "ta",
    "ris",
    "via",
    "no",
    "ko",
    "lle",
    "s",
    "ndo",
    "th",
    "ne",
    "zu",
]
GIVEN: Final = ["Li", "Wei", "Anna", "Jun", "Maria", "Ming", "Tom", "Yan", "Elena", "Hao", "Ines", "Bo", "Karin", "Lei", "Omar", "Xin", "Paul", "Rui", "Dina", "Tao", "Sofia", "Qing", "Ivan", "Mei", "Jonas", "Fang"]  # fmt: skip
FAMILY: Final = ["Wang", "Chen", "Haas", "Liu", "Moreno", "Zhang", "Novak", "Zhao", "Petit", "Wu", "Okoro", "Zhou", "Lind", "Xu", "Rossi", "Sun", "Adler", "Ma", "Brandt", "Zhu", "Costa", "Hu", "Meyer", "Guo", "Silva", "Lin", "Varga", "He"]  # fmt: skip
TOWNS: Final = (
    ("CN", "Hangzhou"), ("CN", "Shenzhen"), ("CN", "Yiwu"), ("CN", "Guangzhou"), ("CN", "Quanzhou"),
    ("US", "Austin"), ("US", "Newark"), ("US", "Portland"), ("DE", "Kassel"), ("DE", "Leipzig"),
    ("GB", "Leeds"), ("FR", "Lyon"), ("IT", "Prato"), ("VN", "Hanoi"), ("TR", "Bursa"),
)  # fmt: skip
# How a telephone number of each country begins, and how many digits follow.
PHONES: Final = {
    "CN": ("+8613", 9), "US": ("+15127", 6), "DE": ("+4915", 9), "GB": ("+447", 9),
    "FR": ("+336", 8), "IT": ("+393", 9), "VN": ("+849", 8), "TR": ("+905", 9),
}  # fmt: skip
FREE: Final = ("freemail.example", "postbox.example", "mail163.example", "webmail.example")
FIRMS: Final = ("Trading Co., Ltd.", "GmbH", "LLC", "Ltd", "Studio", "Co., Ltd.", "S.r.l.")
EXITS: Final = 40


class Names:
    """Gives each name, number and reference once."""

    def __init__(self, chance: Chance) -> None:
        self.chance = chance
        self.given: set[str] = set()
        # Network exits that many use: mobile carriers, campuses, commercial tunnels.
        self.exits = [self.network() for _ in range(EXITS)]

    def once(self, made: str) -> str:
        """This name, with a number where it has been given before."""
        name, number = made, 2
        while name in self.given:
            name, number = f"{made} {number}", number + 1
        self.given.add(name)
        return name

    def word(self) -> str:
        chance = self.chance
        middle = "".join(chance.choice(MIDS) for _ in range(chance.choice([0, 1, 1, 2])))
        return self.once((chance.choice(HEADS) + middle + chance.choice(TAILS)).capitalize())

    def person(self) -> str:
        return f"{self.chance.choice(GIVEN)} {self.chance.choice(FAMILY)}"

    def firm(self, word: str) -> str:
        return f"{word} {self.chance.choice(FIRMS)}"

    def town(self) -> tuple[str, str]:
        return self.chance.choice(TOWNS)

    def digits(self, count: int, head: str = "") -> str:
        """Digits that nobody else has."""
        while True:
            made = f"{head}{self.chance.randrange(10**count):0{count}d}"
            if made not in self.given:
                self.given.add(made)
                return made

    def phone(self, country: str) -> str:
        head, count = PHONES[country]
        return self.digits(count, head)

    def address(self, town: tuple[str, str]) -> str:
        street = self.chance.choice(HEADS).capitalize() + self.chance.choice(MIDS)
        return self.once(f"{self.chance.randint(1, 240)} {street} Road, {town[1]}, {town[0]}")

    def network(self) -> str:
        chance = self.chance
        return f"{chance.randint(36, 125)}.{chance.randrange(256)}.{chance.randrange(256)}." + str(
            chance.randint(1, 254)
        )
