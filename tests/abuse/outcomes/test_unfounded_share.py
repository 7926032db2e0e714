"""A record of outcomes: what counts against a filer, who is spoken of, and with which figures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from abuse import Policy
from abuse.detectors import unfounded_share
from abuse.detectors.unfounded_share import adverse_cases, adverse_causes
from abuse.findings import Finding
from abuse.outcomes.honest import Honest
from abuse.outcomes.influence import causes
from abuse.record.view import View
from abuse.structure.links import unfounded_rates
from tests.abuse.attacks.levels import many
from tests.abuse.boundaries import under
from tests.abuse.makers import event, honest, line, table
from tests.abuse.outcomes.records import record


def test_a_complaint_counts_against_its_filer_if_any_claim_of_it_ended_so() -> None:
    def complaint(name: str, filer: str, *ends: str, merit: str = "") -> dict[str, Any]:
        one = line(name, filer, 1)
        target = one["targets"][0]
        one["targets"] = [
            {**target, "listing_id": f"{name}{n}", "url": f"https://shop.example/{name}{n}"}
            for n in range(len(ends))
        ]
        graded = {"merit": merit} if merit else {}
        one["events"] = [
            event(kind, 2 + spot, listing_ids=[f"{name}{n}"], **graded)
            for n, end in enumerate(ends)
            for spot, kind in enumerate(end.split())
        ]
        return one

    dropped = "takedown counter_notice withdrawal"
    lines = [
        complaint("A", "some", "rejection", "rejection"),
        complaint("B", "some", "takedown", "rejection"),
        complaint("C", "some", dropped),
        complaint("D", "some", "takedown", merit="unfounded"),
        complaint("E", "some", "takedown"),
        complaint("F", "some", "takedown withdrawal"),
        complaint("G", "some", "rejection", merit="founded"),
        complaint("H", "none", "takedown"),
        complaint("I", "unnamed", "takedown"),
        complaint("J", "unnamed", "takedown"),
    ]
    view = View(table(lines))
    names = view.table.filers["reference"].to_pylist()
    assert dict(zip(names, adverse_cases(view).tolist(), strict=True)) == {
        "some": 4, "none": 0, "unnamed": 0,
    }  # fmt: skip
    # Refused targets of which only the number is known count too, one or several.
    cases = view.table.complaints["reference"].to_pylist()
    view.complaint_unlisted = np.array([{"I": 1, "A": 3}.get(case, 0) for case in cases])
    assert dict(zip(names, adverse_cases(view).tolist(), strict=True)) == {
        "some": 4, "none": 0, "unnamed": 1,
    }  # fmt: skip


def found(refused: int) -> Finding | None:
    lines = honest(filers=40)
    lines += [line(f"G{n}", "guilty", n, event("rejection", n + 2)) for n in range(refused)]
    view = View(table(lines))
    names = view.table.filers["reference"].to_pylist()
    told = {names[f.filer]: f for f in unfounded_share.detect(view, Policy())}
    return told.get("guilty")


def test_a_thin_record_is_ranked_and_reaches_no_level() -> None:
    ceilings = []
    for refused in (2, 3, 4):
        finding = found(refused)
        assert finding is not None
        ceilings.append(finding.ceiling)
    assert ceilings == ["none", None, None]


def test_the_largest_complaint_counts_once_and_others_by_their_listings() -> None:
    filer = np.array([0, 0, 1, 1, 2, 3, 3])
    lost = np.array([200, 200, 200, 1, 500, 1, 0])
    counted = causes(filer, lost, 5)
    assert counted.tolist() == pytest.approx([1 + 1 + np.log(200), 2, 1, 1, 0])


@pytest.mark.parametrize(
    ("sizes", "unnamed", "ceiling"),
    [
        ((500,), 0, "none"),  # one large mistake
        ((500, 1), 0, "none"),
        ((500, 2), 0, "none"),  # 1 + ln 2 causes beside it are less than two
        ((500, 3), 0, "watch"),
        ((3, 500), 0, "watch"),
        ((500, 1), 1, "none"),
        ((500, 1), 2, "watch"),  # refused targets that nobody named count too
        ((200, 200), 0, "watch"),
        ((1, 1, 1), 0, None),
    ],
)
def test_two_large_complaints_are_looked_at(
    sizes: tuple[int, ...], unnamed: int, ceiling: str | None
) -> None:
    lines = honest(filers=40)
    lines += [many(f"G{n}", "guilty", n, size, event("rejection", n + 2))
              for n, size in enumerate(sizes)]  # fmt: skip
    view = View(table(lines))
    names = view.table.filers["reference"].to_pylist()
    cases = view.table.complaints["reference"].to_pylist()
    view.complaint_unlisted = np.array([unnamed * (case == "G1") for case in cases])
    (found,) = (f for f in unfounded_share.detect(view, Policy()) if names[f.filer] == "guilty")
    assert found.ceiling == ceiling
    lost = sorted([*sizes[:1], *(size + unnamed for size in sizes[1:])])
    apart = 1 + sum(1 + np.log(size) for size in lost[:-1])
    assert adverse_causes(view)[found.filer] == pytest.approx(apart)


def test_a_record_is_its_evidence_and_says_whether_it_passes_the_false_discovery_limit() -> None:
    lines = honest(filers=40)
    lines += [line(f"G{n}", "guilty", n, event("rejection", n + 2)) for n in range(9)]
    view = View(table(lines))
    names = view.table.filers["reference"].to_pylist()
    (finding,) = (f for f in unfounded_share.detect(view, Policy()) if names[f.filer] == "guilty")
    assert finding.numbers["passes_false_discovery"] == 1
    evidence = float(unfounded_rates(view, Policy()).evidence[finding.filer])
    assert finding.log_odds == pytest.approx(evidence)
    # Where only one in a million may be called so by chance it does not.
    with under(**{"outcomes.peers._FDR": 1e-6}) as strict:
        again = unfounded_share.detect(View(view.table), strict)
    (unsure,) = (f for f in again if names[f.filer] == "guilty")
    assert unsure.numbers["passes_false_discovery"] == 0
    assert unsure.log_odds == finding.log_odds


def test_a_record_that_speaks_for_its_filer_is_not_told() -> None:
    lines = [line(f"G{n}", "good", n, event("takedown" if n else "rejection", n + 2))
             for n in range(30)]  # fmt: skip
    view = View(table([*honest(filers=40), *lines]))
    names = view.table.filers["reference"].to_pylist()
    filer = names.index("good")
    assert adverse_cases(view)[filer] == 1
    assert unfounded_rates(view, Policy()).evidence[filer] < 0
    assert filer not in [finding.filer for finding in unfounded_share.detect(view, Policy())]


def test_a_record_is_told_of_with_its_figures() -> None:
    manifest = {"merit": "manifestly_unfounded"}
    lines = [
        line("plain", "f", 40, event("rejection", 42)),
        line("worst", "f", 41, event("rejection", 43, **manifest)),
        line("graded", "f", 42, event("takedown", 44, merit="unfounded")),
        line("held", "f", 43, event("takedown", 44)),
        line("open", "f", 44),
        line("unnamed", "f", 45),
        line("right", "f", 46, event("rejection", 47, merit="founded")),
        line("later", "z", 90),
    ]
    view = View(table(lines))
    names = view.table.complaints["reference"].to_pylist()
    view.complaint_unlisted = np.array([{"unnamed": 2, "open": 1}.get(name, 0) for name in names])
    rates = unfounded_rates(view, Policy())
    odds = {"plain": 1.0, "worst": 3.0, "graded": 2.0}
    of_claim = [names[complaint] for complaint in view.complaint.tolist()]
    known = {"plain", "worst", "graded", "held", "right"}
    rates = replace(
        rates,
        verdicts=replace(
            rates.verdicts,
            log_odds=np.array([odds.get(name, 9.0) for name in of_claim]),
            outcome=np.array([int(name in known) for name in of_claim]),
        ),
        # Just beyond, at and within a tenth on either side.
        store=np.array([{"plain": 0.11, "worst": 0.1, "graded": -0.11, "held": -0.1}.get(name, 0.05)
                        for name in of_claim]),
        share=np.array([0.123456, 0.0]), low=np.array([0.234567, 0.0]),
        high=np.array([0.345678, 0.0]), evidence=np.array([2.345678, 0.0]),
        honest=Honest(((1.2345678, 4.3210987),), np.zeros(2, int)),
    )  # fmt: skip
    rec = record(3, 7, 0.2, 0.123456)
    finding = unfounded_share._finding(view, Policy(), rates, rec, 0, True, None)
    assert finding.numbers == {
        "share": 0.1235, "share_low": 0.2346, "share_high": 0.3457,
        # 1.2345678 of 5.5556665, and a peers' rate of 0.2 at 0.7 a refusal.
        "honest_share": 0.2222, "honest_weight": 5.556, "peer_refused_share": 0.2857,
        # Three named, and three refused without a name beside five with an outcome.
        "bad": 6, "claims": 8, "since": "2026-02-10", "p": float(f"{float(rec.p[0]):.3g}"),
        "passes_false_discovery": 1, "manifestly_unfounded": 1, "others_failed": 1,
        "others_held": 1, "evidence": 2.346, "over_dispersion": 0.1235,
    }  # fmt: skip
    # The likeliest first, and those without a name at the end.
    assert [names[case] for case in finding.complaints] == [
        "worst", "graded", "plain", "open", "unnamed",
    ]  # fmt: skip
    assert finding.strength == 0.123456
    assert finding.log_odds == 2.345678
    assert (finding.detector, finding.family, finding.least) == ("unfounded_share", "outcomes", 3)
    assert finding.ceiling is None
    few = unfounded_share._finding(view, Policy(), rates, rec, 0, False, "none")
    assert few.ceiling == "none"
    assert few.log_odds == 2.345678
    assert few.numbers["passes_false_discovery"] == 0
    # A peers' rate beyond what an ungraded refusal weighs is all of them.
    all_refused = unfounded_share._finding(
        view, Policy(), rates, record(3, 7, 0.9, 0.1), 0, False, "none"
    )
    assert all_refused.numbers["peer_refused_share"] == 1.0
