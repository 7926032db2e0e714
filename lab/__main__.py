"""Command line of the lab: make a market whose truth is known, evaluate the scan on such markets.

Results go to standard output, everything else to standard error. Exit code 0: it did its work; 1:
it could not; 2: wrong use.
"""

from __future__ import annotations

import argparse
import sys
from importlib.metadata import version

PACKAGE = "clean-hands"
EXAMPLE = "example: python -m lab evaluate --seeds 51-70 --jobs 2 --peers"


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    argv = sys.argv[1:] if argv is None else argv
    # A command says its own options: here is only its name.
    name = _parser().parse_args(argv[:1]).command
    if name == "simulate":
        from lab.simulate import main as run
    elif name == "evaluate":
        from lab.evaluation.evaluating import main as run
    elif name == "learn":
        from lab.training.command import main as run
    elif name == "labels":
        from lab.training.platforms_command import main as run
    elif name == "shares":
        from lab.shares import main as run
    else:
        from lab.evaluation.ablating import main as run
    return run(argv[1:])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m lab",
        description="Make markets whose truth is known, and measure the scan on them.",
        epilog=EXAMPLE,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {version(PACKAGE)}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("simulate", help="make a market whose truth is known", add_help=False)
    commands.add_parser("evaluate", help="measure the scan on such markets", add_help=False)
    commands.add_parser("shares", help="set its shares beside published ones", add_help=False)
    commands.add_parser("ablate", help="measure it without each of its parts", add_help=False)
    commands.add_parser("learn", help="learn the shapes of the score", add_help=False)
    commands.add_parser("labels", help="refit them to labels of a platform", add_help=False)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
