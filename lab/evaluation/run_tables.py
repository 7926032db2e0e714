"""Evaluations of several makers: each one's tables, and every bar of each and of all together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lab.evaluation.bars import bars
from lab.evaluation.layout import shown, verdict
from lab.evaluation.runs import Run
from lab.evaluation.tables import as_json, as_table
from lab.evaluation.whole import Evaluation

Results = Sequence[tuple[Run, Evaluation]]
_VERDICTS = {True: "pass", False: "FAIL", None: "-"}


def runs_as_json(results: Results, pooled: Evaluation) -> dict[str, Any]:
    """Plain values: a run with its maker, and all that `as_json` says of it; the `pooled` bars."""
    return {
        "runs": [
            {"maker": run.maker, "base": run.base, "strategies": run.strategies}
            | as_json(evaluation)
            for run, evaluation in results
        ],
        "pooled": {"bars": as_json(pooled)["bars"]},
    }


def runs_as_table(results: Results, pooled: Evaluation, *, missed: bool = False) -> str:
    """Each run under its title, then pass or fail of each bar, of each run and of all pooled."""
    parts = [f"== {run.title}\n\n{as_table(each, missed=missed)}" for run, each in results]
    judged = [(run.title, each) for run, each in results]
    if len(results) > 1:
        judged.append(("all of them", pooled))
    return "\n\n".join([*parts, "\n".join(_verdicts(judged))])


def _verdicts(results: Sequence[tuple[str, Evaluation]]) -> Iterator[str]:
    for title, evaluation in results:
        judged = bars(evaluation)
        yield f"-- {title}: {verdict(judged)}"
        for bar in judged:
            said = f"{_VERDICTS[bar.met]:<6}{bar.figure:<44}{shown(bar.value):>8}"
            yield f"{said}  {bar.sense} {bar.bound:g}"
