"""The scan as a process of its own: its memory ends with it, and it gives way to all else.

The worker holds the job and renews its lease; the process scans, records and finishes the job, in
one transaction that is refused where the lease is lost. It is told what to do by its standard
input, keys among it, so that none is seen in a list of processes; the input stays open as long as
the worker lives, and the process ends with it, however the worker ends.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict
from datetime import datetime
from typing import Any

from complaints.base import logs
from complaints.base.errors import ConfigurationError, Refusal, trail
from complaints.base.programs import command_of
from complaints.jobs.queue import Leased, LeaseLostError
from complaints.settings.config import Config
from complaints.storage.context import Context

# It gives way to whatever else wants a processor, and still gets a tenth of one that never rests:
# with 19 it would not come to its end there.
NICENESS = 10
LOST = "lost"
log = logging.getLogger(__name__)


class ScanProcessError(Exception):
    """The process of a scan failed, or was ended. Its message is ours: it quotes no row."""


def scan(context: Context, job: Leased, now: datetime) -> None:
    """Scan in a process of its own and finish the job there; wait for its end.

    Raises LeaseLostError, and ScanProcessError where it fails or is ended by somebody.
    """
    given = {
        "config": context.config.as_json(), "job": asdict(job), "now": now.isoformat(),
        "niceness": NICENESS,
    }  # fmt: skip
    # The command is ours, and nothing of it comes from outside.
    with subprocess.Popen(  # noqa: S603
        command_of(__name__), stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        # One that ended as it began says so by what it does not say.
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(f"{json.dumps(given)}\n".encode())
        said = process.stdout.read()
    outcome = json.loads(said) if said else {"error": _how_it_ended(process.returncode)}
    if outcome.get("error") == LOST:
        raise LeaseLostError(job.kind)
    if "error" in outcome:
        if "where" in outcome:
            log.error("the scan's process failed: %s", outcome["where"])
        raise ScanProcessError(outcome["error"])
    if outcome["not_compared"]:
        log.warning("hashes compared with nothing new: %s (key lost)", outcome["not_compared"])


def _how_it_ended(status: int) -> str:
    if status >= 0:
        return f"The scan's process ended with {status} and said nothing; the log has its words."
    if status == -signal.SIGKILL:
        return (
            "The scan's process was killed: by somebody, or by the system, where it was out of "
            "memory."
        )
    return f"The scan's process was ended by signal {-status}."


def main() -> None:
    """Do what the worker says, and say what came of it, a line of JSON each."""
    # Who stops the service may tell all of its processes: the worker gives this one its time.
    for order in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(order, signal.SIG_IGN)
    given = json.loads(sys.stdin.readline())
    os.nice(given["niceness"])
    logs.install(given["config"]["log_level"], serves=True)
    threading.Thread(target=_end_with_the_worker, daemon=True).start()
    with logs.of_job(given["job"]["id"], given["job"]["kind"]):
        sys.stdout.write(json.dumps(_scanned(given)))


def _end_with_the_worker() -> None:
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


def _scanned(given: dict[str, Any]) -> dict[str, object]:
    # The worker that imports this module never loads the detector.
    from abuse.record.memory import TooLargeError
    from complaints.jobs import scanning
    from complaints.storage import db_errors

    context = Context.of(Config.from_json(given["config"]))
    try:
        done = scanning.scan_and_record(
            context, Leased(**given["job"]), datetime.fromisoformat(given["now"])
        )
    except LeaseLostError:
        return {"error": LOST}
    except (ConfigurationError, Refusal, TooLargeError) as error:
        return {"error": str(error)}
    except Exception as error:
        return {"error": str(trail(error)[0]["error"]), "where": db_errors.for_log(error)}
    return {"not_compared": done.not_compared}


if __name__ == "__main__":
    main()
