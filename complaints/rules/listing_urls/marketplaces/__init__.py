"""All tables, in one list; the look-ups that recognition needs are made from it once."""

from __future__ import annotations

from complaints.rules.listing_urls.marketplaces.alibaba import ALIBABA
from complaints.rules.listing_urls.marketplaces.amazon import AMAZON
from complaints.rules.listing_urls.marketplaces.ebay import EBAY
from complaints.rules.listing_urls.marketplaces.etsy import ETSY
from complaints.rules.listing_urls.marketplaces.github import GITHUB
from complaints.rules.listing_urls.marketplaces.jd import JD
from complaints.rules.listing_urls.marketplaces.lazada import LAZADA
from complaints.rules.listing_urls.marketplaces.mercado_libre import MERCADO_LIBRE
from complaints.rules.listing_urls.marketplaces.pdd import PDD
from complaints.rules.listing_urls.marketplaces.shopee import SHOPEE
from complaints.rules.listing_urls.marketplaces.taobao import TAOBAO
from complaints.rules.listing_urls.marketplaces.tiktok import TIKTOK
from complaints.rules.listing_urls.marketplaces.walmart import WALMART
from complaints.rules.listing_urls.shapes import Marketplace

ALL: tuple[Marketplace, ...] = (
    *TAOBAO,
    *ALIBABA,
    *AMAZON,
    *EBAY,
    *ETSY,
    *SHOPEE,
    *LAZADA,
    *MERCADO_LIBRE,
    *WALMART,
    *PDD,
    *TIKTOK,
    *JD,
    *GITHUB,
)
BY_SLUG = {marketplace.slug: marketplace for marketplace in ALL}
BY_DOMAIN = {domain: marketplace for marketplace in ALL for domain in marketplace.domains}
