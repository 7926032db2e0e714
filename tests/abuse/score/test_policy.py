"""The policy: one TOML file of defaults, strict reading of what a platform sets differently."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from abuse import Policy
from abuse.policy import PolicyError
from abuse.policy.page import policy_page
from abuse.policy.shapes import shipped
from abuse.policy.thresholds import thresholds, units


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
