"""Compares an account with one party that is bound or flagged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from abuse.linking.matching import Likeness, Pair, likeness
from complaints.models import Filer
from complaints.queries import matches
from complaints.queries.matches import Showing
from complaints.services.matches.alike import agents_of, alike_of, words_of
from complaints.services.matches.seen import Seen, Two, Value, values_of
from complaints.services.matches.serving import serving
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Found:
    """A party that the account looks like, and its account that shows the most alike."""

    other_id: int
    likeness: Likeness


def compare_party(work: UnitOfWork, filer: Filer, party_id: int, seen: Seen) -> Found | None:
    """Weigh what the account has in common with one party; None where it is too little to hold."""
    policy, session = work.policy.scan, work.session
    theirs = matches.members(session, party_id)
    since = seen.troubled[party_id]
    by_value = values_of(seen.showing, filer, party_id, since)
    two = _two(work, filer, party_id, seen, by_value, [each.id for each in theirs])
    accounts = matches.accounts(session)
    # Nothing that explains sharing makes it weigh more, so most need no further look.
    best = likeness(alike_of(by_value, two, seen), Pair(), accounts=accounts, policy=policy)
    if best is None or not (best.strong or seen.shown.text):
        return None
    mine = matches.members(session, filer.party_id)
    my_ids = [filer.id, *(each.id for each in mine)]
    judged = matches.judged_apart(session, filer.id, my_ids, [each.id for each in theirs])
    if judged:
        theirs = [each for each in theirs if each.id not in judged]
        rest = [each for each in seen.showing if each.filer_id not in judged]
        by_value = values_of(rest, filer, party_id, since)
    their_ids = [each.id for each in theirs]
    firms = matches.firms(session, agents_of(by_value, two), mine, theirs, two.since)
    alike = list(alike_of(by_value, two, seen, firms))
    pair = replace(
        serving(session, mine, theirs, since, seen.statements if seen.shown.right_key else None),
        authorized=matches.is_authorized(session, mine, theirs),
        apart=matches.apart(session, my_ids, their_ids) - {each.kind for each in alike},
    )
    if seen.shown.text and not best.strong:
        alike += words_of(work, my_ids, their_ids, seen.shown.text, accounts, policy)
    result = likeness(alike, pair, accounts=accounts, policy=policy)
    if result is None or not result.strong:
        return None
    return Found(_nearest(by_value.values(), party_id), result)


def _two(
    work: UnitOfWork,
    filer: Filer,
    party_id: int,
    seen: Seen,
    by_value: Mapping[Value, Sequence[Showing]],
    their_ids: Collection[int],
) -> Two:
    """Return the account and the party, with the parties that look like it themselves aside."""
    two = Two(filer, party_id, seen.troubled[party_id], frozenset(seen.troubled))
    others = {
        each.filer_id
        for who in by_value.values()
        for each in who
        if two.there_before([each]) - {filer.party_id}
    }
    alike_too = matches.matched_with(work.session, others, their_ids)
    return replace(two, aside=two.aside | alike_too)


def _nearest(values: Iterable[Sequence[Showing]], party_id: int) -> int:
    """Return the party's account that shows the most of these values, the newest of several."""
    shown: defaultdict[int, int] = defaultdict(int)
    for who in values:
        for each in who:
            if each.party_id == party_id:
                shown[each.filer_id] += 1
    return max(shown, key=lambda filer_id: (shown[filer_id], filer_id))
