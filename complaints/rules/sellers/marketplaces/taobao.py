"""Taobao, Tmall and Xianyu.

Taobao and Tmall draw their ids from one pool, but which of the two sells an item shows only in the
host, so they stay two marketplaces. Xianyu's second-hand offers have numbers of their own.
"""

from __future__ import annotations

from complaints.rules.sellers.marketplaces.record import Marketplace, ShortHost, short
from complaints.rules.sellers.marketplaces.shapes import (
    NUMBER,
    carrier,
    link,
    listing,
    lower,
    storefront,
)

_ID = rf"(?P<id>{NUMBER})"
_LABEL = r"[a-z0-9][a-z0-9-]*"
# Taobao's app shows Xianyu's second-hand offers under these paths, with Xianyu's numbers
_NOT_XIANYU = r"(?!.*(?:2shou|idlefish))"
_ITEM_SHAPES = (
    listing(
        rf"{_NOT_XIANYU}/(?:.*/)?(?:item(?:_o|_detail)?|detail(?:/index)?)\.html?",
        query={"id|itemid|item_id": _ID},
    ),
    listing(r"/security-h5-detail/.*", query={"id|itemid": _ID}),
    listing(rf"/(?:list/)?item/{_ID}\.html?"),
    listing(rf"/i{_ID}\.html?"),
    # coupons, group buys and other pages around one item
    listing(rf"{_NOT_XIANYU}/.+", query={"itemid|item_id|num_iid": _ID}),
    carrier(r"/(?:member/)?(?:login|jump)(?:\.j?html|\.htm)?", "redirecturl|redirect_url|target"),
)
_SHOP_PAGE = r"/(?:(?:index|search|shop/view_shop|view_shop|category[^/]*)(?:\.html?)?)?"


def _shop_hosts(domain: str, services: str) -> tuple[str, ...]:
    """Hosts of shops: numbered ones, and names that are none of the site's own services."""
    numbered = rf"(?P<store>shop[0-9]+)(?:\.m|\.world)?\.{domain}"
    named = rf"(?!(?:{services})\.)(?P<store>{_LABEL})(?:\.m|\.world)?\.{domain}"
    return numbered, named


_TAOBAO_NUMBERED, _TAOBAO_NAMED = _shop_hosts(
    r"taobao\.com",
    "www|m|h5|s|a|ai|item|detail|list|search|world|intl|ju|market|login|my|i|cart|buy|trade|shop|"
    "store|rate|uland|pub|pages|main|click|re|member|passport|jianghu|home|huodong|temai|pindao|"
    "mai|err|favorite|service|consumerservice|open|seller|myseller|qianniu|zhaoshang|daxue|rule",
)
_TMALL_SERVICES = (
    "www|m|h5|detail|list|chaoshi|world|pages|login|vip|brand|nvzhuang|nanzhuang|food|3c|jia|"
    "mei|baby|sports|xie|bao|buy|cart|trade|rule|service|guide|guize|zhaoshang|err|import|ju"
)
_TMALL_NUMBERED, _TMALL_NAMED = _shop_hosts(r"tmall\.com", _TMALL_SERVICES)
_TMALL_HK_NUMBERED, _TMALL_HK_NAMED = _shop_hosts(r"tmall\.hk", _TMALL_SERVICES)

MARKETPLACES = (
    Marketplace(
        slug="taobao",
        name="Taobao",
        called=("taobao.com", "淘宝", "淘宝网"),
        countries=("CN",),
        languages=("zh",),
        domains=("taobao.com",),
        shapes=(
            *_ITEM_SHAPES,
            storefront(host=_TAOBAO_NUMBERED),
            storefront(rf"/dianpu/(?P<number>{NUMBER})\.html?", store_id="shop{number}"),
            storefront(
                r"/(?:shop/)?(?:shop_index|view_shop|shopindex|index)\.html?",
                query={"shop_id|shopid": rf"(?P<number>{NUMBER})"},
                store_id="shop{number}",
            ),
            storefront(
                r"/(?:shop/)?(?:shop_index|view_shop|shopindex)\.html?",
                query={"user_number_id|user_id|userid": rf"(?P<number>{NUMBER})"},
                store_id="user/{number}",
            ),
            storefront(_SHOP_PAGE, host=_TAOBAO_NAMED),
        ),
        links=(
            link(_ID, "https://item.taobao.com/item.htm?id={id}"),
            link(
                rf"store:user/(?P<user>{NUMBER})",
                "https://store.taobao.com/shop/view_shop.htm?user_number_id={user}",
            ),
            link(rf"store:(?P<shop>{_LABEL})", "https://{shop}.taobao.com/"),
        ),
        short_hosts=(
            *short("tb.cn", "m.tb.cn", "e.tb.cn", "s.tb.cn"),
            ShortHost("s.click.taobao.com", token="e"),  # noqa: S106 - a parameter's name
        ),
        fold=lower,
    ),
    Marketplace(
        slug="tmall",
        name="Tmall",
        called=("tmall.com", "天猫"),
        countries=("CN",),
        languages=("zh",),
        domains=("tmall.com", "tmall.hk", "liangxinyao.com", "95095.com"),
        shapes=(
            *_ITEM_SHAPES,
            storefront(host=_TMALL_NUMBERED),
            storefront(_SHOP_PAGE, host=_TMALL_NAMED),
            storefront(host=_TMALL_HK_NUMBERED, store_id="hk/{store}"),
            storefront(_SHOP_PAGE, host=_TMALL_HK_NAMED, store_id="hk/{store}"),
        ),
        links=(
            link(_ID, "https://detail.tmall.com/item.htm?id={id}"),
            link(rf"store:hk/(?P<shop>{_LABEL})", "https://{shop}.tmall.hk/"),
            link(rf"store:(?P<shop>{_LABEL})", "https://{shop}.tmall.com/"),
        ),
        short_hosts=(ShortHost("s.click.tmall.com", token="e"),),  # noqa: S106 - a parameter's name
        fold=lower,
    ),
    Marketplace(
        slug="xianyu",
        name="Xianyu (Goofish)",
        called=("goofish", "闲鱼"),
        countries=("CN",),
        languages=("zh",),
        domains=("2.taobao.com", "goofish.com"),
        shapes=(
            listing(r"/(?:.*/)?item(?:\.html?)?", query={"id|itemid": _ID}),
            storefront(r"/personal", query={"userid": rf"(?P<store>{NUMBER})"}),
        ),
        links=(
            link(_ID, "https://www.goofish.com/item?id={id}"),
            link(rf"store:(?P<user>{NUMBER})", "https://www.goofish.com/personal?userId={user}"),
        ),
    ),
)
