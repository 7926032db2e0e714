"""The marketplaces that we know, one record each; a file holds a group of them.

Every file here that has `MARKETPLACES` is read: to add a marketplace, copy a similar file and add
its addresses to `tests/rules/listing_urls.csv`. Nothing else lists it.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from complaints.rules.marketplaces.record import WORLDWIDE, Marketplace, ShortHost

__all__ = ["ALL", "BY_DOMAIN", "BY_SLUG", "WORLDWIDE", "Marketplace", "ShortHost", "record_of"]

ALL: tuple[Marketplace, ...] = tuple(
    marketplace
    for found in iter_modules(__path__, f"{__name__}.")
    for marketplace in getattr(import_module(found.name), "MARKETPLACES", ())
)
BY_SLUG = {marketplace.slug: marketplace for marketplace in ALL}
BY_DOMAIN = {domain: marketplace for marketplace in ALL for domain in marketplace.domains}


def record_of(marketplace: str) -> Marketplace | None:
    """Return the record of a marketplace by its slug, or by one of its domains."""
    return BY_SLUG.get(marketplace) or BY_DOMAIN.get(marketplace)
