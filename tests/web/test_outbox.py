"""The demo's outbox page: the demo's letters, with links and codes to follow."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.models import Letter
from complaints.queries.mailing import letters as letter_queries
from complaints.services.mailing import renewals
from complaints.storage.context import Context
from complaints.storage.links import SellerOf
from complaints.web.outbox import linked
from tests.scenes.links import HTML, newest_code
from tests.scenes.working import working
from tests.services.decisions.desk import ITEM, Desk

pytestmark = pytest.mark.both_databases


def _letter(context: Context) -> int:
    """Write a letter to the unknown seller of a listing, and return its number."""
    desk = Desk(context.database, utcnow())
    filed = desk.file(desk.filer("acme"), targets=[{"url": f"{ITEM}1"}])
    seller = SellerOf(filed.complaint.id, claim_id=filed.outcomes[0].claim_id)
    with context.database.transaction() as session:
        renewals.remind(working(session), seller)
    with context.database.reading() as session:
        number = letter_queries.newest_to(session, seller)
        assert number is not None
        return number


def test_a_letters_link_and_its_code_are_followed_from_the_page(
    demo_context: Context, demo_app: Flask
) -> None:
    number = _letter(demo_context)
    client: Any = demo_app.test_client()
    page = client.get("/demo/outbox", headers=HTML).text
    assert "[/link]" not in page
    assert f"/demo/outbox/{number}/open" in page
    opened = client.post(f"/demo/outbox/{number}/open", headers=HTML)
    assert opened.status_code == 303
    assert opened.location.startswith("/reply/")
    assert client.get(opened.location, headers=HTML).status_code == 200
    code = newest_code(demo_context)
    assert f"{code[:4]} {code[4:]}" in client.get("/demo/outbox", headers=HTML).text
    entered = client.post(f"{opened.location}/confirm", data={"code": code}, headers=HTML)
    assert entered.location == opened.location


def test_a_link_ends_where_the_words_go_on() -> None:
    address = "https://shop.example/item?id=7&at=1"
    href = address.replace("&", "&amp;")
    anchor = f'<a class="govuk-link ch-anywhere" href="{href}">{href}</a>'
    for after in ("", ":", ".", ", and", "：商品已下架。", "。"):
        assert linked(f"About {address}{after}") == f"About {anchor}{after}"
    assert linked('<b>"https://a.example"</b>').startswith("&lt;b&gt;&#34;<a ")


def test_a_letter_without_a_link_leads_nowhere(demo_context: Context, demo_app: Flask) -> None:
    desk = Desk(demo_context.database, utcnow())
    desk.file(desk.filer("acme"), targets=[{"url": f"{ITEM}1"}])
    with demo_context.database.reading() as session:
        number = session.scalars(select(Letter.id).where(Letter.filer_id.is_not(None))).first()
    opened = demo_app.test_client().post(f"/demo/outbox/{number}/open", headers=HTML)
    assert opened.status_code == 404


def test_outside_the_demo_nobody_follows_a_letter(app: Flask, context: Context) -> None:
    number = _letter(context)
    opened = app.test_client().post(f"/demo/outbox/{number}/open", headers=HTML)
    assert opened.status_code in (404, 405)
