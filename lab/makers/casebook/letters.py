"""How people word a complaint: own hands, templates of agencies, forms of associations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lab.makers.casebook.world import Dice

OPENINGS: Final = (
    "We are the owner of {title}.",
    "I write on behalf of {owner}, which holds the right in {title}.",
    "Our brand {owner} has found the listings below.",
    "Dear team, this shop sells goods that use {title} without leave.",
    "本公司系{title}的权利人，该链接未经授权销售。",
    "Wir sind Inhaber von {title} und haben dieses Angebot nicht erlaubt.",
    "{owner} here. Please look at this item.",
    "This is a notice about {title}.",
)
CHARGES: Final = {
    "counterfeit": (
        "The goods are counterfeit: we ordered one, and the seam and the label differ from ours.",
        "Stitching, print and packing show that these are fakes.",
        "经鉴定为假冒商品，吊牌与正品不符。",
        "We never delivered to this seller. The price alone shows that it is no original.",
    ),
    "trademark": (
        "Our name is used in the title so that buyers take the goods for ours.",
        "The sign on the picture is confusingly similar to our mark.",
        "商标近似，容易导致消费者混淆。",
    ),
    "copyright": (
        "The pictures were taken by us and copied from our page.",
        "The print on the product is our drawing, line by line.",
        "盗用我司原创图片，见附件底稿。",
    ),
    "design": (
        "The shape of the product is that of our registered design.",
        "An informed user sees no difference from our design.",
    ),
    "patent": (
        "The product has each feature of claim 1 of our patent.",
        "The clamp works as claimed in our patent; see the chart.",
        "落入专利权利要求1的保护范围。",
    ),
    "unauthorised_channel": (
        "The seller is no member of our dealers' network and sells below our price.",
        "These are goods for another country, sold here without our leave.",
    ),
}
CLOSINGS: Final = (
    "Please remove it. All that is said here is true to the best of our knowledge.",
    "I believe in good faith that the use is not allowed; under penalty of perjury.",
    "Kindly act soon.",
    "请尽快删除。",
    "We have kept evidence and can send more.",
    "Thank you, {owner}",
    "Remove within 24 hours or we shall hold the platform liable.",
)
ASIDES: Final = (
    "Order {n} was bought on {n} and received a week later.",
    "It is the shop's third listing of this kind; reference {n}.",
    "Buyers have complained to us about quality.",
    "See page {n} of our catalogue.",
    "The seller has been asked before (mail of week {n}).",
    "Our examination report has number {n}.",
)


VOICES: Final = (
    ("We", "I", "Our team", "Somebody of ours", "My partner"),
    ("check", "watch", "go through", "search", "look at"),
    ("this site", "your pages", "the shops here", "such offers", "new goods"),
    ("each week", "now and then", "with a tool", "before the season", "by hand"),
    ("and found", "and saw", "and came upon", "and noted"),
    ("this one", "these goods", "what is listed below", "the item", "the shop"),
    ("lately.", "today.", "again.", "on Monday.", "by chance.", "when a buyer wrote to us."),
)


@dataclass(frozen=True)
class Hand:
    """A way of writing. A fixed hand repeats itself word by word; a free one hardly does."""

    opening: int
    charge: int
    closing: int
    fixed: float
    silent: float
    own: str = ""  # a sentence that nobody else writes

    @staticmethod
    def of(dice: Dice, fixed: float | None = None) -> Hand:
        return Hand(
            dice.randrange(len(OPENINGS)),
            dice.randrange(12),
            dice.randrange(len(CLOSINGS)),
            dice.choice((0.15, 0.5, 0.9)) if fixed is None else fixed,
            dice.choice((0.0, 0.0, 0.1, 0.5)),
            " ".join(dice.choice(words) for words in VOICES) if dice.chance(0.85) else "",
        )


def write(dice: Dice, hand: Hand, basis: str, *, title: str, owner: str) -> str | None:
    """The statement of one complaint, or none."""
    if dice.chance(hand.silent):
        return None
    told = CHARGES.get(basis, CHARGES["trademark"])
    if dice.chance(hand.fixed):
        told_so = told[hand.charge % len(told)]
        parts = [OPENINGS[hand.opening], hand.own, told_so, CLOSINGS[hand.closing]]
    else:
        parts = [dice.choice(OPENINGS), dice.choice(told)]
        parts += [*dice.part(ASIDES, dice.randrange(0, 3)), dice.choice(CLOSINGS)]
    text = " ".join(part for part in parts if part).replace("{n}", str(dice.randrange(2, 99_999)))
    return text.format(title=title, owner=owner)
