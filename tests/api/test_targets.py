"""Recognition over HTTP: what pasted addresses would aim at, with nothing stored."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.models import LedgerEntry, Listing
from complaints.storage.context import Context
from tests.api.bodies import ITEM, MARK, complaint, pointers
from tests.scenes.callers import Caller

Callers = Callable[..., Caller]
AMAZON = "https://www.amazon.com/dp/B000000001"


def test_addresses_are_recognised_line_by_line(caller: Callers) -> None:
    acme = caller("filer")
    right = acme.post("/rights", MARK).get_json()["id"]
    target = {"url": f"{ITEM}1", "store_id": "s1", "store_name": "Best Shoes"}
    filed = acme.post("/complaints", complaint(right=None, right_id=right, targets=[target]))
    (claim,) = filed.get_json()["targets"]
    urls = [f"{ITEM}1", AMAZON, f"{AMAZON}?tag=x", "https://shop.example.com/p/1", "nonsense", ""]
    answer = acme.post("/targets/recognise", {"urls": urls, "right_id": right})
    assert answer.status_code == 200, answer.get_json()
    items = answer.get_json()["items"]
    assert [item["status"] for item in items] == [
        "known", "new", "new", "unknown", "error", "error",
    ]  # fmt: skip
    assert items[0]["open_claim_id"] == claim["claim_id"]
    assert items[0]["store"] == {"id": "s1", "name": "Best Shoes"}
    assert items[1]["marketplace_name"] == "Amazon.com"
    assert items[2]["same_as_line"] == 2
    assert items[4]["errors"][0]["pointer"] == "/url"


def test_a_short_link_says_that_it_is_one_in_the_callers_language(caller: Callers) -> None:
    sent, wished = {"urls": ["https://m.tb.cn/h.5abc"]}, {"Accept-Language": "zh"}
    answer = caller("filer").post("/targets/recognise", sent, headers=wished)
    assert answer.get_json()["items"][0]["marketplace_name"] == "Taobao（短链接，m.tb.cn）"


def test_a_csv_is_recognised_with_errors_beside_the_line(caller: Callers) -> None:
    text = f"url;price;listed_on;colour\n{ITEM}1;12.50;2026-01-02;red\n{ITEM}2;cheap;someday;\n;;;"
    answer = caller("filer").post("/targets/recognise", {"text": text}).get_json()
    assert answer["unknown_columns"] == ["colour"]
    good, bad = answer["items"]
    assert (good["line"], good["status"], good["errors"]) == (2, "new", [])
    assert (bad["line"], bad["status"]) == (3, "error")
    assert sorted(error["pointer"] for error in bad["errors"]) == ["/listed_on", "/price"]


def test_nothing_is_stored_and_a_strangers_right_is_not_there(
    caller: Callers, context: Context
) -> None:
    acme, other = caller("filer", "acme"), caller("filer", "other")
    right = acme.post("/rights", MARK).get_json()["id"]
    with context.database.reading() as session:
        before = _rows(session)
    assert acme.post("/targets/recognise", {"urls": [AMAZON]}).status_code == 200
    again = acme.post("/targets/recognise", {"urls": [AMAZON]}).get_json()
    assert again["items"][0]["status"] == "new"
    body = {"urls": [AMAZON], "right_id": right}
    assert other.post("/targets/recognise", body).status_code == 404
    assert pointers(other.post("/targets/recognise", {})) == ["/urls"]
    assert pointers(other.post("/targets/recognise", {"urls": [AMAZON] * 301})) == ["/urls"]
    with context.database.reading() as session:
        assert _rows(session) == before


def _rows(session: Session) -> list[int | None]:
    return [session.scalar(select(func.max(table.id))) for table in (LedgerEntry, Listing)]
