"""Adds up what work on a file costs, in seconds of processor, here and in programs of its own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Meter:
    """The seconds that the work on one file took, however it ended."""

    def __init__(self) -> None:
        self.seconds = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Add what this thread works until the end of the block."""
        begun = time.thread_time()
        try:
            yield
        finally:
            self.seconds += time.thread_time() - begun

    def add(self, seconds: float) -> None:
        """Add what a program of its own worked."""
        self.seconds += seconds
