"""Command line of the training: `python -m lab learn`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from lab.evaluation.markets import Made
from lab.evaluation.options import seeds
from lab.makers import FIRST, open_makers
from lab.training import card
from lab.training.examples import Examples, collect
from lab.training.learning import LeftOut, each_left_out, learn

_DOCS = str(Path(__file__).parents[2] / "docs")
EXAMPLE = "example: python -m lab learn --seeds 1-40 --jobs 2 --out abuse/policy/shapes.json"


def main(argv: list[str]) -> int:
    """Learn the shapes; returns the exit code."""
    options = _parser().parse_args(argv)
    if options.card:
        card.write(Path(options.card))
        return 0
    examples = collected(options.seeds, options.jobs, options.complaints, options.base)
    elsewhere = each_left_out(examples)
    shapes = learn(examples)
    _tell(elsewhere)
    if options.out:
        learnt_from = {
            "seeds": [options.seeds[0], options.seeds[-1]],
            "makers": open_makers(),
            "examples": sum(len(each.abuse) for each in examples),
            "abusers": sum(int(each.abuse.sum()) for each in examples),
            "left_out": [vars(each) for each in elsewhere],
        }
        text = json.dumps({"card": learnt_from, "shapes": shapes.as_json()}, indent=1)
        Path(options.out).write_text(text + "\n", encoding="utf-8")
    return 0


def collected(
    wanted: Sequence[int], jobs: int, complaints: int | None = None, bases: Sequence[float] = ()
) -> list[Examples]:
    """Make markets of each open maker and collect their examples, in several processes if asked.

    Each has its maker's own share of abusers, and another beside it has each of `bases`; all plant
    strategies but those of `first`, which knows neither.
    """
    sources = [
        Made(seed, complaints, maker=maker, base=base, strategies=maker != FIRST)
        for maker in open_makers()
        for seed in wanted
        for base in ((None,) if maker == FIRST else (None, *bases))
    ]
    if jobs == 1:
        return [collect(source) for source in sources]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        return list(pool.map(collect, sources, chunksize=4))


def _tell(elsewhere: Sequence[LeftOut]) -> None:
    for each in elsewhere:
        sys.stdout.write(
            f"without {each.maker}: average precision {each.average_precision:.3f}, "
            f"calibration error {each.calibration_error:.4f}, on {each.markets} markets of it\n"
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m lab learn",
        description="Learn the shapes of the score from the open makers' markets.",
        epilog=EXAMPLE,
    )
    parser.add_argument("--seeds", type=seeds, default=seeds("1-40"), metavar="SEEDS")
    parser.add_argument(
        "--base", type=float, action="append", default=[], metavar="SHARE",
        help="markets of this share of abusers too; may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--complaints", type=int, metavar="N", help="of each market, not by its seed"
    )
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument(
        "--card", nargs="?", const=_DOCS, metavar="FOLDER",
        help="learn nothing: write what the shipped shapes are into docs/shapes.md",
    )  # fmt: skip
    parser.add_argument("--out", metavar="FILE", help="where the shapes go, JSON")
    return parser
