"""Notices in China for anybody: where it is on, with persons' names masked and nothing besides."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from complaints.app import create_app
from complaints.base.clock import utcnow
from complaints.rules.kinds import FilerKind
from complaints.storage.context import Context
from complaints.storage.db import Database
from complaints.words import LANGUAGES
from tests.services.decisions.desk import HOLDER, ITEM, Desk
from tests.services.decisions.test_reasons import GERMAN, MARK, Case

PAGE = "/transparency/china"
DAY = timedelta(days=1)


def published(context: Context) -> Flask:
    return create_app(replace(context, config=replace(context.config, public_notices=True)))


def test_it_is_off_unless_turned_on(app: Flask, context: Context) -> None:
    visitor = app.test_client()
    assert visitor.get(PAGE).status_code == 404
    assert PAGE not in visitor.get("/transparency").text
    assert f'href="{PAGE}"' in published(context).test_client().get("/transparency").text


@pytest.mark.both_databases
def test_anybody_reads_notices_declarations_and_results(
    database: Database, context: Context
) -> None:
    desk = Desk(database, utcnow() - 3 * DAY)
    case = Case(desk, desk.filer("Maria Lopez", FilerKind.INDIVIDUAL))
    case.decide("take_down")
    case.counter()
    (late,) = desk.file(case.acme, targets=[{"url": f"{ITEM}9"}], at=utcnow()).outcomes
    number = case.id
    case.file(GERMAN, right=MARK)
    visitor = published(context).test_client()
    told = {language: visitor.get(f"{PAGE}?lang={language}").text for language in LANGUAGES}
    assert "does not prove who complained" in told["en"]
    for text in told.values():
        assert "M**" in text
        for hidden in ("Maria", "Lopez", f"{ITEM}1", "s9", MARK["number"], HOLDER["name"]):
            assert str(hidden) not in text
        # Under another law, and of today.
        for other in (case.id, late.claim_id):
            assert f">{other}</td>" not in text
        assert f">{number}</td>" in text
    assert "Counter-notice" in told["en"]
    assert "None</td>" not in told["en"]


def test_it_is_read_page_by_page(database: Database, context: Context) -> None:
    desk = Desk(database, utcnow() - 3 * DAY)
    acme = desk.filer()
    targets = [{"url": f"{ITEM}{number}"} for number in range(1, 52)]
    desk.file(acme, targets=targets)
    visitor = published(context).test_client()
    first, second = (visitor.get(f"{PAGE}?page={page}&lang=en") for page in (1, 2))
    assert [page.text.count("<tr") - 1 for page in (first, second)] == [50, 1]
    assert f'href="{PAGE}?page=2"' in first.text
    assert f'href="{PAGE}?page=1"' in second.text
    for wrong, status in (("3", 404), ("0", 422), ("x", 422)):
        assert visitor.get(f"{PAGE}?page={wrong}").status_code == status
