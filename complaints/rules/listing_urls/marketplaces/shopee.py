"""Shopee, one marketplace a country: shops and items are numbered per country.

An item's address needs its shop, so the listing id is `shop.item`, as in Shopee's own addresses.
The xiapibuy hosts are Shopee's mirror for sellers in China.
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

_COUNTRIES = {
    "sg": "sg.xiapibuy.com",
    "com.my": "my.xiapibuy.com",
    "co.th": "th.xiapibuy.com",
    "vn": "vn.xiapibuy.com",
    "ph": "ph.xiapibuy.com",
    "co.id": "id.xiapibuy.com",
    "tw": "xiapi.xiapibuy.com",
    "com.br": "br.xiapibuy.com",
    "com.mx": "mx.xiapibuy.com",
    "com.co": "co.xiapibuy.com",
    "cl": "cl.xiapibuy.com",
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


def _shopee(country: str, mirror: str) -> Marketplace:
    site = f"shopee.{country}"
    return Marketplace(
        slug=site,
        name=site.capitalize(),
        domains=(site, mirror),
        shapes=_SHAPES,
        links=(
            link(rf"{_SHOP}\.{_ITEM}", f"https://{site}/product/{{store}}/{{item}}"),
            link(rf"store:@(?P<name>{_NAME})", f"https://{site}/{{name}}"),
            link(rf"store:(?P<shop>{NUMBER})", f"https://{site}/shop/{{shop}}"),
        ),
        fold=lower,
    )


SHOPEE = tuple(_shopee(country, mirror) for country, mirror in _COUNTRIES.items())
