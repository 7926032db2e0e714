"""Enters one of the demo's accounts as a trusted flagger, as a coordinator would make it public."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from complaints.models import Person
from complaints.queries.logins import accounts
from complaints.queries.logins import people as people_queries
from complaints.rules import actors
from complaints.rules.actors import ActorKind, PersonRole
from complaints.services.authority import flaggers
from complaints.services.logins import people
from complaints.storage.context import Context
from complaints.work import UnitOfWork

FLAGGER: Final = "demo-agency@example.com"
ENTERED: Final = timedelta(days=30)


def enter_made_up_flagger(context: Context, now: datetime) -> None:
    """Enter it by one administrator, and approve it by another, who has no log-in here."""
    with context.database.transaction() as session:
        ada = people_queries.find_owner(session, ActorKind.PERSON, "ada")
        account = accounts.find_account(session, FLAGGER)
        assert ada is not None
        assert account is not None
        assert account.filer_id is not None
        work = UnitOfWork(session, actors.SYSTEM, now - ENTERED, context.links)
        second: Person = people.add_person(
            work, handle="eve", name="Eve", role=PersonRole.ADMINISTRATOR
        )
        first = work.by(actors.person(ada, PersonRole.ADMINISTRATOR))
        row = flaggers.enter(
            first,
            filer_id=account.filer_id,
            entity="Utopian Rights Watch e.V.",
            field=["trademark", "counterfeit"],
            authority="Digital Services Coordinator of Utopia",
            source="https://coordinator.example/trusted-flaggers",
            awarded_on=(now - 2 * ENTERED).date(),
            vault=context.vault,
        )
        other = work.by(actors.person(second.id, PersonRole.ADMINISTRATOR))
        flaggers.approve_entry(other, row.id, vault=context.vault)
