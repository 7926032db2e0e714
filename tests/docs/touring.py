"""A walk along docs/tour.md: a demo of its own, served, and the commands that the page shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from flask import Flask

from complaints.app import create_app
from complaints.settings import config
from complaints.storage.context import Context
from tests.scenes.mailing import free_port
from tests.scenes.serving import serve_in_earnest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "tour.md"
BLOCK = re.compile(r"^```(?:sh)?\n(.*?)^```", re.M | re.S)
# Where the page has the demo, and the example marketplace.
ADDRESS, ITS_PORT = "127.0.0.1:8000", "8100"
END = "--- the end of an output ---"


class Typed(NamedTuple):
    command: str
    shown: str


@dataclass(frozen=True, slots=True)
class Tour:
    """The demo of a walk. `address` is where it is served, without the scheme."""

    folder: Path
    environ: dict[str, str]
    context: Context
    app: Flask
    address: str

    def walk(self, steps: Sequence[Typed]) -> list[str]:
        """Type the commands in one shell, and return what each printed; the keys of the reviewer
        and of the filer stay in `keys.txt`."""
        script = "".join(f"{step.command}\necho '{END}'\n" for step in steps)
        script += 'echo "$REVIEWER $FILER" > keys.txt\n'
        script = script.replace(ADDRESS, self.address).replace(ITS_PORT, str(free_port()))
        done = subprocess.run(
            ["bash", "-c", script], cwd=self.folder, env=self.environ,
            capture_output=True, text=True,
        )  # fmt: skip
        assert done.stderr == ""
        return done.stdout.split(f"{END}\n")[:-1]


def read_steps() -> Iterator[Typed]:
    """Yield the commands of the ladder, of the cases by the law and of the marketplace, each with
    the output that the page shows under it."""
    walked = "".join(PAGE.read_text(encoding="utf-8").split("\n## ")[2:5])
    for block in BLOCK.findall(walked):
        if not block.startswith("$ "):
            yield Typed(block, "")
            continue
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command = re.match(r"(?:.*[\\|]\n)*.*\n", part)
            assert command is not None
            yield Typed(command.group(), part[command.end() :])


@contextmanager
def begin_tour(folder: Path) -> Iterator[Tour]:
    """Make a demo in an empty folder, and serve it."""
    scripts = Path(sys.executable).parent
    environ = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder}/demo.db",
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
    }
    for command in ("migrate", "demo"):
        subprocess.run(["cleanhands", command], cwd=folder, env=environ, check=True,
                       capture_output=True)  # fmt: skip
    context = Context.of(config.load(environ))
    app = create_app(context)
    with serve_in_earnest(app) as server:
        yield Tour(folder, environ, context, app, f"127.0.0.1:{server.effective_port}")
