"""Letters of a step that is taken back: as they would go, and nothing stays when it is refused."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from complaints.base.errors import Refusal
from complaints.models import Claim, Event, LedgerEntry, Letter
from complaints.services.decisions import claims, rehearsals
from complaints.storage.links import PLACE
from complaints.work import UnitOfWork
from tests.services.decisions.desk import Desk
from tests.services.sellers.test_replies import Case

pytestmark = pytest.mark.both_databases

DOWN: dict[str, Any] = {"decision": "take_down", "code": "shown"}


def test_a_step_is_rehearsed_and_taken_back_also_where_it_is_refused(
    database: Any, now: datetime
) -> None:
    case = Case(Desk(database, now))

    def rehearse(work: UnitOfWork) -> list[rehearsals.Rehearsed]:
        before = counted(work)
        with pytest.raises(Refusal):
            rehearsals.letters_of(
                work, lambda: claims.decide(work, case.ids[0], **{**DOWN, "decision": "stand"})
            )
        written = rehearsals.letters_of(
            work, lambda: claims.decide_complaint(work, case.complaint, **DOWN)
        )
        assert counted(work) == before
        assert work.session.scalars(select(Claim.state).distinct()).all() == ["received"]
        return written

    shown = case.desk.do(rehearse, case.rev)
    before = len(case.rows(Letter))
    case.desk.do(claims.decide_complaint, case.rev, case.complaint, **DOWN)
    gone = case.rows(Letter)[before:]
    assert [each.subject for each in shown] == [row.subject for row in gone]
    assert [each.body for each in shown] == [row.body.replace(PLACE, "…") for row in gone]
    assert [each.to_filer for each in shown].count(True) == 1
    assert any(PLACE in row.body for row in gone), "a seller's letter has a link"


def counted(work: UnitOfWork) -> list[int]:
    kinds = (Letter, Event, LedgerEntry)
    return [work.session.scalar(select(func.count()).select_from(kind)) or 0 for kind in kinds]
