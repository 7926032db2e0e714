"""Levels take no share of abusers above the stated one: market company warns nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from abuse.explain.reasons import reasons
from abuse.findings import Finding
from abuse.score.certificate import evidence_for, least_acts
from abuse.score.judging import LEVELS, judge
from tests.abuse.even import even


def found(weight: float) -> list[Finding]:
    return [
        Finding(0, "a", "outcomes", 1.0, weight / 2, {}, (0,)),
        Finding(0, "b", "conduct", 1.0, weight / 2, {}, (0,)),
    ]


@pytest.mark.parametrize("level", LEVELS[1:])
def test_many_abusers_raise_the_score_and_no_level(level: str) -> None:
    stated = even()
    need = evidence_for(getattr(stated, level), stated)
    below = LEVELS[LEVELS.index(level) - 1]
    for share in (None, stated.prior, 0.1, 0.4):
        crowded = replace(stated, share=share)
        assert evidence_for(getattr(stated, level), crowded) == pytest.approx(need)
        assert judge(found(need - 1e-6), [], crowded).level == below
        assert judge(found(need + 1e-6), [], crowded).level == level
    assert judge(found(need), [], replace(stated, share=0.4)).score > getattr(stated, level)


def test_few_abusers_lower_the_score_and_the_level() -> None:
    stated = even()
    need = evidence_for(stated.warning, stated)
    rare = replace(stated, share=0.01)
    assert judge(found(need + 0.1), [], stated).level == "warning"
    assert judge(found(need + 0.1), [], rare).level == "watch"
    assert evidence_for(stated.warning, rare) > need
    assert least_acts(evidence_for(stated.warning, rare), rare) > least_acts(need, stated)


def test_who_is_held_so_is_told_so() -> None:
    crowded = replace(even(), share=0.4)
    findings = found(evidence_for(crowded.warning, crowded) - 0.1)
    verdict = judge(findings, [], crowded)
    assert verdict.level == "watch"
    assert reasons(verdict.score, verdict.level, findings, crowded).held_by == "market"
