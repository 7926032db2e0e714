"""An office's extract: what is bad in it is told by line and column, the rest goes in."""

from __future__ import annotations

import gzip
import json
import stat
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from complaints.importers.extracts import HeadingError
from complaints.importers.lines import RawLine
from complaints.importers.register import RegisterLine, read_entries
from complaints.importers.rejects import Reject
from complaints.models import LedgerEntry, RegisterEntry, Right
from complaints.rules.kinds import FilerKind, RightStatus
from complaints.services.authority import rights
from tests.importers.test_interchange import context, run, write
from tests.services.decisions.desk import HOLDER, VAULT, Desk
from tests.services.decisions.desk import MARK as MADRID

# In the register that the extracts are of.
MARK = {**MADRID, "jurisdiction": "US", "territories": None}


__all__ = ["context"]
HEADING = (
    "office,kind,number,holder,holder_names,country,title,classes,status,applied_on,registered_on,"
    "expires_on,mailbox"
)
UTF16 = "line 1, column 1: is not UTF-8: save the file as UTF-8 (it looks like UTF-16)"
GOOD = "US,,1234567,Acme Inc,,US,ACME,9|25,registered,,2015-03-01,2035-03-01,marks@acme.example"


def read(*lines: str | bytes) -> list[RegisterLine | Reject]:
    raw = (one if isinstance(one, bytes) else one.encode() for one in lines)
    return list(read_entries(RawLine(number, text) for number, text in enumerate(raw, 1)))


def row(**given: str) -> str:
    values = dict(zip(HEADING.split(","), GOOD.split(","), strict=True)) | given
    return ",".join(values.values())


def test_a_row_says_who_holds_what() -> None:
    (line,) = read(HEADING, row(holder_names="阿克米有限公司|Акме", kind="Trademark"))
    assert isinstance(line, RegisterLine)
    entry = line.entry
    assert (entry.right_key, entry.office, entry.kind) == (
        "trademark|us|1234567", "us", "trademark",
    )  # fmt: skip
    assert entry.folded_names == ["acme", "阿克米", "акме"]
    assert (entry.classes, entry.registered_on) == ([9, 25], date(2015, 3, 1))
    assert entry.mailbox == "marks@acme.example"
    assert "marks@" not in repr(line)


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("office", "Nowhere", "column 1 (office): is no office that is known"),
        ("office", "", "column 1 (office): is missing"),
        ("kind", "brand", "column 2 (kind): must be one of"),
        ("number", "", "column 3 (number): is missing"),
        ("number", "pending", "column 3 (number): is no number of this office"),
        ("number", "1.23457E+11", "column 3 (number): was rounded by a spreadsheet"),
        ("number", "123456.0", "column 3 (number): was changed by a spreadsheet"),
        ("number", '"123456,00"', "column 3 (number): was changed by a spreadsheet"),
        ("number", "7" * 101, "column 3 (number): must have at most 100 characters"),
        ("holder", "", "column 4 (holder): is missing"),
        ("holder", "Ac\x07me", "column 4 (holder): holds a control character"),
        ("holder", "a" * 501, "column 4 (holder): must have at most 500 characters"),
        ("holder_names", "|".join("abcdefghijklmnopqrst"), "column 5 (holder_names): must have at"),
        ("country", "USA", "column 6 (country): Write the two letters of the country"),
        ("classes", "46", "column 8 (classes): must be Nice classes from 1 to 45"),
        ("classes", "0", "column 8 (classes): must be Nice classes from 1 to 45"),
        ("status", "dead", "column 9 (status): must be one of"),
        ("applied_on", "2026-02-30", "column 10 (applied_on): must be a day that exists"),
        ("registered_on", "01/03/2015", "column 11 (registered_on): must be a day that exists"),
        ("expires_on", "20350301", "column 12 (expires_on): must be a day that exists"),
        ("mailbox", "marks at acme", "column 13 (mailbox): is no email address"),
    ],
)
def test_a_bad_column_is_told_and_the_rest_goes_in(column: str, value: str, says: str) -> None:
    first, bad, last = read(HEADING, row(), row(**{column: value}), row(number="7654321"))
    assert isinstance(first, RegisterLine)
    assert isinstance(last, RegisterLine)
    assert isinstance(bad, Reject)
    assert bad.reason.startswith(f"line 3, {says}")
    assert [one.pointer for one in bad.fields] == [f"/{column}"]


