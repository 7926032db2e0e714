"""The service's own processes: servers and workers, started, killed, stopped, with a clock."""

from __future__ import annotations

import glob
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.chaos.place import Place
from tests.scenes.mailing import free_port
from tests.scenes.rolling import PATIENCE, PROGRAM, is_up

# Of a worker at work: the first, that of the jobs, the scans', the sealer and the heartbeat.
THREADS = 5
LIBRARY = next(iter(glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")), None)


@dataclass
class Process:
    """One `cleanhands run` or `cleanhands worker`, or what stands beside them."""

    name: str
    place: Place
    command: tuple[str, ...]
    port: int = 0
    program: tuple[str, ...] = ("-c", PROGRAM)
    more: dict[str, str] = field(default_factory=dict)
    running: subprocess.Popen[bytes] | None = None

    def start(self, clock: Clock | None = None) -> None:
        environment = self.place.environment | self.more | (clock.environment if clock else {})
        # So PostgreSQL says whose a session is.
        environment["PGAPPNAME"] = self.name
        with (self.place.folder / f"{self.name}.log").open("ab") as log:
            self.running = subprocess.Popen(
                [sys.executable, *self.program, *self.command],
                env=environment, stdout=log, stderr=log,
            )  # fmt: skip

    def kill(self) -> None:
        if self.running is not None:
            self.running.kill()
            self.running.wait()

    def stop(self) -> int:
        """Tell it to stop; return its exit code."""
        assert self.running is not None
        self.running.send_signal(signal.SIGTERM)
        return self.running.wait(PATIENCE)

    @property
    def is_alive(self) -> bool:
        return self.running is not None and self.running.poll() is None

    def is_ready(self) -> bool:
        """Say whether a server answers so, and whether a worker's threads work."""
        if self.port:
            return is_up(f"http://127.0.0.1:{self.port}/readyz")
        assert self.running is not None
        return len(os.listdir(f"/proc/{self.running.pid}/task")) >= THREADS


@dataclass
class Clock:
    """What time it is for the processes that are started with it, by libfaketime."""

    file: Path
    environment: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        assert LIBRARY is not None
        self.environment = {
            "LD_PRELOAD": LIBRARY,
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_CACHE_DURATION": "1",
            # The time since the boot goes on evenly, as it does when a clock is set.
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
        self.set(0)

    def set(self, days: int) -> None:
        """Put the clock ahead by so many days."""
        new = self.file.with_suffix(".new")
        new.write_text(f"+{days}d\n")
        os.replace(new, self.file)


def server(place: Place, name: str) -> Process:
    port = free_port()
    return Process(name, place, ("run", "--port", str(port)), port)


def worker(place: Place, name: str) -> Process:
    return Process(name, place, ("worker",))


def market(place: Place, shop: Path, key: str, port: int) -> Process:
    """The marketplace of examples/, which asks the server at this port."""
    command = ("--base", f"http://127.0.0.1:{port}", "--database", str(shop), "--port", "0")
    return Process(
        "market", place, (*command, "--every", "0.5"), program=("-m", "examples.marketplace"),
        more={"MARKETPLACE_KEY": key},
    )  # fmt: skip


def cleanhands(place: Place, *command: str) -> subprocess.CompletedProcess[str]:
    """Give a command of the operator's; return how it ended."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *command],
        env=place.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def until(question, *, at_most: float = PATIENCE * 3, every: float = 0.05) -> float:
    """Ask until the answer is yes; return the seconds that took. Raises TimeoutError."""
    began = time.monotonic()
    while not question():
        if time.monotonic() > began + at_most:
            raise TimeoutError(question.__qualname__)
        time.sleep(every)
    return time.monotonic() - began
