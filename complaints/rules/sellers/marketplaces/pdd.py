"""The two houses of PDD: Pinduoduo in China, Temu abroad; each has one pool of goods numbers."""

from __future__ import annotations

from complaints.rules.sellers.marketplaces.record import WORLDWIDE, Marketplace, short
from complaints.rules.sellers.marketplaces.shapes import NUMBER, link, listing, storefront

_ID = rf"(?P<id>{NUMBER})"
_MALL = rf"(?P<store>{NUMBER})"
# Pinduoduo's share links carry only a token; letter case counts in it
_TOKEN = r"(?P<token>[A-Za-z0-9_-]{4,64})"  # noqa: S105 - a pattern, not a secret

MARKETPLACES = (
    Marketplace(
        slug="pinduoduo",
        name="Pinduoduo",
        called=("拼多多",),
        countries=("CN",),
        languages=("zh",),
        domains=("yangkeduo.com", "pinduoduo.com"),
        shapes=(
            listing(r"/.*", query={"goods_id|goodsid": _ID}),
            listing(r"/goods[0-9]?\.html", query={"ps": _TOKEN}, listing_id="ps:{token}"),
            listing(r"/goods[0-9]?\.html", query={"goods_sign": _TOKEN}, listing_id="sign:{token}"),
            storefront(r"/mall_page\.html", query={"mall_id": _MALL}),
        ),
        links=(
            link(_ID, "https://mobile.yangkeduo.com/goods.html?goods_id={id}"),
            link(f"sign:{_TOKEN}", "https://mobile.yangkeduo.com/goods.html?goods_sign={token}"),
            link(f"ps:{_TOKEN}", "https://mobile.yangkeduo.com/goods.html?ps={token}"),
            link(
                rf"store:(?P<mall>{NUMBER})",
                "https://mobile.yangkeduo.com/mall_page.html?mall_id={mall}",
            ),
        ),
        short_hosts=short("p.pinduoduo.com"),
    ),
    Marketplace(
        slug="temu",
        name="Temu",
        countries=(WORLDWIDE,),
        languages=("zh", "en"),
        home="CN",
        domains=("temu.com",),
        shapes=(
            listing(rf"/(?:.*[/-])?g-{_ID}\.html?"),
            listing(r"/.*", query={"goods_id": _ID}),
            storefront(rf"/(?:.*[/-])?m-{_MALL}\.html?"),
            storefront(r"/(?:.*/)?mall\.html", query={"mall_id": _MALL}),
        ),
        links=(
            link(_ID, "https://www.temu.com/goods.html?goods_id={id}"),
            link(rf"store:(?P<mall>{NUMBER})", "https://www.temu.com/mall.html?mall_id={mall}"),
        ),
        short_hosts=short("temu.to", "share.temu.com"),
        nowhere_in=("CN",),
        country_leads_path=True,
    ),
)