def test_a_row_of_two_lines_is_told_by_its_first() -> None:
    first, second = row(holder='"Acme\nInc"').split("\n")
    (_good, bad, _last) = read(HEADING, row(), first, second, row(number="7"))
    assert isinstance(bad, Reject)
    assert bad.reason == "line 3, column 4 (holder): holds a control character, as a line break"


@pytest.mark.parametrize("number", ["1234567", "12.345.670", "1.000"])
def test_what_a_spreadsheet_did_not_count_is_a_number(number: str) -> None:
    (line,) = read(HEADING, row(number=number))
    assert isinstance(line, RegisterLine)


def test_a_patents_check_digit_may_be_zero() -> None:
    (line,) = read(HEADING, row(kind="patent", office="CN", number="201310123456.0"))
    assert isinstance(line, RegisterLine)


@pytest.mark.parametrize("place", [10, 30])
@pytest.mark.parametrize("later", ["", "quoted", "unclosed"])
def test_an_unclosed_quote_costs_its_own_line(later: str, place: int) -> None:
    lines = [row(number=str(7_000_000 + each)) for each in range(100)]
    lines[5] = row(holder='"Acme Inc')
    if later:
        lines[place] = row(
            number=str(7_000_000 + place), holder='"Bond, Inc"' if later == "quoted" else '"Bond'
        )
    done = read(HEADING, *lines)
    rejects = [one for one in done if isinstance(one, Reject)]
    bad = [7, place + 2] if later == "unclosed" else [7]
    assert [(one.number, one.reason) for one in rejects] == [
        (number, f"line {number}: a quotation mark is opened and not closed") for number in bad
    ]
    assert [one.raw for one in rejects] == [lines[number - 2] for number in bad]
    assert len(done) == 100


def test_a_quote_at_the_files_end_costs_its_own_line() -> None:
    done = read(HEADING, row(), row(holder='"Acme'))
    assert [type(one) for one in done] == [RegisterLine, Reject]


@pytest.mark.parametrize(("lines", "says"), [(20, "column 4 (holder)"), (21, "a quotation mark")])
def test_a_row_has_at_most_twenty_lines(lines: int, says: str) -> None:
    texts = row(holder='"' + "\n".join(["Acme"] * lines) + '"').split("\n")
    bad, *rest = read(HEADING, *texts, row(number="7"))
    assert isinstance(bad, Reject)
    assert bad.number == 2
    assert says in bad.reason
    assert isinstance(rest[-1], RegisterLine)


def test_at_most_twenty_names() -> None:
    (line,) = read(HEADING, row(holder_names="|".join("abcdefghijklmnopqrs")))
    assert isinstance(line, RegisterLine)
    assert len(line.entry.folded_names) == 20


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ((HEADING, b"US,,1,\xc4\xe3,,,,,,,,,"), "line 2, column 4: is not UTF-8"),
        ((HEADING, b'US,,1,"Acme, Inc",\xc4,,,,,,,,'), "line 2, column 5: is not UTF-8"),
        ((HEADING, b"\xc4\xe3,,1,Acme,,,,,,,,,"), "line 2, column 1: is not UTF-8"),
        ((HEADING, b"US,,1\x00,Acme,,,,,,,,,"), "line 2: holds a character that no text has"),
        ((HEADING, GOOD.replace(",", ";")), "line 2: has 1 columns, the heading 13"),
        ((HEADING, 'US,,1,"Acme" Inc,,,,,,,,,'), "line 2: not CSV"),
        (('{"office": "US"',), "line 1: not JSON"),
        (("{}", "[1]"), "line 2: must be an object"),
    ],
)
def test_what_is_no_row_is_set_aside(lines: tuple[str | bytes, ...], says: str) -> None:
    bad = read(*lines)[-1]
    assert isinstance(bad, Reject)
    assert bad.reason.startswith(says)


