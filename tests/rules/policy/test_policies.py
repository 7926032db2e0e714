"""The policy file: what it leaves out keeps its default, what it misspells is refused."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from abuse.policy.thresholds import GONE
from complaints.base.errors import ConfigurationError
from complaints.rules.cases.boycotts import BoycottPolicy
from complaints.rules.findings.samples import SamplePolicy
from complaints.rules.policy import policies
from complaints.rules.policy.policy_tables import RENAMED, TABLES
from complaints.rules.policy.thresholds import in_force
from complaints.words import say


def test_a_file_sets_what_it_names():
    both = policies.parse_policies("[boycott]\nmin_manifest = 5\n[scan]\nwarning = 0.7\n"
                          "[scan.lockstep]\nwindow_days = 3\n")  # fmt: skip
    assert (both.boycott.min_manifest, both.boycott.window) == (5, 365)
    assert (both.scan.warning, both.scan.lockstep_window_days) == (0.7, 3)


def test_a_file_of_the_scan_alone_needs_no_table():
    both = policies.parse_policies("warning = 0.7\n[lockstep_window_days]\nvalue = 3\n")
    assert (both.scan.warning, both.scan.lockstep_window_days) == (0.7, 3)
    assert both.boycott == BoycottPolicy()


def test_no_file_means_defaults():
    assert policies.load_policies("") == policies.Policies()


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
        (
            "[scan]\nwarning = 0.99\n",
            "levels must rise: watch <= warning (line 2) <= boycott_review",
        ),
        ("boycott = 3\n", "must be a table"),
        ("min_manifest = \n", "not TOML: line 1, “min_manifest =”, breaks off"),
        (
            "[sample]\nsize = true\n",
            "size (line 2) must be a whole number of 0 or more and of 1,000 or less, not true.",
        ),
        ("[sample]\nsize = {a = 1}\n", "not { a = 1 }."),
        ("warning = 0.7\n[boycott]\nwindow = 300\n", "“warning” (line 1); its tables are"),
        ("[boycot]\nwindow = 300\n", "boycot_window"),
        ("[boycott]\nmin_term = 9\n\nmax_term = 8\n", "max_term (line 4) must not be below"),
        ("[boycott]\n\nmin_term = 366\n", "max_term (line 3) must not be below min_term"),
        ("[boycott]\nmax_term = 6\n", "max_term (line 2) must not be below min_term"),
        (
            "[boycott]\nwarn_manifest = 4\n",
            "warn_manifest (line 2) must not be above min_manifest",
        ),
        (
            "[boycott]\nmin_manifest = 0\nwarn_manifest = 2\n",
            "warn_manifest (line 3) must not be above min_manifest",
        ),
    ],
)
def test_a_file_that_does_not_hold_is_refused_in_one_sentence(text, says):
    with pytest.raises(ConfigurationError, match=re.escape(says)) as refused:
        policies.parse_policies(text)
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\n[boycott", "政策文件不是有效的 TOML：第 2 行“[boycott”不完整，或名称重复。"),
        ("[scan]\na = 1", "政策文件的 [scan] 部分无效：a（第 2 行）不是已知的阈值。"),
    ],
)
def test_a_refused_file_is_chinese_throughout(text: str, says: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        policies.parse_policies(text)
    assert say(refused.value.message, "zh") == says


def test_a_boycott_may_have_one_length_alone():
    ladder = policies.parse_policies("[boycott]\nmin_term = 9\nmax_term = 9\n").boycott
    assert (ladder.min_term, ladder.max_term) == (9, 9)


@pytest.mark.parametrize(
    ("text", "warn", "least"),
    [
        ("", 2, 3),
        ("[boycott]\nwarn_manifest = 3\n", 3, 3),
        ("[boycott]\nmin_manifest = 2\n", 2, 2),
        # An older policy that states the boycott's number alone: the warning's follows it down.
        ("[boycott]\nmin_manifest = 1\n", 1, 1),
        ("[boycott]\nmin_manifest = 0\n", 1, 0),
    ],
)
def test_a_warning_asks_for_no_more_than_a_boycott(text: str, warn: int, least: int) -> None:
    ladder = policies.parse_policies(text).boycott
    assert (ladder.warn_manifest, ladder.min_manifest) == (warn, least)


_MOST_DAYS, _MOST_CLAIMS = 36_500, 100_000
# The least and the most that a threshold may be, which `_table` puts beside its default.
_LADDER = {
    "warn_manifest": (1, _MOST_CLAIMS), "min_manifest": (0, _MOST_CLAIMS),
    "min_after_warning": (1, _MOST_CLAIMS), "window": (1, _MOST_DAYS),
    "answer_days": (1, _MOST_DAYS),
    "min_term": (1, _MOST_DAYS), "max_term": (1, _MOST_DAYS), "heed_days": (0, _MOST_DAYS),
    "hold_days": (1, 30), "bounce_days": (1, 60), "post_days": (1, 60),
    "tell_days": (1, _MOST_DAYS), "sample_claims": (0, 1_000),
}  # fmt: skip
_SAMPLE = {"size": (0, 1_000), "min_claims": (1, _MOST_CLAIMS), "window": (1, _MOST_DAYS)}
BOUNDS = {"boycott": _LADDER, "sample": _SAMPLE}
DEFAULTS = {
    "boycott": {
        "warn_manifest": 2, "min_manifest": 3, "min_after_warning": 1, "window": 365,
        "answer_days": 14, "min_term": 7, "max_term": 365,
        "heed_days": 180, "hold_days": 2, "bounce_days": 7, "post_days": 10, "tell_days": 30,
        "sample_claims": 20,
    },
    "sample": {"size": 20, "min_claims": 5, "window": 365},
}  # fmt: skip


@pytest.mark.parametrize("table", BOUNDS)
def test_a_threshold_has_its_default_and_its_range(table):
    assert TABLES[table].keys() == BOUNDS[table].keys()
    assert asdict(getattr(policies.Policies(), table)) == DEFAULTS[table]
    for name, (least, most) in BOUNDS[table].items():
        threshold = TABLES[table][name]
        assert threshold.value == DEFAULTS[table][name]
        held = [threshold.fault(at) is None for at in (least - 1, least, most, most + 1)]
        assert held == [False, True, True, False], name


def test_the_thresholds_in_force_are_told_with_their_defaults():
    rows = in_force(policies.parse_policies("[boycott]\nwindow = 300\n"))
    assert [row.table for row in rows if row.name == "window"] == ["boycott", "sample"]
    told = {row.name: (row.value, row.default) for row in rows if row.table == "boycott"}
    assert told["window"] == (300, 365)
    assert told["min_term"] == (7, 7)


def test_a_file_of_bytes_that_are_no_text_is_refused(tmp_path):
    path = tmp_path / "policy.toml"
    path.write_bytes(b"# \xff\n")
    with pytest.raises(ConfigurationError, match="is not UTF-8 text"):
        policies.load_policies(str(path))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ConfigurationError, match="cannot be read"):
        policies.load_policies(str(tmp_path / "none.toml"))


def test_the_documented_policy_is_the_default_one():
    page = (Path(__file__).parents[3] / "docs" / "boycotts.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert policies.parse_policies(example) == policies.Policies()
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
        policies.parse_policies(text, renamed=renamed)


GONE_TEXT = "[scan]\nwarning = 0.7\n\nrefiled_cap = 3\n[scan.young]\ncap = 2\n"


def test_a_threshold_that_went_is_passed_over_where_it_is_stored_and_refused_where_it_is_new():
    read = policies.parse_policies(GONE_TEXT, number=3, stored=True)
    assert read == policies.parse_policies("[scan]\nwarning = 0.7\n", number=3)
    # In whatever form it stands, and whatever it was set to.
    whole = "[scan.refiled_cap]\nvalue = 'much'\nunit = 'log-odds'\nreason = 'So.'\n"
    assert policies.parse_policies(whole, stored=True) == policies.Policies()
    with pytest.raises(ConfigurationError) as refused:
        policies.parse_policies(GONE_TEXT)
    assert str(refused.value) == (
        "The policy's [scan] does not hold: refiled_cap (line 4) is learnt from data now, so leave "
        "it out."
    )
    assert say(refused.value.message, "zh") == (
        "政策文件的 [scan] 部分无效：refiled_cap（第 4 行）现由数据学得，请删去。"
    )
    with pytest.raises(ConfigurationError, match=r"bygone \(line 7\) is an unknown threshold"):
        policies.parse_policies(GONE_TEXT + "bygone = 1\n", stored=True)


def test_no_threshold_that_went_is_there_or_is_another_ones_new_name():
    assert not GONE & TABLES["scan"].keys()
    assert not GONE & {*RENAMED["scan"], *RENAMED["scan"].values()}


def test_a_digest_tells_shapes_apart():
    held = policies.Policies()
    other = replace(held, scan=replace(held.scan, shapes=held.scan.shapes.without("refiled")))
    assert other.digest != held.digest


@pytest.mark.parametrize("table", RENAMED)
def test_every_old_name_has_a_new_one_that_is_there(table):
    assert RENAMED.keys() == TABLES.keys()
    for old, new in RENAMED[table].items():
        assert old not in TABLES[table]
        assert new in TABLES[table]


def test_the_digest_is_that_of_the_values():
    assert policies.parse_policies("[scan]\nwarning = 0.7\n", number=3).digest == (
        policies.parse_policies("# Slow rings.\n[scan.warning]\nvalue = 0.7\n").digest
    )
    assert policies.parse_policies("[sample]\nsize = 21\n").digest != policies.Policies().digest


def test_a_digest_can_be_recomputed_from_the_values_in_the_order_of_their_names():
    held = policies.Policies(number=3)
    values = {
        "boycott": asdict(held.boycott), "law": asdict(held.law), "sample": asdict(held.sample),
        "scan": held.scan.values,
    }  # fmt: skip
    tables = {table: dict(sorted(each.items())) for table, each in values.items()}
    text = json.dumps(tables).replace(", ", ",").replace(": ", ":")
    assert held.digest == hashlib.sha256(text.encode()).hexdigest()
