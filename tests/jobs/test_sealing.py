"""The sealer: in batches, one at a time, late commits in their turn; and the nightly head."""

from __future__ import annotations

import stat
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, func, select

from complaints.jobs import heads, sealing, worker
from complaints.models import LedgerEntry, LedgerSeal
from complaints.queries.upkeep import ledger_chain as chain
from complaints.rules.upkeep import ledger_chain, ledger_heads
from complaints.services.upkeep import ledger, seals
from complaints.storage.context import Context
from tests.scenes.chains import MINUTE, attack, found, seal, verify, write
from tests.scenes.clock import NOW
from tests.scenes.working import working


def sealed(context: Context) -> list[tuple[int, int]]:
    rows = select(LedgerSeal.position, LedgerSeal.ledger_id).order_by(LedgerSeal.position)
    with context.database.reading() as session:
        return [(position, entry) for position, entry in session.execute(rows)]


@pytest.mark.both_databases
def test_entries_are_sealed_in_order_once(context: Context) -> None:
    assert seal(context) == 0
    write(context, "Why.", None, "Ümläute 理由 😀")
    assert seal(context) == 3
    assert seal(context) == 0
    write(context, None)
    assert seal(context) == 1
    assert sealed(context) == [(1, 1), (2, 2), (3, 3), (4, 4)]
    verdict = verify(context)
    assert (verdict.holds, verdict.sealed, verdict.waiting) == (True, 4, 0)


