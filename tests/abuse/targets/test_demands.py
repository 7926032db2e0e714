"""Demands: whose word counts, whom it falls on, and what it weighs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from abuse import Policy
from abuse.detectors import demands
from abuse.findings import Finding
from abuse.record.view import View
from tests.abuse.makers import Lines, event, honest, line, table


def claim(
    name: str,
    filer: str,
    *,
    store: str | None = None,
    demanded: bool = True,
    removed: float | None = 1.0,
    answered: float | None = None,
    withdrawn: float | None = None,
    day: float = 0.0,
    **target: Any,
) -> dict[str, Any]:
    """A claim of a day, and what came of it so many days later."""
    events = [event("demand_report", day + 0.5)] * demanded
    for kind, after in (
        ("takedown", removed), ("counter_notice", answered), ("withdrawal", withdrawn),
    ):  # fmt: skip
        events += [] if after is None else [event(kind, day + after)]
    return line(name, filer, day, *events, store=store, target_more=target)


def said(lines: Lines, **policy: Any) -> dict[str, Finding]:
    view = View(table(lines))
    names = view.table.filers["reference"].to_pylist()
    return {names[f.filer]: f for f in demands.detect(view, Policy(**policy))}


def voices(lines: Lines) -> int:
    """How many sellers' reports there are about the filer."""
    # Beside honest filers, of whose claims none is reported, two reports are more than chance.
    found = said([*honest(filers=10), *lines], demand_min_stores=1)
    return int(found["f"].numbers["sellers"])


def test_stores_of_one_operator_are_one_voice() -> None:
    def reported(**target: Any) -> int:
        return voices(
            [claim("A", "f", store="one", **target), claim("B", "f", store="two", **target)]
        )

    assert reported() == 2
    assert reported(operator="op") == 1
    assert voices([claim("A", "f", store="one"), claim("B", "f", store="one")]) == 1
    mixed = [claim("A", "f", store="one", operator="op"), claim("B", "f", store="one")]
    assert voices(mixed) == 2


def test_where_no_store_is_known_the_listing_is_a_voice() -> None:
    lines = [claim(name, "f") for name in "ABC"]
    for each, listing in zip(lines, ("one", "one", "two"), strict=True):
        target = each["targets"][0]
        del target["store_id"]
        target["listing_id"] = listing
    assert voices(lines) == 2


def test_no_operator_is_taken_for_a_store() -> None:
    view = View(table([claim(name, "f", store=name) for name in "ABCD"]))
    # Of four stores the last two, and the first two operators.
    view.operator, view.store = np.array([0, 1, -1, -1]), np.array([0, 0, 2, 3])
    (found,) = demands.detect(view, Policy(demand_min_stores=3))
    assert found.numbers["sellers"] == 4
    # A market of this filer alone: nobody's reports are the measure, 0.5 of 50 claims.
    assert found.numbers["peer_share"] == 0.01


def test_reports_must_be_more_than_a_filers_volume_explains() -> None:
    """p = P(Poisson((0.5 + reports of the quiet) / (50 + their claims) * own claims) >= reports)"""
    quiet = [claim(f"Q{n}", "quiet", demanded=n < 1, day=n) for n in range(30)]

    def p(claims: int, found: bool) -> float:
        mine = [claim(f"F{n}", "f", demanded=n < 2, day=n) for n in range(claims)]
        told = said([*quiet, *mine])
        rate = (1 + 0.5) / (30 + 50)
        expected = float(stats.poisson.sf(1, rate * claims))
        assert ("f" in told) is found
        if found:
            assert told["f"].numbers["peer_share"] == 0.01875
            assert told["f"].numbers["p"] == float(f"{expected:.3g}")
        return expected

    # 1 - e^-x (1 + x) reaches 0.01 at x = 0.1486, which is 7.92 claims.
    assert p(7, True) == pytest.approx(0.0079, abs=1e-4)
    assert p(8, False) == pytest.approx(0.0102, abs=1e-4)


def pressed(*drops: tuple[str, float, float | None], **policy: Any) -> int:
    """Sellers let go again, of claims each withdrawn so long after the takedown or an answer."""
    # One report of each of three sellers, that something is said at all.
    lines = [claim(f"R{n}", "f", store=f"r{n}", day=n) for n in range(3)]
    lines += [
        claim(f"D{n}", "f", store=store, demanded=False, withdrawn=1.0 + after, day=n,
              answered=answered)
        for n, (store, after, answered) in enumerate(drops)
    ]  # fmt: skip
    return int(said([*honest(filers=10), *lines], **policy)["f"].numbers["let_go_again"])


