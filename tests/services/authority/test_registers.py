"""Rights are compared with the register when they are stated, by their principal's name."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from complaints.models import Right
from complaints.queries.authority import registers as register_queries
from complaints.rules.actors import Actor
from complaints.rules.authority.registers import Verdict
from complaints.rules.kinds import FilerKind, Proof
from complaints.services.authority import proof, rights
from complaints.storage.db import Database
from tests.scenes.registers import put_entry
from tests.scenes.working import working
from tests.services.decisions.desk import HOLDER, VAULT, Desk
from tests.services.decisions.desk import MARK as MADRID

# In the register of one office.
MARK = {**MADRID, "jurisdiction": "US", "territories": None}

DAY = timedelta(days=1)


class Market:
    """Accounts that state the right of one entry."""

    def __init__(self, database: Database, now: datetime, *names: str) -> None:
        self.database = database
        self.now = now
        self.desk = Desk(database, now)
        if names:
            put_entry(database, VAULT, *names, now=now - DAY)

    def state(self, actor: Actor, holder: object = None) -> int:
        row = self.desk.do(
            rights.register, actor, right=MARK, rights_holder=holder, filer=None, vault=VAULT
        )
        return int(row.id)

    def prove(self, right_id: int, level: Proof) -> None:
        ann = self.desk.staff("ann")
        with self.database.transaction() as session:
            work = working(session, ann, self.now)
            proof.prove(work, session.get_one(Right, right_id), level)

    def levels(self) -> list[str]:
        with self.database.reading() as session:
            return list(session.scalars(select(Right.proof).order_by(Right.id)))

    def verdict(self, right_id: int) -> Verdict | None:
        with self.database.reading() as session:
            return register_queries.verdict_on(session, session.get_one(Right, right_id))


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("The ACME Co.", Verdict.AGREES), ("阿克米有限公司", Verdict.AGREES),
        ("Nimbus", Verdict.CONTRADICTS), ("Акме", Verdict.UNCLEAR),
    ],
)  # fmt: skip
def test_a_right_is_compared_when_it_is_registered(
    database: Database, now: datetime, name: str, verdict: Verdict
) -> None:
    market = Market(database, now, "Acme Inc", "阿克米")
    right_id = market.state(market.desk.filer(name))
    assert market.verdict(right_id) is verdict
    assert market.levels() == ["in_register" if verdict is Verdict.AGREES else "stated"]


@pytest.mark.both_databases
def test_a_right_is_compared_when_a_complaint_states_it(database: Database, now: datetime) -> None:
    market = Market(database, now, "Acme Inc")
    market.desk.file(market.desk.filer("Acme"), right=MARK)
    market.desk.file(market.desk.filer("Nimbus"), right=MARK)
    assert market.levels() == ["in_register", "stated"]


def test_no_extract_says_nothing(database: Database, now: datetime) -> None:
    market = Market(database, now)
    assert market.verdict(market.state(market.desk.filer("Acme"))) is None


def test_for_an_agent_the_principals_name_counts(database: Database, now: datetime) -> None:
    market = Market(database, now, "Acme Inc")
    agent = market.desk.filer("guards", FilerKind.AGENT)
    market.state(agent, HOLDER)
    market.state(agent, {"name": "Nimbus"})
    namesake = market.desk.filer("Acme", FilerKind.AGENT)
    market.state(namesake, {"name": "Nimbus"})
    assert market.levels() == ["in_register", "stated", "stated"]


@pytest.mark.parametrize("level", Proof)
def test_a_name_alone_proves_no_second_account_once_a_person_or_the_holder_proved_one(
    database: Database, now: datetime, level: Proof
) -> None:
    market = Market(database, now)
    brand = market.state(market.desk.filer("Acme"))
    if level is not Proof.STATED:
        market.prove(brand, level)
    put_entry(database, VAULT, "Acme Inc", now=now)
    market.state(market.desk.filer("ACME Ltd"))
    market.state(market.desk.filer("guards", FilerKind.AGENT), HOLDER)
    barred = level in (Proof.PAPER_SEEN, Proof.CONFIRMED)
    assert market.levels()[1:] == ["stated" if barred else "in_register", "in_register"]


def test_a_level_is_never_lowered(database: Database, now: datetime) -> None:
    market = Market(database, now, "Acme Inc")
    right_id = market.state(market.desk.filer("Acme"))
    put_entry(database, VAULT, "Nimbus", now=now)
    assert market.verdict(right_id) is Verdict.CONTRADICTS
    assert market.levels() == ["in_register"]
