"""What `python -m lab evaluate` and `ablate` may be told, and what does not go together."""

from __future__ import annotations

import argparse
from pathlib import Path

from abuse.market.making import SMALLEST
from lab.evaluation.parts import parts


def evaluation(argv: list[str]) -> argparse.Namespace:
    """Read the command line of `evaluate`; what is wrong with it ends the process with 2."""
    command = _command(
        "evaluate", "Measure the scan on markets whose truth is known.", "--seeds 51-70 --peers"
    )
    add = command.add_argument
    add("--replay", action="store_true", help="replay each market month by month too")
    add("--missed", action="store_true", help="name ten missed cases of each sort")
    add("--looks", type=int, metavar="DAYS", help="scan each market's last year every so many days")
    add("--peers", action="store_true", help="rank the same filers by published methods too")
    add(
        "--without",
        action="append",
        default=[],
        choices=parts(),
        metavar="PART",
        help=f"scan without a part, may be repeated: {', '.join(parts())}",
    )
    options = _read(command, argv)
    if options.looks is not None and options.looks < 1:
        command.error("--looks takes 1 day or more")
    if options.replay and options.without:
        command.error("--replay goes with the whole scan only")
    return options


def ablation(argv: list[str]) -> argparse.Namespace:
    """Read the command line of `ablate`; what is wrong with it ends the process with 2."""
    command = _command(
        "ablate",
        "Measure the scan without each of its parts, one after the other: what each brings.",
        "--seeds 21-30 --maker first",
    )
    return _read(command, argv)


def _read(command: argparse.ArgumentParser, argv: list[str]) -> argparse.Namespace:
    options = command.parse_args(argv)
    if options.complaints is not None and options.complaints < SMALLEST and not options.maker:
        command.error(f"a market has at least {SMALLEST} complaints")
    if options.jobs < 1:
        command.error("--jobs takes 1 or more")
    if options.market and (options.seeds or options.maker):
        command.error("give --seeds and --maker, or --market, not both")
    if options.truth and not options.market:
        command.error("--truth goes with --market")
    if (options.base or options.strategies) and not options.maker:
        command.error("--base and --strategies go with --maker")
    return options


def _command(name: str, description: str, example: str) -> argparse.ArgumentParser:
    """A command with the options that both have: which markets, and how."""
    command = argparse.ArgumentParser(
        prog=f"python -m lab {name}",
        description=description,
        epilog=f"example: python -m lab {name} {example} --jobs 2",
    )
    add = command.add_argument
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
    add(
        "--maker",
        action="append",
        default=[],
        metavar="NAME",
        help="whose markets to make, judged by the bars of makers; may be repeated; or all, which "
        "means the open ones: casebook and unseen run only where they are named",
    )
    add(
        "--base",
        type=float,
        action="append",
        default=[],
        metavar="SHARE",
        help="of filers that abuse, in a maker's markets; may be repeated, each for itself",
    )
    add("--strategies", action="store_true", help="some plants work against the detector itself")
    add("--unvouched", action="store_true", help="no mark of a filer counts as proven")
    add("--policy", type=Path, metavar="FILE", help="thresholds, TOML")
    add("--jobs", type=int, default=1, metavar="N", help="processes (default 1)")
    add("--format", choices=("table", "json"), default="table")
    return command


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
