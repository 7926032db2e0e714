"""The order to end: given by a signal, heeded by the server, the jobs and `/readyz`."""

from __future__ import annotations

import math
import threading
import time


class Stopping(threading.Event):
    """Set once the process is to end; what is under way then has until `until`.

    The main thread never waits for it: a signal sets it there.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds
        self.until = math.inf

    def set(self) -> None:
        if not self.is_set():
            self.until = time.monotonic() + self.seconds
        super().set()

    def left(self) -> float:
        """Return the seconds that are left; no end of them before the order."""
        return max(0.0, self.until - time.monotonic())
