"""Accounts that share nothing but a right or a holder: its record is theirs together."""

from __future__ import annotations

from typing import Any

import pytest

from abuse.explain.report import FilerReport
from tests.abuse.attacks.levels import BELOW_WARNING, scan_untaught
from tests.abuse.makers import Lines, event, honest, line, table, verified
from tests.abuse.planted.client_record import agency


def fresh(accounts: int, each: int, **more: Any) -> Lines:
    """So many accounts, all of whose few claims are lost."""
    lines = []
    for a in range(accounts):
        for c in range(each):
            day = a * 9 + c * 30
            lines.append(line(f"R{a}-{c}", f"fresh-{a}", day, event("rejection", day + 2), **more))
    return lines


def found(lines: Lines) -> dict[str, FilerReport]:
    scanned = scan_untaught(table(honest(filers=60) + lines), explain=False)
    return {f.reference: f for f in scanned.filers}


def named(scanned: dict[str, FilerReport]) -> set[str]:
    return {n for n, f in scanned.items() if "right_record" in {s.detector for s in f.signals}}


@pytest.mark.parametrize(("accounts", "each"), [(10, 3), (30, 1)])
@pytest.mark.parametrize(
    "common",
    [{"right_more": {"number": "TM-900"}}, {"rights_holder": {"name": "Dogwood Ltd"}}],
    ids=["right", "holder"],
)
def test_fresh_accounts_under_one_right_or_holder_lead_to_each_other(
    common: Any, accounts: int, each: int
) -> None:
    scanned = found(fresh(accounts, each, **common))
    assert named(scanned) == {f"fresh-{a}" for a in range(accounts)}
    assert {scanned[name].level for name in named(scanned)} == {"watch"}


def test_what_a_client_spreads_over_six_agencies_is_one_record() -> None:
    lines = []
    for k in range(6):
        good = {f"Client {k}{n}": (1, 20) for n in range(6)}
        lines += agency(f"agency-{k}", {**good, "Spread": (3, 3)})
    scanned = found(lines)
    assert named(scanned) == {f"agency-{k}" for k in range(6)}
    assert {f.level for f in scanned.values()} <= set(BELOW_WARNING)


def test_a_principal_has_its_agents_record_too() -> None:
    good = {f"Client {n}": (1, 20) for n in range(6)}
    lines = agency("agency", {**good, "Split": (10, 12)})
    for c in range(2):
        lost = event("rejection", 102 + c * 7)
        lines.append(line(f"O{c}", "split", 100 + c * 7, lost, filer_more={"name": "Split"}))
    (signal,) = (s for s in found(lines)["split"].signals if s.detector == "right_record")
    told = {name: signal.numbers[name] for name in ("bad", "claims", "own_bad", "own_claims")}
    assert told == {"bad": 12, "claims": 14, "own_bad": 2, "own_claims": 2}


def test_a_brand_whose_own_claims_hold_is_not_held_to_what_fakes_file() -> None:
    own = []
    for c in range(8):
        end = event("rejection" if c == 5 else "takedown", 152 + c * 12)
        own.append(line(f"V{c}", "velora", 150 + c * 12, end, right_more={"number": "TM-900"}))
    scanned = found(fresh(10, 3, right_more={"number": "TM-900"}) + own)
    assert "velora" not in named(scanned)
    assert "fresh-0" in named(scanned)


def test_who_a_person_verified_is_held_to_verified_others_alone() -> None:
    """Nobody can drag a holder down by filing in its name, however bad its own luck was."""
    own = []
    for c in range(4):
        end = event("rejection" if c < 2 else "takedown", 152 + c * 12)
        own.append(line(f"V{c}", "velora", 150 + c * 12, end, right_more={"number": "TM-900"}))
    lines = honest(filers=60) + fresh(10, 3, right_more={"number": "TM-900"}) + own
    assert "velora" in named(found(lines))
    scanned = scan_untaught(verified(lines, "V0", days=151), explain=False)
    again = {f.reference: f for f in scanned.filers}
    assert "velora" not in named(again)
    assert "fresh-0" in named(again)
    # Two that were verified have one record.
    both = scan_untaught(verified(lines, "V0", "R0-0", "R1-0", days=151), explain=False)
    (signal,) = (
        s for f in both.filers if f.reference == "fresh-0" for s in f.signals
        if s.detector == "right_record"
    )  # fmt: skip
    assert set(signal.partners) >= {"velora", "fresh-1"}
