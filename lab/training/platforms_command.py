"""Command line of a platform's labels: `python -m lab labels`."""

from __future__ import annotations

import argparse
import sys

import numpy as np

from lab.evaluation.options import seeds
from lab.makers import open_makers
from lab.training.command import collected
from lab.training.examples import Examples
from lab.training.learning import learn
from lab.training.platforms import Refitted, refit_each

EXAMPLE = "example: python -m lab labels --learn 41-44 --judged 51-53 --later 54-56"
_LABELS = (40, 100, 400)


def main(argv: list[str]) -> int:
    """Refit shapes to labels of each open maker, learnt without it; returns the exit code."""
    options = _parser().parse_args(argv)
    elsewhere, judged, later = (
        collected(each, options.jobs) for each in (options.learn, options.judged, options.later)
    )
    for maker in open_makers():
        shapes = learn([each for each in elsewhere if each.maker != maker])
        figures = refit_each(
            shapes, _of(maker, judged), _of(maker, later), labels=_LABELS, draws=options.draws
        )
        sys.stdout.writelines(_told(each) for each in figures)
        sys.stdout.flush()
    return 0


def _of(maker: str, examples: list[Examples]) -> list[Examples]:
    return [each for each in examples if each.maker == maker]


def _told(each: Refitted) -> str:
    after, by_doubt = np.array(each.after), np.array(each.by_doubt)
    return (
        f"| {each.maker} | {each.labels} | {each.with_finding:.0f} | {each.before:.3f} | "
        f"{after.mean():.3f} | {after.min():.3f} | {by_doubt.mean():.3f} | {by_doubt.min():.3f} |\n"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m lab labels",
        description="Measure what labels of a platform bring to shapes learnt elsewhere.",
        epilog=EXAMPLE,
    )
    for name, default, what in (
        ("--learn", "41-44", "markets of the other makers that shapes are learnt from"),
        ("--judged", "51-53", "markets of the maker whose filers people judge"),
        ("--later", "54-56", "markets of the maker on which the ranking is measured"),
    ):
        parser.add_argument(name, type=seeds, default=seeds(default), metavar="SEEDS", help=what)
    parser.add_argument("--draws", type=int, default=5, help="of the labels, each with its seed")
    parser.add_argument("--jobs", type=int, default=1)
    return parser
