"""A whole scan: what it prints and whom it must not flag."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from abuse import ClaimTable, FilerReport, scan
from abuse.detectors import DETECTORS
from abuse.explain.report_text import as_table
from abuse.record.view import View
from abuse.score.judging import LEVELS
from tests.abuse.makers import event, honest, line, table
from tests.abuse.planted import PLANTED, read_market

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "contract" / "scan.schema.json").read_text())


def of(lines: list[dict[str, Any]], reference: str) -> FilerReport | None:
    return next((f for f in scan(table(lines)).filers if f.reference == reference), None)


def level(lines: list[dict[str, Any]], reference: str) -> int:
    filer = of(lines, reference)
    return LEVELS.index(filer.level) if filer else 0


@pytest.mark.parametrize("name", sorted(PLANTED))
def test_json_is_valid_under_the_contract(name: str) -> None:
    report = scan(read_market(PLANTED[name]))
    contract = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
    for mask in (False, True):
        shown = json.loads(json.dumps(report.as_json(mask)))
        contract.validate(shown)
        assert shown["filers"]
        scores = [filer["score"] for filer in shown["filers"]]
        assert scores == sorted(scores, reverse=True)


BUDGETS = ("framing_budget", "framing_found", "masking_budget", "masking_found")


def test_the_contract_describes_how_many_acts_of_others_a_level_takes() -> None:
    shown = scan(read_market(PLANTED["lockstep"])).as_json()
    contract = Draft202012Validator(SCHEMA)
    reached = [filer for filer in shown["filers"] if filer["level"] != "none"]
    assert reached
    for filer in reached:
        assert set(BUDGETS) <= set(filer)
        for budget in BUDGETS:
            described = SCHEMA["properties"]["filers"]["items"]["properties"][budget]
            assert described["description"]
            for wrong in (0, 1.5, "1"):
                assert not contract.is_valid({**shown, "filers": [{**filer, budget: wrong}]})
            for right in (None, 1, 30):
                assert contract.is_valid({**shown, "filers": [{**filer, budget: right}]})


def test_an_empty_table_gives_a_valid_report() -> None:
    report = scan(ClaimTable.from_lines([]))
    Draft202012Validator(SCHEMA).validate(report.as_json())
    assert "Nobody" in as_table(report)


def test_the_same_facts_give_the_same_findings() -> None:
    lines = PLANTED["withdrawn_when_answered"]()
    first = scan(table(lines)).as_json()["filers"]
    random.Random(1).shuffle(lines)
    assert scan(table(lines)).as_json()["filers"] == first


def test_masked_output_names_nobody() -> None:
    report = scan(read_market(PLANTED["withdrawn_when_answered"]))
    for shown in (json.dumps(report.as_json(mask=True)), as_table(report, mask=True)):
        assert "guilty" not in shown.casefold()
        assert '"G1"' not in shown
    assert "Guilty" in as_table(report)


def test_a_finding_says_the_level_without_it_where_that_is_another() -> None:
    report = scan(read_market(PLANTED["withdrawn_when_answered"]))
    (line,) = (line for line in as_table(report).splitlines() if "Without it" in line)
    assert "unfounded_share" in line
    assert line.endswith("Without it the level would be none.")


def test_four_factors_keep_the_graded_apart_from_the_ungraded() -> None:
    lines = honest()
    grades = ["manifestly_unfounded"] * 3 + ["unfounded"] * 2 + [None] * 5
    for c, grade in enumerate(grades):
        more = {"merit": grade} if grade else {}
        events = [event("takedown", c + 1), event("counter_notice", c + 2)]
        lines.append(line(f"G{c}", "g", c, *events, event("reinstatement", c + 6, **more)))
    filer = of(lines, "g")
    assert filer
    factors = filer.four_factors
    assert set(factors) == {"number", "share", "gravity", "intention"}
    number = factors["number"]
    assert (number["manifestly_unfounded"], number["graded_otherwise"], number["ungraded"]) == (
        3,
        2,
        5,
    )
    assert factors["share"] == {"of_claims": 0.3, "of_graded": 0.6}
    assert factors["gravity"]["listings"] == factors["gravity"]["listings_taken_down"] == 10
    assert factors["gravity"]["days_offline"] == pytest.approx(50)


def test_every_signal_carries_its_complaints_and_what_the_score_is_without_it() -> None:
    report = scan(read_market(PLANTED["withdrawn_when_answered"]))
    read = read_market(PLANTED["withdrawn_when_answered"])
    known = dict(zip(read.complaints["reference"].to_pylist(), read.complaints["key"].to_pylist(),
                     strict=True))  # fmt: skip
    for filer in report.filers:
        for signal in filer.signals:
            assert 0 < len(signal.complaints) <= 50
            assert [known[c] for c in signal.complaints] == signal.complaint_keys
            assert 0 <= signal.score_without <= filer.score


# Whom it must not flag.


def test_a_large_agency_with_many_refusals_but_a_small_share() -> None:
    lines = honest(40, 12)
    for c in range(600):
        kind = "rejection" if c % 12 == 0 else "takedown"
        client = {"name": f"Client {c % 9}"}
        lines.append(line(f"A{c}", "agency", c / 2, event(kind, c / 2 + 2), rights_holder=client,
                          filer_more={"kind": "agent"}))  # fmt: skip
    assert level(lines, "agency") == 0


@pytest.mark.parametrize(
    ("count", "size", "reached"), [(1, 40, 0), (2, 1, 0), (2, 2, 0), (2, 40, 1)]
)
def test_one_or_two_unlucky_complaints(count: int, size: int, reached: int) -> None:
    """One large mistake is none of a pattern; two are looked at, and nobody is warned for them."""
    lines = honest(40, 12)
    many = event("rejection", 9, merit="unfounded")
    for c in range(count):
        lines.append(line(f"U{c}", "unlucky", c, many))
        lines[-1]["targets"] *= 1
        lines[-1]["targets"] = [
            {**lines[-1]["targets"][0], "listing_id": f"u{c}-{i}"} for i in range(size)
        ]
    assert level(lines, "unlucky") == reached


def test_a_careless_filer_that_stands_by_its_claims_is_warned_at_most() -> None:
    lines = honest(40, 12)
    for c in range(60):
        lost = c % 2 == 0
        events = [event("rejection" if lost else "takedown", c + 1)]
        if not lost and c % 4 == 1:
            events += [event("counter_notice", c + 2), event("takedown", c + 8)]
        lines.append(line(f"C{c}", "careless", c * 3, *events))
    assert level(lines, "careless") <= LEVELS.index("warning")


def test_two_agencies_that_hunt_the_same_counterfeiters() -> None:
    lines = honest(60, 12)
    for c in range(30):
        for m in range(2):
            day = c * 9 + m
            lines.append(line(f"A{m}-{c}", f"agency-{m}", day, event("takedown", day + 2),
                              store=f"copier-{c % 15}", filer_more={"kind": "agent"},
                              rights_holder={"name": f"Brand {m}"}))  # fmt: skip
    assert level(lines, "agency-0") == level(lines, "agency-1") == 0


def test_a_coalition_of_victims_of_one_copier() -> None:
    lines = honest(60, 12)
    for c in range(12):
        for m in range(6):
            day = c * 20 + m * 0.7
            lines.append(line(f"V{m}-{c}", f"victim-{m}", day, event("takedown", day + 2),
                              store=f"copier-{c}"))  # fmt: skip
    assert max(level(lines, f"victim-{m}") for m in range(6)) == 0


def test_unrelated_filers_behind_one_ip_address() -> None:
    lines = honest(20, 12)
    for entry in lines:
        entry["filer"]["ip"] = "203.0.113.7"
    assert scan(table(lines)).filers == [] or all(
        f.level == "none" for f in scan(table(lines)).filers
    )


def test_the_new_client_of_a_bad_agency() -> None:
    lines = PLANTED["withdrawn_when_answered"]()
    paper = [{"kind": "registration", "sha256": "ab" * 32}]
    for entry in lines:
        if entry["filer"]["reference"] == "guilty":
            entry["rights_holder"] = {"name": "Client Ltd"}
            entry["filer"].update(kind="agent", phone="+8613811112222")
            entry["documents"] = paper
    for c in range(6):
        lines.append(
            line(
                f"N{c}",
                "client",
                200 + c,
                event("takedown", 203 + c),
                documents=paper,
                filer_more={"name": "Client Ltd", "phone": "+8613811112222"},
            )
        )
    assert level(lines, "guilty") >= LEVELS.index("warning")
    assert level(lines, "client") == 0


def test_an_honest_campaign_before_a_festival() -> None:
    lines = honest(40, 12)
    for c in range(70):
        day = c * 4 if c < 30 else 150 + c * 0.1
        lines.append(line(f"F{c}", "festive", day, event("takedown", day + 2)))
    assert of(lines, "festive") is None


def test_a_registration_date_alone_is_watched_at_most() -> None:
    lines = honest(40, 12)
    for c in range(30):
        lines.append(line(f"Y{c}", "young", c, event("takedown", c + 2),
                          right_more={"registered_on": "2025-12-01"},
                          target_more={"listed_on": "2024-01-01"}))  # fmt: skip
    for f in range(10):
        for c in range(6):
            lines.append(line(f"O{f}{c}", f"old-{f}", c, event("takedown", c + 2),
                              right_more={"registered_on": "2014-12-01"},
                              target_more={"listed_on": "2024-01-01"}))  # fmt: skip
    filer = of(lines, "young")
    assert filer
    assert filer.signals[0].detector == "young_right"
    assert filer.level in ("none", "watch")


def test_copyright_counts_only_by_first_publication() -> None:
    lines = honest(40, 12)
    old = {"listed_on": "2024-01-01"}
    for c in range(12):
        right = {"kind": "copyright", "registered_on": "2025-12-01", "applied_on": "2025-12-01"}
        lines.append(line(f"Y{c}", "author", c, event("takedown", c + 2), basis="copyright",
                          right_more=right, target_more=old))  # fmt: skip
    assert of(lines, "author") is None


def test_a_detector_that_is_left_out_finds_nothing_and_is_named() -> None:
    lines = PLANTED["unfounded_share"]()
    names = [name for name in DETECTORS if name != "unfounded_share"]
    whole, part = scan(table(lines)), scan(table(lines), detectors=names)
    made = [{s.detector for f in report.filers for s in f.signals} for report in (whole, part)]
    assert made[0] - made[1] == {"unfounded_share"}
    assert all(filer.signals for filer in part.filers)
    assert (whole.run["without"], part.run["without"]) == ([], ["unfounded_share"])


@pytest.mark.parametrize("name", DETECTORS)
def test_a_scan_by_one_detector_explains_itself(name: str) -> None:
    report = scan(read_market(PLANTED[name]), detectors=[name])
    assert {s.detector for f in report.filers for s in f.signals} <= {name, "ring_record"}


def test_an_unknown_detector_is_refused() -> None:
    with pytest.raises(ValueError, match="no detector is called luck"):
        scan(table(honest()), detectors=["luck"])


@pytest.mark.parametrize("name", ["lockstep", "unfounded_share", "shared_hands"])
def test_a_view_that_another_scan_looked_through_gives_the_same_findings(name: str) -> None:
    read = read_market(PLANTED[name])
    names = [other for other in DETECTORS if other != name]
    view = View(read)
    scan(read, view=view)
    again = [scan(read, detectors=names, view=seen).as_json() for seen in (view, None)]
    assert again[0]["filers"] == again[1]["filers"]
