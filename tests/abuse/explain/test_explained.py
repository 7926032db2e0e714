"""Why a flag stands: what hangs on what, the smallest graph, the paragraph in two languages."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import Any

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from abuse import ClaimTable, Policy, scan
from abuse.detectors import DETECTORS
from abuse.explain.explaining import explained
from abuse.explain.reasons import reasons
from abuse.explain.report import FilerReport, Report
from abuse.explain.requirements import requirements_of
from abuse.explain.smallest import Requirement, smallest
from abuse.explain.store_ablation import KnownTies, StoreAblation
from abuse.findings import Finding, Link
from abuse.market.making import make_market
from abuse.record.view import View
from abuse.score.judging import judge
from abuse.structure.links import find_links, unfounded_rates
from abuse.structure.rings import find_rings, suspect
from abuse.words import say
from tests.abuse.even import even
from tests.abuse.makers import event, honest, line, table

pytestmark = pytest.mark.slow

JARGON = re.compile(
    r"log-odds|truss|p-value|p =|quantile|posterior|prior\b|Bayes|beta|FDR|null|rewir|\bz\b|rho",
    re.IGNORECASE,
)


def market(*, apart: bool = False) -> list[dict[str, Any]]:
    """A ring of small accounts that a phone and a device bind, and that hits one store most.

    Apart, each member has a store of its own: what others say of a store does not depend on who is
    bound to whom.
    """
    lines = honest(filers=60)
    hand = {"phone": "+8613811112222", "device": "dev-77"}
    for f in range(4):
        for c in range(6):
            day, prey = f * 3 + c * 40, f"prey-{f}" if apart else "prey"
            store = prey if c < 3 else f"prey-{f}-{c}"
            lines.append(
                line(f"G{f}-{c}", f"guilty-{f}", day, event("rejection", day + 2), store=store,
                     filer_more=hand)
            )  # fmt: skip
    for c in range(9):
        day = c * 30
        lines.append(line(f"A{c}", "alone", day, event("rejection", day + 2),
                          store="one" if c < 6 else f"other-{c}"))  # fmt: skip
    return lines


@cache
def report() -> Report:
    return scan(table(market()))


@cache
def simulated() -> tuple[ClaimTable, Report]:
    read = ClaimTable.from_lines(make_market(1, complaints=1000).lines)
    return read, scan(read)


def of(found: Report, reference: str) -> FilerReport:
    return next(filer for filer in found.filers if filer.reference == reference)


def score_of(lines: list[dict[str, Any]], reference: str) -> float:
    found = scan(table(lines), explain=False).filers
    return next((f.score for f in found if f.reference == reference), 0.0)


def test_without_a_shared_identifier_as_a_scan_that_never_saw_it() -> None:
    whole = market(apart=True)
    guilty = of(scan(table(whole)), "guilty-3")
    assert guilty.explanation
    told = {w.what: w for w in guilty.explanation.ablations if w.kind == "identifier"}
    assert {w.shared_by for w in told.values()} == {4}
    for what in ("phone", "device"):
        blind = [{**x, "filer": {k: v for k, v in x["filer"].items() if k != what}} for x in whole]
        # One kind left makes no hand; it still binds bad records, so the ring and its record stay.
        assert told[what].score < guilty.score
        assert told[what].score == pytest.approx(score_of(blind, "guilty-3"), abs=0.1)


def test_without_a_store_as_a_scan_without_its_claims() -> None:
    for name, store in (("alone", "one"), ("guilty-1", "prey")):
        filer = of(report(), name)
        assert filer.explanation
        told = {w.what: w for w in filer.explanation.ablations if w.kind == "store"}
        group = {f.reference for f in report().filers if f.ring and f.ring == filer.ring} | {name}
        rest = [
            x for x in market()
            if x["filer"]["reference"] not in group or x["targets"][0]["store_id"] != store
        ]  # fmt: skip
        assert told[store].score == pytest.approx(score_of(rest, name), abs=0.1)


def test_a_record_with_nothing_left_out_is_the_record() -> None:
    read, _ = simulated()
    view, policy = View(read), Policy()
    rates = unfounded_rates(view, policy)
    for filer in range(0, view.n_filers, 7):
        left = StoreAblation(view, policy, (filer,), -5, KnownTies({}))
        assert left.record[0] == pytest.approx(rates.evidence[filer])
        assert left.by_target[0] == pytest.approx(rates.by_target[filer])


def test_what_is_left_out_never_helps_the_case_against() -> None:
    for filer in simulated()[1].filers:
        if filer.explanation:
            assert all(each.score <= filer.score + 1e-9 for each in filer.explanation.ablations)


def fewest(requirements: list[Requirement]) -> int:
    """Nodes and edges of the least cover, by integer programming."""
    paths = [
        (spot, path) for spot, requirement in enumerate(requirements) for path in requirement.paths
    ]
    edges = sorted({edge for _, path in paths for edge in path})
    nodes = sorted({node for edge in edges for node in edge})
    columns: dict[Any, int] = {name: n for n, name in enumerate([*edges, *nodes])}
    first, rows, least = len(columns), [], []

    def at_least(terms: dict[int, int], bound: int) -> None:
        rows.append([terms.get(column, 0) for column in range(first + len(paths))])
        least.append(bound)

    for number, (_, path) in enumerate(paths, first):
        for edge in path:
            at_least({columns[edge]: 1, number: -1}, 0)
    for edge in edges:
        for node in edge:
            at_least({columns[node]: 1, columns[edge]: -1}, 0)
    for spot, requirement in enumerate(requirements):
        mine = {first + n: 1 for n, (other, _) in enumerate(paths) if other == spot}
        at_least(mine, requirement.at_least)
    found = milp(
        [1] * first + [0] * len(paths),
        constraints=LinearConstraint(np.array(rows), lb=least),
        integrality=np.ones(first + len(paths)),
        bounds=Bounds(0, 1),
    )
    least_of_all: int = round(found.fun)
    return least_of_all


def test_the_smallest_graph_shows_every_line_and_spares_nothing() -> None:
    read, _ = simulated()
    view, policy = View(read), Policy()
    findings: dict[int, list[Finding]] = defaultdict(list)
    for detect in DETECTORS.values():
        for finding in detect(view, policy):
            findings[finding.filer].append(finding)
    links: dict[int, list[Link]] = defaultdict(list)
    for link in find_links(view, policy):
        links[link.a].append(link)
        links[link.b].append(link)
    rings = suspect(view, policy, find_rings(view, policy, find_links(view, policy)))
    ring_of = {member: ring for ring in rings for member in ring.members}
    sizes = []
    for filer, mine in findings.items():
        requirements = requirements_of(view, policy, filer, mine, links, ring_of.get(filer))
        edges = smallest(requirements)
        assert {requirement.line for requirement in requirements} >= {f.detector for f in mine}
        assert all(requirement.met(edges) for requirement in requirements)
        for edge in edges:
            rest = [other for other in edges if other != edge]
            assert not all(requirement.met(rest) for requirement in requirements), edge
        sizes.append(
            (len(edges) + len({node for edge in edges for node in edge}), fewest(requirements))
        )
    assert len(sizes) > 20
    assert all(size <= 1.25 * least for size, least in sizes)
    assert sum(size == least for size, least in sizes) >= 0.9 * len(sizes)


def test_a_graph_holds_the_filer_its_partners_and_what_they_share() -> None:
    guilty = of(report(), "guilty-2")
    assert guilty.explanation
    graph = guilty.explanation.graph
    kinds = defaultdict(list)
    for node in graph["nodes"]:
        kinds[node["kind"]].append(node["label"])
    assert graph["nodes"][0]["label"] == "guilty-2"
    assert {label.split(":")[0] for label in kinds["identifier"]} == {"phone", "device"}
    assert len(kinds["filer"]) == 3, "a ring rests on ties to two others"
    ids = {node["id"] for node in graph["nodes"]}
    assert {edge[end] for edge in graph["edges"] for end in ("source", "target")} == ids
    assert {edge["kind"] for edge in graph["edges"]} == {"shares", "complained of"}


def test_a_paragraph_for_each_flag_in_both_languages() -> None:
    told = 0
    for filer in simulated()[1].filers:
        if filer.level == "none":
            assert filer.explanation is None
            assert filer.case() is None
            continue
        case = filer.case()
        assert case is not None
        en, zh = (say(case.paragraph(), language) for language in ("en", "zh"))
        assert en.startswith(f"Filer {filer.reference}")
        # What a score says of 100 such filers is not said of one whose score is held back.
        assert ("of 100 filers" in en) is (case.held_by is None)
        assert zh.startswith(f"投诉人 {filer.reference}")
        assert "Against it: " in en
        assert "Why " in en
        assert filer.name == filer.reference or filer.name not in en
        assert not JARGON.search(en)
        assert not re.search(r"\d{4}-\d\d-\d\d|\bnan\b|None|  |\{|daies", en)
        for signal in filer.signals[:4]:
            assert say(signal.message) in en
            assert say(signal.message, "zh") in zh
        told += 1
    assert told > 5


def test_a_masked_paragraph_and_graph_name_nobody() -> None:
    _, found = simulated()
    names = {filer.reference for filer in found.filers}
    for plain, masked in zip(found.filers, found.as_json(mask=True)["filers"], strict=True):
        if plain.explanation is None:
            continue
        text = str(masked)
        assert not any(name in text for name in names)
        for each in plain.explanation.ablations:
            assert each.kind == "identifier" or each.what not in text
        assert not re.search(r"C-20\d\d-\d+", text)


EVER = even()


def finding(family: Any, odds: float, **more: Any) -> Finding:
    return Finding(0, f"a-{family}", family, 0.5, odds, {}, (0,), **more)


@pytest.mark.parametrize(
    ("findings", "level", "held"),
    [
        ([finding("outcomes", 5.1)], "warning", "one_family"),
        ([finding("conduct", 4.0), finding("authority", 4.0)], "warning", "no_outcomes"),
        ([finding("structure", 6.0)], "watch", "thin"),
        ([finding("outcomes", 4.0), finding("conduct", 3.0)], "boycott_review", None),
    ],
)
def test_why_this_level_and_not_the_next(
    findings: list[Finding], level: str, held: str | None
) -> None:
    verdict = judge(findings, [], even())
    assert verdict.level == level
    why = reasons(verdict.score, verdict.level, findings, even())
    assert why.held_by == held
    assert why.from_score <= verdict.score
    assert set(why.families) == {f.family for f in findings}
    assert (why.next_level is None) == (level == "boycott_review")


def test_a_boycott_review_names_the_families_that_it_rests_on() -> None:
    """What echoes the strongest finding is no second family beside it, but beside another it is."""
    findings = [
        Finding(0, "unfounded_share", "outcomes", 0.5, 4.0, {}, (0,)),
        Finding(0, "graded_manifest", "outcomes", 0.5, 1.8, {}, (0,)),
        Finding(0, "established_targets", "conduct", 0.5, 0.8, {}, (0,), echo=("unfounded_share",)),
    ]
    verdict = judge(findings, [], EVER)
    assert verdict.level == "boycott_review"
    why = reasons(verdict.score, verdict.level, findings, EVER)
    assert why.families == ("outcomes", "conduct")


def test_what_speaks_for_a_filer_holds_it_at_watch_whatever_echoes() -> None:
    findings = [
        Finding(0, "unfounded_share", "outcomes", 0.5, 3.6, {}, (0,)),
        Finding(0, "established_targets", "conduct", 0.5, 0.8, {}, (0,), echo=("unfounded_share",)),
    ]
    assert reasons(0.7, "watch", findings, EVER).held_by == "relief"
    assert reasons(0.9, "warning", findings, EVER).held_by in ("same_facts", "one_family")


def test_nobody_to_explain() -> None:
    empty = ClaimTable.from_lines([])
    assert explained(View(empty), Policy(), {}, {}, {}, []) == {}
    assert np.all([f.explanation is None for f in scan(table(market()), explain=False).filers])
