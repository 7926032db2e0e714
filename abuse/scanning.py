"""A scan from table to report: view, detectors, rings, score.

The only place that knows them all; each of them knows none of the others.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa

from abuse.detectors import DETECTORS
from abuse.explain.explaining import explained
from abuse.explain.report import MOST_COMPLAINTS, FilerReport, Report, Signal
from abuse.explain.standing import standings
from abuse.findings import Finding, Link, MitigatingFactor
from abuse.outcomes.records import pending
from abuse.policy import Policy
from abuse.record.columns import numbers
from abuse.record.table import ClaimTable
from abuse.record.view import View
from abuse.score.certificate import share_of
from abuse.score.factors import four_factors
from abuse.score.judging import evidence_of, judge
from abuse.score.mitigation import mitigating_factors, other_clients
from abuse.score.prior import in_market
from abuse.stages import Stages
from abuse.structure.links import find_links
from abuse.structure.nearness import nearness
from abuse.structure.rings import (
    Ring,
    discount_clean_partners,
    find_rings,
    ring_records,
    suspect,
    ties_of,
    with_ties,
)


def scan(
    table: ClaimTable,
    policy: Policy | None = None,
    *,
    seed: int = 0,
    boycotted: Collection[int] = (),
    warned: Mapping[int, datetime] | None = None,
    detectors: Collection[str] = tuple(DETECTORS),
    explain: bool = True,
    standing: bool = False,
    stages: Stages | None = None,
    view: View | None = None,
    progress: Callable[[str], None] | None = None,
) -> Report:
    """Find filers who seem to abuse the complaint system, with the evidence for each.

    Parameters
    ----------
    table : ClaimTable
    policy : Policy, optional
        Thresholds in force; the defaults if left out.
    seed : int
        For stages that draw random numbers. None does so far: the same table and policy always
        give the same findings.
    boycotted : collection of int, optional
        Keys of filers under a boycott. Given any, each filer of the report says how near to them it
        is (`near`), for the order of a queue; no finding and no score rests on it.
    warned : mapping of int to datetime, optional
        Keys of filers with the moment at which each was last warned; one whose warning was dropped
        or is over is not in it. What they filed since and lost is a finding of its own.
    detectors : collection of str
        Names of the detectors that may find; all by default. Accounts stay linked by what one that
        is left out would speak of: thresholds of the policy end that.
    stages : Stages, optional
        Who computes the heavy stages; by default arrays in this process. The findings are the same.
    view : View, optional
        A view of this table that a scan under this policy has looked through: what its stages
        share is not computed again. It has stages and warnings of its own.
    explain : bool
        Whether to say of each filer with a level why it has it, what the score would be without
        single pieces of evidence, and which smallest graph shows it.
    standing : bool
        Whether to return every filer's figures among its peers too (`Report.standing`).
    progress : callable, optional
        Gets the name of each stage as it begins.

    Returns
    -------
    Report
        Filers with a finding, highest score first. It finds and explains; people decide.

    Raises
    ------
    ValueError
        When a detector is named that is not there.

    Examples
    --------
    >>> scan(ClaimTable.from_lines([])).filers
    []
    """
    policy = policy or Policy()
    if unknown := set(detectors) - set(DETECTORS):
        raise ValueError(f"no detector is called {min(unknown)}")
    clock = Clock(progress)
    # First, while little else is held: it takes more memory than most stages.
    with clock("digest"):
        data = table.digest
    with clock("view"):
        view = view or View(table, stages, warned)
    gathered = gather(view, policy, detectors, clock)
    with clock("prior"):
        stated, policy = policy, learn_prior(view, policy, gathered)
    by_filer, for_it, rings, links = (
        gathered.against,
        gathered.mitigating,
        gathered.rings,
        gathered.links,
    )
    with clock("score"):
        reports = _reports(view, policy, by_filer, for_it, rings)
    if explain:
        with clock("explain"):
            reports = explained(view, policy, reports, by_filer, for_it, rings)
    filers = sorted(reports.values(), key=lambda r: (-round(r.score, 9), r.source, r.reference))
    if len(boycotted):
        with clock("nearness"):
            filers = _near(view, policy, filers, boycotted)
    stand = None
    if standing:
        with clock("standing"):
            stand = standings(view)
    run = {
        "as_of": table.as_of.isoformat().replace("+00:00", "Z"),
        "filers": table.filers.num_rows,
        "complaints": table.complaints.num_rows,
        "claims": table.claims.num_rows,
        "warned": len(warned or {}),
        "without": [name for name in DETECTORS if name not in detectors],
        "policy": stated.digest,
        "shapes": stated.shapes.digest,
        "prior": float(f"{share_of(policy):.4g}"),
        "seed": seed,
        "engine": view.stages.name,
        "data": data,
        "seconds": clock.seconds(),
    }
    keys = table.filers["key"].to_pylist()
    by_key = [replace(link, a=keys[link.a], b=keys[link.b]) for link in links]
    return Report(run, filers, by_key, stand)


@dataclass(frozen=True)
class Gathered:
    """What the detectors found in a market: what speaks against and for each filer, by position."""

    against: dict[int, list[Finding]]
    mitigating: dict[int, list[MitigatingFactor]]
    rings: list[Ring]
    links: list[Link]


def gather(
    view: View,
    policy: Policy,
    detectors: Collection[str] = tuple(DETECTORS),
    clock: Clock | None = None,
) -> Gathered:
    """Let the detectors look, name the rings, and collect what speaks for whom they found.

    Nothing is weighed: the score begins where this ends, and the shapes are learnt from it.
    """
    clock = clock or Clock(None)
    findings: list[Finding] = []
    for name, detect in DETECTORS.items():
        if name in detectors:
            with clock(name):
                findings += detect(view, policy)
    with clock("rings"):
        rings = suspect(view, policy, find_rings(view, policy, ties_of(view, policy)))
        links = with_ties(find_links(view, policy), rings)
        findings = discount_clean_partners(view, policy, findings) + ring_records(
            view, policy, rings
        )
    with clock("mitigation"):
        against, mitigating = _sorted(view, policy, findings)
    return Gathered(against, mitigating, rings, links)


def learn_prior(view: View, policy: Policy, gathered: Gathered) -> Policy:
    """The policy with the share of abusers that the market shows."""
    return in_market(policy, *teaching(view, policy, gathered))


def teaching(view: View, policy: Policy, gathered: Gathered) -> tuple[list[float], int]:
    """The evidence that teaches the share of abusers, and how many filers it is of.

    Filers of whom nothing is decided yet teach nothing: that nothing speaks against them is no
    sign that they do not abuse.
    """
    waits = pending(view)
    against = {filer: each for filer, each in gathered.against.items() if not waits[filer]}
    evidence = _evidence(policy, against, gathered.mitigating)
    return evidence, view.n_filers - int(waits.sum())


class Clock:
    """Wall seconds by stage; tells each stage's name as it begins."""

    def __init__(self, progress: Callable[[str], None] | None) -> None:
        self.progress, self.start = progress, time.perf_counter()
        self.spent: dict[str, float] = {}
        self.stage, self.since = "", 0.0

    def __call__(self, stage: str) -> Clock:
        self.stage = stage
        return self

    def __enter__(self) -> None:
        if self.progress:
            self.progress(self.stage)
        self.since = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self.spent[self.stage] = round(time.perf_counter() - self.since, 4)

    def seconds(self) -> dict[str, float]:
        return {**self.spent, "total": round(time.perf_counter() - self.start, 4)}


