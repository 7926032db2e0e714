"""The marketplaces that we know, one record each; a file holds a group of them.

Every file here that has `MARKETPLACES` is read: to add a marketplace, copy a similar file and add
its addresses to `tests/rules/listing_urls.csv`. Nothing else lists it.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from complaints.rules.marketplaces.record import WORLDWIDE, Marketplace, ShortHost

__all__ = ["ALL", "BY_DOMAIN", "BY_SLUG", "WORLDWIDE", "Marketplace", "ShortHost", "records_of"]

ALL: tuple[Marketplace, ...] = tuple(
    marketplace
    for module in iter_modules(__path__, f"{__name__}.")
    for marketplace in getattr(import_module(module.name), "MARKETPLACES", ())
)
BY_SLUG = {marketplace.slug: marketplace for marketplace in ALL}
BY_DOMAIN = {domain: marketplace for marketplace in ALL for domain in marketplace.domains}


def records_of(marketplace: str) -> tuple[Marketplace, ...]:
    """Return the records that a marketplace may be: by its slug, by one of its domains, or by a
    short host, whose links may lead to any marketplace of its house."""
    known = BY_SLUG.get(marketplace) or BY_DOMAIN.get(marketplace)
    return (known,) if known else _of_short_host(marketplace)


def _of_short_host(host: str) -> tuple[Marketplace, ...]:
    owners = [each for each in ALL if any(short.host == host for short in each.short_hosts)]
    houses = {each.house for each in owners} - {None}
    return tuple(each for each in ALL if each in owners or each.house in houses)
