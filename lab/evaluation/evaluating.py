"""How well a scan does on markets whose truth is known: `python -m lab evaluate`.

Makes the markets or reads them, scans them, and compares. A filer that the scan does not name has
score 0. It tunes nothing: what is measured here must not have been fitted on the same seeds.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from abuse.policy import Policy
from lab.evaluation import Evaluation
from lab.evaluation.commands import answer, given, made, progress, warn
from lab.evaluation.markets import Source
from lab.evaluation.measuring import measure
from lab.evaluation.options import evaluation
from lab.evaluation.outcome import Measured
from lab.evaluation.parts import Setup, without
from lab.evaluation.run_tables import runs_as_json, runs_as_table
from lab.evaluation.runs import runs
from lab.evaluation.tables import as_json, as_table


def main(argv: list[str]) -> int:
    """Evaluate and print; returns the exit code."""
    return answer(evaluation(argv), _said)


def _said(options: argparse.Namespace, policy: Policy) -> str:
    setup = without(policy, options.without)
    values, text = _of_makers(options, setup) if options.maker else _of_markets(options, setup)
    if options.format == "json":
        return json.dumps({"without": options.without} | values, indent=1)
    return f"Without {', '.join(options.without)}.\n\n{text}" if options.without else text


def _of_makers(options: argparse.Namespace, setup: Setup) -> tuple[dict[str, Any], str]:
    """Each run by itself, in the order asked for, and all pooled."""
    asked = runs(options.maker, options.base, options.strategies)
    measured = {run: _measured(options, setup, made(options, run)) for run in asked}
    results = [(run, Evaluation.of(some, options.looks)) for run, some in measured.items()]
    renamed = [one.renamed(run.title) for run, some in measured.items() for one in some]
    pooled = Evaluation.of(renamed, options.looks)
    return runs_as_json(results, pooled), runs_as_table(results, pooled, missed=options.missed)


def _of_markets(options: argparse.Namespace, setup: Setup) -> tuple[dict[str, Any], str]:
    result = Evaluation.of(_measured(options, setup, given(options)), options.looks)
    return as_json(result), as_table(result, missed=options.missed)


def _measured(
    options: argparse.Namespace, setup: Setup, sources: Sequence[Source]
) -> list[Measured]:
    measured = measure(
        sources,
        setup,
        peers=options.peers,
        replay=options.replay,
        every=options.looks,
        jobs=options.jobs,
        progress=progress(),
    )
    warn(measured)
    if options.peers:
        from lab.baselines import fraudar

        if not fraudar.installed():
            sys.stderr.write(f"{fraudar.MISSING}\n")
    return measured
