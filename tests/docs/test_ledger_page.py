"""An auditor follows the chain by the lines of docs/ledger.md, with no code of ours."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from complaints.queries.upkeep import ledger_chain as chain
from complaints.storage.context import Context
from tests.scenes.chains import attack, seal, write
from tests.scenes.clock import NOW

PAGE = Path(__file__).resolve().parents[2] / "docs" / "ledger.md"
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def audit(context: Context, tmp_path: Path):
    (lines,) = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    assert len(lines.splitlines()) <= 25
    script = tmp_path / "audit.py"
    script.write_text(lines, encoding="utf-8")
    path = context.config.database_url.removeprefix("sqlite:///")

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-I", str(script), path], capture_output=True, text=True, timeout=60
        )

    return run


def test_an_auditor_comes_to_the_same_end(context: Context, audit) -> None:
    write(context, "Grüße 理由", None, hand_kind="log_in", hand_id=3)
    seal(context)
    with context.database.snapshot() as connection:
        head = chain.head_of_chain(connection, now=NOW)
    assert audit().stdout == f"2 {head.hash}\n"


def test_an_auditor_of_an_empty_ledger_comes_to_the_databases_name(context: Context, audit) -> None:
    with context.database.snapshot() as connection:
        head = chain.head_of_chain(connection, now=NOW)
    assert audit().stdout == f"0 {head.hash}\n"


@pytest.mark.parametrize(
    ("column", "place"), [("verb", "breaks at position 2"), ("why", "other words at position 2")]
)
def test_an_auditor_finds_what_was_changed(
    context: Context, audit, column: str, place: str
) -> None:
    write(context, *["Why."] * 3)
    seal(context)
    attack(context, f"UPDATE ledger SET {column} = 'Other.' WHERE id = 2")
    assert place in audit().stderr
