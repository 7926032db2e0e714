"""What a process is by, for another that asks whether it still lives; and time that never jumps.

Linux tells all of it under /proc. Elsewhere nothing can be proven, and whoever asks waits.
"""

from __future__ import annotations

import os
import time
from functools import cache
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_NAMESPACE = Path("/proc/self/ns/pid")
# The place of the start time in /proc/PID/stat, counted behind the name in brackets.
_STARTED = 19


def holder() -> str:
    """Return the name of this process: boot, namespace of process ids, id, start time.

    A forked child has a name of its own.
    """
    return _holder(os.getpid())


@cache
def _holder(pid: int) -> str:
    return f"{_here()}:{pid}:{_start(pid) or '-'}"


def is_proven_dead(name: str) -> bool:
    """Say whether the process of this name has certainly ended.

    False for one of another boot, machine or container: it may live, and only its lease's end
    tells.
    """
    here, _, rest = name.rpartition(":")[0].rpartition(":")
    started = name.rpartition(":")[2]
    if "-" in (here, started) or here != _here() or not rest.isdecimal():
        return False
    return _start(int(rest)) != started


def seconds_since_boot() -> float:
    """Return a clock that only goes forward, sleep of the machine included."""
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime(clock)


@cache
def boot() -> str:
    """Return the name of this boot of the machine; "-" where it has none."""
    try:
        return _BOOT.read_text().strip()
    except OSError:
        return "-"


@cache
def _here() -> str:
    try:
        namespace = os.readlink(_NAMESPACE).strip("pid:[]")
    except OSError:
        return "-"
    return f"{boot()}/{namespace}" if boot() != "-" else "-"


def _start(pid: int) -> str | None:
    """Return when a process began, in ticks since the boot; None where there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    # A zombie works no more.
    return None if fields[0] in "ZX" else fields[_STARTED]
