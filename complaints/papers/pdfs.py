"""PDF files: whether they can be read whole, and whether they hold more than pages.

JavaScript, programs to launch, embedded files, and actions that send something or lead to another
file are refused: a reviewer sees the pages, and nobody looks at the rest. Printing to PDF
keeps only the pages.
"""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

from complaints.papers.refusals import paper_refusal
from complaints.words import message as _

EXAMINING = Path(__file__).with_name("examining.py")
# By the clock, on a machine that is busy; its own limit is by the work that it does.
MOST_SECONDS = 30
_OUT_OF_TIME = (-signal.SIGXCPU, -signal.SIGKILL)
ACTIVE = _(
    "This PDF holds scripts or other files, or buttons that send something or open another file."
)
ENDLESS = _(
    "This PDF holds more than can be checked, or is damaged. Print it to PDF, or send it in parts."
)
# pypdf tells of every oddity that it mends; a stranger's file fills no log of ours.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def inspect(file: BinaryIO) -> int:
    """Return the number of pages.

    Refuses with: paper-damaged, also where reading takes more than a second of work; paper-locked,
    where a password is needed; paper-active.
    """
    verdict, _space, number = _examined(file).partition(" ")
    if verdict == "locked":
        raise paper_refusal("paper-locked", _("This PDF is locked with a password."))
    if verdict == "active":
        raise paper_refusal("paper-active", ACTIVE)
    if verdict == "endless":
        raise paper_refusal("paper-damaged", ENDLESS)
    if verdict != "pages":
        raise paper_refusal("paper-damaged", _("This PDF is damaged or cut off."))
    return int(number)


def _examined(file: BinaryIO) -> str:
    """Run the examining program on the file, and return its verdict."""
    file.seek(0)
    try:
        # The command is ours; only the file is a stranger's.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(EXAMINING)],
            input=file.read(),
            capture_output=True,
            check=True,
            timeout=MOST_SECONDS,
        )
    except (subprocess.SubprocessError, OSError) as error:
        ended = getattr(error, "returncode", 0) in _OUT_OF_TIME
        return "endless" if ended or isinstance(error, subprocess.TimeoutExpired) else "damaged"
    return done.stdout.decode("ascii", "replace")
