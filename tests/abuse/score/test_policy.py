"""The policy: one TOML file of defaults, strict reading of what a platform sets differently."""

from __future__ import annotations

import re
from dataclasses import replace
from math import ceil, log
from pathlib import Path
from typing import Any

import pytest

from abuse import Policy
from abuse.linking.rarity import KIND, most_sharers
from abuse.policy import PolicyError
from abuse.policy.page import policy_page
from abuse.policy.shapes import shipped
from abuse.policy.thresholds import RENAMED, thresholds, units
from abuse.score.certificate import evidence_for, least_acts


def write(folder: Path, text: str) -> Path:
    path = folder / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_defaults_are_those_of_the_file() -> None:
    stated = {name: threshold.value for name, threshold in thresholds().items()}
    values = Policy().values
    assert values.pop("shapes") == shipped().digest
    assert values == stated
    assert list(values) == list(stated), "the page and the class read in one order"


def test_every_threshold_has_a_unit_that_is_explained_and_a_reason() -> None:
    for threshold in thresholds().values():
        assert threshold.unit in units()
        assert str(threshold.reason).endswith(".")
        assert str(threshold.section)
    assert set(units()) == {threshold.unit for threshold in thresholds().values()}


def test_the_printed_page_has_every_threshold_in_the_files_order() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", policy_page(), re.MULTILINE)
    assert rows == list(thresholds())


@pytest.mark.parametrize(
    "text",
    [
        "lockstep_window_days = 14",
        "[lockstep]\nwindow_days = 14",
        "[lockstep_window_days]\nvalue = 14",
        '[lockstep_window_days]\nvalue = 14\nunit = "days"\nreason = "Slow rings."',
        "[scan.lockstep]\nwindow_days = 14\n[boycott]\nwindow = 300",
    ],
)
def test_a_file_sets_what_it_names_in_any_form(tmp_path: Path, text: str) -> None:
    policy = Policy.load(write(tmp_path, text))
    assert policy == Policy(lockstep_window_days=14)
    assert policy.digest == Policy(lockstep_window_days=14).digest != Policy().digest


def test_a_whole_number_may_stand_for_a_number() -> None:
    policy = Policy.of({"burst_ratio": 6})
    assert (policy.burst_ratio, type(policy.burst_ratio)) == (6.0, float)
    assert policy.digest == Policy(burst_ratio=6.0).digest


