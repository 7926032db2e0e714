"""The memory of a table of claims that is downloaded, as a whole process.

    python -m tests.bench.tables --claims 50000

A market is stored in an SQLite file; each size is fetched once from the API in a process of its
own, a block at a time, as a server sends it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

from werkzeug.test import Client

from tests.bench.whole import fill, memory
from tests.scenes.callers import make_caller


def fetch(lines: int) -> dict[str, float]:
    """Fetch so many lines; return the most that this process held, in MiB, and the seconds."""
    from complaints.app import create_app
    from complaints.storage.context import Context

    context = Context.from_environment()
    app = create_app(context)
    caller = make_caller(app, context, "reviewer", f"ann{lines}")
    headers = {"Authorization": f"Bearer {caller.secret}"}
    begun = time.process_time()
    answer = Client(app).get(f"/api/v1/complaints.csv?limit={lines}", headers=headers)
    assert sum(block.count(b"\n") for block in answer.iter_encoded()) == lines + 1
    answer.close()
    return {"lines": lines, "peak": memory(os.getpid())[0], "cpu": time.process_time() - begun}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=50_000)
    parser.add_argument("--fetch", type=int)
    chosen = parser.parse_args()
    if chosen.fetch:
        sys.stdout.write(json.dumps(fetch(chosen.fetch) | {"load": os.getloadavg()[0]}) + "\n")
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/market.db"
        fill(os.environ["DATABASE_URL"], chosen.claims)
        for lines in (1, chosen.claims // 2, chosen.claims):
            command = [sys.executable, "-m", "tests.bench.tables", "--fetch", str(lines)]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
