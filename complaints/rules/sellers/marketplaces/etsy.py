"""Etsy: one pool of listing numbers; shops by name, letter case without meaning."""

from __future__ import annotations

from complaints.rules.sellers.marketplaces.record import WORLDWIDE, Marketplace, short
from complaints.rules.sellers.marketplaces.shapes import NUMBER, link, listing, lower, storefront

_ID = rf"(?P<id>{NUMBER})"
_SHOP = r"[a-z0-9][a-z0-9_-]{0,40}"
_OWN_HOSTS = "www|m|i|api|openapi|blog|help|investors|careers|developer|developers"
_SHOP_HOST = rf"(?!(?:{_OWN_HOSTS})\.)(?P<store>{_SHOP})\.etsy\.com"
# /uk/, /de-en/ and the like choose country and language
_LOCALE = r"(?:/[a-z]{2}(?:-[a-z]{2})?)?"

MARKETPLACES = (
    Marketplace(
        slug="etsy",
        name="Etsy",
        countries=(WORLDWIDE,),
        languages=("en",),
        domains=("etsy.com",),
        shapes=(
            listing(rf"{_LOCALE}/listing/{_ID}(?:/.*)?", host=_SHOP_HOST),
            listing(rf"{_LOCALE}/(?:your/|transaction/)?listing/{_ID}(?:/.*)?"),
            storefront(rf"{_LOCALE}/shop/(?P<store>{_SHOP})(?:/.*)?"),
            storefront(host=_SHOP_HOST),
        ),
        links=(
            link(
                _ID,
                "https://www.etsy.com/listing/{id}",
                with_store="https://{store}.etsy.com/listing/{id}",
            ),
            link(rf"store:(?P<shop>{_SHOP})", "https://www.etsy.com/shop/{shop}"),
        ),
        short_hosts=short("etsy.me"),
        fold=lower,
        country_leads_path=True,
    ),
)
