"""The one appeal against a case about a filer, a boycott or a joining: filed, and judged.

The step's record says who may judge it. The case's own service says what happens with the case.

Ground of the services.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select

from complaints.base.errors import Refusal
from complaints.models import Appeal, Boycott, Joining
from complaints.queries.mailing import secret_links
from complaints.rules.kinds import Side
from complaints.services.move import MACHINES, transition
from complaints.services.staff import search_index
from complaints.services.upkeep import ledger
from complaints.words import Message
from complaints.work import UnitOfWork

Case = Boycott | Joining


def file_case_appeal(work: UnitOfWork, case: Case, *, grounds: str, decided: Message) -> None:
    """File the appeal; `decided` is said where there was one already, and it was decided.

    Refuses with: wrong-state.
    """
    machine = MACHINES[type(case)]
    if work.session.scalar(select(Appeal.id).where(_of(case))) is not None:
        raise Refusal("wrong-state", decided, state=case.state, possible=[])
    transition(work, case, "appeal")
    about: dict[str, Any] = {f"{machine.noun}_id": case.id}
    filed = Appeal(
        **about, side=str(Side.FILER), state="filed", grounds=grounds, filed_at=work.now,
        reach=secret_links.came_by(work),
    )  # fmt: skip
    work.session.add(filed)
    work.session.flush()
    search_index.written_about(work.session, "appeal", filed.id)
    facts: dict[str, Any] = {machine.noun: case.id}
    ledger.record(work, "filed", "appeal", filed.id, **facts)


def decide_case_appeal(work: UnitOfWork, case: Case, *, upholds: bool, reason: str) -> None:
    """Decide the appeal, for a reason that the filer reads. Moves the appeal alone."""
    filed = work.session.scalars(select(Appeal).where(_of(case)).with_for_update()).one()
    filed.decided_at, filed.decided_by, filed.reason = work.now, work.actor.person_id, reason
    transition(work, filed, "uphold" if upholds else "overturn", why=reason)


def _of(case: Case) -> ColumnElement[bool]:
    if isinstance(case, Boycott):
        return Appeal.boycott_id == case.id
    return Appeal.joining_id == case.id
