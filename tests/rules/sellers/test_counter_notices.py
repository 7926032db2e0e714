"""What a counter-notice must say by kind of right and law, and what it must not tell the filer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from complaints.base.errors import Refusal
from complaints.rules.kinds import Basis, RightKind
from complaints.rules.law.regimes import (
    ANSWER_TEXTS,
    Law,
    RegimeCode,
    answer_texts,
    governing,
    law_of,
)
from complaints.rules.sellers.counter_notices import (
    HEARD_FIRST,
    Answer,
    Ground,
    SellerContact,
    form_of,
    grounds_for,
    require_valid,
)
from complaints.words.grounds import GROUNDS

TODAY = date(2026, 7, 1)
HOME = "12 Willow Lane, Flat 3, Hangzhou"
WHOLE = {"name": "Mei", "email": "mei@shop.example", "phone": "+86 138 1234 5678", "address": HOME}


OURS, DMCA, ECL = (law_of(code) for code in (None, RegimeCode.DMCA, RegimeCode.ECL))


def answer(law: Law = OURS, **given: Any) -> Answer:
    facts: dict[str, Any] = {
        "ground": Ground.OTHER,
        "statement": "It is mine.",
        "seller": SellerContact(**WHOLE),
        "reference": "Invoice 7",
        "declarations": frozenset(text.code for text in answer_texts([law])),
        **given,
    }
    return Answer(**facts)


def wrong(given: Answer, kind: RightKind = RightKind.COPYRIGHT, law: Law = OURS) -> set[str]:
    try:
        require_valid(given, kind, [law], TODAY)
    except Refusal as refusal:
        return {field.pointer for field in refusal.fields}
    return set()


@pytest.mark.parametrize(
    ("basis", "places", "law"),
    [
        (Basis.COPYRIGHT, ("etsy",), RegimeCode.DMCA),
        (Basis.COPYRIGHT, ("temu",), RegimeCode.DMCA),
        (Basis.COPYRIGHT, ("taobao", "temu"), RegimeCode.DMCA),
        (Basis.COPYRIGHT, ("aliexpress.us",), RegimeCode.DMCA),
        (Basis.COPYRIGHT, ("amazon.de",), None),
        (Basis.COPYRIGHT, ("taobao", "tmall"), RegimeCode.ECL),
        (Basis.TRADEMARK, ("taobao", "amazon.cn"), RegimeCode.ECL),
        (Basis.TRADEMARK, ("taobao", "amazon.de"), RegimeCode.ECL),
        (Basis.TRADEMARK, ("temu",), None),
        (Basis.TRADEMARK, ("amazon.com",), None),
        (Basis.PATENT, (), None),
    ],
)
def test_the_form_follows_the_regimes_that_lead(basis, places, law) -> None:
    assert form_of([governing(basis=basis, marketplace=each) for each in places]) is law


@pytest.mark.parametrize("kind", RightKind)
def test_every_kind_of_right_has_its_grounds(kind: RightKind) -> None:
    for ground in grounds_for(kind):
        assert wrong(answer(ground=ground), kind) == set()
    for ground in set(Ground) - set(grounds_for(kind)):
        assert wrong(answer(ground=ground), kind) == {"/ground"}


@pytest.mark.parametrize("law", [OURS, DMCA, ECL])
def test_each_declaration_of_the_law_is_needed(law: Law) -> None:
    texts = answer_texts([law])
    for left_out in texts:
        declared = frozenset(text.code for text in texts if text != left_out)
        assert wrong(answer(law, declarations=declared), law=law) == {"/declarations"}


def test_what_can_be_declared_is_what_some_law_asks_for() -> None:
    asked = {text.code for law in (OURS, DMCA, ECL) for text in answer_texts([law])}
    assert {text.code for text in ANSWER_TEXTS} == asked


def test_what_the_law_asks_for_beside() -> None:
    bare = SellerContact("Mei", "mei@shop.example")
    assert wrong(answer(seller=bare, reference=None)) == set()
    dmca = answer(DMCA, seller=bare)
    assert wrong(dmca, law=DMCA) == {"/seller/address", "/seller/phone"}
    assert wrong(answer(seller=SellerContact("Mei"))) == {"/seller/email"}
    assert wrong(answer(seller=SellerContact("Mei", phone="95588"))) == set()
    assert wrong(answer(dated_on=TODAY)) == set()
    assert wrong(answer(dated_on=date(2026, 7, 2))) == {"/dated_on"}


def test_a_seller_is_heard_before_a_takedown_for_what_only_it_can_show() -> None:
    assert {Basis.PATENT, Basis.UNAUTHORISED_CHANNEL} == HEARD_FIRST


@pytest.mark.parametrize(
    ("phone", "is_one"),
    [("abc", False), ("+1 234", False), ("95 588", True), ("tel. +86 138 1234 5678", True)],
)
def test_a_telephone_number_can_be_called(phone: str, is_one: bool) -> None:
    seller = SellerContact("Mei", email=None, phone=phone)
    assert wrong(answer(seller=seller)) == (set() if is_one else {"/seller/phone"})


def test_an_address_is_not_printed_by_accident() -> None:
    assert "Willow" not in repr(answer())


def test_an_answer_in_short_is_the_sellers_or_the_grounds_own() -> None:
    assert answer(grounds="I made it.").in_short == "I made it."
    for ground in Ground:
        assert answer(ground=ground).in_short == GROUNDS[ground].short


@pytest.mark.parametrize(("phone", "private"), [("1234-5", False), ("1234-56", True)])
def test_what_is_too_short_to_be_an_address_or_a_number_is_not_looked_for(
    phone: str, private: bool
) -> None:
    told = answer(seller=SellerContact("Mei", phone=phone), statement=f"Number {phone} is fine.")
    assert wrong(told) == ({"/statement"} if private else set())


@pytest.mark.parametrize("field", ["statement", "contact", "grounds", "party", "reference"])
@pytest.mark.parametrize(
    "text", [f"I live at {HOME}.", "１２ willow lane flat 3 - HANGZHOU", "Call 861381234 5678"]
)
def test_what_the_filer_reads_does_not_repeat_the_home_address(field: str, text: str) -> None:
    told: dict[str, Any] = {field: text}
    assert wrong(answer(**told)) == {f"/{field}"}