@pytest.mark.parametrize(
    ("heading", "says"),
    [
        ("office,number,owner", "line 1, column 3: “owner” is no column of a register"),
        ("office,number,holder,number", "line 1, column 4: the heading names number twice"),
        ("office,number", "line 1, column 3: the heading lacks holder"),
        ("office".encode("utf-16"), UTF16),
        ("office".encode("utf-16-le"), UTF16),
        ("{}".encode("utf-16-be"), UTF16),
        ("office,番号".encode("gbk"), "line 1, column 2: is not UTF-8: save the file as UTF-8"),
        (b"office,num\x00ber", "line 1: holds a character that no text has (NUL)"),
        ('"office', "line 1: a quotation mark is opened and not closed"),
    ],
)
def test_a_heading_that_cannot_be_is_refused(heading: str | bytes, says: str) -> None:
    with pytest.raises(HeadingError) as refused:
        read(heading, "x,y,z")
    assert str(refused.value).startswith(says)


def test_an_empty_file_has_no_heading() -> None:
    with pytest.raises(HeadingError, match="the file is empty"):
        read()


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_spreadsheets_ways_are_taken_as_they_are_meant(separator: str) -> None:
    heading = separator.join(("Office", " NUMBER ", "holder"))
    quoted, bare = read(
        heading,
        separator.join(("US", '"=""01234567"""', '"Acme, ""The"" Inc"')),
        separator.join(("US", '="7654321"', "Acme")),
    )
    assert isinstance(quoted, RegisterLine)
    assert (quoted.entry.number, quoted.entry.holder) == ("01234567", 'Acme, "The" Inc')
    assert isinstance(bare, RegisterLine)
    assert bare.entry.number == "7654321"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"owner": "x"}, "column owner: is not a column"),
        ({"number": 123}, "column number: must be a text, as"),
        ({"holder_names": [1]}, "column holder_names: must be a text"),
        ({"holder": ["Acme"]}, "column holder: must be a text"),
        ({"classes": [9, "x"]}, "column classes: must be Nice classes"),
    ],
)
def test_a_bad_value_of_a_json_line_is_told_by_its_name(
    given: dict[str, object], says: str
) -> None:
    facts = {"office": "EUIPO", "number": "018000001", "holder": "Acme"}
    good, bad = read(
        json.dumps({**facts, "holder_names": ["阿克米"], "classes": [9], "title": None}),
        json.dumps({**facts, **given}),
    )
    assert isinstance(good, RegisterLine)
    assert good.entry.folded_names == ["acme", "阿克米"]
    assert isinstance(bad, Reject)
    assert bad.reason.startswith(f"line 2, {says}")


def state(database, now, number: str = "1234567", name: str = "Acme Inc", **given: object) -> int:
    desk = Desk(database, now)
    options: dict[str, Any] = {"rights_holder": None, "filer": None, "vault": VAULT, **given}
    kind = FilerKind.AGENT if given else FilerKind.RIGHTS_HOLDER
    filer = desk.filer(name, kind)
    return int(desk.do(rights.register, filer, right={**MARK, "number": number}, **options).id)


def proofs(database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Right.proof).order_by(Right.id)))


@pytest.mark.both_databases
def test_an_extract_proves_rights_that_were_stated_and_that_come(context, database, now, tmp_path):
    state(database, now)
    state(database, now, name="Nimbus")
    state(database, now, name="Law & Co", rights_holder=HOLDER)
    path = tmp_path / "us.csv.gz"
    path.write_bytes(gzip.compress("\r\n".join((HEADING, row(), "")).encode("utf-8-sig")))
    result = run(context, "register", str(path))
    assert result.return_value == 0, result.output
    assert "1 new entries, 0 changed, 0 unchanged; 2 rights proven" in result.stdout
    assert proofs(database) == ["in_register", "stated", "in_register"]
    state(database, now, name="The ACME Co.")
    assert proofs(database)[-1] == "in_register"
    assert not (tmp_path / "us.csv.gz.rejects.jsonl").exists()


