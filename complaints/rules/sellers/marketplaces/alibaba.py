"""1688, AliExpress and Alibaba.com.

AliExpress ids are the same on all its national sites except aliexpress.us, which numbers its
offers anew and is a marketplace of its own.
"""

from __future__ import annotations

from complaints.rules.sellers.marketplaces.record import WORLDWIDE, Marketplace, short
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
# Sites by language, each for the buyers of the countries that it was made for; those in Arabic and
# in Spanish and Portuguese for several, of which the address does not show which.
_ALIEXPRESS_SITES = (
    ("aliexpress.ru", ("RU",)),
    *(
        (f"{label}.aliexpress.com", tuple(countries.split()))
        for label, countries in {
            "de": "DE", "fr": "FR", "it": "IT", "nl": "NL", "pl": "PL", "tr": "TR", "ja": "JP",
            "ko": "KR", "th": "TH", "vi": "VN", "id": "ID", "he": "IL", "ru": "RU",
        }.items()
    ),
)  # fmt: skip

MARKETPLACES = (
    Marketplace(
        slug="1688",
        name="1688",
        countries=("CN",),
        languages=("zh",),
        domains=("1688.com",),
        shapes=(
            listing(rf"/(?:offer|pic|price)/{_ID}(?:\.html?)?"),
            listing(r"/.*", query={"offerid": _ID}),
            storefront(rf"/winport/(?P<member>{_LABEL})\.html", store_id="member/{member}"),
            storefront(host=r"(?P<store>shop[a-z0-9]+)\.1688\.com"),
            storefront(
                r"/(?:(?:page/)?[a-z]+\.html?)?",
                host=r"(?!(?:www|m|s|detail|login|work|air|show|page|member|rule|cart|trade|club|"
                rf"view|dj|order|qr|go|ai|huopin|jinhuo|sale|vip|p4p)\.)(?P<store>{_LABEL})\.1688\.com",
            ),
        ),
        links=(
            link(_ID, "https://detail.1688.com/offer/{id}.html"),
            link(rf"store:member/(?P<member>{_LABEL})", "https://m.1688.com/winport/{member}.html"),
            link(rf"store:(?P<shop>{_LABEL})", "https://{shop}.1688.com/"),
        ),
        short_hosts=short("qr.1688.com"),
        fold=lower,
    ),
    *(
        Marketplace(
            slug=slug,
            name=name,
            called=called,
            countries=countries,
            languages=("zh", "en"),
            home="CN",
            domains=domains,
            shapes=(
                listing(rf"/(?:item|i)/(?:[^/]*/)?{_ID}(?:\.html?)?"),
                listing(rf"/(?:s/item|item-desc|dropshipper/item)/(?:[^/]*/)?{_ID}(?:\.html?)?"),
                listing(
                    rf"/store/product/[^/]*/(?P<store>{NUMBER})_{_ID}\.html",
                ),
                # campaign pages that are about one product
                listing(r"/(?:gcp|ssr|p)/.+", query={"productids": rf"{_ID}(?:[:_,].*)?"}),
                listing(r"/(?:.*/)?item(?:-?detail)?\.html?", query={"id|productid|itemid": _ID}),
                storefront(rf"/store/(?P<store>{NUMBER})(?:/.*)?"),
                storefront(r"/store/.*", query={"shopid|storeid": rf"(?P<store>{NUMBER})"}),
                carrier(r"/deep_link\.htm", "dl_target_url"),
            ),
            links=(
                link(
                    _ID,
                    f"https://www.{domains[0]}/item/{{id}}.html",
                    with_store=f"https://www.{domains[0]}/store/product/-/{{store}}_{{id}}.html",
                ),
                link(
                    rf"store:(?P<shop>{NUMBER})",
                    f"https://www.{domains[0]}/store/{{shop}}",
                ),
            ),
            short_hosts=short_hosts,
            nowhere_in=("CN",) if sites else (),
            sites=sites,
        )
        for slug, name, called, countries, domains, short_hosts, sites in (
            (
                "aliexpress",
                "AliExpress",
                ("aliexpress.com", "速卖通"),
                (WORLDWIDE,),
                ("aliexpress.com", "aliexpress.ru"),
                short("a.aliexpress.com", "s.click.aliexpress.com"),
                _ALIEXPRESS_SITES,
            ),
            ("aliexpress.us", "AliExpress US", (), ("US",), ("aliexpress.us",), (), ()),
        )
    ),
    Marketplace(
        slug="alibaba",
        name="Alibaba.com",
        countries=(WORLDWIDE,),
        languages=("zh", "en"),
        home="CN",
        domains=("alibaba.com",),
        shapes=(
            listing(
                rf"/product(?:-gs)?/{_ID}(?:-[0-9]+)?(?:/.*)?",
                host=rf"(?P<store>{_LABEL})\.(?:m\.)?en\.alibaba\.com",
            ),
            listing(rf"/(?:product-detail|p-detail|pla)/(?:.*[_-])?{_ID}(?:\.html?)?"),
            listing(rf"/product(?:-gs)?/{_ID}(?:-[0-9]+)?(?:/.*)?"),
            listing(r"/product-?detail(?:/.*)?", query={"productid|id": _ID}),
            storefront(host=rf"(?P<store>{_LABEL})\.(?:m\.)?en\.alibaba\.com"),
        ),
        links=(
            link(
                _ID,
                "https://www.alibaba.com/product-detail/-_{id}.html",
                with_store="https://{store}.en.alibaba.com/product/{id}/-.html",
            ),
            link(rf"store:(?P<shop>{_LABEL})", "https://{shop}.en.alibaba.com/"),
        ),
        short_hosts=short("x.alibaba.com"),
        fold=lower,
    ),
)
