"""Names that nobody has, and the numbers by which people are reached."""

from __future__ import annotations

from typing import Final

from lab.makers.cascades.draws import Draws

HEADS: Final = (
    "bra ke lo mi nu pra que ri sto tu va wen xi yo zar fle dro gna hul jin kro lum mor nev "
    "ost pel rud syl tov urb vek wol yar zim cas dun eld fos gri hav"
).split()
TAILS: Final = (
    "dara lino veto nika sull rano mbel tarn vick zoro quil phen dost lume brix vano kell "
    "teva noro sint gard mora plin ruvi sten toma wick yelo zand fira"
).split()
GIVEN: Final = (
    "Ana Bo Chen Dario Elif Femi Greta Hao Ines Jun Kofi Lena Mei Nils Olga Pavel Qing Rosa Sven "
    "Tao Uma Vera Wei Xenia Yusuf Zoe Amir Birgit Carlos Dana"
).split()
STREETS: Final = "Mill Harbour Station Garden Bridge Market Church River Forest Hill".split()
TOWNS: Final = {
    "US": ("Elmford", "Graybrook", "Norwell Park"), "DE": ("Altenrode", "Neuwied am See", "Birkau"),
    "GB": ("Westerleigh", "Thornby", "Aldham"), "CN": ("Linhai New Area", "Dongxi", "Baiyun West"),
    "FR": ("Saint-Orme", "Valbrune"), "IT": ("Montelago", "Vallerossa"), "BR": ("Nova Serra", "Itapora"),
}  # fmt: skip
DIALLING: Final = {"US": "+1", "DE": "+49", "GB": "+44", "CN": "+86", "FR": "+33", "IT": "+39", "BR": "+55"}  # fmt: skip
MOBILES: Final = {"US": "20", "DE": "151", "GB": "74", "CN": "13", "FR": "6", "IT": "33", "BR": "119"}  # fmt: skip
FREE: Final = {
    "CN": ("163.com", "qq.com", "126.com", "foxmail.com"),
    "": ("gmail.com", "outlook.com", "yahoo.com", "proton.me", "gmx.net"),
}


def word(draws: Draws) -> str:
    return draws.choice(HEADS) + draws.choice(TAILS) + draws.choice(["", "", "", "o", "is", "ra"])


def brand(draws: Draws) -> str:
    return word(draws).capitalize() + draws.choice(["", "", "", " Home", " Sport", " Studio", "X"])


def firm(draws: Draws, stem: str, country: str) -> str:
    ends = {"DE": "GmbH", "CN": "Co., Ltd.", "IT": "S.r.l.", "BR": "Ltda", "FR": "SAS"}
    return f"{stem} {ends.get(country) or draws.choice(['Inc.', 'LLC', 'Ltd'])}"


def person(draws: Draws) -> str:
    return f"{draws.choice(GIVEN)} {word(draws).capitalize()}"


def country(draws: Draws) -> str:
    return draws.choices(list(TOWNS), (5, 3, 2, 5, 1, 1, 1))[0]


def domain(draws: Draws, stem: str) -> str:
    plain = "".join(letter for letter in stem.lower() if letter.isascii() and letter.isalnum())
    return plain + draws.choice([".example", "-brands.example", "shop.example", "-group.example"])


def free_mailbox(draws: Draws, name: str, country: str) -> str:
    host = draws.choice(FREE["CN"] if country == "CN" else FREE[""])
    local = name.lower().replace(" ", draws.choice([".", "", "_"]))
    return f"{local}{draws.digits(draws.choice([2, 3, 4]))}@{host}"


def phone(draws: Draws, country: str) -> str:
    rest = {"US": 8, "CN": 9, "GB": 8, "DE": 8, "FR": 8, "IT": 8, "BR": 8}[country]
    return f"{DIALLING[country]}{MOBILES[country]}{draws.choice('23456789')}{draws.digits(rest - 1)}"


def address(draws: Draws, country: str) -> str:
    street = f"{draws.randrange(1, 300)} {draws.choice(STREETS)} {draws.choice(['St', 'Rd', 'Lane'])}"
    return f"{street}, {draws.digits(5)} {draws.choice(TOWNS[country])}, {country}"


def network(draws: Draws) -> str:
    first = draws.choice([31, 46, 58, 62, 77, 81, 91, 101, 113, 121, 150, 177, 188, 203, 212])
    return f"{first}.{draws.randrange(256)}.{draws.randrange(256)}.{draws.randrange(1, 255)}"


def device(draws: Draws) -> str:
    return f"d-{draws.getrandbits(48):012x}"


def bank_account(draws: Draws) -> str:
    return f"pay-{draws.digits(14)}"
