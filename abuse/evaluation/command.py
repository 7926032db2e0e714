"""How well a scan does on markets whose truth is known: `python -m abuse evaluate`.

Makes the markets or reads them, scans them, and compares. A filer that the scan does not name has
score 0. It tunes nothing: what is measured here must not have been fitted on the same seeds.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence

from abuse.evaluation import Evaluation, Measured
from abuse.evaluation.markets import Made, MarketError, Source, pair_up
from abuse.evaluation.measuring import measure
from abuse.evaluation.options import read
from abuse.evaluation.run_tables import runs_as_json, runs_as_table
from abuse.evaluation.runs import runs
from abuse.evaluation.tables import as_json, as_table
from abuse.market.makers import MakerError
from abuse.market.truths import TruthError
from abuse.policy import Policy, PolicyError

__all__ = ["Evaluation", "evaluate", "main"]
DEFAULT = range(1, 6)


def evaluate(
    seeds: Iterable[int],
    *,
    complaints: int | None = None,
    policy: Policy | None = None,
    peers: bool = False,
    jobs: int = 1,
    progress: Callable[[str], None] | None = None,
) -> Evaluation:
    """Make, scan and measure one market a seed.

    Parameters
    ----------
    seeds : iterable of int
        At least one.
    complaints : int, optional
        Size of each market; the seed's own if left out.
    policy : Policy, optional
        Thresholds of the scan; the default ones if left out.
    peers : bool
        Whether to rank the same filers by the peers of `abuse.baselines` too.
    jobs : int
        Processes to use. The result is the same whatever their number.
    progress : callable, optional
        Told how far it is.

    Returns
    -------
    Evaluation

    Raises
    ------
    ValueError
        For no seeds, a negative seed, or a market that is too small.
    """
    sources = [Made(seed, complaints) for seed in seeds]
    return Evaluation.of(
        measure(sources, policy or Policy(), peers=peers, jobs=jobs, progress=progress)
    )


def main(argv: list[str]) -> int:
    """Evaluate and print; returns the exit code."""
    options = read(argv)
    try:
        policy = Policy.load(options.policy) if options.policy else Policy()
        text = _of_makers(options, policy) if options.maker else _of_markets(options, policy)
    except (PolicyError, MakerError, MarketError, TruthError) as error:
        return _fail(str(error))
    except OSError as error:
        return _fail(f"cannot read {error.filename}: {error.strerror or error}")
    sys.stdout.write(text + "\n")
    return 0


def _of_makers(options: argparse.Namespace, policy: Policy) -> str:
    """Each run by itself, in the order asked for."""
    results = []
    for run in runs(options.maker, options.base, options.strategies):
        sources = run.sources(options.seeds or DEFAULT, options.complaints)
        results.append((run, _evaluated(options, policy, sources)))
    if options.format == "json":
        return json.dumps(runs_as_json(results), indent=1)
    return runs_as_table(results)


def _of_markets(options: argparse.Namespace, policy: Policy) -> str:
    sources: list[Source] = []
    if options.market:
        sources += pair_up(options.market, options.truth)
    else:
        sources += [Made(seed, options.complaints) for seed in options.seeds or DEFAULT]
    result = _evaluated(options, policy, sources)
    return json.dumps(as_json(result), indent=1) if options.format == "json" else as_table(result)


def _evaluated(
    options: argparse.Namespace, policy: Policy, sources: Sequence[Source]
) -> Evaluation:
    measured = measure(
        sources,
        policy,
        peers=options.peers,
        replay=options.replay,
        jobs=options.jobs,
        progress=_show if sys.stderr.isatty() else None,
    )
    _warn(measured, peers=options.peers)
    return Evaluation.of(measured)


def _warn(measured: list[Measured], *, peers: bool) -> None:
    left_out = sum(one.left_out for one in measured)
    if left_out:
        warning = (
            "1 line that is no valid complaint"
            if left_out == 1
            else (f"{left_out:,} lines that are no valid complaints")
        )
        sys.stderr.write(f"left out {warning}\n")
    if peers:
        from abuse.baselines import fraudar

        if not fraudar.installed():
            sys.stderr.write(f"{fraudar.MISSING}\n")


def _show(stage: str) -> None:
    sys.stderr.write(f"\r\033[K{stage}")
    sys.stderr.flush()


def _fail(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 1
