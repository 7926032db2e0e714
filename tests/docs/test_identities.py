"""The table of identities names what is there: each function, and each column that holds a key."""

from __future__ import annotations

import re
from functools import reduce
from importlib import import_module
from pathlib import Path

import pytest

from complaints.models import Base

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "identities.md").read_text(encoding="utf-8")
FUNCTIONS = sorted(set(re.findall(r"`((?:abuse|complaints)\.[\w.]+)`", TEXT)))
COLUMNS = {
    f"{table.name}.{column.name}"
    for table in Base.metadata.sorted_tables
    for column in table.columns
}
KEYS = {
    name for name in COLUMNS if re.search(r"[._](key|key_id|digest|folded_name|sha256|slug)$", name)
} - {"statement_of_reasons.sha256"}  # Shows that a text was not changed; nothing is found by it.


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_function_of_the_table_is_there(name: str) -> None:
    parts = name.split(".")
    for split in range(len(parts) - 1, 0, -1):
        try:
            module = import_module(".".join(parts[:split]))
        except ModuleNotFoundError:
            continue
        assert callable(reduce(getattr, parts[split:], module))
        return
    pytest.fail(f"{name} is nowhere")


def test_each_column_that_holds_a_key_is_in_the_table() -> None:
    named = set(re.findall(r"`(\w+\.\w+)`", TEXT))
    assert named >= KEYS
    assert {name for name in named if name.partition(".")[0] in Base.metadata.tables} <= COLUMNS