def _evidence(
    policy: Policy,
    by_filer: Mapping[int, list[Finding]],
    for_it: Mapping[int, list[MitigatingFactor]],
) -> list[float]:
    """The log-odds of each filer against whom something speaks; leads teach nothing."""
    free = {filer: [f for f in each if not f.bound] for filer, each in by_filer.items()}
    sums = (evidence_of(each, for_it[filer], policy) for filer, each in free.items())
    return [evidence for evidence in sums if evidence is not None]


def _sorted(
    view: View, policy: Policy, findings: list[Finding]
) -> tuple[dict[int, list[Finding]], dict[int, list[MitigatingFactor]]]:
    """What speaks against and what for each filer with a finding."""
    by_filer: dict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_filer[finding.filer].append(finding)
    for_it: dict[int, list[MitigatingFactor]] = defaultdict(list)
    since = {f.filer: f.numbers["since"] for f in findings if f.detector == "turned"}
    turned = {filer: np.datetime64(str(day)) for filer, day in since.items()}
    for factor in mitigating_factors(view, policy, sorted(by_filer), turned):
        for_it[factor.filer].append(factor)
    for factor in other_clients(view, policy, by_filer):
        for_it[factor.filer].append(factor)
    return by_filer, for_it


def _reports(
    view: View,
    policy: Policy,
    by_filer: dict[int, list[Finding]],
    for_it: dict[int, list[MitigatingFactor]],
    rings: list[Ring],
) -> dict[int, FilerReport]:
    ring_of = {member: ring.name for ring in rings for member in ring.members}
    cited = _Cited(view, [finding for findings in by_filer.values() for finding in findings])
    return {
        filer: _report(view, policy, cited, filer, findings, for_it[filer], ring_of.get(filer))
        for filer, findings in sorted(by_filer.items())
    }


