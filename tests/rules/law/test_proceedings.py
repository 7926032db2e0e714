"""What a notice stops and what a result asks for, by the table."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest

from complaints.rules.decisions.claims import CLAIM
from complaints.rules.decisions.reasons import BY_CODE
from complaints.rules.kinds import EventBy, Side
from complaints.rules.law.clocks import last_day
from complaints.rules.law.proceedings import (
    Follows,
    Forum,
    Meaning,
    Result,
    agrees,
    binds,
    code_of,
    decided_by,
    follows,
    meaning_of,
    overrules,
    step_to,
    stops,
)
from complaints.rules.law.regimes import ClockKind, RegimeCode, law_of
from complaints.rules.machines import allowed

STOPS = {
    (RegimeCode.DMCA, Forum.COURT, True),
    (RegimeCode.DMCA, Forum.CLAIMS_BOARD, True),
    (RegimeCode.DMCA, Forum.CLAIMS_BOARD, False),
    (RegimeCode.ECL, Forum.COURT, True),
    (RegimeCode.ECL, Forum.COURT, False),
    (RegimeCode.ECL, Forum.AUTHORITY, True),
    (RegimeCode.ECL, Forum.AUTHORITY, False),
}


def test_which_notice_stops_which_laws_clock() -> None:
    every = itertools.product(RegimeCode, Forum, (True, False))
    found = {
        (code, forum, restrains)
        for code, forum, restrains in every
        if stops(code, forum, side=Side.FILER, restrains=restrains)
    }
    assert found == STOPS
    assert not any(stops(*each[:2], side=Side.SELLER, restrains=True) for each in STOPS)
    assert not stops(None, Forum.COURT, side=Side.FILER, restrains=True)


@pytest.mark.parametrize(
    ("result", "comes_back", "expected"),
    [
        (Result.WON, None, {"received": "down", "countered": "down", "rejected": "down",
                            "reinstated": "down"}),
        (Result.LOST, None, {"received": "back", "countered": "back", "removed": "back"}),
        (Result.SETTLED, True, {"received": "back", "countered": "back", "removed": "back"}),
        (Result.SETTLED, False, {"received": "down", "countered": "down", "rejected": "down",
                                 "reinstated": "down"}),
        (Result.WITHDRAWN, None, {"countered": "run_on"}),
    ],
)  # fmt: skip
def test_what_a_result_asks_for_is_a_step_that_the_claim_allows(
    result: Result, comes_back: bool | None, expected: dict[str, str]
) -> None:
    found = {}
    for state in CLAIM.states:
        asked = follows(result, state, listing_down=True, comes_back=comes_back, stopped=True)
        if asked is not None:
            found[state] = str(asked)
    assert found == expected
    for state, down in itertools.product(expected, (True, False)):
        asked = follows(result, state, listing_down=down, comes_back=comes_back, stopped=True)
        if asked in (Follows.DOWN, Follows.BACK):
            step = allowed(
                CLAIM, state, step_to(asked, state, listing_down=down), listing_down=down
            )
            assert step is not None
            assert (step.target == "removed") is (asked is Follows.DOWN)


def test_a_withdrawn_suit_leaves_what_it_never_stopped() -> None:
    for down, stopped in ((True, False), (False, True)):
        asked = follows(
            Result.WITHDRAWN, "countered", listing_down=down, comes_back=None, stopped=stopped
        )
        assert asked is None


def test_each_result_has_a_reason_and_somebody_who_decided() -> None:
    for forum, result in itertools.product(Forum, Result):
        assert code_of(forum, result) in BY_CODE
        by_court = result in (Result.WON, Result.LOST) and forum is not Forum.DISPUTE_BODY
        assert (decided_by(forum, result) is EventBy.COURT) is by_court


def test_what_binds_and_which_of_two_goes_before() -> None:
    assert binds(Forum.COURT, Result.WON)
    assert binds(Forum.AUTHORITY, Result.LOST)
    assert not binds(Forum.DISPUTE_BODY, Result.WON)
    assert not binds(Forum.COURT, Result.SETTLED)
    stand = {each: [s for s in CLAIM.states if agrees(each, s)] for each in (*Result, None)}
    assert stand.pop(Result.WON) == ["removed"]
    assert sorted(stand.pop(Result.LOST)) == ["reinstated", "rejected"]
    assert not any(stand.values())
    ended, instant = datetime(2027, 1, 4, 23, tzinfo=UTC), timedelta(microseconds=1)
    assert [overrules(ended + n * instant, ended) for n in (-1, 0, 1)] == [False, False, True]
    assert not overrules(ended, None)


def test_what_a_notice_means_for_a_claim() -> None:
    assert meaning_of(True, "countered", listing_down=True) is Meaning.STOPPED
    assert meaning_of(False, "countered", listing_down=True) is Meaning.NOTHING_YET
    assert meaning_of(True, "countered", listing_down=False) is Meaning.NOTHING_YET
    assert meaning_of(True, "removed", listing_down=True) is Meaning.NOTHING_YET
    for state in ("reinstated", "rejected"):
        assert meaning_of(True, state, listing_down=False) is Meaning.TOO_LATE


def test_the_last_day_is_the_one_before_the_time_is_over_there() -> None:
    midnight = datetime(2027, 1, 4, 23, tzinfo=UTC)
    assert last_day(midnight, "DE") == date(2027, 1, 4)
    assert last_day(midnight + timedelta(microseconds=1), "DE") == date(2027, 1, 5)
    assert last_day(midnight, "") == date(2027, 1, 4)


def test_a_small_firm_has_our_own_term_and_no_dispute_body() -> None:
    small, large = (law_of("dsa", small_firm=each) for each in (True, False))
    for kind in (ClockKind.APPEAL_FILER, ClockKind.APPEAL_SELLER, ClockKind.JUDGE):
        ours, theirs = small.clock(kind), large.clock(kind)
        assert ours
        assert theirs
        assert (ours.basis, theirs.basis.startswith("DSA")) == ("our rules", True)
    assert [any(each.redress.out_of_court for each in law.regimes) for law in (small, large)] == [
        False, True,
    ]  # fmt: skip
