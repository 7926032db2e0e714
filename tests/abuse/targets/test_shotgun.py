"""Machine-like filing: what is dead, what a machine shows, and what the signs weigh together."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from abuse import Policy
from abuse.detectors import shotgun
from abuse.detectors.shotgun import _Blind, _Machine
from abuse.record.view import View
from tests.abuse.makers import event, line, table
from tests.abuse.outcomes.records import record

DAY = 86_400.0


def test_what_was_gone_or_went_undecided_within_two_days_is_dead() -> None:
    def claim(name: str, *events: dict[str, Any], status: str = "live") -> dict[str, Any]:
        return line(name, "f", 10, *events, target_more={"status_at_filing": status})

    lines = [
        claim("gone before", status="gone"),
        claim("gone at once", event("listing_gone", 10)),
        claim("gone in two days", event("listing_gone", 12)),
        claim("gone later", event("listing_gone", 12.01)),
        claim("taken down first", event("takedown", 11), event("listing_gone", 12)),
        claim("there"),
    ]
    view = View(table(lines))
    names = view.table.complaints["reference"].to_pylist()
    dead = shotgun.dead_claims(view)[np.argsort(view.complaint)]
    found = {name for name, is_dead in zip(names, dead.tolist(), strict=True) if is_dead}
    assert found == {"gone before", "gone at once", "gone in two days"}


def test_each_sign_is_counted_among_the_claims_that_can_show_it() -> None:
    ends: dict[str, list[dict[str, Any]]] = {
        "gone": [], "rejection": [event("rejection", 3)], "takedown": [event("takedown", 3)],
        "withdrawal": [event("withdrawal", 3)], "open": [],
    }  # fmt: skip
    lines = [
        line(end, end, 1, *events,
             target_more={"status_at_filing": end if end == "gone" else "live"})
        for end, events in ends.items()
    ]  # fmt: skip
    for each in lines[1:]:
        del each["targets"][0]["category"]
    view = View(table(lines))
    names = view.table.filers["reference"].to_pylist()
    dead, off_class, astray = shotgun._signs(view, Policy())
    # Whoever decided or withdrew a claim has seen its listing; of an open one nothing is known.
    assert dict(zip(names, dead.record.claims.tolist(), strict=True)) == {
        "gone": 1, "rejection": 1, "takedown": 1, "withdrawal": 1, "open": 0,
    }  # fmt: skip
    assert dict(zip(names, dead.record.bad.tolist(), strict=True))["gone"] == 1
    assert dead.record.bad.sum() == dead.claims.sum() == 1
    # No class tells anything here; where goods have a category, the right's trade is asked.
    assert off_class.record.claims.sum() == 0
    assert dict(zip(names, astray.record.claims.tolist(), strict=True)) == {
        "gone": 1, "rejection": 0, "takedown": 0, "withdrawal": 0, "open": 0,
    }  # fmt: skip


def test_off_its_trade_is_asked_only_where_no_class_tells() -> None:
    trades = {"shoes": 25, "watches": 14, "toys": 28, "tools": 8}
    lines = []
    for f in range(48):
        trade = sorted(trades)[f % 4]
        right = {"classes": [trades[trade]]}
        lines.append(line(f"H{f}", f"h{f}", f, right_more=right, target_more={"category": trade}))
    for n in range(4):
        mark: dict[str, Any] = {"number": "TM", "classes": [25]} if n < 3 else {"number": "TM-2"}
        goods = {"category": "shoes" if n else "toys"}
        lines.append(line(f"F{n}", "f", n, right_more=mark, target_more=goods))
    view = View(table(lines))
    mine = view.table.filers["reference"].to_pylist().index("f")
    _, off_class, astray = shotgun._signs(view, Policy())
    assert (off_class.record.claims[mine], off_class.record.bad[mine]) == (3, 1)
    assert (astray.record.claims[mine], astray.record.bad[mine]) == (1, 0)


@pytest.mark.parametrize(
    ("bad", "claims", "peer", "rho", "policy", "far"),
    [
        (14, 40, 0.01, 0.04, {}, True),
        (6, 40, 0.01, 0.04, {}, True),
        (5, 40, 0.01, 0.04, {}, False),  # an eighth of its claims
        (6, 40, 0.01, 0.04, {"shotgun_dead_share": 0.151}, False),
        (1, 3, 0.01, 0.3, {}, False),  # P(1 or more of 3) is 0.026
        # 40 more than peers among 100 claims, pulled to the peers' by 9,999: hardly any excess.
        (50, 100, 0.1, 1e-4, {}, False),
        (50, 100, 0.1, 1e-2, {}, True),
        # As its peers do; twice their rate would be above any excess.
        (50, 100, 0.5, 0.04, {}, False),
    ],
)
def test_who_stands_out_is_far_above_its_peers(
    bad: int, claims: int, peer: float, rho: float, policy: dict[str, Any], far: bool
) -> None:
    found = shotgun.stands_out(record(bad, claims, peer, rho), Policy(**policy))
    assert found.tolist() == [far]


def test_most_claims_outside_the_class_are_a_sign_alone_in_several_complaints() -> None:
    def mostly(bad: int, claims: int, flagged: bool = True) -> bool:
        blind = _Blind(np.zeros(1, bool), record(bad, claims, 0.01, 0.1), np.array([flagged]))
        return bool(shotgun._mostly(Policy(), blind)[0])

    assert [mostly(bad, 6) for bad in (2, 3, 4)] == [False, True, True]
    assert [mostly(3, claims) for claims in (3, 5, 6, 7)] == [True, True, True, False]
    assert [mostly(2, 2), mostly(3, 3), mostly(3, 3, flagged=False)] == [False, True, False]


def machine(*filed: float, texts: tuple[str | None, ...] = ()) -> _Machine:
    """What a machine shows of complaints filed so many seconds after the first."""
    said = texts or (None,) * len(filed)
    lines = [
        line(f"C{n}", "f", 5 + at / DAY, statement=text)
        for n, (at, text) in enumerate(zip(filed, said, strict=True))
    ]
    # Another filer's, which count for nothing.
    lines += [line(f"O{n}", "other", 5, statement="Theirs.") for n in range(9)]
    view = View(table(lines))
    mine = view.table.filers["reference"].to_pylist().index("f")
    return shotgun._machine(view, view.complaints_by_filer[mine])


def test_a_machine_shows_in_days_minutes_and_words() -> None:
    assert machine(0) == _Machine(1, 0.0, 0.0)
    # Gaps of 60, 61 and 30 seconds; the last is of another day.
    assert machine(0, 60, 121, 151, 200 + DAY) == _Machine(4, 0.5, 0.0)
    assert machine(0, 61) == _Machine(2, 0.0, 0.0)
    assert machine(0, 60) == _Machine(2, 1.0, 0.0)
    # Two of five say the same; who says nothing says nothing alike.
    said = ("a", "b", "a", None, None)
    assert machine(0, 99, 200, 300, 400, texts=said).same_text == 0.4
    assert machine(0, 99, texts=("a", "a")).same_text == 1.0


SLOW, BUSY = _Machine(19, 0.49, 1.0), _Machine(20, 0.0, 0.79)
QUICK, SAME = _Machine(1, 0.5, 0.0), _Machine(20, 0.5, 0.8)


@pytest.mark.parametrize(
    ("shown", "complaints", "signs", "weighs"),
    [
        # 1.0 for what is dead, 0.8 for what is outside, 0.6 for a machine, 0.2 for one text.
        (BUSY, 15, "dead", 1.6),
        (QUICK, 15, "dead", 1.6),
        (SAME, 15, "dead", 1.8),
        (BUSY, 15, "outside", 1.4),
        (SAME, 15, "outside", 1.6),
        (SAME, 15, "dead outside", 2.6),
        (SLOW, 15, "dead outside", 1.8),
        (SLOW, 15, "outside mostly", 0.8),
        (SAME, 15, "outside mostly", 1.6),
        # One sign alone needs a machine; one text without one says nothing.
        (SLOW, 15, "dead", 0.0),
        (SLOW, 15, "outside", 0.0),
        # Of few complaints only what is mostly outside.
        (SAME, 14, "dead outside", 0.0),
        (SAME, 14, "dead outside mostly", 0.8),
        (SAME, 16, "dead outside mostly", 2.6),
    ],
)
def test_what_the_signs_weigh_together(
    shown: _Machine, complaints: int, signs: str, weighs: float
) -> None:
    there = {sign: sign in signs.split() for sign in ("dead", "outside", "mostly")}
    found = shotgun._weight(Policy(), shown, complaints, **there)
    assert found == pytest.approx(weighs)


def test_machine_like_filing_is_told_of_with_its_figures() -> None:
    view = View(table([line(f"C{n}", "f", n) for n in range(9)]))
    mask = np.zeros((3, view.n_claims), bool)
    for spot, hit in enumerate(((1, 4), (4, 5), (7,))):
        mask[spot, list(hit)] = True
    signs = tuple(
        _Blind(claims, record(bad, counted, peer, rho), np.ones(1, bool))
        for claims, bad, counted, peer, rho in zip(
            mask, (2, 3, 1), (7, 8, 9), (0.123456, 0.234567, 0.345678),
            (0.054321, 0.065432, 0.076543), strict=True,
        )
    )  # fmt: skip
    assert len(signs) == 3
    shown = _Machine(4, 1 / 3, 2 / 3)
    found = shotgun._finding(view, Policy(), 0, signs, shown, 1.8)
    assert found.numbers == {
        "dead": 2, "claims": 7, "outside_class": 3, "with_class": 8, "off_trade": 1,
        "without_class": 9, "most_in_a_day": 4, "quick_share": 0.3333, "same_text_share": 0.6667,
        "peer_dead_share": 0.1235, "peer_outside_share": 0.2346, "peer_off_trade_share": 0.3457,
        "over_dispersion": 0.0543, "over_dispersion_outside": 0.0654,
        "over_dispersion_off_trade": 0.0765,
    }  # fmt: skip
    assert (found.filer, found.detector, found.family) == (0, "shotgun", "conduct")
    assert found.strength == pytest.approx(0.75)
    assert found.log_odds == 1.8
    assert found.least == 3
    names = view.table.complaints["reference"].to_pylist()
    assert [names[one] for one in found.complaints] == ["C1", "C4", "C5", "C7"]
    strong = shotgun._finding(view, Policy(), 0, signs, shown, 2.6)
    assert (strong.strength, strong.log_odds) == (1.0, 2.6)
