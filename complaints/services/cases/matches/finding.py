"""Finds the bound and flagged parties that an account looks like, and stores each match.

Which parties filed for themselves by the right that an account files by.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from complaints.models import Filer, PartyMatch, RightsHolder
from complaints.queries.cases import matches
from complaints.queries.cases.matches import Showing, Statement
from complaints.services.cases.matches.comparing import Found, compare_party
from complaints.services.cases.matches.seen import Seen, Shown, likeliest
from complaints.storage.db import insertion
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
    if shown.holder_id is not None:
        showing += matches.by_permission(work.session, filer.id, shown.holder_id)
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
    showing += [*rights, *_numbers(statements, matches.first_filings(work.session, statements))]
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


def _numbers(statements: Sequence[Statement], first: Mapping[int, datetime]) -> list[Showing]:
    """Return the right at hand for each account that filed by it for somebody else."""
    showing = []
    for each in statements:
        at = first.get(each.right_id)
        if not each.own:
            account = (each.filer_id, each.party_id, each.account, True)
            showing.append(Showing("number", "number", *account, None, at, at, at))
    return showing


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


def own_rights(
    work: UnitOfWork,
    filer: Filer,
    statements: Sequence[Statement],
    troubled: Collection[int],
    right_key: str,
) -> dict[Showing, bool]:
    """Return the right for each party that filed by it for itself, unless it was another's before,
    or this account's, or this account has proven it better; with whether more than its word speaks
    for it."""
    rest = [each for each in statements if each.party_id != filer.party_id and each.own]
    if not rest:
        return {}
    mine = [each.proof for each in statements if each.party_id == filer.party_id]
    proof = max([*mine, matches.proof_of(work.session, right_key, filer.party_id)])
    first = matches.first_filings(work.session, statements)
    ours = [each for each in statements if each.party_id == filer.party_id and each.own]
    rights = {}
    for each in rest:
        but = {filer.party_id, each.party_id, *troubled}
        if each.proof < proof or any(_is_earlier(one, each, first) for one in ours):
            continue
        if matches.is_contested(each, statements, first, but):
            continue
        shown = Showing(
            "right", "right", each.filer_id, each.party_id, each.account, False,
            since=first.get(each.right_id),
        )  # fmt: skip
        rights[shown] = each.party_id in troubled and matches.is_backed(work.session, each)
    return rights


def _is_earlier(one: Statement, other: Statement, first: Mapping[int, datetime]) -> bool:
    """Say whether one was stated and filed by before the other, not only dated back."""
    began = first.get(one.right_id)
    since = first.get(other.right_id)
    return (
        began is not None and one.stated_at < other.stated_at and (since is None or began < since)
    )
