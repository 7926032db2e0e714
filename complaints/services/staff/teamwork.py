"""States in which team somebody works and which languages the person reads."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, select

from complaints.base.errors import not_found
from complaints.models import Person, PersonLanguage
from complaints.services.staff import handovers
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.work import UnitOfWork


def place(
    work: UnitOfWork, person_id: int, *, team: str | None, languages: Collection[str]
) -> Person:
    """Put a person into a team, or into none, and state the languages. Refuses with: not-found."""
    person = work.session.scalar(select(Person).where(Person.id == person_id).with_for_update())
    if person is None:
        raise not_found(_("person"))
    person.team = " ".join(team.split()) or None if team else None
    mine = PersonLanguage.person_id == person_id
    work.session.execute(delete(PersonLanguage).where(mine))
    spoken = sorted(set(languages))
    work.session.add_all(PersonLanguage(person_id=person_id, language=each) for each in spoken)
    work.session.flush()
    ledger.record(work, "placed", "person", person_id, team=person.team, languages=spoken)
    handovers.of_empty_teams(work)
    return person
