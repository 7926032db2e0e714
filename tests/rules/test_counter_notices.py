"""What a counter-notice must say by kind of right and law, and what it must not tell the filer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from complaints.errors import Refusal
from complaints.rules.counter_declarations import CODES, NEEDED, Law
from complaints.rules.counter_notices import (
    ANSWER_WITHIN,
    HEARD_FIRST,
    Answer,
    Ground,
    SellerContact,
    grounds_for,
    law_of,
    require_valid,
)
from complaints.rules.kinds import Basis, RightKind
from complaints.words.grounds import GROUNDS

TODAY = date(2026, 7, 1)
HOME = "12 Willow Lane, Flat 3, Hangzhou"
WHOLE = {"name": "Mei", "email": "mei@shop.example", "phone": "+86 138 1234 5678", "address": HOME}


def answer(law: Law | None = None, **given: Any) -> Answer:
    facts: dict[str, Any] = {
        "ground": Ground.OTHER,
        "statement": "It is mine.",
        "seller": SellerContact(**WHOLE),
        "reference": "Invoice 7",
        "declarations": frozenset(text.code for text in NEEDED[law]),
        **given,
    }
    return Answer(**facts)


def wrong(given: Answer, kind: RightKind = RightKind.COPYRIGHT, law: Law | None = None) -> set[str]:
    try:
        require_valid(given, kind, law, TODAY)
    except Refusal as refusal:
        return {field.pointer for field in refusal.fields}
    return set()


@pytest.mark.parametrize(
    ("kind", "places", "law"),
    [
        (RightKind.COPYRIGHT, ("etsy",), Law.DMCA),
        (RightKind.COPYRIGHT, ("temu",), Law.DMCA),
        (RightKind.COPYRIGHT, ("taobao", "temu"), Law.DMCA),
        (RightKind.COPYRIGHT, ("aliexpress.us",), Law.DMCA),
        (RightKind.COPYRIGHT, ("amazon.de",), None),
        (RightKind.COPYRIGHT, ("taobao", "tmall"), Law.ECL),
        (RightKind.TRADEMARK, ("taobao", "amazon.cn"), Law.ECL),
        (RightKind.TRADEMARK, ("taobao", "amazon.de"), None),
        (RightKind.TRADEMARK, ("temu",), None),
        (RightKind.TRADEMARK, ("amazon.com",), None),
        (RightKind.PATENT, (), None),
    ],
)
def test_the_law_follows_the_marketplaces(kind, places, law) -> None:
    assert law_of(kind, places) is law


@pytest.mark.parametrize("kind", RightKind)
def test_every_kind_of_right_has_its_grounds(kind: RightKind) -> None:
    for ground in grounds_for(kind):
        assert wrong(answer(ground=ground), kind) == set()
    for ground in set(Ground) - set(grounds_for(kind)):
        assert wrong(answer(ground=ground), kind) == {"/ground"}


@pytest.mark.parametrize("law", [None, *Law])
def test_each_declaration_of_the_law_is_needed(law: Law | None) -> None:
    for left_out in NEEDED[law]:
        declared = frozenset(text.code for text in NEEDED[law] if text != left_out)
        assert wrong(answer(law, declarations=declared), law=law) == {"/declarations"}


def test_what_can_be_declared_is_what_some_law_asks_for() -> None:
    assert set(CODES) == {text.code for texts in NEEDED.values() for text in texts}


def test_what_the_law_asks_for_beside() -> None:
    bare = SellerContact("Mei", "mei@shop.example")
    assert wrong(answer(seller=bare, reference=None)) == set()
    dmca = answer(Law.DMCA, seller=bare)
    assert wrong(dmca, law=Law.DMCA) == {"/seller/address", "/seller/phone"}
    assert wrong(answer(Law.ECL, reference=None), law=Law.ECL) == {"/reference"}
    assert wrong(answer(Law.ECL, reference=None, documents=1), law=Law.ECL) == set()
    assert wrong(answer(seller=SellerContact("Mei"))) == {"/seller/email"}
    assert wrong(answer(seller=SellerContact("Mei", phone="1"))) == set()
    assert wrong(answer(dated_on=TODAY)) == set()
    assert wrong(answer(dated_on=date(2026, 7, 2))) == {"/dated_on"}


def test_a_seller_has_two_weeks_and_is_heard_before_a_takedown_for_what_only_it_can_show() -> None:
    assert timedelta(days=14) == ANSWER_WITHIN
    assert {Basis.PATENT, Basis.UNAUTHORISED_CHANNEL} == HEARD_FIRST


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
