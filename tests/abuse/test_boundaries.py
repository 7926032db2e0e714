"""Every threshold of the policy, just below, at and above: the table is the policy's own."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from abuse.policy.thresholds import thresholds
from complaints.rules.cases.boycotts import BoycottPolicy
from complaints.rules.findings.samples import SamplePolicy
from tests.abuse.boundaries import BOUND, Turn, find, ring
from tests.abuse.makers import Lines, event, honest, line
from tests.abuse.outcomes import test_honest, test_sellers
from tests.abuse.planted import EXAMPLES, PLANTED, read_market
from tests.abuse.score import test_boundaries_score, test_certificate
from tests.abuse.structure import (
    test_boundaries_search,
    test_boundaries_structure,
    test_parties,
    test_small_rings,
)
from tests.abuse.test_detectors import pressing


def dead_ends(*, fast: bool = True, apart: int = 1) -> Lines:
    """A guilty filer of 40 complaints, of which 14 aim at what is gone; 20 a day if `fast`."""
    lines = honest()
    for c in range(40):
        day = c // 20 * 30 + c % 20 / 30 if fast else c * apart
        gone = {"status_at_filing": "gone" if c % 3 == 0 else "live"}
        events = [] if c % 3 == 0 else [event("takedown", day + 3)]
        lines.append(line(f"G{c}", "guilty", day, *events, target_more=gone))
    return lines


def out_of_class() -> Lines:
    """A guilty filer four of whose five claims are on goods that its mark is not for."""
    lines = []
    trades = (("shoes", 25), ("lamps", 11), ("toys", 28), ("bags", 18))
    for f in range(40):
        name, number = trades[f % 4]
        for c in range(6):
            right = {"number": f"TM{f}", "classes": [number]}
            day = (c * 25 + f * 5) % 300
            lines.append(line(f"H{f}-{c}", f"honest-{f}", day, event("takedown", day + 2),
                              right_more=right, target_more={"category": name}))  # fmt: skip
    for c in range(5):
        right = {"number": "TMG", "classes": [25]}
        goods = {"category": "lamps" if c else "shoes"}
        lines.append(line(f"G{c}", "guilty", 40 * c, right_more=right, target_more=goods))
    return lines


def half_refused() -> Lines:
    """A maker and its agency half of whose claims were refused."""
    lines = PLANTED["impostor"]()
    for number, entry in enumerate(lines):
        if entry["filer"]["reference"] in ("maker", "agency") and number % 2:
            entry["events"] = [event("rejection", 150)]
    return lines


def long_registered() -> Lines:
    """A newcomer that had registered fifty days before it first named the holder."""
    lines = PLANTED["impostor"]()
    for entry in lines:
        if entry["filer"]["reference"] == "guilty-letters":
            entry["filer"]["registered_at"] = "2026-05-31T00:00:00+00:00"
    return lines


def defended() -> Lines:
    """A guilty filer that stood by two of the fourteen claims that were answered and ended."""
    lines = PLANTED["only_when_answered"]()
    for c in range(2):
        day = 250 + c
        stood = [event("takedown", day + 2), event("counter_notice", day + 5)]
        stood.append(event("takedown", day + 9))
        lines.append(line(f"GD{c}", "guilty", day, *stood))
    return lines


TURNS: tuple[Turn, ...] = (
    *test_boundaries_search.TURNS,
    # A detector's example may bring its own.
    *(Turn(**turn) for each in EXAMPLES.values() for turn in getattr(each, "TURNS", ())),
    Turn("refiled_min", lambda n: n["repeats"], beside={"refiled_share": 0.0}),
    Turn("refiled_share", lambda n: n["repeats"] / n["claims"]),
    Turn("only_answered_min", lambda n: n["dropped"], detector="only_when_answered"),
    Turn("only_answered_stores", lambda n: n["stores"], detector="only_when_answered"),
    Turn("only_answered_complaints", lambda n: n["dropped"], detector="only_when_answered"),
    Turn("demand_min_stores", lambda n: n["sellers"], detector="demands"),
    Turn("shotgun_min_complaints", 40),
    Turn("shotgun_dead_share", lambda n: n["dead"] / n["claims"], market=dead_ends),
    Turn("shotgun_day_complaints", lambda n: n["most_in_a_day"], market=dead_ends),
    Turn("shotgun_outside_complaints", lambda n: n["outside_class"], market=out_of_class,
         beside={"shotgun_outside_share": 0.0}),
    Turn("shotgun_outside_share", lambda n: n["outside_class"] / n["with_class"],
         market=out_of_class),
    Turn("manifest_min_claims", lambda n: n["manifestly_unfounded"], detector="graded_manifest",
         beside={"manifest_min_complaints": 1}),
    Turn("manifest_min_complaints", lambda n: n["complaints"], detector="graded_manifest",
         beside={"manifest_min_claims": 1}),
    Turn("withdrawn_min_complaints", lambda n: n["withdrawn_after_answer"],
         detector="withdrawn_when_answered"),
    Turn("withdrawn_min_share", lambda n: n["withdrawn_after_answer"] / n["answered"],
         detector="withdrawn_when_answered"),
    Turn("unfounded_few_complaints", lambda n: n["bad"], beside={"unfounded_min_complaints": 100},
         detector="unfounded_share"),
    Turn("detectors.established_targets._LEAST", lambda n: n["claims"]),
    Turn("young_min_claims", lambda n: n["younger"], detector="young_right"),
    Turn("young_share", lambda n: n["younger"] / n["claims"], detector="young_right"),
    Turn("young_margin_days", lambda n: n["median_days"], "over", detector="young_right"),
    Turn("rival_min_claims", lambda n: n["claims"]),
    Turn("rival_share", lambda n: n["aim"]),
    Turn("detectors.rival._BEST_SELLERS", lambda n: n["sales_z"], rough=1e-2),
    Turn("rival_established_days", 1096, beside={"detectors.rival._ESTABLISHED": 1.0}),
    Turn("detectors.rival._ESTABLISHED", 0.6, beside={"rival_established_days": 1100}),
    Turn("impostor_known_days", lambda n: n["known_days"], filer="guilty-letters"),
    Turn("impostor_known_complaints", lambda n: n["known_complaints"], filer="guilty-letters"),
    Turn("impostor_known_upheld", lambda n: n["known_upheld"], filer="guilty-letters"),
    Turn("impostor_known_share",
         lambda n: n["known_upheld"] / (n["known_upheld"] + n["known_refused"]),
         filer="guilty-letters", market=half_refused),
    Turn("impostor_new_days", 50, "most", filer="guilty-letters", market=long_registered),
    Turn("identifiers_common", 2, "most", filer="guilty-0"),
    Turn("identifiers_min_kinds", lambda n: n["kinds"], filer="guilty-0"),
    Turn("linking.identifiers.LINK", lambda n: n["rarity_weight"], filer="guilty-0"),
    Turn("lockstep_min_common", lambda n: n["common"], filer="guilty-0"),
    Turn("structure.lockstep.GROUP_COMMON", lambda n: n["common"], filer="guilty-5", market=ring),
    Turn("structure.lockstep._TRUSS", 6, filer="guilty-5", market=ring),
    Turn("structure.campaigns.TRUSS", 6, filer="guilty-0"),
    Turn("lockstep_window_days", 5, "most", filer="guilty-5", market=ring),
    Turn("structure.lockstep.GROUP_P", 3.6504e-8, "under", filer="guilty-5", market=ring,
         rough=1e-3),
    Turn("structure.lockstep.GROUP_RATIO", 496.936, filer="guilty-5", market=ring, rough=1e-3),
    Turn("structure.lockstep._SYNC_P", 5.0257e-4, "under", filer="guilty-5", market=ring,
         rough=1e-3),
    Turn("structure.lockstep._RATIO", lambda n: n["common"] / n["expected"], filer="guilty-0",
         rough=1e-2),
    Turn("structure.lockstep._FDR", 7.3483e-10, "most", filer="guilty-0", rough=1e-3),
    Turn("campaign_window_days", 15, "most", filer="guilty-0"),
    Turn("campaign_min_common", 4, filer="guilty-0"),
    Turn("structure.campaigns.P", 3.5059e-7, "under", filer="guilty-0", rough=1e-3),
    Turn("structure.blocks.MIN_FILERS", lambda n: n["filers"], filer="guilty-0"),
    Turn("structure.blocks._MIN_STORES", lambda n: n["stores"], filer="guilty-0"),
    Turn("detectors.dense_block.MIN_OWN", lambda n: n["own_stores"], filer="guilty-0"),
    Turn("structure.blocks._MOST_FILERS", lambda n: n["filers"], "most", filer="guilty-0"),
    Turn("detectors.dense_block._MEMBER_P", 0.05, "most", filer="guilty-0"),
    Turn("impostor_most_names", 2, "most", filer="guilty-letters"),
    Turn("only_answered_defended", lambda n: n["stood"] / (n["stood"] + n["dropped"]), "most",
         detector="only_when_answered", market=defended),
    Turn("demand_days", 3, "most", detector="demands", filer="presser",
         market=lambda: pressing(1, 3)),
)  # fmt: skip


@pytest.mark.parametrize("turn", TURNS, ids=lambda turn: turn.threshold)
def test_a_threshold_turns_where_the_market_is(turn: Turn) -> None:
    tried = 0
    for value, found in turn.tried():
        if "." in turn.threshold or thresholds()[turn.threshold].fault(value) is None:
            assert (turn.found(**{turn.threshold: value}) is not None) is found, value
            tried += 1
    assert tried >= 2


def test_a_block_adds_all_once_it_is_so_far_beyond_its_null() -> None:
    found = find("dense_block", PLANTED["dense_block"], "guilty-0")
    assert found is not None
    beyond = float(found.numbers["density"]) / float(found.numbers["null_densest"]) - 1

    def added(excess: float) -> float:
        again = find(
            "dense_block",
            PLANTED["dense_block"],
            "guilty-0",
            **{"detectors.dense_block._FULL_EXCESS": excess},
        )
        return 0.0 if again is None else again.log_odds

    whole = added(0.5 * beyond)
    assert added(0.99 * beyond) == pytest.approx(whole)
    assert added(1.01 * beyond) < whole
    assert added(2 * beyond) == pytest.approx(0.7 * whole, abs=1e-2)


def test_a_rate_passes_among_so_many_filers_where_its_chance_does() -> None:
    market = PLANTED["withdrawn_when_answered"]

    def said(**policy: float) -> dict[str, Any]:
        found = find("withdrawn_when_answered", market, "guilty", **policy)
        assert found is not None
        return found.numbers

    # The least chance of all: the limit is shared among the filers that were looked at.
    at = said()["p"] * read_market(market).filers.num_rows
    passed = [
        said(**{"outcomes.peers._FDR": at * part})["passes_false_discovery"]
        for part in (0.99, 1.01)
    ]
    assert passed == [0, 1]


# Of the ladder and of the sample, where each is tried.
LADDER = {
    "warn_manifest": "tests/rules/cases/test_ladder_rules.py",
    "min_manifest": "tests/rules/cases/test_ladder_rules.py",
    "min_after_warning": "tests/rules/cases/test_ladder_rules.py",
    "min_term": "tests/rules/cases/test_ladder_rules.py",
    "max_term": "tests/rules/cases/test_ladder_rules.py",
    "window": "tests/services/cases/test_counting.py",
    "answer_days": "tests/services/cases/test_boycotts.py",
    "bounce_days": "tests/services/cases/test_warnings.py",
    "post_days": "tests/services/cases/test_warnings.py",
    "heed_days": "tests/services/cases/test_boycotts.py",
    "hold_days": "tests/services/cases/test_holds.py",
    "tell_days": "tests/services/cases/test_looks.py",
    "sample_claims": "tests/services/cases/test_boycott_dossiers.py",
    "size": "tests/services/findings/test_samples.py",
    "min_claims": "tests/queries/test_samples.py",
}
# Of the scan's, those that the check at intake reads alone.
INTAKE = dict.fromkeys(
    ("burst_window_days", "burst_past_days", "burst_min_complaints", "burst_ratio"),
    "tests/services/filing/test_intake_checks.py",
)


def test_every_threshold_has_its_boundary() -> None:
    # Those by hand note what they try when they are loaded.
    by_hand = (
        test_boundaries_score,
        test_boundaries_search,
        test_boundaries_structure,
        test_certificate,
        test_honest,
        test_parties,
        test_sellers,
        test_small_rings,
    )
    assert len({module.__name__ for module in by_hand}) == 8
    turned = {turn.threshold for turn in TURNS if "." not in turn.threshold}
    assert turned | BOUND | set(INTAKE) == set(thresholds())
    ladder = {each.name for policy in (BoycottPolicy, SamplePolicy) for each in fields(policy)}
    assert ladder == set(LADDER)
    root = Path(__file__).parents[2]
    for name, path in (LADDER | INTAKE).items():
        assert (root / path).is_file(), name
