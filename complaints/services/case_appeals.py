"""The one appeal against a case about a filer, a boycott or a joining: filed, and judged by a
person who took no earlier part. The case's own service says what happens with it then.

Ground of the services.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select

from complaints.errors import Refusal
from complaints.models import Appeal, Boycott, Joining
from complaints.queries import grants, secret_links
from complaints.rules.kinds import Side
from complaints.rules.machines import Parts, after, allowed, barred
from complaints.rules.reasons import stated
from complaints.rules.ties import require_apart
from complaints.services import ledger, search_index
from complaints.services.move import MACHINES, move
from complaints.words import Message
from complaints.words import message as _
from complaints.words.labels import label
from complaints.work import Work

Case = Boycott | Joining


def file(work: Work, case: Case, *, grounds: str, decided: Message) -> None:
    """File the appeal; `decided` is said where there was one already, and it was decided.

    Refuses with: invalid-request, without grounds; wrong-state; forbidden.
    """
    machine = MACHINES[type(case)]
    grounds = stated("/grounds", grounds, _("Say why the decision is wrong."))
    earlier = select(Appeal.id).where(_of(case))
    if allowed(machine, case.state, "appeal") and work.session.scalar(earlier) is not None:
        raise Refusal("wrong-state", decided, state=case.state, possible=[])
    move(work, case, "appeal")
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


def judge(work: Work, case: Case, event: str, *, what: Message, parts: Parts, reason: str) -> str:
    """Decide the appeal as the `event` of its case says; return the reason. Moves the appeal alone.

    `parts` are the persons of the case. Refuses with: wrong-state; forbidden;
    second-person-needed; one-let-in-the-other; invalid-request, without a reason.
    """
    machine = MACHINES[type(case)]
    if case.state != "under_appeal":
        raise Refusal(
            "wrong-state",
            _(
                "This %(noun)s is “%(state)s”: no appeal waits for a decision.",
                noun=label("noun", machine.noun),
                state=label("state", case.state),
            ),
            state=case.state,
        )
    after(machine, case.state, event, work.actor.role)
    earlier = barred(machine, case.state, event, parts)
    require_apart(work.actor, earlier, grants.ties(work.session), what)
    reason = stated("/reason", reason, _("Say why; the filer reads it."))
    filed = work.session.scalars(select(Appeal).where(_of(case)).with_for_update()).one()
    filed.decided_at, filed.decided_by, filed.reason = work.now, work.actor.person_id, reason
    move(work, filed, "uphold" if event == "uphold" else "overturn", why=reason)
    return reason


def _of(case: Case) -> ColumnElement[bool]:
    if isinstance(case, Boycott):
        return Appeal.boycott_id == case.id
    return Appeal.joining_id == case.id
