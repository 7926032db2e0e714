"""The wheel stands alone: installed where no checkout is, the units' own commands serve everything.

It sees the suite's dependencies and no index. One story, since it is built and installed once.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag, urlencode, urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener

import psycopg
import pytest

from tests.deploy import files
from tests.deploy.files import (
    BACKUPS,
    INSTALLED,
    PORT,
    ROOT,
    SYSTEMD,
    settings_file,
    started,
)
from tests.scenes.mailing import free_port
from tests.scenes.rolling import is_up

pytestmark = [pytest.mark.slow, pytest.mark.whole]
# The lab and the tests stay in the checkout.
PACKAGES = ("complaints", "abuse", "migrations")
CARRIED = ("docs", "README.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE")
# The built files are carried, what they are made from is not.
LEFT = ("complaints/kit/assets/", "complaints/papers/fonts/make.sh")
STATIC = "complaints/kit/static"
DOORS = ["/", "/demo", "/docs/", "/problems/", "/sign-in", "/api/v1/docs", "/api/v1/openapi.json"]
# What a visitor's pages lead to is followed; what only somebody may see is not.
FOLLOWED = re.compile(r"/(docs/|deploy/|problems/|static/|api/v1/|demo|$|[A-Z]+(\.md)?$)")
PATIENCE = 120
# Says when the worker has put its first job into the queue.
TELL = """
CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql
  AS $$ BEGIN NOTIFY armed; RETURN NULL; END $$;
CREATE TRIGGER tell AFTER INSERT ON job EXECUTE FUNCTION tell();
LISTEN armed;
"""
LINK = re.compile(r"""(?:href|src)="([^"]+)\"""")


class Place:
    """A machine on which the wheel is installed, in a folder: programs in it, state beside them."""

    def __init__(self, folder: Path) -> None:
        self.programs, self.state = folder / "opt", folder / "state"
        self.backups = folder / "backups"
        for each in (self.state, self.backups):
            each.mkdir()
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"

    def install(self, wheel: Path) -> None:
        """Install the wheel alone, as the page says, beside what the suite has installed."""
        venv.create(self.programs, symlinks=True)
        home = f"python{sys.version_info[0]}.{sys.version_info[1]}"
        packages = self.programs / "lib" / home / "site-packages"
        # A line of a .pth adds the folder alone: the checkout, which a .pth there names, stays out.
        there = next(path for path in sys.path if path.endswith("site-packages"))
        (packages / "dependencies.pth").write_text(there)
        python = self.programs / "bin" / "python"
        pip = [f"{ROOT}/.uv/bin/python", "-m", "pip", "--python", str(python), "install"]
        run([*pip, "--quiet", "--no-deps", "--no-index", wheel], env=plain(), cwd=self.state)
        assert (packages / "complaints" / "project" / "docs").is_dir()
        assert list((packages / "complaints" / "__pycache__").glob("cli.*.pyc"))

    def settings(self, **more: str) -> dict[str, str]:
        """The settings that the page writes, with a database in this place."""
        url = f"sqlite:///{self.state}/cleanhands.db"
        return plain() | settings_file() | {"DATABASE_URL": url} | more

    def command(self, unit: str) -> list[str]:
        """The command of a unit, from this place and on its port."""
        words = started(SYSTEMD / f"{unit}.service")
        return [self._here(word) for word in words]

    def cleanhands(self, *words: str, env: dict[str, str]) -> str:
        return run([self._here(INSTALLED), *words], env=env, cwd=self.state)

    def _here(self, word: str) -> str:
        if word == PORT:
            return str(self.port)
        there = word.replace(INSTALLED, str(self.programs / "bin" / "cleanhands"))
        return there.replace(BACKUPS, str(self.backups))

    @contextmanager
    def running(self, unit: str, env: dict[str, str]) -> Iterator[None]:
        """Run a unit's command, and end it as systemd does; it must exit with 0."""
        with (
            (self.state / "log").open("w") as log,
            subprocess.Popen(
                self.command(unit),
                env=env,
                cwd=self.state,
                stdout=log,
                stderr=log,
            ) as process,
        ):
            try:
                yield
                process.send_signal(signal.SIGTERM)
                assert process.wait(PATIENCE) == 0
            finally:
                process.kill()


def plain() -> dict[str, str]:
    """An environment with nothing of ours in it."""
    ours = ("CLEANHANDS_", "DATABASE_URL", "PYTHON", "VIRTUAL_ENV")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def run(
    command: Sequence[str | Path],
    *,
    env: dict[str, str],
    cwd: Path,
    ends: Set[int] = frozenset({0}),
) -> str:
    done = subprocess.run(command, env=env, cwd=cwd, capture_output=True, text=True)
    assert done.returncode in ends, done.stderr
    return done.stdout


