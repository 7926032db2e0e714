"""What is wrong with a backup is named, one by one, before anything is written."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tarfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect

from complaints import migration
from complaints.backup import manifest as manifests
from complaints.backup import restoring, taking
from complaints.backup.errors import AT_MOST, BackupError, list_sentences
from complaints.backup.parts import packed, read_row, unpacked
from complaints.backup.reading import Source
from complaints.storage.context import Context
from tests.scenes.clock import NOW


def sentences(context: Context, backup: Path, **options: Any) -> list[str]:
    """Return what a restore says, which must leave the place as empty as it was."""
    with pytest.raises(BackupError) as refused:
        restoring.restore(context, Source(backup), now=NOW, **options)
    with context.database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT name FROM sqlite_master").all() == []
    assert context.archive.is_empty()
    assert not list(Path(str(context.database.engine.url.database)).parent.glob("*.part*"))
    return list(refused.value.sentences)


def part_of(backup: Path, table: str) -> Path:
    return next(backup.glob(f"rows-*/{table}.*"))


def rewritten(backup: Path, context: Context, change: Callable[[dict[str, Any]], None]) -> None:
    """Write another manifest, proven, as somebody who has the keys could."""
    path = backup / "manifest.json"
    said = json.loads(path.read_text())
    change(said)
    manifest = manifests.read_manifest(json.dumps(said).encode())
    path.write_bytes(replace(manifest, proof="").written(context.vault))


def filled_anew(
    backup: Path, context: Context, table: str, change: Callable[[list[Any]], list[Any]]
) -> None:
    """Change the rows of a table, the columns first, and the manifest with them."""
    path = part_of(backup, table)
    columns, *rows = change([read_row(line) for line in unpacked([path.read_bytes()])])
    ((data, count),) = packed(columns, rows)
    path.write_bytes(data)
    name = path.relative_to(backup).as_posix()
    part = {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest(),
            "rows": count}  # fmt: skip

    def note(said: dict[str, Any]) -> None:
        said["rows"] = [part if each["name"] == name else each for each in said["rows"]]
        said["tables"][table]["rows"] = count

    rewritten(backup, context, note)


def test_a_whole_one_is_held_for_whole_whatever_a_killed_one_left_beside_it(backup, spare):
    (rows,) = backup.glob("rows-*")
    shutil.copytree(rows, rows.with_name("rows-20260701T090001Z-01234567"))
    (backup / "documents" / "00").mkdir(exist_ok=True)
    (backup / "documents" / "00" / f"{'0' * 64}.a.part").touch()
    assert restoring.check_backup(Source(backup), context=spare).tables["complaint"].rows > 0


def test_a_backup_without_its_manifest_is_none(backup, spare):
    (backup / "manifest.json").unlink()
    (said,) = sentences(spare, backup)
    assert "has no manifest" in said


def test_a_manifest_that_was_cut_or_changed_is_refused(backup, spare):
    path = backup / "manifest.json"
    whole = path.read_text()
    path.write_text(whole[:-40])
    assert "cut off or changed" in sentences(spare, backup)[0]
    path.write_text(whole.replace('"demo": true', '"demo": false'))
    assert "was changed since the backup" in sentences(spare, backup)[0]
    # One that nobody proves, as the keys are gone: a size is no text.
    path.write_text(re.sub(r'"size": (\d+)', r'"size": "\1"', whole))
    assert "cut off or changed" in sentences(spare, backup, lost_keys=True)[0]


def test_each_part_that_is_cut_changed_or_missing_is_named(backup, spare):
    cut, changed, missing = (part_of(backup, name) for name in ("claim", "filer", "letter"))
    cut.write_bytes(cut.read_bytes()[:-1])
    data = bytearray(changed.read_bytes())
    data[-9] ^= 1
    changed.write_bytes(data)
    missing.unlink()
    paper, other = sorted(backup.glob("documents/*/*"))[:2]
    paper.unlink()
    data = bytearray(other.read_bytes())
    data[-1] ^= 1
    other.write_bytes(data)
    said = sentences(spare, backup)
    for path, how in (
        (cut, "cut off"), (changed, "was changed"), (missing, "is missing"), (paper, "is missing"),
        (other, "was changed"),
    ):  # fmt: skip
        name = path.relative_to(backup).as_posix()
        assert [each for each in said if each.startswith(name) and how in each], (name, said)
    assert len(said) == 5


def test_one_document_list_that_is_damaged_is_named(backup, spare):
    path = part_of(backup, "documents")
    path.write_bytes(path.read_bytes()[:-3] + b"abc")
    said = sentences(spare, backup)
    assert any(each.startswith(path.relative_to(backup).as_posix()) for each in said)
    assert "not looked at" in said[-1]


def test_a_tar_that_is_cut_in_half_is_no_backup(served, spare, tmp_path):
    tar = tmp_path / "b.tar"
    taking.take_backup(served, tar, now=NOW)
    data = tar.read_bytes()
    with tarfile.open(tar) as opened:
        starts = [member.offset for member in opened]
    middle = starts[len(starts) // 2]
    for end in (middle, middle + 1, middle + tarfile.BLOCKSIZE + 1):
        tar.write_bytes(data[:end])
        assert re.search("no manifest .*end was cut off", sentences(spare, tar)[0]), end
    tar.write_bytes(b"not a tar at all" * 100)
    assert "no tar of a backup" in sentences(spare, tar)[0]
    assert "is not there" in sentences(spare, tmp_path / "nowhere.tar")[0]


def test_a_tar_holds_what_the_folder_holds_and_other_tools_read_it(served, tmp_path):
    tar, folder = tmp_path / "b.tar", tmp_path / "out"
    manifest = taking.take_backup(served, tar, now=NOW)
    assert tar.stat().st_mode & 0o777 == 0o600
    with tarfile.open(tar) as opened:
        opened.extractall(folder, filter="data")
    assert restoring.check_backup(Source(folder), context=served).tables == manifest.tables


def test_rows_that_are_not_as_many_as_the_manifest_says_are_named(backup, spare):
    def more(said: dict[str, Any]) -> None:
        said["tables"]["complaint"]["rows"] += 1

    rewritten(backup, spare, more)
    (said,) = sentences(spare, backup)
    assert re.search("rows of complaint, its parts hold", said)


def test_rows_that_name_rows_that_are_not_there_are_refused(backup, spare):
    filled_anew(backup, spare, "claim", lambda rows: rows[:1] + rows[2:])
    (said,) = sentences(spare, backup)
    assert "rows that are not in the backup" in said


def test_a_ledger_that_does_not_end_as_the_head_says_is_refused(served, tmp_path):
    # Of now: other tests seal more of what is served.
    manifest = taking.take_backup(served, tmp_path / "now.tar", now=NOW)
    head = replace(manifest.ledger.head, hash="0" * 64)
    forged = replace(manifest, ledger=replace(manifest.ledger, head=head))
    with served.database.snapshot() as connection:
        restoring.require_ledger(connection, manifest)
        with pytest.raises(BackupError, match="not the one of its head"):
            restoring.require_ledger(connection, forged)


def test_a_ledger_with_a_changed_entry_is_refused(backup, spare):
    def raised(rows: list[Any]) -> list[Any]:
        place = rows[0].index("actor_id")
        return [rows[0], [*rows[1][:place], 99, *rows[1][place + 1 :]], *rows[2:]]

    filled_anew(backup, spare, "ledger", raised)
    said = sentences(spare, backup)[0]
    assert "does not hold as it did" in said
    assert "changed at position 1" in said


def test_other_keys_are_named_before_anything_is_looked_at(backup, spare):
    part_of(backup, "claim").unlink()
    config = replace(spare.config, identity_key=b"o" * 32)
    vault = replace(spare.vault, identity_key=config.identity_key)
    (said,) = sentences(replace(spare, config=config, vault=vault), backup)
    assert said.startswith("The identity key in ")
    assert "in use when the backup was made" in said


def test_of_a_key_that_was_being_changed_both_are_wanted(backup, spare):
    def changing(said: dict[str, Any]) -> None:
        said["keys"]["identity"].append("0123456789ab")

    rewritten(backup, spare, changing)
    (said,) = sentences(spare, backup)
    assert "identity key was being changed" in said
    assert "and the one before (0123456789ab)" in said


@pytest.mark.both_databases
def test_a_text_that_is_no_utf8_comes_back_as_it_was_and_postgresql_says_which_row_has_one(
    served, backup, context, empty
):
    def spoilt(rows: list[Any]) -> list[Any]:
        place = rows[0].index("name")
        name = "Caf\udce9 \udcff"
        return [rows[0], *([*row[:place], name, *row[place + 1 :]] for row in rows[1:])]

    filled_anew(backup, served, "store", spoilt)
    if not context.database.is_sqlite:
        with pytest.raises(BackupError, match="The row of store whose id is 1 holds a text that"):
            restoring.restore(empty("postgresql"), Source(backup), now=NOW)
        return
    back = empty("sqlite")
    restoring.restore(back, Source(backup), now=NOW)
    with back.database.snapshot() as connection:
        names = connection.exec_driver_sql("SELECT DISTINCT CAST(name AS BLOB) FROM store").all()
    assert names == [(b"Caf\xe9 \xff",)]


def test_a_newer_revision_is_refused(backup, spare):
    rewritten(backup, spare, lambda said: said.update(revision="9999"))
    assert "does not know" in sentences(spare, backup)[0]


def test_an_older_revision_is_migrated_also_where_the_keys_are_gone_for_good(backup, spare, empty):
    _as_of_0025(backup, spare, empty("sqlite"))
    keyless = replace(spare, config=replace(spare.config, identity_key=b"o" * 32))
    done = restoring.restore(keyless, Source(backup), now=NOW, lost_keys=True)
    assert done.migrated
    assert migration.current(spare.database) == migration.head_revision()


def _as_of_0025(backup: Path, context: Context, older: Context) -> None:
    """Make of the backup what one of the revision before keys would be."""
    migration.upgrade(older.database, "0025")
    there = inspect(older.database.engine)
    tables = set(there.get_table_names())
    parts = {path.name.split(".")[0] for path in backup.glob("rows-*/*")} - {"documents"}
    for table in parts & tables:
        columns = [column["name"] for column in there.get_columns(table)]
        filled_anew(backup, context, table, partial(_of_columns, columns))
    for table in parts - tables:
        part_of(backup, table).unlink()

    def older_said(said: dict[str, Any]) -> None:
        said["revision"] = "0025"
        said["tables"] = {name: each for name, each in said["tables"].items() if name in tables}
        kept = {path.relative_to(backup).as_posix() for path in backup.glob("rows-*/*")}
        said["rows"] = [each for each in said["rows"] if each["name"] in kept]

    rewritten(backup, context, older_said)


def _of_columns(columns: list[str], rows: list[Any]) -> list[Any]:
    """Return rows with these columns, null where they had none; a letter to a mailbox that has no
    account yet was not there."""
    if "sign_up_id" in rows[0] and "sign_up_id" not in columns:
        asked = rows[0].index("sign_up_id")
        rows = [rows[0], *(row for row in rows[1:] if row[asked] is None)]
    places = [rows[0].index(name) if name in rows[0] else None for name in columns]
    kept = [[None if place is None else row[place] for place in places] for row in rows[1:]]
    return [columns, *kept]


def test_very_many_sentences_are_counted():
    said = list_sentences([f"{number} is missing." for number in range(AT_MOST + 1)])
    assert said.count("\n") == AT_MOST
    assert said.endswith("… and 1 more.")
    assert "more" not in list_sentences(["x"] * AT_MOST)
