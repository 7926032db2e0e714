"""Goods long on sale and dear goods: what counts, and against whom."""

from __future__ import annotations

from typing import Any

import pytest

from abuse.outcomes.peers import Record
from abuse.record.view import View
from lab.aims import OLD_DAYS, dear_goods, old_goods
from tests.abuse.makers import START, Lines, line, table


def listed(days: int) -> dict[str, Any]:
    """Goods on sale for so many days when they are claimed on day 30."""
    on = START.toordinal() + 30 - days
    return {"listed_on": START.fromordinal(on).date().isoformat()}


def priced(price: float, currency: str = "USD") -> dict[str, Any]:
    return {"price": price, "currency": currency}


def claims(filer: str, *targets: dict[str, Any]) -> Lines:
    return [line(f"{filer}-{c}", filer, 30, target_more=more) for c, more in enumerate(targets)]


def of(record: Record, view: View, filer: str) -> tuple[int, int]:
    """Bad claims of a filer, and those that count."""
    spot = view.table.filers["reference"].to_pylist().index(filer)
    return int(record.bad[spot]), int(record.claims[spot])


@pytest.mark.parametrize(("days", "bad"), [(-1, 0), (0, 0), (1, 1)])
def test_goods_are_old_once_they_were_on_sale_for_longer_than_copies_are(
    days: int, bad: int
) -> None:
    view = View(table(claims("a", listed(OLD_DAYS + days))))
    assert of(old_goods(view), view, "a") == (bad, 1)


def test_goods_of_unknown_age_or_price_do_not_count() -> None:
    view = View(table(claims("a", {}, listed(400), priced(9.0))))
    assert of(old_goods(view), view, "a") == (1, 1)
    assert of(dear_goods(view), view, "a") == (0, 1)


def test_goods_are_dear_beside_their_like_in_the_same_money() -> None:
    yen = [priced(price, "JPY") for price in (900, 1000, 1100)]
    dollars = [priced(price) for price in (9, 10, 11)]
    shoes = {**priced(500), "category": "pianos"}
    view = View(table([*claims("a", *yen), *claims("b", *dollars), *claims("c", shoes)]))
    record = dear_goods(view)
    assert [of(record, view, one) for one in "abc"] == [(1, 3), (1, 3), (0, 1)]


def test_who_aims_at_old_and_dear_goods_stands_out_and_who_hunts_copies_does_not() -> None:
    lines = []
    for f in range(30):
        lines += claims(f"hunter-{f}", *({**listed(20 + f), **priced(5.0)},) * 8)
    lines += claims("rival", *({**listed(700), **priced(90.0)},) * 8)
    view = View(table(lines))
    for column in (old_goods, dear_goods):
        excess = column(view).excess_log_odds
        rival = view.table.filers["reference"].to_pylist().index("rival")
        assert excess.argmax() == rival
        assert excess[rival] > 1 + sorted(excess)[-2]
