"""Scans markets and sets the result beside the truth, in one process or several.

The same markets give the same outcomes whatever the number of processes. It computes no figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from abuse.evaluation.markets import Loaded, Source
from abuse.evaluation.outcome import Measured, Outcome
from abuse.evaluation.strata import filed
from abuse.evaluation.walk import walk
from abuse.explain.report import Report
from abuse.policy import Policy

Task = tuple[Source, Policy, bool, bool]


def measure(
    sources: Sequence[Source],
    policy: Policy,
    *,
    peers: bool = False,
    replay: bool = False,
    jobs: int = 1,
    progress: Callable[[str], None] | None = None,
) -> list[Measured]:
    """Load, scan and compare each market, in the order given.

    Parameters
    ----------
    sources : sequence of Made or Given
    policy : Policy
    peers : bool
        Whether the peers score the same markets.
    replay : bool
        Whether each market is replayed month by month too.
    jobs : int
        Processes; 1 is this one alone.
    progress : callable, optional
        Told what is being done.
    """
    tasks = [(source, policy, peers, replay) for source in sources]
    measured = []
    for one in _results(tasks, jobs):
        measured.append(one)
        if progress:
            progress(f"{len(measured)} of {len(tasks)} markets")
    if progress:
        progress("")
    return measured


def _results(tasks: list[Task], jobs: int) -> Iterator[Measured]:
    if jobs == 1 or len(tasks) < 2:
        yield from map(_measure, tasks)
        return
    # Forked children would share the threads of DuckDB and Arrow; a fresh start does not.
    with ProcessPoolExecutor(min(jobs, len(tasks)), mp_context=get_context("spawn")) as pool:
        yield from pool.map(_measure, tasks)


def _measure(task: Task) -> Measured:
    from abuse.scanning import scan

    source, policy, peers, replay = task
    market = source.load()
    outcomes = _compared(market, scan(market.table, policy, explain=False))
    others = _peers(market, outcomes) if peers else {}
    cases = market.table.complaints.num_rows
    walked = walk(market.history, market.truth, policy) if replay else None
    return Measured(market.name, cases, outcomes, others, market.left_out, walked)


def _compared(market: Loaded, report: Report) -> list[Outcome]:
    reports = {filer.reference: filer for filer in report.filers}
    what = filed(market.table)
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
            )
        )
    return outcomes


def _peers(market: Loaded, outcomes: list[Outcome]) -> dict[str, list[float]]:
    """Each peer's scores in the order of the outcomes; of a filer that never filed, its lowest."""
    from abuse.baselines import available
    from abuse.record.view import View

    view = View(market.table)
    spot = {name: n for n, name in enumerate(market.table.filers["reference"].to_pylist())}
    places = [spot.get(outcome.reference) for outcome in outcomes]
    scores = {}
    for name, rank in available().items():
        ranks = rank(view).tolist()
        lowest = min(ranks, default=0.0)
        scores[name] = [lowest if place is None else ranks[place] for place in places]
    return scores
