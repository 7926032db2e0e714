"""How listings stand, in words for the reader of a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from complaints.queries.decisions.claims import ClaimView
from complaints.queries.sellers import listing_states
from complaints.queries.sellers.listing_states import ListingState
from complaints.rules.kinds import Side
from complaints.words import Message
from complaints.words.letters.listings import stands
from complaints.work import UnitOfWork


def states_of(work: UnitOfWork, claims: Sequence[ClaimView]) -> Mapping[int, ListingState]:
    """Return how the listings of these claims stand, by the claims' ids."""
    states = listing_states.states_after(work, {view.claim.listing_id for view in claims})
    return {view.claim.id: states[view.claim.listing_id] for view in claims}


def in_words(
    claims: Sequence[ClaimView], states: Mapping[int, ListingState], reader: Side | None
) -> Mapping[int, Message]:
    """Return how each claim's listing stands, by the claim's id: for its filer, its seller, or
    staff (None), who may know all that holds it."""
    words = {}
    for view in claims:
        claim, state = view.claim, states[view.claim.id]
        if reader is Side.FILER:
            now = state.to_filer(claim)
        elif reader is Side.SELLER:
            now = state.to_seller(claim)
        else:
            now = state.to_staff(claim)
        words[claim.id] = stands(now)
    return words
