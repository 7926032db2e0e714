"""The names of this world: brands, companies, people, places, mail hosts, and how to draw them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")


def spell(words: str) -> tuple[str, ...]:
    return tuple(words.split())


HEADS = spell(
    "Al Be Bri Ca Cor Da Den El Fa Fen Gal Gri Ha Hol Is Jo Ka Kel La Lum Ma Mir Na Nor "
    "Ol Or Pa Pel Qui Ra Ros Sa Sel Ta Tor Ul Va Ver Wil Xan Ya Zen"
)
MIDS = spell("ba da de di fo ga la le li lo ma me mi na ne no ra re ri ro sa ta te ti va vi")
TAILS = spell(
    "bel dor dra fix go ka kit la lex lin lo lux mark mo na nex ra ro sis ton va via yo zo"
)
GIVEN = spell(
    "Anna Bo Chen Clara David Elif Emma Farid Grace Hao Ines Ivan Jing Jonas Karin Lei Lina "
    "Marco Mei Min Nadia Omar Paul Qiang Rosa Sara Tom Uwe Wei Xin Yan Yusuf"
)
FAMILY = spell(
    "Ahmed Bauer Cai Costa Deng Ferri Gao Garcia Guo Hansen He Huang Jiang Keller Kim Lang Li "
    "Lin Liu Ma Moreau Novak Pan Park Rossi Shen Silva Smith Sun Tang Tran Wang Weber Wu Xu "
    "Yang Ye Zhang Zhao Zhou"
)
CITIES = (
    ("CN", "Hangzhou", "+86571"), ("CN", "Shenzhen", "+86755"), ("CN", "Guangzhou", "+8620"),
    ("CN", "Yiwu", "+86579"), ("CN", "Chongqing", "+8623"), ("DE", "Hamburg", "+4940"),
    ("DE", "Munich", "+4989"), ("IT", "Milan", "+3902"), ("FR", "Lyon", "+334"),
    ("US", "Seattle", "+1206"), ("US", "Austin", "+1512"), ("GB", "Leeds", "+44113"),
    ("BR", "Curitiba", "+5541"), ("MX", "Puebla", "+52222"),
)  # fmt: skip
STREETS = spell("Canal Harbour Station Garden Mill West Lake Market Science River Temple Union")
SUFFIX = {"CN": "Trading Co., Ltd.", "DE": "GmbH", "IT": "S.r.l.", "FR": "SAS", "US": "LLC",
          "GB": "Ltd", "BR": "Ltda.", "MX": "S.A. de C.V."}  # fmt: skip
FREE_MAIL = ("gmail.com", "qq.com", "163.com", "outlook.com", "gmx.de", "hotmail.com", "yahoo.com")


def pick(rng: np.random.Generator, options: Sequence[T]) -> T:
    """One of `options`, each alike."""
    return options[int(rng.random() * len(options))]


def skewed(rng: np.random.Generator, options: Sequence[T], steep: float = 2.2) -> T:
    """One of `options`, the first ones far oftener: a market's few large and many small."""
    return options[int(len(options) * rng.random() ** steep)]


def coin(rng: np.random.Generator) -> str:
    """An invented word such as brands use."""
    middle = pick(rng, MIDS) if rng.random() < 0.6 else ""
    return pick(rng, HEADS) + middle + pick(rng, TAILS)


def person(rng: np.random.Generator) -> str:
    return f"{pick(rng, GIVEN)} {pick(rng, FAMILY)}"


def slug(text: str) -> str:
    """`text` as a part of a domain."""
    return "".join(letter for letter in text.lower() if letter.isascii() and letter.isalnum())


def phone(rng: np.random.Generator, prefix: str) -> str:
    return f"{prefix}{int(rng.integers(2_000_000, 9_999_999))}"


def street(rng: np.random.Generator, city: str) -> str:
    return f"{int(rng.integers(1, 400))} {pick(rng, STREETS)} Road, {city}"


def ip(rng: np.random.Generator) -> str:
    first = pick(rng, (23, 36, 58, 79, 91, 101, 113, 120, 151, 177, 183, 188, 201))
    return f"{first}." + ".".join(str(int(part)) for part in rng.integers(1, 254, 3))


def token(rng: np.random.Generator, prefix: str) -> str:
    """An opaque mark, as of a device or of a means of payment."""
    return f"{prefix}{int(rng.integers(1 << 48)):012x}"
