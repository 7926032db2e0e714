"""Puts a draft of the policy forward in the demo, so that it waits for a second person.

It changes how long a warned filer has to answer and nothing that a scan reads.
"""

from __future__ import annotations

from datetime import timedelta

from complaints.base.clock import utcnow
from complaints.queries.logins import people as people_queries
from complaints.rules import actors
from complaints.rules.actors import ActorKind, PersonRole
from complaints.services.policy import policy_drafts
from complaints.storage.context import Context
from complaints.work import UnitOfWork
from complaints.work.policy import in_force

MORE_DAYS = 7
WHY = "Agencies ask their clients before they answer. One week more gives them the time."


def put_forward(context: Context) -> None:
    """Let Chen draft it and put it forward: Dee finds it in the queue."""
    now = utcnow()
    with context.database.transaction() as session:
        chen = people_queries.find_owner(session, ActorKind.PERSON, "chen")
        assert chen is not None
        days = in_force(session).boycott.answer_days + MORE_DAYS
        work = UnitOfWork(session, actors.person(chen, PersonRole.SUPERVISOR), now, context.links)
        month = f"{now.replace(day=1) - timedelta(days=1):%Y-%m}"
        draft = policy_drafts.draft(
            work, first=month, last=month, values={"boycott": {"answer_days": days}},
            why={"boycott": {"answer_days": WHY}},
        )  # fmt: skip
        policy_drafts.put_forward(work, draft.id, why=WHY)
        policy_drafts.write_to_those_who_may(work, draft.id, vault=context.vault)
