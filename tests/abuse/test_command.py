"""`python -m abuse scan`: files, dates, policies, exit codes.

A process of its own costs more than the scan, so only what needs one gets one.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from abuse import Policy
from abuse.__main__ import main
from tests.abuse.planted import PLANTED

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


class Done(NamedTuple):
    code: int
    out: str
    err: str


class Command:
    """Runs the command in this process."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self.capture = capture

    def __call__(self, *args: str | Path) -> Done:
        try:
            code = main([str(arg) for arg in args])
        except SystemExit as wrong_use:
            code = int(wrong_use.code or 0)
        return Done(code, *self.capture.readouterr())


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(capsys)


@pytest.fixture(scope="module")
def content() -> bytes:
    return "\n".join(json.dumps(entry) for entry in PLANTED["withdrawn_when_answered"]()).encode()


@pytest.fixture
def market(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "market.jsonl"
    path.write_bytes(content)
    return path


def test_a_file_a_gzip_and_standard_input_scan_alike(
    run: Command, market: Path, content: bytes, tmp_path: Path
) -> None:
    packed = tmp_path / "market.jsonl.gz"
    packed.write_bytes(gzip.compress(content))
    done = [run("scan", path, "--format", "json") for path in (market, packed)]
    piped = subprocess.run(
        [sys.executable, "-W", "error", "-m", "abuse", "scan", "-", "--format", "json"],
        input=content, capture_output=True, cwd=ROOT, check=False,
    )  # fmt: skip
    done.append(Done(piped.returncode, piped.stdout.decode(), piped.stderr.decode()))
    shown = []
    for code, out, err in done:
        assert (code, err) == (0, "")
        shown.append(json.loads(out))
        del shown[-1]["run"]["seconds"]
    assert shown[0] == shown[1] == shown[2]
    assert shown[0]["filers"][0]["reference"] == "guilty"


def test_what_lines_call_proven_is_believed_where_it_is_asked_for(
    run: Command, tmp_path: Path
) -> None:
    """The digest of what was scanned holds how marks are known."""
    digests = {}
    for origin in ("confirmed", "typed"):
        lines = PLANTED["withdrawn_when_answered"]()
        for entry in lines:
            entry["filer"] |= {"email": "ip@brand.example", "origins": {"email": origin}}
        path = tmp_path / f"{origin}.jsonl"
        path.write_text("\n".join(json.dumps(entry) for entry in lines))
        for believe in ([], ["--believe"]):
            done = run("scan", path, "--format", "json", *believe)
            digests[origin, bool(believe)] = json.loads(done.out)["run"]["data"]
    assert digests["confirmed", False] == digests["typed", False] == digests["typed", True]
    assert digests["confirmed", True] != digests["typed", True]


def test_lines_that_are_no_complaints_are_counted_and_left_out(run: Command, market: Path) -> None:
    market.write_bytes(market.read_bytes() + b"\n{oops\n[]\n\n{}\n")
    done = run("scan", market)
    assert done.code == 0
    assert "Guilty" in done.out
    assert "left out 3 lines" in done.err
    assert "not a JSON object" in done.err


@pytest.mark.parametrize(
    "command", [("scan",), ("backtest", "--from", "2026-01", "--to", "2026-02")]
)
@pytest.mark.parametrize("damage", [lambda b: b[: len(b) // 2], lambda b: b[:99] + b"\0" + b[100:]])
def test_a_damaged_gzip_is_one_sentence(
    run: Command,
    tmp_path: Path,
    content: bytes,
    command: tuple[str, ...],
    damage: Callable[[bytes], bytes],
) -> None:
    path = tmp_path / "market.jsonl.gz"
    path.write_bytes(damage(gzip.compress(content)))
    code, out, err = run(*command, path)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert f"{path}: its gzip is damaged" in err


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("targets", [{"url": "https://a.test/1", "sales_30d": float("nan")}]),
        ("targets", [{"url": "https://a.test/1", "sales_30d": float("inf")}]),
        ("targets", [{"url": "https://a.test/1", "price": 10**400}]),
        ("targets", [{"url": "https://a.test/1", "price": -1}]),
        ("statement", "half a \ud83e"),
        ("filer", {"reference": "f", "name": "F", "operates": ["\udd8a"]}),
    ],
)
def test_a_value_that_no_column_can_hold_leaves_its_line_out(
    run: Command, market: Path, content: bytes, part: str, value: object
) -> None:
    entry = {**json.loads(content.splitlines()[0]), part: value}
    market.write_bytes(json.dumps(entry).encode() + b"\n" + content)
    done = run("scan", market)
    assert done.code == 0
    assert "left out 1 line" in done.err


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["scan", "nowhere.jsonl"], 1, "cannot read nowhere.jsonl"),
        (["scan", "-", "--policy", "nowhere.toml"], 1, "cannot read policy nowhere.toml"),
        (["scan", "-", "--as-of", "soon"], 2, "is not a date"),
        (["scan", "-", "--limit", "0"], 2, "0 is not 1 or more"),
        (["scan"], 2, "FILE"),
        (["dance"], 2, "invalid choice"),
        ([], 2, "COMMAND"),
    ],
)
def test_wrong_use_and_failure_are_told_apart(
    run: Command, args: list[str], code: int, said: str
) -> None:
    done = run(*args)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_the_exit_code_reaches_the_shell() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "abuse", "scan", "nowhere.jsonl"],
        capture_output=True, cwd=ROOT, check=False, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert "cannot read nowhere.jsonl" in done.stderr
    assert "Traceback" not in done.stderr


def test_nothing_valid_is_a_failure(run: Command, tmp_path: Path) -> None:
    path = tmp_path / "no.jsonl"
    path.write_text("not json\n")
    done = run("scan", path)
    assert (done.code, done.out) == (1, "")


def test_an_empty_file_is_no_failure(run: Command, tmp_path: Path) -> None:
    path = tmp_path / "empty.jsonl"
    path.touch()
    done = run("scan", path)
    assert done.code == 0
    assert "0 complaints" in done.out


def test_as_of_reads_nothing_later(run: Command, market: Path, content: bytes) -> None:
    done = run("scan", market, "--format", "json", "--as-of", "2026-02-15")
    assert done.code == 0
    shown = json.loads(done.out)["run"]
    as_of = datetime(2026, 2, 15, 23, 59, 59, 999999, tzinfo=UTC)
    assert datetime.fromisoformat(shown["as_of"]) == as_of
    lines = [json.loads(entry) for entry in content.splitlines()]
    filed = [datetime.fromisoformat(entry["filed_at"]) for entry in lines]
    assert shown["complaints"] == sum(when <= as_of for when in filed)


def test_the_policy_in_force_is_named_by_its_digest(
    run: Command, market: Path, tmp_path: Path
) -> None:
    path = tmp_path / "policy.toml"
    path.write_text("withdrawn_min_complaints = 1000\n")
    shown = json.loads(run("scan", market, "--format", "json", "--policy", path).out)
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


def test_a_name_cannot_act_on_the_terminal(run: Command, market: Path) -> None:
    entries = [json.loads(entry) for entry in market.read_bytes().splitlines()]
    for entry in entries:
        entry["filer"]["name"] += "\x1b[2J\u202e\n  1. 0.99  boycott_review  Somebody Else"
    market.write_text("\n".join(map(json.dumps, entries)))
    done = run("scan", market)
    assert "Guilty\ufffd[2J\ufffd\ufffd  1. 0.99" in done.out
    assert not set(done.out) & {"\x1b", "\u202e"}
