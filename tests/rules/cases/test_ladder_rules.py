"""The ladder's rules at their edges: the last instant, the last day, the last claim that counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from complaints.base.errors import Refusal
from complaints.rules.cases.boycotts import (
    BINDING,
    BOYCOTT,
    BoycottPolicy,
    FourFactors,
    is_binding,
    require_support,
    require_term_within,
)
from complaints.rules.cases.conduct import (
    ConductSince,
    require_conduct_after_warning,
    require_enough_manifest,
    require_enough_to_warn,
    require_shown,
    require_warned_for_something,
)
from complaints.rules.cases.grounds import Ground
from tests.scenes.clock import NOW

INSTANT = timedelta(microseconds=1)
MANIFEST = Ground.MANIFESTLY_UNFOUNDED
POLICY = BoycottPolicy(min_manifest=4, min_term=10, max_term=20)


@pytest.mark.parametrize(
    ("now", "binds"),
    [
        (NOW - INSTANT, False),
        (NOW, True),
        (NOW + INSTANT, True),
        (NOW + timedelta(days=5) - INSTANT, True),
        (NOW + timedelta(days=5), False),
        (NOW + timedelta(days=5) + INSTANT, False),
    ],
)
def test_a_boycott_binds_from_its_first_instant_and_not_at_its_last(
    now: datetime, binds: bool
) -> None:
    for state in BINDING:
        assert is_binding(state, NOW, NOW + timedelta(days=5), now) is binds


@pytest.mark.parametrize("state", BOYCOTT.states)
def test_only_two_states_bind(state: str) -> None:
    binds = is_binding(state, NOW - INSTANT, NOW + INSTANT, NOW)
    assert binds is (state in {"in_force", "under_appeal"})


def test_without_a_term_nothing_binds() -> None:
    assert not is_binding("in_force", None, NOW + INSTANT, NOW)
    assert not is_binding("in_force", NOW, None, NOW)


@pytest.mark.parametrize(("manifest", "enough"), [(3, False), (4, True), (5, True)])
def test_so_many_manifestly_unfounded_claims_are_needed(manifest: int, enough: bool) -> None:
    factors = FourFactors(manifest, 9, 9)
    if enough:
        require_enough_manifest(POLICY, MANIFEST, factors)
        return
    with pytest.raises(Refusal) as refused:
        require_enough_manifest(POLICY, MANIFEST, factors)
    assert refused.value.slug == "too-few-graded"
    assert refused.value.facts == {"graded": 3, "needed": 4}


@pytest.mark.parametrize(("graded", "enough"), [(1, False), (2, True), (3, True)])
def test_a_warning_names_so_many_of_them(graded: int, enough: bool) -> None:
    if enough:
        require_enough_to_warn(POLICY, MANIFEST, graded)
        return
    with pytest.raises(Refusal) as refused:
        require_enough_to_warn(POLICY, MANIFEST, graded)
    assert refused.value.slug == "too-few-graded"
    assert refused.value.facts == {"graded": 1, "needed": 2}


@pytest.mark.parametrize("ground", [Ground.ONE_HAND, Ground.FORGED_PAPER])
def test_another_ground_needs_no_graded_claims_but_must_be_shown(ground: Ground) -> None:
    require_enough_to_warn(POLICY, ground, 0)
    require_enough_manifest(POLICY, ground, FourFactors(0, 0, 0))
    require_warned_for_something(ground, 0)
    require_shown(ground, shown=True)
    with pytest.raises(Refusal) as refused:
        require_shown(ground, shown=False)
    assert refused.value.slug == "ground-not-shown"


def test_a_warning_that_names_nothing_leads_to_nothing() -> None:
    require_warned_for_something(MANIFEST, 1)
    with pytest.raises(Refusal) as refused:
        require_warned_for_something(MANIFEST, 0)
    assert refused.value.slug == "warning-names-nothing"


@pytest.mark.parametrize(
    ("days", "within"), [(9, False), (10, True), (11, True), (19, True), (20, True), (21, False)]
)
def test_a_term_lies_within_the_policys_bounds(days: int, within: bool) -> None:
    if within:
        assert require_term_within(POLICY, days) == timedelta(days=days)
        return
    with pytest.raises(Refusal) as refused:
        require_term_within(POLICY, days)
    assert refused.value.slug == "term-out-of-bounds"
    assert refused.value.facts == {"min_days": 10, "max_days": 20}
    assert [field.pointer for field in refused.value.fields] == ["/term_days"]


@pytest.mark.parametrize(
    ("conduct", "urgent", "refused"),
    [
        (ConductSince(), False, True),
        (ConductSince(), True, False),
        (ConductSince(claims=1), False, True),
        (ConductSince(accounts=1), False, True),
        (ConductSince(claims=1, accounts=1), False, False),
        (ConductSince(claims=2), False, False),
        (ConductSince(accounts=2), False, False),
        (ConductSince(claims=3), True, False),
    ],
)
def test_a_warning_is_heeded_until_enough_counts_or_it_cannot_wait(
    conduct: ConductSince, urgent: bool, refused: bool
) -> None:
    policy = BoycottPolicy(min_after_warning=2)
    if not refused:
        require_conduct_after_warning(policy, conduct, urgent=urgent)
        return
    with pytest.raises(Refusal) as caught:
        require_conduct_after_warning(policy, conduct, urgent=urgent)
    assert caught.value.slug == "warning-heeded-so-far"
    assert caught.value.facts == {"counted": conduct.number, "needed": 2}


@pytest.mark.parametrize(
    ("supported", "stood_by", "refused"),
    [(True, False, False), (True, True, False), (False, True, False), (False, False, True)],
)
def test_a_flag_no_longer_supported_needs_a_reason_and_one_that_is_none(
    supported: bool, stood_by: bool, refused: bool
) -> None:
    if not refused:
        require_support(supported=supported, stood_by=stood_by)
        return
    with pytest.raises(Refusal) as caught:
        require_support(supported=supported, stood_by=stood_by)
    assert caught.value.slug == "flag-unsupported"


def test_the_four_factors_keep_what_is_graded_apart() -> None:
    factors = FourFactors(3, 4, 5)
    assert (factors.claims, factors.graded) == (12, 7)
    assert factors.share == pytest.approx(3 / 7)
    assert (factors.gravity, factors.intention) == ("", "")
    assert FourFactors(0, 0, 0).share == 0
    assert replace(factors, ungraded=99).share == factors.share
