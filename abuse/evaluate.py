"""How well a scan does on markets whose truth is known: `python -m abuse evaluate`.

Makes the markets, scans them, and compares. A filer that the scan does not name has score 0. It
tunes nothing: what is measured here must not have been fitted on the same seeds.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from abuse.evaluation import Evaluation, Outcome
from abuse.market import Market, make_market
from abuse.market.making import SMALLEST

if TYPE_CHECKING:
    from abuse import Policy, Report

__all__ = ["Evaluation", "evaluate", "main"]
EXAMPLE = "example: python -m abuse evaluate --seeds 51-55 --complaints 3000"


def evaluate(
    seeds: Iterable[int],
    *,
    complaints: int = 3000,
    policy: Policy | None = None,
    progress: Callable[[str], None] | None = None,
) -> Evaluation:
    """Make, scan and measure one market a seed.

    Parameters
    ----------
    seeds : iterable of int
        At least one.
    complaints : int
        Size of each market.
    policy : Policy, optional
        Thresholds of the scan; the default ones if left out.
    progress : callable, optional
        Told which market is being scanned.

    Returns
    -------
    Evaluation

    Raises
    ------
    ValueError
        For no seeds, a negative seed, or a market that is too small.
    """
    from abuse import ClaimTable, Policy, scan

    outcomes: list[Outcome] = []
    for seed in seeds:
        if progress:
            progress(f"market {seed}")
        market = make_market(seed, complaints=complaints)
        report = scan(ClaimTable.from_lines(market.lines), policy or Policy())
        outcomes += _compared(market, report)
    if progress:
        progress("")
    return Evaluation.of(outcomes, complaints)


def _compared(market: Market, report: Report) -> list[Outcome]:
    found = {filer.reference: filer for filer in report.filers}
    outcomes = []
    for reference in sorted(market.truth):
        filer = found.get(reference)
        outcomes.append(
            Outcome(
                market.seed,
                reference,
                market.truth[reference],
                filer.score if filer else 0.0,
                filer.level if filer else "none",
                filer.ring if filer else None,
            )
        )
    return outcomes


def main(argv: list[str]) -> int:
    """Evaluate and print; returns the exit code."""
    parser = _parser()
    options = parser.parse_args(argv)
    if options.complaints < SMALLEST:
        parser.error(f"a market has at least {SMALLEST} complaints")
    from abuse.policy import Policy, PolicyError

    try:
        policy = Policy.load(options.policy) if options.policy else None
    except PolicyError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    shown = _show if sys.stderr.isatty() else None
    result = evaluate(options.seeds, complaints=options.complaints, policy=policy, progress=shown)
    as_json = options.format == "json"
    text = json.dumps(result.as_json(), indent=1) if as_json else result.as_table()
    sys.stdout.write(text + "\n")
    return 0


def seeds(text: str) -> list[int]:
    """Read `1-5`, `7` or `1,3,8-10`.

    Examples
    --------
    >>> seeds("1-3,7")
    [1, 2, 3, 7]
    """
    found: list[int] = []
    for part in text.split(","):
        low, dash, high = part.strip().partition("-")
        if not low.isascii() or not low.isdigit() or (dash and not high.isdigit()):
            raise argparse.ArgumentTypeError(f"{text!r} names no seeds; write 1-5 or 1,3,8-10")
        found += range(int(low), int(high if dash else low) + 1)
    if not found:
        raise argparse.ArgumentTypeError(f"{text!r} names no seeds")
    return list(dict.fromkeys(found))


def _show(stage: str) -> None:
    sys.stderr.write(f"\r\033[K{stage}")
    sys.stderr.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m abuse evaluate",
        description="Measure the scan on markets whose truth is known.",
        epilog=EXAMPLE,
    )
    parser.add_argument("--seeds", type=seeds, default="1-5", metavar="SEEDS", help="default 1-5")
    parser.add_argument("--complaints", type=int, default=3000, metavar="N", help="of each market")
    parser.add_argument("--policy", type=Path, metavar="FILE", help="thresholds, TOML or JSON")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    return parser
