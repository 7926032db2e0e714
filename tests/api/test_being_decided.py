"""While a claim is being decided, what anybody does on it is refused, as the description says."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from complaints.models import Clock, PendingClaim
from tests.api.bodies import COUNTER, slug
from tests.scenes.callers import make_caller
from tests.scenes.world import World


@pytest.mark.parametrize(
    ("role", "path", "body"),
    [
        ("administrator", "/claims/{claim}/complete", {"note": "Here."}),
        ("marketplace", "/claims/{claim}/counter", COUNTER),
        ("marketplace", "/claims/{claim}/demand-report", {"statement": "It asked for money."}),
        ("administrator", "/clocks/{clock}/pause", {"reason": "He is ill."}),
        ("administrator", "/clocks/{clock}/resume", {}),
        ("administrator", "/clocks/{clock}/carry-out", {"reason": "It is over."}),
        ("administrator", "/clocks/{clock}/leave", {"reason": "It is over."}),
    ],
)
def test_a_claim_that_is_being_decided_waits(
    world: World, role: str, path: str, body: dict[str, Any]
) -> None:
    with world.context.database.reading() as session:
        chosen = PendingClaim.pending_id == world.ids["sent_pending_id"]
        claim = session.scalars(select(PendingClaim.claim_id).where(chosen)).one()
        clock = session.scalars(select(Clock.id).where(Clock.claim_id == claim)).first()
    who = make_caller(world.app, world.context, role, "somebody")
    answer = who.post(path.format(claim=claim, clock=clock), body)
    assert (answer.status_code, slug(answer)) == (409, "decision-pending")
