"""Command line of the detector alone: scan a file, print the policy, backtest, fit.

Results go to standard output, everything else to standard error. Exit code 0: it did its work; 1:
it could not; 2: wrong use.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, time
from importlib.metadata import version

from abuse.backtest.command import positive
from abuse.engines import CHOICES
from abuse.policy import Policy, PolicyError
from abuse.policy.shapes import ShapesFileError
from abuse.words import LANGUAGES, language

PACKAGE = "clean-hands"
EXAMPLE = "example: python -m abuse scan complaints.jsonl.gz --format json --as-of 2026-06-30"


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    try:
        return _run(sys.argv[1:] if argv is None else argv)
    except ShapesFileError as error:
        return _fail(str(error))


def _run(argv: list[str]) -> int:
    if argv and argv[0] == "backtest":
        from abuse.backtest.command import main as backtest

        return backtest(argv[1:])
    if argv and argv[0] == "fit":
        from abuse.fitting.command import main as fit

        return fit(argv[1:])
    if argv == ["policy"]:
        from abuse.policy.page import policy_page

        sys.stdout.write(policy_page())
        return 0
    options = _parser().parse_args(argv)
    try:
        return _scan(options)
    except PolicyError as error:
        return _fail(str(error))
    except BrokenPipeError:
        # The reader of our output went away (`| head`): nothing is wrong with the scan.
        sys.stderr.close()
        return 0
    except OSError as error:
        return _fail(f"cannot read {error.filename or options.files[0]}: {error.strerror or error}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m abuse",
        description="Find filers who abuse an IP complaint system.",
        epilog=EXAMPLE,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {version(PACKAGE)}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    scan = commands.add_parser("scan", help="scan a file of complaints", epilog=EXAMPLE)
    scan.add_argument(
        "files", nargs="+", metavar="FILE",
        help="JSON Lines, may be gzip, - is standard input; or Parquet, folders or files",
    )  # fmt: skip
    scan.add_argument("--engine", choices=CHOICES, default="arrays", help="who does what is heavy")
    scan.add_argument("--format", choices=("table", "json"), default="table")
    scan.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0], help="of sentences")
    scan.add_argument("--as-of", type=_date, metavar="DATE", help="read nothing after this")
    scan.add_argument(
        "--believe", action="store_true", help="take marks that lines call proven for proven"
    )
    scan.add_argument("--policy", metavar="FILE", help="thresholds set differently, TOML")
    scan.add_argument("--mask", action="store_true", help="stable pseudonyms instead of names")
    scan.add_argument("--seed", type=int, default=0, help="for stages that draw at random")
    scan.add_argument(
        "--limit", type=positive, metavar="N", help="show the N highest filers (table)"
    )
    commands.add_parser("policy", help="print every threshold with its unit and reason")
    commands.add_parser("backtest", help="replay a file month by month", add_help=False)
    commands.add_parser("fit", help="refit the shapes of the score to a file", add_help=False)
    return parser


def _date(text: str) -> datetime:
    """A date means its end, a time with an offset itself."""
    try:
        if len(text) == 10:
            day = datetime.fromisoformat(text).date()
            return datetime.combine(day, time.max, tzinfo=UTC)
        when = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date") from error
    if when.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text!r} has no offset")
    return when


def _scan(options: argparse.Namespace) -> int:
    from abuse.engines import EngineError
    from abuse.explain.report_text import as_table
    from abuse.record.memory import TooLargeError
    from abuse.record.parquet import ParquetError
    from abuse.record.sources import load_table
    from abuse.scanning import scan
    from abuse.stages.choice import open_stages
    from abuse.words.phrases import left_out

    policy = Policy.load(options.policy) if options.policy else Policy()
    speech = language(options.language)
    bad: list[str] = []
    try:
        claims = load_table(
            options.files,
            now=datetime.now(UTC),
            as_of=options.as_of,
            bad=bad,
            vouched=options.believe,
        )
    except (ParquetError, TooLargeError) as error:
        return _fail(str(error))
    if bad:
        _say(f"{speech.say(left_out(bad))}\n")
    if bad and not claims.complaints.num_rows:
        return _fail(f"no valid complaint in {', '.join(options.files)}")
    try:
        with open_stages(options.engine) as stages:
            report = scan(claims, policy, seed=options.seed, stages=stages, progress=_progress())
    except EngineError as error:
        return _fail(str(error))
    if options.format == "json":
        values = report.as_json(options.mask, language=speech)
        json.dump(values, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        table = as_table(report, mask=options.mask, limit=options.limit, language=speech)
        sys.stdout.write(table + "\n")
    sys.stdout.flush()
    return 0


def _progress() -> Callable[[str], None] | None:
    """Stage names on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        return None
    return lambda stage: _say(f"\r\033[K{stage + ' ...' if stage else ''}")


def _fail(sentence: str) -> int:
    _say(sentence + "\n")
    return 1


def _say(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


if __name__ == "__main__":
    raise SystemExit(main())
