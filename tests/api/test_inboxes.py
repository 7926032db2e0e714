"""Where letters reach sellers, over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from complaints.models import Operator, Store
from complaints.services.logins import partners
from complaints.storage.context import Context
from tests.api.bodies import complaint, pointers, slug
from tests.api.test_casework import TAKE_DOWN, file
from tests.scenes.callers import Caller
from tests.scenes.working import working

Callers = Callable[..., Caller]
MAILBOX = {"kind": "mailbox", "address": "wang@shop.example"}
PLATFORM = {"kind": "platform", "address": "旺旺-4711"}
WHY = {"query_string": {"why": "A letter came back."}}


@pytest.fixture
def case(caller: Callers) -> int:
    """Return a complaint against the store s0."""
    return file(caller("filer", "acme"), 1)


@pytest.fixture
def store(case: int) -> str:
    return "/marketplaces/taobao/stores/s0"


@pytest.fixture
def operator(store: str, context: Context) -> str:
    """Return the operator of the store, as the platform's catalogue says."""
    with context.database.transaction() as session:
        row = Operator(name="Li & Sons")
        session.add(row)
        session.flush()
        moment = datetime(2026, 1, 1, tzinfo=UTC)
        session.execute(update(Store).values(operator_id=row.id, operator_catalogued_at=moment))
        return f"/operators/{row.id}"


def test_a_stores_inbox_is_stated_read_and_removed(caller: Callers, store: str) -> None:
    ann = caller("reviewer")
    assert ann.get(store).get_json()["inbox"] is None
    assert ann.get(f"{store}/inbox", **WHY).status_code == 404
    stated = ann.put(f"{store}/inbox", MAILBOX)
    assert stated.status_code == 200
    inbox = stated.get_json()
    assert {name: inbox[name] for name in ("kind", "domain", "source", "operator_id")} == {
        "kind": "mailbox", "domain": "shop.example", "source": "api", "operator_id": None,
    }  # fmt: skip
    assert ann.get(store).get_json()["inbox"] == inbox
    assert "wang@" not in ann.get(store).get_data(as_text=True)
    read = ann.get(f"{store}/inbox", **WHY)
    assert read.get_json() == {"inbox": inbox, "address": "wang@shop.example"}
    assert read.headers["Cache-Control"] == "no-store"
    (entry, *_) = ann.get("/ledger?subject=store").get_json()["items"]
    assert (entry["verb"], entry["why"]) == ("read_inbox", "A letter came back.")
    assert pointers(ann.get(f"{store}/inbox")) == ["/why"]
    assert ann.put(f"{store}/inbox", PLATFORM).get_json()["domain"] is None
    assert ann.delete(f"{store}/inbox").status_code == 204
    assert slug(ann.delete(f"{store}/inbox")) == "not-found"


def test_an_operators_inbox_is_its_stores(caller: Callers, store: str, operator: str) -> None:
    ann = caller("reviewer")
    stated = ann.put(f"{operator}/inbox", PLATFORM).get_json()
    assert f"/operators/{stated['operator_id']}" == operator
    seen = ann.get(store).get_json()
    assert (seen["inbox"], seen["operator_id"]) == (stated, stated["operator_id"])
    for path in (store, operator):
        assert ann.get(f"{path}/inbox", **WHY).get_json()["address"] == "旺旺-4711"
    assert ann.delete(f"{store}/inbox").status_code == 404, "the store has none of its own"
    assert ann.delete(f"{operator}/inbox").status_code == 204


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"kind": "mailbox", "address": "wang"}, "/address"),
        ({"kind": "platform", "address": "x" * 201}, "/address"),
        ({"kind": "platform", "address": "a\u2028b"}, "/address"),
        ({"kind": "pigeon", "address": "x"}, "/kind"),
        ({"kind": "mailbox"}, "/address"),
        ({**MAILBOX, "source": "feed"}, "/source"),
    ],
)
def test_what_is_no_address_is_refused(
    caller: Callers, store: str, body: dict[str, str], pointer: str
) -> None:
    assert pointers(caller("reviewer").put(f"{store}/inbox", body)) == [pointer]


def test_who_may_state_it(caller: Callers, context: Context, store: str, operator: str) -> None:
    portal, acme, market = caller("partner"), caller("filer", "bond"), caller("marketplace")
    target = {"url": "https://item.taobao.com/item.htm?id=9", "store_id": "s0"}
    filed = portal.post(
        "/complaints",
        complaint(
            filer={"reference": "f", "name": "F", "kind": "rights_holder"},
            targets=[{**target, "marketplace": "taobao"}],
        ),
    )
    assert filed.status_code == 201, filed.get_json()
    assert portal.put(f"{store}/inbox", MAILBOX).status_code == 403, "it files for others"
    assert market.put(f"{store}/inbox", MAILBOX).status_code == 200
    assert market.get(f"{store}/inbox", **WHY).status_code == 403
    assert market.put(f"{operator}/inbox", MAILBOX).status_code == 403
    with context.database.transaction() as session:
        partners.run_marketplaces(
            working(session), "marketplace", add=("ebay",), remove=("taobao",)
        )
    assert market.put(f"{store}/inbox", MAILBOX).status_code == 404, "it runs another"
    for method, path in (("put", store), ("put", operator)):
        assert getattr(acme, method)(f"{path}/inbox", MAILBOX).status_code == 403
    assert acme.delete(f"{store}/inbox").status_code == 403


def test_a_letter_says_how_it_reaches_its_seller(caller: Callers, case: int, store: str) -> None:
    ann, another = caller("reviewer"), caller("supervisor")
    ann.post(f"/complaints/{case}/decide", TAKE_DOWN)

    def reaches() -> list[tuple[bool, str]]:
        items = ann.get("/letters").get_json()["items"]
        assert {item["filer_id"] is None for item in items} == {True, False}
        return sorted({(item["filer_id"] is None, item["reaches"]) for item in items}, key=str)

    assert reaches() == [(False, "by_hand"), (True, "by_hand")]
    before = [item["body"] for item in ann.get("/letters").get_json()["items"]]
    assert ann.put(f"{store}/inbox", PLATFORM).status_code == 403, "it decided"
    another.put(f"{store}/inbox", PLATFORM)
    assert reaches() == [(False, "by_hand"), (True, "platform")]
    another.put(f"{store}/inbox", MAILBOX)
    assert reaches() == [(False, "by_hand"), (True, "mailbox")]
    after = [item["body"] for item in ann.get("/letters").get_json()["items"]]
    assert before == after, "the letter is the same"
