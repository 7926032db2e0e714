"""How much processor time `cleanhands run` takes from its start to the first answer.

    python -m tests.bench.starting [--times 5]

Starts the service over the demo's database on SQLite and over a throw-away PostgreSQL, asks for
`/healthz` until it answers, and reads what the kernel counted for the process by then.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.scenes.mailing import free_port
from tests.scenes.postgresql import throwaway

COMMAND = Path(sys.executable).with_name("cleanhands")
TICKS = os.sysconf("SC_CLK_TCK")


def seconds(environment: dict[str, str]) -> tuple[float, float]:
    """Return processor time and time by the clock until `/healthz` answered."""
    port = free_port()
    began = time.monotonic()
    command = [str(COMMAND), "run", "--port", str(port)]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as service:
        try:
            while not _answers(port):
                if service.poll() is not None:
                    raise SystemExit(f"cleanhands run ended with {service.returncode}")
                time.sleep(0.02)
            fields = Path(f"/proc/{service.pid}/stat").read_text().rpartition(")")[2].split()
            took = time.monotonic() - began
        finally:
            service.kill()
    return (int(fields[11]) + int(fields[12])) / TICKS, took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory() as folder, throwaway() as postgresql:
        for name, url in (
            ("SQLite", f"sqlite:///{folder}/demo.db"),
            ("PostgreSQL", postgresql.replace("postgresql+psycopg", "postgresql")),
        ):
            environment = os.environ | {"DATABASE_URL": url, "CLEANHANDS_DOCUMENTS": folder}
            for key in ("SIGNING", "IDENTITY", "ENCRYPTION"):
                environment[f"CLEANHANDS_{key}_KEY"] = key.encode().hex().ljust(64, "0")
            for command in ("migrate", "demo"):
                subprocess.run(
                    [COMMAND, command], env=environment, check=True, stdout=subprocess.DEVNULL
                )
            measured = [seconds(environment) for _ in range(times + 1)][1:]
            processor, clock = (statistics.median(each) for each in zip(*measured, strict=True))
            load = " ".join(f"{one:.1f}" for one in os.getloadavg())
            line = f"{name}: {processor:.2f} s processor, {clock:.2f} s clock (load {load})"
            sys.stdout.write(line + "\n")


def _answers(port: int) -> bool:
    with suppress(URLError, OSError), urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
        return bool(answer.status == 200)
    return False


if __name__ == "__main__":
    main()
