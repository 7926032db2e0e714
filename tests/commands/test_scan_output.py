"""What a scan prints, and the flag that it opens, as an operator reads them."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import jsonschema
import pytest

from abuse.explain.report_text import as_table
from abuse.words import language
from complaints.commands.flags import flags_group
from complaints.commands.scan import scan
from tests.abuse.makers import START
from tests.abuse.planted import PLANTED
from tests.jobs.records import put
from tests.services.cases.rings import Streets

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = json.loads((DOCS / "contract" / "scan.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def record(context):
    put(context.database, PLANTED["unfounded_share"](), START + timedelta(days=800))


def test_a_scan_prints_json_as_the_contract_says_and_records_once(run, record, tmp_path):
    policy = tmp_path / "policy.toml"
    policy.write_text("[scan]\nwatch = 0.1\nwarning = 0.15\n", encoding="utf-8")
    printed = json.loads(run(scan, "--format", "json", "--policy", str(policy)))
    jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(
        printed
    )
    guilty = next(f for f in printed["filers"] if f["reference"] == "guilty")
    assert guilty["level"] == "warning"
    assert "flags opened" in run.stderr
    run(scan, "--policy", str(policy))
    assert ": 0 flags opened, 0 added to" in run.stderr


def test_a_flag_is_shown_as_a_paragraph(run, record, tmp_path):
    policy = tmp_path / "policy.toml"
    policy.write_text("[scan]\nwatch = 0.1\nwarning = 0.15\n", encoding="utf-8")
    run(scan, "--policy", str(policy))
    shown = run(flags_group, "show", "1")
    assert "Filer guilty is at the level warning" in shown
    assert "Why warning" in shown
    in_chinese = run(flags_group, "show", "1", "--language", "zh")
    assert "投诉人 guilty" in in_chinese
    assert "警告" in in_chinese.splitlines()[0]
    assert not re.search(r"without it|complaints|for it:|About \d", in_chinese)
    assert not re.search(r"warning|open|conduct|outcomes", in_chinese, re.IGNORECASE)
    in_json = json.loads(run(flags_group, "show", "1", "--language", "zh", "--format", "json"))
    assert in_json["signals"][0]["summary"] in in_chinese.replace("\n", "")
    assert in_json["level"] == "warning"


def test_a_table_is_said_in_the_language_asked_for(run, record, tmp_path):
    policy = tmp_path / "policy.toml"
    policy.write_text("[scan]\nwatch = 0.1\n", encoding="utf-8")
    strict = ("--no-record", "--policy", str(policy))
    shown = run(scan, *strict, "--language", "zh")
    assert "个投诉人，" in shown
    assert "为何是" in shown
    assert not re.search(r"Without it|for it:|About \d|As of", shown)
    told = json.loads(run(scan, *strict, "--format", "json", "--language", "zh"))
    guilty = next(f for f in told["filers"] if f["reference"] == "guilty")
    assert guilty["signals"][0]["summary"].startswith("其投诉项中约")
    assert guilty["explanation"]["en"].startswith("Filer guilty")
    run(scan, "--no-record", "--language", "tlh")
    assert run.code == 2


def test_a_masked_scan_names_nobody_and_no_record_stores_nothing(run, record):
    printed = run(scan, "--mask", "--no-record", "--as-of", "2026-09-01")
    assert "filer-" in printed
    assert "uilty" not in printed
    assert run.stderr == ""


def test_a_date_that_is_none_is_wrong_use(run):
    run(scan, "--as-of", "yesterday")
    assert run.code == 2
    assert "not a date" in run.stderr


def test_a_scans_table_has_a_block_a_ring_and_each_kind_of_finding_once(database, now):
    with database.transaction() as session:
        streets = Streets(session, now, "abcd")
    found = streets.found(now, ["d", "abc"])
    table = as_table(found)
    blocks = table.split("\n\n")
    ring = blocks[1].splitlines()
    assert ring[0] == "  1. 0.90  warning         ring-abc: 3 accounts"
    assert ring[1].startswith("     unfounded_share: 3 of 3; the clearest is A (a): ")
    assert ring[2:] == [f"       0.90  warning         {name} ({name.lower()})" for name in "ABC"]
    assert blocks[2].splitlines()[0] == "  2. 0.90  warning         D (d)"
    assert table.count("ring-abc") == 1
    cut = as_table(found, limit=1)
    assert cut.splitlines()[-1] == "... and 1 more."
    assert "D (d)" not in cut
    masked = as_table(found, mask=True)
    assert "A (a)" not in masked
    assert masked.count("filer-") == 5
    assert "3 个中的 3 个；最明显的是 A (a)：" in as_table(found, language=language("zh"))
