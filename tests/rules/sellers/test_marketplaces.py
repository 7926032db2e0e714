"""The records of marketplaces, row by row: where each sells, in which languages, at which hosts."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from complaints.rules.filing.listing_urls import recognise
from complaints.rules.filing.listing_urls.other_hosts import short_host
from complaints.rules.law.calendars import Calendar
from complaints.rules.sellers import marketplaces
from complaints.rules.sellers.marketplaces import ALL, BY_SLUG, amazon, lazada, shopee
from complaints.rules.sellers.marketplaces.mercado_libre import _SITES
from complaints.rules.sellers.marketplaces.shapes import lower, upper

# Slug, languages, countries, domains. eBay and Mercado Libre have a domain a country, see below.
RECORDS = """
1688            zh     CN         1688.com
aliexpress      zh,en  worldwide  aliexpress.com,aliexpress.ru
aliexpress.us   zh,en  US         aliexpress.us
alibaba         zh,en  worldwide  alibaba.com
amazon.cn       zh     CN         amazon.cn
amazon.co.jp    ja     JP         amazon.co.jp,amazon.jp
amazon.co.uk    en     GB         amazon.co.uk
amazon.com      en,es  US         amazon.com,amzn.com
amazon.com.be   nl,fr  BE         amazon.com.be
etsy            en     worldwide  etsy.com
github          en     worldwide  github.com,githubusercontent.com,github.io
jd              zh     CN         jd.com,jd.hk,yiyaojd.com
lazada.com.my   ms,en,zh  MY      lazada.com.my
lazada.sg       en,zh  SG         lazada.sg
pinduoduo       zh     CN         yangkeduo.com,pinduoduo.com
shopee.co.th    th     TH         shopee.co.th,th.xiapibuy.com
shopee.ph       en,tl  PH         shopee.ph,ph.xiapibuy.com
taobao          zh     CN         taobao.com
temu            zh,en  worldwide  temu.com
tiktok-shop     en,zh  worldwide  tiktok.com
tmall           zh     CN         tmall.com,tmall.hk,liangxinyao.com,95095.com
walmart         en,es  US         walmart.com
walmart.ca      en,fr  CA         walmart.ca
walmart.com.mx  es     MX         walmart.com.mx
xianyu          zh     CN         2.taobao.com,goofish.com
"""


@pytest.mark.parametrize("row", RECORDS.strip().splitlines(), ids=lambda row: row.split()[0])
def test_a_record_states(row: str) -> None:
    slug, *stated = row.split()
    found = BY_SLUG[slug]
    assert [found.languages, found.countries, found.domains] == [
        tuple(part.split(",")) for part in stated
    ]


def test_the_home_of_a_record_has_clocks_of_its_own() -> None:
    homes = {each.home for each in ALL if each.home}
    assert {str(Calendar(home).zone) for home in homes} == {"Asia/Shanghai"}


# Hosts whose links do not show where they lead, by the marketplace that they belong to.
_SHORT = """
1688            qr.1688.com
aliexpress      a.aliexpress.com s.click.aliexpress.com
alibaba         x.alibaba.com
amazon.com      a.co amzn.to amzn.eu amzn.asia
ebay            ebay.us ebay.to
etsy            etsy.me
jd              u.jd.com 3.cn
lazada.sg       s.lazada.sg c.lazada.sg
mercadolibre    meli.la mercadolibre.com mercadolivre.com
pinduoduo       p.pinduoduo.com
shopee.sg       shope.ee shp.ee sg.shp.ee s.shopee.sg
taobao          tb.cn m.tb.cn e.tb.cn s.tb.cn s.click.taobao.com
temu            temu.to share.temu.com
tiktok-shop     vt.tiktok.com vm.tiktok.com
tmall           s.click.tmall.com
"""


@pytest.mark.parametrize("row", _SHORT.strip().splitlines(), ids=lambda row: row.split()[0])
def test_a_marketplace_has_its_short_hosts(row: str) -> None:
    slug, *hosts = row.split()
    assert [short.host for short in BY_SLUG[slug].short_hosts] == hosts
    assert [short_host(host) for host in hosts] == hosts


def test_every_file_of_records_is_read() -> None:
    folder = Path(marketplaces.__path__[0])
    names = [path.stem for path in folder.glob("*.py") if path.stem != "__init__"]
    files = [import_module(f"{marketplaces.__name__}.{name}") for name in names]
    records = [each for file in files for each in getattr(file, "MARKETPLACES", ())]
    assert set(records) == set(ALL)
    assert len(records) == len(ALL)


# What `_amazon`, `_lazada` and `_shopee` make of their rows.
@pytest.mark.parametrize("file", [amazon, lazada, shopee], ids=lambda file: file.__name__[-6:])
def test_a_house_with_a_site_a_country_has_a_marketplace_for_each(file: ModuleType) -> None:
    slugs = [each.slug for each in file.MARKETPLACES]
    assert [slug.partition(".")[2] for slug in slugs] == list(file._COUNTRIES)


EBAY = """
com co.uk de fr it es nl be at ch ie pl se dk no fi cz pt gr hu ro ca com.au com.hk com.sg com.my
com.tw com.cn cn ph in vn
"""


@pytest.mark.parametrize("country", EBAY.split())
def test_ebay_has_one_pool_of_items_for_all_its_sites(country: str) -> None:
    found = recognise(f"https://www.ebay.{country}/itm/5")
    assert (found.marketplace, found.listing_id) == ("ebay", "5")
    assert len(BY_SLUG["ebay"].domains) == len(EBAY.split())
    assert BY_SLUG["ebay"].languages == ("en", "de", "zh")


# What `_links` and `_stores` make of each site.
@pytest.mark.parametrize("code", _SITES)
def test_an_item_of_mercado_libre_leads_to_its_own_country(code: str) -> None:
    found = recognise(f"https://www.mercadolibre.com.ar/x/{code}-1000")
    assert found.listing_id == f"{code}1000"
    assert found.canonical_url.endswith(f".{_SITES[code][0]}/{code}-1000-_JM")
    shop = recognise(f"https://www.{_SITES[code][0]}/perfil/SHOP")
    assert shop.listing_id == f"store:{code}/SHOP"


def test_mercado_libre_is_read_in_spanish_and_in_portuguese() -> None:
    assert BY_SLUG["mercadolibre"].languages == ("es", "pt")
    assert BY_SLUG["mercadolibre"].countries[:3] == ("AR", "BR", "MX")
    official = {"MLB": "loja", "MLA": "tienda"}
    for site, word in official.items():
        url = f"https://www.{_SITES[site][0]}/{word}/acme"
        assert recognise(url).canonical_url == url.replace("acme", "ACME")


# What stands before the number; amazon._MARKERS finds it.
@pytest.mark.parametrize(
    "before",
    [
        "dp", "dp/product", "gp/product", "gp/product/glance", "gp/mobile/udp", "gp/video/detail",
        "gp/aw/d", "gp/aw/ol", "gp/aw/reviews", "gp/offer-listing", "gp/reviews",
        "gp/customer-reviews", "product-reviews", "review/product", "product",
        "exec/obidos/ASIN", "exec/obidos/tg/detail/-", "o/ASIN", "ASIN",
    ],
)  # fmt: skip
def test_where_an_address_of_amazon_has_its_number(before: str) -> None:
    for path in (before, f"-/en/{before}", f"Some-Name/{before}"):
        found = recognise(f"https://www.amazon.de/{path}/B00R1984DI/more")
        assert (found.marketplace, found.listing_id) == ("amazon.de", "B00R1984DI")


@pytest.mark.parametrize(
    ("offer", "seller"),
    [
        ("m=A1X2Y3Z4W5V6U7", "A1X2Y3Z4W5V6U7"),
        ("m=A1X2Y3Z4W5V6U7&smid=A1X2Y3Z4W5V6U7", "A1X2Y3Z4W5V6U7"),
        # Two sellers, or something else: the page is named, and no store.
        ("m=A1X2Y3Z4W5V6U7&smid=A9X2Y3Z4W5V6U7", None),
        ("m=any", None),
        ("", None),
    ],
)
def test_an_address_of_amazon_may_pick_one_seller(offer: str, seller: str | None) -> None:
    found = recognise(f"https://www.amazon.de/dp/B00R1984DI?{offer}")
    assert (found.listing_id, found.store_id) == ("B00R1984DI", seller)


@pytest.mark.parametrize("domain", ["aliexpress.com", "aliexpress.us"])
def test_aliexpress_has_two_pools_of_items(domain: str) -> None:
    slug = domain.removesuffix(".com")
    for path, canonical in (
        ("item/slug/5.html", "item/5.html"),
        ("store/product/slug/7_5.html", "store/product/-/7_5.html"),
        ("store/7/all", "store/7"),
    ):
        found = recognise(f"https://m.{domain}/{path}")
        assert (found.marketplace, found.canonical_url) == (
            slug,
            f"https://www.{domain}/{canonical}",
        )
    assert recognise("https://aliexpress.ru/item/5.html").canonical_url == (
        "https://www.aliexpress.com/item/5.html"
    )


def test_only_a_part_of_tiktok_is_a_marketplace() -> None:
    assert [each.slug for each in ALL if not each.whole_site] == ["tiktok-shop"]


def test_only_the_letters_of_ascii_change_their_case() -> None:
    assert lower("AMZ@[`{ßÄ") == "amz@[`{ßÄ"
    assert upper("amz@[`{ßä") == "AMZ@[`{ßä"
