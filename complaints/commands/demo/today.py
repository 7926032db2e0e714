"""Files the demo brand owner's complaints of the last days, through intake as any filer does.

A history starts no clock: without these nothing in the demo's queue would have a deadline.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from complaints.base.clock import utcnow
from complaints.commands.demo import papers as demo_papers
from complaints.models import Claim
from complaints.queries.decisions import claims as claim_queries
from complaints.queries.logins import people as people_queries
from complaints.queries.sellers import counter_notices
from complaints.rules import actors
from complaints.rules.actors import ActorKind, PersonRole
from complaints.rules.filing.targets import Target
from complaints.rules.law.regimes import NOTICE_TEXTS
from complaints.rules.logins.demo_logins import LOGINS
from complaints.rules.sellers.completeness import FactKind, NumberedFact
from complaints.rules.sellers.counter_notices import Answer, Ground, SellerContact
from complaints.rules.sellers.made_up_answers import A_BUSINESS
from complaints.services.authority import rights
from complaints.services.decisions import claims
from complaints.services.filing import intake
from complaints.services.filing.intake import Accepted, Notice
from complaints.storage.context import Context
from complaints.storage.links import SellerOf
from complaints.work import UnitOfWork

MARK = "DEMO BRAND"
# The right of the first log-in, the brand owner.
RIGHT = {
    "kind": "trademark", "number": "58214477", "jurisdiction": "CN", "title": MARK,
    "classes": [9, 21], "status": "registered",
    "applied_on": date(2019, 3, 4), "registered_on": date(2020, 2, 7),
}  # fmt: skip
ANSWERS = {
    "how_known": "test_purchase", "order_number": "20-1174", "bought_on": "2026-05-04",
    "differences": "The label is printed on the goods, ours is woven.",
}  # fmt: skip
# What the first listing's page showed, by the filer's picture of it.
SHOWN = demo_papers.Shown(
    mark=MARK, title="Tall mug with DEMO BRAND label, 350 ml", store="Corner Shop",
    price="CNY 59.00", lines=("Original quality.", "Ships within two days.", "Dishwasher safe."),
)  # fmt: skip
STATEMENT = "The goods carry our mark without our permission. We bought one and compared it."


def signed(name: str) -> dict[str, Any]:
    """Return the signature of a demo account, which agrees to the texts of every law."""
    agreed = [text.code for text in NOTICE_TEXTS]
    return {"signed_by": name, "language": "en", "agreed": agreed}


# How many days ago each was filed, and against how many listings.
FILED = ((6, 3), (4, 2), (3, 1), (1, 5), (0, 2))
COUNTERED = 1


def file_complaints(context: Context, source: str) -> None:
    """File the complaints; staff take one listing down, and its seller answers."""
    now = utcnow()
    with context.database.transaction() as session:
        owner = people_queries.find_owner(session, ActorKind.FILER, LOGINS[0].reference)
        ann = people_queries.find_owner(session, ActorKind.PERSON, "ann")
        if owner is None or ann is None:
            return
        work = UnitOfWork(session, actors.filer(owner), now, context.links)
        right = rights.register(
            work.at(now - timedelta(days=7)),
            right=RIGHT,
            rights_holder=None,
            filer=None,
            documents=[demo_papers.certificate(context, work, RIGHT, LOGINS[0].name)],
            vault=context.vault,
        )
        urls = claim_queries.newest_addresses(session, source, sum(count for _, count in FILED))
        for number, (days, count) in enumerate(FILED):
            targets, urls = urls[:count], urls[count:]
            filed = _submit(
                context, work.at(now - timedelta(days=days)), right.id, targets, f"CH-DEMO{number}"
            )
            if number == COUNTERED and filed is not None:
                reviewer = actors.person(ann, PersonRole.REVIEWER)
                _take_down_and_answer(context, work.by(reviewer), filed)


def _submit(
    context: Context, work: UnitOfWork, right_id: int, urls: Sequence[str], reference: str
) -> Accepted | None:
    first, *others = urls
    notice = Notice(
        basis="counterfeit",
        right_id=right_id,
        facts={"statement": STATEMENT},
        channel="form",
        answers=ANSWERS,
        declaration=signed("Demo Owner"),
        documents=[
            demo_papers.evidence(context, work, MARK, reference) | {"targets": [first]},
        ],
        targets=[
            Target(first, seen=demo_papers.draw_page(context, work, SHOWN, reference)),
            *map(Target, others),
        ],
    )
    filed = intake.submit(work, notice, vault=context.vault, reference=reference)
    return filed if isinstance(filed, Accepted) else None


def _take_down_and_answer(context: Context, work: UnitOfWork, filed: Accepted) -> None:
    claim_id = filed.outcomes[0].claim_id
    claims.decide(
        work.at(work.now - timedelta(days=2)),
        claim_id,
        decision="take_down",
        code="counterfeit",
    )
    required = counter_notices.requirements_of(work, filed.complaint.id, [claim_id])
    answer = Answer(
        ground=Ground.GENUINE,
        statement="We bought these goods from an authorized dealer and can show the invoice.",
        seller=SellerContact(
            name="Corner Shop", email="seller@example.com", registration=A_BUSINESS
        ),
        party="Harbour Trading",
        reference="INV-2041",
        facts=(
            NumberedFact(FactKind.INVOICE, "INV-2026-2041"),
            NumberedFact(FactKind.ORDER, "88-2026-0113"),
        ),
        declarations=frozenset(declared.code for declared in required.texts),
    )
    claim = work.session.get_one(Claim, claim_id)
    seller = SellerOf(claim.complaint_id, claim.store_id, claim_id)
    claims.counter(
        work.by(actors.seller(seller)).at(work.now - timedelta(hours=5)),
        [claim_id],
        answer,
        vault=context.vault,
    )
