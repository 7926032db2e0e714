"""The search on pages; without script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from complaints.commands.search import rebuild
from complaints.models import Filer, SearchEntry
from complaints.storage.context import Context
from tests.api.bodies import ITEM, SAM, complaint
from tests.commands.conftest import run
from tests.console.test_inboxes import send
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Callers = Callable[..., Caller]
SEARCH = "/console/search"
__all__ = ["run"]


def page(client: FlaskClient, question: str, **more: str) -> str:
    answer = client.get(SEARCH, query_string={"q": question, **more})
    assert answer.status_code == 200
    return " ".join(answer.get_data(as_text=True).split())


def test_staff_find_a_case_from_any_page(app: Flask, ann: FlaskClient, caller: Callers) -> None:
    acme = caller("filer", "acme")
    filed = [
        acme.post(
            "/complaints", complaint(targets=[{"url": f"{ITEM}{n}", "title": "红色手提包"}])
        ).get_json()
        for n in range(1, 8)
    ]
    assert f'action="{SEARCH}"' in ann.get("/console").get_data(as_text=True)
    filer = app.test_client()
    sign_in(filer, "filer", "acme")
    assert SEARCH not in filer.get("/complaints/").get_data(as_text=True)
    seen = page(ann, "手提 velora")
    assert "No results" in seen
    seen = page(ann, "手提")
    marked = '<bdi>红色<mark class="ch-found">手提</mark>包</bdi>'
    assert f"Title of the listing:</span> {marked}" in seen
    # A listing is called by its title: what was asked for is marked there, once.
    assert f'">{marked}</a>' in seen
    assert f"/console/complaints/{filed[-1]['id']}" in seen
    assert f"/console/complaints/{filed[0]['id']}" not in seen
    assert f"/console/claims/{filed[-1]['targets'][0]['claim_id']}" in seen
    assert f"/console/complaints/{filed[0]['id']}" in page(ann, "手提", kind="complaint")
    assert "No results" in page(ann, "nothing of the kind")
    assert "No results" in page(ann, "nothing of the kind", kind="store")


@pytest.mark.parametrize("question", ["?!", "x" * 10_000])
def test_what_is_no_question_is_shown_again(ann: FlaskClient, question: str) -> None:
    answer = ann.get(SEARCH, query_string={"q": question})
    assert answer.status_code == 422
    assert "There is a problem" in answer.get_data(as_text=True)
    assert ann.get(SEARCH).status_code == 200


def test_a_contact_leads_to_who_uses_it(
    ann: FlaskClient, caller: Callers, context: Context
) -> None:
    caller("partner").post("/complaints", complaint(filer=SAM))
    with context.database.reading() as session:
        filer_id = session.query(Filer.id).filter_by(reference=SAM["reference"]).scalar()
    seen = send(ann, f"{SEARCH}/contact", SEARCH, contact="sam@example.org")
    assert f"/console/filers/{filer_id}" in seen
    assert "Type the whole of it" in send(ann, f"{SEARCH}/contact", SEARCH, contact="sam@")
    assert "There is a problem" in send(ann, f"{SEARCH}/contact", SEARCH, contact="")


def test_the_index_is_made_again_by_command(
    ann: FlaskClient, caller: Callers, context: Context, run: Callable[..., str]
) -> None:
    caller("filer", "acme").post("/complaints", complaint(statement="Crooked seams."))
    with context.database.transaction() as session:
        session.query(SearchEntry).update({"words": "wrong"})
    assert "No results" in page(ann, "crooked")
    assert "complete" in run(rebuild)
    assert "No results" not in page(ann, "crooked")
    assert "No results" in page(ann, "wrong")
