"""The marketplaces that we know, one record each; a file holds a group of them.

Every file here that has `MARKETPLACES` is read: to add a marketplace, copy a similar file and add
its addresses to `tests/rules/filing/listing_urls.csv`. Nothing else lists it.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from complaints.rules.sellers.marketplaces.record import WORLDWIDE, Marketplace, ShortHost

ALL: tuple[Marketplace, ...] = tuple(
    marketplace
    for module in iter_modules(__path__, f"{__name__}.")
    for marketplace in getattr(import_module(module.name), "MARKETPLACES", ())
)


def _of_house(house: str) -> tuple[Marketplace, ...]:
    return tuple(each for each in ALL if each.house == house)


BY_SLUG = {marketplace.slug: marketplace for marketplace in ALL}
BY_DOMAIN = {domain: marketplace for marketplace in ALL for domain in marketplace.domains}
# By whatever people call it, in small letters.
BY_NAME = {
    name.casefold(): each.slug for each in ALL for name in (each.slug, each.name, *each.called)
}
# By whatever people call a house, in small letters, the sites of those that have one a country.
BY_HOUSE = {
    name.casefold(): tuple(each.slug for each in sites)
    for house in dict.fromkeys(each.house for each in ALL if each.house)
    if len(sites := _of_house(house)) > 1
    for name in (house, *sites[0].house_called)
}
BY_SHORT_HOST = {short.host: (short, each) for each in ALL for short in each.short_hosts}


def records_of(marketplace: str) -> tuple[Marketplace, ...]:
    """Return the records that a marketplace may be: by its slug, by one of its domains, or by a
    short host, whose links may lead to any marketplace of its house."""
    known = BY_SLUG.get(marketplace) or BY_DOMAIN.get(marketplace)
    if known is None and marketplace in BY_SHORT_HOST:
        _, known = BY_SHORT_HOST[marketplace]
        if known.house:
            return _of_house(known.house)
    return (known,) if known else ()
