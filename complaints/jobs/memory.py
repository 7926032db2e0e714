"""Gives memory back to the system after a job that took much: a scan, a backtest.

Arrow and the C library keep what was freed for the next time, which for these is the next night.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import gc
from collections.abc import Callable
from typing import ParamSpec

P = ParamSpec("P")


def given_back(handler: Callable[P, None]) -> Callable[P, None]:
    """Return the handler; once it is over, however it ends, what it freed is the system's."""

    @functools.wraps(handler)
    def handled(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            handler(*args, **kwargs)
        finally:
            _give_back()

    return handled


def _give_back() -> None:
    # A server starts without it.
    import pyarrow as pa

    gc.collect()
    pa.default_memory_pool().release_unused()
    # The C library of some systems has no such function, and keeps less.
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
