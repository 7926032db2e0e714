"""Files of histories, as a user imports them: good lines go in, bad ones are set aside."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from complaints.commands.imports import import_group
from complaints.importers.interchange import parse_json_line
from complaints.importers.lines import LONGEST, RawLine, open_lines
from complaints.models import (
    Claim,
    Complaint,
    Event,
    EventClaim,
    Filer,
    FilerIdentity,
    LedgerEntry,
)
from complaints.storage.context import Context
from tests.services.decisions.desk import VAULT
from tests.services.filing.test_histories import event, line

KEY = "5" * 64
KEYS = {
    "CLEANHANDS_IDENTITY_KEY": VAULT.identity_key.hex(),
    "CLEANHANDS_ENCRYPTION_KEY": VAULT.encryption_key.hex(),
    "CLEANHANDS_SIGNING_KEY": KEY,
}


@pytest.fixture
def context(database, database_url):
    from complaints.settings import config

    loaded = config.load({"DATABASE_URL": database_url, **KEYS})
    return replace(Context.of(loaded), database=database)


def write(path: Path, *lines: Any) -> str:
    texts = (one if isinstance(one, str) else json.dumps(one) for one in lines)
    path.write_text("".join(text + "\n" for text in texts))
    return str(path)


def run(context: Context, *arguments: str, stdin: bytes | None = None) -> Any:
    return CliRunner().invoke(
        import_group, arguments, obj=context, input=stdin, standalone_mode=False
    )


def stored(database) -> list[int]:
    with database.reading() as session:
        return [
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Complaint, Claim, Event, EventClaim)
        ]


@pytest.mark.both_databases
def test_good_lines_go_in_and_bad_ones_are_set_aside(context, database, tmp_path):
    bad = [
        "{not json",
        '{"reference": NaN}',
        json.dumps(line("NUL", statement="a\0b")),
        json.dumps(line("HALF", statement="\ud800")),
        line("MORE", surprise=1),
        line("LATE", "9999-01-01"),
        line("NONE", targets=[{"url": "https://"}]),
        "[" * 100_000,
    ]
    name = write(tmp_path / "a.jsonl", line("A"), *bad, "", line("B", "2026-03-01"))
    result = run(context, "complaints", name, "--source", "old")
    assert result.return_value == 0
    assert "2 new complaints with 2 claims" in result.stdout
    assert f"8 rejected, see {name}.rejects.jsonl" in result.stderr
    rejects = Path(f"{name}.rejects.jsonl")
    assert rejects.stat().st_mode & 0o777 == 0o600
    told = [json.loads(text) for text in rejects.read_text().splitlines()]
    assert [one["line"] for one in told] == [2, 3, 4, 5, 6, 7, 8, 9]
    assert told[4]["fields"] == [
        {
            "pointer": "/surprise",
            "code": "unknown_member",
            "detail": "is not a field of the contract",
        }
    ]
    assert "/statement" in told[2]["reason"]
    assert json.loads(told[5]["raw"])["reference"] == "LATE"
    assert stored(database)[0] == 2


def test_strict_tells_by_its_exit_code_and_still_takes_the_rest(context, database, tmp_path):
    name = write(tmp_path / "a.jsonl", line("A"), "{")
    assert run(context, "complaints", name, "--strict").return_value == 1
    assert stored(database)[0] == 1


def test_rejects_go_where_they_are_wanted(context, tmp_path):
    name, other = write(tmp_path / "a.jsonl", "{"), tmp_path / "other.jsonl"
    other.write_text("old")
    other.chmod(0o644)
    run(context, "complaints", name, "--rejects", str(other), "--quiet")
    assert json.loads(other.read_text())["line"] == 1
    assert other.stat().st_mode & 0o777 == 0o600


def test_rejects_never_go_into_the_file_that_is_read(context, tmp_path):
    name = write(tmp_path / "a.jsonl", "{")
    result = run(context, "complaints", name, "--rejects", name)
    assert isinstance(result.exception, click.UsageError)
    assert Path(name).read_text() == "{\n"


def test_rejects_of_before_can_be_read_while_new_ones_are_written(context, tmp_path):
    name, rejects = write(tmp_path / "a.jsonl", "{"), tmp_path / "a.jsonl.rejects.jsonl"
    rejects.write_text("old")
    with rejects.open() as reader:
        run(context, "complaints", name)
        assert reader.read() == "old"
    assert json.loads(rejects.read_text())["raw"] == "{"


def test_rejects_replace_a_link_and_not_what_it_leads_to(context, tmp_path):
    name, rejects = write(tmp_path / "a.jsonl", "{"), tmp_path / "link.jsonl"
    (tmp_path / "other").write_text("old")
    rejects.symlink_to(tmp_path / "other")
    run(context, "complaints", name, "--rejects", str(rejects))
    assert (tmp_path / "other").read_text() == "old"
    assert json.loads(rejects.read_text())["raw"] == "{"


def test_rejects_go_into_a_device_and_leave_its_mode(context, tmp_path):
    name, pipe = write(tmp_path / "a.jsonl", "{"), tmp_path / "pipe"
    os.mkfifo(pipe, 0o640)
    before = pipe.stat().st_mode
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    run(context, "complaints", name, "--rejects", str(pipe))
    assert json.loads(os.read(reader, 10_000))["raw"] == "{"
    os.close(reader)
    assert pipe.stat().st_mode == before


def test_rejects_that_cannot_be_written_are_named(context, tmp_path):
    name = write(tmp_path / "a.jsonl", "{")
    nowhere = tmp_path / "no" / "r.jsonl"
    result = run(context, "complaints", name, "--rejects", str(nowhere))
    assert result.exception.message == f"{nowhere}: No such file or directory"


@pytest.mark.parametrize("source", ["", " ", "x" * 101, "a\nb"])
def test_a_source_that_cannot_be_is_wrong_use(context, tmp_path, source):
    name = write(tmp_path / "a.jsonl", line("A"))
    result = run(context, "complaints", name, "--source", source)
    assert isinstance(result.exception, click.UsageError)


def test_a_folder_that_is_no_copy_of_the_notices_is_an_error(context, tmp_path):
    result = run(context, "github-dmca", str(tmp_path))
    assert "no notices" in result.exception.message


@pytest.mark.both_databases
def test_twice_is_once(context, database, tmp_path):
    name = write(tmp_path / "a.jsonl", *(line(f"C-{n}", "2026-01-01") for n in range(30)))
    run(context, "complaints", name)
    before = stored(database)
    again = run(context, "complaints", name)
    assert "0 new complaints" in again.stdout
    assert "30 complaints known already" in again.stdout
    assert stored(database) == before


def test_gzip_standard_input_marks_and_line_ends(context, database, tmp_path, monkeypatch):
    packed = tmp_path / "any-name"
    first = b"\xef\xbb\xbf" + json.dumps(line("A")).encode() + b"\r\n"
    packed.write_bytes(gzip.compress(first + json.dumps(line("B")).encode()))
    monkeypatch.chdir(tmp_path)
    assert run(context, "complaints", str(packed)).return_value == 0
    assert run(context, "complaints", "-", stdin=json.dumps(line("C")).encode()).return_value == 0
    assert stored(database)[0] == 3
    assert sorted(tmp_path.glob("*.rejects.jsonl")) == []


@pytest.mark.both_databases
def test_a_damaged_file_keeps_what_came_before(context, database, tmp_path):
    whole = gzip.compress(
        b"".join(json.dumps(line(os.urandom(9).hex())).encode() + b"\n" for _ in range(900))
    )
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(whole[: len(whole) // 2])
    result = run(context, "complaints", str(path))
    assert "damaged after line" in str(result.exception.message)
    assert stored(database)[0] > 0


def test_what_follows_a_gzip_file_is_damage_with_its_line(tmp_path):
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"{}\n") + b"rest")
    with pytest.raises(OSError, match="damaged after line 1"), open_lines(str(path)) as lines:
        list(lines)


def test_a_number_of_too_many_digits_is_named():
    with pytest.raises(ValueError, match="holds a number of 5,000 digits"):
        parse_json_line(b"9" * 5_000)


def test_a_missing_file_is_one_sentence(context, tmp_path):
    result = run(context, "complaints", str(tmp_path / "no.jsonl"))
    assert str(result.exception.message).endswith("no.jsonl: No such file or directory")


def test_a_line_without_end_is_cut_and_the_next_one_read(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"x" * (2 * LONGEST + 5) + b"\nnext\n")
    with open_lines(str(path)) as lines:
        first, second = lines
    assert first.too_long
    assert second == RawLine(2, b"next")


def test_not_utf8_is_named_by_its_byte():
    with pytest.raises(ValueError, match="not UTF-8 at byte 3"):
        parse_json_line(b'{"\xff"')


def test_killed_half_way_and_run_again_nothing_is_lost_or_doubled(sqlite_url, tmp_path):
    lines = [
        line(
            f"C-{n}",
            "2026-01-01",
            targets=[{"url": f"https://www.ebay.com/itm/{10**11 + n}"}],
            events=[event("2026-01-02", "takedown")],
        )
        for n in range(3_000)
    ]
    name = write(tmp_path / "a.jsonl", *lines)
    script = "from complaints.commands.imports import import_group; import_group()"
    command = [sys.executable, "-c", script, "complaints", name]
    environment = {**os.environ, **KEYS, "DATABASE_URL": sqlite_url}
    from complaints.storage.db import Database

    database = Database(sqlite_url)
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as killed:
        while stored(database)[0] == 0 and killed.poll() is None:
            pass
        killed.send_signal(signal.SIGKILL)
    assert killed.returncode == -signal.SIGKILL
    half = stored(database)
    assert 0 < half[0] < 3_000
    assert half == [half[0]] * 4, "a complaint goes in with all that is its own, or not at all"
    subprocess.run(command, env=environment, check=True, capture_output=True)
    assert stored(database) == [3_000] * 4
    database.dispose()


EVERYTHING = ("email", "phone", "address", "ip", "device", "payment", "website")
FACE = {
    "reference": "F-1", "name": "Acme", "email": "legal@acme.example", "phone": "+442079460018",
    "address": "1 Road", "ip": "203.0.113.9", "device": "d", "payment": "p",
    "website": "https://acme.example", "origins": dict.fromkeys(EVERYTHING, "confirmed"),
}  # fmt: skip
NOT_SAID = {
    "email": "typed", "phone": "typed", "address": "typed", "website": "typed", "ip": "seen",
    "ip_net": "seen", "device": "seen", "payment": "seen",
}  # fmt: skip


def known(database) -> dict[str, str]:
    with database.reading() as session:
        return {row.kind: row.origin for row in session.scalars(select(FilerIdentity))}


@pytest.mark.parametrize(
    ("options", "own"), [((), None), (("--believe", "else"), None), (("--believe", "old"), "else")]
)
def test_a_history_that_says_confirmed_for_everything_is_not_believed(
    context, database, tmp_path, options, own
):
    more = {} if own is None else {"source": own}
    name = write(tmp_path / "a.jsonl", line("A", filer=FACE, **more))
    result = run(context, "complaints", name, "--source", "old", *options)
    assert result.return_value == 0
    assert "7 said to be proven and not believed, see --believe" in result.stdout
    assert known(database) == NOT_SAID


def test_a_source_is_believed_whose_operator_says_so(context, database, tmp_path):
    said = {"origins": {"email": "confirmed", "address": "register", "device": "typed"}}
    name = write(tmp_path / "a.jsonl", line("A", filer={**FACE, **said}), line("B", source="else"))
    result = run(context, "complaints", name, "--source", "old", "--believe", "old")
    assert "2 marks of filers taken as proven" in result.stdout
    proven = {"email": "confirmed", "address": "register", "device": "typed"}
    with database.reading() as session:
        filer_id = session.scalars(select(Filer.id).where(Filer.source == "old")).one()
        rows = session.scalars(select(FilerIdentity).where(FilerIdentity.filer_id == filer_id))
        assert {row.kind: row.origin for row in rows} == {**NOT_SAID, **proven}
        entry = session.scalars(select(LedgerEntry).where(LedgerEntry.verb == "imported")).one()
        assert entry.facts["believed"] == 2


@pytest.mark.parametrize("origins", [{"email": "proven"}, {"country": "typed"}, "confirmed"])
def test_an_origin_that_is_none_is_set_aside(context, tmp_path, origins):
    name = write(tmp_path / "a.jsonl", line("A", filer={**FACE, "origins": origins}))
    assert "1 rejected" in run(context, "complaints", name).stderr
