"""Accounts that somebody signed up for and nobody confirmed go; others stay."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from complaints import migration
from complaints.base.clock import utcnow
from complaints.models import Account, AccountLetter, Filer
from complaints.rules.actors import SYSTEM
from complaints.services.logins import sign_ups
from complaints.services.mailing import account_letters
from complaints.storage.db import Database
from tests.scenes.working import working
from tests.services.cases.market import Market
from tests.services.decisions.desk import VAULT

# Its revision has landed and stays as it is: test_kept takes it every day.
pytestmark = pytest.mark.thorough

NOW = utcnow()


def test_a_password_that_nobody_confirmed_goes(database: Database) -> None:
    with database.transaction() as session:
        filer = Market(session, NOW).filer("acme")
        work = working(session, SYSTEM, NOW)
        for email, password, confirmed in (
            ("stranger@acme.example", "argon2", False),
            ("opened@acme.example", None, False),
            ("owner@acme.example", "argon2", True),
        ):
            account = sign_ups.open_for_filer(
                work, filer.id, email=email, password_hash=password, language=None
            )
            account.confirmed_at = NOW if confirmed else None
            account_letters.write_account_letter(work, account, "reset", holds="x", vault=VAULT)
    migration.downgrade(database, "0028")
    migration.upgrade(database)
    with database.reading() as session:
        left = session.scalars(select(Account.email).order_by(Account.id)).all()
        assert left == ["opened@acme.example", "owner@acme.example"]
        assert len(session.scalars(select(AccountLetter)).all()) == 2
        assert session.scalars(select(Filer.name)).one()
