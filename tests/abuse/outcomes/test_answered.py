"""Drops when answered: how many, against whose, and what a filer's unanswered claims say of it."""

from __future__ import annotations

from typing import Any

import pytest

from abuse import Policy
from abuse.detectors import only_when_answered, withdrawn_when_answered
from abuse.findings import Finding
from abuse.outcomes.records import refusals
from abuse.record.view import View
from tests.abuse.boundaries import under
from tests.abuse.makers import Lines, event, honest, line, table
from tests.abuse.outcomes.records import evidence, record, shrunk


def claims(filer: str, **how_many: int) -> Lines:
    """So many claims of a filer that ended in each way."""
    removed, answered = event("takedown", 102), event("counter_notice", 105)
    ends: dict[str, list[dict[str, Any]]] = {
        "dropped": [removed, answered, event("withdrawal", 106)],
        "stood": [removed, answered, event("takedown", 110)],
        "lost": [removed, answered, event("reinstatement", 110)],
        "pending": [removed, answered],
        "held": [removed],
        "refused": [event("rejection", 102)],
        "unasked": [removed, event("withdrawal", 106)],
        "gone": [event("listing_gone", 103)],
        "right": [removed, answered, event("withdrawal", 106, merit="founded")],
    }
    return [
        line(f"{filer}-{end}{n}", filer, 100 + n / 100, *events)
        for end, events in ends.items()
        for n in range(how_many.get(end, 0))
    ]


def habit(lines: Lines, filer: str = "f", **policy: Any) -> Finding | None:
    view = View(table([*honest(filers=20, answered=0.4), *lines]))
    names = view.table.filers["reference"].to_pylist()
    with under(**policy) as given:
        told = {names[f.filer]: f for f in only_when_answered.detect(view, given)}
    return told.get(filer)


def test_a_habit_is_told_of_with_its_figures() -> None:
    lines = claims("f", dropped=12, stood=2, lost=2, held=9, refused=3, unasked=1, gone=4, right=3)
    found = habit(lines)
    assert found is not None
    # Founded drops are no habit; what vanished by itself could not be answered.
    assert found.numbers == {
        "dropped": 12, "stores": 12, "stood": 2, "defended_share": 0.1429, "unanswered": 13,
        "withdrawn_unanswered": 1,
    }  # fmt: skip
    # Twelve of the nineteen that were answered; one and a half of fourteen unasked.
    assert found.strength == pytest.approx(12 / 19 - 1.5 / 14)
    assert found.log_odds == 2.0
    assert (found.detector, found.family) == ("only_when_answered", "conduct")
    assert found.least == 4


def test_who_gives_way_unasked_as_often_has_no_habit() -> None:
    def found(held: int, unasked: int = 0, **more: int) -> bool:
        return habit(claims("f", dropped=8, held=held, unasked=unasked, **more)) is not None

    # All that were answered dropped: at most a fifth of the others, half a claim more of one more.
    assert [found(held) for held in (0, 1, 2)] == [False, False, True]
    assert [found(held, 1) for held in (5, 6)] == [False, True]
    # Half of those answered dropped: a tenth, which is half a claim of five.
    assert [found(held, lost=8) for held in (3, 4, 5)] == [False, True, True]


def test_drops_are_on_several_stores_in_several_complaints_of_any_filer() -> None:
    one = claims("f", dropped=8, held=4)
    for number, each in enumerate(one[:8]):
        each["targets"][0]["store_id"] = f"s{number % 3}"
    assert habit(one) is None
    assert habit(one, only_answered_stores=3) is not None
    few = claims("f", dropped=8, held=4)
    targets = [each["targets"][0] for each in few[:8]]
    few[0]["targets"], few[1]["targets"] = targets[::2], targets[1::2]
    few = [*few[:2], *few[8:]]
    assert habit(few) is None
    found = habit(few, only_answered_complaints=2)
    assert found is not None
    assert found.numbers["dropped"] == 8
    # Who has too few hides nobody who comes after.
    later = habit([*claims("a", dropped=2), *claims("zeta", dropped=8, held=4)], "zeta")
    assert later is not None


