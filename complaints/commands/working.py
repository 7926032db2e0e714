"""The worker as a thread beside the main one, which alone is told of signals; and its end."""

from __future__ import annotations

import logging
import sys
import threading

from complaints.commands import signals
from complaints.commands.exits import Exit
from complaints.jobs import holding
from complaints.jobs import worker as job_worker
from complaints.storage import db_errors
from complaints.storage.context import Context

# Seconds to give leases back in, where the database does not answer or somebody else writes. The
# lease of a process that has died is seen as such at the next start.
GIVING_BACK = 5.0
log = logging.getLogger(__name__)


class Working(threading.Thread):
    """Does the jobs until the context is stopping."""

    def __init__(self, context: Context) -> None:
        super().__init__(name="worker", daemon=True)
        self.context = context
        self.has_failed = False

    def run(self) -> None:
        try:
            job_worker.work_until_stopped(self.context, self.context.stopping)
        except Exception as error:
            # Without jobs nothing lapses and no letter goes: whoever watches the process starts it
            # again.
            self.has_failed = True
            log.critical("the worker has failed, the service ends: %s", db_errors.for_log(error))
        finally:
            self.context.stopping.set()


def end_work(context: Context, working: Working | None, *, requests: int = 0) -> None:
    """Wait for the jobs in hand, give leases back, and end the process where anything is cut off.

    It ends whatever still runs: a scan would hold it up for minutes.
    """
    cut_off = [f"{requests} request{'s' if requests > 1 else ''}"] if requests else []
    if working is not None:
        working.join(context.stopping.left())
        if working.is_alive():
            cut_off.append("the jobs in hand")
        giving = threading.Thread(target=_give_back, args=(context,), daemon=True)
        giving.start()
        giving.join(GIVING_BACK)
    if cut_off:
        seconds = f"{context.stopping.seconds:g}"
        why = f"Stopped after {seconds} s, and cut off {' and '.join(cut_off)}."
        # It stopped as it was told to: 0, unless the worker has failed.
        signals.end_at_once(why, status=int(working is not None and working.has_failed))
    if working is not None and working.has_failed:
        sys.exit(Exit.COULD_NOT)


def _give_back(context: Context) -> None:
    try:
        holding.give_back(context)
    except Exception as error:
        log.error("leases were not given back: %s", db_errors.for_log(error))
