"""The clients that three generators make of the served description: they are generated, checked for
types, and do the ten tasks of docs/tasks.md. The tasks are those of examples/clients."""

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
from tests.clients.test_tasks_page import blocks
from tests.scenes.callers import app_of

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples" / "clients"
# What npm says where a registry is not to be had.
UNREACHABLE = re.compile(r"E(NOTFOUND|AI_AGAIN|CONNREFUSED|CONNRESET|TIMEDOUT|404|403)|network")

pytestmark = [pytest.mark.slow, pytest.mark.whole]


def run(*command: str | Path, cwd: Path, **environ: str) -> str:
    done = subprocess.run(
        command, cwd=cwd, env=os.environ | environ, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def folder(tmp_path: Path, context: Context) -> Path:
    """A copy of the examples, with the description as it is served."""
    copy = tmp_path / "clients"
    shutil.copytree(EXAMPLES, copy, ignore=shutil.ignore_patterns("node_modules", "generated"))
    answer = app_of(context).test_client().get("/api/v1/openapi.json")
    (copy / "openapi.json").write_bytes(answer.data)
    return copy


@pytest.fixture
def packages() -> Path:
    """Install what package-lock.json names, or skip the test where that is not to be had."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("needs node and npm")
    kept = ROOT / "var" / "clients"
    kept.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        (kept / name).write_bytes((EXAMPLES / name).read_bytes())
    have = kept / "node_modules" / ".package-lock.json"
    if not have.exists() or have.stat().st_mtime < (EXAMPLES / "package-lock.json").stat().st_mtime:
        done = subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--silent"], cwd=kept, capture_output=True, text=True
        )
        if done.returncode and UNREACHABLE.search(done.stderr + done.stdout):
            pytest.skip("npm has no access to the packages of examples/clients/package-lock.json")
        assert done.returncode == 0, done.stdout + done.stderr
    return kept / "node_modules"


def agreed(printed: str) -> str:
    return printed.replace(", ", ",")


def test_the_python_client_does_the_ten_tasks(folder: Path, context: Context) -> None:
    home, scripts = folder / "python", Path(sys.executable).parent
    generate = (
        "generate --path ../openapi.json --meta none --output-path cleanhands_client "
        "--config openapi-python-client.yaml --custom-template-path templates"
    )
    told = run(scripts / "openapi-python-client", *generate.split(), cwd=home)
    assert "Warning" not in told
    cache = str(ROOT / "var" / "clients" / "mypy")
    check = ("--strict", "--follow-imports=silent", "--cache-dir", cache, "tasks.py")
    run(scripts / "mypy", *check, cwd=home)
    with integration(context, home) as environ:
        printed = run(sys.executable, "tasks.py", cwd=home, **environ)
    assert agreed(printed) == agreed("".join(blocks("")))


@pytest.mark.parametrize("client", ["typescript", "hey"])
def test_a_typescript_client_does_the_ten_tasks(
    client: str, folder: Path, context: Context, packages: Path
) -> None:
    (folder / "node_modules").symlink_to(packages)
    run("npm", "run", "-s", client, cwd=folder)
    with integration(context, folder) as environ:
        printed = run("node", f"built/{client}/tasks.js", cwd=folder, **environ)
    assert agreed(printed) == agreed("".join(blocks("")))
