"""A whole scan: what it prints, whom it must not flag, and its command line."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from abuse import ClaimTable, FilerReport, Policy, scan
from abuse.score import LEVELS
from tests.abuse.makers import event, honest, line, table
from tests.abuse.planted import PLANTED, withdrawn_when_answered

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "contract" / "scan.schema.json").read_text())


def of(lines: list[dict[str, Any]], reference: str) -> FilerReport | None:
    return next((f for f in scan(table(lines)).filers if f.reference == reference), None)


def level(lines: list[dict[str, Any]], reference: str) -> int:
    filer = of(lines, reference)
    return LEVELS.index(filer.level) if filer else 0


@pytest.mark.parametrize("name", sorted(PLANTED))
@pytest.mark.parametrize("mask", [False, True])
def test_json_is_valid_under_the_contract(name: str, mask: bool) -> None:
    report = scan(table(PLANTED[name]()))
    shown = json.loads(json.dumps(report.as_json(mask)))
    Draft202012Validator(SCHEMA, format_checker=FormatChecker()).validate(shown)
    assert shown["filers"]
    scores = [filer["score"] for filer in shown["filers"]]
    assert scores == sorted(scores, reverse=True)


def test_an_empty_table_gives_a_valid_report() -> None:
    report = scan(ClaimTable.from_lines([]))
    Draft202012Validator(SCHEMA).validate(report.as_json())
    assert "Nobody" in report.as_table()


def test_the_same_facts_give_the_same_findings() -> None:
    lines = withdrawn_when_answered()
    first = scan(table(lines)).as_json()["filers"]
    random.Random(1).shuffle(lines)
    assert scan(table(lines)).as_json()["filers"] == first


def test_masked_output_names_nobody() -> None:
    report = scan(table(withdrawn_when_answered()))
    for shown in (json.dumps(report.as_json(mask=True)), report.as_table(mask=True)):
        assert "guilty" not in shown.casefold()
        assert '"G1"' not in shown
    assert "Guilty" in report.as_table()


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
    report = scan(table(withdrawn_when_answered()))
    read = table(withdrawn_when_answered())
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


@pytest.mark.parametrize("count", [1, 2])
def test_one_or_two_unlucky_complaints(count: int) -> None:
    lines = honest(40, 12)
    many = event("rejection", 9, merit="unfounded")
    for c in range(count):
        lines.append(line(f"U{c}", "unlucky", c, many))
        lines[-1]["targets"] *= 1
        lines[-1]["targets"] = [
            {**lines[-1]["targets"][0], "listing_id": f"u{c}-{i}"} for i in range(40)
        ]
    assert level(lines, "unlucky") == 0


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
    lines = withdrawn_when_answered()
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
    filer = of(lines, "festive")
    assert filer
    assert {s.detector for s in filer.signals} == {"bursts"}
    assert filer.level == "none"


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


# The command line.


def run(*args: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "abuse", *args],
        input=stdin, capture_output=True, cwd=ROOT, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def market() -> bytes:
    return "\n".join(json.dumps(entry) for entry in withdrawn_when_answered()).encode()


def test_a_file_a_gzip_and_standard_input_scan_alike(tmp_path: Path, market: bytes) -> None:
    plain, packed = tmp_path / "m.jsonl", tmp_path / "m.jsonl.gz"
    plain.write_bytes(market)
    packed.write_bytes(gzip.compress(market))
    shown = []
    for args, stdin in (([str(plain)], b""), ([str(packed)], b""), (["-"], market)):
        done = run("scan", *args, "--format", "json", stdin=stdin)
        assert (done.returncode, done.stderr) == (0, b"")
        shown.append(json.loads(done.stdout))
        del shown[-1]["run"]["seconds"]
    assert shown[0] == shown[1] == shown[2]
    assert shown[0]["filers"][0]["reference"] == "guilty"


def test_lines_that_are_no_complaints_are_counted_and_left_out(market: bytes) -> None:
    done = run("scan", "-", stdin=market + b"\n{oops\n[]\n\n{}\n")
    assert done.returncode == 0
    assert b"Guilty" in done.stdout
    assert b"left out 3 lines" in done.stderr
    assert b"not a JSON object" in done.stderr


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["scan", "nowhere.jsonl"], 1, b"cannot read nowhere.jsonl"),
        (["scan", "-", "--policy", "nowhere.toml"], 1, b"cannot read policy nowhere.toml"),
        (["scan", "-", "--as-of", "soon"], 2, b"is not a date"),
        (["scan"], 2, b"FILE"),
        (["dance"], 2, b"invalid choice"),
        ([], 2, b"COMMAND"),
    ],
)
def test_wrong_use_and_failure_are_told_apart(args: list[str], code: int, said: bytes) -> None:
    done = run(*args, stdin=b"")
    assert done.returncode == code
    assert said in done.stderr
    assert b"Traceback" not in done.stderr


def test_nothing_valid_is_a_failure() -> None:
    done = run("scan", "-", stdin=b"not json\n")
    assert (done.returncode, done.stdout) == (1, b"")


def test_an_empty_file_is_no_failure() -> None:
    done = run("scan", "-", stdin=b"")
    assert done.returncode == 0
    assert b"0 complaints" in done.stdout


def test_as_of_reads_nothing_later(market: bytes) -> None:
    done = run("scan", "-", "--format", "json", "--as-of", "2026-02-15", stdin=market)
    assert done.returncode == 0
    shown = json.loads(done.stdout)["run"]
    as_of = datetime(2026, 2, 15, 23, 59, 59, 999999, tzinfo=UTC)
    assert datetime.fromisoformat(shown["as_of"]) == as_of
    lines = [json.loads(entry) for entry in market.splitlines()]
    filed = [datetime.fromisoformat(entry["filed_at"]) for entry in lines]
    assert shown["complaints"] == sum(when <= as_of for when in filed)


def test_the_policy_in_force_is_named_by_its_digest(tmp_path: Path, market: bytes) -> None:
    path = tmp_path / "policy.toml"
    path.write_text("withdrawn_min_complaints = 1000\n")
    done = run("scan", "-", "--format", "json", "--policy", str(path), stdin=market)
    shown = json.loads(done.stdout)
    assert shown["run"]["policy"] == Policy.load(path).digest
    assert all(
        signal["detector"] != "withdrawn_when_answered"
        for filer in shown["filers"]
        for signal in filer["signals"]
    )


def test_nothing_of_the_application_is_imported() -> None:
    code = (
        "import sys, abuse, abuse.__main__, abuse.scanning;"
        "print([m for m in sys.modules if m.split('.')[0] in "
        "('flask', 'sqlalchemy', 'complaints', 'ibis')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True, text=True
    )
    assert done.stdout.strip() == "[]"
