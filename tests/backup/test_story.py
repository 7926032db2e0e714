"""A service is backed up while it works, lost, and put back: on both databases, and from one to the
other."""

from __future__ import annotations

import shutil
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from complaints.backup import restoring, taking
from complaints.backup.reading import Source
from complaints.commands.letters import letters_group
from complaints.health import opening
from complaints.jobs import pruning, sealing
from complaints.models import (
    Account,
    AccountSession,
    Base,
    Claim,
    Complaint,
    Delivery,
    Document,
    DocumentContent,
    Installation,
    Job,
    LedgerEntry,
    Letter,
)
from complaints.queries.upkeep import ledger_chain, ledger_verdict
from complaints.rules.upkeep.retention import QUARTER
from complaints.services.mailing import deliveries
from complaints.settings.config import sqlite_file
from complaints.storage.archive import UNFINISHED, Archive
from complaints.storage.context import Context
from tests.api.bodies import ITEM, complaint
from tests.jobs.ended import Rows
from tests.noted import noted
from tests.scenes.accounts import code_of, make_account, sign_in
from tests.scenes.callers import Caller, app_of, make_caller
from tests.scenes.clock import NOW
from tests.scenes.working import working
from tests.scenes.world import make_world

# What a restore itself writes.
WRITTEN = {"ledger", "job", "account_session", "account", "delivery"}


def rows_of(context: Context, *, but: set[str]) -> dict[str, Any]:
    """Return all rows, by table, as our types read them."""
    with context.database.snapshot() as connection:
        return {
            table.name: connection.execute(select(table).order_by(*table.primary_key)).all()
            for table in Base.metadata.sorted_tables
            if table.name not in but
        }


def sealed(context: Context) -> None:
    sealing.seal(context, NOW)


@pytest.mark.both_databases
def test_a_service_that_is_lost_is_put_back_as_it_was(context, empty, tmp_path):
    world = make_world(context)
    acme = make_caller(world.app, context, "filer", "nine")
    mailbox = make_account(world.app, "reviewer", "rita")
    sealed(context)
    place = tmp_path / ("nightly.tar" if context.database.is_sqlite else "folder")
    with _writing(acme) as filed:
        manifest = taking.take_backup(context, place, now=NOW)
    assert filed.count
    taking.note_backup(context, manifest, now=NOW)
    assert noted(context.database, "backed_up") == [("installation", 1, "system")]
    with context.database.reading() as session:
        assert session.scalar(select(Installation.backed_up_at)) == NOW

    # From SQLite into SQLite is another test's.
    for kind in ["postgresql", *([] if context.database.is_sqlite else ["sqlite"])]:
        back = empty(kind)
        restored = restoring.restore(back, Source(place), now=NOW, go_on=True)
        assert replace(restored.manifest, proof="") == manifest
        _holds(back, manifest)
        _serves(opening.of_database(back), acme, mailbox)


class _writing:  # noqa: N801 - reads as a statement
    """Somebody files complaints while a backup is taken."""

    def __init__(self, caller: Caller) -> None:
        self._caller, self._over, self.count = caller, threading.Event(), 0
        self._first = threading.Event()
        self._thread = threading.Thread(target=self._file)

    def _file(self) -> None:
        while not self._over.is_set():
            targets = [{"url": f"{ITEM}9{self.count:04}"}]
            answer = self._caller.post("/complaints", complaint(targets=targets))
            assert answer.status_code == 201
            self.count += 1
            self._first.set()

    def __enter__(self) -> _writing:
        self._thread.start()
        self._first.wait(30)
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()


def _holds(back: Context, manifest: Any) -> None:
    """The state is one: every count is the manifest's, no claim lacks its complaint."""
    with back.database.snapshot() as connection:
        for table in Base.metadata.sorted_tables:
            count = connection.scalar(select(func.count()).select_from(table))
            more = table.name == "ledger"
            assert count == manifest.tables[table.name].rows + more, table.name
        complaints = connection.scalar(select(func.count(func.distinct(Claim.complaint_id))))
        assert complaints == connection.scalar(select(func.count(Complaint.id)))
        verdict = ledger_verdict.check_ledger(connection, [manifest.ledger.head])
    assert verdict.holds
    assert verdict.sealed == manifest.ledger.sealed > 0
    with back.database.reading() as session:
        stored = select(Document.sha256).join(DocumentContent)
        papers = session.scalars(stored).all()
    assert len(papers) == manifest.documents.count > 0
    for sha256 in papers:
        assert back.archive.read(sha256)


def _serves(back: Context, before: Caller, mailbox: str) -> None:
    """Keys and second factors work; numbers go on where they were."""
    app = app_of(back)
    caller = Caller(app, before.secret, before.kind, before.id)
    known = caller.get("/complaints").get_json()["items"]
    assert known
    made = caller.post("/complaints", complaint(targets=[{"url": f"{ITEM}777777"}]))
    assert made.status_code == 201
    assert made.get_json()["id"] > max(each["id"] for each in known)
    assert len(code_of(app, mailbox)) == 6


