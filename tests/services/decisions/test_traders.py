"""What a filer says of the trader that a store shows is said by the filer's side alone."""

from __future__ import annotations

import pytest

from complaints.base.errors import Refusal
from complaints.models import Claim
from complaints.rules import actors
from complaints.services.decisions import claims
from tests.services.decisions.desk import Desk
from tests.services.sellers.test_replies import Case


@pytest.fixture
def case(database, now) -> Case:
    return Case(Desk(database, now))


def test_neither_staff_nor_the_system_says_it_for_the_filer(case: Case) -> None:
    for actor in (case.rev, actors.SYSTEM):
        with pytest.raises(Refusal) as refused:
            case.desk.do(claims.report_trader, actor, case.ids[0], says=None)
        assert refused.value.slug == "forbidden"


def test_of_a_closed_claim_nothing_is_said(case: Case) -> None:
    case.desk.do(claims.decide, case.rev, case.ids[0], decision="reject", code="no-infringement")
    with pytest.raises(Refusal) as refused:
        case.desk.do(claims.report_trader, case.acme, case.ids[0], says=None)
    assert (refused.value.slug, refused.value.facts["possible"]) == ("wrong-state", [])
    assert {row.trader_said for row in case.rows(Claim)} == {None}
