"""Lists that staff work with: stores, orders and the ledger, with filters, pages and files."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from complaints.base.clock import utcnow
from complaints.models import Filer, LedgerEntry, Order, Person, Store
from complaints.storage.context import Context
from complaints.words import say
from complaints.words.labels import LABELS
from tests.api.test_casework import TAKE_DOWN, file
from tests.scenes.callers import Caller

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Callers = Callable[..., Caller]
MARKUP = re.compile(r"<[^>]+>")


def words(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    shown = MARKUP.sub(" ", answer.text.partition("</nav>")[2])
    return " ".join(html.unescape(shown).split())


def rows(answer: object) -> list[dict[str, str]]:
    text = answer.get_data(as_text=True).removeprefix("\ufeff")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text)))


def test_stores_are_listed_by_pages_with_what_comes_next(
    caller: Callers, context: Context, ann: FlaskClient
) -> None:
    acme, olga = caller("filer", "acme"), caller("reviewer", "olga")
    case = file(acme, 2)
    page = words(ann, "/console/stores?limit=1")
    assert page.count("Decide 1 claim") == 1
    assert "Next page" in page
    assert words(ann, "/console/stores").count("Decide 1 claim") == 2
    assert "No store fits these filters." in words(ann, "/console/stores?marketplace=tmall")
    only = words(ann, "/console/stores?name=s1&marketplace=taobao&waits=true")
    assert only.count("Decide 1 claim") == 1
    assert olga.post(f"/complaints/{case}/decide", TAKE_DOWN).status_code == 200
    assert "No store fits these filters." in words(ann, "/console/stores?waits=true")
    assert words(ann, "/console/stores").count("Add an address") == 2
    with context.database.transaction() as session:
        session.execute(update(Store).where(Store.reference == "s1").values(name="=1+1"))
    assert [each["name"] for each in rows(olga.get("/stores.csv?name=s1"))] == ["'=1+1"]
    assert len(rows(ann.get("/console/stores/table.csv?marketplace=taobao"))) == 2


def test_orders_are_kept_to_one_state_place_or_to_the_late(
    caller: Callers, context: Context, ann: FlaskClient
) -> None:
    olga = caller("reviewer", "olga")
    case = file(caller("filer", "acme"), 3)
    assert olga.post(f"/complaints/{case}/decide", TAKE_DOWN).status_code == 200
    with context.database.transaction() as session:
        first = session.scalar(select(func.min(Order.id)))
        late = {"due_at": utcnow().replace(year=2020), "state": "failed", "why": "Gone."}
        session.execute(update(Order).where(Order.id == first).values(late))
    step = "Have it done, and note it"
    for asked, number in (
        ("", 3), ("?late=true", 1), ("?state=failed", 1), ("?state=requested", 2),
        ("?marketplace=taobao", 3), ("?limit=2", 2),
    ):  # fmt: skip
        assert words(ann, f"/console/orders{asked}").count(step) == number, asked
    assert "No order fits these filters." in words(ann, "/console/orders?marketplace=tmall")
    following = re.search(r'href="(/console/orders\?[^"]*cursor=[^"]+)"',
                          ann.get("/console/orders?limit=2&marketplace=taobao").text)  # fmt: skip
    assert following
    assert "marketplace=taobao" in following[1]
    assert words(ann, following[1].replace("&amp;", "&") + "&limit=2").count(step) == 1


def test_the_queue_and_the_flags_are_files_as_they_are_filtered(
    caller: Callers, ann: FlaskClient
) -> None:
    acme, olga = caller("filer", "acme"), caller("reviewer", "olga")
    file(acme, 2)
    (case,) = rows(olga.get("/queue.csv"))
    assert (case["kind"], case["ground"], case["marketplace"], case["claims"]) == (
        "complaint", "counterfeit", "taobao", "2",
    )  # fmt: skip
    assert rows(ann.get("/console/queue.csv?basis=patent")) == []
    assert rows(olga.get("/flags.csv?state=all")) == rows(ann.get("/console/flags/table.csv")) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_kind_of_entry_is_said_in_words(
    app: Flask, context: Context, ann: FlaskClient, caller: Callers, language: str
) -> None:
    acme = caller("filer", "acme")
    with context.database.transaction() as session:
        ann_id = session.scalars(select(Person.id).where(Person.handle == "ann")).one()
        session.execute(update(Filer).values(name="Acme <i>Ltd</i>"))
        for verb in LABELS["verb"]:
            session.add(
                LedgerEntry(
                    at=utcnow(), actor_kind="person", actor_id=ann_id, hand_kind="log_in",
                    hand_id=1, verb=verb, subject="filer", subject_id=acme.id, facts={},
                )
            )  # fmt: skip
    said = words(ann, f"/console/ledger?limit=200&person={ann_id}&lang={language}")
    for verb in sorted(LABELS["verb"]):
        done = say(LABELS["verb"][verb], language)
        is_past = done != str(LABELS["step"].get(verb)) or done.startswith(("put ", "let "))
        assert is_past, verb
        sentence = f"Ann {done}: Filer" if language == "en" else f"Ann{done}： 投诉人"
        assert sentence in said, verb
    assert "Acme <i>Ltd</i>" in said, "a name is a name, no markup"


def test_the_ledger_is_a_file_by_who_when_and_what(caller: Callers, ann: FlaskClient) -> None:
    olga = caller("reviewer", "olga")
    case = file(caller("filer", "acme"), 1)
    olga.post("/notes", {"subject": "complaint", "subject_id": case, "text": "Same again."})
    (noted,) = rows(ann.get(f"/console/ledger/table.csv?person={olga.id}&verb=noted"))
    assert (noted["actor"], noted["verb"], noted["subject_id"]) == ("olga", "noted", str(case))
    assert rows(olga.get("/ledger.csv?verb=noted&until=2020-01-01T00:00:00Z")) == []