def test_a_habit_echoes_the_share_of_unfounded_claims_unless_refusals_speak() -> None:
    plain = habit(claims("f", dropped=8, held=8))
    assert plain is not None
    assert plain.echo == ("withdrawn_when_answered", "unfounded_share")
    refused = habit(claims("f", dropped=8, held=8, refused=12))
    assert refused is not None
    assert refused.echo == ("withdrawn_when_answered",)


def test_drops_are_told_of_with_their_figures() -> None:
    lines = [
        line(f"D{n}", "f", n, event("takedown", n + 1), event("counter_notice", n + 2),
             event("withdrawal", n + 2 + days),
             *([event("grading", 50, merit=merit)] if merit else []))
        for n, (days, merit) in enumerate(
            ((4, ""), (1.003, ""), (2, ""), (9, "unfounded"), (7, "manifestly_unfounded"))
        )
    ]  # fmt: skip
    view = View(table([*lines, *claims("f", stood=1, unasked=1)]))
    rec = record(5, 7, 0.0543219, 0.0654321)
    found = withdrawn_when_answered._finding(view, Policy(), rec, 0, True, 0.0123456)
    pulled = shrunk(5, 7, 0.0543219, 0.0654321)
    assert found.numbers == {
        "withdrawn_after_answer": 5, "answered": 7, "share": 0.7143,
        "shrunk_share": round(pulled, 4), "peer_share": 0.0543, "median_days": 4.0,
        "p": 0.0123, "passes_false_discovery": 1, "over_dispersion": 0.0654,
    }  # fmt: skip
    weighs = evidence(5, 7, 0.0543219, 0.0654321)
    assert found.log_odds == pytest.approx(weighs)
    assert found.strength == pytest.approx(pulled)
    # The worst graded first, then the quickest.
    names = view.table.complaints["reference"].to_pylist()
    assert [names[one] for one in found.complaints] == ["D4", "D3", "D1", "D2", "D0"]
    assert (found.family, found.least) == ("outcomes", 4)
    unsure = withdrawn_when_answered._finding(view, Policy(), rec, 0, False, 0.0123456)
    assert unsure.numbers["passes_false_discovery"] == 0
    assert unsure.log_odds == found.log_odds


def test_the_median_of_the_days_is_told_to_the_hundredth() -> None:
    lines = [
        line(f"D{n}", "f", n, event("takedown", n + 1), event("counter_notice", n + 2),
             event("withdrawal", n + 2 + days))
        for n, days in enumerate((1.0, 1.2469))
    ]  # fmt: skip
    view = View(table(lines))
    found = withdrawn_when_answered._finding(
        view, Policy(), record(2, 2, 0.05, 0.05), 0, True, 0.01
    )
    assert found.numbers["median_days"] == 1.12


def test_drops_beyond_what_peers_drop_are_spoken_of() -> None:
    def told(*lines: Lines) -> set[str]:
        view = View(table([one for some in lines for one in some]))
        names = view.table.filers["reference"].to_pylist()
        return {names[f.filer] for f in withdrawn_when_answered.detect(view, Policy())}

    steady = [one for n in range(12) for one in claims(f"peer{n}", stood=8)]
    assert told(steady, claims("f", dropped=5, stood=5)) == {"f"}
    # Where all drop half of theirs, nobody stands out.
    usual = [one for n in range(12) for one in claims(f"peer{n}", stood=5, dropped=5)]
    assert told(usual, claims("f", dropped=5, stood=5)) == set()
    assert told(steady) == set()


def test_refusals_speak_from_the_familys_floor_on() -> None:
    lines = claims("f", dropped=8, held=8, refused=12)
    view = View(table([*honest(filers=20, answered=0.4), *lines]))
    spot = view.table.filers["reference"].to_pylist().index("f")
    at = float(refusals(view).evidence[spot])
    assert at > 0

    def echoes(floor: float) -> int:
        found = habit(lines, "f", **{"detectors.only_when_answered.FAMILY_FLOOR": floor})
        assert found is not None
        return len(found.echo)

    assert [echoes(at - 1e-9), echoes(at), echoes(at + 1e-9)] == [1, 1, 2]
