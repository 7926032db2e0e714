"""A partner files once against a stranger's store, to have the store's letters come to itself."""

from __future__ import annotations

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
    stated = partner.put(inbox, EVIL)
    assert stated.status_code == 200
    # Another filer's complaint against the store is decided: its letter does not go there.
    ann.post(f"/complaints/{case}/decide", TAKE_DOWN)
    items = ann.get(f"/letters?complaint={case}").get_json()["items"]
    assert {item["reaches"] for item in items if item["store_id"]} == {"by_hand"}
    # Staff see whose word it is.
    seen = ann.get(store).get_json()["inbox"]
    assert seen["partner_id"] == stated.get_json()["partner_id"] is not None


def test_a_partner_replaces_nothing_that_staff_stated(caller: Callers, store: str) -> None:
    ann, partner, inbox = caller("reviewer"), caller("partner"), f"{store}/inbox"
    filer = {"reference": "f", "name": "F", "kind": "rights_holder"}
    partner.post("/complaints", complaint(filer=filer, targets=[TARGET]))
    ann.put(inbox, SELLERS)
    assert slug(partner.put(inbox, EVIL)) == "wrong-state"
    assert slug(partner.delete(inbox)) == "wrong-state"
    assert ann.get(store).get_json()["inbox"]["kind"] == "platform"
