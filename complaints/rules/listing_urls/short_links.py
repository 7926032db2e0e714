"""Hosts whose links say nothing until they are followed, which we never do.

Such a link is a listing of its own, on a marketplace that is the short host itself; its id is the
token, letter case kept. It is never merged with the listing that it leads to: staff or the
marketplace's feed may know where that is, the address does not.
"""

from __future__ import annotations

from complaints.rules.listing_urls.address import Address, pairs
from complaints.rules.listing_urls.answers import ListingUrl, UrlProblem
from complaints.rules.listing_urls.escapes import tidy
from complaints.rules.listing_urls.other_hosts import MAX_CANONICAL

_HOSTS_OF = {
    "Amazon": "a.co amzn.to amzn.eu amzn.asia",
    "Taobao": "tb.cn m.tb.cn e.tb.cn s.tb.cn s.click.taobao.com",
    "Tmall": "s.click.tmall.com",
    "1688": "qr.1688.com",
    "Alibaba.com": "x.alibaba.com",
    "AliExpress": "a.aliexpress.com s.click.aliexpress.com",
    "eBay": "ebay.us ebay.to",
    "Etsy": "etsy.me",
    "Shopee": "shp.ee sg.shp.ee my.shp.ee th.shp.ee vn.shp.ee ph.shp.ee tw.shp.ee br.shp.ee"
    " s.shopee.sg s.shopee.com.my s.shopee.co.th s.shopee.vn s.shopee.ph s.shopee.co.id"
    " s.shopee.tw s.shopee.com.br",
    "Lazada": "s.lazada.sg s.lazada.com.my s.lazada.co.th s.lazada.vn s.lazada.com.ph"
    " s.lazada.co.id c.lazada.sg c.lazada.com.my c.lazada.co.th c.lazada.vn c.lazada.com.ph"
    " c.lazada.co.id",
    "Temu": "temu.to share.temu.com",
    "TikTok": "vt.tiktok.com vm.tiktok.com",
    "JD": "u.jd.com 3.cn",
    "Pinduoduo": "p.pinduoduo.com",
    "Mercado Libre": "meli.la",
}
_OWNER = {host: owner for owner, hosts in _HOSTS_OF.items() for host in hosts.split()}
# Where the token is a parameter; elsewhere it is the path, and parameters are tracking.
_TOKEN_PARAMETER = {"s.click.taobao.com": "e", "s.click.tmall.com": "e"}


def short_host(host: str) -> str | None:
    """Return the short host that this is, or None."""
    host = host.removeprefix("www.")
    return host if host in _OWNER else None


def recognise_short(host: str, address: Address) -> ListingUrl:
    """Name a short link by its token.

    Raises:
        UrlProblem: `no_listing` where there is no token, `too_long`.
    """
    token = tidy(address.path).strip("/")
    if parameter := _TOKEN_PARAMETER.get(host):
        values = [pair for pair in pairs(address.query) if pair.startswith(f"{parameter}=")]
        token = f"{token}?{tidy(values[0])}" if values else ""
    if not token:
        raise UrlProblem("no_listing", "This short link is not complete; copy all of it.")
    url = f"https://{host}/{token}"
    if len(url) > MAX_CANONICAL:
        raise UrlProblem("too_long", f"The short link is over {MAX_CANONICAL} characters.")
    return ListingUrl(host, token, url, None, "listing")


def short_name(host: str) -> str | None:
    """Return the display name of a short host, or None if it is none."""
    return f"{_OWNER[host]} (short link, {host})" if host in _OWNER else None
