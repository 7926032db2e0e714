"""Ten fresh accounts of the same hands, which a person judged to be so: one party, one record."""

from __future__ import annotations

import pytest

from abuse import ClaimTable
from abuse.explain.report import FilerReport
from abuse.record.collecting import read_lines
from tests.abuse.attacks.levels import BELOW_WARNING, scan_untaught
from tests.abuse.makers import Lines, event, honest, line


def fresh(lost: int, of: int, accounts: int = 10) -> Lines:
    """So many claims an account, of which so many are lost; nothing else is common to them."""
    lines = []
    for a in range(accounts):
        for c in range(of):
            day = a * 9 + c * 30
            end = event("rejection" if c < lost else "takedown", day + 2)
            lines.append(line(f"T{a}-{c}", f"fresh-{a}", day, end))
    return lines


def found(lines: Lines, *same: str) -> dict[str, FilerReport]:
    """Filers by reference, once a person judged of each two in a row that they are the same."""
    rows = read_lines(lines)
    keys = dict(zip(rows["filers"]["reference"], rows["filers"]["filer"], strict=True))
    judged = {
        "a": [keys[name] for name in same[:-1]],
        "b": [keys[name] for name in same[1:]],
        "verdict": ["yes"] * (len(same) - 1),
    }
    as_of = ClaimTable.from_lines(lines).as_of
    read = ClaimTable.from_rows(**rows, as_of=as_of, judged=judged if same else None)
    return {f.reference: f for f in scan_untaught(read, explain=False).filers}


def levels(lines: Lines, *same: str) -> set[str]:
    scanned = found(lines, *same)
    fresh = {one["filer"]["reference"] for one in lines if one["reference"].startswith("T")}
    return {scanned[name].level if name in scanned else "none" for name in fresh}


PARTY = tuple(f"fresh-{a}" for a in range(10))


@pytest.mark.parametrize(("lost", "of"), [(3, 3), (2, 3), (1, 1)])
def test_the_partys_whole_record_judges_each_of_its_accounts(lost: int, of: int) -> None:
    lines = honest(filers=60) + fresh(lost, of)
    assert levels(lines) == {"none"}
    assert levels(lines, *PARTY) == {"boycott_review"}
    scanned = found(lines, *PARTY)
    # It is the party's own doing, no act of others, so no number of these is stated.
    assert {scanned[name].certificate["framing_budget"] for name in PARTY} == {None}


@pytest.mark.parametrize("end", [(), (event("takedown", 205),)], ids=["undecided", "upheld"])
def test_one_more_account_of_the_party_begins_with_its_record(end: tuple[dict[str, str]]) -> None:
    eleventh = line("N0", "fresh-10", 200, *end)
    lines = [*honest(filers=60), *fresh(3, 3), eleventh]
    assert "fresh-10" not in found(lines)
    assert found(lines, *PARTY, "fresh-10")["fresh-10"].level == "boycott_review"


def test_what_the_party_did_well_counts_for_it_too() -> None:
    good = []
    for c in range(120):
        day = 5 + c * 2.0
        good.append(line(f"N{c}", "old", day, event("takedown", day + 2)))
    lines = honest(filers=60) + good + fresh(3, 3)
    assert levels(lines, "old", *PARTY) <= set(BELOW_WARNING)
    assert found(lines, "old", *PARTY)["old"].level == "none"


def test_a_bad_account_does_no_harm_to_one_that_nobody_judged() -> None:
    lines = honest(filers=60) + fresh(3, 3)
    scanned = found(lines, *PARTY)
    assert {f.level for name, f in scanned.items() if name.startswith("honest")} <= {"none"}
