"""TikTok Shop: one pool of product numbers.

TikTok's other pages (videos, profiles) are no part of the shop; the rule for other sites has them.
"""

from __future__ import annotations

from complaints.rules.sellers.marketplaces.record import WORLDWIDE, Marketplace, short
from complaints.rules.sellers.marketplaces.shapes import NUMBER, link, listing, storefront

_ID = rf"(?P<id>{NUMBER})"
_STORE = rf"(?P<store>{NUMBER})"
# shop.tiktok.com/us/… and www.tiktok.com/shop/…/us
_COUNTRY = r"(?:/shop)?(?:/[a-z]{2})?"

MARKETPLACES = (
    Marketplace(
        slug="tiktok-shop",
        name="TikTok Shop",
        countries=(WORLDWIDE,),
        languages=("en", "zh"),
        domains=("tiktok.com",),
        shapes=(
            listing(rf"{_COUNTRY}/view/product/{_ID}"),
            listing(rf"{_COUNTRY}/pdp/(?:[^/]*/)?{_ID}(?:/[a-z]{{2}})?"),
            listing(rf"{_COUNTRY}/product/(?:[^/]*/)?{_ID}"),
            storefront(rf"{_COUNTRY}/store/(?:[^/]*/)?{_STORE}(?:/[a-z]{{2}})?"),
        ),
        links=(
            link(_ID, "https://shop.tiktok.com/view/product/{id}"),
            link(rf"store:(?P<shop>{NUMBER})", "https://www.tiktok.com/shop/store/-/{shop}"),
        ),
        short_hosts=short("vt.tiktok.com", "vm.tiktok.com"),
        house="TikTok",
        whole_site=False,
    ),
)
