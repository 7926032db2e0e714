"""Files cases that others looked at again: appeals that were decided, a dispute before a body out
of court, and a store that stays suspended. With what else a year's figures count and nothing else
in the demo shows: two kinds of complaints."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import select

from complaints.commands.demo.law import DAY, Case, Story, mark
from complaints.models import Letter
from complaints.queries.decisions import claims
from complaints.rules import actors
from complaints.rules.actors import SYSTEM, PersonRole
from complaints.rules.cases.suspensions import Measure
from complaints.rules.cases.warnings import DeliveredBy
from complaints.rules.kinds import AlsoFound, Merit, Side
from complaints.rules.law.proceedings import Forum, Result
from complaints.services.cases import suspensions, warnings
from complaints.services.decisions import appeals
from complaints.services.decisions import claims as verbs
from complaints.services.law import proceedings
from complaints.storage.links import SellerOf
from complaints.work import UnitOfWork

TERM_DAYS: Final = 60
STORE: Final = "Elbe Markt"
OTHER: Final[dict[str, Any]] = {"kind": "other", "title": "DEMO BRAND", "jurisdiction": "DE"}


def _bo(story: Story, days_ago: int) -> UnitOfWork:
    return story.staff(days_ago, "bo", PersonRole.REVIEWER)


def _dee(story: Story, days_ago: int) -> UnitOfWork:
    return story.staff(days_ago, "dee", PersonRole.SUPERVISOR)


def _was_given_back(story: Story) -> None:
    story.take_down(story.ago(29).now)
    appeal = appeals.file(
        story.as_seller(27), story.claim.id, side=Side.SELLER,
        grounds="We bought these from the brand itself; the invoice is with you.",
    )  # fmt: skip
    appeals.decide(_dee(story, 24), appeal.id, decision="overturn", code="new-evidence")


def _was_left_up(story: Story) -> None:
    verbs.decide(story.ago(32), story.claim.id, decision="reject", code="no-infringement")
    appeal = appeals.file(
        story.as_filer(30), story.claim.id, side=Side.FILER,
        grounds="The second picture shows our mark on the bottom of the box.",
    )  # fmt: skip
    appeals.decide(_dee(story, 26), appeal.id, decision="overturn", code="weighed-wrongly")


def _was_before_a_body(story: Story) -> None:
    story.take_down(story.ago(48).now)
    row = proceedings.note_proceeding(
        story.as_seller(45), [story.claim.id], side=Side.SELLER, forum=Forum.DISPUTE_BODY,
        name="Settlement Body of Utopia", reference="SB-2026-0117",
    )  # fmt: skip
    proceedings.end_proceeding(_bo(story, 20), row.id, result=Result.LOST)
    proceedings.see_paper(_bo(story, 20), row.id)
    proceedings.carry_out(_bo(story, 19), row.id)


def _is_illegal(story: Story) -> None:
    filed_at = claims.complaint_of(story.work.session, story.claim).filed_at
    story.take_down(filed_at + DAY)
    verbs.grade(
        story.work.at(filed_at + DAY), story.claim.id, merit=Merit.FOUNDED,
        reason="The box, the label and the shop's own pictures carry the mark.",
        also_found=[AlsoFound.MANIFESTLY_ILLEGAL],
    )  # fmt: skip


def _is_suspended(story: Story) -> None:
    """The third of three: the store is warned, suspended, appeals, and stays suspended."""
    _is_illegal(story)
    row = suspensions.propose_measure(
        story.ago(42), measure=Measure.SUSPEND, store_id=story.claim.store_id,
        reasons="Three of its listings carried this mark within two weeks.",
    )  # fmt: skip
    suspensions.warn(story.ago(42), row.id)
    session = story.work.session
    warned = session.scalars(select(Letter).where(Letter.suspension_id == row.id)).one()
    warnings.note_letter_delivered(story.ago(41).by(SYSTEM), warned, DeliveredBy.OPENED)
    chen = story.staff(25, "chen", PersonRole.SUPERVISOR)
    why = "It went on after two decisions, and did not answer the warning."
    suspensions.impose(chen, row.id, why=why, term_days=TERM_DAYS)
    assert story.claim.store_id is not None
    seller = actors.seller(SellerOf(0, story.claim.store_id, None, row.id))
    suspensions.appeal_suspension(
        story.ago(22).by(seller), row.id, grounds="Our supplier sent the wrong boxes."
    )
    suspensions.decide_sellers_appeal(
        _dee(story, 15), row.id, decision="uphold", argued="A supplier sent the wrong boxes.",
        reason="Three times in two weeks, after two decisions: it did not look at what it sold.",
    )  # fmt: skip


def _was_taken_down(story: Story) -> None:
    story.take_down(story.ago(12).now)


def _german(number: int) -> str:
    return f"https://www.amazon.de/dp/B0DEM0RDR{number}"


CASES: Final = (
    Case("CH-DEMO-PUT-RIGHT", "EU, given back: the seller's appeal showed an invoice",
         _german(1), "Kanal Depot", mark("018214477", "EU"), _was_given_back, 31),
    Case("CH-DEMO-LEFT-UP", "EU, taken down only once the complainant appealed",
         _german(2), "Kanal Depot", mark("018214477", "EU"), _was_left_up, 34),
    Case("CH-DEMO-BODY", "EU, given back: a body out of court decided so",
         _german(3), "Kanal Depot", mark("018214477", "EU"), _was_before_a_body, 50),
    Case("CH-DEMO-SHUT-1", "EU, manifestly illegal: its store is suspended, and its appeal failed",
         _german(4), STORE, mark("018214477", "EU"), _is_illegal, 62),
    Case("CH-DEMO-SHUT-2", "the second of that store", _german(5), STORE,
         mark("018214477", "EU"), _is_illegal, 55),
    Case("CH-DEMO-SHUT-3", "the third of that store", _german(6), STORE,
         mark("018214477", "EU"), _is_suspended, 48),
    Case("CH-DEMO-CHIP", "EU, taken down: what opens a technical protection", _german(7),
         "Chip Kiosk", OTHER, _was_taken_down, 40, basis="circumvention"),
    Case("CH-DEMO-TITLE", "EU, taken down because of our terms: another right, a title",
         _german(8), "Titel Laden", OTHER, _was_taken_down, 40, basis="other"),
)  # fmt: skip