def build(folder: Path) -> Path:
    """Build the wheel of this checkout."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    run(command, env=plain(), cwd=ROOT)
    (wheel,) = folder.glob("*.whl")
    return wheel


def kept(*folders: str) -> set[str]:
    """The files that git has, or would take, of these."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *folders]
    names = run(command, env=plain(), cwd=ROOT).splitlines()
    return {name for name in names if (ROOT / name).exists()}


@pytest.mark.timeout(900)
def test_the_wheel_stands_alone(tmp_path: Path, postgresql_url: str) -> None:
    wheel = build(tmp_path)
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    ours = {name for name in kept(*PACKAGES) if not name.startswith(LEFT)}
    assert packed == ours | {f"complaints/project/{name}" for name in kept(*CARRIED)}
    place = Place(tmp_path)
    place.install(wheel)
    demo_is_served(place)
    postgresql_is_worked_on(place, postgresql_url)


def demo_is_served(place: Place) -> None:
    """The demo on SQLite: every page of the documentation, every asset, each door."""
    # The demo is served on its own machine alone.
    env = place.settings(CLEANHANDS_BASE_URL=place.base, CLEANHANDS_TRUSTED_PROXIES="0")
    run(place.command("cleanhands-migrate"), env=env, cwd=place.state)
    place.cleanhands("demo", "--complaints", "800", env=env)
    with place.running("cleanhands-web@", env):
        assert any(is_up(f"{place.base}/healthz") for _ in range(600))
        first = (place.state / "log").read_text("utf-8").partition("\n")[0]
        assert f"Serving at {place.base}" in json.loads(first)["says"]
        get(place.base, "/readyz")
        seen = followed(place.base)
        assert {f"/{name}" for name in kept("docs") if not name.endswith("README.md")} <= seen
        for name in kept(STATIC):
            get(place.base, f"/static/{Path(name).relative_to(STATIC)}")
        a_filer_signs_in(place)
        a_reviewer_asks(place)
        for unit in ("cleanhands-verify", "cleanhands-backup", "cleanhands-doctor"):
            run(place.command(unit), env=env, cwd=place.state, ends=ends_well(unit))


def ends_well(unit: str) -> set[int]:
    """The exit codes after which a unit has not failed."""
    entries = files.unit(SYSTEMD / f"{unit}.service")
    return {0, *(int(each.value) for each in entries if each.key == "SuccessExitStatus")}


def a_filer_signs_in(place: Place) -> None:
    """A filer's pages, and the receipt: what is printed needs a template and a font."""
    person = build_opener(HTTPCookieProcessor())
    form = {"email": "demo-brand@example.com", "password": "demo-password"}
    request = Request(f"{place.base}/sign-in", urlencode(form).encode(), {"Origin": place.base})
    person.open(request).close()
    with person.open(f"{place.base}/complaints/") as page:
        number = re.search(r'href="/complaints/(\d+)"', page.read().decode())
    assert number is not None
    with person.open(f"{place.base}/documents/receipts/{number[1]}") as paper:
        assert paper.read(5) == b"%PDF-"


def a_reviewer_asks(place: Place) -> None:
    keys = dict(
        line.split() for line in (place.state / "var" / "demo-keys.txt").read_text().splitlines()
    )
    request = Request(f"{place.base}/api/v1/flags")
    request.add_header("Authorization", f"Bearer {keys['reviewer-1']}")
    with build_opener().open(request) as answer:
        assert b'"level"' in answer.read()


def postgresql_is_worked_on(place: Place, url: str) -> None:
    """A worker on PostgreSQL, from its unit, with the settings that the page writes."""
    env = place.settings(DATABASE_URL=url, CLEANHANDS_DOCUMENTS=str(place.state / "documents"))
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as there:
        there.execute(TELL)
        with place.running("cleanhands-worker", env):
            assert list(there.notifies(timeout=PATIENCE, stop_after=1))
            there.execute("DROP FUNCTION tell CASCADE")


def followed(base: str) -> set[str]:
    """Follow every link of the doors and of what they lead to; return the paths seen."""
    waiting, seen = list(DOORS), set(DOORS)
    while waiting:
        path = waiting.pop()
        body = get(base, path)
        for link in LINK.findall(body):
            target = urldefrag(urljoin(base + path, unescape(link))).url
            inner = target.removeprefix(base).partition("?")[0]
            if target.startswith(base) and FOLLOWED.match(inner) and inner not in seen:
                seen.add(inner)
                waiting.append(inner)
    return seen


def get(base: str, path: str) -> str:
    """Return a page's text, nothing of what is no page. It must be there."""
    with build_opener().open(base + path) as answer:
        body: bytes = answer.read()
        assert body, path
        return body.decode() if answer.headers.get_content_type() == "text/html" else ""
