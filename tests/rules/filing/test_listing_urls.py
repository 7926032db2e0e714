"""A pasted address becomes the listing that it names: the table of cases, and what holds always."""

from __future__ import annotations

import csv
import itertools
import re
from pathlib import Path

import pytest
from ada_url import parse_url
from hypothesis import assume, example, given
from hypothesis import strategies as st

from complaints.rules.filing.listing_urls import (
    ListingUrl,
    UrlProblem,
    canonical,
    marketplace_name,
    recognise,
    without_unseen,
)
from complaints.rules.filing.listing_urls.other_hosts import TRACKING
from complaints.rules.sellers.marketplaces import ALL, BY_SLUG, WORLDWIDE, records_of
from complaints.words import say

TABLE = Path(__file__).with_name("listing_urls.csv").read_text(encoding="utf-8")
CASES = list(csv.DictReader(TABLE.splitlines()))
GOOD = [case for case in CASES if case["marketplace"]]
BAD = [case for case in CASES if not case["marketplace"]]

# Addresses with a hole for the listing's number, each of another marketplace or another spelling.
NUMBERED = (
    "https://item.taobao.com/item.htm?id={}",
    "https://detail.tmall.com/item.htm?id={}",
    "https://www.goofish.com/item?id={}",
    "https://detail.1688.com/offer/{}.html",
    "https://www.aliexpress.com/item/{}.html",
    "https://www.aliexpress.us/item/{}.html",
    "https://www.alibaba.com/product-detail/Slug_{}.html",
    "https://www.ebay.com/itm/{}",
    "https://www.ebay.com/p/{}",
    "https://www.etsy.com/listing/{}/slug",
    "https://shopee.sg/product/7/{}",
    "https://shopee.com.my/product/{}/7",
    "https://shopee.vn/product/7/{}",
    "https://www.lazada.sg/products/x-i{}-s1.html",
    "https://www.lazada.vn/products/x-i{}-s1.html",
    "https://articulo.mercadolibre.com.ar/MLA-1000{}-_JM",
    "https://articulo.mercadolibre.com.mx/MLM-1000{}-_JM",
    "https://www.mercadolibre.com.mx/x/p/MLM1000{}",
    "https://www.walmart.com/ip/slug/{}",
    "https://www.temu.com/slug-g-{}.html",
    "https://shop.tiktok.com/view/product/{}",
    "https://item.jd.com/{}.html",
    "https://mobile.yangkeduo.com/goods.html?goods_id={}",
    "https://github.com/owner/r{}",
    "https://github.com/owner{}/r",
    "https://owner.github.io/r{}/",
    "https://shop{}.taobao.com/",
    "https://store.taobao.com/shop/view_shop.htm?user_number_id={}",
    "https://www.aliexpress.com/store/{}",
    "https://www.ebay.com/usr/u{}",
    "https://www.ebay.com/str/u{}",
    "https://www.walmart.com/seller/{}",
    "https://www.temu.com/mall.html?mall_id={}",
    "https://shopee.sg/shop/{}",
    "https://shopee.sg/user{}",
    "https://amzn.to/{}",
    "https://www.example.com/p/{}",
    "https://www.example.com/p?id={}",
    "https://shop.example.com/p/{}",
    "https://www.example.org/p/{}",
)


def name_case(case: dict[str, str]) -> str:
    return case["url"][:80]


def identity(url: str) -> tuple[str, str]:
    found = recognise(url)
    return found.marketplace, found.listing_id


@pytest.mark.parametrize("case", GOOD, ids=name_case)
def test_an_address_names_its_listing(case: dict[str, str]) -> None:
    found = recognise(case["url"])
    assert found == ListingUrl(
        marketplace=case["marketplace"],
        listing_id=case["listing_id"],
        canonical_url=case["canonical_or_problem"],
        store_id=case["store_id"] or None,
        kind=case["kind"],  # type: ignore[arg-type]
    )
    assert recognise(found.canonical_url) == found


@pytest.mark.parametrize("case", BAD, ids=name_case)
def test_a_wrong_address_is_explained(case: dict[str, str]) -> None:
    with pytest.raises(UrlProblem) as caught:
        recognise(case["url"])
    assert caught.value.code == case["canonical_or_problem"]
    assert str(caught.value).endswith(".")


