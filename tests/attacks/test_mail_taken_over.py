"""A partner files against a stranger's store, to have the store's letters come to itself."""

from __future__ import annotations

from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.models import Operator, Store
from complaints.storage.context import Context
from tests.api.bodies import complaint, slug
from tests.api.test_casework import TAKE_DOWN
from tests.api.test_inboxes import Callers, case, store

__all__ = ["case", "store"]
EVIL = {"kind": "mailbox", "address": "evil@mail.example"}
SELLERS = {"kind": "platform", "address": "wang-4711"}
TARGET = {
    "url": "https://item.taobao.com/item.htm?id=9",
    "store_id": "s0",
    "marketplace": "taobao",
}


def test_a_complaint_opens_no_strangers_mail(caller: Callers, case: int, store: str) -> None:
    ann, partner, inbox = caller("reviewer"), caller("partner"), f"{store}/inbox"
    filer = {"reference": "f", "name": "F", "kind": "rights_holder"}
    filed = partner.post("/complaints", complaint(filer=filer, targets=[TARGET]))
    assert filed.status_code == 201
    assert partner.put(inbox, EVIL).status_code == 403
    ann.post(f"/complaints/{case}/decide", TAKE_DOWN)
    items = ann.get(f"/letters?complaint={case}").get_json()["items"]
    assert {item["reaches"] for item in items if item["store"]} == {"by_hand"}
    assert ann.get(store).get_json()["inbox"] is None


def test_a_platform_that_files_too_gets_no_letter_about_what_it_filed(
    caller: Callers, case: int, store: str
) -> None:
    ann, both, inbox = caller("reviewer"), caller("both"), f"{store}/inbox"
    filer = {"reference": "f", "name": "F", "kind": "rights_holder"}
    filed = both.post("/complaints", complaint(filer=filer, targets=[TARGET])).get_json()
    stated = both.put(inbox, EVIL)
    assert stated.status_code == 200
    for number, reaches in ((case, "mailbox"), (filed["id"], "by_hand")):
        ann.post(f"/complaints/{number}/decide", TAKE_DOWN)
        items = ann.get(f"/letters?complaint={number}").get_json()["items"]
        assert {item["reaches"] for item in items if item["store"]} == {reaches}
    # Staff see whose word it is.
    seen = ann.get(store).get_json()["inbox"]
    assert seen["partner_id"] == stated.get_json()["partner_id"] is not None


def test_a_partner_replaces_nothing_that_staff_stated(caller: Callers, store: str) -> None:
    ann, partner, inbox = caller("reviewer"), caller("marketplace"), f"{store}/inbox"
    ann.put(inbox, SELLERS)
    assert slug(partner.put(inbox, EVIL)) == "wrong-state"
    assert slug(partner.delete(inbox)) == "wrong-state"
    assert ann.get(store).get_json()["inbox"]["kind"] == "platform"


def test_a_partners_word_comes_after_what_staff_stated_for_the_operator(
    caller: Callers, context: Context, case: int, store: str
) -> None:
    ann, partner, inbox = caller("reviewer"), caller("marketplace"), f"{store}/inbox"
    with context.database.transaction() as session:
        operator = Operator(name="Wang Group")
        session.add(operator)
        session.flush()
        row = session.scalars(select(Store).where(Store.reference == "s0")).one()
        row.operator_id, row.operator_catalogued_at = operator.id, utcnow()
        number = operator.id
    assert ann.put(f"/operators/{number}/inbox", SELLERS).status_code == 200
    assert partner.put(inbox, EVIL).status_code == 200
    # Who said where the letters go decides nothing: a colleague does.
    assert slug(ann.post(f"/complaints/{case}/decide", TAKE_DOWN)) == "second-person-needed"
    bo = caller("reviewer", "bo")
    assert bo.post(f"/complaints/{case}/decide", TAKE_DOWN).status_code == 200
    items = ann.get(f"/letters?complaint={case}").get_json()["items"]
    assert {item["reaches"] for item in items if item["store"]} == {"platform"}
