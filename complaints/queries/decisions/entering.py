"""Who of staff may enter for a side what that side says once: not who decided, where others can."""

from __future__ import annotations

from complaints.models import Claim
from complaints.queries.decisions import claim_parts
from complaints.queries.decisions.judges import Bench
from complaints.rules.decisions.claims import STAFF
from complaints.rules.logins.ties import require_apart
from complaints.words import Message
from complaints.work import UnitOfWork


def require_not_decided(work: UnitOfWork, claim: Claim, what: Message) -> None:
    """Refuses with: second-person-needed and one-let-in-the-other, for a member of staff who
    decided the claim, where two others are left, to enter this and to judge what follows.

    Otherwise whoever decided could use up the one answer to the decision, or the one appeal against
    it, by entering an empty one.
    """
    if work.actor.is_staff:
        bench = Bench.of(work, STAFF)
        decided = claim_parts.persons_of_claim(work.session, claim)["decider"]
        beside = claim_parts.beside(work.session, claim.complaint_id)
        if bench.are_two_left([*decided, *beside], claim.filer_id):
            require_apart(work.actor, decided, bench.ties, what)
