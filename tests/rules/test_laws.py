"""Which law applies follows from the marketplace's record, for who files and who answers alike."""

from __future__ import annotations

import pytest

from complaints.rules.counter_notices import law_of
from complaints.rules.declarations import needed
from complaints.rules.kinds import Basis, RightKind
from complaints.rules.laws import EU, Statute, statutes_in, statutes_on
from complaints.rules.marketplaces import ALL, WORLDWIDE, Marketplace

UNKNOWN = ["shop.example", "shop.de", "shop.cn", "shop.eu", "shop.us", "tb.cn", "my-shop", "de"]
SLUGS = [*(marketplace.slug for marketplace in ALL), *UNKNOWN]
SIGNED = {"dsa-16": Statute.DSA, "dmca-512c3": Statute.DMCA, "ecl-42": Statute.ECL}


@pytest.mark.parametrize(
    ("countries", "statutes"),
    [
        (("CN",), {Statute.ECL}),
        (("US",), {Statute.DMCA}),
        (("DE",), {Statute.DSA}),
        (("EU",), {Statute.DSA}),
        (("US", "DE"), {Statute.DSA, Statute.DMCA}),
        ((WORLDWIDE,), {Statute.DSA, Statute.DMCA}),
        (("GB",), set()),
        ((), set()),
    ],
)
def test_a_country_has_its_statutes(countries: tuple[str, ...], statutes: set[Statute]) -> None:
    assert statutes_in(countries) == statutes


def test_the_european_union_has_27_members() -> None:
    assert len(EU) == 27


@pytest.mark.parametrize(
    ("marketplace", "statutes"),
    [
        ("temu", {Statute.DSA, Statute.DMCA}),
        ("aliexpress.us", {Statute.DMCA}),
        ("amazon.com", {Statute.DMCA}),
        ("walmart.com", {Statute.DMCA}),
        ("amazon.com.be", {Statute.DSA}),
        ("amazon.co.uk", set()),
        ("taobao", {Statute.ECL}),
        ("mercadolibre", set()),
        ("shop.de", {Statute.DSA}),
        ("shop.eu", {Statute.DSA}),
        ("shop.com.cn", {Statute.ECL}),
        ("shop.us", set()),
        ("de", set()),
        ("", set()),
    ],
)
def test_a_marketplace_has_those_of_its_countries(marketplace: str, statutes: set[Statute]) -> None:
    assert statutes_on(marketplace) == statutes


@pytest.mark.parametrize(
    ("host", "statutes"),
    [
        ("temu.to", {Statute.DSA, Statute.DMCA}),
        ("share.temu.com", {Statute.DSA, Statute.DMCA}),
        ("ebay.us", {Statute.DSA, Statute.DMCA}),
        ("s.click.taobao.com", {Statute.ECL}),
        ("u.jd.com", {Statute.ECL}),
        ("shp.ee", set()),
        ("amzn.to", {Statute.DSA, Statute.DMCA, Statute.ECL}),
    ],
)
def test_a_short_link_has_those_of_all_places_that_it_may_lead_to(
    host: str, statutes: set[Statute]
) -> None:
    assert statutes_on(host) == statutes


@pytest.mark.parametrize("marketplace", ALL, ids=lambda each: each.slug)
def test_no_short_link_escapes_a_law_of_its_marketplace(marketplace: Marketplace) -> None:
    for short in marketplace.short_hosts:
        assert statutes_on(short.host) >= statutes_on(marketplace.slug)


@pytest.mark.parametrize("slug", SLUGS)
def test_who_files_and_who_answers_sign_by_the_same_law(slug: str) -> None:
    for kind in (RightKind.COPYRIGHT, RightKind.TRADEMARK):
        filed = {SIGNED[text.code] for text in needed(str(kind), [slug]) if text.code in SIGNED}
        answered = law_of(kind, [slug])
        assert {str(answered)} - {"None"} == {str(statute) for statute in filed - {Statute.DSA}}


@pytest.mark.parametrize("basis", Basis)
def test_the_words_of_the_us_are_for_works_alone(basis: Basis) -> None:
    works = {Basis.COPYRIGHT, Basis.CIRCUMVENTION}
    codes = [text.code for text in needed(basis, ["temu", "taobao"])]
    assert codes == ["truth", "dsa-16", *(["dmca-512c3"] if basis in works else []), "ecl-42"]
