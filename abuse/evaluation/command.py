"""How well a scan does on markets whose truth is known: `python -m abuse evaluate`.

Makes the markets or reads them, scans them, and compares. A filer that the scan does not name has
score 0. It tunes nothing: what is measured here must not have been fitted on the same seeds.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from abuse.evaluation import Evaluation, Measured
from abuse.evaluation.ablation import Ablation
from abuse.evaluation.ablation_table import ablations_as_json, ablations_as_table
from abuse.evaluation.markets import Made, MarketError, Source, pair_up
from abuse.evaluation.measuring import measure, measure_each
from abuse.evaluation.options import read
from abuse.evaluation.parts import Setup, parts, without
from abuse.evaluation.run_tables import runs_as_json, runs_as_table
from abuse.evaluation.runs import Run, runs
from abuse.evaluation.tables import as_json, as_table
from abuse.market.makers import FIRST, MakerError
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
        measure(sources, Setup(policy or Policy()), peers=peers, jobs=jobs, progress=progress)
    )


def main(argv: list[str]) -> int:
    """Evaluate and print; returns the exit code."""
    options = read(argv)
    try:
        policy = Policy.load(options.policy) if options.policy else Policy()
        text = _said(options, policy)
    except (PolicyError, MakerError, MarketError, TruthError) as error:
        return _fail(str(error))
    except OSError as error:
        return _fail(f"cannot read {error.filename}: {error.strerror or error}")
    sys.stdout.write(text + "\n")
    return 0


def _said(options: argparse.Namespace, policy: Policy) -> str:
    if options.ablate:
        return _ablated(options, policy)
    setup = without(policy, options.without)
    values, text = _of_makers(options, setup) if options.maker else _of_markets(options, setup)
    if options.format == "json":
        return json.dumps({"without": options.without} | values, indent=1)
    return f"Without {', '.join(options.without)}.\n\n{text}" if options.without else text


def _of_makers(options: argparse.Namespace, setup: Setup) -> tuple[dict[str, Any], str]:
    """Each run by itself, in the order asked for."""
    results = [
        (run, _evaluated(options, setup, _made(options, run)))
        for run in runs(options.maker, options.base, options.strategies)
    ]
    return runs_as_json(results), runs_as_table(results)


def _of_markets(options: argparse.Namespace, setup: Setup) -> tuple[dict[str, Any], str]:
    result = _evaluated(options, setup, _given(options))
    return as_json(result), as_table(result)


def _ablated(options: argparse.Namespace, policy: Policy) -> str:
    """The whole scan, and one without each part, of the markets of each run."""
    markets: dict[str, Sequence[Source]] = {
        run.title: _made(options, run)
        for run in runs(options.maker, options.base, options.strategies)
    } or {"markets" if options.market else f"maker {FIRST}": _given(options)}
    setups = [Setup(policy), *(without(policy, [part]) for part in parts())]
    results = []
    for title, sources in markets.items():
        measured = measure_each(sources, setups, jobs=options.jobs, progress=_progress())
        _warn(measured[0], peers=False)
        results.append((title, Ablation.of(parts(), measured)))
    if options.format == "json":
        return json.dumps(ablations_as_json(results), indent=1)
    return ablations_as_table(results)


def _made(options: argparse.Namespace, run: Run) -> Sequence[Source]:
    return run.sources(options.seeds or DEFAULT, options.complaints)


def _given(options: argparse.Namespace) -> Sequence[Source]:
    if options.market:
        return pair_up(options.market, options.truth)
    return [Made(seed, options.complaints) for seed in options.seeds or DEFAULT]


def _evaluated(options: argparse.Namespace, setup: Setup, sources: Sequence[Source]) -> Evaluation:
    measured = measure(
        sources,
        setup,
        peers=options.peers,
        replay=options.replay,
        every=options.looks,
        jobs=options.jobs,
        progress=_progress(),
    )
    _warn(measured, peers=options.peers)
    return Evaluation.of(measured, options.looks)


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


def _progress() -> Callable[[str], None] | None:
    return _show if sys.stderr.isatty() else None


def _show(stage: str) -> None:
    sys.stderr.write(f"\r\033[K{stage}")
    sys.stderr.flush()


def _fail(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 1
