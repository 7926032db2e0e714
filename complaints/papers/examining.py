"""Examines a stranger's PDF, or makes it anew from its pages: a program of its own.

A small file may unfold to gigabytes or ask for an hour of work. `pdfs.py` runs this with a time
limit; it sets its own limits first, and says at its end how many seconds of work it took.

    python -m complaints.papers.examining check < paper.pdf
        says: pages NUMBER, locked, large, damaged
    python -m complaints.papers.examining copy < paper.pdf > copy.pdf
"""

from __future__ import annotations

import logging
import resource
import sys
import time
from collections import deque

from complaints.papers import rewriting

# Seconds of work: a scan of 500 pages takes a quarter of one, 10,000 typed pages take four.
MOST_MEMORY, MOST_SECONDS = 1 << 30, 10


def main(what: str) -> None:
    """Do one of the two with the PDF from standard input."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    # pypdf tells of every oddity that it mends.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    data = sys.stdin.buffer.read()
    if what == "copy":
        for part in rewriting.write_copy(rewriting.opened(data)):
            sys.stdout.buffer.write(part)
    else:
        sys.stdout.write(examine(data))
    sys.stdout.flush()
    sys.stderr.write(f"\n{time.process_time():.3f}\n")


def examine(data: bytes) -> str:
    """Return `pages NUMBER`, `locked`, `large` or `damaged`: a PDF is fine whose pages can be made
    anew within the bounds on size and memory."""
    # The end mark: pypdf mends a file that was cut off, and loses pages.
    if b"%%EOF" not in data[-4096:]:
        return "damaged"
    try:
        reader = rewriting.opened(data)
        pages = len(reader.pages)
        deque(rewriting.write_copy(reader), maxlen=0)
    except rewriting.Locked:
        return "locked"
    except MemoryError:
        return "large"
    except rewriting.BROKEN:
        return "damaged"
    return f"pages {pages}" if pages else "damaged"


if __name__ == "__main__":
    main(sys.argv[1])
