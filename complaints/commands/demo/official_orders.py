"""Enters orders that authorities would give about cases of the demo: one is answered and told of,
one waits and is due soon. Buyers of one listing are to be told."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from complaints.models import Claim, Complaint
from complaints.queries.logins import people as people_queries
from complaints.rules import actors
from complaints.rules.actors import ActorKind, PersonRole
from complaints.rules.kinds import Side
from complaints.rules.law.official_orders import OfficialEffect, OfficialOrderKind
from complaints.services.law import buyer_notices, official_orders
from complaints.storage.context import Context
from complaints.work import UnitOfWork

DAY = timedelta(days=1)


def enter_orders(context: Context, now: datetime) -> None:
    """Enter them, as a reviewer reads them from the authority's letters."""
    today = now.date()
    with context.database.transaction() as session:
        ann = people_queries.find_owner(session, ActorKind.PERSON, "ann")
        assert ann is not None
        work = UnitOfWork(session, actors.person(ann, PersonRole.REVIEWER), now, context.links)

        def claim_of(reference: str) -> int:
            of = select(Claim.id).join(Complaint).where(Complaint.reference == reference)
            return session.scalars(of.order_by(Claim.id)).one()

        answered = official_orders.enter_official_order(
            work.at(now - 2 * DAY),
            claim_of("CH-DEMO-EU-APPEAL"),
            kind=OfficialOrderKind.ACT,
            authority="Regional Court of Utopia",
            country="DE",
            reference="33 O 118/26",
            received_on=today - 3 * DAY,
            due_on=today,
            territory=["DE", "AT"],
            recipient=Side.SELLER,
            grounds="The listing offers counterfeits (Trade Mark Act, section 14).",
            redress="An objection to the court within two weeks.",
        )
        official_orders.note_receipt(work, answered.id, on=today - 2 * DAY)
        official_orders.answer_order(
            work,
            answered.id,
            effect=OfficialEffect.GIVEN,
            effect_on=today - DAY,
            answered_on=today,
        )
        official_orders.enter_official_order(
            work,
            claim_of("CH-DEMO-FLAGGER"),
            kind=OfficialOrderKind.INFORM,
            authority="Customs Investigation Office of Utopia",
            country="NL",
            reference="NL-2026-4711",
            received_on=today - DAY,
            due_on=today + 2 * DAY,
            recipient=Side.SELLER,
            grounds="Who runs the store, and where its goods come from (Customs Act, article 12).",
            not_before=today + 30 * DAY,
        )
        buyer_notices.raise_buyer_notice(
            work,
            claim_of("CH-DEMO-EU-APPEAL"),
            known_on=today - 3 * DAY,
            product="Felebel drill, new in box",
            trader="Demo trader of that store, 1 Quay Street, Utopia",
            redress="Give it back to the trader for the full price.",
        )
