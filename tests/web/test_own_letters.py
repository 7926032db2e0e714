"""Each side reads the letters to it on screen and as tagged PDF; the other's do not exist."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from complaints.models import Letter
from complaints.storage.context import Context
from complaints.storage.links import PLACE, SellerOf
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller, app_of
from tests.scenes.links import link_to
from tests.web.test_after_answers import HTML, Case

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_each_side_reads_its_own_letters(context: Context, caller: Callable[..., Caller]) -> None:
    case = Case(context, caller)
    with context.database.reading() as session:
        rows = session.scalars(select(Letter).order_by(Letter.id)).all()
        mine = [row.id for row in rows if row.filer_id is not None]
        sellers = [row.id for row in rows if row.filer_id is None]
        seller = next(SellerOf(row.complaint_id or 0, row.store_id, row.claim_id)
                      for row in rows if row.id in sellers)  # fmt: skip
    listed = case.browser.get(f"/letters/?complaint={case.complaint}", headers=HTML).text
    assert [f'href="/letters/{each}"' in listed for each in (*mine, *sellers)] == (
        [True] * len(mine) + [False] * len(sellers)
    )
    shown = case.browser.get(f"/letters/{mine[-1]}", headers=HTML)
    assert "we took this listing off sale" in shown.text
    pdf = case.browser.get(f"/letters/{mine[-1]}/letter.pdf", headers=HTML).data
    assert "/StructTreeRoot" in PdfReader(io.BytesIO(pdf)).root_object

    caller("filer", "rival")
    rival = app_of(context).test_client()
    sign_in(rival, "filer", "rival")
    theirs = (f"/letters/{mine[-1]}", f"/letters/{mine[-1]}/letter.pdf")
    assert [rival.get(path, headers=HTML).status_code for path in theirs] == [404, 404]
    assert case.browser.get(f"/letters/{sellers[-1]}", headers=HTML).status_code == 404

    path = link_to(context, seller=seller)
    page = rival.get(path, headers=HTML).text
    assert "we took this listing off sale" in page
    assert PLACE not in page
    answers = {
        each: rival.get(f"{path}/letters/{each}/letter.pdf", headers=HTML).status_code
        for each in (*mine, *sellers)
    }
    assert answers == {**dict.fromkeys(mine, 404), **dict.fromkeys(sellers, 200)}
