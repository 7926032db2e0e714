"""The one appeal against a case about a filer, a boycott or a joining: filed, and judged.

The step's record says who may judge it. The case's own service says what happens with the case.

Ground of the services.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from complaints.models import Appeal, Boycott, Joining
from complaints.queries.cases.case_appeals import is_of_case
from complaints.queries.mailing import secret_links
from complaints.rules.cases.case_appeals import ground_due
from complaints.rules.kinds import Side
from complaints.services.move import MACHINES, transition
from complaints.services.staff import search_index
from complaints.services.upkeep import ledger
from complaints.work import UnitOfWork

Case = Boycott | Joining


def file_case_appeal(work: UnitOfWork, case: Case, *, grounds: str) -> Appeal:
    """File the appeal, or add the ground for which it was asked. The case's step says whether
    there may be one now; one that states no ground is filed, and asked for it once."""
    machine = MACHINES[type(case)]
    filed = work.session.scalar(select(Appeal).where(is_of_case(case)).with_for_update())
    if filed is None:
        about: dict[str, Any] = {f"{machine.noun}_id": case.id}
        filed = Appeal(
            **about, side=str(Side.FILER), state="filed", grounds=grounds, filed_at=work.now,
            reach=secret_links.came_by(work), ground_due=ground_due(grounds, work.now),
        )  # fmt: skip
        work.session.add(filed)
    else:
        filed.grounds, filed.ground_due = f"{filed.grounds}\n\n{grounds}", None
    transition(work, case, "appeal")
    work.session.flush()
    search_index.written_about(work.session, "appeal", filed.id)
    facts: dict[str, Any] = {machine.noun: case.id}
    ledger.record(work, "filed", "appeal", filed.id, **facts)
    return filed


def decide_case_appeal(
    work: UnitOfWork, case: Case, *, upholds: bool, argued: str, reason: str
) -> None:
    """Decide the appeal, in two parts that the filer reads: what was argued, and what was found.
    Moves the appeal alone."""
    filed = work.session.scalars(select(Appeal).where(is_of_case(case)).with_for_update()).one()
    filed.decided_at, filed.decided_by = work.now, work.actor.person_id
    filed.argued, filed.reason = argued, reason
    transition(work, filed, "uphold" if upholds else "overturn", why=reason)
