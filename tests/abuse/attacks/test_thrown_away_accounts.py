"""A throw-away account loses hundreds of claims, so that all others look better beside it."""

from __future__ import annotations

import pytest

from abuse.outcomes.verdicts import OUTCOMES, read_verdicts
from abuse.record.view import View
from tests.abuse.attacks.levels import levels, many
from tests.abuse.boundaries import under
from tests.abuse.makers import Lines, event, honest, line, table


def abusers() -> Lines:
    """Two abusers among honest filers: one at a warning, one at a boycott review."""
    lines = honest(filers=60)
    for c in range(24):
        day = c * 11.0
        kind = "rejection" if c % 4 else "takedown"
        lines.append(line(f"W{c}", "refused", day, event(kind, day + 2)))
        paid = [event("takedown", day + 1), event("demand_report", day + 3)]
        paid.append(event("withdrawal", day + 5, merit="manifestly_unfounded"))
        lines.append(line(f"E{c}", "extorting", day, *paid, store=f"paid-{c % 5}"))
    return lines


def test_a_market_of_abusers_stands_at_warning_and_review() -> None:
    found = levels(abusers())
    assert (found["refused"], found["extorting"]) == ("warning", "boycott_review")


@pytest.mark.parametrize("end", ["rejection", "reinstatement"])
def test_a_throw_away_account_hides_nobody(end: str) -> None:
    masked = abusers()
    for c in range(3):
        day = 100 + c * 10.0
        events = [event("rejection", day + 2)]
        if end == "reinstatement":
            events = [event("takedown", day + 1), event("counter_notice", day + 3)]
            events.append(event("reinstatement", day + 9))
        masked.append(many(f"T{c}", "thrown-away", day, 500, *events))
    found = levels(masked)
    found.pop("thrown-away")
    assert found == levels(abusers())


@pytest.mark.parametrize("filed", [300, 900])
def test_hundreds_of_reinstatements_of_one_account_make_nobody_unseen(filed: int) -> None:
    """What refusals say is learnt: one party's part of that is bounded, or it decided all."""
    flooded = abusers()
    for c in range(filed):
        day = 30 + c * 0.2
        events = [event("takedown", day + 1), event("counter_notice", day + 3)]
        events.append(event("reinstatement", day + 9))
        flooded.append(line(f"T{c}", "thrown-away", day, *events, store=f"shop-{c}"))
    found = levels(flooded)
    assert (found["refused"], found["extorting"]) == ("watch", "boycott_review")
    with under(**{"outcomes.influence._SHARE": 1.0}) as policy:
        assert levels(flooded, policy)["refused"] == "none"


@pytest.mark.parametrize("quiet", [0, 20])
def test_a_reinstatement_never_speaks_for_the_filer(quiet: int) -> None:
    """Not even where sellers answer everything and are put back a third of the time."""
    lines = honest(filers=60)
    for f in range(40):
        for c in range(8 + quiet):
            day, ends = c * 9 + f * 0.8, "takedown" if (f + c) % 3 else "reinstatement"
            events = [event("takedown", day + 2)]
            if c < 8:
                events += [event("counter_notice", day + 4), event(ends, day + 14)]
            shop = f"answering-{c}" if c < 8 else f"quiet-{(f * 7 + c) % 300}"
            lines.append(line(f"X{f}-{c}", f"filer-{f}", day, *events, store=shop))
    verdicts = read_verdicts(View(table(lines)))
    put_back = verdicts.outcome == OUTCOMES.index("reinstated")
    assert put_back.sum() >= 100
    assert verdicts.log_odds[put_back].min() >= 0
