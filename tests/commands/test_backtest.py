"""The backtest on the command line, over a stored record."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from abuse.backtest.months import Month
from abuse.backtest.replay import backtest as replay
from abuse.policy import Policy
from abuse.record.history import History
from complaints.commands.backtest import backtest
from tests.abuse.makers import START, event, line
from tests.jobs.records import put

SPAN = ("--from", "2026-01", "--to", "2026-03")


def _lines() -> list[dict[str, Any]]:
    bad = [
        line(f"B{c}", "bad", c * 3, event("rejection", c * 3 + 1, merit="manifestly_unfounded"))
        for c in range(25)
    ]
    good = [line(f"G{c}", f"good-{c % 5}", c, event("takedown", c + 2)) for c in range(80)]
    return bad + good


@pytest.fixture
def run(context):
    def typed(*arguments: str) -> Result:
        return CliRunner().invoke(backtest, arguments, obj=context)

    return typed


@pytest.fixture
def record(context) -> None:
    put(context.database, _lines(), START + timedelta(days=300))


def test_the_record_and_the_file_replay_alike(run, record) -> None:
    """One definition: what the database kept says the same as the file that it took in."""
    done = run(*SPAN, "--format", "json")
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    policy = Policy(backtest_warning_days=14, backtest_term_days=365)
    history = History.from_lines(_lines())
    direct = replay(history, Month(2026, 1), Month(2026, 3), {"in force": policy}).as_json()
    for filer in [*told["replays"][0]["filers"], *direct["replays"][0]["filers"]]:
        del filer["source"]
    # By which law a claim is, a file does not say: the record knows.
    by_law, unsaid = (_treated(one["replays"][0]) for one in (told, direct))
    assert by_law[0] == {"not_processed": 5, "raised_proof": 0, "lane": 0}
    assert set(unsaid) == {None}
    assert told == direct
    assert [filer["reference"] for filer in told["replays"][0]["filers"]] == ["bad"]


def _treated(replayed):
    """Take from a replay how the claims of all, of months and of groups are treated."""
    tables = ("months", "by_size", "by_kind", "by_country")
    rows = [replayed["total"], *(row for name in tables for row in replayed[name])]
    return [row.pop("treated") for row in rows]


def test_a_draft_of_the_ladder_stands_beside_what_is_in_force(run, record, tmp_path: Path) -> None:
    draft, drawn = tmp_path / "draft.toml", tmp_path / "months.svg"
    draft.write_text("[boycott]\nanswer_days = 30\nmax_term = 45\n", encoding="utf-8")
    done = run(*SPAN, "--policy", str(draft), "--picture", str(drawn), "--mask")
    assert (done.exit_code, done.stderr) == (0, "")
    assert (
        "in force: a warning stands 14 days before a boycott, which lasts 365 days." in done.output
    )
    assert "draft: a warning stands 30 days before a boycott, which lasts 45 days" in done.output
    assert "Bad (" not in done.output
    columns = [text.text for text in ElementTree.parse(drawn).getroot().iter() if text.text]
    assert {"in force", "draft"} <= set(columns)


def test_wrong_use_and_failure_are_told_apart(run, record, tmp_path: Path) -> None:
    wrong = run("--from", "soon", "--to", "2026-03")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "“soon” is not a month, as 2026-02." in wrong.stderr
    outside = run("--from", "2024-01", "--to", "2026-03")
    assert (outside.exit_code, outside.stdout) == (1, "")
    said = "The record runs from 2026-01 to 2026-03; 2024-01 to 2026-03 is not within it."
    assert said in outside.stderr


def test_a_truth_that_says_little_will_do_and_one_that_is_none_is_one_sentence(
    run, record, tmp_path: Path
) -> None:
    truth = tmp_path / "truth.json"
    truth.write_text('{"bad": {"pattern": "squatter"}, "good-1": {}}', encoding="utf-8")
    done = run(*SPAN, "--truth", str(truth), "--format", "json")
    exact = json.loads(done.stdout)["replays"][0]["total"]["exact"]
    assert (exact["abusers"], exact["innocents"]) == (1, 5)
    truth.write_text("[]", encoding="utf-8")
    wrong = run(*SPAN, "--truth", str(truth))
    assert (wrong.exit_code, wrong.stdout) == (1, "")
    assert "does not tell the truth about filers" in wrong.stderr


def test_an_empty_record_is_one_sentence(run) -> None:
    done = run(*SPAN)
    assert done.exit_code == 1
    assert (
        done.stderr.strip() == "Error: The record holds no complaint: there is nothing to replay."
    )
