"""eBay: one pool of item numbers for all countries, so one marketplace; each of its sites is for
the buyers of one country.

A product page (/p/) gathers many items and has numbers of its own; it names an item only by `iid`.
Users (/usr/) and stores (/str/) have names of their own: one firm may have both.
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
_NAME = r"[^/\x00-\x20\x7f]{1,100}"
_COUNTRIES = (
    "com", "co.uk", "de", "fr", "it", "es", "nl", "be", "at", "ch", "ie", "pl", "se", "dk", "no",
    "fi", "cz", "pt", "gr", "hu", "ro", "ca", "com.au", "com.hk", "com.sg", "com.my", "com.tw",
    "com.cn", "cn", "ph", "in", "vn",
)  # fmt: skip
# where the last of these letters are not the country's
_CALLED = {"com": "US", "co.uk": "GB"}
# for those in China who sell abroad
_OF_SELLERS = ("com.cn", "cn")

MARKETPLACES = (
    Marketplace(
        slug="ebay",
        name="eBay",
        called=tuple(f"ebay.{country}" for country in _COUNTRIES),
        countries=(WORLDWIDE,),
        languages=("en", "de", "zh"),
        domains=tuple(f"ebay.{country}" for country in _COUNTRIES),
        shapes=(
            listing(rf"/(?:ulk/)?(?:itm|i)/(?:.*/)?{_ID}"),
            listing(r"/itm(?:/.*)?", query={"item|itemid|nid": _ID}),
            listing(r"/ws/ebayisapi\.dll", query={"item": _ID}),
            listing(r"/(?:viewitem|v4/item|bin/.*)", query={"itemid|item|id": _ID}),
            listing(rf"/.*qqitemz{_ID}(?:qq.*)?"),
            listing(rf"/(?:ulk/)?p/(?:.*/)?{NUMBER}", query={"iid": _ID}),
            listing(rf"/(?:ulk/)?p/(?:.*/)?(?P<product>{NUMBER})", listing_id="p/{product}"),
            carrier(r"/rover/.*", "mpre"),
            storefront(rf"/(?:ulk/)?usr/(?P<store>{_NAME})"),
            storefront(rf"/(?:ulk/)?str/(?P<store>{_NAME})(?:/.*)?", store_id="str/{store}"),
            storefront(
                rf"/(?P<store>{_NAME})(?:/.*)?",
                host=r"stores\.ebay\..*",
                store_id="str/{store}",
            ),
            storefront(rf"/(?:sch|dsc)/(?P<store>{_NAME})/m\.html"),
            storefront(r"/sch/.*", query={"_ssn|_sasl|_saslop": rf"(?P<store>{_NAME})"}),
        ),
        links=(
            link(_ID, "https://www.ebay.com/itm/{id}"),
            link(rf"p/(?P<product>{NUMBER})", "https://www.ebay.com/p/{product}"),
            link(rf"store:str/(?P<shop>{_NAME})", "https://www.ebay.com/str/{shop}"),
            link(rf"store:(?P<user>{_NAME})", "https://www.ebay.com/usr/{user}"),
        ),
        short_hosts=short("ebay.us", "ebay.to"),
        fold=lower,
        sites=tuple(
            (f"ebay.{each}", (_CALLED.get(each) or each.rpartition(".")[2].upper(),))
            for each in _COUNTRIES
            if each not in _OF_SELLERS
        ),
    ),
)
