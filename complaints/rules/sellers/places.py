"""Where a seller is, as far as letters care: by which clocks it lives, and what it reads.

The platform's word on the store goes before what is usual on its marketplace. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from complaints.rules.law.calendars import Calendar
from complaints.rules.sellers.marketplaces import BY_SLUG
from complaints.words import ENGLISH, LANGUAGES
from complaints.words.days import UTC_ZONE

# What is read in a country, where that is a language of the house.
_READ_IN: Final = {"CN": "zh"}


@dataclass(frozen=True, slots=True)
class SellerPlace:
    """The slug of the `marketplace` on which a seller sells; the `zone` of its clocks, by its name
    in the tz database, "UTC" where nothing is known; and which of the languages of the house it
    reads first."""

    marketplace: str
    zone: str = UTC_ZONE
    language: str = ENGLISH


def seller_place(
    marketplace: str, *, store_in: str | None = None, sells_in: str | None = None
) -> SellerPlace:
    """Return the place of a seller on a marketplace, by its slug. `store_in` is the country where
    the platform says that the store is established, `sells_in` the one of the marketplace's buyers,
    where it is not as in the house's own record.

    >>> seller_place("temu")
    SellerPlace(marketplace='temu', zone='Asia/Shanghai', language='zh')
    >>> seller_place("amazon.de")
    SellerPlace(marketplace='amazon.de', zone='Europe/Berlin', language='en')
    """
    record = BY_SLUG.get(marketplace)
    sold_in = record.countries if record else ()
    usual = (record and record.home) or sells_in or (sold_in[0] if len(sold_in) == 1 else "")
    language = _READ_IN.get(store_in or "")
    if language is None and record:
        language = next((each for each in record.languages if each in LANGUAGES), None)
    zone = _zone(store_in or "") or _zone(usual) or UTC_ZONE
    return SellerPlace(marketplace, zone, language or ENGLISH)


def _zone(country: str) -> str | None:
    zone = str(Calendar(country).zone)
    return None if zone == UTC_ZONE else zone
