"""Lazada, one marketplace a country: items are numbered per country.

`-s` and a number behind the item choose a variant (a colour, a size), which is the same listing.
"""

from __future__ import annotations

from complaints.rules.sellers.marketplaces.record import Marketplace, short
from complaints.rules.sellers.marketplaces.shapes import NUMBER, link, listing, lower, storefront

_ID = rf"(?P<id>{NUMBER})"
_NAME = r"[a-z0-9][a-z0-9_-]{0,80}"
_SHAPES = (
    listing(rf"/products/(?:.*-)?i{_ID}(?:-s[0-9]*)?(?:\.html?)?"),
    listing(rf"/[^/]*-i{_ID}(?:-s[0-9]*)?\.html?"),
    listing(r"/products/.*", query={"itemid|item_id": _ID}),
    storefront(rf"/shop/(?P<store>{_NAME})(?:/.*)?"),
)


_COUNTRIES = {
    "sg": "en zh", "com.my": "ms en zh", "co.th": "th", "vn": "vi", "com.ph": "en tl",
    "co.id": "id",
}  # fmt: skip


def _lazada(country: str, languages: str) -> Marketplace:
    site = f"lazada.{country}"
    return Marketplace(
        slug=site,
        name=site.capitalize(),
        countries=(country.rpartition(".")[2].upper(),),
        languages=tuple(languages.split()),
        domains=(site,),
        shapes=_SHAPES,
        links=(
            link(_ID, f"https://www.{site}/products/i{{id}}.html"),
            link(rf"store:(?P<shop>{_NAME})", f"https://www.{site}/shop/{{shop}}"),
        ),
        short_hosts=short(f"s.{site}", f"c.{site}"),
        house="Lazada",
        house_called=("来赞达",),
        fold=lower,
    )


MARKETPLACES = tuple(_lazada(country, languages) for country, languages in _COUNTRIES.items())
