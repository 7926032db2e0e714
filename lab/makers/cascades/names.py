"""Names that nobody has, and the numbers and addresses by which people are reached."""

from __future__ import annotations

from typing import Final

from lab.makers.cascades.draws import Draws, table

WORDS: Final = table("words")
HEADS, TAILS, GIVEN, STREETS = (WORDS[k].split() for k in ("heads", "tails", "given", "streets"))
NETWORKS: Final = (31, 46, 58, 62, 77, 81, 91, 101, 113, 121, 150, 177, 188, 203, 212)


def word(draws: Draws) -> str:
    parts = draws.choice(HEADS), draws.choice(TAILS), draws.choice(["", "", "", "o", "is", "ra"])
    return "".join(parts).capitalize()


def brand(draws: Draws) -> str:
    return word(draws) + draws.choice(["", "", "", " Home", " Sport", " Studio", "X"])


def person(draws: Draws) -> str:
    return f"{draws.choice(GIVEN)} {word(draws)}"


def country(draws: Draws) -> str:
    weights: dict[str, float] = {code: row["weight"] for code, row in WORDS["countries"].items()}
    return draws.among(weights)


def firm(draws: Draws, stem: str, country: str) -> str:
    return f"{stem} {draws.choice(WORDS['countries'][country]['ends'])}"


def domain(draws: Draws, stem: str) -> str:
    plain = "".join(letter for letter in stem.lower() if letter.isascii() and letter.isalnum())
    return plain + draws.choice([".example", "-brands.example", "shop.example", "-group.example"])


def free_mailbox(draws: Draws, name: str, country: str) -> str:
    local = name.split(",")[0].lower().replace(" ", draws.choice([".", "", "_"]))
    local = "".join(letter for letter in local if letter.isalnum() or letter in "._").strip(".")
    host = draws.choice(WORDS["countries"][country]["free"])
    return f"{local}{draws.digits(draws.choice([2, 3, 4]))}@{host}"


def phone(draws: Draws, country: str) -> str:
    row = WORDS["countries"][country]
    return f"{row['dialling']}{draws.choice('23456789')}{draws.digits(row['digits'] - 1)}"


def address(draws: Draws, country: str) -> str:
    street = f"{draws.choice(STREETS)} {draws.choice(['St', 'Rd', 'Lane'])}"
    town = draws.choice(WORDS["countries"][country]["towns"])
    return f"{draws.randrange(1, 300)} {street}, {draws.digits(5)} {town}, {country}"


def network(draws: Draws) -> str:
    rest = [draws.randrange(256), draws.randrange(256), draws.randrange(1, 255)]
    return ".".join(map(str, [draws.choice(NETWORKS), *rest]))
