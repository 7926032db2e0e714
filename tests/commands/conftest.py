"""Commands as an operator types them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from complaints.models import ComplaintIdentity
from complaints.services.registry.filers import Marks, ensure_identities
from complaints.storage.context import Context
from tests.scenes.accounts import make_account
from tests.scenes.clock import NOW
from tests.scenes.world import World, make_world

NAMES = ("signing_key", "identity_key", "encryption_key")


@pytest.fixture
def run(context):
    """Run a command line; its standard output. Errors are raised as the tool's main sees them."""

    def typed(command: Any, *arguments: str) -> str:
        result = CliRunner().invoke(command, arguments, obj=context)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        vars(typed).update(stderr=result.stderr, code=result.exit_code)
        return str(result.stdout)

    return typed


@pytest.fixture(scope="session")
def made(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    """A database with one of everything, served once, its keys in files."""
    path = tmp_path_factory.mktemp("made") / "cleanhands.db"
    with pytest.MonkeyPatch.context() as patched:
        in_files(patched, path)
        context = Context.from_environment(makes=True)
        shutil.copy(sqlite_template, path)
        world = make_world(context)
        make_account(world.app, "reviewer", "ann")
        shown = {"phone": "138 1234 5678", "country": "CN", "ip": "203.0.113.9"}
        with context.database.transaction() as session:
            for each in ("filer_id", "other_id"):
                facts = [Marks(world.ids[each], shown, NOW)]
                (ids,) = ensure_identities(session, context.vault, facts)
                if each == "filer_id":
                    session.add(
                        ComplaintIdentity(
                            complaint_id=world.ids["complaint_id"], filer_identity_id=ids[0]
                        )
                    )
        context.database.dispose()
    return path, world


@pytest.fixture
def home(made: tuple[Path, World], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, as put back from a backup that took all files."""
    for each in made[0].parent.iterdir():
        copy = shutil.copytree if each.is_dir() else shutil.copy2
        copy(each, tmp_path / each.name)
    path = tmp_path / "cleanhands.db"
    in_files(monkeypatch, path)
    return path


def in_files(patched: pytest.MonkeyPatch, path: Path) -> None:
    patched.setenv("DATABASE_URL", f"sqlite:///{path}")
    for name in NAMES:
        patched.delenv(f"CLEANHANDS_{name.upper()}", raising=False)
