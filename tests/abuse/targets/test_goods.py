"""Goods outside a right's class, learnt from the market, and off a right's trade."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from typing import Any

import numpy as np

from abuse import Policy
from abuse.detectors import shotgun
from abuse.record.view import View
from abuse.targets.goods import astray_claims, class_signs
from tests.abuse.makers import event, line, table

Lines = list[dict[str, Any]]
TRADES = {"shoes": 25, "watches": 14, "toys": 28, "tools": 8}


def market(filers: int = 60) -> Lines:
    """Brands of four trades, a third of them with a class for retail too."""
    lines = []
    for f in range(filers):
        trade = sorted(TRADES)[f % 4]
        classes = [TRADES[trade]] + [35] * (f % 3 == 0)
        for c in range(4):
            lines.append(mark(f"H{f}-{c}", f"honest-{f}", f + c * 30, classes, trade))
    return lines


def mark(reference: str, filer: str, day: float, classes: list[int], trade: str) -> dict[str, Any]:
    return line(reference, filer, day, event("takedown", day + 2),
                right_more={"classes": classes}, target_more={"category": trade})  # fmt: skip


def outside(lines: Lines) -> dict[str, tuple[int, int]]:
    """Claims whose class could be judged and claims outside it, by filer."""
    view = View(table(lines))
    known, off = class_signs(view)
    names = view.table.filers["reference"].to_pylist()
    return {
        name: (int(known[view.filer == f].sum()), int(off[view.filer == f].sum()))
        for f, name in enumerate(names)
    }


def test_the_market_says_which_class_belongs_to_which_goods() -> None:
    lines = market()
    lines += [mark(f"G{c}", "far", c, [25, 35], trade) for c, trade in enumerate(sorted(TRADES))]
    found = outside(lines)
    assert found.pop("far") == (4, 3)
    # Retail belongs everywhere, so it excuses nobody and is nobody's fault.
    assert all(off == 0 and known == 4 for known, off in found.values())


def test_a_filer_does_not_teach_the_market_about_itself() -> None:
    lines = market() + [mark(f"G{c}", "far", c, [3], "shoes") for c in range(300)]
    assert outside(lines)["far"] == (300, 300)


def test_what_the_market_has_not_seen_is_not_judged() -> None:
    lines = market()
    lines.append(mark("G", "first", 1, [3], "perfume"))
    lines.append(mark("R", "retailer", 1, [35], "shoes"))
    lines.append(line("N", "no-class", 1, target_more={"category": "shoes"}))
    found = outside(lines)
    assert [found[name] for name in ("first", "retailer", "no-class")] == [(0, 0)] * 3
    assert outside(market(8))["honest-0"] == (0, 0)


def test_a_few_complaints_most_of_them_outside_are_found_and_one_is_not() -> None:
    def found(complaints: int, goods: int = 1) -> set[str]:
        lines = market()
        for c in range(complaints):
            one = mark(f"G{c}", "far", c * 9, [3], "shoes")
            one["targets"] = [
                {**one["targets"][0], "listing_id": f"g{c}-{n}", "url": f"https://shop.example/{c}-{n}"}
                for n in range(goods)
            ]  # fmt: skip
            lines.append(one)
        view = View(table(lines))
        names = view.table.filers["reference"].to_pylist()
        return {names[finding.filer] for finding in shotgun.detect(view, Policy())}

    assert found(6) == {"far"}
    assert found(1, goods=12) == set()


def test_off_a_rights_trade_is_counted_as_by_hand() -> None:
    draw = random.Random(2)
    lines = []
    for c in range(200):
        category = draw.choice(["a", "b", "c", None])
        more = {"category": category} if category else {}
        one = line(f"C{c}", f"f{draw.randrange(6)}", c, target_more=more,
                   right_more={"number": f"TM{draw.randrange(3)}"})  # fmt: skip
        if not category:
            del one["targets"][0]["category"]
        lines.append(one)
    view = View(table(lines))
    right = view.complaint_right[view.complaint]
    counts: dict[tuple[int, int], Counter[int]] = defaultdict(Counter)
    rows = list(zip(view.filer.tolist(), right.tolist(), view.category.tolist(), strict=True))
    for filer, used, placed in rows:
        if placed >= 0:
            counts[filer, used][placed] += 1
    home = {key: min(c, key=lambda k: (-c[k], k)) for key, c in counts.items()}
    expected = [placed >= 0 and placed != home[filer, used] for filer, used, placed in rows]
    assert np.array_equal(astray_claims(view), np.array(expected))
