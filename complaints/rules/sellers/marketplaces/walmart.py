"""Walmart: the United States, Canada and Mexico number their items apart.

`selectedSellerId` picks one seller's offer on a page that several may share: that is the store.
"""

from __future__ import annotations

from complaints.rules.sellers.marketplaces.record import Marketplace
from complaints.rules.sellers.marketplaces.shapes import NUMBER, link, listing, storefront, upper

_SELLER = rf"(?P<store>{NUMBER})"
_LOCALE = r"(?:/(?:en|fr|es))?"


def _walmart(
    slug: str, name: str, site: str, number: str, *, country: str, languages: tuple[str, ...]
) -> Marketplace:
    item = f"(?P<id>{number})"
    return Marketplace(
        slug=slug,
        name=name,
        countries=(country,),
        languages=languages,
        domains=(site,),
        shapes=(
            listing(
                rf"{_LOCALE}/(?:ip|reviews/product)/(?:.*/)?{item}",
                also={"selectedsellerid|sellerid": _SELLER},
            ),
            storefront(rf"{_LOCALE}(?:/global)?/seller/{_SELLER}(?:/.*)?"),
            storefront(rf"{_LOCALE}/browse(?:/.*)?", query={"sellerid|seller_id": _SELLER}),
        ),
        links=(
            link(
                item,
                f"https://www.{site}/ip/{{id}}",
                with_store=f"https://www.{site}/ip/{{id}}?selectedSellerId={{store}}",
            ),
            link(rf"store:(?P<shop>{NUMBER})", f"https://www.{site}/seller/{{shop}}"),
        ),
        fold=upper,
    )


MARKETPLACES = (
    _walmart("walmart", "Walmart", "walmart.com", NUMBER, country="US", languages=("en", "es")),
    _walmart(
        "walmart.ca", "Walmart Canada", "walmart.ca", r"(?=[A-Z]*[0-9])[0-9A-Z]{8,20}",
        country="CA", languages=("en", "fr"),
    ),
    _walmart(
        "walmart.com.mx", "Walmart México", "walmart.com.mx", r"[0-9]{8,20}",
        country="MX", languages=("es",),
    ),
)  # fmt: skip
