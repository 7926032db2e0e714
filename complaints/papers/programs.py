"""Runs a program of ours on a stranger's file, so that it can be ended, and meters its work.

The program sets its own limits first. What it writes is the answer; the last line of what it says
beside that is how many seconds of processor it took.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

from complaints.base.programs import command_of
from complaints.papers.meter import Meter


def run_program(
    module: str,
    arguments: Sequence[str],
    data: bytes,
    meter: Meter,
    *,
    most_work: float,
    most_seconds: float,
) -> bytes:
    """Return what a module, run as a program, writes when it is given `data`.

    `most_seconds` are by the clock; `most_work` are the seconds of processor that the program
    allows itself, and what is metered of one that was ended. Raises subprocess.SubprocessError
    where it fails or is ended, and OSError.
    """
    try:
        # The command is ours; only the data are a stranger's.
        done = subprocess.run(  # noqa: S603
            command_of(module, *arguments),
            input=data,
            capture_output=True,
            check=True,
            timeout=most_seconds,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        meter.add(_told(error.stderr) or most_work)
        raise
    meter.add(_told(done.stderr))
    return done.stdout


def _told(said: bytes | None) -> float:
    *_others, last = (said or b"").split() or [b""]
    try:
        return float(last)
    except ValueError:
        return 0.0