def test_what_was_under_way_waits_for_a_word_after_a_restore(context, empty, tmp_path):
    world = make_world(context)
    sign_in(world.app.test_client(), "reviewer", "rita")
    with context.database.transaction() as session:
        waits = session.scalars(select(Letter).where(Letter.sent_at.is_(None))).first()
        assert waits is not None
        session.query(Delivery).delete()
        work = working(session)
        deliveries.enrol(work, letters=[waits.id], account_letters=[], domain="x.example")
        session.add(Job(kind="clocks", payload={}, run_at=NOW, lease="x", holder="gone",
                        leased_until=NOW + timedelta(hours=1)))  # fmt: skip
        number = waits.id
        epoch = session.scalar(select(func.max(Account.browser_epoch)))
    taking.take_backup(context, tmp_path / "backup", now=NOW)

    back = empty("sqlite" if context.database.is_sqlite else "postgresql")
    done = restoring.restore(back, Source(tmp_path / "backup"), now=NOW)
    assert done.held > 0
    with back.database.transaction() as session:
        held = session.scalar(select(Delivery).where(Delivery.letter_id == number))
        assert (held.failure, held.due_at) == ("restored", None)
        assert not session.scalars(select(Delivery).where(Delivery.due_at.is_not(None))).all()
        open_ = select(AccountSession).where(AccountSession.ended_at.is_(None))
        assert session.scalars(open_).all() == []
        assert session.scalar(select(func.min(Account.browser_epoch))) >= epoch
        assert session.scalars(select(Job.holder).where(Job.holder.is_not(None))).all() == []
        (entry,) = session.scalars(select(LedgerEntry).where(LedgerEntry.verb == "put_back"))
        assert entry.facts["held"] == done.held
        # Once somebody says so, they go.
        assert deliveries.release_letters(working(session)) == done.held
        assert deliveries.release_letters(working(session)) == 0
        freed = select(LedgerEntry.facts).where(LedgerEntry.verb == "letters_released")
        assert session.scalars(freed).all() == [{"letters": done.held}]
        due = session.scalars(select(Delivery).where(Delivery.due_at == NOW)).all()
        assert len(due) == done.held
    said = CliRunner().invoke(letters_group, ["release"], obj=back).output
    assert said == "0 letters go by mail from now on.\n"


def test_nothing_changes_and_what_a_killed_restore_left_is_no_hindrance(served, spare, tmp_path):
    left = sqlite_file(spare.config.database_url)
    left.parent.mkdir(exist_ok=True)
    left.with_name(f"{left.name}.part").write_bytes(b"SQLite format 3\0half a database")
    spare.archive.begin_restore()
    (Path(spare.archive.place) / "00").mkdir()
    (Path(spare.archive.place) / "00" / ("0" * 64)).touch()
    before = rows_of(served, but=WRITTEN | {"installation"})
    # Of now: other tests seal more of what is served.
    taking.take_backup(served, tmp_path / "now.tar", now=NOW)
    done = restoring.restore(spare, Source(tmp_path / "now.tar"), now=NOW)
    assert rows_of(spare, but=WRITTEN | {"installation"}) == before
    assert not list(left.parent.glob("*.part*"))
    assert not (Path(spare.archive.place) / UNFINISHED).exists()
    # A demo stays one, and has no letters to hold.
    assert opening.of_database(spare).demo
    assert done.held == 0


def test_a_second_backup_keeps_the_documents_that_are_there_and_drops_what_is_gone(
    served, tmp_path
):
    place = tmp_path / "backup"
    first = taking.take_backup(served, place, now=NOW)
    papers = {path: path.stat().st_ino for path in place.glob("documents/*/*")}
    assert len(papers) == first.documents.count > 1
    damaged, *whole = papers
    damaged.write_bytes(b"x" * damaged.stat().st_size)
    stray = damaged.with_name("0" * 64 + ".a")
    stray.touch()
    taking.take_backup(served, place, now=NOW + timedelta(days=1))
    assert [path for path in whole if path.stat().st_ino != papers[path]] == []
    assert not stray.exists()
    assert len(list(place.glob("rows-*"))) == 1
    restoring.check_backup(Source(place), context=served)


def test_a_document_that_is_gone_or_damaged_is_named_and_the_rest_is_backed_up(served, tmp_path):
    papers = tmp_path / "papers"
    hurt = replace(served, archive=replace(served.archive, place=str(papers)))
    names = _copy_papers(Path(served.archive.place), papers)
    gone, damaged = names[0], names[1]
    (papers / gone[:2] / gone).unlink()
    (papers / damaged[:2] / damaged).write_bytes(b"CHD1damaged")
    manifest = taking.take_backup(hurt, tmp_path / "b.tar", now=NOW)
    assert sorted(manifest.documents.lost) == sorted([gone, damaged])
    restoring.check_backup(Source(tmp_path / "b.tar"), context=served)


@pytest.mark.both_databases
def test_a_document_that_ends_while_a_backup_is_taken_is_not_lost(context, tmp_path, now):
    with context.database.transaction() as session:
        rows = Rows(session, now)
        for sent in (now - QUARTER, now):
            rows.keep(rows.upload(sent))

    class Meanwhile(Archive):
        """A store beside which the job `prune` runs."""

        def key_of(self, sha256: str) -> str | None:
            pruning.prune(context, now, at_most=timedelta(minutes=1))
            return Archive.key_of(self, sha256)

    archive = Meanwhile(context.archive.place, context.vault)
    manifest = taking.take_backup(replace(context, archive=archive), tmp_path / "b.tar", now=now)
    assert manifest.documents.count == 2
    assert len(manifest.documents.lost) == 1


def _copy_papers(source: Path, target: Path) -> list[str]:
    shutil.copytree(source, target)
    return sorted(path.name for path in target.glob("*/*"))


def test_the_head_is_that_of_the_rows(served, tmp_path):
    sealed(served)
    manifest = taking.take_backup(served, tmp_path / "b", now=NOW)
    with served.database.snapshot() as connection:
        assert manifest.ledger.head == ledger_chain.head_of_chain(connection, now=NOW)
