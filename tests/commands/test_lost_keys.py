"""A key that is missing, another one, changed, or lost for good: nothing is replaced in silence."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, update

from complaints.app import create_app
from complaints.base import on_disk
from complaints.base.errors import ConfigurationError
from complaints.commands import migrate, scan, service
from complaints.commands.exports import export_group
from complaints.commands.secrets import secrets_group
from complaints.health import opening
from complaints.models import (
    Account,
    DocumentContent,
    FilerIdentity,
    KeyRotation,
    KnownKey,
    LedgerEntry,
)
from complaints.rules.actors import ActorKind
from complaints.services.logins import people
from complaints.settings import keyfiles
from complaints.storage.context import Context
from complaints.storage.vault import key_name
from tests.commands.conftest import NAMES, in_files
from tests.scenes.sealing import opened
from tests.scenes.working import working
from tests.scenes.world import World

pytestmark = pytest.mark.slow


def run(command: Any, *arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(command, arguments, input=typed)


def said(result: Result) -> str:
    error = result.exception
    return result.stderr if error is None or isinstance(error, SystemExit) else str(error)


def starts(context: Context) -> None:
    opening.serving(context)
    context.database.dispose()


def rows(context: Context, statement: Any) -> list[Any]:
    with context.database.reading() as session:
        return list(session.scalars(statement))


def test_a_backup_without_its_key_files_is_refused_and_makes_none(home: Path) -> None:
    fingerprints = {}
    for name in NAMES:
        file = keyfiles.path_of(home, name)
        fingerprints[name] = key_name(bytes.fromhex(file.read_text()))
        file.rename(home.with_name(f"{name}.kept"))
    for command, arguments in (
        (service.run, ()),
        (service.worker, ()),
        (migrate.migrate, ()),
        (scan.scan, ()),
        (export_group, ("complaints",)),
        (secrets_group, ("rotate", "encryption")),
    ):
        refused = run(command, *arguments)
        assert refused.exit_code == 1
        assert "key is missing" in said(refused)
        assert "_KEY is not set, and there is no file" in said(refused)
    with pytest.raises(ConfigurationError):
        create_app()
    assert not any(keyfiles.path_of(home, name).exists() for name in NAMES)
    for name in NAMES:
        kept = home.with_name(f"{name}.kept")
        assert fingerprints[name] in run(secrets_group, "fingerprint", str(kept)).stdout
        line = f"CLEANHANDS_{name.upper()}={kept.read_text()}"
        env = home.with_name("cleanhands.env")
        env.write_text(f"DATABASE_URL=sqlite:///{home}\n{line}")
        by_setting = f"{fingerprints[name]}  {env}: CLEANHANDS_{name.upper()}\n"
        assert run(secrets_group, "fingerprint", str(env)).stdout == by_setting
        with pytest.raises(ConfigurationError) as caught:
            Context.from_environment()
        assert fingerprints[name] in str(caught.value)
        kept.rename(keyfiles.path_of(home, name))
    starts(Context.from_environment())


@pytest.mark.parametrize("kind", ["encryption", "identity", "signing"])
def test_another_key_is_refused_by_whatever_opens(home: Path, kind: str) -> None:
    file = keyfiles.path_of(home, f"{kind}_key")
    file.write_text("ab" * 32)
    for command in (service.run, service.worker, migrate.migrate, scan.scan):
        assert f"The {kind} key" in said(run(command))
    with pytest.raises(ConfigurationError):
        create_app()
    assert file.read_text() == "ab" * 32


def test_a_lost_encryption_key_is_counted_asked_for_and_gone_without(
    home: Path, made: tuple[Path, World]
) -> None:
    world = made[1]
    first = Context.from_environment()
    lost = first.config.encryption_key
    # Drawn once, it is no less unreadable afterwards.
    client, document = reader_of(first, world)
    assert client(f"/documents/{document}/preview").status_code == 200
    first.database.dispose()
    keyfiles.path_of(home, "encryption_key").unlink()

    refused = run(secrets_group, "lost", "encryption", typed="identity\n")
    assert "Nothing was changed" in refused.stderr
    assert "sealed values of filer_identity" in refused.stdout
    assert "documents" in refused.stdout
    assert "second factors: ann@example.com" in refused.stdout
    assert not keyfiles.path_of(home, "encryption_key").exists()

    done = run(secrets_group, "lost", "encryption", typed="encryption\n")
    assert done.exit_code == 0, said(done)
    assert "start the service again" in done.stdout
    context = Context.from_environment()
    assert context.config.encryption_key != lost
    starts(context)
    entry = rows(context, select(LedgerEntry).where(LedgerEntry.verb == "key_lost"))[0]
    assert entry.facts["kind"] == "encryption"
    assert entry.facts["unreadable"] > 3
    assert entry.hand_kind == "command"
    again = run(secrets_group, "lost", "encryption", "--yes")
    assert "nothing is lost" in said(again)
    answers_are_honest(context, world)
    context.database.dispose()
    export = run(export_group, "complaints", "--with-identities", "--out", os.devnull)
    assert export.exit_code == 0, said(export)
    assert "left out" in export.stderr


def answers_are_honest(context: Context, world: World) -> None:
    """What is under the lost key is said to be, by pages and API."""
    get, document = reader_of(context, world)
    identities = get(f"/filers/{world.ids['filer_id']}/identities?why=A+case.")
    assert identities.status_code == 200
    assert {each["value"] for each in identities.get_json()["items"]} == {None}
    seller = get(f"/counter-notices/{world.ids['counter_id']}/seller?why=A+case.").get_json()
    assert seller["email"] is None
    for path in (f"/documents/{document}", f"/documents/{document}/preview"):
        answer = get(path)
        assert answer.status_code == 410
        assert answer.get_json()["type"].endswith("/problems/unreadable")


def reader_of(context: Context, world: World) -> tuple[Callable[[str], Any], int]:
    """Return what asks the API as a member of staff does, and the id of a document."""
    with context.database.transaction() as session:
        issued = people.issue_key(
            working(session),
            kind=ActorKind.PERSON,
            owner_id=world.ids["person_id"],
            label="x",
            vault=context.vault,
        )
        document = session.scalars(select(DocumentContent.document_id)).first() or 0
    client = create_app(context).test_client()
    headers = {"Authorization": f"Bearer {issued.secret}"}
    return lambda path: client.get(f"/api/v1{path}", headers=headers), document


def test_who_has_a_second_factor_under_a_lost_key_is_told_so(home: Path) -> None:
    keyfiles.path_of(home, "encryption_key").unlink()
    assert run(secrets_group, "lost", "encryption", "--yes").exit_code == 0
    context = Context.from_environment()
    app = create_app(context)
    from tests.scenes.accounts import PASSWORD

    browser = app.test_client()
    signed = browser.post("/sign-in", data={"email": "ann@example.com", "password": PASSWORD})
    assert signed.status_code in (200, 302)
    answer = browser.post("/sign-in/code", data={"code": "123456"}, headers={"Accept": "text/html"})
    assert answer.status_code == 410
    assert "the key that protected them is lost" in answer.get_data(as_text=True)
    context.database.dispose()
    from complaints.commands.people import user_group

    assert run(user_group, "reset-second-factor", "ann@example.com").exit_code == 0
    (ann,) = rows(context, select(Account).where(Account.email == "ann@example.com"))
    assert ann.totp_secret is None


def test_a_lost_identity_key_is_made_up_for_from_the_originals(home: Path) -> None:
    before = Context.from_environment()
    rows_of = rows(before, select(FilerIdentity).order_by(FilerIdentity.id))
    with before.database.transaction() as session:
        gone = next(row for row in rows_of if row.kind == "ip")
        unsealed = update(FilerIdentity).where(FilerIdentity.digest == gone.digest)
        session.execute(unsealed.values(sealed=None, key_id=None))
    before.database.dispose()
    keyfiles.path_of(home, "identity_key").unlink()
    done = run(secrets_group, "lost", "identity", "--yes")
    assert done.exit_code == 0, said(done)
    context = Context.from_environment()
    starts(context)
    now = rows(context, select(FilerIdentity).order_by(FilerIdentity.id))
    assert [row.id for row in now] == [row.id for row in rows_of]
    kept = next(row for row in now if row.id == gone.id)
    assert kept.digest == gone.digest, "no original, no new hash"
    for row, old in zip(now, rows_of, strict=True):
        text = opened(row, context.vault)
        assert text is None or row.digest != old.digest
    change = rows(context, select(KeyRotation))[-1]
    assert change.kind == "identity"
    assert change.lost == len([row for row in now if row.digest in {o.digest for o in rows_of}])
    assert f"{change.lost} hashes of identities are compared with nothing new" in said(
        run(scan.scan, "--no-record")
    )
    context.database.dispose()


def test_a_lost_signing_key_ends_sessions_and_nothing_else(home: Path) -> None:
    keyfiles.path_of(home, "signing_key").unlink()
    done = run(secrets_group, "lost", "signing", "--yes")
    assert "All sessions" in done.stdout
    starts(Context.from_environment())


def test_the_encryption_key_comes_before_the_identity_key(home: Path) -> None:
    for name in ("encryption_key", "identity_key"):
        keyfiles.path_of(home, name).unlink()
    first = run(secrets_group, "lost", "identity", "--yes")
    assert "secrets lost encryption" in said(first)
    assert not keyfiles.path_of(home, "identity_key").exists()
    for kind in ("encryption", "identity"):
        assert run(secrets_group, "lost", kind, "--yes").exit_code == 0
    starts(Context.from_environment())


def test_nothing_is_given_up_while_a_server_runs_or_the_file_holds_something(home: Path) -> None:
    file = keyfiles.path_of(home, "encryption_key")
    key = file.read_text()
    assert "nothing is lost" in said(run(secrets_group, "lost", "encryption", "--yes"))
    file.unlink()
    lock = on_disk.try_lock(home, on_disk.SERVED, shared=True)
    assert lock is not None
    assert "stop it" in said(run(secrets_group, "lost", "encryption", "--yes"))
    os.close(lock)
    file.write_text(key[:20])
    assert "64 hexadecimal digits" in said(run(secrets_group, "lost", "encryption", "--yes"))
    assert file.read_text() == key[:20]


@pytest.mark.parametrize("recorded", [False, True])
def test_killed_between_file_and_database_it_goes_on(home: Path, recorded: bool) -> None:
    """The file is there, the database does not know it yet: nothing starts, the command goes on."""
    keyfiles.path_of(home, "identity_key").write_text("ab" * 32)
    if recorded:
        assert run(secrets_group, "lost", "identity", "--yes").exit_code == 0
        starts(Context.from_environment())
        return
    context = Context.from_environment()
    with pytest.raises(ConfigurationError):
        opening.ready(context)
    from complaints.commands import losing

    # Hashed anew, and killed before the database knew the key.
    losing._hashed_anew(context)
    with pytest.raises(ConfigurationError):
        opening.ready(context)
    context.database.dispose()
    done = run(secrets_group, "lost", "identity", "--yes")
    assert "Hashes made anew: 0" in done.stdout
    starts(Context.from_environment())


# What is beside the database and what it knows, wherever a change was killed.
A, B = "aa" * 32, "bb" * 32
STATES = {
    "nothing begun": (A, None, A, None),
    "the old one is kept": (A, A, A, None),
    "the new file is there": (B, A, A, None),
    "begun": (B, A, A, "begun"),
    "ended": (B, A, B, "ended"),
    "the old one is gone": (B, None, B, "ended"),
}


@pytest.mark.parametrize("kind", ["encryption", "identity", "signing"])
@pytest.mark.parametrize("state", STATES)
def test_wherever_a_change_is_killed_it_starts_and_comes_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sqlite_template: Path, kind: str, state: str
) -> None:
    path = tmp_path / "cleanhands.db"
    shutil.copy(sqlite_template, path)
    in_files(monkeypatch, path)
    for name in NAMES:
        keyfiles.path_of(path, name).write_text(A)
    context = Context.from_environment()
    opening.ready(context)
    key, old, known, change = STATES[state]
    fingerprint = {text: key_name(bytes.fromhex(text)) for text in (A, B)}
    with context.database.transaction() as session:
        mine = update(KnownKey).where(KnownKey.kind == kind)
        session.execute(mine.values(fingerprint=fingerprint[known]))
        if change and kind != "signing":
            now = working(session).now
            session.add(
                KeyRotation(
                    kind=kind, old_key=fingerprint[A], new_key=fingerprint[B],
                    place=None if change == "ended" else "seller_inbox", after=None, moved=0,
                    lost=0, begun_at=now, ended_at=now if change == "ended" else None,
                )
            )  # fmt: skip
    context.database.dispose()
    file = keyfiles.path_of(path, f"{kind}_key")
    file.write_text(key)
    if old:
        file.with_name(f"{file.name}.old").write_text(old)
    opening.require_ready(Context.from_environment())
    done = run(secrets_group, "rotate", kind)
    assert done.exit_code == 0, said(done)
    assert not file.with_name(f"{file.name}.old").exists()
    after = Context.from_environment()
    opening.require_ready(after)
    known_now = select(KnownKey.fingerprint).where(KnownKey.kind == kind)
    assert rows(after, known_now) == [key_name(bytes.fromhex(file.read_text()))]
    unfinished = select(KeyRotation).where(KeyRotation.ended_at.is_(None))
    assert rows(after, unfinished) == []
    after.database.dispose()


def test_a_new_signing_key_in_the_environment_is_said_by_the_command(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLEANHANDS_SIGNING_KEY", "ab" * 32)
    with pytest.raises(ConfigurationError, match="CLEANHANDS_SIGNING_KEY"):
        opening.ready(Context.from_environment())
    assert "knows the signing key" in run(secrets_group, "rotate", "signing").stdout
    starts(Context.from_environment())