def test_the_table_covers_every_marketplace_and_every_problem() -> None:
    assert len(CASES) >= 150
    seen = {case["marketplace"].split(".")[0] for case in GOOD}
    assert {marketplace.slug.split(".")[0] for marketplace in ALL} <= seen
    assert {case["canonical_or_problem"] for case in BAD} >= {
        "not_a_url", "scheme", "credentials", "host", "port", "no_listing", "ambiguous",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "empty"),
        (" \t\r\n\u200b", "empty"),
        ("https://www.amazon.com/dp/\nB00R1984DI", "control"),
        ("https://www.amazon.com/dp/B00R1984DI\x00", "control"),
        ("https://example.com/\x85", "control"),
        ("https://example.com/\ud800", "control"),
        ("https://exam\udfffple.com/", "control"),
        ("https://example.com/" + "a" * 1_981, "too_long"),
        ("https://example.com/" + "你" * 300, "too_long"),
        ("https://example.com/" + "a" * 8_000, "too_long"),
        ("https://a.co/" + "a" * 2_000, "too_long"),
        ("https://" + "a" * 64 + ".com/", "host"),
        ("https://" + "a." * 127 + "com/", "host"),
        ("https://www.amazon.com:8080/dp/B00R1984DI", "port"),
        ("https://a.co:8080/d/abc", "port"),
    ],
)
def test_what_a_table_cannot_hold_is_refused(url: str, code: str) -> None:
    with pytest.raises(UrlProblem) as caught:
        recognise(url)
    assert caught.value.code == code


def test_an_address_as_long_as_the_limit_is_accepted_and_tracking_does_not_count() -> None:
    longest = "https://example.com/" + "a" * 1_980
    assert len(recognise(longest).canonical_url) == 2_000
    assert recognise(longest + "?utm_source=" + "b" * 500) == recognise(longest)


@pytest.mark.parametrize("tail", [".evil.example", ".cn.example", "-shop.com", "x", "%2eevil.com"])
@pytest.mark.parametrize("head", ["", "www.", "item."])
@pytest.mark.parametrize("domain", ["amazon.com", "taobao.com", "ebay.co.uk", "github.com", "a.co"])
def test_a_look_alike_host_is_never_the_marketplace(head: str, domain: str, tail: str) -> None:
    for host in (f"{head}{domain}{tail}", f"not{domain}", f"{domain.replace('a', 'а', 1)}"):
        if host == domain:
            continue
        for path in ("/dp/B00R1984DI", "/item.htm?id=5", "/itm/5", "/owner/repo"):
            found = recognise(f"https://{host}{path}")
            assert found.marketplace not in BY_SLUG
            assert found.marketplace != domain


def test_the_host_is_the_one_that_a_browser_would_open() -> None:
    assert recognise("https://evil.example\\@www.amazon.com/dp/B00R1984DI").marketplace == (
        "evil.example"
    )
    assert identity("https:\\\\www.amazon.com\\dp\\B00R1984DI") == ("amazon.com", "B00R1984DI")


def test_gbk_and_utf8_spell_the_same_name_and_broken_bytes_stay_apart() -> None:
    page = "https://www.mercadolivre.com.br/perfil/"
    assert identity(page + "%C4%E3%BA%C3") == identity(page + "%E4%BD%A0%E5%A5%BD")
    assert identity(page + "%FF") != identity(page + "%FE")
    taobao = "https://item.taobao.com/item.htm?title=%C4%E3%FF&id=5"
    assert identity(taobao) == ("taobao", "5")


def test_a_canonical_address_is_built_from_an_id() -> None:
    assert canonical("amazon.de", "b00r1984di") == "https://www.amazon.de/dp/B00R1984DI"
    assert canonical("github", "Owner/Repo") == "https://github.com/owner/repo"
    assert canonical("taobao", "store:Shop5") == "https://shop5.taobao.com/"
    assert canonical("taobao", "five") is None
    assert canonical("github", "owner/../x") is None
    assert canonical("example.com", "example.com/p/1") is None


def test_an_old_gist_without_its_owner_is_not_taken_for_an_account() -> None:
    plain = canonical("github", "gist:a1b2c3d")
    assert plain is not None
    assert identity(plain) == ("github", "gist:a1b2c3d")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.co/d/aBcDeFg", "https://a.co/d/abcdefg"),
        ("https://qr.1688.com/share.html?secret=a", "https://qr.1688.com/share.html?secret=b"),
        ("https://u.jd.com/jda?p=a", "https://u.jd.com/jda?p=b"),
        ("https://s.click.taobao.com/t?e=a", "https://s.click.taobao.com/t?e=b"),
        ("https://acme.tmall.com/", "https://acme.tmall.hk/"),
        ("https://user5.taobao.com/", "https://shop.m.taobao.com/shop/shop_index.htm?user_id=5"),
        ("https://www.ebay.com/usr/name", "https://www.ebay.com/str/name"),
        ("https://www.ebay.com/itm/5", "https://www.ebay.com/p/5"),
        ("https://shopee.sg/shop/12345", "https://shopee.sg/12345"),
        ("https://www.amazon.de/dp/B00R1984DI", "https://www.amazon.fr/dp/B00R1984DI"),
        ("https://owner.github.io/r/", "https://github.com/owner/r"),
        ("https://m.example.com/p", "https://www.example.com/p"),
        ("https://example.com/a%2Fb", "https://example.com/a/b"),
        ("https://example.com/p?a=1&a=2", "https://example.com/p?a=2&a=1"),
        ("https://example.com/index.php", "https://example.com/"),
        ("https://example.com/#/p/1", "https://example.com/#/p/2"),
        ("https://example.com:8443/p", "https://example.com/p"),
    ],
)
def test_what_looks_alike_stays_apart(one: str, other: str) -> None:
    assert identity(one) != identity(other)


