"""The clients of an agency that loses its voice get a letter, where they have an account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from complaints.models import Filer, LedgerEntry, Letter, Right
from complaints.queries.cases.clients import Client, clients_of
from complaints.rules.kinds import FilerKind, Proof
from complaints.services.cases import boycotts
from tests.services.cases.market import Market
from tests.services.cases.test_boycotts import (
    answered,
    case,  # noqa: F401
    do,
    file,
    impose,
)

DAY = timedelta(days=1)


def told(case):  # noqa: F811
    """Return the boycott of `acme`, which files for two brands, and the account that is told: one
    brand has proven the right that it files by, in an account of its own, a third account only says
    so."""
    with case.database.transaction() as session:
        market = Market(session, case.now, {"complaint": 60, "listing": 60})
        brand, lost = market.holder("Brand"), market.holder("Lost")
        acme = session.get_one(Filer, case.acme)
        for holder in (brand, lost):
            market.complaint(acme, case.now - DAY, holder=holder, merit="unfounded")
        mine = session.query(Right).filter_by(filer_id=acme.id).one()
        mine.rights_holder_id = brand.id
        owner, liar = market.filer("owner", FilerKind.RIGHTS_HOLDER), market.filer("liar")
        for account, proof in ((liar, Proof.STATED), (owner, Proof.CONFIRMED)):
            session.add(
                Right(
                    filer_id=account.id, key=mine.key, digest=f"d{account.id}", kind="trademark",
                    created_at=case.now, proof=str(proof),
                    proof_at=None if proof is Proof.STATED else case.now,
                )
            )  # fmt: skip
        owner_id = owner.id
    boycott_id = answered(case)
    file(case, case.now + DAY)
    row = impose(case, boycott_id, at=case.now + 2 * DAY)
    return row, owner_id


@pytest.mark.both_databases
def test_a_client_with_an_account_is_told_and_another_is_counted(case):  # noqa: F811
    row, owner_id = told(case)
    with case.database.reading() as session:
        assert clients_of(session, row) == [Client("Brand", owner_id), Client("Lost", None)]
        (letter,) = session.scalars(select(Letter).where(Letter.kind == "agent_stopped")).all()
        assert (letter.filer_id, letter.boycott_id) == (owner_id, None)
        assert "file it yourself" in letter.body
        # Its client is not told why.
        assert "Invented marks" not in letter.body
        (entry,) = session.scalars(
            select(LedgerEntry).where(LedgerEntry.verb == "told_clients")
        ).all()
        assert entry.facts == {"told": [owner_id], "not_reached": 1}


def told_back(case):  # noqa: F811
    with case.database.reading() as session:
        return session.scalars(select(Letter.filer_id).where(Letter.kind == "agent_back")).all()


@pytest.mark.both_databases
def test_a_client_is_told_once_its_agents_boycott_is_lifted(case):  # noqa: F811
    row, owner_id = told(case)
    do(case, boycotts.lift, case.dee, row.id, reason="Our error.", at=case.now + 3 * DAY)
    assert told_back(case) == [owner_id]


def test_a_client_whose_agents_term_is_over_had_read_the_day(case):  # noqa: F811
    row, _ = told(case)
    do(case, boycotts.appeal, case.filer, row.id, grounds="You are wrong.", at=row.ends_at)
    words = {"argued": "It says so.", "reason": "It is right."}
    do(case, boycotts.decide_appeal, case.dee, row.id, decision="lift", at=row.ends_at, **words)
    assert told_back(case) == []


def test_who_files_for_itself_has_no_clients(case):  # noqa: F811
    with case.database.transaction() as session:
        session.get_one(Filer, case.acme).kind = str(FilerKind.RIGHTS_HOLDER)
    boycott_id = answered(case)
    file(case, case.now + DAY)
    row = impose(case, boycott_id, at=case.now + 2 * DAY)
    with case.database.reading() as session:
        assert clients_of(session, row) == []
        told = select(LedgerEntry.id).where(LedgerEntry.verb == "told_clients")
        assert session.scalars(told).all() == []
