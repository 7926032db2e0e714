"""What a scan is told of accounts of one party: they are pairs that a person judged yes."""

from __future__ import annotations

import pytest

from complaints.queries.cases import boycotts
from complaints.queries.findings import claim_table
from tests.services.cases.test_joinings import Case

pytestmark = pytest.mark.both_databases


def pairs(case):
    with case.database.snapshot() as connection:
        rows = claim_table.rows(connection, as_of=case.now)["judged"].to_pylist()
    return {(row["a"], row["b"]): row["verdict"] for row in rows}


def test_accounts_of_one_party_are_judged_yes_also_by_way_of_a_third(database, now):
    case = Case(database, now)
    three, lone = case.filer("three"), case.filer("lone")
    case.joined(case.bad, case.new)
    case.joined(case.new, three)
    case.judge(one=lone, other=three)
    assert pairs(case) == {
        (case.bad.id, case.new.id): "yes",
        (case.new.id, three.id): "yes",
        (case.bad.id, three.id): "yes",
        (three.id, lone.id): "yes",
    }
    case.boycott(three.id)
    with database.snapshot() as connection:
        party = [case.bad.id, case.new.id, three.id]
        assert boycotts.bound_filers(connection, now) == sorted(party)
        assert sorted(boycotts.warned_filers(connection, now, now)) == sorted(party)
