"""What a draft changes: each value within its bounds, each with a reason, none beside another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from complaints.base.errors import ConfigurationError, Refusal
from complaints.rules.policy.plain_thresholds import GROUPS, PLAIN
from complaints.rules.policy.policies import Policies, parse_policies
from complaints.rules.policy.policy_changes import (
    LONGEST_REASON,
    as_text,
    change_policy,
    changes,
    kept_reasons,
)
from complaints.rules.policy.policy_tables import TABLES


def faults(
    values: Mapping[str, Mapping[str, Any]], why: Mapping[str, Mapping[str, str]] | None = None
) -> list[str]:
    reasons = {table: dict.fromkeys(named, "Why not.") for table, named in values.items()}
    try:
        change_policy(Policies(), values, reasons if why is None else why)
    except Refusal as refusal:
        return [fault.pointer for fault in refusal.fields]
    return []


@pytest.mark.parametrize("key", PLAIN)
def test_a_plain_threshold_is_taken_at_its_bounds_and_refused_beyond(key: str) -> None:
    plain = PLAIN[key]
    threshold = TABLES[plain.table][plain.name]
    step = 1 if isinstance(threshold.value, int) else 0.001
    lower = threshold.least if threshold.above < threshold.least else threshold.above + step
    assert threshold.fault(type(threshold.value)(lower)) is None
    assert threshold.fault(type(threshold.value)(lower - step)) is not None
    upper = threshold.most if threshold.most < threshold.below else threshold.below - step
    if upper != float("inf"):
        assert threshold.fault(type(threshold.value)(upper)) is None
        assert threshold.fault(type(threshold.value)(upper + step)) is not None
    # A slider offers nothing that is refused; what has none is a switch.
    ends = plain.slider[:2] if plain.slider else (0, 1)
    assert (plain.slider is None) == (threshold.unit == "0 or 1")
    for end in ends:
        assert threshold.fault(type(threshold.value)(end)) is None, (key, end)
    if plain.slider:
        assert plain.slider[0] <= threshold.value <= plain.slider[1]


def test_the_simple_view_stays_short() -> None:
    assert len(PLAIN) == sum(len(group.members) for group in GROUPS) <= 27


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"boycott": {"min_term": 364}}, []),
        ({"boycott": {"min_term": 365}}, []),
        ({"boycott": {"min_term": 366}}, ["/values/boycott/min_term"]),
        ({"boycott": {"max_term": 7}}, []),
        ({"boycott": {"max_term": 6}}, ["/values/boycott/max_term"]),
        ({"scan": {"warning": 0.84}}, []),
        ({"scan": {"warning": 0.85}}, []),
        ({"scan": {"warning": 0.86}}, ["/values/scan/warning"]),
        ({"scan": {"watch": 0.61}}, ["/values/scan/watch"]),
        ({"scan": {"watch": 0.2, "boycott_review": 0.5}}, ["/values/scan/watch"]),
        ({"scan": {"warning": "0.7"}}, ["/values/scan/warning"]),
        ({"scan": {"burst_min_complaints": 3.5}}, ["/values/scan/burst_min_complaints"]),
        ({"scan": {"warnin": 0.5}}, ["/values/scan/warnin"]),
        ({"skan": {"warning": 0.5}}, ["/values/skan/warning"]),
        (
            {"scan": {"warning": 2}, "law": {"restore_day": 9}, "boycott": {"min_term": 400}},
            ["/values/scan/warning", "/values/law/restore_day", "/values/boycott/min_term"],
        ),
    ],
)
def test_every_value_that_does_not_hold_is_named(
    values: dict[str, dict[str, Any]], wrong: list[str]
) -> None:
    assert faults(values) == wrong


@pytest.mark.parametrize(
    ("why", "fits"),
    [("", False), (" \n ", False), ("x", True), ("x" * LONGEST_REASON, True),
     ("x" * (LONGEST_REASON + 1), False)],
)  # fmt: skip
def test_what_changes_needs_a_reason(why: str, fits: bool) -> None:
    wrong = faults({"sample": {"size": 21}}, {"sample": {"size": why}})
    assert wrong == ([] if fits else ["/why/sample/size"])


def test_what_stays_needs_no_reason_and_has_none() -> None:
    base = parse_policies("[sample]\nsize = 21\n")
    values: dict[str, dict[str, Any]] = {
        "sample": {"size": 21, "window": 300},
        "scan": {"warning": 0.6},
    }
    new, reasons = change_policy(
        base, values, {"sample": {"size": "Old.", "window": " Two\nlines. "}}
    )
    assert reasons == {"sample.window": "Two lines."}
    assert (new.sample.size, new.sample.window) == (21, 300)
    assert [each.key for each in changes(base, new)] == ["sample.window"]


def test_a_draft_as_a_file_states_the_same_values() -> None:
    values: dict[str, dict[str, Any]] = {
        "scan": {"warning": 0.65, "burst_ratio": 7.5},
        "law": {"restore_day": 12},
    }
    why = {
        "scan": {"warning": "Slow\trings # “x”.", "burst_ratio": "Rare."},
        "law": {"restore_day": "Safe."},
    }
    new, reasons = change_policy(Policies(), values, why)
    text = as_text(new, reasons)
    assert parse_policies(text) == new
    assert "warning = 0.65  # Slow rings # “x”." in text
    assert text.index("[scan]") < text.index("[law]")
    assert "[boycott]" not in text


def test_a_policy_keeps_the_reasons_of_what_stays() -> None:
    before = parse_policies("[sample]\nsize = 21\nwindow = 300\n")
    after = parse_policies("[sample]\nsize = 21\nwindow = 310\nmin_claims = 6\n")
    earlier = {"sample.size": "More.", "sample.window": "Longer."}
    assert kept_reasons(before, after, earlier, {"sample.min_claims": "Few."}) == {
        "sample.size": "More.", "sample.min_claims": "Few.",
    }  # fmt: skip


CURVED = """[shapes]
version = 1
offset = -2.5
[shapes.own]
rival = [[0.0, 1.0, 3.0], [0.0, 0.2, 0.9]]
"""


def test_curves_are_one_change_and_a_text_keeps_them() -> None:
    before, after = Policies(), parse_policies(f"[law]\nrestore_day = 12\n{CURVED}")
    moved = changes(before, after, {"scan.shapes": "Our labels."})
    assert [each.key for each in moved] == ["law.restore_day", "scan.shapes"]
    curves = moved[1]
    assert (curves.old, curves.new, curves.why) == (
        before.scan.shapes.digest[:12], after.scan.shapes.digest[:12], "Our labels.",
    )  # fmt: skip
    assert str(curves.title) == "How much each kind of evidence weighs"
    assert parse_policies(as_text(after, {})) == after
    assert after.digest != replace(after, scan=before.scan).digest
    # Fields move thresholds and leave the curves.
    new, _whys = change_policy(after, {"scan": {"warning": 0.7}}, {"scan": {"warning": "Later."}})
    assert new.scan.shapes == after.scan.shapes
    assert parse_policies(as_text(new, {})).scan == new.scan


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("version = 2", "shapes (line 1) cannot be used: shapes of version 1 are needed, not 2"),
        ("offset = 1.0", "shapes of version 1 are needed, not None"),
        ("version = 1\nowner = 3", "owner is no part of shapes"),
        ("version = 1\nown = 3", "two rows of numbers each"),
        ("version = 1\noffset = nan", "two rows of numbers each"),
        ("version = 1\noffset = 'much'", "two rows of numbers each"),
        ("version = 1\nown.rival = [[0.0, 1.0]]", "two rows of numbers each"),
        ("version = 1\nown.rival = [[0.0, 1.0], [0.0, inf]]", "two rows of numbers each"),
        (
            "version = 1\nown.rival = [[0.0, 1.0], [0.0, -0.1]]",
            "the curve own.rival must begin at 0, 0 and never fall",
        ),
        (
            "version = 1\nothers.lockstep = [[0.0, 1.0], [0.0, 1.1]]",
            "the curve others.lockstep must not rise faster than its evidence",
        ),
    ],
)
@pytest.mark.parametrize("stored", [True, False])
def test_curves_that_cannot_be_used_are_refused_by_name(text: str, said: str, stored: bool) -> None:
    with pytest.raises(ConfigurationError) as refused:
        parse_policies(f"[shapes]\n{text}\n", stored=stored)
    assert said in str(refused.value)
