"""The countries, and the registers of rights, that a form lets people choose from, by name."""

from __future__ import annotations

from collections.abc import Iterable

from complaints.http.languages import current
from complaints.rules.law.countries import CODES, OFFICES, UNION, country_called
from complaints.rules.sellers.marketplaces.record import WORLDWIDE
from complaints.words import Message
from complaints.words import message as _

# Where most who come here are: they need not look for these among 250.
FIRST = ("CN", "US", "GB", "DE", "FR", "IT", "JP", "KR")


def countries() -> list[tuple[str, str]]:
    """Return code and name of each country: the most usual first, then all by name."""
    return _by_name(FIRST, CODES)


def places_of_rights() -> list[tuple[str, str]]:
    """Return code and name of each country and office that registers rights."""
    return _by_name(("CN", "US", UNION, "WO", *FIRST[2:]), {*CODES, *OFFICES})


def country_name(code: str) -> str:
    """Return the name of a country or office; of what was stored long ago, perhaps its code."""
    return current().fact(country_called(code))


def place_name(code: str) -> Message | str:
    """Return the name of the place where a marketplace sells: a country, or everywhere."""
    return _("worldwide") if code == WORLDWIDE else country_name(code)


def _by_name(first: Iterable[str], codes: Iterable[str]) -> list[tuple[str, str]]:
    usual = [(code, country_name(code)) for code in first]
    others = [
        (code, country_name(code)) for code in codes if (code, country_name(code)) not in usual
    ]
    return usual + sorted(others, key=lambda pair: pair[1])
