"""The second approval: nothing of who waits outlives a refusal, and no end of access is undone."""

from __future__ import annotations

from copy import copy
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import AccessGrant, Account, ApiKey, LedgerEntry, Person
from complaints.rules.actors import SYSTEM, Actor, ActorKind, PersonRole
from complaints.services.logins import access, approvals, people, sign_ups
from complaints.storage.db import Database
from complaints.work import UnitOfWork
from tests.noted import noted
from tests.scenes.staged import staged
from tests.services.decisions.desk import VAULT, Desk

EMAIL = "two@elsewhere.example.com"


def slug_of(act: Any, *args: Any, **options: Any) -> str:
    with pytest.raises(Refusal) as caught:
        act(*args, **options)
    return caught.value.slug


class House(Desk):
    """Ada and Bea administer. Ada invited somebody, who waits."""

    def __init__(self, database: Database, now: datetime) -> None:
        super().__init__(database, now)
        self.ada, self.bea = (self.staff(name, PersonRole.ADMINISTRATOR) for name in ("ada", "bea"))
        self.two = self.invite(self.ada)

    def invite(self, by: Actor) -> int:
        def invite(work: UnitOfWork) -> int:
            handle = people.handle_for(work.session, EMAIL)
            role = PersonRole.SUPERVISOR
            person = people.add_person(work, handle=handle, name="Two", role=role)
            sign_ups.invite(work, person.id, email=EMAIL, vault=VAULT)
            return person.id

        number: int = self.do(invite, by)
        return number

    def approve(self, by: Actor, person_id: int) -> Any:
        return self.do(approvals.approve, by, person_id, vault=VAULT)

    def is_active(self, person_id: int) -> bool:
        with self.database.reading() as session:
            return session.get_one(Person, person_id).active

    def reset(self, by: Actor) -> Any:
        def reset(work: UnitOfWork) -> None:
            account = work.session.scalars(select(Account).where(Account.email == EMAIL)).one()
            access.reset_second_factor(work, account, vault=VAULT)

        return self.do(reset, by)


@pytest.fixture
def house(database: Database, now: datetime) -> House:
    return copy(staged(database, "approvals: house", lambda: House(database, now)))


def test_who_waits_has_no_second_factor_to_lose_and_no_access_to_end(house: House) -> None:
    assert slug_of(house.reset, house.bea) == "wrong-state"
    assert slug_of(house.do, access.end, house.bea, house.two) == "wrong-state"
    house.do(approvals.refuse, house.bea, house.two)
    again = house.invite(house.bea)
    house.approve(house.ada, again)
    assert (house.is_active(house.two), house.is_active(again)) == (False, True)


@pytest.mark.both_databases
def test_who_was_refused_is_not_approved_later(house: House) -> None:
    house.do(approvals.refuse, house.ada, house.two)
    assert noted(house.database, "refused") == [("person", house.two, "person")]
    for act in (house.approve, lambda by, one: house.do(approvals.refuse, by, one)):
        assert slug_of(act, house.bea, house.two) == "wrong-state"
        assert slug_of(act, house.bea, 999) == "not-found"
    assert slug_of(house.do, access.restore, house.bea, house.two) == "wrong-state"


def test_an_approval_gives_nobody_back_whose_access_was_ended(house: House) -> None:
    ben = house.staff("ben").id
    house.do(access.end, house.ada, ben)
    house.do(access.restore, house.ada, ben)
    house.do(access.end, house.bea, ben)
    house.approve(SYSTEM, ben)
    assert not house.is_active(ben)


def test_access_given_back_revives_no_key_of_an_earlier_version(house: House) -> None:
    """Before, ending access left the keys as they were."""
    ben = house.staff("ben").id
    key = house.do(people.issue_key, kind=ActorKind.PERSON, owner_id=ben, label="k", vault=VAULT).id
    with house.database.transaction() as session:
        session.get_one(Person, ben).active = False
    house.do(access.restore, house.ada, ben)
    with house.database.reading() as session:
        assert session.get_one(ApiKey, key).revoked_at == house.now
        about = select(LedgerEntry.verb).where(
            LedgerEntry.subject == "api_key", LedgerEntry.subject_id == key
        )
        assert session.scalars(about.order_by(LedgerEntry.id)).all() == ["issued", "revoked"]


@pytest.mark.both_databases
def test_it_outlasts_who_gave_it(house: House) -> None:
    """The granter left, or came back: the access still waits for somebody else."""
    house.do(access.end, house.bea, house.ada.id)
    house.do(access.restore, house.bea, house.ada.id)
    # Bea alone gave Ada access back: the two are one, and who Ada let in waits still.
    assert slug_of(house.approve, house.bea, house.two) == "one-let-in-the-other"
    cleo = house.staff("cleo", PersonRole.ADMINISTRATOR)
    house.approve(cleo, house.two)
    with house.database.reading() as session:
        row = session.scalars(select(AccessGrant).where(AccessGrant.person_id == house.two)).one()
    assert (row.granted_by, row.approved_by) == (house.ada.id, cleo.id)


def test_an_administrator_who_was_let_in_does_not_approve_its_own_second_address(
    house: House,
) -> None:
    """Nor does somebody whom the granter let in before, while that waits."""
    assert slug_of(house.approve, house.ada, house.two) == "second-person-needed"
    house.approve(house.bea, house.two)
    assert slug_of(house.approve, house.bea, house.two) == "wrong-state"
