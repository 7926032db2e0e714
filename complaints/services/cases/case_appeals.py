"""The one appeal of an account, or a seller, against a case: filed, and judged.

The step's record says who may judge it. The case's own service says what happens with the case.

Ground of the services.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from complaints.models import Appeal, Boycott, Joining, Suspension
from complaints.queries.cases.case_appeals import is_of_case
from complaints.queries.mailing import secret_links
from complaints.rules.cases.case_appeals import ground_due
from complaints.rules.kinds import Side
from complaints.services.move import MACHINES, transition
from complaints.services.staff import search_index
from complaints.services.upkeep import ledger
from complaints.work import UnitOfWork

Case = Boycott | Joining | Suspension


def file_case_appeal(
    work: UnitOfWork, case: Case, *, grounds: str, filer_id: int | None = None
) -> Appeal:
    """File the appeal, or add the ground for which it was asked. The case's step says whether
    there may be one now; a filer's that states no ground is filed, and asked for it once.
    `filer_id` is the account that appeals, where the case concerns several."""
    machine = MACHINES[type(case)]
    of_account = select(Appeal).where(is_of_case(case, filer_id))
    filed = work.session.scalar(of_account.with_for_update())
    if filed is None:
        about: dict[str, Any] = {f"{machine.noun}_id": case.id}
        side = Side.SELLER if isinstance(case, Suspension) else Side.FILER
        filed = Appeal(
            **about, filer_id=filer_id, side=str(side), state="filed",
            grounds=grounds, filed_at=work.now, reach=secret_links.came_by(work),
            ground_due=ground_due(grounds, work.now) if side is Side.FILER else None,
        )  # fmt: skip
        work.session.add(filed)
    else:
        filed.grounds, filed.ground_due = f"{filed.grounds}\n\n{grounds}", None
    renew_version(case)
    transition(work, case, "appeal")
    work.session.flush()
    search_index.written_about(work.session, "appeal", filed.id)
    facts: dict[str, Any] = {machine.noun: case.id}
    ledger.record(work, "filed", "appeal", filed.id, **facts)
    return filed


def renew_version(case: Case) -> None:
    """Give a case a new version though its own columns stay, so that nobody decides on a page from
    before."""
    flag_modified(case, "state")


def decide_case_appeal(
    work: UnitOfWork, filed: Appeal, *, upholds: bool, argued: str | None, reason: str | None
) -> None:
    """Decide an appeal, in two parts that the filer reads: what was argued, and what was found.
    Moves the appeal alone. The caller has locked its case."""
    filed.decided_at, filed.decided_by = work.now, work.actor.person_id
    filed.argued, filed.reason = argued, reason
    transition(work, filed, "uphold" if upholds else "overturn", why=reason)