def test_who_is_let_go_twice_soon_after_the_takedown_and_without_an_answer() -> None:
    twice = [("s", 20.0, None), ("s", 21.0, None)]
    assert pressed(*twice) == 1
    assert pressed(*twice[:1]) == 0
    assert pressed(("s", 20.0, None), ("s", 21.1, None)) == 0
    assert pressed(("s", 20.0, None), ("s", 21.1, None), demand_days=22) == 1
    assert pressed(("s", 20.0, None), ("s", 20.0, 5.0)) == 0
    assert pressed(*twice, ("t", 3.0, None), ("t", 3.0, None), ("t", 3.0, None)) == 2
    # In one complaint against two listings of a store it is let go once.
    both = claim("B", "f", store="s", demanded=False, withdrawn=4.0, day=9)
    both["targets"] += [
        {**both["targets"][0], "listing_id": "L-C", "url": "https://shop.example/C"}
    ]
    lines = [claim(f"R{n}", "f", store=f"r{n}", day=n) for n in range(3)]
    found = said([*honest(filers=10), *lines, both])
    assert found["f"].numbers["let_go_again"] == 0


def weight(sellers: int, again: int, ended_badly: float) -> float:
    return (0.6 + 0.7 * (sellers - 1) + 0.4 * again) * (0.7 + 0.3 * ended_badly)


def test_what_reports_weigh() -> None:
    """0.6 for one seller's, 0.7 for each more, 0.4 for each let go again; 0.7 of it, the rest by
    how the reported claims ended.
    """

    def reported(sellers: int, dropped: int, again: int = 0, **more: Any) -> Finding:
        lines = [
            claim(f"F{n}", "f", store=f"s{n}", day=n, withdrawn=9.0 if n < dropped else None)
            for n in range(sellers)
        ]
        lines += [
            claim(f"G{n}", "f", store=f"g{n // 2}", day=n, withdrawn=3.0, demanded=False)
            for n in range(2 * again)
        ]
        return said([*honest(filers=10), *lines], **more)["f"]

    assert reported(2, 0).log_odds == pytest.approx(1.3 * 0.7)
    assert reported(3, 0).log_odds == pytest.approx(2.0 * 0.7)
    assert reported(2, 1).log_odds == pytest.approx(1.3 * 0.85)
    assert reported(2, 2).log_odds == pytest.approx(1.3)
    # One seller's word beside two that were let go again: 0.6 + 0.8.
    assert reported(1, 1, again=2).log_odds == pytest.approx(1.4)
    assert reported(4, 3, again=1).log_odds == pytest.approx(weight(4, 1, 0.75))
    assert reported(4, 3, again=1).log_odds == pytest.approx(3.1 * 0.925)
    assert reported(3, 0).strength == 0.5
    assert reported(7, 0).strength == 1.0


def test_a_reported_claim_ended_badly_if_dropped_refused_or_graded_so() -> None:
    ends: dict[str, list[dict[str, Any]]] = {
        "open": [], "held": [event("takedown", 2)], "refused": [event("rejection", 2)],
        "dropped": [event("takedown", 2), event("withdrawal", 3)],
        "graded": [event("takedown", 2, merit="unfounded")],
    }  # fmt: skip
    for end, badly in (("open", 0), ("held", 0), ("refused", 1), ("dropped", 1), ("graded", 1)):
        lines = [line(f"F{n}", "f", n, event("demand_report", n + 1),
                      *({**one, "at": f"2026-02-0{spot + 1}T00:00:00+00:00"}
                        for spot, one in enumerate(ends[end])), store=f"s{n}")
                 for n in range(2)]  # fmt: skip
        found = said([*honest(filers=10), *lines])["f"]
        assert found.log_odds == pytest.approx(weight(2, 0, badly)), end


def test_one_word_counts_beside_so_many_let_go_again_and_none_does_not() -> None:
    def found(words: int, again: int) -> bool:
        lines = [
            claim(f"G{n}", "f", store=f"g{n // 2}", day=n, withdrawn=3.0, demanded=n < words)
            for n in range(2 * again)
        ]
        return "f" in said([*honest(filers=10), *lines])

    assert [found(1, 1), found(1, 2), found(0, 2), found(0, 3)] == [False, True, False, False]


def test_demands_are_told_of_with_their_figures() -> None:
    lines = [
        claim("held", "f", store="a", day=0),
        claim("late", "f", store="b", day=1, withdrawn=30.0),
        claim("soon", "f", store="c", day=2, withdrawn=22.0),
        # Long after the takedown, soon after the answer.
        claim("answered", "f", store="c", day=3, answered=40.0, withdrawn=50.0),
        claim("unreported", "f", store="d", day=4, withdrawn=3.0, demanded=False),
    ]
    found = said([*honest(filers=10), *lines])["f"]
    assert found.numbers.pop("p") == pytest.approx(stats.poisson.sf(2, 0.5 / 170 * 5), rel=1e-2)
    assert found.numbers == {
        "sellers": 3, "claims_reported": 4, "withdrawn": 3, "withdrawn_soon": 2,
        "within_days": 21, "let_go_again": 0, "claims": 5, "peer_share": 0.00294,
    }  # fmt: skip
    assert (found.family, found.detector, found.least) == ("conduct", "demands", 2)
    names = table([*honest(filers=10), *lines]).complaints["reference"].to_pylist()
    # What was withdrawn comes first.
    assert [names[one] for one in found.complaints] == ["late", "soon", "answered", "held"]
