"""Finds the bound and flagged parties that an account looks like, and stores each match."""

from __future__ import annotations

from complaints.db import insertion
from complaints.models import Filer, PartyMatch, RightsHolder
from complaints.queries import matches
from complaints.services.matches.comparing import Found, compare_party
from complaints.services.matches.rights import own_rights
from complaints.services.matches.seen import Seen, Shown, likeliest
from complaints.work import UnitOfWork


def match(work: UnitOfWork, filer: Filer, shown: Shown) -> PartyMatch | None:
    """Return the strongest match of the account with a bound or flagged party, stored; None where
    it has none, or a person has judged it not to be the same.

    All matches that are strong enough to hold a complaint are stored, one a party.
    """
    names = {filer.folded_name}
    if shown.holder_id is not None:
        # Who files as somebody's agent says so much of itself.
        names.add(work.session.get_one(RightsHolder, shown.holder_id).folded_name)
    showing = [
        *matches.by_identity(work.session, filer.id),
        *(each for name in sorted(names) for each in matches.by_name(work.session, name)),
        *matches.by_papers(work.session, shown.document_ids),
    ]
    key = shown.right_key
    statements = matches.statements_of_right(work.session, key) if key else []
    parties = {each.party_id for each in showing} | {each.party_id for each in statements}
    since = matches.troubled_since(
        work.session,
        parties - {filer.party_id},
        key,
        work.now,
        holder_id=shown.holder_id,
        unnamed=shown.unnamed,
    )
    if not since:
        return None
    rights = own_rights(work, filer, statements, since.keys(), key) if key else {}
    showing += rights
    stated = {each.party_id for each in rights} - {
        each.party_id for each, backed in rights.items() if backed
    }
    seen = Seen(showing, since, stated, statements, shown)
    matched = []
    for party_id in likeliest(seen, filer):
        one = compare_party(work, filer, party_id, seen)
        if one is not None:
            matched.append(one)
    matched.sort(key=lambda one: (-one.likeness.weight, one.other_id))
    stored = [_store(work, filer, one) for one in matched]
    return stored[0] if stored else None


def _store(work: UnitOfWork, filer: Filer, likest: Found) -> PartyMatch:
    newest = {
        "weight": likest.likeness.weight,
        "shared": list(likest.likeness.shared),
        "seen_at": work.now,
    }
    row = {"filer_id": filer.id, "other_id": likest.other_id, "made_at": work.now, **newest}
    stored = (
        insertion(work.session, PartyMatch)
        .values(row)
        .on_conflict_do_update(index_elements=["filer_id", "other_id"], set_=newest)
        .returning(PartyMatch.id)
    )
    match_id = work.session.execute(stored).scalar_one()
    return work.session.get_one(PartyMatch, match_id, populate_existing=True)
