"""How well a scan does on markets whose truth is known: `python -m abuse evaluate`.

Makes the markets or reads them, scans them, and compares. A filer that the scan does not name has
score 0. It tunes nothing: what is measured here must not have been fitted on the same seeds.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from abuse.evaluation import Evaluation, Measured
from abuse.evaluation.markets import Made, MarketError, Source, pair_up
from abuse.evaluation.measuring import measure
from abuse.evaluation.tables import as_json, as_table
from abuse.market.making import SMALLEST
from abuse.market.truths import TruthError
from abuse.policy import Policy, PolicyError

__all__ = ["Evaluation", "evaluate", "main"]
EXAMPLE = "example: python -m abuse evaluate --seeds 51-70 --jobs 2 --peers"


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
    parser = _parser()
    options = parser.parse_args(argv)
    if options.complaints is not None and options.complaints < SMALLEST:
        parser.error(f"a market has at least {SMALLEST} complaints")
    if options.jobs < 1:
        parser.error("--jobs takes 1 or more")
    if options.market and options.seeds:
        parser.error("give --seeds or --market, not both")
    if options.truth and not options.market:
        parser.error("--truth goes with --market")
    try:
        measured = _measured(options)
    except (PolicyError, MarketError, TruthError) as error:
        return _fail(str(error))
    except OSError as error:
        return _fail(f"cannot read {error.filename}: {error.strerror or error}")
    _warn(measured, peers=options.peers)
    result = Evaluation.of(measured)
    values = options.format == "json"
    text = json.dumps(as_json(result), indent=1) if values else as_table(result)
    sys.stdout.write(text + "\n")
    return 0


def _measured(options: argparse.Namespace) -> list[Measured]:
    policy = Policy.load(options.policy) if options.policy else Policy()
    sources: list[Source] = []
    if options.market:
        sources += pair_up(options.market, options.truth)
    else:
        sources += [Made(seed, options.complaints) for seed in options.seeds or range(1, 6)]
    shown = _show if sys.stderr.isatty() else None
    return measure(sources, policy, peers=options.peers, jobs=options.jobs, progress=shown)


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


def seeds(text: str) -> list[int]:
    """Read `1-5`, `7` or `1,3,8-10`.

    Examples
    --------
    >>> seeds("1-3,7")
    [1, 2, 3, 7]
    """
    numbers: list[int] = []
    for part in text.split(","):
        low, dash, high = part.strip().partition("-")
        if not low.isascii() or not low.isdigit() or (dash and not high.isdigit()):
            raise argparse.ArgumentTypeError(f"{text!r} names no seeds; write 1-5 or 1,3,8-10")
        numbers += range(int(low), int(high if dash else low) + 1)
    if not numbers:
        raise argparse.ArgumentTypeError(f"{text!r} names no seeds")
    return list(dict.fromkeys(numbers))


def _show(stage: str) -> None:
    sys.stderr.write(f"\r\033[K{stage}")
    sys.stderr.flush()


def _fail(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m abuse evaluate",
        description="Measure the scan on markets whose truth is known.",
        epilog=EXAMPLE,
    )
    add = parser.add_argument
    add("--seeds", type=seeds, metavar="SEEDS", help="markets of ours to make (default 1-5)")
    add("--complaints", type=int, metavar="N", help="of each; left out, the seed sets it")
    add(
        "--market",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="somebody's market, as interchange lines; or a directory of NAME.jsonl with "
        "NAME.truth.json; may be repeated",
    )
    add(
        "--truth",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="the truth about a --market file's filers, as JSON; one for each, in order",
    )
    add("--peers", action="store_true", help="rank the same filers by published methods too")
    add("--policy", type=Path, metavar="FILE", help="thresholds, TOML")
    add("--jobs", type=int, default=1, metavar="N", help="processes (default 1)")
    add("--format", choices=("table", "json"), default="table")
    return parser
