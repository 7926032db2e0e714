"""Mercado Libre (Mercado Livre): one marketplace, for the id begins with its country (MLA, MLB, …).

A catalogue page (/p/) is shared by sellers and has numbers of its own, hence `p/MLA…`; where its
address picks one seller's item (`item_id`, `wid`), that item is the listing.
"""

from __future__ import annotations

import re

from complaints.rules.sellers.marketplaces.record import Marketplace, short
from complaints.rules.sellers.marketplaces.shapes import (
    Link,
    Shape,
    carrier,
    link,
    listing,
    storefront,
    upper,
)

# country code in ids -> domain, and the host of items there
_SITES = {
    "MLA": ("mercadolibre.com.ar", "articulo"),
    "MLB": ("mercadolivre.com.br", "produto"),
    "MLM": ("mercadolibre.com.mx", "articulo"),
    "MCO": ("mercadolibre.com.co", "articulo"),
    "MLC": ("mercadolibre.cl", "articulo"),
    "MPE": ("mercadolibre.com.pe", "articulo"),
    "MLU": ("mercadolibre.com.uy", "articulo"),
    "MLV": ("mercadolibre.com.ve", "articulo"),
    "MEC": ("mercadolibre.com.ec", "articulo"),
    "MBO": ("mercadolibre.com.bo", "articulo"),
    "MPY": ("mercadolibre.com.py", "articulo"),
    "MCR": ("mercadolibre.co.cr", "articulo"),
    "MPA": ("mercadolibre.com.pa", "articulo"),
    "MRD": ("mercadolibre.com.do", "articulo"),
    "MGT": ("mercadolibre.com.gt", "articulo"),
    "MHN": ("mercadolibre.com.hn", "articulo"),
    "MNI": ("mercadolibre.com.ni", "articulo"),
    "MSV": ("mercadolibre.com.sv", "articulo"),
}
_NUMBER = r"[1-9][0-9]{3,15}"
_NAME = r"[^/\x00-\x1f\x7f]{1,80}"
_SITE = rf"(?P<site>{'|'.join(_SITES)})"
_ITEM = rf"{_SITE}-?(?P<number>{_NUMBER})"
_CATALOGUE = rf"/(?:.*/)?p/{_SITE}(?P<number>{_NUMBER})(?:/.*)?"
_ANY_CATALOGUE = rf"/(?:.*/)?(?:p|up)/M[A-Z]{{2}}U?{_NUMBER}(?:/.*)?"
_IN_FRAGMENT = rf"(?:.*[&?])?wid={_ITEM}(?:&.*)?"


_LISTINGS = (
    listing(
        _ANY_CATALOGUE,
        query={"pdp_filters": rf"(?:.*[|,])?item_id:{_ITEM}(?:[|,].*)?"},
        listing_id="{site}{number}",
    ),
    listing(_ANY_CATALOGUE, query={"wid|item_id": _ITEM}, listing_id="{site}{number}"),
    listing(_ANY_CATALOGUE, fragment=_IN_FRAGMENT, listing_id="{site}{number}"),
    listing(_CATALOGUE, listing_id="p/{site}{number}"),
    listing(rf"/(?:.*/)?up/{_SITE}U(?P<number>{_NUMBER})(?:/.*)?", listing_id="{site}U{number}"),
    listing(rf"/(?:.*/)?{_ITEM}(?:[-/].*)?", listing_id="{site}{number}"),
    carrier(r"/gz/account-verification", "go"),
)


def _stores(site: str, domain: str) -> tuple[Shape, ...]:
    host = rf"(?:www\.)?{re.escape(domain)}"
    return (
        storefront(
            rf"/(?P<store>{_NAME})",
            host=rf"(?:perfil)\.{re.escape(domain)}",
            store_id=f"{site}/{{store}}",
        ),
        storefront(rf"/perfil/(?P<store>{_NAME})", host=host, store_id=f"{site}/{{store}}"),
        storefront(
            rf"/(?:tienda|loja)/(?P<store>{_NAME})(?:/.*)?",
            host=host,
            store_id=f"{site}/official/{{store}}",
        ),
        storefront(
            rf"/pagina/(?P<store>{_NAME})(?:/.*)?", host=host, store_id=f"{site}/page/{{store}}"
        ),
    )


def _links(site: str, domain: str, item_host: str) -> tuple[Link, ...]:
    official = "loja" if site == "MLB" else "tienda"
    number = rf"(?P<number>{_NUMBER})"
    return (
        link(site + number, f"https://{item_host}.{domain}/{site}-{{number}}-_JM"),
        link(f"p/{site}{number}", f"https://www.{domain}/p/{site}{{number}}"),
        link(f"{site}U{number}", f"https://www.{domain}/up/{site}U{{number}}"),
        link(
            f"store:{site}/official/(?P<shop>{_NAME})", f"https://www.{domain}/{official}/{{shop}}"
        ),
        link(f"store:{site}/page/(?P<shop>{_NAME})", f"https://www.{domain}/pagina/{{shop}}"),
        link(f"store:{site}/(?P<shop>{_NAME})", f"https://www.{domain}/perfil/{{shop}}"),
    )


MARKETPLACES = (
    Marketplace(
        slug="mercadolibre",
        name="Mercado Libre",
        countries=tuple(domain.rpartition(".")[2].upper() for domain, _ in _SITES.values()),
        languages=("es", "pt"),
        domains=tuple(domain for domain, _ in _SITES.values()),
        shapes=(
            *_LISTINGS,
            *(shape for site, (domain, _) in _SITES.items() for shape in _stores(site, domain)),
        ),
        links=tuple(
            each for site, (domain, host) in _SITES.items() for each in _links(site, domain, host)
        ),
        # Without a country they do not say where they lead.
        short_hosts=short("meli.la", "mercadolibre.com", "mercadolivre.com"),
        fold=upper,
    ),
)
