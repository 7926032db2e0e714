"""The finding of a turn: where it turns itself, what others brought, and whose client it was."""

from __future__ import annotations

import pytest

from abuse import Policy
from abuse.detectors import turned
from abuse.findings import Finding
from abuse.record.view import View
from tests.abuse.makers import Lines, event, honest, line, table


def record(bad: int, *, store: str = "") -> Lines:
    """Forty takedowns of one filer, then so many refusals, at one store where it is named."""
    lines = honest()
    for c in range(40 + bad):
        late = c >= 40
        day = c * 6 if not late else 240 + (c - 40) * 4
        kind = "rejection" if late else "takedown"
        where = f"{store}-{c}" if store and late else None
        lines.append(line(f"G{c:02}", "kept", day, event(kind, day + 2), store=where))
    return lines


def find(lines: Lines) -> Finding | None:
    view = View(table(lines))
    names = view.table.filers["reference"].to_pylist()
    return next((f for f in turned.detect(view, Policy()) if names[f.filer] == "kept"), None)


@pytest.mark.parametrize(("bad", "named"), [(7, False), (8, True), (9, True)])
def test_so_many_complaints_must_have_been_lost_since(
    bad: int, named: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turned, "_LEAST", 0.1)
    assert (find(record(bad)) is not None) == named


def test_a_turn_is_told_from_so_much_evidence_on(monkeypatch: pytest.MonkeyPatch) -> None:
    found = find(record(16))
    assert found is not None
    for apart, named in ((-1e-6, True), (0.0, True), (1e-6, False)):
        monkeypatch.setattr(turned, "_LEAST", found.log_odds + apart)
        assert (find(record(16)) is not None) == named


def test_what_others_lost_at_its_stores_is_theirs_and_counted() -> None:
    lines = record(9, store="shop-of-all")
    plain = find(lines)
    for c in range(40, 49):
        for other in range(2):
            who, where = f"other-{c}-{other}", f"shop-of-all-{c}"
            lines.append(line(f"O{c}-{other}", who, 200, event("rejection", 203), store=where))
    found = find(lines)
    assert plain is not None
    assert found is not None
    assert (plain.outside, plain.acts) == (0.0, {"filings": 0, "answers": 0})
    assert found.acts["filings"] == 18
    # The stores tell more against it, and what they tell is of others' making.
    assert found.log_odds > plain.log_odds + 2
    assert found.log_odds * (1 - found.outside) < plain.log_odds


def test_an_agency_has_not_turned_with_one_client() -> None:
    def filed(clients: int) -> Lines:
        lines = record(16)
        for each in lines:
            if each["filer"]["reference"] == "kept":
                number = int(each["reference"][1:])
                client = f"old-{number % 3}" if number < 40 else f"new-{number % clients}"
                each["rights_holder"] = {"reference": client, "name": f"Client {client}"}
        return lines

    assert find(filed(1)) is None
    assert find(filed(16)) is not None
