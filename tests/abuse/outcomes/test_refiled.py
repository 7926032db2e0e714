"""Filing again: which claims repeat one that had lost, and what their share weighs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from abuse import Policy
from abuse.detectors import refiled
from abuse.findings import Finding
from abuse.outcomes.peers import against_peers
from abuse.record.view import View
from tests.abuse.makers import Lines, event, honest, line, table
from tests.abuse.outcomes.records import evidence, record

REFUSED = [event("rejection", 10)]


def claim(
    name: str,
    day: float,
    *events: dict[str, Any],
    listing: str = "one",
    filer: str = "f",
    **right: Any,
) -> dict[str, Any]:
    return line(name, filer, day, *events, listing=listing, right_more={"number": "TM", **right})


def repeats(*lines: dict[str, Any]) -> set[str]:
    view = View(table([*lines]))
    names = view.table.complaints["reference"].to_pylist()
    found = refiled.repeated(view)
    assert found.tolist() == sorted(found.tolist())
    return {names[complaint] for complaint in view.complaint[found].tolist()}


def test_a_repeat_has_the_filer_the_right_and_the_listing_of_what_was_lost() -> None:
    lost = claim("A", 1, *REFUSED)
    assert repeats(lost, claim("B", 20)) == {"B"}
    assert repeats(lost, claim("B", 20, listing="two")) == set()
    assert repeats(lost, claim("B", 20, filer="g")) == set()
    assert repeats(lost, claim("B", 20, number="TM-2")) == set()
    # Each of its own, side by side.
    assert repeats(lost, claim("B", 20), claim("C", 2, *REFUSED, listing="two"),
                   claim("D", 30, listing="two"), claim("E", 3, listing="three"),
                   claim("F", 30, listing="three")) == {"B", "D"}  # fmt: skip


def test_a_claim_is_lost_when_refused_reinstated_or_dropped_once_answered() -> None:
    removed, answered = event("takedown", 2), event("counter_notice", 3)

    def then(*events: dict[str, Any]) -> bool:
        return repeats(claim("A", 1, *events), claim("B", 20)) == {"B"}

    assert then(event("rejection", 10))
    assert then(removed, answered, event("reinstatement", 10))
    assert then(removed, answered, event("withdrawal", 10))
    assert not then(removed, event("withdrawal", 10))
    assert not then(removed)
    assert not then()
    # It is lost from then on: what was filed before or at that moment repeats nothing.
    for end in (REFUSED, [removed, answered, event("withdrawal", 10)]):
        lost = claim("A", 1, *end)
        days = (9, 10, 10.01)
        assert [repeats(lost, claim("B", day)) == {"B"} for day in days] == [False, False, True]


def test_the_first_loss_of_several_counts() -> None:
    late, soon = claim("A", 1, event("rejection", 30)), claim("B", 2, event("rejection", 10))
    assert repeats(late, soon, claim("C", 20)) == {"C"}
    soon, late = claim("A", 1, event("rejection", 10)), claim("B", 2, event("rejection", 30))
    assert repeats(soon, late, claim("C", 20)) == {"C"}
    assert repeats(soon, claim("B", 12, event("takedown", 13)), claim("C", 40)) == {"B", "C"}


def test_what_stood_after_an_answer_or_was_found_right_is_no_repeat() -> None:
    lost = claim("A", 1, *REFUSED)
    removed, answered = event("takedown", 22), event("counter_notice", 23)
    assert repeats(lost, claim("B", 20, removed)) == {"B"}
    assert repeats(lost, claim("B", 20, removed, answered)) == {"B"}
    assert repeats(lost, claim("B", 20, removed, answered, event("takedown", 25))) == set()
    assert repeats(lost, claim("B", 20, event("rejection", 22, merit="founded"))) == set()
    assert repeats(lost, claim("B", 20, event("rejection", 22, merit="unfounded"))) == {"B"}


def found(lines: Lines, **policy: Any) -> dict[str, Finding]:
    view = View(table(lines))
    names = view.table.filers["reference"].to_pylist()
    return {names[f.filer]: f for f in refiled.detect(view, Policy(**policy))}


def again(filer: str, claims: int, listings: int) -> Lines:
    """So many refused claims on so many listings, one a day in turn."""
    return [
        claim(f"{filer}{n}", n, event("rejection", n + 0.5), filer=filer,
              listing=f"{filer}-{n % listings}", number=f"TM-{filer}")
        for n in range(claims)
    ]  # fmt: skip


def test_the_others_share_is_of_those_of_whom_nothing_is_said() -> None:
    lines = [*again("f", 12, 8), *again("peer", 13, 12), *honest(filers=10, each=12)]
    told = found(lines)
    assert set(told) == {"f"}
    # One repeat of thirteen claims, and none of a hundred and twenty.
    assert told["f"].numbers["peer_share"] == 0.00752
    assert told["f"].numbers["filers_with_repeats"] == 2
    # Where there is nobody else, nobody's share is none.
    alone = found(again("f", 12, 3))
    assert alone["f"].numbers["peer_share"] == 0.0


def test_what_repeats_weigh_against_the_peers() -> None:
    lines = [*again("f", 12, 8), *honest(filers=10, each=12)]
    told = found(lines)["f"]
    view = View(table(lines))
    counted = np.zeros(view.n_claims)
    counted[refiled.repeated(view)] = 1
    rec = against_peers(view, np.ones(view.n_claims, bool), counted)
    # Nobody else repeats anything: the peers' rate is the least that is taken.
    expected = evidence(4, 12, 0.01, rec.rho)
    assert rec.rho == 0.04
    assert told.log_odds == pytest.approx(expected)
    assert told.numbers["evidence"] == round(expected, 3)
    assert (told.numbers["repeats"], told.numbers["claims"]) == (4, 12)


def test_filing_again_is_told_of_with_its_figures() -> None:
    lines = [*again("f", 9, 7), *again("peer", 9, 9)]
    view = View(table(lines))
    mine = refiled.repeated(view)
    # Nine claims against seven listings, of a filer whose peers repeat one in ten.
    rec = record(2, 9, 0.1, 0.123456)
    told = refiled._finding(view, Policy(), rec, 0, mine, (0.0123456, 3))
    weighs = evidence(2, 9, 0.1, 0.123456)
    assert told.numbers == {
        "repeats": 2, "listings": 2, "claims": 9, "share": 0.2222, "peer_share": 0.01235,
        "filers_with_repeats": 3, "evidence": round(weighs, 3), "over_dispersion": 0.1235,
    }  # fmt: skip
    assert told.log_odds == pytest.approx(weighs)
    assert told.strength == pytest.approx(4 / 9)
    assert (told.detector, told.family, told.least) == ("refiled", "conduct", 3)
    names = view.table.complaints["reference"].to_pylist()
    assert [names[one] for one in told.complaints] == ["f8", "f7"]
    whole = refiled._finding(view, Policy(), record(6, 9, 0.1, 0.1), 0, mine, (0.0, 3))
    assert whole.strength == 1.0
