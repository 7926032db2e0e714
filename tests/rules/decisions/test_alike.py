"""Which claims are so alike that one look decides them, and what makes one the odd one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from complaints.rules.decisions.alike import (
    AlikeGroup,
    Odd,
    Traits,
    Way,
    compare_claims,
    group_claims,
    near,
)

ONE = Traits(store=1, seller=7, title="Red lunch box", price=Decimal(10), currency="USD")


@pytest.mark.parametrize(
    ("other", "ways"),
    [
        (Traits(store=1), [Way.STORE]),
        (Traits(seller=7), [Way.SELLER]),
        (Traits(title="LUNCH-BOX, red"), [Way.TITLE]),
        (Traits(papers=frozenset({5})), [Way.EVIDENCE]),
        (Traits(pictures=frozenset({"p"})), [Way.PICTURE]),
        (Traits(store=2, seller=8, title="Phone case", papers=frozenset({6})), []),
        (Traits(), []),
    ],
)
def test_claims_are_alike_in_store_seller_title_picture_or_evidence(
    other: Traits, ways: list[Way]
) -> None:
    one = replace(ONE, papers=frozenset({5}), pictures=frozenset("p"))
    likeness = compare_claims(one, other)
    assert (list(likeness.ways), likeness.is_alike) == (ways, bool(ways))
    assert len(group_claims({1: one, 2: other})) == (1 if ways else 2)


def test_what_is_not_known_of_either_is_no_likeness() -> None:
    assert compare_claims(Traits(), Traits()).ways == ()


@pytest.mark.parametrize(
    ("price", "currency", "is_odd"),
    [("20", "USD", False), ("20.01", "USD", True), ("5", "USD", False), ("4.99", "USD", True),
     ("90", "CNY", False), (None, "USD", False)],
)  # fmt: skip
def test_more_than_twice_the_price_is_odd(price: str | None, currency: str, is_odd: bool) -> None:
    other = replace(ONE, price=None if price is None else Decimal(price), currency=currency)
    likeness = compare_claims(ONE, other)
    assert (likeness.odd, likeness.is_alike) == ((Odd.PRICE,) if is_odd else (), not is_odd)


def test_an_answer_or_a_demand_of_its_own_is_odd() -> None:
    answered = replace(ONE, answers=frozenset({3}))
    assert compare_claims(ONE, answered).odd == (Odd.ANSWER,)
    assert compare_claims(answered, answered).is_alike
    assert compare_claims(ONE, replace(ONE, demands=frozenset({4}))).odd == (Odd.DEMAND,)


def test_other_goods_of_one_store_are_odd_unless_a_picture_or_a_paper_shows_the_same() -> None:
    case = replace(ONE, title="Phone case")
    assert compare_claims(ONE, case).odd == (Odd.TITLE,)
    for same in ({"pictures": frozenset("p")}, {"papers": frozenset({5})}):
        assert compare_claims(replace(ONE, **same), replace(case, **same)).is_alike
    assert compare_claims(ONE, replace(ONE, title="")).is_alike


def test_claims_go_to_the_group_that_they_are_most_like() -> None:
    box, cup = Traits(store=1, title="Red lunch box"), Traits(store=2, title="Steel cup")
    claims = {
        1: box,
        2: cup,
        3: Traits(store=1),
        4: replace(cup, store=3),
        5: Traits(store=1, title="Steel cup", pictures=frozenset("p")),
        6: Traits(store=9),
    }
    assert group_claims(claims) == [
        AlikeGroup((1, 3), (Way.STORE,)), AlikeGroup((2, 4, 5), (Way.TITLE,)), AlikeGroup((6,), ()),
    ]  # fmt: skip


def test_prices_do_not_drift_within_a_group() -> None:
    claims = {n: replace(ONE, price=Decimal(price)) for n, price in enumerate([10, 20, 40])}
    assert [group.ids for group in group_claims(claims)] == [(0, 1), (2,)]


@pytest.mark.parametrize(
    ("one", "other", "is_near"),
    [
        # Two of four words, three of five, four of six.
        ("a b c", "a b d", False),
        ("a b c d", "a b c e", True),
        ("a b c d", "a b e", False),
        ("不锈钢保温杯", "保温杯不锈钢", True),
        ("不锈钢保温杯", "不锈钢炒锅", False),
        ("ＡＢＣ Case", "abc case", True),
        ("", "", False),
        ("!!!", "!!!", False),
    ],
)
def test_titles_are_near_from_three_fifths_of_their_words_on(
    one: str, other: str, is_near: bool
) -> None:
    assert near(one, other) is is_near
