"""For the buyers of which country the site is on which an address is: `ebay.de`, `etsy.com/uk/`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from complaints.rules.filing.listing_urls.address import Address, parse_address
from complaints.rules.filing.listing_urls.answers import UrlProblem
from complaints.rules.law.countries import CODES
from complaints.rules.sellers.marketplaces.record import Marketplace

_LEADING = re.compile(r"/([a-z]{2})(?:-[a-z]{2})?(?:/|$)")
# What stands in addresses for a country's code.
_WRITTEN = {"UK": "GB"}


def site_countries(records: Iterable[Marketplace], url: str) -> frozenset[str]:
    """Return the countries that an address's site is for, where it is one of a marketplace's sites
    for some countries alone; none where it is not, or the address cannot be read."""
    try:
        address = parse_address(url)
    except UrlProblem:
        return frozenset()
    sites = (_of_site(each, address) for each in records)
    return next((frozenset(countries) for countries in sites if countries), frozenset())


def _of_site(marketplace: Marketplace, address: Address) -> tuple[str, ...]:
    for host, countries in marketplace.sites:
        if address.host == host or address.host.endswith(f".{host}"):
            return countries
    led = _LEADING.match(address.path) if _is_led(marketplace, address) else None
    if led is None:
        return ()
    code = led[1].upper()
    code = _WRITTEN.get(code, code)
    return (code,) if code in CODES else ()


def _is_led(marketplace: Marketplace, address: Address) -> bool:
    """Say whether the first part of such an address names a country."""
    return marketplace.country_leads_path and any(
        address.host == domain or address.host.endswith(f".{domain}")
        for domain in marketplace.domains
    )
