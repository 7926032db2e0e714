"""What each side reads of a store's trader on its pages, and what a filer says of it there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from complaints.base.clock import utcnow
from complaints.models import Claim, Trader
from complaints.storage.context import Context
from complaints.storage.links import SellerOf
from tests.api.bodies import MARK, complaint
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller
from tests.scenes.links import link_to

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WIDE = {**MARK, "jurisdiction": "EU"}
GERMAN = {"url": "https://www.amazon.de/dp/B08N5WRWNW", "store_id": "s9"}


@pytest.mark.parametrize(("language", "unknown", "missing", "name", "phone", "said", "mend"), [
    ("en", "has not told us what it shows", "missing or cannot be right", "Address",
     "Telephone number", "does not show who its trader is", "Complete it at the marketplace"),
    ("zh", "平台未告知我们", "缺少或明显有误", "地址", "电话号码", "店铺未公示商家身份",
     "请在平台上补全"),
])  # fmt: skip
def test_a_filer_reads_what_lacks_and_says_what_it_saw(
    app: Flask, caller: Callable[..., Caller], context: Context, language: str, unknown: str,
    missing: str, name: str, phone: str, said: str, mend: str,
) -> None:  # fmt: skip
    acme, reviewer = caller("filer", "acme"), caller("reviewer", "rev")
    contact = {"contact": {"email": "law@acme.example"}}
    filed = acme.post("/complaints", complaint(right=WIDE, targets=[GERMAN], **contact)).get_json()
    claim_id = filed["targets"][0]["claim_id"]
    filer, ann = app.test_client(), app.test_client()
    sign_in(filer, "filer", "acme")
    sign_in(ann, "reviewer", "ann")

    def read(client: Any, path: str) -> str:
        return str(client.get(f"{path}?lang={language}").text)

    assert unknown in read(filer, f"/claims/{claim_id}")
    with context.database.transaction() as session:
        store_id = session.get_one(Claim, claim_id).store_id
        shown = {"name": "Wang Ltd", "email": "w@shop.example", "certified_on": utcnow().date()}
        session.add(Trader(store_id=store_id, phone="n/a", stated_at=utcnow(), **shown))
    page = read(filer, f"/claims/{claim_id}")
    assert all(each in page for each in (missing, name, phone))
    assert "Wang" not in page
    path = f"/claims/{claim_id}/trader"
    assert filer.post(path, data={"says": "nonsense"}).status_code == 422
    assert filer.post(path, data={"says": "missing"}).status_code == 303
    for path in (f"/console/claims/{claim_id}", f"/console/desk/{claim_id}"):
        assert said in read(ann, path)
    assert "Wang Ltd" in read(ann, f"/console/claims/{claim_id}")
    decided = {"decision": "take_down", "reason": "shown"}
    assert reviewer.post(f"/claims/{claim_id}/decide", decided).status_code == 200
    seller = link_to(context, seller=SellerOf(filed["id"], store_id=store_id))
    page = read(app.test_client(), seller)
    assert all(each in page for each in (said, missing, phone, mend))
    # A claim that is closed shows what was said, and takes no more.
    page = read(filer, f"/claims/{claim_id}")
    assert said in page
    assert f"/claims/{claim_id}/trader" not in page
