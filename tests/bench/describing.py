"""What the API's description costs: its size, and the time to fetch it in one process.

    python -m tests.bench.describing [ROUNDS]

Prints a row of docs/benchmarks.md for each way to ask for it. The times are medians over `ROUNDS`
(by default five) new processes.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from complaints.api import openapi

LATER = 20


def ask(client: FlaskClient, **headers: str) -> tuple[float, int, str]:
    """Return milliseconds, bytes of the body and the ETag of one answer."""
    begun = time.perf_counter()
    answer = client.get(f"{openapi.PREFIX}/openapi.json", headers=headers)
    took = 1000 * (time.perf_counter() - begun)
    return took, len(answer.data), answer.headers.get("ETag", "")


def measure() -> dict[str, tuple[float, int]]:
    """Return milliseconds and bytes, by how it is asked for."""
    app = Flask("description")
    openapi.describe(app)
    client = FlaskClient(app)
    took, size, tag = ask(client)
    measured = {"the first of a process": (took, size)}
    ways = {
        "a later one": {},
        "a later one, with gzip": {"Accept-Encoding": "gzip"},
        "a later one, unchanged": {"If-None-Match": tag or '"none"'},
    }
    for way, headers in ways.items():
        ask(client, **headers)
        asked = [ask(client, **headers) for _ in range(LATER)]
        measured[way] = statistics.median(each[0] for each in asked), asked[0][1]
    return measured


def main(rounds: int) -> None:
    """Measure in processes of their own, and print the medians."""
    command = [sys.executable, "-m", "tests.bench.describing", "once"]
    root = Path(openapi.__file__).resolve().parents[2]
    runs = [
        json.loads(subprocess.run(command, cwd=root, check=True, capture_output=True).stdout)
        for _ in range(rounds)
    ]
    for way in runs[0]:
        took = statistics.median(run[way][0] for run in runs)
        sys.stdout.write(f"| {way} | {took:.1f} ms | {runs[0][way][1]:,} bytes |\n")


if __name__ == "__main__":
    if sys.argv[1:] == ["once"]:
        sys.stdout.write(json.dumps(measure()))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
