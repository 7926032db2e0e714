"""Which parties filed for themselves by the right that an account files by."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from complaints.models import Filer
from complaints.queries import matches
from complaints.queries.matches import Showing, Statement
from complaints.work import UnitOfWork


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
