"""Names and sentences: of shops, brands, people, goods, and what filers write."""

from __future__ import annotations

from typing import Final

from lab.makers.economy.dice import Dice

_SYLLABLES: Final = (
    "ba be bo da del do fa fen ga gor ha hul ja jin ka kel ko la len lo ma mi mor na nel no pa "
    "pel qi ra ren rin sa sel shu ta tam tor va vel vin wa wen xi ya yun za zen zor"
)
SYLLABLES: Final = tuple(_SYLLABLES.split())
GOODS: Final = {
    "shoes": ("running shoe", "leather boot", "canvas sneaker", "hiking sandal"),
    "handbags": ("tote bag", "crossbody bag", "canvas backpack", "evening clutch"),
    "cosmetics": ("sun lotion", "lip gloss set", "face serum", "brow pencil"),
    "chargers": ("USB-C charger", "power bank", "wireless charging pad", "car adapter"),
    "kitchen": ("garlic press", "vacuum lid set", "spiral slicer", "silicone mould"),
    "car parts": ("boot organiser", "phone mount", "wiper blade", "LED bulb pair"),
    "toys": ("building set", "plush animal", "fidget cube", "marble run"),
    "womenswear": ("linen dress", "knit cardigan", "pleated skirt", "printed blouse"),
    "posters": ("art print", "map poster", "nursery print", "movie poster"),
    "lamps": ("moon lamp", "desk lamp", "paper lantern", "clip light"),
}
_ADJECTIVES: Final = "slim large classic new soft foldable vintage kids outdoor mini premium"
ADJECTIVES: Final = tuple(_ADJECTIVES.split())
_SURNAMES: Final = "Li Wang Chen Zhou Huang Smith Meyer Rossi Novak Khan Tanaka Silva Brown"
SURNAMES: Final = tuple(_SURNAMES.split())
_STREETS: Final = "Harbour Mill Station Garden Jiefang Renmin Bahnhof Church Market Canal"
STREETS: Final = tuple(_STREETS.split())
CITIES: Final = {
    "CN": ("Shenzhen", "Hangzhou", "Yiwu", "Guangzhou"),
    "US": ("Seattle", "Austin", "Newark", "Denver"),
    "GB": ("Leeds", "London", "Bristol", "Cardiff"),
    "DE": ("Berlin", "Essen", "Hamburg", "Ulm"),
}
FREE_MAIL: Final = {
    "CN": ("qq.com", "163.com", "126.com", "gmail.com"),
    "US": ("gmail.com", "outlook.com", "yahoo.com"),
    "GB": ("gmail.com", "hotmail.co.uk", "outlook.com"),
    "DE": ("gmx.de", "web.de", "gmail.com"),
}
OPENERS: Final = (
    "We are the owner of {right}.",
    "I hold {right} and write about the offers named here.",
    "Our company owns {right}, in force in your country.",
    "This notice concerns {right}.",
    "{right} belongs to us and has been in use for years.",
    "As owner of {right} we ask for your help.",
    "Please find below offers that break {right}.",
    "On behalf of the holder of {right} we notify you as follows.",
    "Dear team, we found more sellers who use {right}.",
    "Our legal department has reviewed the offers below against {right}.",
)
BODIES: Final = (
    "The {goods} sold there does not come from us and nobody was given leave.",
    "We bought a test piece of the {goods}; stitching, label and box differ from ours.",
    "The pictures of the {goods} were taken by us and are used without asking.",
    "The seller offers a {goods} with our sign in the title and on the product.",
    "The {goods} has every feature of our claim, as the chart attached shows.",
    "Price and packaging of this {goods} show that it cannot be genuine.",
    "The look of the {goods} gives the same overall impression as ours.",
    "Customers have complained to us of a {goods} bought from this seller.",
    "These are fakes. Remove the {goods}.",
    "We compared the {goods} with our catalogue; it is a plain copy.",
)
CLOSERS: Final = (
    "Please remove the offers.",
    "We act in good faith and the above is accurate.",
    "We ask you to take the listings down and to warn the seller.",
    "I swear under penalty of perjury that this is true.",
    "Kindly confirm removal.",
    "We remain open to questions.",
    "Act at once or we shall sue.",
    "Thank you for your work.",
)
STOCK: Final = (
    "I am the owner, or authorised by the owner, of {right}.",
    "I believe in good faith that the use in the {goods} listed is not authorised.",
    "The information in this notice is accurate.",
)
"""The portal's own sample text, which many leave as it is."""


def coin(dice: Dice, parts: int = 2) -> str:
    """Coin a name that nobody has."""
    return "".join(dice.pick(SYLLABLES) for _ in range(parts)).capitalize()


def title(dice: Dice, trade: str, sign: str | None = None) -> str:
    """Name an offer, with a brand's sign if it uses one."""
    text = f"{dice.pick(ADJECTIVES)} {dice.pick(GOODS[trade])} {dice.pick(ADJECTIVES)}"
    return f"{sign} {text}" if sign else text


def wording(dice: Dice, stock: float = 0.3) -> tuple[str, str, str]:
    """How somebody writes: three sentences, or the portal's own."""
    if dice.chance(stock):
        return STOCK
    return dice.pick(OPENERS), dice.pick(BODIES), dice.pick(CLOSERS)


def statement(dice: Dice, words: tuple[str, str, str], right: str, trade: str) -> str:
    """Write a statement in somebody's words, now and then with another middle."""
    body = dice.pick(BODIES) if dice.chance(0.12) else words[1]
    return " ".join((words[0], body, words[2])).format(right=right, goods=dice.pick(GOODS[trade]))
