"""Files of complaints: read by what they are, filed row by row, each once, whatever is killed."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, func, select

from complaints.base.clock import utcnow
from complaints.jobs import importing, worker
from complaints.jobs.worker import Share
from complaints.models import ApiKey, Claim, Complaint, ImportRow, LedgerEntry
from complaints.storage.context import Context
from tests.api.bodies import ITEM, SAM, complaint, pointers
from tests.scenes.callers import Caller
from tests.scenes.workbooks import workbook

Callers = Callable[..., Caller]
IMPORTS = Share(only=("import",))
COUNTS = ("rows", "waiting", "filed", "known", "kept", "refused")
HEADING = [
    "reference", "basis", "right.kind", "right.number", "right.jurisdiction", "right.title",
    "right.status", "targets.url", "targets.price", "declaration.signed_by",
    "declaration.language", "declaration.agreed", "answers.how_known", "answers.differences",
    "metadata.case",
]  # fmt: skip
AGREED = "truth ecl-42"


def row(reference: str, url: str, **given: str) -> list[str]:
    cells = {
        "reference": reference, "basis": "counterfeit", "right.kind": "trademark",
        "right.number": "1234567", "right.jurisdiction": "CN", "right.title": "ACME",
        "right.status": "registered", "targets.url": url, "targets.price": "1,299.00",
        "declaration.signed_by": "Ann Lee", "declaration.language": "en",
        "declaration.agreed": AGREED, "answers.how_known": "picture",
        "answers.differences": "织造商标", "metadata.case": f"=C-{reference}", **given,
    }  # fmt: skip
    return [cells[name] for name in HEADING]


def table(*rows: list[str], heading: list[str] = HEADING) -> str:
    file = io.StringIO()
    csv.writer(file).writerows([heading, *rows])
    return file.getvalue()


def lines(*complaints: Any) -> bytes:
    return b"\n".join(json.dumps(each).encode() for each in complaints)


def numbered(number: int, **given: Any) -> dict[str, Any]:
    targets = [{"url": f"{ITEM}{number}"}]
    return complaint(**{"reference": f"R-{number}", "targets": targets, **given})


def send(who: Caller, data: bytes, query: str = "") -> Any:
    return who.post(f"/imports{query}", data={"file": (io.BytesIO(data), "file")})


def sent(who: Caller, data: bytes, query: str = "") -> dict[str, Any]:
    answer = send(who, data, query)
    assert answer.status_code == 201, answer.get_json()
    read: dict[str, Any] = answer.get_json()
    assert answer.headers["Location"] == f"/api/v1/imports/{read['id']}"
    return read


def run(context: Context) -> None:
    worker.run_pending(context, utcnow(), share=IMPORTS)


def counts(who: Caller, import_id: int) -> list[int]:
    read = who.get(f"/imports/{import_id}").get_json()
    return [read[name] for name in COUNTS]


def test_json_lines_are_filed_one_by_one(caller: Callers, context: Context) -> None:
    partner = caller("partner")
    many = [
        numbered(1, filer=SAM),
        numbered(2, filer=SAM, targets=[{"url": f"{ITEM}1"}]),
        numbered(3, filer=SAM, basis="theft"),
        numbered(4, filer=SAM, targets=[{"url": f"{ITEM}4"}, {"url": "ftp://x"}]),
        numbered(5, filer=None),
        numbered(6, filer=SAM, dry_run=True),
        numbered(1, filer=SAM, targets=[{"url": f"{ITEM}7"}]),
    ]
    read = sent(partner, b"\xef\xbb\xbf" + lines(*many) + b'\n\n\n{"basis": oops}\n')
    assert (read["state"], read["format"], read["rows"], read["waiting"]) == (
        "running", "jsonl", 8, 8,
    )  # fmt: skip
    run(context)
    assert counts(partner, read["id"]) == [8, 0, 2, 1, 0, 5]
    assert partner.get(f"/imports/{read['id']}").get_json()["state"] == "done"
    answer = partner.get(f"/imports/{read['id']}/rejects")
    rejects = [json.loads(each) for each in answer.get_data(as_text=True).splitlines()]
    assert [(each["line"], each["problem"]["code"]) for each in rejects] == [
        (3, "invalid-request"), (4, "invalid-request"), (5, "invalid-request"), (7, "taken"),
        (10, "malformed"),
    ]  # fmt: skip
    assert rejects[0]["complaint"] == json.loads(json.dumps(many[2]))
    assert rejects[0]["problem"]["errors"][0]["pointer"] == "/basis"
    assert rejects[-1]["complaint"] == '{"basis": oops}'
    with context.database.reading() as session:
        kept = session.execute(select(ImportRow.status, ImportRow.sealed.is_(None))).tuples()
        # What is filed needs its words here no more.
        assert {status for status, is_gone in kept if is_gone} == {200, 201}


def test_wrong_targets_of_all_are_set_aside_where_the_sender_says_so(
    caller: Callers, context: Context
) -> None:
    acme = caller("filer")
    targets = [{"url": f"{ITEM}1"}, {"url": "ftp://x"}]
    many = [numbered(1, targets=targets), numbered(2, targets=targets, wrong_targets="refuse")]
    read = sent(acme, lines(*many), "?wrong_targets=set_aside")
    run(context)
    assert read["sets_aside"] is True
    assert counts(acme, read["id"]) == [2, 0, 1, 0, 0, 1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "xlsx"])
def test_a_table_is_read_by_what_it_is(caller: Callers, context: Context, encoding: str) -> None:
    acme = caller("filer")
    rows = [
        row("R-1", f"{ITEM}1"), row("R-1", f"{ITEM}2"), ["# a remark"],
        row("", f"{ITEM}3"), row("R-4", "ftp://x", **{"targets.price": "dear"}),
    ]  # fmt: skip
    text = table(*rows)
    data = workbook([HEADING, *rows]) if encoding == "xlsx" else text.encode(encoding)
    read = sent(acme, data)
    assert read["format"] == ("xlsx" if encoding == "xlsx" else "csv")
    run(context)
    assert counts(acme, read["id"]) == [3, 0, 2, 0, 0, 1]
    first, last = acme.get("/complaints").get_json()["items"][::-1]
    assert (first["reference"], first["claim_counts"]) == ("R-1", {"received": 2})
    assert (first["metadata"], last["metadata"]) == ({"case": "=C-R-1"}, {"case": "=C-"})
    whole = acme.get(f"/complaints/{first['id']}").get_json()
    assert whole["answers"]["differences"] == "织造商标"
    with context.database.reading() as session:
        assert {str(price) for price in session.scalars(select(Claim.price))} == {"1299.0000"}
    # What was refused comes back as a table, and is sent again as it is once it is mended.
    rejects = acme.get(f"/imports/{read['id']}/rejects").get_data(as_text=True)
    heading, refused = csv.reader(io.StringIO(rejects.removeprefix("\ufeff")))
    assert heading == ["line", "problem", *HEADING]
    assert refused[0] == "6"
    assert refused[1].startswith("/targets/0/price: ")
    assert (refused[2], refused[-1]) == ("R-4", "'=C-R-4")
    mended = rejects.replace("ftp://x", f"{ITEM}9").replace("dear", "9")
    again = sent(acme, mended.encode())
    run(context)
    assert counts(acme, again["id"]) == [1, 0, 1, 0, 0, 0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "has no complaint"),
        (b"a,b\n1,2\n", "must name its columns"),
        (b"targets.url,rigth.kind\nx,y\n", "rigth.kind"),
        (b"targets.url,targets.url\nx,y\n", "same name"),
        (b"targets.url,documents,dry_run\nx,y,z\n", "documents"),
        (b"\xff\xfe\x00\xd8", "cannot read this file"),
        (b"a\0b", "cannot read this file"),
        (b"PK\x03\x04 nonsense", "cannot open this workbook"),
        (b"targets.url\n" + b"x\n" * 20_001, "more than 20,000"),
    ],
)
def test_a_file_that_is_none_is_refused_whole(caller: Callers, data: bytes, said: str) -> None:
    refused = send(caller("filer"), data)
    assert (refused.status_code, pointers(refused)) == (422, ["/file"])
    assert said in refused.get_json()["errors"][0]["detail"]


def test_an_import_is_its_senders_own(caller: Callers, context: Context) -> None:
    acme, other = caller("filer"), caller("filer", "other")
    read = sent(acme, lines(numbered(1)))
    for path in ("", "/rejects"):
        assert other.get(f"/imports/{read['id']}{path}").status_code == 404
    assert other.post(f"/imports/{read['id']}/cancel").status_code == 404
    assert other.get("/imports").get_json()["items"] == []
    # The same file that is under way is not begun twice.
    assert sent(acme, lines(numbered(1)))["id"] == read["id"]
    assert [each["id"] for each in acme.get("/imports").get_json()["items"]] == [read["id"]]
    assert acme.get("/imports/template.csv").get_data(as_text=True).startswith("\ufeffreference,")


def test_a_cancelled_import_files_no_more(caller: Callers, context: Context) -> None:
    acme = caller("filer")
    read = sent(acme, lines(*(numbered(n) for n in range(1, 5))))
    with context.database.reading() as session:
        rows = session.scalars(select(ImportRow).order_by(ImportRow.number)).all()
        sender, file = importing.find_sender(session, read["id"], utcnow())
    for _worker in range(2):
        importing.file_row(context, sender, file, rows[0])
    cancelled = acme.post(f"/imports/{read['id']}/cancel")
    assert cancelled.get_json()["state"] == "cancelled"
    importing.file_row(context, sender, file, rows[1])
    run(context)
    assert counts(acme, read["id"]) == [4, 3, 1, 0, 0, 0]
    assert acme.post(f"/imports/{read['id']}/cancel").get_json() == cancelled.get_json()


def test_an_import_stops_with_its_key(caller: Callers, context: Context) -> None:
    acme = caller("filer")
    read = sent(acme, lines(numbered(1)))
    with context.database.transaction() as session:
        session.scalars(select(ApiKey)).one().revoked_at = utcnow()
    run(context)
    with context.database.transaction() as session:
        session.scalars(select(ApiKey)).one().revoked_at = None
    assert acme.get(f"/imports/{read['id']}").get_json()["state"] == "stopped"
    assert counts(acme, read["id"]) == [1, 1, 0, 0, 0, 0]


@pytest.mark.both_databases
def test_each_row_is_filed_once_whatever_is_killed(caller: Callers, context: Context) -> None:
    acme = caller("filer")
    many = [numbered(n, reference=None) for n in range(1, 11)]
    many[3]["basis"] = "theft"
    read = sent(acme, lines(*many))
    killed = 0
    for statement in range(3, 150, 11):
        context.database.dispose()
        child = os.fork()
        if child == 0:
            _file_until_killed(context, read["id"], statement)
        killed += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    run(context)
    assert killed >= 10
    assert counts(acme, read["id"]) == [10, 0, 9, 0, 0, 1]
    with context.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Complaint)) == 9
        assert session.scalar(select(func.count(Claim.listing_id.distinct()))) == 9
        filed = select(func.count()).where(LedgerEntry.verb == "filed")
        assert session.scalar(filed) == 9


def _file_until_killed(context: Context, import_id: int, statement: int) -> None:
    """Go on with an import, and end with SIGKILL before this statement. Never returns."""
    left = [statement]

    def strike(*_given: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        event.listen(context.database.engine, "before_cursor_execute", strike)
        importing.file_rows(context, import_id, utcnow())
    finally:
        os._exit(1)
