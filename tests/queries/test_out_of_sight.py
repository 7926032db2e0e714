"""What a query keeps from whoever may not see it, whatever the door before it asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.base.errors import Refusal
from complaints.models import Appeal, CounterNotice, Filer, Person
from complaints.queries.decisions import appeals, claims
from complaints.queries.filing import documents
from complaints.queries.findings import samples, standing
from complaints.queries.law.old_rules import find_under_old_rules
from complaints.queries.sellers import counter_notices, orders
from complaints.queries.staff import notes
from complaints.rules.actors import Actor, PersonRole, filer, person
from complaints.rules.decisions.claims import CLAIM
from complaints.work import UnitOfWork
from tests.scenes.working import working
from tests.scenes.world import World

Asked = Callable[[UnitOfWork, dict[str, int]], Any]


class Sight:
    """The world as three see it: whose it is, a stranger who files too, and who reviews."""

    def __init__(self, session: Session, world: World) -> None:
        self.session, self.ids = session, dict(world.ids)
        self.acme, self.other = (self._filer(name) for name in ("acme", "other"))
        ann = session.scalars(select(Person.id).where(Person.handle == "ann")).one()
        self.ann = person(ann, PersonRole.REVIEWER)
        judged = select(Appeal.id).where(Appeal.claim_id.is_not(None))
        self.ids["of_claim"] = session.scalars(judged.limit(1)).one()
        self.ids["countered"] = session.scalars(select(CounterNotice.id).limit(1)).one()
        self.ids["acme"] = self.acme.id or 0

    def _filer(self, reference: str) -> Actor:
        found = select(Filer.id).where(Filer.reference == reference)
        return filer(self.session.scalars(found).one())

    def ask(self, asked: Asked, actor: Actor) -> Any:
        return asked(working(self.session, actor), self.ids)


@pytest.fixture
def sight(shared_world: World) -> Iterator[Sight]:
    with shared_world.context.database.reading() as session:
        yield Sight(session, shared_world)


@pytest.mark.parametrize(
    "asked",
    [
        lambda work, ids: appeals.claim_of(work, ids["of_claim"]),
        lambda work, ids: appeals.subject_of_appeal(work, ids["of_claim"]),
        lambda work, _: samples.list_samples(work),
        lambda work, ids: samples.get_sample(work, ids["sample_id"]),
        lambda work, _: samples.estimate(work),
        lambda work, ids: standing.funnel(work, ids["acme"]),
        lambda work, ids: counter_notices.get_counter_notice(work, ids["countered"]),
        lambda work, _: find_under_old_rules(work, limit=9),
        lambda work, _: orders.find_waiting(work, limit=9),
        lambda work, ids: notes.about_ring(work, ids["ring_id"]),
    ],
)
def test_what_is_not_yours_is_not_there(sight: Sight, asked: Asked) -> None:
    sight.ask(asked, sight.ann)
    with pytest.raises(Refusal) as stopped:
        sight.ask(asked, sight.other)
    assert stopped.value.slug == "not-found"


def waiting(work: UnitOfWork, ids: dict[str, int]) -> list[Any]:
    rows = [claims.of_filer_waiting(work, ids["acme"], state, 9) for state in CLAIM.states]
    return [view for found in rows for view in found]


@pytest.mark.parametrize(
    "asked",
    [
        waiting,
        lambda work, _: documents.find_documents(work, before=None, limit=9),
    ],
)
def test_a_list_of_somebody_elses_is_empty(sight: Sight, asked: Asked) -> None:
    assert sight.ask(asked, sight.acme)
    assert sight.ask(asked, sight.other) == []
