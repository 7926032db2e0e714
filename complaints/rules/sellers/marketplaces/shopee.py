"""Shopee, one marketplace a country: shops and items are numbered per country.

An item's address needs its shop, so the listing id is `shop.item`, as in Shopee's own addresses.
The xiapibuy hosts are Shopee's mirror for sellers in China.
"""

from __future__ import annotations

from complaints.rules.sellers.marketplaces.record import Marketplace, short
from complaints.rules.sellers.marketplaces.shapes import NUMBER, link, listing, lower, storefront

# behind shopee.: its mirror for sellers in China, the languages of sellers there, its short hosts
_COUNTRIES = {
    "sg": ("sg.xiapibuy.com", "en zh", "shope.ee shp.ee sg.shp.ee s.shopee.sg"),
    "com.my": ("my.xiapibuy.com", "ms en zh", "my.shp.ee s.shopee.com.my"),
    "co.th": ("th.xiapibuy.com", "th", "th.shp.ee s.shopee.co.th"),
    "vn": ("vn.xiapibuy.com", "vi", "vn.shp.ee s.shopee.vn"),
    "ph": ("ph.xiapibuy.com", "en tl", "ph.shp.ee s.shopee.ph"),
    "co.id": ("id.xiapibuy.com", "id", "s.shopee.co.id"),
    "tw": ("xiapi.xiapibuy.com", "zh", "tw.shp.ee s.shopee.tw"),
    "com.br": ("br.xiapibuy.com", "pt", "br.shp.ee s.shopee.com.br"),
    "com.mx": ("mx.xiapibuy.com", "es", ""),
    "com.co": ("co.xiapibuy.com", "es", ""),
    "cl": ("cl.xiapibuy.com", "es", ""),
}
_SHOP, _ITEM = rf"(?P<store>{NUMBER})", rf"(?P<item>{NUMBER})"
_NAME = r"[a-z0-9][a-z0-9._]{2,40}"
_OWN_PAGES = (
    "search|mall|shop|product|universal-link|cart|user|buyer|seller|m|events|docs|list|flash_sale|"
    "daily_discover|all_categories|verify|help|about|careers|blog|official|category|top_products"
)

_SHAPES = (
    *(
        listing(path, listing_id="{store}.{item}")
        for path in (
            rf"/(?:universal-link/)?(?:.*-)?i\.{_SHOP}\.{_ITEM}",
            rf"/(?:universal-link/)?product/{_SHOP}/{_ITEM}",
            rf"/(?!(?:{_OWN_PAGES})/)[^/]+/{_SHOP}/{_ITEM}",
        )
    ),
    storefront(rf"/(?:universal-link/)?shop/{_SHOP}(?:/.*)?"),
    storefront(rf"/(?!(?:{_OWN_PAGES})$)(?P<store>{_NAME})", store_id="@{store}"),
)


def _shopee(country: str, mirror: str, languages: str, short_hosts: str) -> Marketplace:
    site = f"shopee.{country}"
    return Marketplace(
        slug=site,
        name=site.capitalize(),
        countries=(country.rpartition(".")[2].upper(),),
        languages=tuple(languages.split()),
        domains=(site, mirror),
        shapes=_SHAPES,
        links=(
            link(rf"{_SHOP}\.{_ITEM}", f"https://{site}/product/{{store}}/{{item}}"),
            link(rf"store:@(?P<name>{_NAME})", f"https://{site}/{{name}}"),
            link(rf"store:(?P<shop>{NUMBER})", f"https://{site}/shop/{{shop}}"),
        ),
        short_hosts=short(*short_hosts.split()),
        house="Shopee",
        house_called=("虾皮",),
        fold=lower,
    )


MARKETPLACES = tuple(_shopee(country, *facts) for country, facts in _COUNTRIES.items())