def test_a_marketplace_has_a_name_to_show() -> None:
    assert str(marketplace_name("1688")) == "1688"
    assert str(marketplace_name("amazon.co.uk")) == "Amazon.co.uk"
    assert str(marketplace_name("m.tb.cn")) == "Taobao (short link, m.tb.cn)"
    assert say(marketplace_name("m.tb.cn"), "zh") == "Taobao（短链接，m.tb.cn）"
    assert str(marketplace_name("example.com")) == "example.com"


def test_no_two_marketplaces_claim_one_domain_or_slug() -> None:
    domains = [domain for marketplace in ALL for domain in marketplace.domains]
    domains += [short.host for marketplace in ALL for short in marketplace.short_hosts]
    assert len(domains) == len(set(domains))
    assert len(BY_SLUG) == len(ALL)


def test_a_record_says_where_and_in_which_languages() -> None:
    for marketplace in ALL:
        assert marketplace.countries == (WORLDWIDE,) or all(
            re.fullmatch("[A-Z]{2}", country) for country in marketplace.countries
        )
        assert marketplace.countries
        assert marketplace.languages
        assert all(re.fullmatch("[a-z]{2}", language) for language in marketplace.languages)


def test_a_record_is_found_by_its_slug_and_by_its_domains() -> None:
    for marketplace in ALL:
        for name in (marketplace.slug, *marketplace.domains):
            assert records_of(name) == (marketplace,)
    assert records_of("shop.example") == ()


def test_every_problem_is_documented_and_no_marketplace_that_is_not() -> None:
    page = (Path(__file__).parents[3] / "docs" / "linking.md").read_text(encoding="utf-8")
    for case in BAD:
        assert f"`{case['canonical_or_problem']}`" in page
    rows = page.partition("## Marketplaces")[2].partition("**One marketplace")[0].splitlines()
    cells = [row.split(" | ")[0] for row in rows if row.startswith("| `")]
    slugs = {slug for cell in cells for slug in re.findall(r"`([^` ]+)`", cell)}
    assert {slug for slug in slugs if not slug.endswith(".")} <= BY_SLUG.keys()
    assert len(slugs) > 10


TRACKERS = st.sampled_from([*sorted(TRACKING), "utm_source", "UTM_Medium", "mtm_kwd"])
BROWSER_SPELLINGS = st.sampled_from(["https://", "http://", "HTTPS://", "", "//", " https://"])


@given(
    case=st.sampled_from(GOOD),
    trackers=st.lists(st.tuples(TRACKERS, st.from_regex(r"[a-z0-9.]{0,8}", fullmatch=True))),
    scheme=BROWSER_SPELLINGS,
    shout=st.booleans(),
    order=st.randoms(use_true_random=False),
)
def test_noise_does_not_change_the_answer(
    case: dict[str, str],
    trackers: list[tuple[str, str]],
    scheme: str,
    shout: bool,
    order: object,
) -> None:
    expected = recognise(case["url"])
    parts = parse_url(expected.canonical_url)
    query = [pair for pair in parts["search"].removeprefix("?").split("&") if pair]
    names = [pair.partition("=")[0] for pair in query]
    noisy = query + [f"{name}={value}" for name, value in trackers]
    if len(set(names)) == len(names):  # the order of equal names is kept, as it may matter
        order.shuffle(noisy)  # type: ignore[attr-defined]
    host = parts["host"].upper() if shout else parts["host"]
    search = "?" + "&".join(noisy) if noisy else ""
    assert recognise(f"{scheme}{host}{parts['pathname']}{search}{parts['hash']}") == expected


@given(
    case=st.sampled_from([case for case in GOOD if case["marketplace"] in BY_SLUG]),
    chosen=st.sets(st.integers(0, 60)),
)
def test_escapes_and_upper_case_do_not_change_a_marketplaces_answer(
    case: dict[str, str], chosen: set[int]
) -> None:
    expected = recognise(case["url"])
    if {"ps", "sign"} & {expected.listing_id.partition(":")[0]}:  # letter case counts in these
        return
    parts = parse_url(expected.canonical_url)
    assume("%" not in parts["pathname"])
    path = "".join(
        f"%{ord(letter):02x}" if place in chosen and letter.isalnum() else letter
        for place, letter in enumerate(parts["pathname"])
    )
    url = f"https://{parts['host']}{path}{parts['search']}"
    assert recognise(url) == expected
    shouted = f"https://{parts['host']}{parts['pathname'].upper()}{parts['search'].upper()}"
    assert recognise(shouted) == expected


