"""Evaluations of several makers together: each one's tables, and at the end every bar of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lab.evaluation.bars import maker_bars
from lab.evaluation.layout import shown, verdict
from lab.evaluation.runs import Run
from lab.evaluation.tables import as_json, as_table
from lab.evaluation.whole import Evaluation

Results = Sequence[tuple[Run, Evaluation]]
_VERDICTS = {True: "pass", False: "FAIL", None: "-"}


def runs_as_json(results: Results) -> dict[str, Any]:
    """Plain values: a run with its maker, and all that `as_json` says of it."""
    return {
        "runs": [
            {"maker": run.maker, "base": run.base, "strategies": run.strategies}
            | as_json(evaluation, maker_bars)
            for run, evaluation in results
        ]
    }


def runs_as_table(results: Results) -> str:
    """Each run under its title, then pass or fail of each bar of each run."""
    parts = [f"== {run.title}\n\n{as_table(each, maker_bars)}" for run, each in results]
    return "\n\n".join([*parts, "\n".join(_verdicts(results))])


def _verdicts(results: Results) -> Iterator[str]:
    for run, evaluation in results:
        judged = maker_bars(evaluation)
        yield f"-- {run.title}: {verdict(judged)}"
        for bar in judged:
            said = f"{_VERDICTS[bar.met]:<6}{bar.figure:<44}{shown(bar.value):>8}"
            yield f"{said}  {bar.sense} {bar.bound:g}"
