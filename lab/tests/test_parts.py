"""Leaving a part out of a scan does what its name says: each mechanism by a rule of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from abuse import Policy, scan
from abuse.detectors import DETECTORS, unfounded_share, young_right
from abuse.findings import Finding, Link, MitigatingFactor
from abuse.linking.identifiers import identifier_links
from abuse.outcomes.honest import fit_honest
from abuse.outcomes.influence import bounded
from abuse.outcomes.peers import _trim, worse_than_peers
from abuse.outcomes.records import refusals
from abuse.outcomes.verdicts import OUTCOMES, read_verdicts
from abuse.record.view import View
from abuse.score.judging import judge, level, mitigated
from abuse.score.mitigation import mitigating_factors
from abuse.score.prior import in_market
from abuse.structure import blocks, rings
from abuse.structure.blocks import proven_blocks
from abuse.structure.links import campaigns, unfounded_rates
from abuse.structure.lockstep import lockstep
from abuse.structure.rings import discount_clean_partners
from lab.evaluation.parts import MECHANISMS, parts, without
from tests.abuse.even import even
from tests.abuse.makers import Lines, event, honest, line, table
from tests.abuse.outcomes.test_honest import GUILTY, drawn, filers
from tests.abuse.planted import PLANTED
from tests.abuse.score.test_score import finding

Rule = Callable[[Policy], Any]
WITH = even()


def both(name: str, rule: Rule) -> tuple[Any, Any]:
    """What a rule says under the policy, and without the mechanism."""
    there, setup = rule(WITH), without(WITH, [name])
    with setup.held():
        return there, rule(setup.policy)


def planted(name: str) -> View:
    return View(table(PLANTED[name]()))


def test_parts_are_the_detectors_and_the_mechanisms_each_once() -> None:
    assert parts() == [*DETECTORS, *MECHANISMS]
    assert len(set(parts())) == len(parts())


@pytest.mark.parametrize("name", DETECTORS)
def test_a_detector_is_left_out_by_name_and_nothing_else_changes(name: str) -> None:
    setup = without(WITH, [name])
    assert setup.policy == WITH
    assert setup.constants == ()
    assert setup.detectors == tuple(other for other in DETECTORS if other != name)


def test_several_parts_are_left_out_together() -> None:
    setup = without(Policy(watch=0.2), ["rival", "learnt_prior"])
    assert setup.policy == Policy(watch=0.2)
    assert setup.constants == (("score.prior._WEIGHT", 10**9),)
    assert "rival" not in setup.detectors


def test_constants_are_held_while_a_scan_is_made_and_no_longer() -> None:
    setup = without(WITH, ["block_records", "clean_partners"])
    with pytest.raises(ZeroDivisionError), setup.held():
        assert (blocks._PRIOR, rings._CLEAN_PARTNERS) == (0.0, 1.0)
        raise ZeroDivisionError
    assert (blocks._PRIOR, rings._CLEAN_PARTNERS) == (0.3, 0.25)


def test_ring_record() -> None:
    lines = honest(filers=60)
    for c in range(6):
        for m in range(6):
            day, store = c * 30 + m * 1.3, f"shop-{c * 20}"
            lost = event("rejection", day)
            lines.append(line(f"G{m}-{c}", f"guilty-{m}", day, lost, store=store))

    def found(policy: Policy) -> bool:
        report = scan(table(lines), policy)
        records = [s for f in report.filers for s in f.signals if s.detector == "ring_record"]
        return any(record.log_odds > 0 for record in records)

    assert both("ring_record", found) == (True, False)


@pytest.mark.parametrize(
    ("name", "market", "links"),
    [
        ("identifier_links", "shared_hands", identifier_links),
        ("lockstep_links", "lockstep", lockstep),
        ("campaign_links", "campaign", campaigns),
    ],
)
def test_links(name: str, market: str, links: Callable[[View, Policy], list[Link]]) -> None:
    there, gone = both(name, lambda policy: links(planted(market), policy))
    assert there
    assert gone == []


def test_block_records() -> None:
    """This block is denser than chance by its filers' records alone."""
    found = both("block_records", lambda p: len(proven_blocks(planted("dense_block"), p)))
    assert found == (1, 0)


