"""Drafts over HTTP: saved by steps, two windows, filed once, signed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from complaints.models import Complaint
from complaints.rules.law.regimes.house import TRUTH
from complaints.storage.context import Context
from tests.api.bodies import ITEM, MARK, pointers, slug
from tests.scenes.callers import Caller

Callers = Callable[..., Caller]
ANSWERS = {"how_known": "picture", "differences": "The label is printed, ours is woven."}
SIGNED = {"signed_by": "Ann Lee", "language": "zh", "agreed": ["truth", "ecl-42"]}


def steps(right_id: int, **given: Any) -> dict[str, Any]:
    return {
        "right": {"right_id": right_id},
        "what": {"basis": "counterfeit", "answers": ANSWERS},
        "where": {"text": f"{ITEM}1", "targets": [{"url": f"{ITEM}1"}]},
        "declare": {"declaration": SIGNED},
        **given,
    }


@pytest.mark.both_databases
def test_a_draft_is_saved_step_by_step_and_filed_once(caller: Callers) -> None:
    acme = caller("filer")
    right = acme.post("/rights", MARK).get_json()["id"]
    whole = steps(right)
    made = acme.post("/drafts", {"steps": {"right": whole.pop("right")}})
    assert made.status_code == 201, made.get_json()
    draft = made.headers["Location"].removeprefix("/api/v1")
    for name, values in whole.items():
        saved = acme.put(draft, {"steps": {name: values}})
        assert saved.status_code == 200, saved.get_json()
    assert saved.get_json()["steps"] == steps(right)
    assert [row["id"] for row in acme.get("/drafts").get_json()["items"]] == [made.json["id"]]
    filed = acme.post(f"{draft}/file")
    assert filed.status_code == 201, filed.get_json()
    assert acme.get(draft).status_code == acme.post(f"{draft}/file").status_code == 404
    complaint = acme.get(f"/complaints/{filed.get_json()['id']}").get_json()
    assert complaint["answers"] == ANSWERS
    assert [text["code"] for text in complaint["declarations"]] == ["ecl-42", "truth"]
    assert "第四十二条" not in complaint["declarations"][0]["wording"]
    assert complaint["declarations"][0]["wording"].startswith("本通知")
    assert complaint["declarations"][0]["signed_by"] == "Ann Lee"


@pytest.mark.both_databases
def test_two_windows_lose_nothing(caller: Callers) -> None:
    acme = caller("filer")
    made = acme.post("/drafts", {"steps": {"what": {"statement": "one"}}})
    draft, seen = made.headers["Location"].removeprefix("/api/v1"), made.headers["ETag"]
    old = {"If-Match": seen}
    assert (
        acme.put(draft, {"steps": {"what": {"statement": "two"}}}, headers=old).json["version"] == 2
    )
    other_step = acme.put(draft, {"steps": {"where": {"text": "x"}}}, headers=old)
    assert other_step.status_code == 200
    late = acme.put(draft, {"steps": {"what": {"statement": "three"}}}, headers=old)
    assert (late.status_code, slug(late)) == (412, "stale")
    assert late.get_json()["steps"] == {"what": {"statement": "two"}}
    same = acme.put(draft, {"steps": {"what": {"statement": "two"}}}, headers=old)
    assert same.status_code == 200
    assert acme.get(draft).json["steps"]["what"] == {"statement": "two"}


def test_a_draft_that_was_saved_since_is_not_deleted(caller: Callers) -> None:
    acme = caller("filer")
    made = acme.post("/drafts", {"steps": {}})
    draft, seen = (
        made.headers["Location"].removeprefix("/api/v1"),
        {"If-Match": made.headers["ETag"]},
    )
    now = {"If-Match": acme.put(draft, {"steps": {"what": {"statement": "one"}}}).headers["ETag"]}
    late = acme.delete(draft, headers=seen)
    assert (late.status_code, slug(late), late.get_json()["version"]) == (412, "stale", 2)
    assert acme.get(draft).status_code == 200
    assert acme.delete(draft, headers=now).status_code == 204


def test_a_draft_is_its_accounts_alone(caller: Callers) -> None:
    acme, other = caller("filer", "acme"), caller("filer", "other")
    made = acme.post("/drafts", {"steps": {}})
    draft = made.headers["Location"].removeprefix("/api/v1")
    assert other.get(draft).status_code == other.delete(draft).status_code == 404
    assert other.get("/drafts").json["items"] == []
    assert acme.delete(draft).status_code == 204
    assert acme.get(draft).status_code == 404
    assert pointers(acme.post("/drafts", {"steps": {"who": {}}})) == ["/steps/who/key"]


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"what": {"basis": "counterfeit"}},
         ["/answers/how_known", "/answers/differences", "/documents"]),
        ({"what": {"basis": "counterfeit", "answers": {**ANSWERS, "how_known": "x"}}},
         ["/answers/how_known"]),
        ({"what": {"basis": "counterfeit", "answers": {**ANSWERS, "how_known": "test_purchase"}}},
         ["/answers/order_number", "/answers/bought_on"]),
        ({"declare": {}}, ["/declaration"]),
        ({"declare": {"declaration": {"signed_by": "Ann", "agreed": ["truth"]}}},
         ["/declaration/agreed"]),
        ({"where": {"text": "x"}}, ["/targets"]),
        ({"right": {}}, ["/right"]),
    ],
)  # fmt: skip
def test_filing_says_all_that_is_missing_and_keeps_the_draft(
    caller: Callers, context: Context, given: dict[str, Any], pointer: list[str]
) -> None:
    acme = caller("filer")
    right = acme.post("/rights", MARK).get_json()["id"]
    made = acme.post("/drafts", {"steps": steps(right, **given)})
    draft = made.headers["Location"].removeprefix("/api/v1")
    refused = acme.post(f"{draft}/file")
    assert (refused.status_code, pointers(refused)) == (422, pointer)
    assert acme.get(draft).status_code == 200
    with context.database.reading() as session:
        assert session.scalar(select(func.count(Complaint.id))) == 0


def test_a_draft_whose_listings_are_all_open_stays(caller: Callers) -> None:
    acme = caller("filer")
    right = acme.post("/rights", MARK).get_json()["id"]
    first, second = (
        acme.post("/drafts", {"steps": steps(right)}).headers["Location"] for _ in range(2)
    )
    assert acme.post(f"{first.removeprefix('/api/v1')}/file").status_code == 201
    again = acme.post(f"{second.removeprefix('/api/v1')}/file")
    assert (again.status_code, again.json["state"]) == (200, "duplicate")
    assert acme.get(second.removeprefix("/api/v1")).status_code == 200


@pytest.mark.parametrize("typed", ["taobao", "TAOBAO", " ebay , taobao ", "www.taobao.com"])
def test_a_marketplaces_law_is_told_however_it_is_named(caller: Callers, typed: str) -> None:
    query = {"basis": "patent", "marketplaces": typed}
    texts = caller("filer").get(f"/declarations?{urlencode(query)}").get_json()["items"]
    assert "ecl-42" in [text["code"] for text in texts]


@pytest.mark.parametrize("typed", ["taobaoo", "taobao;ebay", "https://www.taobao.com"])
def test_declarations_for_no_marketplace_are_refused(caller: Callers, typed: str) -> None:
    query = {"basis": "patent", "marketplaces": f"ebay,{typed}"}
    refused = caller("filer").get(f"/declarations?{urlencode(query)}")
    assert (refused.status_code, pointers(refused)) == (422, ["/marketplaces"])
    assert typed in refused.get_data(as_text=True)


def test_questions_and_declarations_are_told(caller: Callers) -> None:
    acme = caller("filer")
    asked = acme.get("/questions?basis=unauthorised_channel").get_json()
    here = asked["questions"][0]["choices"][0]
    assert (here["value"], "anybody may resell" in here["warning"]) == ("here", True)
    texts = acme.get("/declarations?basis=copyright&marketplaces=taobao,ebay").get_json()["items"]
    assert [text["code"] for text in texts] == ["truth", "dsa-16", "ecl-42", "dmca-512c3"]
    texts = acme.get("/declarations?basis=patent&marketplaces=shop.example.de").get_json()["items"]
    assert [text["code"] for text in texts] == ["truth", "dsa-16"]
    chinese, unknown = (
        acme.get("/declarations?basis=patent", headers={"Accept-Language": wanted}).get_json()
        for wanted in ("zh", "tlh")
    )
    assert {text["language"] for text in chinese["items"]} == {"zh"}
    assert chinese["items"][0]["wording"] == TRUTH.wordings["zh"]
    assert unknown["items"][0]["wording"] == TRUTH.wordings["en"]
    assert acme.get("/questions").status_code == 422
