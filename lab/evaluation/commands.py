"""What both commands of the evaluation do alike: choose markets, say how far they are, print."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from abuse.market.truths import TruthError
from abuse.policy import Policy, PolicyError
from lab.evaluation.markets import Made, MarketError, Source, pair_up
from lab.evaluation.outcome import Measured
from lab.evaluation.runs import Run
from lab.makers import MakerError

DEFAULT = range(1, 6)


def answer(options: argparse.Namespace, work: Callable[[argparse.Namespace, Policy], str]) -> int:
    """Print what the work says, or in one sentence why it cannot; returns the exit code."""
    try:
        policy = Policy.load(options.policy) if options.policy else Policy()
        text = work(options, policy)
    except (PolicyError, MakerError, MarketError, TruthError) as error:
        return _fail(str(error))
    except OSError as error:
        return _fail(f"cannot read {error.filename}: {error.strerror or error}")
    sys.stdout.write(text + "\n")
    return 0


def made(options: argparse.Namespace, run: Run) -> Sequence[Source]:
    """The markets of a run."""
    sources = run.sources(options.seeds or DEFAULT, options.complaints)
    return [replace(source, vouched=not options.unvouched) for source in sources]


def given(options: argparse.Namespace) -> Sequence[Source]:
    """The markets where no maker is named: those of the files, or our own."""
    vouched = not options.unvouched
    if options.market:
        files = pair_up(options.market, options.truth)
        return [replace(source, vouched=vouched) for source in files]
    seeds = options.seeds or DEFAULT
    return [Made(seed, options.complaints, vouched=vouched) for seed in seeds]


def warn(measured: Iterable[Measured]) -> None:
    """Say how many lines of the files were left out."""
    left_out = sum(one.left_out for one in measured)
    if left_out:
        warning = (
            "1 line that is no valid complaint"
            if left_out == 1
            else (f"{left_out:,} lines that are no valid complaints")
        )
        sys.stderr.write(f"left out {warning}\n")


def progress() -> Callable[[str], None] | None:
    """How far it is, on a terminal alone."""
    return _show if sys.stderr.isatty() else None


def _show(stage: str) -> None:
    sys.stderr.write(f"\r\033[K{stage}")
    sys.stderr.flush()


def _fail(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 1
