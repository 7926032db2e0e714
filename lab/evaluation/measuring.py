"""Scans markets and sets the result beside the truth, in one process or several.

The same markets give the same outcomes whatever the number of processes. It computes no figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from types import MappingProxyType
from typing import TypeVar

from abuse.explain.report import Report
from abuse.record.view import View
from lab.evaluation.looks import look
from lab.evaluation.markets import Loaded, Source
from lab.evaluation.outcome import Filed, Measured, Outcome
from lab.evaluation.parts import Setup
from lab.evaluation.strata import filed
from lab.evaluation.turned import warned_in_time
from lab.evaluation.walk import walk

Task = TypeVar("Task")
Result = TypeVar("Result")


def measure(
    sources: Sequence[Source],
    setup: Setup,
    *,
    peers: bool = False,
    replay: bool = False,
    every: int | None = None,
    jobs: int = 1,
    progress: Callable[[str], None] | None = None,
) -> list[Measured]:
    """Load, scan and compare each market, in the order given.

    Parameters
    ----------
    sources : sequence of Made or Given
    setup : Setup
        The policy, the detectors that may find, and constants.
    peers : bool
        Whether the peers score the same markets.
    replay : bool
        Whether each market is replayed month by month too, under the policy alone.
    every : int, optional
        Each market's last year is scanned every so many days too, under the policy alone.
    jobs : int
        Processes; 1 is this one alone.
    progress : callable, optional
        Told what is being done.
    """
    tasks = [(source, setup, peers, replay, every) for source in sources]
    return _each(_measure, tasks, jobs, progress)


def measure_each(
    sources: Sequence[Source],
    setups: Sequence[Setup],
    *,
    jobs: int = 1,
    progress: Callable[[str], None] | None = None,
) -> list[list[Measured]]:
    """Load each market once and scan it in several ways: for each way all markets, in order."""
    tasks = [(source, setups) for source in sources]
    by_market = _each(_measure_each, tasks, jobs, progress)
    return [list(one) for one in zip(*by_market, strict=True)]


def _each(
    work: Callable[[Task], Result],
    tasks: Sequence[Task],
    jobs: int,
    progress: Callable[[str], None] | None,
) -> list[Result]:
    done = []
    for one in _results(work, tasks, jobs):
        done.append(one)
        if progress:
            progress(f"{len(done)} of {len(tasks)} markets")
    if progress:
        progress("")
    return done


def _results(work: Callable[[Task], Result], tasks: Sequence[Task], jobs: int) -> Iterator[Result]:
    if jobs == 1 or len(tasks) < 2:
        yield from map(work, tasks)
        return
    # Forked children would share the threads of DuckDB and Arrow; a fresh start does not.
    with ProcessPoolExecutor(min(jobs, len(tasks)), mp_context=get_context("spawn")) as pool:
        yield from pool.map(work, tasks)


def _measure(task: tuple[Source, Setup, bool, bool, int | None]) -> Measured:
    source, setup, peers, replay, every = task
    market = source.load()
    view = View(market.table)
    with setup.held():
        in_time = warned_in_time(market.history, view, market.truth, setup)
        outcomes = _scanned(market, setup, view, in_time)
        walked = walk(market.history, market.truth, setup.policy) if replay else None
        seen = look(market.history, market.truth, setup.policy, every) if every else None
    others = _peers(market, outcomes) if peers else {}
    cases = _complaints(market)
    return Measured(market.name, cases, outcomes, others, market.left_out, walked, seen)


def _measure_each(task: tuple[Source, Sequence[Setup]]) -> list[Measured]:
    source, setups = task
    market = source.load()
    # Scans that differ in their detectors alone share what their stages compute.
    views = {(setup.policy, setup.constants): View(market.table) for setup in setups}
    measured = []
    for setup in setups:
        with setup.held():
            outcomes = _scanned(market, setup, views[setup.policy, setup.constants])
        cases = _complaints(market)
        measured.append(Measured(market.name, cases, outcomes, {}, market.left_out))
    return measured


def _complaints(market: Loaded) -> int:
    return int(market.table.complaints.num_rows)


def _scanned(
    market: Loaded, setup: Setup, view: View, in_time: Mapping[str, bool] = MappingProxyType({})
) -> list[Outcome]:
    from abuse.scanning import scan

    policy, detectors = setup.policy, setup.detectors
    report = scan(market.table, policy, detectors=detectors, view=view, explain=False)
    return _compared(market, report, filed(view), in_time)


def _compared(
    market: Loaded, report: Report, what: Mapping[str, Filed], in_time: Mapping[str, bool]
) -> list[Outcome]:
    reports = {filer.reference: filer for filer in report.filers}
    outcomes = []
    for reference in sorted(market.truth):
        filer = reports.get(reference)
        outcomes.append(
            Outcome(
                market.name,
                reference,
                market.truth[reference],
                filer.score if filer else 0.0,
                filer.level if filer else "none",
                filer.ring if filer else None,
                tuple(signal.detector for signal in filer.signals) if filer else (),
                what.get(reference),
                in_time.get(reference),
            )
        )
    return outcomes


def _peers(market: Loaded, outcomes: list[Outcome]) -> dict[str, list[float]]:
    """Each peer's scores in the order of the outcomes; of a filer that never filed, its lowest."""
    from lab.baselines import available

    view = View(market.table)
    spot = {name: n for n, name in enumerate(market.table.filers["reference"].to_pylist())}
    places = [spot.get(outcome.reference) for outcome in outcomes]
    scores = {}
    for name, rank in available().items():
        ranks = rank(view).tolist()
        lowest = min(ranks, default=0.0)
        scores[name] = [lowest if place is None else ranks[place] for place in places]
    return scores
