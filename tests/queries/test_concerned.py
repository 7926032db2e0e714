"""From whatever a door names, one comes to the case: its filers, its complaint, who holds it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from complaints.models import Appeal, Letter, PendingDecision
from complaints.queries.staff.concerned import FINDERS, Concerned, find_concerned
from tests.scenes.world import World

ACME, GUARDS, TWIN = 1, 2, 4
CASE = Concerned((ACME,), 1, ("complaint", 1))
# By noun, whom the world's thing of this name is about.
ABOUT: dict[str, Concerned] = {
    "alarm": Concerned((ACME, GUARDS), None, ("alarm", 1)),
    "appeal": Concerned((ACME,), 1, ("appeal", 1)),
    "authorization": Concerned((GUARDS,)),
    "boycott": Concerned((ACME,), None, ("boycott", 1)),
    "buyer_notice": CASE,
    "claim": CASE,
    "clock": CASE,
    "complaint": CASE,
    "counter": CASE,
    "filer": Concerned((ACME,)),
    "flag": Concerned((ACME,), None, ("flag", 1)),
    "joining": Concerned((TWIN, ACME), None, ("joining", 1)),
    "letter": Concerned((ACME,), None, ("boycott", 1)),
    "match": Concerned((GUARDS, ACME)),
    "official_order": CASE,
    "operator": Concerned((ACME,)),
    "pending": Concerned((GUARDS,), 2, ("complaint", 2)),
    "proceeding": CASE,
    "question": CASE,
    "right": Concerned((ACME,)),
    "ring": Concerned((ACME, GUARDS), None, ("ring", 1)),
    "store": Concerned((ACME,)),
    "suspension": Concerned((ACME,)),
}


def concerned(world: World, noun: str, number: int) -> Concerned | None:
    with world.context.database.reading() as session:
        return find_concerned(session, noun, number)


def newest(world: World, statement: Any) -> int:
    with world.context.database.reading() as session:
        return session.scalars(statement).first() or 0


@pytest.mark.parametrize("noun", sorted(FINDERS))
def test_it_is_about_the_case(shared_world: World, noun: str) -> None:
    found = concerned(shared_world, noun, shared_world.ids[f"{noun}_id"])
    assert found == ABOUT[noun]
    assert concerned(shared_world, noun, 99_999) is None


def test_letters_and_appeals_lead_to_what_they_are_about(shared_world: World) -> None:
    of_complaint = select(Letter.id).where(Letter.complaint_id == 1)
    assert concerned(shared_world, "letter", newest(shared_world, of_complaint)) == CASE
    of_joining = select(Letter.id).where(Letter.joining_id == 1)
    letter = concerned(shared_world, "letter", newest(shared_world, of_joining))
    assert letter == ABOUT["joining"]
    boycott, joining = (
        concerned(shared_world, "appeal", newest(shared_world, select(Appeal.id).where(each)))
        for each in (Appeal.boycott_id.is_not(None), Appeal.joining_id.is_not(None))
    )
    assert boycott is not None
    assert boycott.case == ("boycott", shared_world.ids["appealed_boycott_id"])
    assert joining is not None
    assert joining.case == ("joining", shared_world.ids["appealed_joining_id"])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_pending_decision_of_an_appeal_is_about_the_appeal(world: World) -> None:
    number = world.ids["pending_id"]
    with world.context.database.transaction() as session:
        row = session.get_one(PendingDecision, number)
        row.arguments = {**row.arguments, "appeal": world.ids["appeal_id"]}
    assert concerned(world, "pending", number) == ABOUT["appeal"]
