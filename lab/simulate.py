"""Command line of the market maker: `python -m lab simulate`.

Writes lines, truth and catalogue; how a market is made is told in `abuse.market`, who makes it in
`lab.makers`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from typing import Any

from lab.makers import FIRST, make

EXAMPLE = (
    "example: python -m lab simulate --seed 7 --out market.jsonl --truth truth.json "
    "--listings listings.jsonl"
)


def main(argv: list[str]) -> int:
    """Make one market and write it; returns the exit code."""
    options = _parser().parse_args(argv)
    try:
        market = make(
            options.maker,
            options.seed,
            size=options.complaints,
            base=options.base,
            strategies=options.strategies,
        )
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    try:
        _write(options.out, (to_json(line) for line in market.lines))
        if options.truth:
            truth = json.dumps(market.truth_as_json(), indent=1, sort_keys=True)
            _write(options.truth, [truth])
        if options.listings:
            _write(options.listings, (to_json(row) for row in market.listings))
    except BrokenPipeError:
        # The reader of our output went away (`| head`): the market is none the worse.
        sys.stderr.close()
    except OSError as error:
        sys.stderr.write(f"cannot write {error.filename}: {error.strerror or error}\n")
        return 1
    return 0


def to_json(value: dict[str, Any]) -> str:
    """One line; the same value always gives the same bytes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _write(path: str, lines: Iterable[str]) -> None:
    if path == "-":
        sys.stdout.writelines(line + "\n" for line in lines)
        sys.stdout.flush()
        return
    with open(path, "w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(line + "\n" for line in lines)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m lab simulate",
        description="Make a marketplace's complaints whose truth is known.",
        epilog=EXAMPLE,
    )
    parser.add_argument("--seed", type=int, default=7, help="which market (default 7)")
    parser.add_argument(
        "--complaints", type=int, metavar="N", help="its size (default: drawn from the seed)"
    )
    parser.add_argument(
        "--maker", default=FIRST, metavar="NAME", help="who makes it (default first: ours)"
    )
    parser.add_argument("--base", type=float, metavar="SHARE", help="of filers that abuse")
    parser.add_argument(
        "--strategies", action="store_true", help="plant some against the detector itself too"
    )
    parser.add_argument("--out", default="-", metavar="FILE", help="JSON Lines; - is standard out")
    parser.add_argument("--truth", metavar="FILE", help="who really is what, as JSON")
    parser.add_argument("--listings", metavar="FILE", help="the catalogue, as JSON Lines")
    return parser
