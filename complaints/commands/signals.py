"""What `run` and `worker` do when they are told to end: by SIGTERM, Ctrl+C, a lost terminal."""

from __future__ import annotations

import functools
import logging
import os
import signal
from collections.abc import Callable
from types import FrameType
from typing import Any

from complaints.base.stopping import Stopping
from complaints.commands.exits import Exit

# A process that was started to outlive its terminal (nohup) goes on ignoring that it is gone.
ORDERS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
log = logging.getLogger(__name__)


def leaving_at_once(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let an order end the command with 0 while it starts: nobody was served yet."""

    @functools.wraps(command)
    def heeding(*args: Any, **kwargs: Any) -> Any:
        before = {order: signal.getsignal(order) for order in ORDERS}
        _heed(_leave)
        try:
            return command(*args, **kwargs)
        finally:
            for order, handler in before.items():
                signal.signal(order, handler)

    return heeding


def heed(stopping: Stopping, wake: Callable[[], None]) -> None:
    """From now on let the first order set `stopping` and wake the main thread; the second one ends
    the process at once. What was not committed by then is rolled back."""

    given = False

    def order(_number: int, _frame: FrameType | None) -> None:
        nonlocal given
        if given:
            why = "Told to stop a second time: what was under way is cut off."
            end_at_once(why, status=Exit.CUT_OFF)
        given = True
        stopping.set()
        wake()

    _heed(order)


def end_at_once(why: str, *, status: int) -> None:
    """Say why, and end the process whatever its threads do."""
    try:
        log.warning("%s", why)
    finally:
        os._exit(status)


def _heed(handler: Callable[[int, FrameType | None], None]) -> None:
    for order in ORDERS:
        if order != signal.SIGHUP or signal.getsignal(order) != signal.SIG_IGN:
            signal.signal(order, handler)


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(Exit.DONE)
