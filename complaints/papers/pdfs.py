"""PDF files: whether their pages can be made anew, and the copy that others are shown.

A PDF is more than its pages: it may run scripts, hold files, send what is typed, lead elsewhere,
say who wrote it and where, and be read one way by one program and otherwise by another. So nobody
but its sender is shown it. What others are shown is written by us from its pages (`rewriting.py`).
"""

from __future__ import annotations

import logging
import signal
import subprocess
from typing import BinaryIO

from complaints.papers.meter import Meter
from complaints.papers.programs import run_program
from complaints.papers.refusals import paper_refusal
from complaints.words import message as _

EXAMINING = "complaints.papers.examining"
# The program's own limit, by the work that it does; and by the clock, on a machine that is busy.
MOST_WORK, MOST_SECONDS = 10, 60
_OUT_OF_TIME = (-signal.SIGXCPU, -signal.SIGKILL)
DAMAGED = _("This PDF is damaged or cut off.")
ENDLESS = _(
    "This PDF holds more than can be checked, or is damaged. Print it to PDF, or send it in parts."
)
# pypdf tells of every oddity that it mends; a stranger's file fills no log of ours.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def inspect(file: BinaryIO, meter: Meter) -> int:
    """Return the number of pages.

    Refuses with: paper-damaged, also where reading takes more than ten seconds of work, or the copy
    would be many times as large; paper-locked, where a password is needed.
    """
    file.seek(0)
    verdict, _space, number = _examined("check", file.read(), meter).decode("ascii").partition(" ")
    if verdict == "locked":
        raise paper_refusal("paper-locked", _("This PDF is locked with a password."))
    if verdict == "large":
        raise paper_refusal("paper-damaged", ENDLESS)
    if verdict != "pages":
        raise paper_refusal("paper-damaged", DAMAGED)
    return int(number)


def copy_pdf(data: bytes, meter: Meter) -> bytes:
    """Return the copy of a PDF that others are shown, the same bytes for the same PDF.

    Refuses with: paper-damaged.
    """
    return _examined("copy", data, meter)


def _examined(what: str, data: bytes, meter: Meter) -> bytes:
    """Run the examining program on a PDF, and return what it says."""
    try:
        return run_program(
            EXAMINING, [what], data, meter, most_work=MOST_WORK, most_seconds=MOST_SECONDS
        )
    except (subprocess.SubprocessError, OSError) as error:
        ended = getattr(error, "returncode", 0) in _OUT_OF_TIME
        is_endless = ended or isinstance(error, subprocess.TimeoutExpired)
        raise paper_refusal("paper-damaged", ENDLESS if is_endless else DAMAGED) from None
