"""Holds the words that names, goods and statements are made of."""

from __future__ import annotations

CATEGORIES: dict[str, tuple[int, float, tuple[str, ...]]] = {
    "phone accessories": (9, 12.0, ("phone case", "charging cable", "screen protector", "stand")),
    "toys": (28, 18.0, ("building set", "plush bear", "puzzle cube", "model car")),
    "women's wear": (25, 32.0, ("linen dress", "knit cardigan", "pleated skirt", "blouse")),
    "sportswear": (25, 45.0, ("running shoes", "track jacket", "leggings", "backpack")),
    "cosmetics": (3, 16.0, ("face serum", "lipstick set", "sun cream", "eyelash kit")),
    "kitchen": (21, 22.0, ("garlic press", "baking mould", "knife block", "lunch box")),
    "car parts": (12, 38.0, ("boot organiser", "seat cover", "dash camera mount", "wiper blades")),
    "lamps": (11, 29.0, ("night light", "desk lamp", "string lights", "pendant lamp")),
    "tools": (8, 41.0, ("cordless drill", "socket set", "laser level", "pliers")),
    "pet supplies": (18, 15.0, ("dog harness", "cat fountain", "pet brush", "travel carrier")),
    "jewellery": (14, 27.0, ("pendant necklace", "stud earrings", "charm bracelet", "ring")),
    "prints": (16, 11.0, ("wall poster", "sticker sheet", "greeting cards", "calendar")),
}
"""Category: its Nice class, the median price in US dollars (drawn by hand), its goods."""

_SYLLABLES = (
    "al bar cor dan el far gil har is jun kor lum mar nor ol per qui ros sel tor ur vel "
    "wen xi yar zan bel cas dor fen"
)
SYLLABLES = tuple(_SYLLABLES.split())
_SURNAMES = (
    "Adler Baker Chen Dubois Ekström Fischer García Huang Ivanova Jensen Kim Li Moreau "
    "Nowak Okafor Patel Quinn Rossi Sato Tan Uddin Vega Wang Xu Yilmaz Zhou Brandt Costa "
    "Lindqvist"
)
SURNAMES = tuple(_SURNAMES.split())
_FORENAMES = (
    "Ana Ben Chloe David Elif Feng Grace Hugo Ines Jun Karl Lena Mei Nils Olga Pablo Rosa "
    "Sven Tara Umar Vera Wei Yan Zoe"
)
FORENAMES = tuple(_FORENAMES.split())
COUNTRIES = ("CN", "US", "DE", "GB", "FR", "IT", "JP", "SE", "KR", "ES")
CALLING = {
    "CN": "+86138",
    "US": "+1212",
    "DE": "+4930",
    "GB": "+4420",
    "FR": "+331",
    "IT": "+3902",
    "JP": "+813",
    "SE": "+468",
    "KR": "+822",
    "ES": "+3491",
}
TOWNS = {
    "CN": ("Hangzhou", "Shenzhen", "Yiwu", "Guangzhou", "Foshan"),
    "US": ("Austin", "Portland", "Newark"),
    "DE": ("Berlin", "Köln", "Leipzig"),
    "GB": ("Leeds", "London", "Bristol"),
    "FR": ("Lyon", "Paris", "Lille"),
    "IT": ("Milano", "Prato"),
    "JP": ("Osaka", "Tokyo"),
    "SE": ("Malmö", "Stockholm"),
    "KR": ("Seoul", "Busan"),
    "ES": ("Valencia", "Madrid"),
}
STREETS = (
    "Harbour Road",
    "Mill Lane",
    "Station Street",
    "Garden Row",
    "West Avenue",
    "Canal Street",
)
FREE_MAIL = ("gmail.com", "outlook.com", "163.com", "qq.com", "proton.me", "gmx.de")
FIRM_ENDS = ("Ltd", "GmbH", "Co., Ltd.", "Inc.", "Trading", "Group", "Studio")

OPENINGS = (
    "We are the owner of the right named above.",
    "I write on behalf of the holder of this right.",
    "Our company holds the registration attached.",
    "Please review the goods listed here.",
    "This notice concerns goods offered without our permission.",
    "Dear team, we found the following offers again.",
)
CHARGES: dict[str, tuple[str, ...]] = {
    "counterfeit": (
        "The {title} shown is a counterfeit: stitching and label differ from ours.",
        "We never made this {title}; packaging and serial are false.",
        "Test purchase proved the {title} to be fake.",
    ),
    "trademark": (
        "The offer of a {title} uses our mark {mark} in its heading.",
        "{mark} is shown on the {title} without licence.",
        "The mark {mark} is used to draw buyers to a {title}.",
    ),
    "copyright": (
        "The pictures of the {title} were taken from our page.",
        "Our photograph is used to sell this {title}.",
        "The drawing on the {title} is our work.",
    ),
    "patent": (
        "The {title} uses all features of claim 1 of our patent.",
        "The hinge of the {title} falls under our patent.",
        "The {title} works as described in our claims.",
    ),
    "design": (
        "The shape of the {title} is our registered design.",
        "The {title} gives the same overall impression as our design.",
        "Outline and pattern of the {title} are copied.",
    ),
    "unauthorised_channel": (
        "The {title} is sold outside our channel of {mark}.",
        "This shop is no authorised dealer of {mark} and sells a {title}.",
    ),
}
CLOSINGS = (
    "I declare in good faith that this notice is accurate.",
    "Please remove the offers at once.",
    "We ask for removal and stay available for questions.",
    "The statements here are true to our knowledge.",
    "Kindly act as soon as possible.",
)
