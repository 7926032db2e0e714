"""The contract that every detector keeps."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from abuse import ClaimTable, Policy
from abuse.detectors import DETECTORS
from abuse.findings import Finding
from abuse.lines import read_lines
from abuse.view import View
from tests.abuse.makers import table
from tests.abuse.planted import PLANTED

STRICTER: dict[str, dict[str, Any]] = {
    "unfounded_share": {
        "unfounded_few_complaints": 4,
        "unfounded_few_evidence": 4.0,
        "unfounded_min_complaints": 8,
        "unfounded_min_evidence": 2.0,
    },
    "graded_manifest": {"manifest_min_claims": 5, "manifest_min_complaints": 5},
    "withdrawn_when_answered": {"withdrawn_min_share": 0.7, "withdrawn_min_complaints": 10},
    "only_when_answered": {"only_answered_stores": 12, "only_answered_defended": 0.01},
    "bursts": {"burst_ratio": 9.0, "burst_min_complaints": 20, "burst_p": 1e-9},
    "refiled": {"refiled_min": 6, "refiled_share": 0.5},
    "demands": {"demand_min_stores": 4},
    "shotgun": {"shotgun_dead_share": 0.3, "shotgun_min_complaints": 30},
    "lockstep": {
        "lockstep_min_common": 7,
        "lockstep_ratio": 20.0,
        "lockstep_fdr": 0.001,
        "lockstep_sync_p": 1e-4,
        "lockstep_group_common": 6,
        "lockstep_truss": 9,
    },
    "dense_block": {
        "dense_ratio": 1.5,
        "dense_rewirings": 39,
        "dense_min_filers": 6,
        "dense_min_own": 5,
        "dense_min_evidence": 1000.0,
    },
    "established_targets": {"targets_min_evidence": 1.5, "targets_min_claims": 20},
    "campaign": {"campaign_min_common": 4, "campaign_p": 1e-4, "campaign_truss": 5},
    "shared_hands": {"identifiers_min_weight": 9.0, "identifiers_common": 4},
    "young_right": {"young_min_claims": 8, "young_share": 0.8, "young_margin_days": 300},
    "rival": {"rival_min_claims": 9, "rival_share": 0.9},
    "impostor": {
        "impostor_new_days": 1,
        "impostor_known_days": 150,
        "impostor_known_complaints": 20,
        "impostor_known_upheld": 20,
        "impostor_letters_per_slip": 9,
        "impostor_most_names": 1,
    },
}
SILENCED: dict[str, dict[str, Any]] = {
    "unfounded_share": {"unfounded_few_complaints": 1000},
    "graded_manifest": {"manifest_min_claims": 1000},
    "withdrawn_when_answered": {"withdrawn_min_complaints": 1000},
    "only_when_answered": {"only_answered_min": 1000},
    "bursts": {"burst_min_complaints": 1000},
    "refiled": {"refiled_min": 1000},
    "demands": {"demand_min_stores": 1000},
    "shotgun": {"shotgun_min_complaints": 1000},
    "lockstep": {"lockstep_min_common": 1000},
    "dense_block": {"dense_min_filers": 1000},
    "established_targets": {"targets_min_claims": 1000},
    "campaign": {"campaign_min_common": 1000},
    "shared_hands": {"identifiers_min_weight": 1000.0},
    "young_right": {"young_min_claims": 1000},
    "rival": {"rival_min_claims": 1000},
    "impostor": {"impostor_known_complaints": 1000},
}

every = pytest.mark.parametrize("name", sorted(DETECTORS))


def find(name: str, read: ClaimTable, policy: Policy | None = None) -> list[Finding]:
    return DETECTORS[name](View(read), policy or Policy())


def said(read: ClaimTable, findings: list[Finding]) -> dict[str, Any]:
    """Findings in terms of references, which alone mean something outside the table."""
    names = read.filers["reference"].to_pylist()
    cases = read.complaints["reference"].to_pylist()
    return {
        names[f.filer]: (
            str(f.message), f.numbers, round(f.log_odds, 9), {cases[c] for c in f.complaints},
            {names[p] for p in f.partners},
        )
        for f in findings
    }  # fmt: skip


def test_every_detector_has_a_planted_market() -> None:
    assert set(PLANTED) == set(DETECTORS) == set(STRICTER) == set(SILENCED)


@every
def test_empty_in_nothing_out(name: str) -> None:
    assert find(name, table([])) == []


@every
def test_finds_the_planted_and_spares_the_innocent(name: str) -> None:
    read = table(PLANTED[name]())
    found = set(said(read, find(name, read)))
    guilty = {n for n in read.filers["reference"].to_pylist() if n.startswith("guilty")}
    assert guilty
    assert found == guilty


@every
def test_order_of_rows_and_integer_keys_do_not_matter(name: str) -> None:
    lines = PLANTED[name]()
    plain = table(lines)
    expected = said(plain, find(name, plain))
    draw = random.Random(7)
    draw.shuffle(lines)
    rows = read_lines(lines)
    moved = rekeyed(rows, draw)
    shuffled = ClaimTable.from_rows(**moved, as_of=newest(rows))
    assert said(shuffled, find(name, shuffled)) == expected
    assert shuffled.digest == plain.digest


@every
def test_names_of_ids_do_not_matter(name: str) -> None:
    lines = PLANTED[name]()
    plain = table(lines)
    renamed = table(lines_renamed(lines))
    before, after = find(name, plain), find(name, renamed)
    assert sorted((str(f.message), round(f.log_odds, 9)) for f in before) == sorted(
        (str(f.message), round(f.log_odds, 9)) for f in after
    )


@every
def test_a_stricter_policy_never_finds_more(name: str) -> None:
    read = table(PLANTED[name]())
    loose = {f.filer: f for f in find(name, read)}
    for threshold, value in STRICTER[name].items():
        strict = find(name, read, replace(Policy(), **{threshold: value}))
        assert {f.filer for f in strict} <= set(loose), threshold
    assert find(name, read, replace(Policy(), **SILENCED[name])) == []


@every
def test_each_finding_names_real_complaints_of_its_filer(name: str) -> None:
    read = table(PLANTED[name]())
    view = View(read)
    findings = find(name, read)
    assert findings
    for finding in findings:
        assert finding.detector == name
        assert finding.complaints
        assert len(set(finding.complaints)) == len(finding.complaints)
        assert set(view.complaint_filer[list(finding.complaints)].tolist()) == {finding.filer}
        assert 0 <= finding.strength <= 1
        assert finding.log_odds > 0
        assert str(finding.message).endswith((".", "?"))


def newest(rows: dict[str, dict[str, list[Any]]]) -> datetime:
    latest: datetime = max(rows["complaints"]["filed_at"] + rows["events"]["at"])
    return latest


def rekeyed(
    rows: dict[str, dict[str, list[Any]]], draw: random.Random
) -> dict[str, dict[str, list[Any]]]:
    """The same rows under other integer keys and in another order."""
    keys = {}
    for name, own in (("filer", "filers"), ("complaint", "complaints"), ("claim", "claims")):
        values = rows[own][name]
        keys[name] = dict(zip(values, draw.sample(range(10**6), len(values)), strict=True))
    out = {}
    for name, columns in rows.items():
        order = list(range(len(next(iter(columns.values())))))
        draw.shuffle(order)
        out[name] = {
            column: [keys[column][v] if column in keys else v for v in (values[i] for i in order)]
            for column, values in columns.items()
        }
    return out


def lines_renamed(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same market under other references, listing ids and stores, in another order of names."""

    def other(text: str) -> str:
        return text[::-1] + "-renamed"

    out = []
    for old in lines:
        filer = {**old["filer"], "reference": other(old["filer"]["reference"])}
        filer["operates"] = [other(store) for store in filer.get("operates", [])]
        targets = [
            {**t, "listing_id": other(t["listing_id"]), "store_id": other(t["store_id"])}
            for t in old["targets"]
        ]
        out.append(
            {**old, "reference": other(old["reference"]), "filer": filer, "targets": targets}
        )
    return out