@given(
    first=st.tuples(st.sampled_from(NUMBERED), st.integers(1, 10**10)),
    second=st.tuples(st.sampled_from(NUMBERED), st.integers(1, 10**10)),
)
def test_two_listings_never_merge(first: tuple[str, int], second: tuple[str, int]) -> None:
    assume(first != second)
    assert identity(first[0].format(first[1])) != identity(second[0].format(second[1]))


def test_two_addresses_of_the_numbered_list_never_merge() -> None:
    found = [identity(template.format(5)) for template in NUMBERED]
    assert all(one != other for one, other in itertools.combinations(found, 2))


WORD = st.from_regex(r"[a-z0-9~_-]{1,6}", fullmatch=True)
PAGE = st.tuples(
    st.sampled_from(["example.com", "shop.example.com", "example.org"]),
    st.lists(WORD, max_size=3).map("/".join),
    st.dictionaries(WORD, WORD, max_size=3),
)


@given(first=PAGE, second=PAGE)
def test_two_pages_of_other_sites_never_merge(
    first: tuple[str, str, dict[str, str]], second: tuple[str, str, dict[str, str]]
) -> None:
    assume(first != second)
    assume(not TRACKING & (first[2].keys() | second[2].keys()))
    assert identity(page_url(first)) != identity(page_url(second))


def page_url(page: tuple[str, str, dict[str, str]]) -> str:
    host, path, query = page
    return f"https://{host}/{path}?" + "&".join(f"{name}={value}" for name, value in query.items())


ANY_TEXT = st.text(st.characters(exclude_categories=()))
HOSTS = st.sampled_from(
    sorted(
        {domain for site in ALL for domain in site.domains}
        | {"a.co", "qr.1688.com", "s.click.taobao.com"}
    )
)
PIECES = st.sampled_from(
    [
        "/",
        "//",
        "?",
        "&",
        "=",
        "#",
        "%",
        "%2F",
        "%00",
        "%C4",
        ":",
        "@",
        "\\",
        ".",
        "..",
        ";",
        "+",
        "-",
        "_",
        "store",
        "item",
        "id=",
        "dp/",
        "5",
        "B00R1984DI",
        "你",
        "ß",
        "İ",
        "K",
    ]
)
ODD_URL = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["https://", "http:/", "https:", "//", "", "javascript:"]),
    st.sampled_from(["", "www.", "m.", "shop5.", "gist.", "stores.", "perfil."]),
    HOSTS,
    st.lists(PIECES | ANY_TEXT, max_size=8).map("".join),
)


@given(url=ANY_TEXT | ODD_URL)
@example(url="https://www.ebay.com/usr/%e2%84%aa")
@example(url="https://perfil.mercadolibre.com.ar/%25")
@example(url="https://perfil.mercadolibre.com.ar/%3F%23")
@example(url="https://perfil.mercadolibre.com.ar/{0}")
@example(url="https://example.com/a;?utm_source=x")
@example(url="https://example.com/a'?utm_source=x")
@example(url="https://www.amazon.com/sspa/click?url=%ff")
@example(url="https://rover.ebay.com/rover/1?mpre=%00")
def test_any_text_gives_a_sound_answer_or_a_problem(url: str) -> None:
    try:
        found = recognise(url)
    except UrlProblem:
        return
    assert recognise(found.canonical_url) == found
    assert found.canonical_url.startswith("https://")
    assert len(found.canonical_url) <= 2_000
    assert found.canonical_url.isascii()
    assert found.listing_id
    assert found.listing_id.startswith("store:") == (found.kind == "storefront")
    assert not {"\x00", "\n"} & set(found.listing_id)
    if found.marketplace in BY_SLUG:
        plain = canonical(found.marketplace, found.listing_id)
        assert plain is not None
        assert identity(plain) == (found.marketplace, found.listing_id)


def test_a_history_of_many_addresses_is_read_in_one_go() -> None:
    found = {identity(NUMBERED[i % len(NUMBERED)].format(1_000 + i)) for i in range(20_000)}
    assert len(found) == 20_000


@pytest.mark.parametrize("unseen", "\u00ad\u200b\u200e\u202e\u2060\u2066\ufeff")
def test_what_nobody_sees_is_no_part_of_an_address(unseen: str) -> None:
    pasted = (
        f" {unseen}https://{unseen}www.aliexpress.com/item/10050{unseen}0123456789.html{unseen}"
    )
    bare = "https://www.aliexpress.com/item/100500123456789.html"
    assert without_unseen(pasted) == bare
    assert recognise(pasted) == recognise(bare)
