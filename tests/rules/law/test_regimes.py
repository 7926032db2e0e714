"""Under which regimes a claim is follows from the marketplace, the accusation and the seller."""

from __future__ import annotations

import pytest

from complaints.rules.kinds import Basis
from complaints.rules.law.regimes import (
    HOUSE,
    REGIMES,
    ClockKind,
    RegimeCode,
    answer_texts,
    countries_of,
    governing,
    law_of,
    notice_texts,
)
from complaints.rules.law.regimes.european_union import MEMBERS
from complaints.rules.sellers.marketplaces import ALL, Marketplace

DMCA, ECL, DSA, OURS = RegimeCode.DMCA, RegimeCode.ECL, RegimeCode.DSA, RegimeCode.HOUSE


def test_the_european_union_has_27_members() -> None:
    assert len(MEMBERS) == 27


@pytest.mark.parametrize(
    ("basis", "marketplace", "country", "seller", "leading", "adding"),
    [
        ("copyright", "etsy", None, "DE", DMCA, [DSA]),
        ("copyright", "etsy", None, None, DMCA, [DSA]),
        ("copyright", "amazon.com", None, None, DMCA, []),
        ("copyright", "amazon.com", None, "FR", DMCA, [DSA]),
        ("circumvention", "github", None, None, DMCA, [DSA]),
        ("copyright", "aliexpress.us", None, None, DMCA, []),
        ("copyright", "amazon.de", None, "US", DSA, []),
        ("copyright", "amazon.co.uk", None, None, OURS, []),
        ("copyright", "amazon.co.uk", None, "IE", DSA, []),
        ("copyright", "taobao", None, None, ECL, []),
        ("copyright", "taobao", None, "DE", ECL, [DSA]),
        ("trademark", "taobao", None, "CN", ECL, []),
        ("trademark", "amazon.de", None, "CN", DSA, []),
        ("trademark", "amazon.com", None, None, OURS, []),
        ("trademark", "amazon.com", None, "CN", OURS, []),
        ("patent", "etsy", None, None, DSA, []),
        ("patent", "mercadolibre", None, None, OURS, []),
        ("copyright", "shop.de", None, None, DSA, []),
        ("copyright", "shop.eu", None, None, DSA, []),
        ("copyright", "shop.com.cn", None, None, ECL, []),
        ("copyright", "shop.us", None, None, OURS, []),
        ("copyright", "shop.example", None, None, OURS, []),
        ("copyright", "shop.example", None, "ES", DSA, []),
        ("copyright", "shop.example", "US", None, DMCA, []),
        ("design", "shop.example", "CN", None, ECL, []),
        ("design", "shop.de", "GB", None, OURS, []),
        ("other", "", None, None, OURS, []),
    ],
)
def test_one_function_says_what_leads_and_what_adds(
    basis: str,
    marketplace: str,
    country: str | None,
    seller: str | None,
    leading: RegimeCode,
    adding: list[RegimeCode],
) -> None:
    law = governing(
        basis=Basis(basis), marketplace=marketplace, country=country, seller_country=seller
    )
    assert (law.leading.code, [each.code for each in law.adding]) == (leading, adding)
    again = law_of(str(leading), map(str, adding), calendar=law.calendar)
    assert (again.leading, again.adding) == (law.leading, law.adding)


