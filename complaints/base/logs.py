"""The log: lines of JSON on standard error, each with its time and what it belongs to.

A line of ours says its message. Of other libraries' it says the place and the type of an error
alone: their messages quote addresses and values, as a link's secret. Messages of errors are left
out of every line (`base.errors.trail`).
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import TracebackType
from typing import Final, TextIO

from complaints.base.clock import utcnow
from complaints.base.errors import ConfigurationError, trail

OURS: Final = ("complaints", "abuse")
# Lines of several threads do not run into each other. An order to end may come while this thread
# writes one, and has a line of its own to write.
_one_at_a_time = threading.RLock()
_NOTHING: Final[dict[str, object]] = {"id": None}
_about: ContextVar[dict[str, object]] = ContextVar("about", default=_NOTHING)


def begin_request(identifier: str) -> None:
    """From now on lines of this thread are of this request, until it takes the next one: its answer
    is still being sent when the application has ended."""
    _about.set({"id": identifier})


@contextmanager
def of_job(number: int, kind: str) -> Iterator[None]:
    """Have the lines of this thread say of which job they are."""
    token = _about.set({"id": None, "job": number, "kind": kind})
    try:
        yield
    finally:
        _about.reset(token)


def write(event: str, level: str, **facts: object) -> None:
    """Write a line of its own."""
    now = utcnow().isoformat().replace("+00:00", "Z")
    line = json.dumps(
        {**_about.get(), **facts, "event": event, "level": level, "timestamp": now},
        ensure_ascii=False,
        default=str,
    )
    with _one_at_a_time:
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()


class Lines(logging.Handler):
    """Writes what is logged as such lines."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            write("log", record.levelname.lower(), logger=record.name, **_facts(record))
        except Exception:
            self.handleError(record)


def _facts(record: logging.LogRecord) -> dict[str, object]:
    facts: dict[str, object] = {}
    if record.name.partition(".")[0] in OURS:
        facts["says"] = record.getMessage()
    else:
        facts["at"] = f"{record.pathname}:{record.lineno} {record.funcName}"
    if record.exc_info and record.exc_info[1] is not None:
        facts["chain"] = trail(record.exc_info[1])
    return facts


def install(level: str = "WARNING", *, serves: bool = False) -> None:
    """Have all that this process logs be such lines, ours from a level on, others' from WARNING on,
    and warnings too; of what serves, also errors that end a thread or the process."""
    root = logging.getLogger()
    if not any(isinstance(each, Lines) for each in root.handlers):
        root.addHandler(Lines())
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    # A server that logs by itself, as gunicorn.
    for other in list(root.manager.loggerDict.values()):
        if isinstance(other, logging.Logger) and other.handlers:
            other.handlers.clear()
            other.propagate = True
    warnings.showwarning = _show_warning
    if serves:
        sys.excepthook = _show_end
        threading.excepthook = _show_end_of_thread


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    write("warning", "warning", warning=category.__qualname__, at=f"{filename}:{lineno}")


def _show_end(kind: type[BaseException], error: BaseException, _at: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    # What is wrong with a setting is said in our words, and to nobody else.
    said = {"says": str(error)} if isinstance(error, ConfigurationError) else {}
    write("failure", "critical", **said, chain=trail(error))


def _show_end_of_thread(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is not None:
        thread = ended.thread.name if ended.thread else None
        write("failure", "critical", thread=thread, chain=trail(ended.exc_value))