def test_clean_partners() -> None:
    view = View(table(honest()))
    alike = Finding(0, "lockstep", "structure", 0.5, 2.0, {}, (0,), (1, 2, 3, 4, 5))

    def weight(policy: Policy) -> float:
        return discount_clean_partners(View(view.table), policy, [alike])[0].log_odds

    assert both("clean_partners", weight) == (0.5, 2.0)


def refused() -> Lines:
    """A market in which many claims are refused, whoever files."""
    return honest(filers=60, refused=0.5)


def test_learnt_outcomes() -> None:
    def apart(policy: Policy) -> float:
        """How far a refusal here is from what published rates say of it."""
        view = View(table(refused()))
        verdicts = read_verdicts(view)
        lost = verdicts.outcome == OUTCOMES.index("refused")
        published = verdicts.unnamed[verdicts.stratum[view.complaint[lost]]]
        return float(np.abs(verdicts.log_odds[lost] - published).max())

    there, gone = both("learnt_outcomes", apart)
    assert there > 0.05
    assert gone < 1e-4


def test_witnesses() -> None:
    def apart(policy: Policy) -> float:
        """What an upheld answer says where the seller always answers, and where it is unknown."""
        lines = honest(answered=0.3)
        for n in range(20):
            events = [event("takedown", 2), event("counter_notice", 5), event("takedown", 8)]
            lines.append(line(f"o{n}", f"brand-{n}", 0, *events, store="always"))
        lines.append(line("x", "brand", 0, *events, store="unknown"))
        view = View(table(lines))
        odds = read_verdicts(view).log_odds
        names = view.table.complaints["reference"].to_pylist()
        one, other = (odds[view.complaint == names.index(name)][0] for name in ("o0", "x"))
        return float(abs(one - other))

    there, gone = both("witnesses", apart)
    assert there > 0.05
    assert gone == pytest.approx(0, abs=1e-9)


def test_bounded_influence() -> None:
    party, weight = np.array([0, 1]), np.array([500.0, 10.0])

    def bound(policy: Policy) -> list[float]:
        return bounded(party, weight).tolist()

    assert both("bounded_influence", bound) == ([20.0, 10.0], [500.0, 10.0])


def test_others_at_store() -> None:
    def said(policy: Policy) -> float:
        return float(np.abs(unfounded_rates(View(table(refused())), policy).store).max())

    there, gone = both("others_at_store", said)
    assert there > 0.5
    assert gone == 0


def test_honest_by_right() -> None:
    view = View(table(filers(60) + filers(40, kind="patent", name="p")))
    fitted = both(
        "honest_by_right", lambda p: len(fit_honest(drawn(view, 0.1), view, GUILTY).betas)
    )
    assert fitted == (3, 1)


def test_peers_by_right() -> None:
    lines = honest()
    for f in range(20):
        for c in range(12):
            lost = event("rejection", 9) if c % 2 else event("takedown", 9)
            lines.append(line(f"P{f}-{c}", f"patent-{f}", c, lost, right_more={"kind": "patent"}))

    def spread(policy: Policy) -> float:
        return float(np.ptp(refusals(View(table(lines))).peer_rate))

    there, gone = both("peers_by_right", spread)
    assert there > 0.1
    assert gone == pytest.approx(0, abs=1e-6)


def test_trimmed_peers() -> None:
    z, t = np.array([9.0, 0.0, 0.0, 0.0]), np.ones(4)
    kept = both("trimmed_peers", lambda policy: int(_trim(z, t).sum()))
    assert kept == (3, 4)


def test_false_discovery() -> None:
    p = np.array([1e-6, 0.3, 1.0])
    sure = both("false_discovery", lambda policy: worse_than_peers(p).sum())
    assert sure == (1, 3)


