"""Missed cases are shown for a person to look at; accounts that turned are looked at in time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from abuse.market import Truth
from abuse.policy import Policy
from abuse.record.history import History
from abuse.record.view import View
from lab.evaluation import Evaluation, Measured, Outcome
from lab.evaluation.missed import MOST, missed
from lab.evaluation.outcome import Filed
from lab.evaluation.parts import Setup
from lab.evaluation.tables import as_table
from lab.evaluation.turned import CLAIMS, moments, warned_in_time
from tests.abuse.makers import event, honest, line


def case(name: str, level: str, lost: int = 0, score: float = 0.1, **truth: Any) -> Outcome:
    filed = Filed("patent", lost + 1, lost + 1, lost)
    return Outcome("1", name, Truth(**truth), score, level, None, ("refiled",), filed)


@pytest.mark.parametrize(
    ("level", "truth", "why"),
    [
        ("watch", {"pattern": "squatter"}, "lone abuser, not warned"),
        ("warning", {"pattern": "squatter"}, None),
        ("watch", {"pattern": "half_genuine"}, None),
        ("none", {"pattern": "squatter", "strategy": "thin", "budget": 1}, None),
        ("warning", {"pattern": "ring", "ring": "r"}, "member of a ring, not at review"),
        ("boycott_review", {"pattern": "ring", "ring": "r"}, None),
        ("warning", {}, "innocent, hit"),
        ("warning", {"innocent_kind": "careless"}, None),
        ("boycott_review", {"innocent_kind": "careless"}, "innocent, hit"),
        ("watch", {"innocent_kind": "unlucky"}, None),
    ],
)
def test_who_misses_a_bar_is_a_missed_case(level: str, truth: Any, why: str | None) -> None:
    found = missed([case("a", level, 10, **truth)])
    assert [one.why for one in found] == ([why] if why else [])


def test_ten_of_a_sort_are_shown_those_that_lost_most_first() -> None:
    some = [case(f"f{n:02}", "none", n, pattern="squatter") for n in range(12)]
    found = missed(some)
    assert [one.lost for one in found] == list(range(11, 1, -1))
    assert len(found) == MOST
    text = as_table(Evaluation.of([Measured("1", 800, some)]), missed=True)
    assert (
        "f11                   squatter             0.100  none: refiled; 11 of 12 claims" in text
    )
    assert "f11" not in as_table(Evaluation.of([Measured("1", 800, some)]))


def test_of_a_ring_its_size_is_shown() -> None:
    ring = [case(f"f{n}", "none", 5, pattern="ring", ring="r") for n in range(3)]
    assert {one.ring_size for one in missed(ring)} == {3}


# Founded for a year, a claim in three days; then refused every day.
GOOD = [line(f"G{n}", "turncoat", n * 3, event("takedown", n * 3 + 1)) for n in range(70)]
BAD = [line(f"B{n}", "turncoat", 220 + n, event("rejection", 220 + n + 0.5)) for n in range(60)]


def whole(history: History) -> View:
    assert history.newest
    return View(history.until(history.newest))


@pytest.mark.parametrize("bad", [CLAIMS - 1, CLAIMS, CLAIMS + 5])
def test_it_is_looked_at_the_day_after_the_last_claim_that_counts(bad: int) -> None:
    history = History.from_lines([*GOOD, *BAD[:bad]])
    view = whole(history)
    truth = {"turncoat": Truth("competitor", strategy="turned", turned_at=70)}
    (moment,) = moments(view, truth, history.newest).values()
    last = datetime.fromisoformat(BAD[min(bad, CLAIMS) - 1]["filed_at"])
    hours = (moment - last).total_seconds() / 3600
    # That day's own refusal is in; where it has fewer claims, the record ends with it.
    assert hours == (24 if bad > CLAIMS else 12)
    assert moments(view, {"turncoat": Truth("competitor", strategy="turned")}, None) == {}


def test_the_scan_of_that_day_counts_and_no_later_one() -> None:
    history = History.from_lines([*honest(), *GOOD, *BAD])
    truth = {"turncoat": Truth("competitor", strategy="turned", turned_at=0)}
    # Of one that is said to have turned at once, the first claims are looked at: all founded.
    assert warned_in_time(history, whole(history), truth, Setup(Policy())) == {"turncoat": False}
    bad = History.from_lines([*honest(), *BAD])
    assert warned_in_time(bad, whole(bad), truth, Setup(Policy())) == {"turncoat": True}
