"""Moves uploaded documents to the new encryption key, one by one, each replaced as a whole."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime

from complaints.archive import Archive
from complaints.errors import Refusal

log = logging.getLogger(__name__)


def move_papers(archive: Archive, *, before: datetime) -> Iterator[tuple[int, int]]:
    """Seal every document that was stored before a moment anew; yield how many were, and could not
    be, so far.

    What is under the new key already is left: a change that was stopped begins here again.
    """
    moved = lost = 0
    for sha256 in archive.older_than(before):
        try:
            moved += archive.is_sealed_anew(sha256)
        except FileNotFoundError:
            continue  # swept meanwhile
        except Refusal as error:
            if error.slug == "unavailable":
                raise
            log.error("a document does not open and stays as it is: %s", sha256)
            lost += 1
        yield moved, lost