@pytest.mark.parametrize(
    ("marketplace", "stated", "address", "delivered", "countries"),
    [
        ("ebay", None, "https://www.ebay.de/itm/1", [], {"DE"}),
        # Where it is delivered decides nothing where the site does.
        ("ebay", None, "https://www.ebay.de/itm/1", ["US"], {"DE"}),
        ("ebay", None, "https://www.ebay.com.au/itm/1", [], {"AU"}),
        # A site for sellers.
        ("ebay", None, "https://www.ebay.cn/itm/1", [], {"worldwide"}),
        ("ebay", None, "https://ebay.us/x", [], {"worldwide"}),
        # The platform's own word goes first, unless it says everywhere.
        ("ebay", "CN", "https://www.ebay.de/itm/1", ["FR"], {"CN"}),
        ("ebay", "worldwide", "https://www.ebay.de/itm/1", [], {"DE"}),
        ("aliexpress", None, "https://ru.aliexpress.com/item/1.html", [], {"RU"}),
        ("aliexpress", None, "https://es.aliexpress.com/item/1.html", [], {"worldwide"}),
        ("etsy", None, "https://www.etsy.com/uk/listing/1/tee", [], {"GB"}),
        ("etsy", None, "https://www.etsy.com/de-en/listing/1/tee", [], {"DE"}),
        ("etsy", None, "https://www.etsy.com/xx/listing/1/tee", [], {"worldwide"}),
        ("etsy", None, "https://www.etsy.com/listing/1/tee", ["FR", "DE"], {"DE", "FR"}),
        # A path of another site says nothing of this one.
        ("etsy", None, "https://shop.example/de/listing/1", [], {"worldwide"}),
        ("amazon.de", None, "https://www.amazon.de/fr/dp/B000000001", ["FR"], {"DE"}),
        ("shop.example", None, "https://shop.example/1", ["FR"], {"FR"}),
        ("shop.example", None, "no address", [], set()),
    ],
)
def test_a_site_or_where_a_listing_is_delivered_says_for_whose_buyers_it_is(
    marketplace: str, stated: str | None, address: str, delivered: list[str], countries: set[str]
) -> None:
    said = countries_of(marketplace, stated, address=address, delivers_to=delivered)
    assert said == countries


@pytest.mark.parametrize("basis", Basis)
def test_us_copyright_is_for_works_alone(basis: Basis) -> None:
    law = governing(basis=basis, marketplace="temu")
    works = basis in {Basis.COPYRIGHT, Basis.CIRCUMVENTION}
    assert law.is_under(DMCA) is works
    codes = [text.code for text in notice_texts([law, governing(basis=basis, marketplace="tmall")])]
    assert codes == ["truth", "dsa-16", "ecl-42", *(["dmca-512c3"] if works else [])]


@pytest.mark.parametrize("marketplace", ALL, ids=lambda each: each.slug)
def test_no_short_link_escapes_a_law_of_its_marketplace(marketplace: Marketplace) -> None:
    for short in marketplace.short_hosts:
        assert countries_of(short.host) >= countries_of(marketplace.slug)
        for basis in (Basis.COPYRIGHT, Basis.TRADEMARK):
            here, there = (
                {each.code for each in governing(basis=basis, marketplace=name).statutes}
                for name in (short.host, marketplace.slug)
            )
            assert here >= there


@pytest.mark.parametrize("slug", [*(each.slug for each in ALL), "shop.example", "shop.de", "tb.cn"])
@pytest.mark.parametrize("basis", [Basis.COPYRIGHT, Basis.TRADEMARK])
def test_who_files_and_who_answers_sign_by_the_same_law(slug: str, basis: Basis) -> None:
    law = governing(basis=basis, marketplace=slug)
    filed = {text.code for text in notice_texts([law])}
    answered = {text.code for text in answer_texts([law])}
    assert ("dmca-512c3" in filed) == ("perjury" in answered)
    if law.leading.code is ECL:
        assert "ecl-42" in filed
        assert "art43" in answered


@pytest.mark.parametrize(
    ("leading", "adding", "kind", "basis"),
    [
        (DMCA, [DSA], ClockKind.RESTORE, "17 U.S.C. 512(g)(2)(C)"),
        (DMCA, [DSA], ClockKind.APPEAL_SELLER, "DSA Art. 20(1)"),
        (DMCA, [], ClockKind.APPEAL_SELLER, "our rules"),
        (ECL, [], ClockKind.WAIT, "E-Commerce Law Art. 43"),
        (OURS, [], ClockKind.RESTORE, None),
        (DSA, [], ClockKind.DECIDE, "our rules"),
    ],
)
def test_a_clock_is_the_leading_regimes_or_what_adds_one(
    leading: RegimeCode, adding: list[RegimeCode], kind: ClockKind, basis: str | None
) -> None:
    rule = law_of(leading, adding).clock(kind)
    assert (rule and rule.basis) == basis


def test_a_small_firm_has_no_complaint_procedure_of_the_digital_services_act() -> None:
    whole, small = (law_of(DSA, small_firm=small) for small in (False, True))
    kind = ClockKind.APPEAL_FILER
    bases = [rule.basis for law in (whole, small) if (rule := law.clock(kind))]
    assert bases == ["DSA Art. 20(1)", "our rules"]
    assert notice_texts([small]) == notice_texts([whole])


def test_every_regime_is_known_by_its_code() -> None:
    assert [each.code for each in REGIMES] == list(RegimeCode)
    assert REGIMES[-1] is HOUSE
