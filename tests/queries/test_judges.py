"""Who is counted as able to judge an appeal: only who can act, by whatever it acts with."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from complaints.models import Account, ApiKey, Passkey, Person
from complaints.queries.decisions.judges import Bench
from complaints.rules import actors
from complaints.rules.actors import SYSTEM, ActorKind, PersonRole, Scope
from complaints.services.logins import access, people, sign_ups
from complaints.storage.db import Database
from tests.scenes.working import working
from tests.services.decisions.desk import VAULT


class Judge:
    """Cem, a supervisor or counsel, of whom a test says by what Cem acts."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.database, self.now = database, now

    def counts(self, given: Any, role: PersonRole) -> bool:
        with self.database.transaction() as session:
            work = working(session, SYSTEM, self.now)
            ada = people.add_person(work, handle="ada", name="A", role=PersonRole.ADMINISTRATOR)
            cem = people.add_person(work, handle="cem", name="C", role=role)
            given(self, session, cem)
            session.flush()
            asking = actors.person(ada.id, PersonRole.ADMINISTRATOR)
            return cem.id in Bench.of(working(session, asking, self.now)).judges

    def key(self, session: Session, cem: Person, *scopes: Scope, days: int = 30) -> ApiKey:
        work = working(session, SYSTEM, self.now)
        made = people.issue_key(
            work,
            kind=ActorKind.PERSON,
            owner_id=cem.id,
            label="k",
            scopes=scopes,
            days=days,
            vault=VAULT,
        )
        return session.get_one(ApiKey, made.id)

    def log_in(self, session: Session, cem: Person, **given: Any) -> Account:
        work = working(session, SYSTEM, self.now)
        account = sign_ups.open_for_person(work, cem.id, email="cem@example.com", vault=VAULT)
        for name, value in given.items():
            setattr(account, name, value)
        return account


def nothing(one: Judge, session: Session, cem: Person) -> None:
    """There never was a log-in or a key: no command acts for Cem."""


def a_good_key(one: Judge, session: Session, cem: Person) -> None:
    one.key(session, cem, Scope.JUDGE_APPEALS)


def a_key_to_review(one: Judge, session: Session, cem: Person) -> None:
    one.key(session, cem, Scope.REVIEW)


def a_key_to_read(one: Judge, session: Session, cem: Person) -> None:
    one.key(session, cem, Scope.READ)


def a_key_that_ends_now(one: Judge, session: Session, cem: Person) -> None:
    one.key(session, cem, Scope.JUDGE_APPEALS).ends_at = one.now


def a_key_that_ends_soon(one: Judge, session: Session, cem: Person) -> None:
    one.key(session, cem, Scope.JUDGE_APPEALS).ends_at = one.now + timedelta(microseconds=1)


def a_revoked_key(one: Judge, session: Session, cem: Person) -> None:
    one.key(session, cem, Scope.JUDGE_APPEALS).revoked_at = one.now


def a_log_in_without_a_password(one: Judge, session: Session, cem: Person) -> None:
    one.log_in(session, cem)


def a_password(one: Judge, session: Session, cem: Person) -> None:
    one.log_in(session, cem, password_hash="x")


def an_unconfirmed_address(one: Judge, session: Session, cem: Person) -> None:
    one.log_in(session, cem, password_hash="x", confirmed_at=None)


def a_log_in_that_was_ended(one: Judge, session: Session, cem: Person) -> None:
    one.log_in(session, cem, password_hash="x", active=False)


def a_passkey(one: Judge, session: Session, cem: Person, usage: str = "first") -> None:
    account = one.log_in(session, cem)
    session.flush()
    session.add(
        Passkey(
            account_id=account.id, credential_id=b"1", public_key=b"1", name="k", sign_count=0,
            backup_state=False, device_type="single_device", usage=usage, lastuse_datetime=one.now,
        )
    )  # fmt: skip


def a_passkey_beside_a_password(one: Judge, session: Session, cem: Person) -> None:
    """It was a second factor; the password is not chosen."""
    a_passkey(one, session, cem, "secondary")


def an_ended_access(one: Judge, session: Session, cem: Person) -> None:
    one.log_in(session, cem, password_hash="x")
    session.flush()
    access.end(working(session, SYSTEM, one.now), cem.id)


@pytest.mark.parametrize(
    ("given", "role", "counts"),
    [
        (nothing, "supervisor", False),
        (nothing, "counsel", False),
        (nothing, "reviewer", False),
        (a_good_key, "supervisor", True),
        (a_good_key, "counsel", True),
        (a_key_to_review, "supervisor", True),
        # A counsel's key may nothing but judge, whatever it was given.
        (a_key_to_review, "counsel", False),
        (a_key_to_read, "supervisor", False),
        (a_key_that_ends_now, "supervisor", False),
        (a_key_that_ends_soon, "supervisor", True),
        (a_revoked_key, "supervisor", False),
        (a_log_in_without_a_password, "supervisor", False),
        (an_unconfirmed_address, "supervisor", False),
        (a_log_in_that_was_ended, "supervisor", False),
        (a_password, "supervisor", True),
        (a_password, "reviewer", False),
        (a_passkey, "administrator", True),
        (a_passkey_beside_a_password, "administrator", False),
        (an_ended_access, "supervisor", False),
    ],
)
def test_who_can_act_counts(
    database: Database, now: datetime, given: Any, role: str, counts: bool
) -> None:
    assert Judge(database, now).counts(given, PersonRole(role)) is counts
