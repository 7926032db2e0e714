"""What those who abuse complaints live by: whom they hit, under what pretext, and what they want."""

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
    a rival loses, a ransom, or a fee a link. `withdraws` and `holds` are what it is inclined to when
    a seller answers; else it stays silent. `hands` are accounts, `links` targets of a complaint.
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
}


def claim(world: World, scheme: Scheme, category: int, owner: str, brand: Brand | None) -> Right:
    """The right that an account of a scheme files under."""
    chance, names, start = world.chance, world.names, world.p.start
    today = start + timedelta(days=world.day)
    how = scheme.claim
    if how == "genuine" and brand is not None:
        return brand.rights[0]
    if how == "posed" and brand is not None:
        # The number is public; the power of attorney is not there.
        return pretext(brand.rights[0], looks=chance.between(0.5, 0.85))
    word = names.word()
    if how == "squatted":
        # A real entry in the register, applied for after others had sold under the sign.
        on = today - timedelta(days=chance.randint(60, 420))
        made = registered(names, "trademark", title=word, owner=owner, category=category, on=on)
        filed = on + timedelta(days=chance.randint(100, 300))
        return pretext(
            made, looks=chance.between(0.65, 0.95), registered=filed if filed < today else None
        )
    if how == "design":
        on = today - timedelta(days=chance.randint(60, 300))
        made = registered(
            names, "design", title=f"{word} shape", owner=owner, category=category, on=on
        )
        return pretext(made, looks=chance.between(0.65, 0.9))
    if how == "forged":
        # A scan with the number of somebody else's entry, or with one that was never given.
        known = chance.choice(world.brands).rights[0]
        on = today - timedelta(days=chance.randint(300, 2000))
        kind = chance.choice(["trademark", "trademark", "patent"])
        made = registered(names, kind, title=word, owner=owner, category=category, on=on)
        if chance.happens(0.35) and known.number:
            made = replace(
                made, kind=known.kind, number=known.number, jurisdiction=known.jurisdiction
            )
        paper = file_hash("forged", chance.randrange(world.p.size // 100 + 3))
        return pretext(made, looks=chance.between(0.35, 0.85), paper=paper)
    on = today - timedelta(days=chance.randint(20, 700))
    made = registered(
        names, "copyright", title=f"{word} pictures", owner=owner, category=category, on=on
    )
    if how == "backdated":
        # A page made days ago that says it is older than what it was taken from.
        site = f"https://{word.lower().replace(' ', '')}-gallery.example/original"
        said = today - timedelta(days=chance.randint(600, 1500))
        return pretext(made, looks=chance.between(0.4, 0.7), published=said, url=site, number=None,
                       applied=None, registered=None)  # fmt: skip
    if chance.happens(0.35):
        kind = chance.choice(["trademark", "trademark", "design", "patent"])
        made = registered(names, kind, title=word, owner=owner, category=category, on=on)
    return pretext(made, looks=chance.between(0.4, 0.85))
