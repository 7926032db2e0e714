"""docs/tasks.md: each task is done in curl and in Python, and both print what the page shows.

So are the filings of docs/api.md, whose bodies have most members that go together.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from complaints.storage.context import Context
from tests.clients.integrating import integration

DOCS = Path(__file__).resolve().parents[2] / "docs"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.M | re.S)
WAYS = {"sh": ["bash", "-eu", "-o", "pipefail"], "python": [sys.executable, "-"]}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.whole,
    pytest.mark.skipif(
        not all(map(shutil.which, ("bash", "curl", "jq"))), reason="needs bash, curl and jq"
    ),
]


def blocks(language: str, page: str = "tasks.md") -> list[str]:
    text = (DOCS / page).read_text("utf-8")
    return [code for name, code in FENCE.findall(text) if name == language]


def run(way: str, code: str, environ: dict[str, str], folder: Path) -> str:
    done = subprocess.run(
        WAYS[way], input=code, cwd=folder, env=os.environ | environ, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("way", WAYS)
def test_ten_tasks_print_what_the_page_shows(way: str, context: Context, tmp_path: Path) -> None:
    with integration(context, tmp_path) as environ:
        printed = run(way, "".join(blocks(way)), environ, tmp_path)
    # JSON has no space after a comma where Python prints one.
    assert printed.replace(", ", ",") == "".join(blocks("")).replace(", ", ",")


def test_the_filings_of_the_api_guide_are_taken(context: Context, tmp_path: Path) -> None:
    tasks, guide = blocks("sh")[:2], blocks("sh", "api.md")
    filings = [code for code in guide if "/complaints" in code and "Ann Lee" in code]
    assert len(filings) == 2
    with integration(context, tmp_path) as environ:
        names = environ | {"FILER": environ["BRAND"]}
        printed = run("sh", "".join([*tasks, *filings]), names, tmp_path)
    assert "HTTP/1.1 201" in printed
    assert json.loads(printed.splitlines()[-1])["filed"] == 1


def test_each_task_is_shown_in_both_ways() -> None:
    tasks = (DOCS / "tasks.md").read_text("utf-8").split("\n## ")[1:]
    assert len(tasks) == 10
    assert {tuple(name for name, _ in FENCE.findall(each)) for each in tasks} == {
        ("sh", "python", "")
    }