@pytest.mark.parametrize("count", [2, 3, 4])
def test_a_transaction_takes_a_batch(
    context: Context, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(sealing, "AT_ONCE", 3)
    write(context, *["Why."] * count)
    commits: list[object] = []

    def note(connection: object) -> None:
        commits.append(connection)

    event.listen(context.database.engine, "commit", note)
    try:
        assert seal(context) == count
    finally:
        event.remove(context.database.engine, "commit", note)
    assert len(commits) == (2 if count == 4 else 1)
    assert verify(context).holds
    assert len(sealed(context)) == count


@pytest.mark.both_databases
def test_who_writes_an_entry_does_one_statement(context: Context) -> None:
    ran: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        ran.append(statement.split()[0])

    with context.database.transaction() as session:
        session.connection()
        event.listen(context.database.engine, "before_cursor_execute", note)
        try:
            ledger.record(working(session), "made", "claim", 1, why="Why.", claims=2)
            session.flush()
        finally:
            event.remove(context.database.engine, "before_cursor_execute", note)
    assert ran == ["INSERT"]


@pytest.mark.both_databases
def test_another_sealer_that_was_first_is_left_alone(context: Context) -> None:
    write(context, "Why.", "Why.")
    with context.database.snapshot(as_stored=True) as connection:
        last = chain.last_seal(connection)
        entries = chain.next_to_seal(connection, all_=True, limit=10)
    made = ledger_chain.seals(
        entries, iter([b"a", b"b"]), after=0, previous=last.hash, sealed_at="x"
    )
    assert seal(context) == 2
    with context.database.transaction() as session:
        assert not seals.add_seals(session, made, after=last, at=NOW)
    assert verify(context).holds


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_of_two_sealers_on_postgresql_one_writes(context: Context) -> None:
    write(context, None)
    with context.database.transaction() as first:
        first.scalar(select(func.pg_try_advisory_xact_lock(seals._ONE_SEALER)))
        assert seal(context) == 0
    assert seal(context) == 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("all_", [True, False])
def test_a_late_commit_is_sealed_in_its_turn(context: Context, all_: bool) -> None:
    with context.database.transaction() as late:
        ledger.record(working(late), "made", "claim", 1, why="Slow.")
        late.flush()
        write(context, None)
        assert seal(context) == 1
    verdict = verify(context)
    assert (verdict.holds, verdict.waiting) == (True, 1)
    assert sealing.seal(context, NOW + 2 * MINUTE, all_=all_) == 1
    assert sealed(context) == [(1, 2), (2, 1)]
    assert verify(context).holds


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize(("behind", "looked_at"), [(2, True), (1, False)])
def test_what_is_far_behind_is_looked_for_at_the_start(
    context: Context, monkeypatch: pytest.MonkeyPatch, behind: int, looked_at: bool
) -> None:
    monkeypatch.setattr(chain, "LATE", behind)
    write(context, None)
    attack(context, "UPDATE ledger SET id = 3 WHERE id = 1")
    seal(context)
    attack(context, "INSERT INTO ledger SELECT 2, at, actor_kind, actor_id, verb, subject,"
                    " subject_id, why, facts, hand_kind, hand_id FROM ledger")  # fmt: skip
    assert sealing.seal(context, NOW, all_=False) == looked_at
    assert sealing.seal(context, NOW, all_=True) == (not looked_at)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_was_put_below_on_sqlite_is_never_sealed(context: Context) -> None:
    write(context, None, None)
    attack(context, "UPDATE ledger SET id = 9 WHERE id = 2")
    seal(context)
    attack(context, "UPDATE ledger SET id = 5 WHERE id = 1")
    assert seal(context) == 0
    assert found(context) == ("removed", 1, 1)


@pytest.mark.parametrize("year", [timedelta(days=365), -timedelta(days=365)])
def test_a_clock_that_jumps_a_year_is_no_finding(context: Context, year: timedelta) -> None:
    moments = [NOW, NOW + year, NOW + year + MINUTE, NOW + 2 * MINUTE, NOW + year]
    for at in moments:
        write(context, "Why.", at=at)
        seal(context, at + MINUTE)
    # One that was written before the clock jumped is sealed after it.
    write(context, "Why.", at=NOW)
    seal(context, NOW + year)
    assert verify(context).holds
    assert verify(context).sealed == 6


@pytest.mark.both_databases
def test_what_waits_is_counted_since_the_oldest(context: Context) -> None:
    write(context, None)
    seal(context)
    write(context, None, at=NOW + 3 * MINUTE)
    write(context, None, at=NOW + 2 * MINUTE)
    verdict = verify(context)
    assert (verdict.sealed, verdict.waiting) == (1, 2)
    assert verdict.since == ledger_chain.written(NOW + 2 * MINUTE)
    assert verdict.holds


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_sealer_begins_with_the_worker_and_ends_with_it(context: Context) -> None:
    write(context, "Why.")
    stop, is_sealed = threading.Event(), threading.Event()
    engine = context.database.engine

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO ledger_seal"):
            is_sealed.set()

    event.listen(engine, "after_cursor_execute", note)
    running = threading.Thread(target=worker.work_until_stopped, args=(context, stop))
    running.start()
    try:
        assert is_sealed.wait(60)
    finally:
        stop.set()
        running.join()
        event.remove(engine, "after_cursor_execute", note)
    assert [each.name for each in threading.enumerate() if each.name == "sealer"] == []
    assert (1, 1) in sealed(context)


def test_an_error_does_not_end_the_sealer(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, runs = threading.Event(), []

    def fails(_context: Context, _now: datetime, *, all_: bool) -> int:
        runs.append(all_)
        if len(runs) == 3:
            stop.set()
        if len(runs) == 1:
            raise ValueError("away")
        return 0

    monkeypatch.setattr(sealing, "seal", fails)
    monkeypatch.setattr(sealing, "EVERY", 0)
    sealing.seal_until_stopped(context, stop)
    assert runs == [True, True, False]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_each_night_the_head_goes_to_a_file(context: Context, tmp_path: Path) -> None:
    folder = tmp_path / "kept" / "heads"
    keeping = replace(context, config=replace(context.config, heads=str(folder)))
    for night in range(2):
        write(context, None)
        seal(context)
        heads.keep_head(keeping, NOW + timedelta(days=night))
    (file,) = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    kept = ledger_heads.read_heads(file.read_text().splitlines())
    assert [head.position for head in kept] == [1, 2]
    assert file.stem == kept[0].database
    assert verify(context, *kept).holds


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_on_sqlite_heads_are_beside_the_database(context: Context) -> None:
    assert context.config.heads_place.endswith("cleanhands.db.heads")
    heads.keep_head(context, NOW)
    (file,) = Path(context.config.heads_place).iterdir()
    assert ledger_heads.read_heads(file.read_text().splitlines())[0].position == 0


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_on_postgresql_there_is_no_file_unless_one_is_set(context: Context) -> None:
    assert context.config.heads_place == ""
    heads.keep_head(context, NOW)


def test_entries_say_what_is_sealed(context: Context) -> None:
    write(context, None)
    seal(context)
    with context.database.reading() as session:
        assert session.scalars(select(LedgerEntry)).one().position is None