def test_thin_records() -> None:
    lines = honest(refused=0.02)
    lost = [event("rejection", c + 2, merit="unfounded") for c in range(2)]
    lines += [line(f"u{c}", "unlucky", c, lost[c]) for c in range(2)]
    view = View(table(lines))
    who = view.table.filers["reference"].to_pylist().index("unlucky")

    def found(policy: Policy) -> bool:
        return any(f.filer == who for f in unfounded_share.detect(View(view.table), policy))

    assert both("thin_records", found) == (True, False)


def test_young_trades() -> None:
    lines = honest()
    for c in range(12):
        kind = {"category": "shoes" if c % 2 else "lamps"}
        target = {"listed_on": "2024-01-01", **kind}
        right = {"number": f"TM-{c % 2}", "applied_on": "2025-11-01"}
        lines.append(line(f"G{c}", "guilty", c, right_more=right, target_more=target))

    def adds(policy: Policy) -> float:
        view = View(table(lines))
        return DETECTORS["young_right"](view, policy)[0].log_odds

    there, gone = both("young_trades", adds)
    assert there == pytest.approx(gone + young_right._TRADE)


def test_acts_of_others() -> None:
    mine = finding("outcomes", 5.5)
    theirs = replace(
        finding("structure", 4.0), outside=1.0, acts={"filings": 2}, partners=(1, 2, 3)
    )

    def verdict(policy: Policy) -> tuple[float, str]:
        said = judge([mine, theirs], [], policy)
        return round(said.added[1], 6), said.level

    assert both("acts_of_others", verdict) == ((0.24, "warning"), (4.0, "boycott_review"))


def test_mitigation() -> None:
    factor = MitigatingFactor(0, "upheld", {}, -1.5)
    assert both("mitigation", lambda policy: mitigated([factor], policy)) == (-1.5, 0.0)


def test_graded_ceiling() -> None:
    lines = honest()
    for c in range(12):
        events = [event("rejection", c + 2, merit="unfounded")]
        lines.append(line(f"e{c}", "erring", c, *events))
    view = View(table(lines))
    who = view.table.filers["reference"].to_pylist().index("erring")

    def ceiling(policy: Policy) -> str | None:
        factors = mitigating_factors(View(view.table), policy, [who])
        return next(f.ceiling for f in factors if f.kind == "grades")

    assert both("graded_ceiling", ceiling) == ("warning", None)


@pytest.mark.parametrize(("family", "held"), [("outcomes", "warning"), ("structure", "watch")])
def test_two_families(family: Any, held: str) -> None:
    alone = [finding(family, 6.0)]
    assert both("two_families", lambda policy: level(0.99, alone, policy)) == (
        held,
        "boycott_review",
    )


def test_learnt_prior() -> None:
    there, gone = both("learnt_prior", lambda policy: in_market(policy, [9.0] * 90, 300).share)
    assert there == 0.1
    assert gone == pytest.approx(WITH.prior, abs=1e-6)


def test_certainty() -> None:
    pile = [finding("outcomes", 6.0), finding("conduct", 6.0), finding("structure", 6.0)]
    there, gone = both("certainty", lambda policy: judge(pile, [], policy).score)
    assert there == pytest.approx(0.99)
    assert gone > 0.999999


def test_each_mechanism_is_tested() -> None:
    """Its test has the mechanism's name."""
    tests = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    linked = {"identifier_links", "lockstep_links", "campaign_links"}
    assert set(MECHANISMS) <= tests | linked


def test_the_page_names_each_mechanism_and_its_thresholds() -> None:
    page = (Path(__file__).parents[2] / "docs" / "evaluation.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| (`[\w.`, ]+`) \|$", page, re.M)
    named = {name: re.findall(r"[\w.]+", thresholds) for name, thresholds in rows}
    assert named == {name: list(values) for name, values in MECHANISMS.items()}
