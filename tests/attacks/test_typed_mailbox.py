"""A stranger types the mailbox of a known holder, and becomes its colleague: no check, no hold."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.models import Filer
from complaints.storage.context import Context
from tests.api.bodies import complaint, pointers, slug
from tests.scenes.callers import Caller
from tests.scenes.contacts import confirm_mailbox
from tests.scenes.staged import staged
from tests.services.authority.known import MAKER, Known, target

HOLDER = {"name": "Velora GmbH"}
MARK = {
    "kind": "trademark", "number": "1234567", "jurisdiction": "WO", "territories": ["CN", "US"],
    "title": "VELORA",
}  # fmt: skip
TYPED = {"email": "legal@velora.example"}
FOR_IT = {"rights_holder": HOLDER, "authorization": {"reference": "POA-1"}}


class Brand:
    """A holder that is known by its record and writes from velora.example, and a reviewer."""

    def __init__(self, caller: Callable[..., Caller], context: Context) -> None:
        self.caller, self.context = caller, context
        Known(context.database, utcnow())
        self.reviewer = caller("reviewer")
        with context.database.reading() as session:
            known = select(Filer.id).where(Filer.reference == MAKER["reference"])
            self.maker = session.scalars(known).one()

    def account(self, role: str, name: str, since: datetime) -> Caller:
        who = self.caller(role, name)
        with self.context.database.transaction() as session:
            filer = session.get_one(Filer, who.id)
            filer.registered_at = filer.created_at = since
        return who

    def file(self, who: Caller, number: int, **said: Any) -> Any:
        body = complaint(**{"right": MARK, "targets": target(500 + number), **said})
        sent = who.post("/complaints", body)
        assert sent.status_code == 201, sent.get_json()
        return sent.get_json()

    def confirm(self, filer_id: int, email: str) -> None:
        with self.context.database.transaction() as session:
            confirm_mailbox(session, filer_id, email, self.context.vault, utcnow())

    def is_stopped(self, filed: Any) -> bool:
        """Say whether one reviewer is refused to take the listing down."""
        decision = {"decision": "take_down", "reason": "shown"}
        claim = filed["targets"][0]["claim_id"]
        said = self.reviewer.post(f"/claims/{claim}/decide", decision)
        if said.status_code == 200:
            return False
        assert slug(said) == "authority-unverified"
        return True


@pytest.fixture
def brand(caller: Callable[..., Caller], context: Context) -> Brand:
    built = copy(staged(context.database, "typed mailbox", lambda: Brand(caller, context)))
    built.caller = caller
    return built


def test_a_strangers_account_types_the_holders_mailbox(brand: Brand) -> None:
    # Of this day, or patient until nobody calls it new.
    for number, since in enumerate((utcnow(), utcnow() - timedelta(days=400))):
        stranger = brand.account("filer", f"Velora {number}", since)
        filed = brand.file(stranger, number, contact=TYPED)
        assert (filed["authority"], brand.is_stopped(filed)) == ("asked", True)


def test_a_partner_types_it_for_its_filer(brand: Brand) -> None:
    filer = {"reference": "v-1", "name": "Velora", "kind": "rights_holder", **TYPED}
    filed = brand.file(brand.caller("partner", "elsewhere"), 1, filer=filer)
    assert (filed["authority"], brand.is_stopped(filed)) == ("asked", True)


def test_an_invented_agent_types_it(brand: Brand) -> None:
    agent = brand.caller("agent", "Finch & Moss Law")
    filed = brand.file(agent, 1, contact=TYPED, **FOR_IT)
    assert (filed["authority"], brand.is_stopped(filed)) == ("asked", True)


def test_a_namesake_types_it_to_be_doubted_no_more(brand: Brand) -> None:
    """By another number nobody stands on the right: a new account of the holder's name is doubted,
    unless it writes from where the holder writes."""
    other = {"right": {**MARK, "number": "7654321"}, "contact": TYPED}
    stranger = brand.account("filer", "Velora GmbH", utcnow())
    filed = brand.file(stranger, 1, **other)
    assert (filed["authority"], brand.is_stopped(filed)) == ("asked", True)
    checks = brand.reviewer.get(f"/complaints/{filed['id']}").get_json()["checks"]
    assert [each["signs"] for each in checks] == [["known_name"]]
    # One end is not enough, whichever it is.
    half = brand.account("filer", "Velora  GmbH", utcnow())
    brand.confirm(half.id, TYPED["email"])
    assert brand.file(half, 2, **other)["authority"] == "asked"
    brand.confirm(brand.maker, "ip@velora.example")
    assert brand.file(stranger, 3, **other)["authority"] == "asked"
    assert brand.file(half, 4, **other)["authority"] is None


def test_a_mailbox_confirmed_at_one_end_makes_no_colleague(brand: Brand) -> None:
    """The holder's record came in with a mailbox that a partner typed: whoever got hold of some
    mailbox of that name has shown nothing of the holder."""
    stranger = brand.caller("filer", "Velora")
    brand.confirm(stranger.id, TYPED["email"])
    assert brand.is_stopped(brand.file(stranger, 1, contact=TYPED))


def test_nor_does_one_that_the_holder_alone_confirmed(brand: Brand) -> None:
    brand.confirm(brand.maker, "ip@velora.example")
    stranger, agent = brand.caller("filer", "Velora"), brand.caller("agent", "Finch")
    assert brand.is_stopped(brand.file(stranger, 1, contact=TYPED))
    assert brand.is_stopped(brand.file(agent, 2, contact=TYPED, **FOR_IT))


def test_who_confirmed_a_mailbox_beside_the_holders_is_its_colleague(brand: Brand) -> None:
    brand.confirm(brand.maker, "ip@velora.example")
    colleague = brand.caller("filer", "Velora")
    brand.confirm(colleague.id, TYPED["email"])
    filed = brand.file(colleague, 1)
    assert (filed["authority"], filed["held_until"]) == (None, None)
    assert not brand.is_stopped(filed)


def test_a_partner_says_that_its_filers_mailbox_is_confirmed(brand: Brand) -> None:
    brand.confirm(brand.maker, "ip@velora.example")
    filer = {"reference": "v-1", "name": "Velora", "kind": "rights_holder", **TYPED}
    body = complaint(right=MARK, targets=target(501), filer=filer)
    # Not even a platform confirms a mailbox: the link that we send does.
    for role in ("partner", "both"):
        body["filer"] = {**filer, "origins": {"email": "confirmed"}}
        said = brand.caller(role, role).post("/complaints", body)
        assert (said.status_code, pointers(said)) == (422, ["/filer/origins/email"])
    assert brand.is_stopped(brand.file(brand.caller("partner", "third"), 2, filer=filer))
