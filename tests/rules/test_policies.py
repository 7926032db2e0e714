"""The policy file: what it leaves out keeps its default, what it misspells is refused."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import pytest

from complaints.errors import ConfigurationError
from complaints.rules import policies
from complaints.rules.boycotts import BoycottPolicy
from complaints.rules.policy_tables import RENAMED, TABLES
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
        ("[boycott]\nmin_manifests = 3\n", "min_manifests (line 2) is an unknown threshold"),
        ("[boycott]\nmin_manifest = 3.5\n", "min_manifest (line 2) must be a whole"),
        ("[boycott]\nmin_manifest = true\n", "min_manifest (line 2) must be a whole"),
        (
            "[scan]\nwarning = 'high'\n",
            "warning (line 2) must be a number above 0 and below 1, not 'high'",
        ),
        ("[scan]\nwarning = 0.99\n", "levels must rise"),
        ("boycott = 3\n", "must be a table"),
        ("min_manifest = \n", "not TOML"),
        ("warning = 0.7\n[boycott]\nwindow = 300\n", "“warning” (line 1); its tables are"),
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


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[scan]\n\nold_rings = 3\n", "old_rings (line 3) is called dense_rings now"),
        ("[scan.old]\nrings = 3\n", "old_rings (line 2) is called dense_rings now"),
        ("[boycott]\nold_days = 3\n", "old_days (line 2) is called heed_days now"),
        ("sample = {old_size = 3}\n", "old_size (line 1) is called size now"),
    ],
)
def test_an_old_name_is_refused_with_the_new_one(text, says):
    renamed = {
        "scan": {"old_rings": "dense_rings"},
        "boycott": {"old_days": "heed_days"},
        "sample": {"old_size": "size"},
    }
    with pytest.raises(ConfigurationError, match=re.escape(says)):
        policies.parse(text, renamed=renamed)


@pytest.mark.parametrize("table", RENAMED)
def test_every_old_name_has_a_new_one_that_is_there(table):
    assert RENAMED.keys() == TABLES.keys()
    for old, new in RENAMED[table].items():
        assert old not in TABLES[table]
        assert new in TABLES[table]


def test_the_digest_is_that_of_the_values():
    assert policies.parse("[scan]\nwarning = 0.7\n", number=3).digest == (
        policies.parse("# Slow rings.\n[scan.warning]\nvalue = 0.7\n").digest
    )
    assert policies.parse("[sample]\nsize = 21\n").digest != policies.Policies().digest
