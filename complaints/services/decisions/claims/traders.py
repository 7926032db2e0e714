"""Takes what a filer says of the trader that a store shows: none, or a wrong one."""

from __future__ import annotations

from complaints.base.codes import Code
from complaints.base.errors import FieldError, Refusal, invalid_fields
from complaints.models import Claim, Listing
from complaints.queries.sellers import traders
from complaints.rules.actors import Role
from complaints.rules.decisions.claims import OPEN_STATES
from complaints.services.decisions.claims.holding import lock_claim
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.words.labels import label
from complaints.work import UnitOfWork


def report_trader(
    work: UnitOfWork, claim_id: int, *, says: str | None, expected: int | None = None
) -> Claim:
    """Say what the store of an open claim shows of its trader, in place of what was said before;
    None takes it back. It changes no state: staff read it, and the seller.

    Refuses with: not-found; stale; decision-pending; forbidden, when the actor is not on the
    filer's side; wrong-state, where the claim is closed; invalid-request, where no law asks the
    store to show it.
    """
    claim = lock_claim(work, claim_id, expected)
    if work.actor.role is not Role.FILER:
        raise Refusal("forbidden", _("Only the filer can say what it saw. Staff write a note."))
    if claim.state not in OPEN_STATES:
        raise Refusal(
            "wrong-state",
            _(
                "This claim is “%(state)s”, so nothing more is said of the store’s trader here.",
                state=label("state", claim.state),
            ),
            state=claim.state,
            possible=[],
        )
    listing = work.session.get_one(Listing, claim.listing_id)
    if says is not None and traders.trader_of_claim(work, claim, listing) is None:
        free = _(
            "No EU law asks this store to show who its trader is: it does not sell to buyers in "
            "the European Union, or we are a micro or small firm."
        )
        raise invalid_fields([FieldError("/says", Code.NOT_ALLOWED, free)])
    if claim.trader_said != says:
        claim.trader_said = says
        ledger.record(work, "report_trader", "claim", claim.id, says=says or "nothing")
    return claim
