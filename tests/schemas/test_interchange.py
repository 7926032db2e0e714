"""The fast check of interchange lines agrees with the JSON Schema that it is compiled from."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from complaints.schemas.filing.interchange import check_line, contract

LINE: dict[str, Any] = {
    "reference": "C-1",
    "filed_at": "2026-01-01T00:00:00Z",
    "filer": {"reference": "F", "name": "F", "kind": "agent", "operates": ["s"], "country": "CN"},
    "rights_holder": {"name": "H"},
    "right": {"kind": "trademark", "classes": [3, 45], "registered_on": "2020-02-29"},
    "basis": "counterfeit",
    "documents": [{"kind": "evidence", "sha256": "0" * 64}],
    "targets": [{"url": "https://a.example/1", "price": 1.5, "sales_30d": 3, "currency": "EUR"}],
    "events": [
        {"at": "2026-01-02T00:00:00+08:00", "kind": "takedown", "harm": {"days_offline": 2}}
    ],
}
ORACLE = Draft202012Validator(contract())


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if not isinstance(value, dict | list):
        return [path]
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    return [path, *(each for key, part in inside for each in paths(part, (*path, key)))]


def with_value(path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    line = copy.deepcopy(LINE)
    spot: Any = line
    for key in path[:-1]:
        spot = spot[key]
    spot[path[-1]] = value
    return line


anything = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 10**6),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.text(max_size=5), st.just("x" * 501), st.just([]), st.just({}), st.just({"name": "x"}),
    st.lists(st.just("x"), max_size=3),
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(path=st.sampled_from(paths(LINE)), value=anything)
def test_it_agrees_with_the_schema_on_whatever_stands_anywhere(path, value):
    line = with_value(path, value)
    if isinstance(value, str) and path and path[-1] in ("filed_at", "at", "registered_on", "url"):
        return  # the schema's formats are ours to check, see below
    assert bool(check_line(line)) == (not ORACLE.is_valid(line))


def test_a_good_line_has_nothing_wrong():
    assert check_line(LINE) == []


@pytest.mark.parametrize(
    ("path", "value", "pointer"),
    [
        (("filed_at",), "2026-02-30T00:00:00Z", "/filed_at"),
        (("filed_at",), "2026-01-01T00:00:00", "/filed_at"),
        (("filed_at",), "2026-W01-1T00:00:00Z", "/filed_at"),
        (("right", "registered_on"), "2026-2-1", "/right/registered_on"),
        (("right", "registered_on"), "2026-02-30", "/right/registered_on"),
        (("targets", 0, "url"), "javascript:alert(1)", "/targets/0/url"),
        (("targets", 0, "url"), "data:text/html,x", "/targets/0/url"),
        (("targets", 0, "price"), float("inf"), "/targets/0/price"),
        (("documents", 0, "sha256"), "0" * 64 + "\n", "/documents/0/sha256"),
        (("a/b~",), 1, "/a~1b~0"),
    ],
)
def test_it_points_at_what_is_wrong(path, value, pointer):
    assert [one.pointer for one in check_line(with_value(path, value))] == [pointer]


def test_the_documented_contract_is_the_one_in_force():
    documented = Path(__file__).parents[2] / "docs" / "contract" / "complaint.schema.json"
    assert json.loads(documented.read_text("utf-8")) == contract()
