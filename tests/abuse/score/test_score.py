"""The sum and its levels."""

from __future__ import annotations

import pytest

from abuse import Policy
from abuse.findings import FAMILIES, Family, Finding, MitigatingFactor
from abuse.policy import PolicyError
from abuse.score.judging import LEVELS, judge
from tests.abuse.even import even


def finding(
    family: Family,
    odds: float,
    name: str = "",
    ceiling: str | None = None,
    echo: tuple[str, ...] = (),
) -> Finding:
    name = name or f"{family}-{odds}"
    return Finding(0, name, family, 0.5, odds, {}, (0,), (), ceiling, echo)


def reached(*findings: Finding) -> str:
    return judge(findings, [], even()).level


def test_one_family_never_reaches_boycott_review() -> None:
    for family in FAMILIES:
        pile = [finding(family, 50.0, f"{family}{i}") for i in range(6)]
        assert reached(*pile) != "boycott_review"


def test_two_families_without_outcomes_never_reach_boycott_review() -> None:
    rest = [finding(family, 50.0) for family in FAMILIES[1:]]
    assert reached(*rest) == "warning"
    assert reached(*rest, finding("outcomes", 3.0)) == "boycott_review"


def test_outcomes_that_say_next_to_nothing_are_no_second_family() -> None:
    strong = [finding(family, 50.0) for family in FAMILIES[1:]]
    assert reached(*strong, finding("outcomes", 0.1)) == "warning"


def test_structure_alone_is_at_most_watched() -> None:
    assert reached(finding("structure", 50.0, "a"), finding("structure", 50.0, "b")) == "watch"
    assert reached(finding("structure", 50.0), finding("authority", 50.0)) == "watch"


def test_one_fact_read_from_two_sides_is_not_two_families() -> None:
    dropped = finding("outcomes", 3.2, "withdrawn_when_answered")
    echo = finding("conduct", 3.2, "only_when_answered", echo=("withdrawn_when_answered",))
    assert reached(dropped, echo) == "warning"
    # Refusals are other facts than drops, and re-filing is another conduct.
    assert reached(dropped, echo, finding("outcomes", 1.0, "unfounded_share")) == "boycott_review"
    assert reached(dropped, echo, finding("conduct", 1.0, "refiled")) == "boycott_review"
    assert reached(dropped, echo, finding("outcomes", 0.3, "unfounded_share")) == "warning"


def test_a_ceiling_keeps_its_family_out_of_the_count() -> None:
    thin = finding("authority", 3.0, ceiling="watch")
    assert reached(finding("outcomes", 5.5), thin) == "warning"
    assert reached(thin) in ("none", "watch")


def test_more_evidence_never_lowers_a_score_and_leaving_out_never_raises_it() -> None:
    lines = [finding("outcomes", 2.0), finding("conduct", 1.0), finding("structure", 1.5)]
    for n in range(1, 4):
        more, less = judge(lines[:n], [], even()), judge(lines[: n - 1], [], even())
        assert more.score >= less.score
        assert all(without <= more.score for without in more.without)


def test_what_speaks_for_it_takes_off_but_only_so_much() -> None:
    policy = even()
    plain = judge([finding("outcomes", 3.0)], [], policy)
    helped = judge(
        [finding("outcomes", 3.0)], [MitigatingFactor(0, "founded", {"claims": 1}, -1.0)], policy
    )
    flooded = judge(
        [finding("outcomes", 3.0)],
        [MitigatingFactor(0, "founded", {"claims": 1}, -1.0)] * 50,
        policy,
    )
    assert flooded.score < helped.score < plain.score
    assert flooded.score > 0.01


def test_a_rings_record_goes_with_its_last_tie() -> None:
    lines = [finding("outcomes", 2.6, "ring_record"), finding("structure", 1.6, "shared_hands")]
    assert judge(lines, [], even()).without[1] == 0.0


def test_levels_rise() -> None:
    assert LEVELS == ("none", "watch", "warning", "boycott_review")
    with pytest.raises(PolicyError, match="rise"):
        Policy(watch=0.9)


def test_the_least_odds_that_can_be_set_are_a_score_of_nothing() -> None:
    assert judge([finding("outcomes", 3.0)], [], even(prior=1e-300, offset=-300)).score == 0.0