@pytest.mark.both_databases
def test_importing_again_updates_and_proves_what_was_stated_since(context, database, now, tmp_path):
    path = tmp_path / "us.csv"
    path.write_text("\n".join((HEADING, row(), row(number="7"))))
    assert "2 new entries, 0 changed, 0 unchanged" in run(context, "register", str(path)).stdout
    path.write_text("\n".join((HEADING, row(), row(number="7", holder="Bond", mailbox=""))))
    assert "0 new entries, 1 changed, 1 unchanged" in run(context, "register", str(path)).stdout
    with database.reading() as session:
        entries = session.scalars(select(RegisterEntry).order_by(RegisterEntry.right_key)).all()
        assert [(each.holder, each.mailbox_domain) for each in entries] == [
            ("Acme Inc", "acme.example"), ("Bond", None),
        ]  # fmt: skip
        assert len({each.read_at for each in entries}) == 1
        assert entries[0].mailbox is not None
        assert b"acme" not in entries[0].mailbox
        facts = session.scalars(select(LedgerEntry.facts).where(LedgerEntry.verb == "imported"))
        assert facts.all()[-1] == {"new": 0, "changed": 1, "unchanged": 1}


@pytest.mark.parametrize("between", [0, 60])
def test_the_same_number_twice_is_told_and_the_first_counts(
    context, database, tmp_path, between: int
):
    # In one batch and, behind sixty others, in another.
    others = [row(number=str(9_000_000 + each)) for each in range(between)]
    path = tmp_path / "us.csv"
    path.write_text("\n".join((HEADING, row(), *others, row(number="1,234,567".replace(",", " ")))))
    result = run(context, "register", str(path), "--strict")
    assert result.return_value == 1
    last = between + 3
    assert f"{path}, line {last}, column 3 (number): stands in the file already" in result.stderr
    rejects = tmp_path / "us.csv.rejects.jsonl"
    assert stat.S_IMODE(rejects.stat().st_mode) == 0o600
    reject = json.loads(rejects.read_text())
    assert (reject["line"], reject["fields"][0]["pointer"]) == (last, "/number")
    with database.reading() as session:
        assert len(session.scalars(select(RegisterEntry.id)).all()) == between + 1


def test_a_wrong_heading_leaves_nothing_behind(context, database, tmp_path):
    path = tmp_path / "us.csv"
    path.write_text(f"number,owner\n{GOOD}")
    result = run(context, "register", str(path))
    assert str(result.exception) == (
        f"{path}: line 1, column 2: “owner” is no column of a register; there are "
        f"{HEADING.replace(',', ', ')}"
    )
    with database.reading() as session:
        assert session.scalars(select(RegisterEntry.id)).all() == []


@pytest.mark.parametrize(("holder", "name"), [("V\u0435lora", "Velora"), ("Velora", "V\u0435lora")])
def test_a_foreign_letter_that_looks_latin_proves_nothing(
    context, database, now, tmp_path, holder: str, name: str
):
    for account in (name, holder):
        state(database, now, name=account)
    path = tmp_path / "us.csv"
    path.write_text("\n".join((HEADING, row(holder=holder))), encoding="utf-8")
    assert "1 rights proven" in run(context, "register", str(path)).stdout
    assert proofs(database) == ["stated", "in_register"]


@pytest.mark.parametrize("status", [None, *RightStatus])
def test_only_a_right_in_force_proves(context, database, now, tmp_path, status):
    state(database, now)
    name = write(tmp_path / "us.jsonl", {"office": "US", "number": "1234567", "holder": "Acme",
                                         "status": status})  # fmt: skip
    assert run(context, "register", name).return_value == 0
    proves = status in (None, RightStatus.REGISTERED)
    assert proofs(database) == ["in_register" if proves else "stated"]
