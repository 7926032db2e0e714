"""What makes a strike, by law; what counts once; when one expires; and what the scale asks for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from complaints.base.errors import Refusal
from complaints.rules.policy.law_policy import LawPolicy
from complaints.rules.sellers.strikes import (
    StrikeScale,
    Taken,
    count_strikes,
    require_strikes,
    strike_reason_of,
)

NOW = datetime(2026, 6, 1, tzinfo=UTC)
DAY = timedelta(days=1)
LAWS = ("dmca", "ecl", "dsa", "house")


def taken(number: int = 1, *, days_ago: float = 40, law: str = "house", **given: Any) -> Taken:
    """Return a claim filed so many days ago, decided at once and disputed by nobody in time."""
    at = NOW - days_ago * DAY
    facts: dict[str, Any] = {
        "claim_id": number, "laws": frozenset([law]), "holder_id": number, "party_id": number,
        "filer_id": number, "filed_at": at, "decided_at": at, "upheld": False,
        "open_until": at + 14 * DAY, "illegal": False, **given,
    }  # fmt: skip
    return Taken(**facts)


def number(*claims: Taken, days: int = 365) -> int:
    return sum(each.counts for each in count_strikes(claims, NOW, days))


@pytest.mark.parametrize(
    ("given", "dmca", "ecl", "dsa", "house"),
    [
        ({}, "undisputed", "undisputed", "not_graded", "undisputed"),
        ({"upheld": True}, "upheld", "upheld", "not_graded", "upheld"),
        ({"illegal": True}, "undisputed", "undisputed", "manifestly_illegal", "undisputed"),
        ({"open_until": NOW + DAY}, "still_open", "still_open", "not_graded", "still_open"),
        ({"filer_boycotted": True, "illegal": True}, *["filer_boycotted"] * 4),
        ({"other_operator": True, "illegal": True}, *["other_operator"] * 4),
    ],
)
def test_what_makes_a_strike_by_law(given: Any, dmca: str, ecl: str, dsa: str, house: str) -> None:
    reasons = [strike_reason_of(taken(law=law, **given), NOW, 365) for law in LAWS]
    assert reasons == [dmca, ecl, dsa, house]


def test_a_law_whose_duties_add_asks_for_the_grade_too() -> None:
    both = taken(laws=frozenset(["dmca", "dsa"]))
    assert strike_reason_of(both, NOW, 365) == "not_graded"


@pytest.mark.parametrize(("over", "counts"), [(-1, 0), (0, 1), (1, 1)])
def test_silence_says_something_once_the_time_is_over(over: int, counts: int) -> None:
    assert number(taken(open_until=NOW - over * timedelta(seconds=1))) == counts


@pytest.mark.parametrize(("seconds", "counts"), [(-1, 1), (0, 0), (1, 0)])
def test_a_strike_counts_until_its_last_day(seconds: int, counts: int) -> None:
    at = NOW - 365 * DAY - timedelta(seconds=seconds)
    assert number(taken(decided_at=at, filed_at=at)) == counts
    (strike,) = count_strikes([taken(decided_at=at, filed_at=at)], NOW, 365)
    assert strike.expires_at == at + 365 * DAY


@pytest.mark.parametrize(("seconds", "counts"), [(-1, 1), (0, 1), (1, 2)])
@pytest.mark.parametrize("same", ["holder_id", "party_id"])
def test_claims_of_one_owner_or_party_within_three_days_count_once(
    same: str, seconds: int, counts: int
) -> None:
    later = NOW - 37 * DAY + timedelta(seconds=seconds)
    # One party files here by one account.
    alike: dict[str, Any] = {"holder_id": {same: 9}, "party_id": {same: 9, "filer_id": 7}}[same]
    one = [taken(1, **alike), taken(2, filed_at=later, **alike)]
    assert number(*one) == number(*reversed(one)) == counts


def test_several_accounts_of_one_party_are_one_accuser_however_far_apart() -> None:
    ring = [taken(n, days_ago=300 - 20 * n, party_id=9) for n in range(1, 7)]
    assert number(*ring) == 1
    assert number(*ring, taken(20, days_ago=50)) == 2
    (strike,) = count_strikes(ring, NOW, 365)
    assert [each.claim_id for each in strike.claims] == [1, 2, 3, 4, 5, 6]


def test_what_does_not_count_joins_no_strike_and_hides_none() -> None:
    first = taken(1, holder_id=9, filer_boycotted=True)
    assert number(first, taken(2, holder_id=9, days_ago=39)) == 1
    # An account that is no accuser any more does not make the others count once.
    open_ = taken(3, holder_id=9, days_ago=38, open_until=NOW + DAY)
    assert [each.reason for each in count_strikes([open_, first], NOW, 365)] == [
        "filer_boycotted", "still_open",
    ]  # fmt: skip


SCALE = StrikeScale(2, 3, 6, 365)


@pytest.mark.parametrize(
    ("measure", "imposes", "needed"),
    [("suspend", False, 2), ("suspend", True, 3), ("close", False, 6), ("close", True, 6)],
)
def test_each_step_needs_its_number_or_a_reason_of_gravity(
    measure: str, imposes: bool, needed: int
) -> None:
    with pytest.raises(Refusal) as caught:
        require_strikes(SCALE, measure, needed - 1, None, imposes=imposes)
    assert caught.value.slug == "ground-not-shown"
    for enough, gravity in ((needed, None), (needed + 1, None), (0, "Poison.")):
        require_strikes(SCALE, measure, enough, gravity, imposes=imposes)


def test_the_highest_step_that_is_reached_is_named() -> None:
    told = [SCALE.reached(each) for each in (1, 2, 3, 5, 6)]
    assert told == [None, "to_warn", "to_suspend", "to_suspend", "to_close"]


def test_a_later_step_never_takes_less_than_one_before_it() -> None:
    scale = LawPolicy(strikes_warn=9, strikes_suspend=4, strikes_close=3).scale
    assert (scale.warn, scale.suspend, scale.close, scale.days) == (9, 9, 9, 365)
