"""Many complaints at once, complaints that are only tried, targets that are set aside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, func, select, text

from complaints.models import (
    Authorization,
    Complaint,
    Filer,
    LedgerEntry,
    Letter,
    Right,
    RightsHolder,
)
from complaints.storage.context import Context
from tests.api.bodies import ITEM, SAM, complaint, pointers, slug
from tests.scenes.callers import Caller

Callers = Callable[..., Caller]
STORED = (Authorization, Complaint, Filer, LedgerEntry, Letter, Right, RightsHolder)


def counts(context: Context) -> list[int]:
    with context.database.reading() as session:
        return [session.scalar(select(func.count()).select_from(each)) or 0 for each in STORED]


def numbered(number: int, **given: Any) -> dict[str, Any]:
    targets = [{"url": f"{ITEM}{number}"}]
    return complaint(**{"reference": f"R-{number}", "targets": targets, **given})


def statuses(answer: Any) -> list[int]:
    assert answer.status_code == 200, answer.get_json()
    return [item["status"] for item in answer.get_json()["items"]]


def test_each_of_a_batch_is_answered_by_itself_and_in_order(
    caller: Callers, context: Context
) -> None:
    acme = caller("filer")
    assert acme.post("/complaints", numbered(1)).status_code == 201
    many = [
        numbered(2),
        "no object",
        numbered(3, statement="a\0b"),
        numbered(4, basis="theft"),
        numbered(1, targets=[{"url": f"{ITEM}9"}]),
        numbered(5, reference=None),
        numbered(6, targets=[{"url": f"{ITEM}1"}]),
        numbered(7, targets=[{"url": f"{ITEM}7", "delivers_to": ["CN"] * 21_000}]),
        numbered(8, right=None, right_id=999),
        numbered(9),
    ]
    answer = acme.post("/complaints/batch", {"complaints": many})
    assert statuses(answer) == [201, 422, 422, 422, 409, 422, 200, 413, 404, 201]
    said = answer.get_json()
    assert (said["filed"], said["refused"]) == (2, 7)
    items = said["items"]
    assert [item["answer"]["reference"] for item in items if item["answer"]] == [
        "R-2", "R-6", "R-9",
    ]  # fmt: skip
    assert [item["problem"]["errors"][0]["pointer"] for item in items[1:6]] == [
        "", "/statement", "/basis", "/reference", "/reference",
    ]  # fmt: skip
    assert counts(context)[1] == 3


def test_a_batch_that_is_sent_again_files_nothing_twice(caller: Callers, context: Context) -> None:
    partner = caller("partner")
    many = [numbered(n, filer=SAM) for n in (1, 2)]
    first = partner.post("/complaints/batch", {"complaints": many}).get_json()
    before = counts(context)
    other = numbered(1, filer=SAM, targets=[{"url": f"{ITEM}7"}])
    again = partner.post(
        "/complaints/batch", {"complaints": [*many, numbered(3, filer=SAM), other]}
    )
    assert statuses(again) == [201, 201, 201, 422]
    items = again.get_json()["items"]
    assert [item["repeated"] for item in items] == [True, True, False, False]
    assert [item["answer"] for item in items[:2]] == [item["answer"] for item in first["items"]]
    assert items[3]["problem"]["type"].endswith("/idempotency-mismatch")
    assert counts(context)[1] == before[1] + 1


TROUBLE = """CREATE TRIGGER trouble BEFORE INSERT ON complaint WHEN NEW.reference = 'R-2'
BEGIN SELECT RAISE(ABORT, 'trouble'); END"""


def test_each_of_a_batch_has_a_transaction_of_its_own(caller: Callers, context: Context) -> None:
    acme, commits = caller("filer"), list[object]()
    with context.database.transaction() as session:
        session.execute(text(TROUBLE))
    event.listen(context.database.engine, "commit", commits.append)
    answer = acme.post("/complaints/batch", {"complaints": [numbered(n) for n in range(1, 4)]})
    assert statuses(answer) == [201, 500, 201]
    assert answer.get_json()["items"][1]["problem"]["type"].endswith("/internal")
    assert len(commits) >= 2


def test_a_batch_that_is_too_large_is_refused_whole(caller: Callers) -> None:
    acme = caller("filer")
    over = acme.post("/complaints/batch", {"complaints": [{}] * 1_001})
    assert (over.status_code, pointers(over)) == (422, ["/complaints"])
    million = b'{"complaints": [' + b"0," * 1_000_000 + b"0]}"
    options = {"data": million, "content_type": "application/json"}
    assert acme.post("/complaints/batch", **options).status_code == 413
    assert acme.post("/complaints/batch", {"complaints": []}).status_code == 422


def test_a_dry_run_says_what_form_and_law_say_and_stores_nothing(
    caller: Callers, context: Context
) -> None:
    partner = caller("partner")
    assert partner.post("/complaints", numbered(1, filer=SAM)).status_code == 201
    before = counts(context)
    new = {**SAM, "reference": "s-2", "name": "Sue"}
    tried = partner.post("/complaints", numbered(2, filer=new, dry_run=True))
    assert tried.status_code == 200
    said = tried.get_json()
    assert (said["id"], said["reference"], said["state"]) == (None, "R-2", "dry_run")
    (listing,) = said["dry_run"]["listings"]
    assert (listing["marketplace"], listing["id"]) == ("taobao", "2")
    assert said["dry_run"]["regimes"] == ["ecl"]
    unsigned = numbered(3, filer=SAM, declaration=None, dry_run=True)
    refused = partner.post("/complaints", unsigned)
    assert (refused.status_code, pointers(refused)) == (422, ["/declaration"])
    taken = partner.post("/complaints", numbered(1, filer=SAM, dry_run=True))
    assert (taken.status_code, slug(taken)) == (409, "taken")
    many = [numbered(2, filer=new, dry_run=True), unsigned]
    assert statuses(partner.post("/complaints/batch", {"complaints": many})) == [200, 422]
    assert counts(context) == before
    # What was tried is then filed by the same reference.
    assert statuses(
        partner.post("/complaints/batch", {"complaints": [numbered(2, filer=new)]})
    ) == [201]


def test_wrong_targets_are_set_aside_where_the_sender_says_so(caller: Callers) -> None:
    acme = caller("filer")
    paper = {"kind": "evidence", "sha256": "a" * 64}
    wrong = [{"url": "ftp://x"}, {"url": f"{ITEM}2", "price": -1}, {"store": 5}]
    ahead = {"url": f"{ITEM}3", "listed_on": "2999-01-01"}
    body = complaint(
        targets=[wrong[0], {"url": f"{ITEM}1"}, *wrong[1:], ahead],
        documents=[{**paper, "targets": [f"{ITEM}1", f"{ITEM}2"]},
                   {**paper, "sha256": "b" * 64, "targets": [f"{ITEM}3"]}],
    )  # fmt: skip
    assert acme.post("/complaints", {**body, "wrong_targets": "refuse"}).status_code == 422
    filed = acme.post("/complaints", {**body, "wrong_targets": "set_aside"})
    assert filed.status_code == 201, filed.get_json()
    said = filed.get_json()
    assert [target["listing"]["id"] for target in said["targets"]] == ["1"]
    aside = [(each["place"], each["url"], each["errors"]) for each in said["set_aside"]]
    assert [(place, url) for place, url, _ in aside] == [
        (0, "ftp://x"), (2, f"{ITEM}2"), (3, None), (4, f"{ITEM}3"),
    ]  # fmt: skip
    assert [{error["pointer"] for error in errors} for _, _, errors in aside] == [
        {"/url"}, {"/price"}, {"/url", "/store"}, {"/listed_on"},
    ]  # fmt: skip
    # Evidence for what is set aside alone would else be evidence for all.
    papers = acme.get(f"/complaints/{said['id']}").get_json()["documents"]
    assert [each["sha256"] for each in papers] == ["a" * 64]
    none = acme.post("/complaints", {**body, "targets": wrong, "wrong_targets": "set_aside"})
    assert (none.status_code, pointers(none)) == (
        422, ["/targets/0/url", "/targets/1/price", "/targets/2/url", "/targets/2/store"],
    )  # fmt: skip
    many = {"targets": [{"url": f"{ITEM}{n}"} for n in range(1, 302)], "wrong_targets": "set_aside"}
    assert pointers(acme.post("/complaints", complaint(**many))) == ["/targets"]


def test_metadata_is_its_senders_own(caller: Callers) -> None:
    acme, platform = caller("filer"), caller("marketplace")
    mine = {"case": "C-7", "brand": "ACME", "空": ""}
    filed = acme.post("/complaints", complaint(metadata=mine)).get_json()
    plain = acme.post("/complaints", numbered(2)).get_json()
    read = f"/complaints/{filed['id']}"
    assert acme.get(read).get_json()["metadata"] == mine
    assert acme.get(f"/complaints/{plain['id']}").get_json()["metadata"] == {}
    listed = acme.get("/complaints").get_json()["items"]
    assert [each["metadata"] for each in listed] == [{}, mine]
    assert caller("reviewer").get(read).get_json()["metadata"] == mine
    assert platform.get(read).get_json()["metadata"] == {}


@pytest.mark.parametrize(
    "metadata",
    [{str(n): "" for n in range(21)}, {"a" * 41: "x"}, {"a": "x" * 501}, {"a": 1}, {"a": {}}, []],
)
def test_metadata_is_small_and_flat(caller: Callers, metadata: Any) -> None:
    refused = caller("filer").post("/complaints", complaint(metadata=metadata))
    assert refused.status_code == 422
    assert all(pointer.startswith("/metadata") for pointer in pointers(refused))
