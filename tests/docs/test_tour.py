"""A newcomer types the commands of docs/tour.md one by one, and gets what the page shows."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import func, select

from complaints.app import create_app
from complaints.models import Boycott, Claim, DemandReport, SampledFiler
from complaints.settings import config
from complaints.storage.context import Context
from tests.scenes.serving import serve_in_earnest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "tour.md"
BLOCK = re.compile(r"^```(?:sh)?\n(.*?)^```", re.M | re.S)
CUT = "…"
# What differs from day to day: moments, and the references of new complaints.
MOVES = re.compile(r"\d|CH-|" + CUT)
END = "--- the end of an output ---"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.whole,
    pytest.mark.skipif(
        not all(map(shutil.which, ("bash", "curl", "jq"))), reason="needs bash, curl and jq"
    ),
]


class Typed(NamedTuple):
    command: str
    shown: str


def typed() -> Iterator[Typed]:
    """Yield the commands of the ladder and of the cases by the law, each with the output that the
    page shows under it."""
    walked = "".join(PAGE.read_text(encoding="utf-8").split("\n## ")[2:4])
    for block in BLOCK.findall(walked):
        if not block.startswith("$ "):
            yield Typed(block, "")
            continue
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command = re.match(r"(?:.*[\\|]\n)*.*\n", part)
            assert command is not None
            yield Typed(command.group(), part[command.end() :])


def gives(answer: Any, shown: Any) -> bool:
    """Say whether an answer has what is shown of it, but for what differs from day to day."""
    if isinstance(shown, dict):
        return all(name in answer and gives(answer[name], shown[name]) for name in shown)
    if isinstance(shown, list):
        return all(any(gives(one, each) for one in answer) for each in shown)
    if isinstance(shown, str) and MOVES.search(shown):
        return isinstance(answer, str)
    if isinstance(shown, int | float) and not isinstance(shown, bool):
        return isinstance(answer, int | float)
    return bool(answer == shown)


def agrees(output: str, shown: str) -> bool:
    if shown.startswith("{"):
        return gives(json.loads(output), json.loads(shown))
    lines = [line for line in shown.splitlines() if not MOVES.search(line)]
    return all(line in output for line in lines if not line.startswith(" "))


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    scripts = Path(sys.executable).parent
    return os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/demo.db",
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
    }


def test_the_ladder_and_two_cases_by_the_law_are_walked_on_the_demo(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    for command in ("migrate", "demo"):
        subprocess.run(["cleanhands", command], cwd=tmp_path, env=environ, check=True,
                       capture_output=True)  # fmt: skip
    steps = list(typed())
    script = "".join(f"{step.command}\necho '{END}'\n" for step in steps)
    context = Context.of(config.load(environ))
    shows_something_on_each_page(context)
    with serve_in_earnest(create_app(context)) as server:
        script = script.replace("127.0.0.1:8000", f"127.0.0.1:{server.effective_port}")
        done = subprocess.run(["bash", "-c", script], cwd=tmp_path, env=environ,
                              capture_output=True, text=True)  # fmt: skip
    context.database.dispose()
    assert done.stderr == ""
    for step, output in zip(steps, done.stdout.split(f"{END}\n"), strict=False):
        assert agrees(output, step.shown), f"$ {step.command}\n{output}"


def shows_something_on_each_page(context: Context) -> None:
    """The demo has a boycott in force with what it kept away, an appeal that waits, a warning
    unanswered, a demand reported, a sample half judged."""
    with context.database.reading() as session:
        states = session.scalars(select(Boycott.state).order_by(Boycott.id)).all()
        kept = session.scalar(select(func.count()).where(Claim.state == "not_processed"))
        verdicts = session.scalars(select(SampledFiler.verdict)).all()
        demands = session.scalar(select(func.count(DemandReport.id)))
    assert states == ["in_force", "under_appeal", "unanswered"]
    assert kept == 18
    assert {*verdicts} == {"clean", None}
    assert demands
