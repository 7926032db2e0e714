"""PDF files: whether they can be read whole, and whether they hold more than pages.

JavaScript, programs to launch and embedded files are refused: a reviewer sees pages, and whatever
else a file brings nobody has looked at. Printing to PDF leaves the pages alone.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

from complaints.papers.examining import BROKEN
from complaints.papers.refusals import refuse
from complaints.words import message as _

__all__ = ["BROKEN", "inspect"]

EXAMINING = Path(__file__).with_name("examining.py")
# By the clock, on a machine that is busy; its own limit is by the work that it does.
MOST_SECONDS = 60
# pypdf tells of every oddity that it mends; a stranger's file fills no log of ours.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def inspect(file: BinaryIO) -> int:
    """Return the number of pages.

    Refuses with: paper-damaged, which a file that takes too long to read is too; paper-locked (a
    password is needed to read it); paper-active.
    """
    found, _space, number = _examined(file).partition(" ")
    if found == "locked":
        raise refuse("paper-locked", _("This PDF is locked with a password."))
    if found == "active":
        raise refuse("paper-active", _("This PDF holds scripts or other files inside it."))
    if found != "pages":
        raise refuse("paper-damaged", _("This PDF is damaged or cut off."))
    return int(number)


def _examined(file: BinaryIO) -> str:
    """Let the examining program look at the file, and return what it says of it."""
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
    except (subprocess.SubprocessError, OSError):
        return "damaged"
    return done.stdout.decode("ascii", "replace")
