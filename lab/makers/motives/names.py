"""Invented names, numbers and words. No real firm or person; hosts end in .example."""

from __future__ import annotations

from typing import Final

from lab.makers.motives.draws import Chance

# Beginnings, middles and ends of words; given names and family names; towns by country; what is
# sold, each with its Nice class.
HEADS, MIDS, TAILS, GIVEN, FAMILY, TOWNS, GOODS = (
    each.split()
    for each in (
        "ba ce do fa gi ha jo ka le mi no pa qui re sa ti u ve wa xi yo za bri cla dra flo gre kno",
        "la ro mi ne ta vi so du ri na be lo ka sha ver mon del",
        "ra na lo x ta ris via no ko lle s ndo th ne zu",
        "Li Wei Anna Jun Maria Ming Tom Yan Elena Hao Ines Bo Karin Lei Omar Xin Paul Rui Dina Tao",
        "Wang Chen Haas Liu Moreno Zhang Novak Zhao Petit Wu Okoro Zhou Lind Xu Rossi Sun Adler Ma "
        "Brandt Zhu Costa Hu Meyer Guo Silva Lin Varga He",
        "CN-Hangzhou CN-Shenzhen CN-Yiwu CN-Guangzhou CN-Quanzhou US-Austin US-Newark DE-Kassel "
        "DE-Leipzig GB-Leeds FR-Lyon IT-Prato VN-Hanoi TR-Bursa",
        "shoes:25 bags:18 watches:14 toys:28 phone-cases:9 kitchen:21 lamps:11 cosmetics:3 tools:8 "
        "knitwear:25 pet-goods:18 garden:21 headphones:9 stationery:16 car-parts:12 jewellery:14",
    )
)
CATEGORIES: Final = [each.partition(":")[::2] for each in GOODS]
# How a telephone number of each country looks.
PHONES: Final = {
    "CN": "+8613#########", "US": "+15127######", "DE": "+4915#########", "GB": "+447#########",
    "FR": "+336########", "IT": "+393#########", "VN": "+849########", "TR": "+905#########",
}  # fmt: skip
FREE: Final = ("freemail.example", "postbox.example", "mail163.example", "webmail.example")
FIRMS: Final = ("Trading Co., Ltd.", "GmbH", "LLC", "Ltd", "Studio", "Co., Ltd.", "S.r.l.")
SAMPLE: Final = (
    "I have a good faith belief that the use of the material is not authorised by the owner, its "
    "agent or the law. The information in this notice is accurate."
)
OPENINGS: Final = ("We found that this shop sells", "The listed item shows", "Please remove",
                   "This seller offers", "On checking the page we saw", "A customer told us of",
                   "I noticed", "Our product is copied here:")  # fmt: skip
REASONS: Final = {
    "counterfeit": "fake {0} goods, the labels differ|counterfeit {0}|{0} goods not made by us",
    "trademark": "our mark {0} used without licence|the sign {0} in title and picture",
    "copyright": "pictures taken from our {0} page|our drawing, published first by {0}",
    "design": "the shape that {0} registered|a copy of the {0} design",
    "patent": "a device that reads on claim 1 of the {0} patent|the {0} mechanism",
    "unauthorised_channel": "{0} goods outside our dealers", "other": "material of {0}",
}  # fmt: skip
CLOSINGS: Final = ("Thank you.", "We ask for removal.", "Papers are attached.", "", "Please hurry.",
                   "We have not licensed this seller.", "This harms our customers.")  # fmt: skip


def written(chance: Chance, basis: str, brand: str, *, habit: str) -> str:
    """A statement by somebody with a habit: the portal's `sample`, `own` words, or an office's."""
    if habit == "sample":
        return SAMPLE
    reason = chance.choice(REASONS[basis].split("|")).format(brand)
    if habit == "own":
        return f"{chance.choice(OPENINGS)} {reason}. {chance.choice(CLOSINGS)}".strip()
    return f"{habit.rstrip('.')}. The listings named below concern {reason}. {SAMPLE}"


class Names:
    """Gives each name, number and reference once."""

    def __init__(self, chance: Chance) -> None:
        self.chance = chance
        self.given: set[str] = set()
        # Network exits that many use: mobile carriers, campuses, commercial tunnels.
        self.exits = [self.network() for _ in range(40)]

    def once(self, made: str) -> str:
        """This name, with a number where it has been given before."""
        name, number = made, 2
        while name in self.given:
            name, number = f"{made} {number}", number + 1
        self.given.add(name)
        return name

    def number(self, shape: str) -> str:
        """A number of this shape, # for each digit, that nobody else has."""
        count = shape.count("#")
        while True:
            digits = f"{self.chance.randrange(10**count):0{count}d}"
            made = shape.replace("#" * count, digits)
            if made not in self.given:
                self.given.add(made)
                return made

    def word(self) -> str:
        """A word that nobody else has, longer where the short ones are gone."""
        chance, long = self.chance, self.chance.choice([0, 1, 1, 2])
        while True:
            made = "".join(
                [chance.choice(HEADS), *chance.choices(MIDS, k=long), chance.choice(TAILS)]
            )
            if made not in self.given:
                self.given.add(made)
                return made.capitalize()
            long += 1

    def person(self) -> str:
        """A name that a few others have too."""
        chance = self.chance
        second = chance.choice([f"{each[0]}. " for each in GIVEN]) if chance.happens(0.8) else ""
        return f"{chance.choice(GIVEN)} {second}{chance.choice(FAMILY)}"

    def firm(self, word: str | None = None) -> str:
        return f"{word or self.word()} {self.chance.choice(FIRMS)}"

    def country(self) -> str:
        return self.chance.choice(TOWNS)[:2]

    def address(self, country: str) -> str:
        town = self.chance.choice([each for each in TOWNS if each.startswith(country)])[3:]
        street = self.chance.choice(HEADS).capitalize() + self.chance.choice(MIDS)
        return self.once(f"{self.chance.randint(1, 240)} {street} Road, {town}, {country}")

    def network(self) -> str:
        first, *rest = self.chance.randint(36, 125), *(self.chance.randrange(1, 255) for _ in "abc")
        return ".".join(str(part) for part in (first, *rest))


def domain(name: str) -> str:
    """The host that goes with a name."""
    return f"{name.lower().split(' Co')[0].split()[0]}.example"
