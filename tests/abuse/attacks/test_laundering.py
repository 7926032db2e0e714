"""A client files its bad claims through an honest agency, whose record hides them."""

from __future__ import annotations

import json

import pytest

from abuse import scan
from tests.abuse.attacks.levels import TAUGHT_NOTHING, levels, scan_untaught
from tests.abuse.boundaries import under
from tests.abuse.makers import Lines, event, honest, line, table, when
from tests.abuse.planted.client_record import agency


def test_the_client_is_named_to_staff_and_the_agency_is_not_warned() -> None:
    good = {f"Client {n}": (1, 20) for n in range(6)}
    lines = honest(filers=60) + agency("agency", {**good, "Launderer": (20, 24)})
    with under(**TAUGHT_NOTHING, warning=0.55) as policy:
        report = scan(table(lines), policy)
    (found,) = (f for f in report.filers if f.reference == "agency")
    assert (found.level, found.score > policy.warning) == ("watch", True)
    (finding,) = found.signals
    assert (finding.detector, finding.numbers["client"]) == ("client_record", "C-6")
    # Only complaints of this client are shown, and a paragraph says why the level is no higher.
    assert {case.rsplit("-", 1)[0] for case in finding.complaints} == {"agency-6"}
    case = found.case()
    assert case is not None
    assert "the record of one client alone" in str(case.paragraph())
    # The graph shows it by name, and nothing does where names are masked.
    assert "C-6" in json.dumps(found.explained()["smallest_graph"])
    assert '"C-6"' not in json.dumps(report.as_json(mask=True))


def repeated(agent: str, client: int, lost: int) -> Lines:
    """What a client lost, filed again, and again lost."""
    good = {f"Client {n}": (1, 20) for n in range(6)}
    again = []
    for one in agency(agent, {**good, "Launderer": (lost, lost + 4)}):
        number, case = one["reference"].split("-")[-2:]
        again.append(one)
        if int(number) == client and int(case) < lost:
            for turn in (1, 2):
                at = int(case) * 9 + client + turn * 3
                fresh = {**one, "reference": f"{one['reference']}-{turn}", "filed_at": when(at)}
                again.append({**fresh, "events": [event("rejection", at + 1)]})
    return again


@pytest.mark.parametrize("rest", ["honest", "bad"])
def test_what_a_client_does_again_and_again_is_held_against_the_client_alone(rest: str) -> None:
    """An agency is judged by its other clients; where they are no better, it is its own record."""
    lines = honest(filers=60) + repeated("agency", 6, 16)
    if rest == "bad":
        # Its own dealings: it withdraws for money.
        for c in range(12):
            day = c * 20.0
            events = [event("takedown", day + 1), event("demand_report", day + 3)]
            events.append(event("withdrawal", day + 5, merit="manifestly_unfounded"))
            lines.append(line(f"E{c}", "agency", day, *events, store=f"paid-{c % 5}",
                              filer_more={"kind": "agent"}))  # fmt: skip
    report = scan_untaught(table(lines), explain=False)
    (found,) = (f for f in report.filers if f.reference == "agency")
    assert {"refiled", "client_record"} <= {s.detector for s in found.signals}
    spared = [factor for factor in found.speaks_for if factor.kind == "other_clients"]
    if rest == "honest":
        assert found.level == "watch"
        assert spared[0].numbers == {"claims": 120, "lost": 6}
    else:
        assert found.level in ("warning", "boycott_review")
        assert not spared


def test_an_agency_at_a_level_of_its_own_is_lifted_no_further() -> None:
    paid = []
    for c in range(24):
        day = c * 10.0
        events = [event("takedown", day + 1), event("demand_report", day + 3)]
        events.append(event("withdrawal", day + 5))
        paid.append(line(f"E{c}", "agency", day, *events, store=f"paid-{c % 8}",
                         filer_more={"kind": "agent"}))  # fmt: skip
    good = {f"Client {n}": (1, 20) for n in range(6)}
    clean = honest(filers=60) + paid + agency("agency", good)
    laundering = honest(filers=60) + paid + agency("agency", {**good, "Launderer": (20, 24)})
    # By what speaks against it alone, so that its good clients do not hold it below a warning.
    with under(**{**TAUGHT_NOTHING, "score.judging._MITIGATION": 0.0}) as policy:
        assert levels(laundering, policy)["agency"] == levels(clean, policy)["agency"] == "warning"


@pytest.mark.parametrize("lost", [3, 6])
def test_a_new_client_of_a_bad_agency_has_nothing_held_against_it(lost: int) -> None:
    bad = {f"Client {n}": (15, 20) for n in range(4)}
    lines = honest(filers=60) + agency("agency", {**bad, "Newcomer": (lost, 6)})
    for c in range(3):
        won, face = event("takedown", 105), {"name": "Newcomer"}
        lines.append(line(f"N{c}", "newcomer", 100 + c, won, filer_more=face))
    found = {f.reference: f for f in scan(table(lines), explain=False).filers}
    assert "client_record" not in {s.detector for s in found["agency"].signals}
    assert "newcomer" not in found


def test_eight_clients_that_launder_do_not_hide_each_other() -> None:
    good = {f"Client {n}": (1, 20) for n in range(6)}
    bad = {f"Launderer {n}": (6, 8) for n in range(8)}
    report = scan_untaught(table(honest(filers=60) + agency("agency", {**good, **bad})))
    (found,) = (f for f in report.filers if f.reference == "agency")
    assert found.level == "watch"
    (finding,) = (s for s in found.signals if s.detector == "client_record")
    numbers = finding.numbers
    assert numbers["alike"] == 7
    assert {numbers["client"], *str(numbers["also"]).split("; ")} == {
        f"C-{n}" for n in range(6, 14)
    }
    assert {case.rsplit("-", 1)[0] for case in finding.complaints} == {
        f"agency-{n}" for n in range(6, 14)
    }
    assert '"C-7' not in json.dumps(report.as_json(mask=True))
