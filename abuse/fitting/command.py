"""Command line of the fit on a file whose truth is known: `python -m abuse fit`.

Results go to standard output, everything else to standard error. Exit code 0: it did its work; 1:
it could not, or the history is too thin; 2: wrong use.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path

from abuse.fitting.labels import FitError
from abuse.one_file import code_of, read_record
from abuse.policy import Policy, PolicyError
from abuse.words import LANGUAGES

EXAMPLE = "example: python -m abuse fit market.jsonl --truth truth.json --out policy.toml"


def main(argv: list[str]) -> int:
    """Fit to a file and print; returns the exit code."""
    options = _parser().parse_args(argv)
    return code_of(lambda: _run(options), options.file, FitError, PolicyError)


def _run(options: argparse.Namespace) -> None:
    from abuse.fitting.fit import fit
    from abuse.fitting.labels import labels_of_truth
    from abuse.fitting.text import as_policy, as_table
    from abuse.words import language

    speech = language(options.language)
    policy = Policy.load(options.policy) if options.policy else Policy()
    history = read_record(options.file, speech)
    labels = labels_of_truth(history, options.truth)
    result = fit(history, labels, policy, cut=options.cut, reviewers_known=False)
    if options.format == "json":
        json.dump(result.as_json(), sys.stdout, indent=1)
        sys.stdout.write("\n")
    else:
        sys.stdout.write(as_table(result, speech) + "\n")
    sys.stdout.flush()
    if options.out:
        Path(options.out).write_text(as_policy(result, language=speech), encoding="utf-8")


def _end_of(text: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(text), time.max, UTC)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m abuse fit",
        description="Refit the shapes of the score to a file whose truth is known.",
        epilog=EXAMPLE,
    )
    parser.add_argument("file", metavar="FILE", help="JSON Lines, may be gzip; - is standard input")
    parser.add_argument(
        "--truth", metavar="FILE", required=True, help="of a made market: who really is what"
    )
    parser.add_argument(
        "--cut", type=_end_of, metavar="DATE",
        help="fit to what was known by its end, test on the rest (default: two thirds)",
    )  # fmt: skip
    parser.add_argument("--policy", metavar="FILE", help="thresholds in force, TOML")
    parser.add_argument("--out", metavar="FILE", help="write the fitted policy, TOML")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    parser.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0], help="of the text")
    return parser