class _Cited:
    """Names of the complaints and filers that findings cite, looked up all at once."""

    def __init__(self, view: View, findings: Sequence[Finding]) -> None:
        complaints = {each for f in findings for each in f.complaints[:MOST_COMPLAINTS]}
        filers = {each for finding in findings for each in (finding.filer, *finding.partners)}
        self.complaint = _taken(view.table.complaints, complaints, "reference", "key")
        self.filer = _taken(view.table.filers, filers, "reference", "key", "source", "name")


def _taken(table: pa.Table, rows: set[int], *columns: str) -> dict[int, tuple[Any, ...]]:
    """Values of some columns by row."""
    wanted = sorted(rows)
    taken = table.select(columns).take(pa.array(wanted, pa.int64()))
    values = zip(*(taken[column].to_pylist() for column in columns), strict=True)
    return dict(zip(wanted, values, strict=True))


def _near(
    view: View, policy: Policy, filers: list[FilerReport], boycotted: Collection[int]
) -> list[FilerReport]:
    keys = numbers(view.table.filers, "key")
    seeds = np.flatnonzero(np.isin(keys, list(boycotted)))
    near = dict(zip(keys.tolist(), nearness(view, policy, seeds).tolist(), strict=True))
    return [replace(filer, near=near[filer.key]) for filer in filers]


def _shared(findings: list[Finding], added: Sequence[float]) -> Iterator[float]:
    """What findings add that speak of other accounts too."""
    return (part for finding, part in zip(findings, added, strict=True) if finding.partners)


def _report(
    view: View,
    policy: Policy,
    cited: _Cited,
    filer: int,
    findings: list[Finding],
    for_it: list[MitigatingFactor],
    ring: str | None,
) -> FilerReport:
    verdict = judge(findings, for_it, policy)
    signals = [
        _signal(view, cited, finding, added, without, level)
        for finding, added, without, level in zip(
            findings, verdict.added, verdict.without, verdict.levels_without, strict=True
        )
    ]
    signals.sort(key=lambda s: (-s.log_odds, s.detector))
    reference, key, source, name = cited.filer[filer]
    return FilerReport(
        key=key,
        reference=reference,
        source=source or "",
        name=name or reference,
        score=verdict.score,
        level=verdict.level,
        # Of whom nothing weighs that it has with others no ring is told: it may be what later
        # accounts copied.
        ring=ring if any(_shared(findings, verdict.added)) else None,
        signals=signals,
        four_factors=four_factors(view, filer, findings),
        speaks_for=list(for_it),
        certificate={
            "framing_budget": verdict.framing_budget,
            "framing_found": verdict.framing_found,
        },
    )


def _signal(
    view: View, cited: _Cited, finding: Finding, added: float, without: float, level_without: str
) -> Signal:
    complaints = [cited.complaint[each] for each in finding.complaints[:MOST_COMPLAINTS]]
    days = view.complaint_filed[list(finding.complaints)].astype("M8[D]")
    return Signal(
        detector=finding.detector,
        family=finding.family,
        strength=finding.strength,
        log_odds=added,
        score_without=without,
        level_without=level_without,
        since=str(days.min()),
        until=str(days.max()),
        numbers=finding.numbers,
        complaints=[reference for reference, _ in complaints],
        complaint_keys=[key for _, key in complaints],
        partners=[cited.filer[partner][0] for partner in finding.partners],
    )
