"""Lazada, one marketplace a country: items are numbered per country.

`-s` and a number behind the item choose a variant (a colour, a size), which is the same listing.
"""

from __future__ import annotations

from complaints.rules.listing_urls.shapes import (
    NUMBER,
    Marketplace,
    link,
    listing,
    lower,
    storefront,
)

_ID = rf"(?P<id>{NUMBER})"
_NAME = r"[a-z0-9][a-z0-9_-]{0,80}"
_SHAPES = (
    listing(rf"/products/(?:.*-)?i{_ID}(?:-s[0-9]*)?(?:\.html?)?"),
    listing(rf"/[^/]*-i{_ID}(?:-s[0-9]*)?\.html?"),
    listing(r"/products/.*", query={"itemid|item_id": _ID}),
    storefront(rf"/shop/(?P<store>{_NAME})(?:/.*)?"),
)


def _lazada(country: str) -> Marketplace:
    site = f"lazada.{country}"
    return Marketplace(
        slug=site,
        name=site.capitalize(),
        domains=(site,),
        shapes=_SHAPES,
        links=(
            link(_ID, f"https://www.{site}/products/i{{id}}.html"),
            link(rf"store:(?P<shop>{_NAME})", f"https://www.{site}/shop/{{shop}}"),
        ),
        fold=lower,
    )


LAZADA = tuple(_lazada(country) for country in ["sg", "com.my", "co.th", "vn", "com.ph", "co.id"])
