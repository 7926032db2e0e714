"""What each part of a scan brings on markets whose truth is known: `python -m lab ablate`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

from abuse.policy import Policy
from lab.evaluation.ablation import Ablation
from lab.evaluation.ablation_table import ablations_as_json, ablations_as_table
from lab.evaluation.commands import answer, given, made, progress, warn
from lab.evaluation.markets import Source
from lab.evaluation.measuring import measure_each
from lab.evaluation.options import ablation
from lab.evaluation.parts import Setup, parts, without
from lab.evaluation.runs import runs
from lab.makers import FIRST


def main(argv: list[str]) -> int:
    """Ablate and print; returns the exit code."""
    return answer(ablation(argv), _said)


def _said(options: argparse.Namespace, policy: Policy) -> str:
    """The whole scan, and one without each part, of the markets of each run."""
    markets: dict[str, Sequence[Source]] = {
        run.title: made(options, run)
        for run in runs(options.maker, options.base, options.strategies)
    } or {"markets" if options.market else f"maker {FIRST}": given(options)}
    setups = [Setup(policy), *(without(policy, [part]) for part in parts())]
    results = []
    for title, sources in markets.items():
        measured = measure_each(sources, setups, jobs=options.jobs, progress=progress())
        warn(measured[0])
        results.append((title, Ablation.of(parts(), measured)))
    if options.format == "json":
        return json.dumps(ablations_as_json(results), indent=1)
    return ablations_as_table(results)
