"""A boycotted filer comes back behind things that would explain away what it shares.

Each of these once worked: an account that called itself its agent, look-alikes that made a value
common, an invented firm that lent a telephone, one more thing in common, and an account opened
early. And one wronged somebody: the honest brand whose number a squatter had typed in first.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from complaints.base.clock import utcnow
from complaints.models import Authorization, Complaint
from complaints.rules.kinds import Proof
from complaints.services.registry import Marks, Registry
from tests.api.bodies import MARK
from tests.attacks.test_returning_filer import OLD, STRANGER, Town, town

__all__ = ["town"]
BOLD = {"rights_holder": {"name": "Bold Brands Ltd"}, "authorization": {"reference": "POA-1"}}
AGENT = {
    "reference": "ag-1", "name": "Fine Agents LLP", "kind": "agent", "country": "CN",
    "phone": OLD["phone"], "email": OLD["email"],
}  # fmt: skip
YEAR = timedelta(days=365)


def other_mark(number: int) -> dict[str, Any]:
    return {**MARK, "number": str(7_600_000 + number), "title": "QUIET"}


def newcomer(number: int, **shown: Any) -> dict[str, Any]:
    face = {"reference": f"n-{number}", "name": f"Newcomer {number}", "kind": "rights_holder"}
    return {**face, "country": "CN", **shown}


def is_held(town: Town, filer: dict[str, Any], number: int, **given: Any) -> bool:
    right = given.pop("right", other_mark(number))
    filed = town.file(filer, number, right=right, **given)
    assert filed.status_code == 201
    return filed.get_json()["held_until"] is not None


def shows(town: Town, reference: str, **shown: str) -> None:
    """Have an account show something, as its next complaint would."""
    with town.context.database.transaction() as session:
        registry = Registry(session, town.context.vault, source="x", now=utcnow())
        registry.identities([Marks(town.number(reference), shown, utcnow())])


def filed_long_ago(town: Town, reference: str) -> None:
    """Date an account's complaints back, to before the warning."""
    of_it = Complaint.filer_id == town.number(reference)
    with town.context.database.transaction() as session:
        session.execute(update(Complaint).where(of_it).values(filed_at=utcnow() - YEAR))


# The agent's door


def test_it_comes_back_as_its_own_agent(town: Town) -> None:
    # With the old telephone and mailbox, for the old name and by the old right.
    assert is_held(town, AGENT, 300, right=MARK, **BOLD)


def test_its_own_agent_shows_no_more_than_its_name_and_right(town: Town) -> None:
    bare = {"reference": "ag-2", "name": "Plain LLP", "kind": "agent", "country": "CN"}
    assert is_held(town, bare, 301, right=MARK, **BOLD)
    zeta = {"rights_holder": {"name": "Zeta Inc"}, "authorization": {"reference": "POA-2"}}
    assert is_held(town, {**AGENT, "reference": "ag-3"}, 302, right=MARK, **zeta)


def test_a_complaint_as_its_agent_primes_nothing(town: Town) -> None:
    fine = newcomer(1, name="Fine Goods Inc")
    town.file(fine, 310, right=other_mark(1), **BOLD)
    assert is_held(town, {**fine, "phone": OLD["phone"], "email": OLD["email"]}, 311, right=MARK)


def test_a_compared_permission_lends_telephone_and_mailbox_and_not_the_right(town: Town) -> None:
    town.file(AGENT, 320, right=other_mark(2), **BOLD)
    of_it = Authorization.filer_id == town.number("ag-1")
    proven = {"proof": Proof.PAPER_SEEN, "proof_at": utcnow()}
    with town.context.database.transaction() as session:
        session.execute(update(Authorization).where(of_it).values(**proven))
    assert not is_held(town, AGENT, 321, right=other_mark(3), **BOLD)
    assert is_held(town, AGENT, 322, right=MARK, **BOLD)


def test_an_agent_that_served_it_long_before_is_not_held(town: Town) -> None:
    town.file(AGENT, 330, right=other_mark(4), **BOLD)
    filed_long_ago(town, "ag-1")
    assert not is_held(town, AGENT, 331, right=other_mark(5), **BOLD)


