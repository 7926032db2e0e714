"""What a file of complaints may be, and how an import of it goes. Pure."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

# Complaints of one file. A vendor with 300 brands files as many in a day.
MOST_ROWS: Final = 20_000
# How long the job files rows of one import before others have their turn.
TURN: Final = timedelta(seconds=10)


class Format(StrEnum):
    """How a file states its complaints."""

    JSON_LINES = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"


class ImportState(StrEnum):
    """What an import does now; it follows from its times, and is stored nowhere."""

    READING = "reading"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    STOPPED = "stopped"


def state_of_import(sent: Any) -> ImportState:
    """Return what an import does now, by its row's times."""
    if sent.cancelled_at is not None:
        return ImportState.CANCELLED
    if sent.ended_at is not None:
        return ImportState.STOPPED if sent.stopped else ImportState.DONE
    return ImportState.READING if sent.read_at is None else ImportState.RUNNING


def count_rows_left(sent: Any) -> int:
    """Return how many rows of an import nobody has looked at yet."""
    return int(sent.rows - sent.filed - sent.known - sent.kept - sent.refused)
