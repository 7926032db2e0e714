"""Rings on the command line: a line a ring in the list of flags and in a scan's table, and steps
for several accounts of a ring at once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from abuse.explain.report_text import as_table
from abuse.words import language
from complaints import cli
from complaints.clock import utcnow
from complaints.commands.flags import flags_group
from complaints.commands.rings import rings_group
from complaints.config import PREFIX, SECRET_NAMES
from complaints.errors import Refusal
from complaints.rules.actors import SYSTEM
from complaints.services import scans
from tests.services.rings import Streets
from tests.working import working


def test_the_list_of_flags_has_a_line_a_ring_with_its_flags_under_it(run, context):
    now = utcnow()
    with context.database.transaction() as session:
        streets = Streets(session, now - timedelta(hours=1), "abcd")
        found = streets.found(now, ["d", "abc"])
        scans.record(working(session, SYSTEM, now), found, later_levels={}, started_at=now)
    lines = run(flags_group, "list", "--as", "ann").splitlines()
    assert lines[0] == "ring 1: 3 accounts  0.90  warning  3 open"
    assert [re.sub(r"\s+", " ", line.rstrip()) for line in lines[1:]] == [
        " 2 0.90 warning open A", " 3 0.90 warning open B", " 4 0.90 warning open C",
        " 1 0.90 warning open D",
    ]  # fmt: skip
    # Members are indented, those of no ring are not.
    assert [len(line) - len(line.lstrip()) for line in lines] == [0, 6, 6, 6, 4]


WORDS = ("--reasons", "Invented marks.", "--gravity", "Two shops.", "--intention", "Money.")


@pytest.fixture
def ids(context):
    """The accounts of ring 1 by name; z is in none."""
    now = utcnow()
    with context.database.transaction() as session:
        streets = Streets(session, now - timedelta(hours=1), "abcz")
        streets.staff("ben")
        found = streets.found(now, ["abc", "z"])
        scans.record(working(session, SYSTEM, now), found, later_levels={}, started_at=now)
        return {name: str(filer.id) for name, filer in streets.known.items()}


def states(lines):
    """Return the last words of the lines of accounts: what each is in, and its name."""
    return [tuple(line.split()[3:5]) for line in lines.splitlines()[1:] if "  0.90  " in line]


def test_a_whole_ring_goes_up_the_ladder_by_commands(run, ids):
    assert run(rings_group, "list", "--as", "ann") == "ring 1: 3 accounts  0.90  warning  3 open\n"
    shown = run(flags_group, "show", "2", "--as", "ann")
    assert "as one case: cleanhands rings show 1" in shown
    taken = run(rings_group, "take", "1", "--without", ids["c"], "--as", "ann")
    assert taken.splitlines()[0] == "ring 1: taken under review, 2 of 3 accounts"
    assert states(taken) == [("under_review", "A"), ("under_review", "B")]
    dossier = run(rings_group, "show", "1", "--as", "ann")
    assert "ann works on it until" in dossier
    assert states(dossier)[2] == ("open", "C")
    assert "  take: possible for 1\n  dismiss: possible for 2\n" in dossier
    assert "outcomes: unfounded_share, 3 of 3" in dossier
    only = ("--only", f"{ids['a']},{ids['a']}")
    assert "1 of 3" in run(rings_group, "dismiss", "1", *only, "--why", "No.", "--as", "ann")
    run(rings_group, "confirm", "1", "--possible", "--why", "One phone.", "--as", "ann")
    proposed = run(rings_group, "propose", "1", "--only", ids["b"], *WORDS, "--as", "ann")
    assert proposed.endswith("B  boycott 1, proposed\n")
    warned = run(rings_group, "warn", "1", "--possible", "--as", "ann")
    assert warned.endswith("B  boycott 1, warned\n")
    assert run(rings_group, "list", "--as", "ann").startswith("ring 1: 3 accounts")


def test_what_cannot_be_done_for_a_ring_is_said_for_each_account(run, ids):
    run(rings_group, "take", "1", "--only", ids["a"], "--as", "ann")
    with pytest.raises(Refusal) as caught:
        run(rings_group, "confirm", "1", "--why", "One phone.", "--as", "ann")
    assert caught.value.facts["filer_ids"] == [int(ids["b"]), int(ids["c"])]
    with pytest.raises(Refusal, match="2 of these accounts are not in this ring now") as caught:
        run(rings_group, "take", "1", "--only", f"{ids['z']},99", "--as", "ann")
    assert [str(each.message) for each in caught.value.fields[1:]] == [
        "Z: not in this ring now", "Account 99: not in this ring now",
    ]  # fmt: skip
    with pytest.raises(Refusal, match="ann works on this until"):
        run(rings_group, "take", "1", "--only", ids["b"], "--as", "ben")
    with pytest.raises(Refusal, match="Choose at least one"):
        run(rings_group, "warn", "1", "--possible", "--as", "ann")
    for wrong in (
        ("--only", "1,x"), ("--only", "0"), ("--only", ""), ("--without", ids["z"]),
        ("--possible", "--only", ids["a"]),
    ):  # fmt: skip
        run(rings_group, "take", "1", *wrong, "--as", "ann")
        assert run.code == 2, wrong
    assert states(run(rings_group, "show", "1", "--as", "ann"))[1:] == [
        ("open", "B"),
        ("open", "C"),
    ]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_each_reason_of_a_refusal_is_a_line_of_its_own(ids, context, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", context.config.database_url)
    for name in SECRET_NAMES:
        monkeypatch.setenv(PREFIX + name.upper(), getattr(context.config, name).hex())
    with pytest.raises(SystemExit) as ended:
        cli.main(["rings", "confirm", "1", "--why", "One phone.", "--as", "ann"])
    lines = capsys.readouterr().err.splitlines()
    assert (ended.value.code, len(lines)) == (1, 4)
    assert lines[0].startswith("Nothing was done. 3 of 3 cannot be confirmed")
    assert [line.partition(":")[0] for line in lines[1:]] == ["A", "B", "C"]


def test_a_scans_table_has_a_block_a_ring_and_each_kind_of_finding_once(database, now):
    with database.transaction() as session:
        streets = Streets(session, now, "abcd")
    found = streets.found(now, ["d", "abc"])
    table = as_table(found)
    blocks = table.split("\n\n")
    ring = blocks[1].splitlines()
    assert ring[0] == "  1. 0.90  warning         ring-abc: 3 accounts"
    assert ring[1].startswith("     unfounded_share: 3 of 3; the clearest is A (a): ")
    assert ring[2:] == [f"       0.90  warning         {name} ({name.lower()})" for name in "ABC"]
    assert blocks[2].splitlines()[0] == "  2. 0.90  warning         D (d)"
    assert table.count("ring-abc") == 1
    cut = as_table(found, limit=1)
    assert cut.splitlines()[-1] == "... and 1 more."
    assert "D (d)" not in cut
    masked = as_table(found, mask=True)
    assert "A (a)" not in masked
    assert masked.count("filer-") == 5
    assert "3 个中的 3 个；最明显的是 A (a)：" in as_table(found, language=language("zh"))
