"""When parties came: each account its own, judgements applied, and nobody bound by one person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from complaints import drift, migration
from complaints.models import Filer, Joining, LinkJudgement
from complaints.queries.cases import boycotts
from complaints.rules.actors import PersonRole
from tests.services.decisions.desk import Desk

# Its revision has landed and stays as it is: test_kept takes it every day.
pytestmark = pytest.mark.thorough

NAMES = ("bad", "twin", "ally", "kin", "far", "apart", "torn", "lone")


@pytest.fixture
def filers(database, now):
    """Accounts as they were before: `bad` is boycotted; some pairs are judged."""
    desk = Desk(database, now)
    ids = {name: desk.filer(name).id for name in NAMES}
    ann = desk.staff("judge", PersonRole.SUPERVISOR).id
    judged = [
        ("bad", "twin", "yes", None), ("ally", "kin", "yes", None), ("kin", "far", "yes", None),
        ("ally", "apart", "no", None), ("torn", "lone", "yes", now),
    ]  # fmt: skip
    with database.transaction() as session:
        for number, (one, other, verdict, superseded) in enumerate(judged):
            low, high = sorted((ids[one], ids[other]))
            session.add(
                LinkJudgement(
                    a_id=low, b_id=high, verdict=verdict, why=f"{one} and {other}", person_id=ann,
                    at=now - timedelta(days=9 - number), superseded_at=superseded,
                )
            )  # fmt: skip
    desk.boycott(ids["bad"])
    migration.downgrade(database, "0022")
    migration.upgrade(database)
    return ids


def test_judgements_are_applied_and_one_that_would_bind_is_only_proposed(database, now, filers):
    with database.reading() as session:
        party = {
            name: session.scalars(select(Filer.party_id).where(Filer.id == filer_id)).one()
            for name, filer_id in filers.items()
        }
        assert party["ally"] == party["kin"] == party["far"]
        assert len(set(party.values())) == len(NAMES) - 2
        rows = session.scalars(select(Joining).order_by(Joining.id)).all()
        found = [(row.state, row.why, row.joined_by, row.reasons) for row in rows]
        assert found == [
            ("proposed", "bad and twin", None, None),
            ("joined", "ally and kin", None, None),
            ("joined", "kin and far", None, None),
        ]
        assert rows[0].filer_id == filers["twin"]
        assert boycotts.bound_filers(session.connection(), now) == [filers["bad"]]


def test_it_can_be_taken_back_and_put_again(database, filers):
    migration.downgrade(database, "-1")
    migration.upgrade(database)
    assert drift.find_drift(database) == drift.Drift()
    with database.reading() as session:
        assert len(session.scalars(select(Joining)).all()) == 3


def test_new_accounts_get_parties_after_those_that_were_there(database, now, filers):
    new = Desk(database, now).filer("new").id
    with database.reading() as session:
        parties = dict(session.execute(select(Filer.id, Filer.party_id)).tuples().all())
    mine = parties.pop(new)
    assert mine not in parties.values()
