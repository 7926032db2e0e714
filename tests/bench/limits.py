"""What limits cost a request, and what a refused one costs, in turns in one process.

    python -m tests.bench.limits [--rounds 20]

Medians of processor time, of `GET /me` on SQLite: counted, not counted, beyond the limit, and with
a wrong key that is looked up or, beyond the limit, is not.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from flask.testing import FlaskClient

from complaints.app import create_app
from complaints.http import rate_limits
from complaints.settings.config import Config
from complaints.settings.rate_limits import read_quotas
from complaints.storage.context import Context
from tests.scenes.callers import make_caller
from tests.scenes.opened import open_new

EACH = 200
AMPLE, NONE, LITTLE = "read=9999999/1", "off", "read=1/86400"
# What is asked, under which limits, with a good key or a wrong one.
KINDS = {
    "counted": (AMPLE, True),
    "not counted": (NONE, True),
    "beyond the limit": (LITTLE, True),
    "a wrong key, looked up": (NONE, False),
    "a wrong key, beyond the limit": ("wrong-keys=1/86400", False),
}


def measure(folder: Path, rounds: int) -> dict[str, float]:
    """Return the microseconds of processor time that each kind of request takes."""
    config = Config(
        f"sqlite:///{folder}/limits.db", b"s" * 32, b"i" * 32, b"e" * 32, log_level="WARNING"
    )
    context = Context.of(config)
    open_new(context.database)
    app = create_app(context)
    good = make_caller(app, context, "filer", "acme").secret
    client = FlaskClient(app)
    spent: defaultdict[str, list[float]] = defaultdict(list)
    for _round in range(rounds):
        for kind, (limits, is_good) in KINDS.items():
            rate_limits.install(app, read_quotas(limits))
            key = good if is_good else f"{good}x"
            headers = {"Authorization": f"Bearer {key}"}
            for number in range(EACH):
                began = time.process_time()
                client.get("/api/v1/me", headers=headers)
                # The first ones are let in, and make the key known.
                if number >= EACH // 10:
                    spent[kind].append(time.process_time() - began)
    return {kind: statistics.median(each) * 1e6 for kind, each in spent.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for kind, microseconds in measure(Path(folder), given.rounds).items():
            sys.stdout.write(f"{kind}: {microseconds:.0f} µs\n")
    sys.stdout.write(f"load {os.getloadavg()[0]:.1f}\n")


if __name__ == "__main__":
    main()
