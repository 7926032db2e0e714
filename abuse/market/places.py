"""Marketplaces and their addresses: ids in each one's own format, drawn, of no real listing."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from abuse.market.draw import Draw

_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


@dataclass(frozen=True)
class Place:
    """A marketplace: how its ids look, what it is paid in, how much of the trade it has."""

    marketplace: str
    region: str
    currency: str
    share: float
    url: str
    id_digits: tuple[int, int] = (12, 12)
    store_digits: tuple[int, int] = (8, 10)

    def new_listing_id(self, draw: Draw, store_id: str) -> str:
        if self.marketplace.startswith("amazon"):
            return "B0" + draw.text(_CAPITALS, 8)
        number = draw.digits(draw.between(*self.id_digits))
        return f"{store_id}.{number}" if self.marketplace.startswith("shopee") else number

    def new_store_id(self, draw: Draw) -> str:
        if self.marketplace.startswith("amazon"):
            return "A" + draw.text(_CAPITALS, 13)
        return draw.digits(draw.between(*self.store_digits))

    def address(self, listing_id: str, title: str) -> str:
        slug = quote("-".join(title.split()), safe="-")
        return self.url.format(id=listing_id, slug=slug)


PLACES = (
    Place("taobao", "CN", "CNY", 20, "https://item.taobao.com/item.htm?id={id}"),
    Place("tmall", "CN", "CNY", 10, "https://detail.tmall.com/item.htm?id={id}"),
    Place("1688", "CN", "CNY", 7, "https://detail.1688.com/offer/{id}.html"),
    Place("aliexpress", "XX", "USD", 14, "https://www.aliexpress.com/item/{id}.html", (16, 16)),
    Place("amazon.com", "US", "USD", 14, "https://www.amazon.com/{slug}/dp/{id}"),
    Place("amazon.de", "EU", "EUR", 5, "https://www.amazon.de/dp/{id}"),
    Place("amazon.co.uk", "GB", "GBP", 5, "https://www.amazon.co.uk/dp/{id}"),
    Place("amazon.co.jp", "JP", "JPY", 2, "https://www.amazon.co.jp/dp/{id}"),
    Place("ebay", "US", "USD", 9, "https://www.ebay.com/itm/{id}"),
    Place("shopee.sg", "SG", "SGD", 5, "https://shopee.sg/{slug}-i.{id}", (10, 11)),
    Place("lazada.com.my", "SG", "MYR", 3, "https://www.lazada.com.my/products/{slug}-i{id}.html",
          (9, 10)),
    Place("walmart", "US", "USD", 3, "https://www.walmart.com/ip/{slug}/{id}", (9, 10)),
    Place("temu", "XX", "USD", 3, "https://www.temu.com/{slug}-g-{id}.html", (15, 15)),
)  # fmt: skip
