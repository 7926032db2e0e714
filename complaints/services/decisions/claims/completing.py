"""Completes an answer that lacks what its law asks for: the seller's real identity, or preliminary
evidence (E-Commerce Law of China Art. 43, Civil Code Art. 1196).

Such an answer is kept, and staff can decide on it; the 15 days begin once it is whole.
"""

from __future__ import annotations

from dataclasses import replace

from complaints.base.errors import Refusal
from complaints.models import CounterNotice
from complaints.queries.decisions import claims as claim_queries
from complaints.queries.sellers import counter_notices
from complaints.rules.actors import Scope
from complaints.rules.kinds import EventBy, EventKind
from complaints.rules.law.regimes import ClockKind
from complaints.rules.sellers.completeness import (
    COMPLETED_LATER,
    Completion,
    Lack,
    NumberedFact,
    count_papers,
    lacks_of,
)
from complaints.services import timeline
from complaints.services.decisions.claims.holding import lock_answer
from complaints.services.decisions.claims.replies import (
    forward,
    numbered,
    seal_contact,
    start_answer_clocks,
)
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.words import message as _
from complaints.work import UnitOfWork


def complete_answer(
    work: UnitOfWork, counter_id: int, added: Completion, *, vault: Vault
) -> CounterNotice:
    """Add to an answer what it lacks. Once nothing is lacking the law's time begins, and the filer
    gets its letter.

    Refuses with: not-found; forbidden, for the filer; two-sides; wrong-state, where nothing is
    lacking, or a later answer took its place; second-person-needed and one-let-in-the-other, for
    staff who decided one of the claims.
    """
    work, notice, rows = lock_answer(
        work, counter_id, not_the_filers=_("Only the seller can complete this answer.")
    )
    _require_lacking(work, notice)
    seller = counter_notices.contact_of(notice, vault)
    lacks = [Lack(each) for each in notice.lacks]
    papers = count_papers(
        added.documents,
        counter_notices.documents_of(work.session, notice),
        lacks=lacks,
        registration=seller.registration,
        facts=[NumberedFact(**each) for each in notice.facts],  # type: ignore[arg-type]
    )
    seller = replace(
        seller,
        name=added.name or seller.name,
        registration=added.registration or seller.registration,
    )
    notice.name = seller.name
    seal_contact(notice, seller, vault)
    notice.facts = [*notice.facts, *numbered(added.facts)]
    notice.lacks = [
        str(each)
        for each in lacks_of(
            [need for need, lack in COMPLETED_LATER.items() if lack in lacks],
            name=seller.name,
            registration=seller.registration,
            facts=[NumberedFact(**each) for each in notice.facts],  # type: ignore[arg-type]
            shows=added.shows,
            documents=papers,
        )
    ]
    timeline.add_event(work, rows, EventKind.AMENDMENT, by=EventBy.SELLER, note=added.note)
    ledger.record(work, "completed_answer", "counter_notice", notice.id, lacks=notice.lacks)
    _go_on(work, notice)
    return notice


def accept_answer(work: UnitOfWork, counter_id: int, *, why: str) -> CounterNotice:
    """Say that what an answer holds is enough, where the rule cannot tell: the law's time begins.

    Refuses with: not-found; forbidden, unless the actor is staff; wrong-state, where nothing is
    lacking, or a later answer took its place.
    """
    work.actor.require(Scope.DECIDE)
    if not work.actor.is_staff:
        raise Refusal("forbidden", _("Only a member of staff can say that an answer is enough."))
    notice = counter_notices.get_counter_notice(work, counter_id)
    claim_queries.lock_claims(work, counter_notices.claims_of(work.session, notice))
    work.session.refresh(notice, with_for_update=True)
    _require_lacking(work, notice)
    ledger.record(work, "accepted_answer", "counter_notice", notice.id, why=why)
    notice.lacks = []
    _go_on(work, notice)
    return notice


def _go_on(work: UnitOfWork, notice: CounterNotice) -> None:
    """Begin the time of the law for the claims that still wait, once nothing is lacking."""
    if notice.lacks:
        return
    work.session.flush()
    rows = claim_queries.lock_claims(work, counter_notices.claims_of(work.session, notice))
    last = counter_notices.last_answered(work.session, notice)
    waiting = [claim for claim in rows if claim.state == "countered" and claim.id in last]
    runs = {
        claim.id: start_answer_clocks(work, claim, notice, only=ClockKind.WAIT) for claim in waiting
    }
    begun = [claim for claim in waiting if runs[claim.id] is not None]
    if begun:
        forward(work, notice, begun, runs)


def _require_lacking(work: UnitOfWork, notice: CounterNotice) -> None:
    if not notice.lacks:
        raise Refusal("wrong-state", _("Nothing is missing from this answer."), possible=[])
    if not counter_notices.last_answered(work.session, notice):
        raise Refusal(
            "wrong-state", _("A later answer has replaced this one. Complete the later one."),
            possible=[],
        )  # fmt: skip
