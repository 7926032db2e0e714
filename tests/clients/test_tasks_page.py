"""docs/tasks.md: each task is done in curl and in Python, and both print what the page shows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from complaints.storage.context import Context
from tests.clients.integrating import integration

PAGE = Path(__file__).resolve().parents[2] / "docs" / "tasks.md"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.M | re.S)
WAYS = {"sh": ["bash", "-eu", "-o", "pipefail"], "python": [sys.executable, "-"]}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.whole,
    pytest.mark.skipif(
        not all(map(shutil.which, ("bash", "curl", "jq"))), reason="needs bash, curl and jq"
    ),
]


def blocks(language: str) -> list[str]:
    return [code for name, code in FENCE.findall(PAGE.read_text("utf-8")) if name == language]


@pytest.mark.parametrize("way", WAYS)
def test_ten_tasks_print_what_the_page_shows(way: str, context: Context, tmp_path: Path) -> None:
    with integration(context, tmp_path) as environ:
        done = subprocess.run(
            WAYS[way], input="".join(blocks(way)), cwd=tmp_path, env=os.environ | environ,
            capture_output=True, text=True,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    shown = "".join(blocks(""))
    assert done.stdout.replace(", ", ",") == shown.replace(", ", ",")


def test_each_task_is_shown_in_both_ways() -> None:
    tasks = PAGE.read_text("utf-8").split("\n## ")[1:]
    assert len(tasks) == 10
    assert {tuple(name for name, _ in FENCE.findall(each)) for each in tasks} == {
        ("sh", "python", "")
    }
