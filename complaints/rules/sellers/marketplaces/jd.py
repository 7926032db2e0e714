"""JD (京东): one pool of item (SKU) numbers on its sites in the mainland and Hong Kong."""

from __future__ import annotations

from complaints.rules.sellers.marketplaces.record import Marketplace, short
from complaints.rules.sellers.marketplaces.shapes import NUMBER, carrier, link, listing, storefront

_ID = rf"(?P<id>{NUMBER})"
_SHOP = rf"(?P<store>{NUMBER})"

MARKETPLACES = (
    Marketplace(
        slug="jd",
        name="JD",
        called=("jd.com", "京东"),
        countries=("CN",),
        languages=("zh",),
        domains=("jd.com", "jd.hk", "yiyaojd.com"),
        shapes=(
            listing(
                rf"/(?:product/|cps/item/|ware/|item/)?{_ID}\.html?",
                host=r"(?:[a-z-]*item(?:\.m)?|re|m)\..*",
            ),
            listing(r"/ware/view\.action", query={"wareid": _ID}),
            listing(
                r"/(?:.*/)?(?:item|view|product)(?:/view)?(?:\.html?)?",
                query={"sku|skuid|wareid": _ID},
            ),
            storefront(rf"/(?:index-)?{_SHOP}\.html?", host=r"mall\.jd\.(?:com|hk)"),
            storefront(rf"/index-{_SHOP}\.html?"),
            storefront(
                r"/(?:shop/home|shop/.*)?", host=r"shop\.m\.jd\.(?:com|hk)", query={"shopid": _SHOP}
            ),
            carrier(r"/(?:user/login\.action|login|jump)", "returnurl|to"),
        ),
        links=(
            link(_ID, "https://item.jd.com/{id}.html"),
            link(rf"store:(?P<shop>{NUMBER})", "https://mall.jd.com/index-{shop}.html"),
        ),
        short_hosts=short("u.jd.com", "3.cn"),
    ),
)
