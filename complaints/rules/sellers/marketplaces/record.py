"""What is known of a marketplace, in one record: its names, its addresses, where it sells.

A record states facts. What follows from them is computed elsewhere: which listing an address names
(`rules/filing/listing_urls`), which law applies (`rules/law/regimes`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from complaints.rules.sellers.marketplaces.shapes import Fold, Link, Shape

# In place of a country: for buyers everywhere.
WORLDWIDE: Final = "worldwide"


@dataclass(frozen=True, slots=True)
class ShortHost:
    """A host whose links do not show where they lead.

    Where the `token` is a parameter, all others are about the person who shared the link.
    """

    host: str
    token: str | None = None


@dataclass(frozen=True, slots=True)
class Marketplace:
    """One id space. `domains` include all hosts below them; the longest domain wins. `called` is
    what else people write for its name.

    `countries` are those whose buyers it is made for (ISO 3166-1 alpha-2), or `WORLDWIDE`;
    `languages` (ISO 639-1) those that its sellers read, the first foremost; `home` the country by
    whose clocks its sellers live, where it does not sell in just one. `house` is the name
    under which its short hosts are known, where that is not its own: of one that has a site a
    country, all of them; `house_called` is what else people write for it. `fold` gives ids their
    one spelling. Of a marketplace that is only a part of its site, `whole_site` is false: an
    address there that names no listing is treated like any other site's.

    Of one for buyers everywhere, `nowhere_in` are the countries in which it sells nothing. Of one
    that sells in many countries, `sites` are the hosts of those of its sites that are for
    buyers of some countries alone, with these; where the `country_leads_path`, the first part of an
    address does the same, as in `/de/` or `/de-en/`.
    """

    slug: str
    name: str
    countries: tuple[str, ...]
    languages: tuple[str, ...]
    domains: tuple[str, ...]
    shapes: tuple[Shape, ...]
    links: tuple[Link, ...]
    short_hosts: tuple[ShortHost, ...] = ()
    house: str | None = None
    house_called: tuple[str, ...] = ()
    home: str = ""
    called: tuple[str, ...] = ()
    fold: Fold = str
    whole_site: bool = True
    nowhere_in: tuple[str, ...] = ()
    sites: tuple[tuple[str, tuple[str, ...]], ...] = ()
    country_leads_path: bool = False


def short(*hosts: str) -> tuple[ShortHost, ...]:
    """Short hosts whose token is the path."""
    return tuple(ShortHost(host) for host in hosts)