# Look-alikes


@pytest.mark.parametrize("reused", [("device", "phone", "payment"), ("phone", "email")])
def test_all_its_look_alikes_are_held(town: Town, reused: tuple[str, ...]) -> None:
    shown = {kind: OLD[kind] for kind in reused}
    held = [is_held(town, newcomer(each, **shown), 500 + each) for each in range(20)]
    assert all(held)


# An invented firm


def test_an_invented_firm_lends_no_telephone(town: Town) -> None:
    firm = {"reference": "moss", "name": "Moss Law", "kind": "agent", "country": "CN",
            "phone": OLD["phone"]}  # fmt: skip
    for number in range(3):
        holder = {"rights_holder": {"name": f"Holder {number} GmbH"}}
        permission = {"authorization": {"reference": "POA"}}
        town.file(firm, 600 + number, right=other_mark(number), **holder, **permission)
    assert is_held(town, newcomer(9, phone=OLD["phone"]), 610)


# One thing more


@pytest.mark.parametrize("more", [{"ip": "203.0.113.9"}, {"address": "1 Long Road, Yiwu"}])
def test_sharing_more_than_the_telephone_does_not_free_it(town: Town, more: dict[str, str]) -> None:
    shows(town, "u-1", **more)
    assert is_held(town, newcomer(1, phone=OLD["phone"]), 401)
    assert is_held(town, newcomer(2, phone=OLD["phone"], **more), 402)


# An account opened early


def test_an_old_account_that_first_shows_its_things_now_is_a_new_door(town: Town) -> None:
    sleeper = newcomer(1)
    town.file(sleeper, 700, right=other_mark(1))
    filed_long_ago(town, "n-1")
    assert is_held(town, {**sleeper, "phone": OLD["phone"]}, 701)


def test_an_old_account_shows_its_device_at_its_place_now(town: Town) -> None:
    shows(town, "u-1", ip="203.0.113.9")
    sleeper = newcomer(2, payment="US-9")
    town.file(sleeper, 710, right=other_mark(2))
    filed_long_ago(town, "n-2")
    shown = {"phone": OLD["phone"], "device": OLD["device"], "ip": "203.0.113.9"}
    assert is_held(town, {**sleeper, **shown}, 711)


# Whom it wronged


def test_a_brand_is_not_held_for_a_number_that_a_squatter_typed_in_first(town: Town) -> None:
    assert not is_held(town, STRANGER, 800, right=MARK)


def test_a_right_with_a_certificate_is_known_again(town: Town) -> None:
    town.certify("u-1")
    assert is_held(town, STRANGER, 810, right=MARK)


# Judged apart


def test_not_the_same_as_one_account_does_not_clear_of_another(town: Town, caller: Any) -> None:
    """B was judged to be another than N. Later B is joined to A, which nobody compared with N."""
    sue, sam = caller("supervisor", "sue"), caller("supervisor", "sam")
    b = newcomer(1, payment="B-1")
    n = newcomer(2, payment="B-1", device=OLD["device"])
    town.file(b, 900, right=other_mark(1))
    assert is_held(town, n, 901)
    apart = {"filer": town.number("n-1"), "other": town.number("n-2")}
    town.rita.post("/judgements", {**apart, "verdict": "no", "why": "Two firms."})
    same = {"filer": town.number("u-1"), "other": town.number("n-1")}
    sue.post("/judgements", {**same, "verdict": "yes", "why": "One hand."})
    (row,) = sue.get("/joinings").get_json()["items"]
    joined = sam.post(f"/joinings/{row['id']}/join", {"why": "One hand, by its papers."})
    assert joined.status_code == 200
    assert is_held(town, n, 902)
    same = {"filer": town.number("u-1"), "other": town.number("n-2")}
    town.rita.post("/judgements", {**same, "verdict": "no", "why": "A used device."})
    assert not is_held(town, n, 903)
