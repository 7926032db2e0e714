"""Many complaints at once on the pages: sent, followed, mended, in both languages."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from complaints.base.clock import utcnow
from complaints.jobs import worker
from complaints.models import Complaint
from complaints.storage.context import Context
from tests.api.bodies import ITEM
from tests.api.test_imports import IMPORTS, row, table
from tests.scenes.accounts import sign_in
from tests.scenes.workbooks import workbook


def send(client: object, data: bytes, **more: str) -> TestResponse:
    fields = {"file": (io.BytesIO(data), "三月.csv"), **more}
    answer: TestResponse = client.post("/imports/", data=fields, follow_redirects=True)  # type: ignore[attr-defined]
    return answer


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_table_is_sent_followed_and_mended(app: Flask, context: Context, language: str) -> None:
    client = app.test_client()
    sign_in(client, "filer", "acme")
    client.get(f"/?lang={language}")
    begin = client.get("/imports/").get_data(as_text=True)
    assert ("Many complaints at once" if language == "en" else "批量投诉") in begin
    good, bad = row("R-1", f"{ITEM}1"), row("R-2", f"{ITEM}2", basis="theft")
    page = send(client, table(good, bad).encode("gb18030"))
    shown, address = page.get_data(as_text=True), page.request.path
    assert page.status_code == 200
    assert '<progress class="ch-progress" max="2" value="0"' in shown
    assert 'data-module="replay"' in shown
    assert "三月.csv" in shown
    worker.run_pending(context, utcnow(), share=IMPORTS)
    shown = client.get(address).get_data(as_text=True)
    assert 'max="2" value="2"' in shown
    assert 'data-module="replay"' not in shown
    rejects = client.get(f"{address}/rejects.csv").get_data(as_text=True)
    refused = list(csv.reader(io.StringIO(rejects.removeprefix("\ufeff"))))[1]
    assert refused[:3:2] == ["3", "R-2"]
    # In the language in which it was sent.
    assert refused[1].startswith("/basis: ")
    assert refused[1].isascii() == (language == "en")
    with context.database.reading() as session:
        (stored,) = session.scalars(select(Complaint))
        assert (stored.reference, stored.channel) == ("R-1", "form")


def test_without_a_table_the_page_says_what_to_do(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, "filer", "acme")
    empty = client.post("/imports/", data={})
    assert (empty.status_code, "Choose a file." in empty.get_data(as_text=True)) == (422, True)
    wrong = send(client, b"a,b\n1,2\n")
    assert (wrong.status_code, "targets.url" in wrong.get_data(as_text=True)) == (422, True)
    assert "targets.url" in client.get("/imports/template.csv").get_data(as_text=True)


def test_a_sender_cancels_on_the_page(app: Flask, context: Context) -> None:
    client = app.test_client()
    sign_in(client, "filer", "acme")
    address = send(client, table(row("R-1", f"{ITEM}1")).encode()).request.path
    cancelled = client.post(f"{address}/cancel", follow_redirects=True).get_data(as_text=True)
    assert "No more of this file is filed." in cancelled
    worker.run_pending(context, utcnow(), share=IMPORTS)
    with context.database.reading() as session:
        assert session.scalar(select(Complaint.id)) is None


def test_the_form_of_one_complaint_takes_a_workbook(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, "filer", "acme")
    draft = client.post("/file/").headers["Location"].split("/")[2]
    file = (io.BytesIO(workbook([["url", "title"], [f"{ITEM}1", "红色"]])), "a.xlsx")
    data = {"file": file, "do": "check", "version": "1", "text": ""}
    sent = client.post(f"/file/{draft}/where", data=data, follow_redirects=True)
    assert f"{ITEM}1" in sent.get_data(as_text=True)
    assert "红色" in sent.get_data(as_text=True)
