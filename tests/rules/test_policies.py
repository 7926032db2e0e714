"""The policy file: what it leaves out keeps its default, what it misspells is refused."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import pytest

from complaints.errors import ConfigurationError
from complaints.rules import policies
from complaints.rules.boycotts import BoycottPolicy
from complaints.rules.samples import SamplePolicy


def test_a_file_sets_what_it_names():
    both = policies.parse("[boycott]\nmin_manifest = 5\n[scan]\nwarning = 0.7\n"
                          "[scan.lockstep]\nwindow_days = 3\n")  # fmt: skip
    assert (both.boycott.min_manifest, both.boycott.window) == (5, 365)
    assert (both.scan.warning, both.scan.lockstep_window_days) == (0.7, 3)


def test_a_file_of_the_scan_alone_needs_no_table():
    both = policies.parse("warning = 0.7\n[lockstep_window_days]\nvalue = 3\n")
    assert (both.scan.warning, both.scan.lockstep_window_days) == (0.7, 3)
    assert both.boycott == BoycottPolicy()


def test_no_file_means_defaults():
    assert policies.load("") == policies.Policies()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[boycot]\n", "boycot"),
        ("[boycott]\nmin_manifests = 3\n", "min_manifests"),
        ("[boycott]\nmin_manifest = 3.5\n", "boycott.min_manifest must be a whole number"),
        ("[boycott]\nmin_manifest = true\n", "boycott.min_manifest must be a whole number"),
        (
            "[scan]\nwarning = 'high'\n",
            "warning (line 2) must be a number above 0 and below 1, not 'high'",
        ),
        ("[scan]\nwarning = 0.99\n", "levels must rise"),
        ("boycott = 3\n", "must be a table"),
        ("min_manifest = \n", "not TOML"),
        ("warning = 0.7\n[boycott]\nwindow = 300\n", "“warning”; its tables are"),
        ("[boycot]\nwindow = 300\n", "boycot_window"),
    ],
)
def test_a_file_that_does_not_hold_is_refused_in_one_sentence(text, says):
    with pytest.raises(ConfigurationError, match=re.escape(says)) as refused:
        policies.parse(text)
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ConfigurationError, match="cannot be read"):
        policies.load(str(tmp_path / "none.toml"))


def test_the_documented_policy_is_the_default_one():
    page = (Path(__file__).parents[2] / "docs" / "boycotts.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert policies.parse(example) == policies.Policies()
    for table, policy in (("boycott", BoycottPolicy()), ("sample", SamplePolicy())):
        part = example.split(f"[{table}]")[1].split("\n[")[0]
        assert re.findall(r"^(\w+) = ", part, re.MULTILINE) == list(asdict(policy))
