"""Strikes at the doors: graded on the claim's page, listed and read by staff, and by the seller."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from complaints.base.clock import utcnow
from complaints.storage.context import Context
from complaints.storage.links import SellerOf
from complaints.words import LANGUAGES
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller
from tests.scenes.links import HTML, link_to
from tests.services.sellers.test_strikes import GERMAN, Street, store_of

COUNT = {"en": "2 strikes count now.", "zh": "目前有 2 次侵权记分有效。"}
EXPIRES = {"en": "expires on", "zh": "失效"}


@pytest.fixture
def staff(app: Flask, context: Context) -> FlaskClient:
    client = app.test_client()
    sign_in(client, "supervisor", "sue")
    return client


AGAIN = {"en": "Look at its strikes again", "zh": "重新查看其侵权记分"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_staff_find_the_stores_whose_accuser_was_stopped_later(
    app: Flask, context: Context, staff: FlaskClient, caller: Callable[..., Caller], language: str
) -> None:
    street = Street(context.database, utcnow())
    store = store_of(street, street.taken(1, days_ago=90))
    list_ = f"/console/stores?again=true&lang={language}"
    assert f'href="/console/stores/{store}"' not in staff.get(list_, headers=HTML).text
    street.boycott(street.acme.filer_id or 0)
    listed = staff.get(list_, headers=HTML).text
    assert f'href="/console/stores/{store}#strikes"' in listed
    assert AGAIN[language] in listed
    assert f'href="/console/stores/{street.store}"' not in listed
    rae = caller("reviewer", "rae")
    lines = [rae.get(f"/stores.csv?again={each}").text.count("\n") for each in ("true", "false")]
    assert lines == [2, 3]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_store_one_strike_from_suspension_is_listed_and_its_seller_reads_why(
    app: Flask, context: Context, staff: FlaskClient, caller: Callable[..., Caller], language: str
) -> None:
    street = Street(context.database, utcnow())
    first, second = street.taken(1, days_ago=90), street.taken(2, days_ago=80)
    lang = f"lang={language}"
    listed = staff.get(f"/console/stores?strikes=true&{lang}", headers=HTML).text
    store = store_of(street, first)
    assert f'href="/console/stores/{store}"' in listed
    # The other store has claims too, which can still be disputed.
    assert f'href="/console/stores/{street.store}"' not in listed
    page = staff.get(f"/console/stores/{store}?{lang}", headers=HTML).text
    assert COUNT[language] in page
    assert f"/console/claims/{second}" in page
    answer = caller("reviewer", "rae").get("/marketplaces/taobao/stores/s7/strikes").get_json()
    assert (answer["number"], answer["step"]) == (2, "to_warn")
    assert [each["reason"] for each in answer["strikes"]] == ["undisputed"] * 2
    assert answer["filers"] == [
        {"id": street.acme.filer_id, "name": "acme", "claims": 4, "unfounded": 0,
         "boycotted": False},
    ]  # fmt: skip
    owner = street.owner(first).seller_of
    assert owner is not None
    path = link_to(context, seller=SellerOf(owner.complaint_id, owner.store_id))
    own = app.test_client().get(f"{path}?{lang}", headers=HTML).text
    assert COUNT[language] in own
    assert EXPIRES[language] in own
    assert "/terms#strikes" in own


def test_staff_grade_on_the_claims_page_what_is_manifestly_illegal(
    context: Context, staff: FlaskClient
) -> None:
    street = Street(context.database, utcnow() - timedelta(minutes=5))
    claim_id = street.taken(1, url=GERMAN, contact={"email": "ip@acme.example"})
    page = staff.get(f"/console/claims/{claim_id}", headers=HTML).text
    assert 'name="grade.also_found"' in page
    form = {"grade.merit": "founded", "grade.reason": "A copy of the label.",
            "grade.also_found": "manifestly_illegal", "grade.version": _version(page)}  # fmt: skip
    sent = staff.post(f"/console/claims/{claim_id}/grade", data=form, headers=HTML)
    assert sent.status_code == 303, sent.text
    assert street.reasons(claim_id, at=utcnow()) == ["manifestly_illegal"]
    again = staff.get(f"/console/claims/{claim_id}", headers=HTML).text
    assert 'value="manifestly_illegal" checked' in again


def _version(page: str) -> str:
    return page.split('name="grade.version" value="')[1].split('"')[0]