def test_other_shapes_are_another_policy() -> None:
    other = Policy(shapes=shipped().without("refiled"))
    assert other != Policy()
    assert other.digest != Policy().digest
    assert replace(other, shapes=shipped()).digest == Policy().digest


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"young_cap": 3.0}, "young_cap is learnt from data now, so leave it out"),
        ({"young": {"cap": 9}}, "young_cap is learnt from data now, so leave it out"),
        ({"young_cap": {"value": 0}}, "young_cap is learnt from data now, so leave it out"),
        (
            {"dense": {"ratio": 2}},
            "dense_ratio is no threshold any more but fixed, so leave it out",
        ),
    ],
)
def test_what_went_is_passed_over_only_where_it_is_stored(form: dict[str, Any], why: str) -> None:
    assert Policy.of({"watch": 0.2, **form}, stored=True) == Policy(watch=0.2)
    with pytest.raises(PolicyError, match=f"^{why}$"):
        Policy.of({"watch": 0.2, **form})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\ndampening = 0.5", r"dampening \(line 2\) is learnt from data now, so leave it out"),
        ("[hands]\ncap = 1", r"hands_cap \(line 2\) is learnt from data now"),
        ("\nwarnin = 0.7", r"warnin \(line 2\) is an unknown threshold"),
        ("hands_common = 4", r"hands_common \(line 1\) is called identifiers_common now"),
        (
            "[ring]\nmax_size = 40",
            r"ring_max_size \(line 2\) is no threshold any more but fixed, so",
        ),
        ("[ring]\nhands_evidence = 2", r"ring_hands_evidence \(line 2\) is no threshold any more"),
        ("[lockstep]\nwindow_day = 7", r"lockstep_window_day \(line 2\) is an unknown threshold"),
        ("warning = 'high'", r"warning \(line 1\) must be a number above 0 and below 1"),
        ("warning = true", "must be a number above 0 and below 1, not true$"),
        ("lockstep_window_days = 1979-05-27", "not 1979-05-27$"),
        ("prior = [1, {a = \"it's\", b = 'x'}]", r"""not \[1, { a = "it's", b = 'x' }\]$"""),
        ("prior = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'", "not 'a{58}'$"),
        ("prior = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'", "not 'a{58}…$"),
        ("warning = nan", "must be a number"),
        ("burst_ratio = inf", "must be a number of 0 or more, not inf"),
        ("ring_min_size = 2.5", "must be a whole number of 1 or more, not 2.5"),
        ("burst_past_days = 36501", "must be a whole number of 1 or more and of 36,500 or less"),
        ("rival_min_claims = 99999999999999999999", "must be a whole number"),
        ("prior = 2.0", r"prior \(line 1\) must be a number above 0 and below 1, not 2.0"),
        ("act_worth = 0", "act_worth .* must be a number above 0, not 0"),
        ("warning = 0.9", r"levels must rise: watch <= warning \(line 1\) <= boycott_review"),
        (
            "boycott_review = 0.5\n\nwatch = 0.7",
            r"rise: watch \(line 3\) <= warning <= boycott_review \(line 1\)",
        ),
        ("[watch]\nvalue = 0.9", r"levels must rise: watch \(line 1\) <= warning <="),
        ("warning = ", "does not parse: line 1, “warning =”, breaks off"),
        ("prior = 0.1\n[prior]\nvalue = 0.1", r"line 2, “\[prior\]”, .* gives a name twice"),
        ("prior = 0.1\nprior = 0.2", "line 2, “prior = 0.2”, .* gives a name twice"),
        ("\nprior = 0.1 2\n\n", "line 2, “prior = 0.1 2”, breaks off"),
        ("burst_ratio = 7\n[burst]\nratio = 8", r"burst_ratio \(line 3\) is given twice"),
        ("[prior]\nvalue = 0.1\nleast = 0", "prior .* takes value, unit and reason, not least"),
        ("[prior]\nunit = 'probability'", "prior .* takes value, unit and reason: it has no value"),
        ("[prior]\nvalue = 4\nunit = 'percent'", "in the unit probability, not 'percent'"),
        ("[scan]\nprior = 0.1\n[other]\nx = 1", "unknown threshold"),
        ("boycott = 3", "unknown threshold"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(PolicyError, match=said) as refused:
        Policy.load(write(tmp_path, text))
    assert "\n" not in str(refused.value)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_bytes(b"prior = 0.1 # \xff")
    with pytest.raises(PolicyError, match="does not parse: it is not UTF-8 text"):
        Policy.load(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="cannot read"):
        Policy.load(tmp_path / "nowhere.toml")


# Every name that a threshold of the scan ever had, those of today among them.
EVER = """
    abuse_share abuse_weight act_worth after_warning_cap after_warning_days
    after_warning_min_complaints after_warning_share backtest_term_days
    backtest_warning_days boycott_review burst_cap burst_min_complaints burst_p
    burst_past_days burst_ratio burst_sale_factor burst_window_days campaign_cap
    campaign_fdr campaign_min_common campaign_overlap campaign_p campaign_truss
    campaign_window_days certainty clean_partners_factor clean_ring_factor client_cap
    client_min_complaints client_share contested_min_complaints dampening demand_cap
    demand_days demand_min_stores dense_cap dense_core_edges dense_full_excess
    dense_max_filers dense_max_share dense_member_p dense_min_evidence dense_min_filers
    dense_min_own dense_min_stores dense_null_edges dense_prior dense_prior_cap dense_ratio
    dense_record_p dense_rewirings dense_rounds dense_scope_edges dense_seed false_review
    false_warning family_cap family_floor framing_budget framing_price funnel_fdr
    funnel_trim funnel_unsure funnel_unsure_cap hands_cap hands_common hands_min_kinds
    hands_min_weight hands_text_similarity hands_text_words honest_min_filers
    identifiers_alone_weight identifiers_cap identifiers_common identifiers_min_kinds
    identifiers_min_weight identifiers_text_similarity identifiers_text_words impostor_cap
    impostor_crowd impostor_known_complaints impostor_known_days impostor_known_share
    impostor_known_upheld impostor_letters_per_slip impostor_most_names impostor_new_days
    influence_share lockstep_cap lockstep_fdr lockstep_group_common lockstep_group_p
    lockstep_group_ratio lockstep_join_p lockstep_join_pairs lockstep_min_common
    lockstep_ratio lockstep_sync_p lockstep_truss lockstep_window_days manifest_cap
    manifest_clean manifest_clean_review manifest_min_claims manifest_min_complaints
    mitigation_cap offset only_answered_complaints only_answered_defended only_answered_min
    only_answered_stores only_answered_weight outcome_prior_claims price_account price_mark
    price_month prior prior_most prior_weight refiled_cap refiled_min refiled_min_evidence
    refiled_share relief_cap right_cap right_min_complaints right_share ring_clean_p
    ring_hands_evidence ring_identifiers_evidence ring_known_claims ring_max_size
    ring_min_evidence ring_min_size ring_record_cap ring_strong_kinds rival_best_sellers
    rival_cap rival_established_days rival_established_share rival_min_claims rival_share
    rival_telling shotgun_cap shotgun_day_complaints shotgun_dead_share
    shotgun_min_complaints shotgun_outside_complaints shotgun_outside_share slope store_cap
    store_weight stratum_min_claims targets_cap targets_min_claims targets_min_evidence
    targets_min_mitigation targets_min_relief unfounded_cap unfounded_few_complaints
    unfounded_few_evidence unfounded_min_complaints unfounded_min_evidence
    unfounded_min_excess unfounded_prior unfounded_sure unfounded_unsure unproven_cap
    unproven_days unproven_min_cases unproven_share verdict_lean victim_accounts victim_cap
    victim_chance victim_small warning watch weight_manifest weight_unfounded
    weight_ungraded withdrawn_cap withdrawn_min_complaints withdrawn_min_share
    witness_weight young_cap young_half young_margin_days young_min_claims
    young_registration_cap young_share young_trade
"""


def test_every_name_that_ever_was_is_readable_where_stored_and_told_where_new() -> None:
    """What goes or gets another name stays in this list, and what comes joins it."""
    assert thresholds().keys() <= set(EVER.split())
    for name in EVER.split():
        now = thresholds().get(RENAMED.get(name, name))
        value = now.value if now else 7
        for form in ({name: value}, {name: {"value": value, "unit": "once", "reason": "So."}}):
            assert Policy.of(form, stored=True) == Policy(), name
        if name not in thresholds():
            with pytest.raises(PolicyError, match=f"^{name} (is|went).* (now|so leave it out)$"):
                Policy.of({name: value})


def test_a_stored_name_of_before_is_read_under_that_of_today() -> None:
    for form in ({"hands_common": 9}, {"hands": {"common": 9}}, {"hands_common": {"value": 9}}):
        assert Policy.of(form, stored=True) == Policy(identifiers_common=9)


def test_a_stored_value_stays_as_it_was_whatever_unit_and_range_are_now() -> None:
    stored = Policy.of(
        {
            "victim_small": {"value": 6, "unit": "complaints"},
            "burst_past_days": 40_000,
            "burst_ratio": -1.0,
        },
        stored=True,
    )
    assert (stored.victim_small, stored.burst_past_days, stored.burst_ratio) == (6, 40_000, -1.0)
    assert replace(stored, share=0.1).burst_past_days == 40_000, "a scan can run under it"
    for value in ("high", True, 2.5, float("nan"), 10**13):
        with pytest.raises(PolicyError, match=r"^burst_past_days must be a whole number"):
            Policy.of({"burst_past_days": value}, stored=True)
    for fresh in (
        {"burst_past_days": 40_000},
        {"victim_small": {"value": 6, "unit": "complaints"}},
    ):
        with pytest.raises(PolicyError):
            Policy.of(fresh)


def test_what_the_texts_say_of_the_defaults_is_so() -> None:
    """`act_worth` speaks of six acts and of dozens, `identifiers_common` of three times as many."""
    policy = Policy()
    assert ceil(log(2) / policy.act_worth) == 6
    assert least_acts(evidence_for(policy.boycott_review, policy), policy) >= 24
    assert "six" in str(thresholds()["act_worth"].reason)
    assert "dozens" in str(thresholds()["act_worth"].reason)
    most = {kind: most_sharers(policy, kind) / policy.identifiers_common for kind in KIND}
    wide = {"device", "payment", "phone", "email", "free_email"}
    assert most == {kind: 3 if kind in wide else 1 for kind in KIND}
    said = str(thresholds()["identifiers_common"].reason)
    assert "a device, a payment account, a telephone or a mailbox only beyond three times" in said


def test_a_number_of_acts_is_no_price() -> None:
    with pytest.raises(PolicyError, match="framing_budget went, and framing_price asks"):
        Policy.of({"framing_budget": 40})
    assert Policy.of({"framing_budget": 40}, stored=True) == Policy()


def test_a_value_out_of_range_is_no_policy_in_code_either() -> None:
    with pytest.raises(PolicyError, match="burst_ratio must be a number of 0 or more, not -1"):
        Policy(burst_ratio=-1.0)


def test_the_documentation_has_the_printed_page() -> None:
    page = (Path(__file__).parents[3] / "docs" / "policy.md").read_text("utf-8")
    _, _, after = page.partition("<!-- python -m abuse policy -->\n\n")
    tables, _, _ = after.partition("\n<!-- end of thresholds -->")
    assert tables == re.sub("^## ", "### ", policy_page().partition("\n\n")[2], flags=re.MULTILINE)
