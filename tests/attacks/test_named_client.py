"""A filer once names a client, is boycotted, and comes back in accounts of that client's name.

Having filed for "Zeta Inc" before made Bold its agent, and that explained all that they share.
"""

from __future__ import annotations

from sqlalchemy import update

from complaints.models import Complaint, Filer, Right
from tests.api.bodies import MARK
from tests.attacks.test_returning_filer import OLD, Town, town
from tests.attacks.test_switching_off_the_match import YEAR, is_held, other_mark

__all__ = ["town"]
NAMED = {"rights_holder": {"name": "Zeta Inc"}, "authorization": {"reference": "POA-9"}}
ZETA = {
    "reference": "z-1", "name": "Zeta Inc", "kind": "rights_holder", "country": "CN",
    "phone": OLD["phone"], "email": OLD["email"],
}  # fmt: skip


def once_named(town: Town) -> None:
    """Let Bold have filed for Zeta before its trouble; a certificate is kept with its marks."""
    other = {"reference": "x-1", "name": "Some Agent", "kind": "agent"}
    assert not is_held(town, other, 950, right=other_mark(50), **NAMED)
    was, bold = town.number("x-1"), town.number("u-1")
    with town.context.database.transaction() as session:
        session.execute(
            update(Complaint)
            .where(Complaint.filer_id == was)
            .values(filer_id=bold, filed_at=session.get_one(Filer, bold).created_at - YEAR)
        )
        session.execute(update(Right).where(Right.filer_id == was).values(filer_id=bold))
    town.certify("u-1")


def test_accounts_of_a_name_that_it_once_typed_are_held_by_its_right(town: Town) -> None:
    once_named(town)
    assert is_held(town, ZETA, 951, right=MARK)
    assert is_held(town, {**ZETA, "reference": "z-2"}, 952, right=MARK)
    assert is_held(town, {**ZETA, "reference": "z-3", "device": OLD["device"]}, 953)


def test_a_client_uses_its_agents_line_and_desk_and_its_own_right(town: Town) -> None:
    once_named(town)
    assert not is_held(town, ZETA, 961, right=other_mark(50))
