"""“How long things are kept” in docs/operations.md is the table of `rules/upkeep/retention.py`."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from complaints.rules.upkeep.retention import ENDS, STAYS, Kept

PAGE = Path(__file__).parents[2] / "docs" / "operations.md"


def line(kept: Kept) -> str:
    tables = ", ".join(f"`{name}`" for name in kept.tables)
    return f"| {tables} | {time(kept)} | {kept.why} |"


def time(kept: Kept) -> str:
    if kept.after is None:
        return "stays"
    if kept.after == timedelta():
        return f"until {kept.until}"
    return f"{kept.after.days} days after {kept.until}"


def test_the_page_shows_the_table_that_the_job_keeps_to():
    text = PAGE.read_text(encoding="utf-8")
    section = text.split("## How long things are kept", 1)[1].split("\n## ", 1)[0]
    shown = [row for row in section.splitlines() if row.startswith("| `")]
    assert shown == [line(kept) for kept in (*ENDS, *STAYS)]
