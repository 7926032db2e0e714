"""Whether an answer shows who answers and why it does not infringe, as far as a rule can tell."""

from __future__ import annotations

from typing import Any

import pytest

from complaints.rules.law.regimes import Need, RegimeCode, law_of
from complaints.rules.sellers.completeness import (
    FactKind,
    Lack,
    NumberedFact,
    count_papers,
    is_number,
    is_registration,
    lacks_of,
)
from complaints.rules.sellers.counter_notices import (
    Answer,
    Ground,
    SellerContact,
    knew_of_copy,
    lacks_in,
)

CODE = "91990000MA00000008"
INVOICE = NumberedFact(FactKind.INVOICE, "2026-000714")
ORDER = NumberedFact(FactKind.ORDER, "88-20260113")
NEEDS = (Need.SIGNATURE, Need.IDENTITY, Need.EVIDENCE)
BOTH = frozenset(Lack)


def lacks(asked: Any = NEEDS, **given: Any) -> set[str]:
    facts: dict[str, Any] = {
        "name": "Mei Shop", "registration": CODE, "facts": (INVOICE, ORDER), "shows": frozenset(),
        "documents": 0, **given,
    }  # fmt: skip
    return {str(each) for each in lacks_of(asked, **facts)}


def test_an_answer_that_names_a_shop_and_a_word_shows_nothing() -> None:
    """Name "shop", reference "L-1"."""
    answer = Answer(
        Ground.LICENCE, "It is mine.", SellerContact("shop", "a@shop.example"), reference="L-1"
    )
    assert set(lacks_in(answer, [law_of(RegimeCode.ECL)])) == {Lack.IDENTITY, Lack.EVIDENCE}
    for code in (None, RegimeCode.DMCA, RegimeCode.DSA):
        assert lacks_in(answer, [law_of(code)]) == ()
    assert lacks() == set()
    assert lacks(asked=(Need.SIGNATURE,), registration=None, facts=()) == set()


@pytest.mark.parametrize(
    ("code", "is_one"),
    [
        (CODE, True), (" 91990000 ma0000 0008 ", True), ("91990000MA00000007", False),
        ("91990000MA0000000", False), ("91990000MA000000088", False), ("", False),
        ("9199O000MA00000008", False),
    ],
)  # fmt: skip
def test_a_registration_number_is_known_by_its_check_character(code: str, is_one: bool) -> None:
    assert is_registration(code) is is_one
    assert lacks(registration=code) == (set() if is_one else {"identity"})


@pytest.mark.parametrize(("name", "is_one"), [("M", False), ("Li", True), ("1234567", False)])
def test_a_number_alone_is_nobodys_name(name: str, is_one: bool) -> None:
    assert lacks(name=name) == (set() if is_one else {"identity"})


def test_a_document_shows_one_thing() -> None:
    bare: dict[str, Any] = {"registration": None, "facts": ()}
    assert lacks(**bare, documents=2) == {"identity", "evidence"}
    assert lacks(**bare, documents=1, shows={Lack.IDENTITY}) == {"evidence"}
    assert lacks(**bare, documents=1, shows={Lack.EVIDENCE}) == {"identity"}
    assert lacks(**bare, documents=1, shows=BOTH) == {"identity", "evidence"}
    assert lacks(**bare, documents=2, shows=BOTH) == set()
    assert lacks(**bare, documents=0, shows={Lack.IDENTITY}) == {"identity", "evidence"}


@pytest.mark.parametrize(
    ("facts", "is_enough"),
    [
        ((), False), ((INVOICE,), False), ((INVOICE, ORDER), True),
        ((INVOICE, NumberedFact(FactKind.ORDER, "2026 000714")), False),
        ((INVOICE, NumberedFact(None, "88-20260113")), False),
        ((INVOICE, NumberedFact(FactKind.LICENCE, "L-1")), False),
    ],
)  # fmt: skip
def test_two_numbers_that_are_not_the_same_are_evidence(facts: Any, is_enough: bool) -> None:
    assert lacks(facts=facts) == (set() if is_enough else {"evidence"})


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("L123", False), ("LA123", True), ("LAB12", False), ("LA-1-2-3", True), ("", False)],
)
def test_a_number_has_five_signs_and_three_digits(text: str, is_one: bool) -> None:
    assert is_number(text) is is_one


@pytest.mark.parametrize(
    ("code", "version", "knew"),
    [("jurisdiction", "2026-11", False), ("jurisdiction", "2026-12", True),
     ("perjury", "2026-12", False)],
)  # fmt: skip
def test_the_words_that_were_signed_say_whether_a_copy_was_promised(
    code: str, version: str, knew: bool
) -> None:
    assert (
        knew_of_copy([{"code": "true", "version": "2026-11"}, {"code": code, "version": version}])
        is knew
    )


@pytest.mark.parametrize(
    ("sent", "before", "lacks", "code", "number"),
    [
        ({1}, set(), BOTH, None, 1),
        ({1}, {1}, BOTH, None, 1),
        ({1}, {1}, {Lack.EVIDENCE}, None, 0),
        # Its number shows who answers, so the document has shown nothing yet.
        ({1}, {1}, {Lack.EVIDENCE}, CODE, 1),
        ({1, 2}, {1}, {Lack.EVIDENCE}, None, 1),
        ({1, 2}, {1, 2}, {Lack.EVIDENCE}, None, 1),
    ],
)
def test_a_document_that_showed_something_shows_nothing_else(
    sent: set[int], before: set[int], lacks: set[Lack], code: str | None, number: int
) -> None:
    assert count_papers(sent, before, lacks=lacks, registration=code, facts=()) == number
