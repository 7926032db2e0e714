"""Small accounts that share nothing but one victim; and honest ones that hunt one seller."""

from __future__ import annotations

import pytest

from abuse import Policy, scan
from abuse.explain.report import FilerReport
from tests.abuse.attacks.levels import scan_untaught
from tests.abuse.makers import Lines, event, honest, line, table


def small(accounts: int, each: int, refused: int, store: str | None = "victim") -> Lines:
    """So many accounts of a few claims at one store; of every ten accounts so many lose theirs."""
    lines = []
    for a in range(accounts):
        for c in range(each):
            day = a * 7 + c * 30
            end = event("rejection" if a % 10 < refused else "takedown", day + 2)
            lines.append(line(f"S{a}-{c}", f"small-{a}", day, end, store=store))
    return lines


def found(lines: Lines) -> dict[str, FilerReport]:
    scanned = scan_untaught(table(honest(filers=60) + lines))
    return {f.reference: f for f in scanned.filers}


def named(scanned: dict[str, FilerReport]) -> set[str]:
    return {n for n, f in scanned.items() if "victim_record" in {s.detector for s in f.signals}}


@pytest.mark.parametrize(("accounts", "each"), [(10, 3), (30, 1)])
def test_thirty_bad_claims_of_small_accounts_at_one_victim_lead_to_each(
    accounts: int, each: int
) -> None:
    scanned = found(small(accounts, each, refused=10))
    assert named(scanned) == {f"small-{a}" for a in range(accounts)}
    assert {f.level for f in scanned.values() if f.reference.startswith("small")} == {"watch"}
    (signal,) = (s for s in scanned["small-0"].signals if s.detector == "victim_record")
    told = {name: signal.numbers[name] for name in ("accounts", "lost", "claims", "bad")}
    assert told == {"accounts": accounts, "lost": accounts, "claims": 30, "bad": 30}
    # The graph shows the victim.
    assert "victim" in str(scanned["small-0"].explained()["smallest_graph"])


def test_the_same_claims_at_as_many_sellers_are_no_lead() -> None:
    assert named(found(small(10, 3, refused=10, store=None))) == set()


@pytest.mark.parametrize("refused", [0, 1, 3])
def test_hunters_of_a_popular_seller_of_copies_are_no_lead(refused: int) -> None:
    scanned = found(small(30, 2, refused, store="copies"))
    assert named(scanned) == set()
    assert {f.level for f in scanned.values()} <= {"none"}


def test_honest_errors_that_fall_where_they_may_are_no_lead() -> None:
    lines = []
    for a in range(120):
        day = a * 2.5
        end = event("rejection" if a % 4 == 0 else "takedown", day + 2)
        lines.append(line(f"E{a}", f"small-{a}", day, end, store=f"shop-{a % 40}"))
    assert named(found(lines)) == set()


def test_leads_teach_nobody_how_many_abuse() -> None:
    read = table(honest(filers=60) + small(30, 1, refused=10))
    blind = Policy(victim_accounts=1000)
    priors = {scan(read, policy, explain=False).run["prior"] for policy in (Policy(), blind)}
    assert len(priors) == 1
