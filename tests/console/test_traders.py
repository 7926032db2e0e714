"""The page of a store names what it shows of its trader, and what lacks, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.api.test_feeds import results, row
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PART = {"name": "Wang <b>Ltd</b>", "phone": "n/a", "certified_on": "2026-01-02"}


@pytest.mark.parametrize(("language", "unknown", "free", "missing", "wrong", "asked"), [
    ("en", "has sent nothing", "No EU law asks", "Missing", "Cannot be right",
     "have the trader complete it"),
    ("zh", "平台未提交", "欧盟法律不要求", "缺少", "明显有误", "让商家补全"),
])  # fmt: skip
def test_the_page_of_a_store_names_what_lacks(
    app: Flask, caller: Callable[..., Caller], language: str, unknown: str, free: str,
    missing: str, wrong: str, asked: str,
) -> None:  # fmt: skip
    market, reviewer, ann = caller("marketplace"), caller("reviewer", "ann"), app.test_client()
    sign_in(ann, "reviewer", "ann")
    results(market, "/stores", row("s1", 1))
    number = reviewer.get("/marketplaces/taobao/stores/s1").get_json()["our_id"]

    def page() -> str:
        text: str = ann.get(f"/console/stores/{number}?lang={language}").text
        return text

    assert all(each in page() for each in (unknown, free))
    results(market, "/stores", row("s1", 2, trader=PART))
    market.put("/marketplaces/taobao/country", {"country": "EU"})
    said = page()
    assert unknown not in said
    assert asked in said
    assert "Wang &lt;b&gt;Ltd&lt;/b&gt;" in said
    assert (said.count(f"{missing}</strong>"), said.count(f"{wrong}</strong>")) == (2, 1)
    filer = app.test_client()
    sign_in(filer, "filer", "acme")
    assert filer.get(f"/console/stores/{number}").status_code in (302, 403, 404)
