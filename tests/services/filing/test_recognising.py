"""What pasted targets would aim at: listing, store and open claim, and what is wrong with them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from complaints.base.errors import Refusal
from complaints.rules.actors import Actor
from complaints.rules.filing.target_lines import WrittenLine
from complaints.rules.filing.targets import Target
from complaints.services.authority import rights
from complaints.services.filing.intake import Accepted, Seen, recognise_targets
from complaints.storage.db import Database
from tests.services.decisions.desk import HOLDER, ITEM, MARK, VAULT, Desk

AMAZON = "https://www.amazon.com/dp/B000000001"
FRONT = "https://www.ebay.com/str/acme"
OTHER = "https://shop.example.com/p/1"


@pytest.fixture
def desk(database: Database, now: datetime) -> Desk:
    return Desk(database, now)


def see(
    desk: Desk, *targets: Target | None, actor: Actor | None = None, right_id: int | None = None
) -> list[Seen]:
    reader = actor or desk.filer("reader")
    lines = [WrittenLine(number, target=target) for number, target in enumerate(targets, 1)]
    found: list[Seen] = desk.do(recognise_targets, reader, lines, right_id=right_id)
    return found


def test_what_the_record_knows_of_a_listing_is_said(desk: Desk) -> None:
    acme = desk.filer()
    mark = desk.do(rights.register, acme, right=MARK, rights_holder=HOLDER, filer=None, vault=VAULT)
    known = {"url": f"{ITEM}1", "store_id": "s1", "store_name": "Best Shoes"}
    filed = desk.file(acme, right_id=mark.id, targets=[known, {"url": f"{ITEM}2"}])
    desk.claim(desk.filer("bond"), targets=[{"url": f"{ITEM}3"}])
    targets = [
        Target(f"{ITEM}1"), Target(f"{ITEM}2"), Target(f"{ITEM}3"), Target(f"{ITEM}4"), None,
        Target(OTHER), Target(f"{ITEM}1&spm=x"), Target("javascript:alert(1)"),
        Target(f"{ITEM}1", listed_on=date(2027, 1, 1)), Target(f"{ITEM}4"),
    ]  # fmt: skip
    seen = see(desk, *targets, actor=acme, right_id=mark.id)
    assert [one.status for one in seen] == [
        "known", "known", "known", "new", "error", "unknown", "known", "error", "error", "new",
    ]  # fmt: skip
    assert [one.same_as for one in seen] == [None] * 6 + [1, None, 1, 4]
    one, two = (outcome.claim_id for outcome in filed.outcomes)
    open_claims = [one.open_claim_id for one in seen]
    assert open_claims == [one, two, None, None, None, None, one, None, one, None]
    pointers = [[error.pointer for error in one.errors] for one in seen]
    assert pointers == [[]] * 7 + [["/url"], ["/listed_on"], []]
    assert [one.aim is None for one in seen] == [one is None for one in targets[:7]] + [
        True, False, False,
    ]  # fmt: skip
    # Without a right no claim is looked for; a stranger's right is not there.
    assert see(desk, Target(f"{ITEM}1"), actor=acme)[0].open_claim_id is None
    with pytest.raises(Refusal):
        see(desk, Target(f"{ITEM}1"), right_id=mark.id)


def test_a_store_is_named_by_the_target_by_its_address_or_by_the_record(desk: Desk) -> None:
    stores = [
        {"url": f"{ITEM}1", "store_id": "s1", "store_name": "Best Shoes"},
        {"url": f"{ITEM}2", "store_id": "s2"},
    ]
    assert isinstance(desk.file(desk.filer(), targets=stores), Accepted)
    seen = see(
        desk,
        Target(f"{ITEM}1"),
        Target(f"{ITEM}2"),
        Target(f"{ITEM}3"),
        Target(f"{ITEM}3", store_name="Said"),
        Target(f"{ITEM}3", store_id="s1"),
        Target(f"{ITEM}3", store_id="s1", store_name="Said"),
        Target(f"{ITEM}3", store_id="s9"),
        Target(f"{ITEM}1", store_id="s2"),
        Target(FRONT),
        Target(AMAZON, store_id="s1"),
    )
    assert [one.store for one in seen] == [
        {"id": "s1", "name": "Best Shoes"},
        {"id": "s2", "name": None},
        None,
        {"id": "", "name": "Said"},
        {"id": "s1", "name": "Best Shoes"},
        {"id": "s1", "name": "Said"},
        {"id": "s9", "name": None},
        {"id": "s2", "name": None},
        {"id": "str/acme", "name": None},
        {"id": "s1", "name": None},
    ]
