"""The contract that every detector keeps."""

from __future__ import annotations

import functools
import random
from datetime import datetime
from typing import Any

import pytest

from abuse import ClaimTable, Policy
from abuse.detectors import DETECTORS
from abuse.findings import Finding
from abuse.record.collecting import read_lines
from tests.abuse.boundaries import under
from tests.abuse.makers import table
from tests.abuse.planted import EXAMPLES, PLANTED, read_market, seen

every = pytest.mark.parametrize("name", sorted(DETECTORS))


def find(name: str, read: ClaimTable, policy: Policy | None = None) -> list[Finding]:
    return DETECTORS[name](seen(name, read), policy or Policy())


@functools.cache
def find_planted(name: str) -> tuple[ClaimTable, list[Finding]]:
    """Return the table of a detector's market and what it finds there."""
    read = read_market(PLANTED[name])
    return read, find(name, read)


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
    assert set(PLANTED) == set(DETECTORS)


@every
def test_empty_in_nothing_out(name: str) -> None:
    assert find(name, table([])) == []


@every
def test_finds_the_planted_and_spares_the_innocent(name: str) -> None:
    read, findings = find_planted(name)
    found = set(said(read, findings))
    guilty = {n for n in read.filers["reference"].to_pylist() if n.startswith("guilty")}
    assert guilty
    assert found == guilty


@every
def test_order_of_rows_and_integer_keys_do_not_matter(name: str) -> None:
    lines = PLANTED[name]()
    plain, findings = find_planted(name)
    expected = said(plain, findings)
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
    renamed = table(lines_renamed(lines))
    before = find_planted(name)[1]
    after = DETECTORS[name](seen(name, renamed, other), Policy())
    assert sorted((str(f.message), round(f.log_odds, 9)) for f in before) == sorted(
        (str(f.message), round(f.log_odds, 9)) for f in after
    )


@every
def test_a_stricter_policy_never_finds_more(name: str) -> None:
    read, findings = find_planted(name)
    loose = {f.filer for f in findings}
    for threshold, value in EXAMPLES[name].STRICTER.items():
        with under(**{threshold: value}) as policy:
            strict = find(name, read, policy)
        assert {f.filer for f in strict} <= loose, threshold
    with under(**EXAMPLES[name].SILENCED) as policy:
        assert find(name, read, policy) == []


@every
def test_each_finding_names_real_complaints_of_its_filer(name: str) -> None:
    read, findings = find_planted(name)
    view = seen(name, read)
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


def other(text: str) -> str:
    return text[::-1] + "-renamed"


def lines_renamed(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same market under other references, listing ids and stores, in another order of names."""
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
