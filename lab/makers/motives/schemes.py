"""What those who abuse complaints live by: whom they hit, by what pretext, and what they want."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from lab.makers.motives.draws import file_hash
from lab.makers.motives.goods import Brand
from lab.makers.motives.rights import Right, pretext, registered

if TYPE_CHECKING:
    from lab.makers.motives.world import World


@dataclass(frozen=True)
class Scheme:
    """A trade of abuse.

    `prey` says whom it looks for; `claim` how it comes by a right; `wants` what pays it: sales that
    a rival loses, a ransom, or a fee a link. `withdraws` and `holds` are its inclinations when a
    seller answers; else it is silent. `hands` are accounts, `links` targets of a complaint, `cover`
    the share of true claims that its trade brings along.
    """

    prey: str
    claim: str
    wants: str
    withdraws: float
    holds: float
    hands: tuple[int, int]
    links: tuple[int, int]
    cover: float = 0.0


# P1 to P15 of the research page, as far as a record of complaints can show them.
SCHEMES: Final = {
    "ring": Scheme("rivals", "weak", "sales", 0.25, 0.25, (3, 9), (1, 3)),
    "competitor": Scheme("rivals", "weak", "sales", 0.3, 0.3, (1, 2), (1, 4)),
    "extortion": Scheme("small", "weak", "ransom", 0.35, 0.1, (1, 2), (1, 2)),
    "squatter": Scheme("makers", "squatted", "ransom", 0.2, 0.5, (1, 2), (1, 12)),
    "impostor": Scheme("top", "posed", "sales", 0.1, 0.1, (1, 2), (1, 5)),
    "forger": Scheme("rivals", "forged", "sales", 0.1, 0.6, (1, 1), (1, 4)),
    "backdater": Scheme("top", "backdated", "sales", 0.2, 0.2, (1, 1), (1, 6)),
    "half_genuine": Scheme("rivals", "genuine", "sales", 0.4, 0.3, (1, 1), (1, 3), cover=0.6),
    "channel_control": Scheme("grey", "genuine", "sales", 0.55, 0.2, (1, 1), (1, 6), cover=0.25),
    "shotgun": Scheme("any", "weak", "fee", 0.05, 0.05, (1, 2), (15, 120)),
    "young_design": Scheme("makers", "design", "sales", 0.15, 0.5, (1, 1), (1, 8)),
    "retaliator": Scheme("foes", "weak", "sales", 0.2, 0.4, (1, 1), (1, 3)),
    "withdrawing_agency": Scheme("", "", "fee", 0.75, 0.1, (1, 2), (1, 1)),
}


def claim(world: World, how: str, category: int, owner: str, brand: Brand | None) -> Right:
    """The right that an account files under."""
    chance, names = world.chance, world.names
    today, word = world.p.start + timedelta(days=world.day), names.word()

    def entry(kind: str, least: int, most: int) -> Right:
        on = today - timedelta(days=chance.randint(least, most))
        return registered(names, kind, title=word, owner=owner, category=category, on=on)

    if brand and how == "genuine":
        return brand.rights[0]
    if brand and how == "posed":
        # The number is public; the power of attorney is not there.
        return pretext(brand.rights[0], looks=chance.uniform(0.5, 0.85))
    if how == "squatted":
        # A real entry in the register, applied for after others had sold under the sign.
        return pretext(entry("trademark", 60, 420), looks=chance.uniform(0.65, 0.95))
    if how == "design":
        return pretext(entry("design", 60, 300), looks=chance.uniform(0.65, 0.9))
    if how == "forged":
        # A scan with the number of somebody else's entry, or with one that was never given.
        made = entry(chance.choice(["trademark", "trademark", "patent"]), 300, 2000)
        known = chance.choice(world.brands).rights[0]
        if known.number and chance.happens(0.35):
            made = replace(made, kind=known.kind, number=known.number, office=known.office)
        paper = file_hash("forged", chance.randrange(world.p.size // 100 + 3))
        return pretext(made, looks=chance.uniform(0.35, 0.85), paper=paper)
    if how == "backdated":
        # A page made days ago that says it is older than what it was taken from.
        url = f"https://{word.lower().replace(' ', '')}-gallery.example/original"
        said = today - timedelta(days=chance.randint(600, 1500))
        return pretext(entry("copyright", 20, 60), looks=chance.uniform(0.4, 0.7), published=said,
                       url=url, number=None, applied=None, registered=None)  # fmt: skip
    kinds = ["copyright"] * 6 + ["trademark", "trademark", "design", "patent"]
    return pretext(entry(chance.choice(kinds), 20, 700), looks=chance.uniform(0.4, 0.85))
