"""Command line of the backtest on a file: `python -m abuse backtest`.

Results go to standard output, everything else to standard error. Exit code 0: it did its work; 1:
it could not; 2: wrong use.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from abuse.backtest.months import BacktestError, Month
from abuse.one_file import code_of, read_record
from abuse.policy import Policy, PolicyError
from abuse.words import LANGUAGES

EXAMPLE = (
    "example: python -m abuse backtest market.jsonl --from 2025-07 --to 2026-06 "
    "--policy draft.toml --picture backtest.svg"
)


def main(argv: list[str]) -> int:
    """Replay a file and print; returns the exit code."""
    options = _parser().parse_args(argv)
    # The makers come with it: `scan`, which takes its numbers from here, does without.
    from abuse.market.truths import TruthError

    errors = (BacktestError, PolicyError, TruthError)
    return code_of(lambda: _run(options), options.file, *errors)


def _run(options: argparse.Namespace) -> None:
    from abuse.backtest.picture import picture
    from abuse.backtest.replay import backtest
    from abuse.backtest.text import as_table
    from abuse.market.truths import innocents
    from abuse.words import language

    speech = language(options.language)
    policies = {"in force": Policy()}
    if options.policy:
        policies["draft"] = Policy.load(options.policy)
    history = read_record(options.file, speech)
    innocent = innocents(options.truth, history.filers) if options.truth else None
    result = backtest(
        history,
        options.first,
        options.last,
        policies,
        innocent=innocent,
        progress=_show if sys.stderr.isatty() else None,
    )
    if options.format == "json":
        json.dump(result.as_json(options.mask), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        sys.stdout.write(
            as_table(result, mask=options.mask, limit=options.limit, language=speech) + "\n"
        )
    sys.stdout.flush()
    if options.picture:
        Path(options.picture).write_text(picture(result, speech), encoding="utf-8")


def positive(text: str) -> int:
    """A number of lines to show."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not 1 or more")
    return number


def _month(text: str) -> Month:
    try:
        return Month.of(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _show(done: int, total: int) -> None:
    line = f"scanning: {done} of {total} months" if done < total else ""
    sys.stderr.write(f"\r\033[K{line}")
    sys.stderr.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m abuse backtest",
        description="Replay a file of complaints month by month, with what was known in each.",
        epilog=EXAMPLE,
    )
    parser.add_argument("file", metavar="FILE", help="JSON Lines, may be gzip; - is standard input")
    parser.add_argument("--from", dest="first", type=_month, required=True, metavar="MONTH")
    parser.add_argument("--to", dest="last", type=_month, required=True, metavar="MONTH")
    parser.add_argument("--policy", metavar="FILE", help="a draft to compare, TOML")
    parser.add_argument("--truth", metavar="FILE", help="of a made market: who really is what")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    parser.add_argument(
        "--language", choices=LANGUAGES, default=LANGUAGES[0], help="of the text and the picture"
    )
    parser.add_argument("--picture", metavar="FILE", help="write the months as an SVG picture")
    parser.add_argument("--mask", action="store_true", help="stable pseudonyms instead of names")
    parser.add_argument(
        "--limit", type=positive, metavar="N", help="show N filers a policy (table)"
    )
    return parser
