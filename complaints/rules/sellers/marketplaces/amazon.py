"""Amazon, one marketplace a country: an ASIN may be sold in many, but each is a listing of its own,
with its own offers, and a right holds in one country at a time.

The listing is the ASIN's detail page, which several sellers can share. Where the address picks one
seller's offer (`m`, `smid`, `seller`), that seller is the store; the listing stays the page.
"""

from __future__ import annotations

from complaints.rules.sellers.marketplaces.record import Marketplace, short
from complaints.rules.sellers.marketplaces.shapes import carrier, link, listing, storefront, upper

# what stands behind amazon., with the languages of sellers there
_COUNTRIES = {
    "com": "en es", "ca": "en fr", "com.mx": "es", "com.br": "pt", "co.uk": "en", "ie": "en",
    "de": "de", "fr": "fr", "it": "it", "es": "es", "nl": "nl", "se": "sv", "pl": "pl",
    "com.be": "nl fr", "com.tr": "tr", "ae": "ar en", "sa": "ar en", "eg": "ar en", "co.za": "en",
    "in": "en hi", "co.jp": "ja", "sg": "en", "com.au": "en", "cn": "zh",
}  # fmt: skip
# where the last of these letters are not the country's
_CALLED = {"com": "US", "co.uk": "GB"}
# as sellers in China call the countries where they sell most
_IN_CHINESE = {
    "com": "美国", "ca": "加拿大", "com.mx": "墨西哥", "com.br": "巴西", "co.uk": "英国",
    "de": "德国", "fr": "法国", "it": "意大利", "es": "西班牙", "nl": "荷兰", "se": "瑞典",
    "pl": "波兰", "com.tr": "土耳其", "in": "印度", "co.jp": "日本", "sg": "新加坡",
    "com.au": "澳大利亚", "cn": "中国",
}  # fmt: skip
_MORE_DOMAINS = {"com": ("amzn.com",), "co.jp": ("amazon.jp",)}
_SHORT = {"com": ("a.co", "amzn.to", "amzn.eu", "amzn.asia")}

# ten characters; books carry their ISBN-10
_ASIN = r"(?P<id>(?=[A-Z]*[0-9])[A-Z0-9]{10})"
_SELLER = r"(?P<store>A[A-Z0-9]{9,20})"
_UUID = r"(?P<page>[A-F0-9]{8}(?:-[A-F0-9]{4}){3}-[A-F0-9]{12})"
# /-/en/ switches the language; a slug in any script may stand before the marker
_BEFORE = r"(?:/.*?)?"
# an escaped "?" or "&" belongs to a query that was escaped along with the path
_AFTER = r"(?:[/?&].*)?"
_MARKERS = "|".join(
    (
        "dp",
        "product(?:/glance)?",
        "gp/(?:mobile/udp|video/detail|aw/(?:d|ol|reviews)|offer-listing|reviews|customer-reviews)",
        "product-reviews",
        "exec/obidos/tg/detail/-",
        "ASIN",
    )
)
_OFFER = {"m|smid|seller": _SELLER}

_SHAPES = (
    listing(rf"{_BEFORE}/(?:{_MARKERS})/{_ASIN}{_AFTER}", also=_OFFER),
    # amzn.com and old advertisements put the ASIN right behind the host
    listing(r"/(?P<id>B0[A-Z0-9]{8})", also=_OFFER),
    listing(rf"/d/(?:[^/]+/){{1,3}}{_ASIN}{_AFTER}", also=_OFFER),
    listing(r"/.*", query={"asin": _ASIN}, also=_OFFER),
    carrier(r"/(?:-/[a-z_]{2,5}/)?sspa/click", "url"),
    carrier(r"/gp/(?:slredirect/.*|r\.html|redirect\.html)", "url|u|location"),
    storefront(
        r"/(?:-/[a-z_]{2,5}/)?(?:s|sp|shops|gp/.*|l/.*|b|)(?:/.*)?",
        query={"me|seller|merchant|m": _SELLER},
    ),
    storefront(rf"/shops/{_SELLER}(?:/.*)?"),
    storefront(rf"/(?:-/[a-z_]{{2,5}}/)?stores/(?:.*/)?{_UUID}(?:/.*)?", store_id="page/{page}"),
)


def _amazon(country: str) -> Marketplace:
    site = f"amazon.{country}"
    there = _IN_CHINESE.get(country)
    return Marketplace(
        slug=site,
        name=site.capitalize(),
        countries=(_CALLED.get(country) or country.rpartition(".")[2].upper(),),
        languages=tuple(_COUNTRIES[country].split()),
        domains=(site, *_MORE_DOMAINS.get(country, ())),
        shapes=_SHAPES,
        links=(
            link(
                _ASIN,
                f"https://www.{site}/dp/{{id}}",
                with_store=f"https://www.{site}/dp/{{id}}?m={{store}}",
            ),
            link(rf"store:page/{_UUID}", f"https://www.{site}/stores/page/{{page}}"),
            link(r"store:(?P<shop>A[A-Z0-9]{9,20})", f"https://www.{site}/sp?seller={{shop}}"),
        ),
        short_hosts=short(*_SHORT.get(country, ())),
        called=(f"{there}亚马逊", f"亚马逊{there}", f"亚马逊{there}站") if there else (),
        house="Amazon",
        house_called=("亚马逊",),
        fold=upper,
    )


MARKETPLACES = tuple(_amazon(country) for country in _COUNTRIES)
