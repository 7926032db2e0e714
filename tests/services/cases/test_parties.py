"""Each door makes a party for each new account, and an account that comes again keeps its own."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from complaints.models import Filer
from complaints.queries.cases import parties
from complaints.rules.actors import SYSTEM
from complaints.rules.kinds import FilerKind
from complaints.services.filing.histories import load, read_history
from complaints.services.logins import people
from complaints.services.registry import Registry
from tests.scenes.working import working
from tests.services.decisions.desk import VAULT, Desk
from tests.services.filing.test_histories import line

pytestmark = pytest.mark.both_databases


def test_accounts_of_every_door_stand_for_themselves(database, now):
    desk = Desk(database, now)
    desk.filer("opened by an operator")
    portal = desk.partner()
    for reference in ("p-1", "p-2", "p-1"):
        desk.file(portal, filer={"reference": reference, "name": "Acme", "kind": "rights_holder"})
    with database.transaction() as session:
        lines = [line("C-1"), line("C-2", filer={"reference": "F-2", "name": "Acme"})]
        told = [read_history(each, source="old", now=now) for each in lines]
        load(working(session, SYSTEM, now), told, vault=VAULT)
    with database.transaction() as session:
        registry = Registry(session, VAULT, source="signed-up", now=now)
        registry.filers([({"reference": "s-1", "name": "Acme"}, now)])
        people.add_filer(
            working(session, SYSTEM, now), reference="x", name="Acme", kind=FilerKind.INDIVIDUAL
        )
    with database.reading() as session:
        rows = session.execute(select(Filer.id, Filer.party_id)).tuples().all()
        assert len(rows) == 7
        assert len({party for _, party in rows}) == 7
        for filer_id, _ in rows:
            assert parties.accounts(session, filer_id) == [filer_id]
            assert parties.by_account(session, [filer_id]) == {filer_id: frozenset({filer_id})}
