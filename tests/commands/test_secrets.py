"""`secrets rotate`: nothing is left under the old key, whenever it was stopped."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from complaints.base import on_disk
from complaints.base.clock import utcnow
from complaints.base.errors import ConfigurationError, Refusal
from complaints.commands import rotating
from complaints.commands.secrets import secrets_group
from complaints.health import opening
from complaints.models import (
    Account,
    AccountLetter,
    ComplaintIdentity,
    DocumentContent,
    FilerIdentity,
    KeyRotation,
    RegisterEntry,
    SellerInbox,
)
from complaints.rules.actors import PersonRole, person
from complaints.rules.kinds import SecretKind
from complaints.services.decisions import claims
from complaints.services.mailing import account_letters, inboxes
from complaints.services.registry.filers import Marks, ensure_identities
from complaints.services.upkeep import rotations
from complaints.settings import keyfiles
from complaints.storage.context import Context
from complaints.storage.vault import key_name
from tests.noted import noted
from tests.scenes.accounts import code_of, make_account
from tests.scenes.sealing import named_in, opened
from tests.scenes.working import working
from tests.scenes.world import World, world_again

pytestmark = pytest.mark.slow
NEW = b"n" * 32
COMMAND = [sys.executable, "-c", "from complaints.cli import main; main()", "secrets", "rotate"]


def both(context: Context, kind: SecretKind) -> Context:
    """Return the service with a new key and the old one, as the operator has set them."""
    name = f"{kind}_key"
    old = getattr(context.config, name)
    changed: dict[str, Any] = {name: NEW, f"{name}_old": old}
    config = replace(context.config, **changed)
    return replace(Context.of(config), database=context.database)


def after(context: Context, kind: SecretKind) -> Context:
    """Return the service with the new key alone."""
    changed: dict[str, Any] = {f"{kind}_key": NEW}
    config = replace(context.config, **changed)
    return replace(Context.of(config), database=context.database)


@pytest.fixture
def full(context: Context) -> World:
    """A world in which each table that keeps sealed values has some."""
    world = world_again(context)
    make_account(world.app, "reviewer", "ann")
    with context.database.transaction() as session:
        account = session.scalars(select(Account)).first()
        assert account is not None
        security = world.app.extensions["security"]
        with world.app.app_context():
            account.recovery_codes = [
                security.mf_recovery_codes_util.cryptor.encrypt(b"abcd-efgh").decode()
            ]
        account_letters.write_account_letter(
            working(session, now=utcnow()), account, "code", holds="123456", vault=context.vault
        )
        for name in ("acme", "guards"):
            show(context, session, world.ids["filer_id" if name == "acme" else "other_id"])
    return world


def show(context: Context, session: Any, filer_id: int, **facts: str) -> list[int]:
    shown = {"phone": "138 1234 5678", "country": "CN", "ip": "203.0.113.9"} | facts
    (ids,) = ensure_identities(session, context.vault, [Marks(filer_id, shown, utcnow())])
    return ids


def readable(world: World, context: Context) -> dict[str, Any]:
    """Read a sealed value of each kind by its own verb."""
    vault, ids = context.vault, world.ids
    ann = person(ids["person_id"], PersonRole.REVIEWER)
    with context.database.transaction() as session:
        work = working(session, ann, utcnow())
        letter = session.scalars(select(AccountLetter).order_by(AccountLetter.id)).first()
        document = session.scalars(
            select(DocumentContent).order_by(DocumentContent.document_id)
        ).first()
        assert letter is not None
        assert document is not None
        entry = session.scalars(select(RegisterEntry)).one()
        sha256 = (
            session.connection()
            .exec_driver_sql(f"SELECT sha256 FROM document WHERE id = {document.document_id}")
            .scalar_one()
        )
        identities = session.scalars(select(FilerIdentity).order_by(FilerIdentity.id)).all()
        return {
            "identities": [opened(row, vault) for row in identities],
            "seller": claims.read_seller(work, ids["counter_id"], why="x", vault=vault).email,
            "inbox": inboxes.read_inbox(
                work, inboxes.a_store(ids["store_id"]), why="x", vault=vault
            ).address,
            "register": vault.unseal(
                entry.mailbox or b"", entry.key_id, about=f"register_entry:{entry.right_key}"
            ),
            "letter": account_letters.unsealed(session, letter, vault).body,
            "document": len(context.archive.read(sha256)),
        }


def steps(context: Context, kind: SecretKind, number: int) -> None:
    """Go some batches far, and stop there as if killed."""
    with context.database.transaction() as session:
        work = working(session, now=utcnow())
        row = rotations.begin_rotation(work, kind, vault=context.vault, archive=context.archive)
    for _each in range(number):
        with context.database.transaction() as session:
            row = rotations.step(working(session, now=utcnow()), row.id, vault=context.vault)
        if row.place == rotations.PAPERS:
            return


@pytest.mark.parametrize(
    "stopped_after", [0, 3, *(pytest.param(n, marks=pytest.mark.thorough) for n in (1, 7))]
)
@pytest.mark.both_databases
def test_all_is_read_in_the_middle_and_nothing_is_under_the_old_key_at_the_end(
    full: World, context: Context, stopped_after: int
) -> None:
    kind = SecretKind.ENCRYPTION
    before, old = readable(full, context), key_name(context.config.encryption_key)
    assert None not in before.values()
    steps(both(context, kind), kind, stopped_after)
    assert readable(full, both(context, kind)) == before
    opening.require_ready(both(context, kind))
    for lacking in (context, after(context, kind)):
        with pytest.raises(ConfigurationError, match="not at its end"):
            opening.require_ready(lacking)
    said: list[str] = []
    row = rotating.work_through(both(context, kind), kind, said=said.append)
    assert row.lost == 0
    assert row.moved >= 8
    assert any("Continuing" in line for line in said) == (stopped_after > 0)
    change = [("key_rotation", row.id, "system")]
    assert noted(context.database, "key_change_begun") == change
    assert noted(context.database, "key_change_ended") == change
    assert readable(full, after(context, kind)) == before
    opening.require_ready(after(context, kind))
    with context.database.reading() as session:
        assert named_in(session, old) == {}
        assert named_in(session, key_name(NEW))


def test_second_factors_are_good_in_the_middle_and_after(full: World, context: Context) -> None:
    from complaints.app import create_app

    kind = SecretKind.ENCRYPTION
    shown = code_of(full.app, "ann@example.com")
    for service in (both(context, kind), both(context, kind), after(context, kind)):
        app = create_app(service)
        assert code_of(app, "ann@example.com") in (shown, code_of(full.app, "ann@example.com"))
        with service.database.reading() as session, app.app_context():
            codes = session.scalars(
                select(Account.recovery_codes).where(Account.recovery_codes.is_not(None))
            ).one()
            cryptor = app.extensions["security"].mf_recovery_codes_util.cryptor
            assert [cryptor.decrypt(code.encode()) for code in codes] == [b"abcd-efgh"]
        if service.config.encryption_key_old is not None and not is_done(context):
            shown = code_of(full.app, "ann@example.com")
            rotating.work_through(service, kind, said=lambda _line: None)
            full = replace(full, app=app)
    secret = code_secret(context)
    assert key_name(NEW) in secret


def is_done(context: Context) -> bool:
    with context.database.reading() as session:
        ended = select(KeyRotation).where(KeyRotation.ended_at.is_not(None))
        return session.scalars(ended).first() is not None


def code_secret(context: Context) -> str:
    with context.database.reading() as session:
        found = select(Account.totp_secret).where(Account.totp_secret.is_not(None))
        return str(session.scalars(found).one())


@pytest.mark.parametrize("stopped_after", [0, 1, 2])
def test_equal_values_have_equal_hashes_at_each_moment(
    full: World, context: Context, stopped_after: int
) -> None:
    kind = SecretKind.IDENTITY
    shared = same(context)
    assert any(len(rows) > 1 for rows in shared)
    steps(both(context, kind), kind, stopped_after)
    assert same(context) == shared
    # Somebody files in the middle: the value meets its earlier rows, moved or not.
    with context.database.transaction() as session:
        here = both(context, kind)
        assert show(here, session, full.ids["filer_id"]) == show(
            context if stopped_after == 0 else here, session, full.ids["filer_id"]
        )
        show(here, session, full.ids["other_id"], phone="+44 20 7946 0018")
    row = rotating.work_through(both(context, kind), kind, said=lambda _line: None)
    assert row.lost == 0
    assert same(context)[: len(shared)] == shared
    with context.database.transaction() as session:
        count = session.query(FilerIdentity).count()
        show(after(context, kind), session, full.ids["filer_id"])
        assert session.query(FilerIdentity).count() == count
        row_of_store = session.scalars(select(SellerInbox)).first()
        assert row_of_store is not None
        assert row_of_store.digest in {
            after(context, kind).vault.digest(f"inbox-{row_of_store.kind}", f"{noun}@shop.example")
            for noun in ("store", "operator")
        }


def same(context: Context) -> list[list[int]]:
    """Return the rows that have one hash, by the first of them."""
    groups: dict[str, list[int]] = {}
    with context.database.reading() as session:
        for row in session.scalars(select(FilerIdentity).order_by(FilerIdentity.id)):
            groups.setdefault(row.digest, []).append(row.id)
    return list(groups.values())


def test_what_no_original_tells_is_counted_and_left(full: World, context: Context) -> None:
    with context.database.transaction() as session:
        lost = session.scalars(select(FilerIdentity).where(FilerIdentity.kind == "ip")).first()
        assert lost is not None
        lost.sealed = lost.key_id = None
        digest = lost.digest
        others = session.scalars(select(FilerIdentity).where(FilerIdentity.digest == digest)).all()
        for row in others:
            row.sealed = row.key_id = None
        alone = len(others)
        nets = session.scalars(select(FilerIdentity).where(FilerIdentity.kind == "ip_net")).all()
    done = rotating.work_through(
        both(context, SecretKind.IDENTITY), SecretKind.IDENTITY, said=lambda _line: None
    )
    assert done.lost == alone + len(nets)


@pytest.mark.both_databases
def test_a_filers_two_rows_of_one_value_become_one(full: World, context: Context) -> None:
    """A server that did not know the new key yet wrote beside one that did."""
    kind = SecretKind.IDENTITY
    new, filer_id = after(context, kind), full.ids["filer_id"]
    with context.database.transaction() as session:
        mine = show(context, session, filer_id)
        session.get_one(FilerIdentity, mine[0]).origin = "confirmed"
        twins = show(new, session, filer_id)
        assert not set(mine) & set(twins)
        complaint_id = full.ids["complaint_id"]
        for each in (mine[0], twins[0]):
            session.add(ComplaintIdentity(complaint_id=complaint_id, filer_identity_id=each))
        session.add(ComplaintIdentity(complaint_id=complaint_id, filer_identity_id=mine[1]))
    row = rotating.work_through(both(context, kind), kind, said=lambda _line: None)
    assert row.lost == 0
    with context.database.reading() as session:
        digests = session.scalars(
            select(FilerIdentity.digest).where(FilerIdentity.filer_id == filer_id)
        ).all()
        assert len(digests) == len(set(digests))
        assert session.get_one(FilerIdentity, twins[0]).origin == "confirmed"
        named = select(ComplaintIdentity.filer_identity_id).where(
            ComplaintIdentity.complaint_id == complaint_id
        )
        assert set(twins[:2]) <= set(session.scalars(named))


@pytest.mark.parametrize("kind", [SecretKind.ENCRYPTION, SecretKind.IDENTITY])
def test_a_wrong_old_key_is_refused_before_anything_is_moved(
    full: World, context: Context, kind: SecretKind
) -> None:
    wrong: dict[str, Any] = {f"{kind}_key": NEW, f"{kind}_key_old": b"w" * 32}
    service = Context.of(replace(context.config, **wrong))
    service = replace(service, database=context.database)
    with pytest.raises(Refusal, match="Neither the new key nor the old one"):
        rotating.work_through(service, kind)
    with context.database.reading() as session:
        assert session.scalars(select(KeyRotation)).all() == []


def rotate(*arguments: str) -> Result:
    return CliRunner().invoke(secrets_group, ["rotate", *arguments])


def test_key_files_change_and_a_killed_change_goes_on(home: Path) -> None:
    first = keyfiles.key_of(home, "encryption_key")
    with subprocess.Popen([*COMMAND, "encryption"], stderr=subprocess.PIPE, text=True) as begun:
        assert begun.stderr is not None
        assert "filer_identity" in begun.stderr.readline()
        os.kill(begun.pid, signal.SIGKILL)
    second = keyfiles.key_of(home, "encryption_key")
    assert second != first
    assert keyfiles.old(home, "encryption_key") == first
    old = home.with_name("cleanhands.db.encryption_key.old")
    assert old.stat().st_mode & 0o777 == 0o600
    done = rotate("encryption")
    assert done.exit_code == 0, done.stderr
    assert "All is under the new encryption key" in done.stdout
    assert keyfiles.key_of(home, "encryption_key") == second, "no third key"
    assert not old.exists()
    context = Context.from_environment()
    with context.database.reading() as session:
        assert named_in(session, key_name(first)) == {}
        assert all(
            opened(row, context.vault) is not None
            for row in session.scalars(
                select(FilerIdentity).where(FilerIdentity.sealed.is_not(None))
            )
        )
    context.database.dispose()


def test_two_at_once_and_a_running_service_are_refused(home: Path) -> None:
    for purpose, said in (("rotating", "Another"), (on_disk.SERVED, "stop it")):
        lock = on_disk.try_lock(home, purpose)
        assert lock is not None
        refused = rotate("identity")
        os.close(lock)
        assert refused.exit_code == 1
        assert said in refused.stderr
        assert refused.stderr.count("\n") == 1
    assert keyfiles.old(home, "identity_key") is None
    assert rotate("identity").exit_code == 0


def test_signing_ends_at_once_or_keeps_the_old_key(home: Path) -> None:
    first = keyfiles.key_of(home, "signing_key")
    token = Context.from_environment().links.passwords().dumps(["u", None])
    assert "stay good" in rotate("signing", "--keep").stdout
    kept = Context.from_environment()
    assert noted(kept.database, "key_change_ended") == [("known_key", 3, "system")]
    assert kept.config.signing_key != first
    assert kept.links.passwords().loads(token) == ["u", None]
    newer = kept.links.passwords().dumps(["u", None])
    assert "have ended" in rotate("signing").stdout
    ended = Context.from_environment().links.passwords()
    assert ended.loads(newer) == ["u", None]
    assert ended.loads_unsafe(token)[0] is False
    assert rotate("identity", "--keep").exit_code == 2


def test_keys_in_the_environment_are_the_operators(
    context: Context, monkeypatch: pytest.MonkeyPatch, run: Any
) -> None:
    monkeypatch.setenv("CLEANHANDS_ENCRYPTION_KEY", context.config.encryption_key.hex())
    run(secrets_group, "rotate", "encryption")
    assert run.code == 1
    assert "CLEANHANDS_ENCRYPTION_KEY_OLD to the one in use" in run.stderr
    assert click.unstyle(run.stderr).count("\n") == 1


@pytest.mark.both_databases
def test_one_change_at_a_time(context: Context, monkeypatch: pytest.MonkeyPatch, run: Any) -> None:
    here = both(context, SecretKind.IDENTITY)
    monkeypatch.setenv("CLEANHANDS_IDENTITY_KEY", NEW.hex())
    with context.database.alone("rotating") as alone:
        assert alone
        with here.database.alone("rotating") as second:
            assert not second
        run(secrets_group, "rotate", "identity")
        assert "Another" in run.stderr
    with context.database.alone("rotating") as alone:
        assert alone


def test_nothing_sealed_is_nothing_to_refuse(context: Context) -> None:
    for kind in (SecretKind.ENCRYPTION, SecretKind.IDENTITY):
        row = rotating.work_through(both(context, kind), kind, said=lambda _line: None)
        assert (row.moved, row.lost) == (0, 0)
        assert row.ended_at is not None


def test_a_damaged_document_stays_and_is_counted(full: World, context: Context) -> None:
    kind = SecretKind.ENCRYPTION
    context.archive.put(io.BytesIO(b"paper"), "f" * 64)
    path = Path(context.config.documents_place, "ff", "f" * 64)
    harmed = path.read_bytes()[:-1] + b"?"
    path.write_bytes(harmed)
    row = rotating.work_through(both(context, kind), kind, said=lambda _line: None)
    assert row.lost == 1
    assert path.read_bytes() == harmed
