"""A boycotted filer types an honest account's public mailbox, telephone or number in as its own.

Its complaint is refused, but what it showed was kept, and the brand was held at each filing.
"""

from __future__ import annotations

from typing import Any

from tests.attacks.test_returning_filer import OLD, Town, town
from tests.attacks.test_switching_off_the_match import (
    filed_long_ago,
    is_held,
    newcomer,
    other_mark,
)

__all__ = ["town"]
BRAND = {
    "reference": "acme", "name": "Acme Corp", "kind": "rights_holder", "country": "US",
    "email": "ip@acme.example", "phone": "+1 212 555 0100", "payment": "US-1",
}  # fmt: skip
PUBLIC = {"email": BRAND["email"], "phone": BRAND["phone"]}


def known_for_long(town: Town, filer: dict[str, Any], right: dict[str, Any]) -> None:
    assert not is_held(town, filer, 900, right=right)
    filed_long_ago(town, filer["reference"])


def test_a_brand_whose_mailbox_and_telephone_are_typed_in_goes_on(town: Town) -> None:
    known_for_long(town, BRAND, other_mark(1))
    assert town.file({**OLD, **PUBLIC}, 901).status_code == 403
    assert not is_held(town, BRAND, 902, right=other_mark(1))
    # Neither does its payment account, which somebody has learnt.
    assert town.file({**OLD, "payment": BRAND["payment"]}, 903).status_code == 403
    assert not is_held(town, BRAND, 904, right=other_mark(1))


def test_a_newcomer_whose_mailbox_was_typed_in_is_not_held(town: Town) -> None:
    assert town.file({**OLD, **PUBLIC}, 910).status_code == 403
    assert not is_held(town, BRAND, 911, right=other_mark(1))


def test_a_new_device_of_the_boycotted_filer_still_tells(town: Town) -> None:
    assert town.file({**OLD, "device": "d-99"}, 920).status_code == 403
    assert is_held(town, newcomer(1, device="d-99"), 921)


def test_a_brand_whose_number_is_stated_later_with_a_paper_goes_on(town: Town) -> None:
    known_for_long(town, BRAND, other_mark(2))
    assert town.portal.post("/rights", {**other_mark(2), "filer": OLD}).status_code == 201
    town.certify("u-1")
    assert not is_held(town, BRAND, 931, right=other_mark(2))
