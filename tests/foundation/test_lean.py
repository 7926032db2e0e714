"""A plain install (`requirements/run.txt`) runs and scans; an engine says which extra it needs.

The other process is denied every installed module that `requirements/run.txt` does not bring.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from abuse.record.collecting import read_lines
from abuse.record.parquet import write_tables
from tests.abuse.makers import event, honest, line

ROOT = Path(__file__).resolve().parents[2]
OURS = {"clean-hands", "pip", "setuptools"}
# What needs an extra: the engines, and the stages and expressions that only they run.
FOR_ENGINES = (
    "abuse.engines.base", "abuse.engines.duckdb", "abuse.engines.spark", "abuse.stages.incremental",
    "abuse.stages.on_engine", "abuse.stages.peeling", "abuse.sweep.",
)  # fmt: skip
IMPORT_ALL = f"""
import importlib, pkgutil, abuse, complaints
for home in (abuse, complaints):
    for module in pkgutil.walk_packages(home.__path__, home.__name__ + "."):
        if not module.name.startswith({FOR_ENGINES}) and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
"""
DENIAL = """
import sys
class Denied:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in {denied}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Denied)
"""
# The service as `cleanhands run` loads it, to its first answer: what it loaded by then, and which
# routes of the API it described, and for which it compiled how an address is built.
FIRST_ANSWER = """
import json, sys
from werkzeug.routing import Rule
compiled, compile_it = [], Rule._compile_builder
Rule._compile_builder = lambda rule, *given: compiled.append(rule.rule) or compile_it(rule, *given)
import complaints.commands.service, complaints.commands.working, complaints.serving.running
from complaints.api import BLUEPRINTS
from complaints.app import create_app
from complaints.storage.context import Context
app = create_app(Context.from_environment())
answer = app.test_client().get("/healthz")
described = [name for blueprint in BLUEPRINTS for name in blueprint._docs]
print(json.dumps([answer.status_code, list(sys.modules), described, compiled]))
"""
# What a scan, a paper, a picture, a password, a telephone number, a migration or a page of the
# documentation needs, and no start.
LATER = {
    "PIL", "alembic", "datasketch", "duckdb", "holidays", "ibis", "imagehash", "jsonschema", "mako",
    "markdown_it", "networkx", "numpy", "pandas", "phonenumbers", "pyarrow", "pygments", "pypdf",
    "qrcode", "rfc3339_validator", "rich", "scipy", "typst", "zxcvbn",
}  # fmt: skip
CLEANHANDS = "from complaints.cli import main; main()"
ABUSE = "from abuse.__main__ import main; sys.exit(main())"


def _brought(requirements: str) -> set[str]:
    """The distributions that a file of requirements brings to this Python."""
    text = (ROOT / "requirements" / requirements).read_text("utf-8")
    pinned = [
        Requirement(found.rstrip("\\ ")) for found in re.findall(r"^[a-z].*", text, re.MULTILINE)
    ]
    return {each.name for each in pinned if not each.marker or each.marker.evaluate()}


@pytest.fixture(scope="module")
def plain() -> str:
    """The first lines of a program that runs as if only `requirements/run.txt` were installed."""
    there = _brought("run.txt") | OURS
    denied = [
        module
        for module, homes in packages_distributions().items()
        if there.isdisjoint(re.sub("[-_.]+", "-", home).lower() for home in homes)
    ]
    assert {"duckdb", "ibis", "pandas", "pytest"} <= set(denied)
    # Nor is there what the wheel does not carry.
    return DENIAL.format(denied=[*denied, "lab", "tests"])


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One made market, as lines and as a folder of Parquet."""
    bad = [
        line(f"B{c}", "bad", c * 3, event("rejection", c * 3 + 1, merit="manifestly_unfounded"))
        for c in range(25)
    ]
    lines = [*bad, *honest(filers=8, each=10)]
    folder = tmp_path_factory.mktemp("market")
    (folder / "market.jsonl").write_text("\n".join(map(json.dumps, lines)))
    write_tables(read_lines(lines, []), folder / "columns")
    return folder


def _run(
    program: str, *arguments: str, cwd: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=cwd, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": "sqlite:////nowhere/none.db",
             **environment},
    )  # fmt: skip


def test_engines_come_with_extras_and_with_what_developers_install() -> None:
    engines = {"duckdb", "ibis-framework", "pandas"}
    assert engines.isdisjoint(_brought("run.txt"))
    assert engines <= _brought("duckdb.txt") & _brought("dev.txt") & _brought("spark.txt")
    assert _brought("duckdb.txt") > _brought("run.txt")
    assert "pyspark" in _brought("spark.txt") - _brought("duckdb.txt")


def test_what_needs_no_engine_is_imported_without_them(plain: str, tmp_path: Path) -> None:
    done = _run(plain + IMPORT_ALL, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_first_answer_comes_without_what_only_later_ones_need(
    sqlite_url: str, tmp_path: Path
) -> None:
    # All of it takes longer to load than the rest (docs/benchmarks.md, "Start").
    keys = {f"CLEANHANDS_{name}_KEY": "5e" * 32 for name in ("SIGNING", "IDENTITY", "ENCRYPTION")}
    done = _run(FIRST_ANSWER, cwd=tmp_path, DATABASE_URL=sqlite_url, **keys)
    assert done.returncode == 0, done.stderr
    status, loaded, described, compiled = json.loads(done.stdout)
    assert (status, described) == (200, [])
    # Flask's own route, which it adds before it is told of ours.
    assert set(compiled) == {"/static/<path:filename>"}
    assert "complaints.jobs.worker" in loaded
    assert LATER.isdisjoint(loaded)


@pytest.mark.parametrize("given", ["market.jsonl", "columns"])
def test_files_are_scanned_in_arrays(plain: str, market: Path, given: str) -> None:
    done = _run(plain + CLEANHANDS, "scan", "--format", "json", "--input", given, cwd=market)
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert told["run"]["engine"] == "arrays"
    assert [filer["reference"] for filer in told["filers"]] == ["bad"]


@pytest.mark.parametrize(
    ("arguments", "needs"),
    [
        (["--engine", "duckdb"], "duckdb needs the extra duckdb"),
        (["--engine", "spark"], "spark needs the extra spark and Java 17 or later"),
        (["--incremental"], "duckdb needs the extra duckdb"),
    ],
)
def test_an_engine_names_the_extra_that_it_needs(
    plain: str, market: Path, arguments: list[str], needs: str
) -> None:
    done = _run(plain + CLEANHANDS, "scan", *arguments, "--input", "columns", cwd=market)
    extra = needs.split()[0]
    sentence = f"The engine {needs}: pip install 'clean-hands[{extra}]'.\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"Error: {sentence}")
    if "--engine" in arguments:
        done = _run(plain + ABUSE, "scan", "columns", *arguments, cwd=market)
        assert (done.returncode, done.stdout, done.stderr) == (1, "", sentence)
