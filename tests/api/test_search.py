"""The search over the API: by each role, page by page, and whatever is typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from complaints.models import Filer, LedgerEntry
from complaints.storage.context import Context
from tests.api.bodies import ITEM, SAM, complaint
from tests.scenes.callers import Caller

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Callers = Callable[..., Caller]


def kinds(who: Caller, question: str) -> dict[str, int]:
    groups = who.get("/search", query_string={"q": question}).get_json()["groups"]
    return {group["kind"]: group["count"] for group in groups}


def test_each_role_finds_what_it_may_see(caller: Callers) -> None:
    acme, other, portal = caller("filer", "acme"), caller("filer", "other"), caller("partner")
    acme.post("/complaints", complaint(statement="Crooked seams."))
    portal.post("/complaints", complaint(filer=SAM, targets=[{"url": f"{ITEM}2"}],
                                         statement="Crooked seams."))  # fmt: skip
    ann = caller("reviewer", "ann")
    assert kinds(ann, "crooked seams") == {"complaint": 2}
    assert kinds(ann, "acme") == {"right": 2, "filer": 1}
    group, *_others = ann.get("/search?q=crooked").get_json()["groups"]
    assert group["items"][0]["met"] == [
        {"place": "statement", "parts": [
            {"text": "Crooked", "is_met": True}, {"text": " seams.", "is_met": False},
        ]}
    ]  # fmt: skip
    assert kinds(acme, "crooked seams") == kinds(portal, "crooked seams") == {"complaint": 1}
    assert kinds(other, "crooked seams") == kinds(caller("marketplace"), "crooked seams") == {}
    assert kinds(acme, f"{ITEM}2") == {}
    assert acme.get("/search?q=acme&kind=filer").status_code == 404
    assert caller("counsel", "kay").get("/search?q=acme").status_code == 403


def test_one_kind_comes_page_by_page(caller: Callers) -> None:
    acme, ann = caller("filer", "acme"), caller("reviewer", "ann")
    ids = [
        acme.post("/complaints", complaint(targets=[{"url": f"{ITEM}{n}"}])).get_json()["id"]
        for n in range(1, 4)
    ]
    seen: list[int] = []
    asked = {"q": "woven", "kind": "complaint", "limit": "2"}
    while asked.get("cursor", "first") is not None:
        (group,) = ann.get("/search", query_string=asked).get_json()["groups"]
        seen += [hit["id"] for hit in group["items"]]
        asked["cursor"] = group["next"]
    assert seen == ids[::-1]


@pytest.mark.parametrize(
    "question",
    ["", "?!", "x" * 10_000, "'; DROP TABLE claim; --", '" OR 1=1', "NEAR(a b)", "a* -b ^c {d}:e",
     "\\", "%", "§f1", "words:acme", "🙂", "上"],
)  # fmt: skip
def test_whatever_is_typed_is_answered(caller: Callers, question: str) -> None:
    answer = caller("reviewer", "ann").get("/search", query_string={"q": question})
    assert answer.status_code in (200, 422)


def test_a_contact_is_compared_and_the_ledger_keeps_that_it_was(
    caller: Callers, context: Context
) -> None:
    portal, ann = caller("partner"), caller("reviewer", "ann")
    portal.post("/complaints", complaint(filer=SAM))
    answer = ann.post("/search/contact", {"contact": " SAM@example.org"})
    assert answer.headers["Cache-Control"] == "no-store"
    (match,) = answer.get_json()["items"]
    assert (match["shown_as"], match["hit"]["kind"]) == ("email", "filer")
    with context.database.reading() as session:
        filer_id = session.query(Filer.id).filter_by(reference=SAM["reference"]).scalar()
        assert match["hit"]["id"] == filer_id
        (entry,) = session.query(LedgerEntry).filter_by(verb="compared_contact")
        assert (entry.actor_id, entry.why, entry.facts) == (ann.id, None, {"count": 1})
