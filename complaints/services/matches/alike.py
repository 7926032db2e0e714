"""Says what an account shares with one party in the terms of the rule: how common, lent by whom."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from abuse.identity.domains import label
from abuse.identity.mailboxes import is_free_mail
from abuse.identity.names import core
from abuse.linking.matching import AT_HOME, Alike
from abuse.policy import Policy
from complaints.queries import matches
from complaints.queries.matches import Showing
from complaints.services.matches.seen import Seen, Two, Value
from complaints.work import UnitOfWork

# How many statements of the party are read, and of everybody, to see whether the words are common.
_STATEMENTS, _SAMPLE = 5, 60
# A domain's name of fewer letters is in many a name by chance.
_LEAST_LABEL = 4


def agents_of(values: Mapping[Value, Sequence[Showing]], two: Two) -> set[int]:
    """Return the accounts of agents that were there before, neither side's own."""
    return {
        each.filer_id
        for who in values.values()
        for each in who
        if each.is_agent and two.there_before([each]) - {two.filer.party_id}
    }


def alike_of(
    values: Mapping[Value, Sequence[Showing]], two: Two, seen: Seen, firms: Collection[int] = ()
) -> Iterator[Alike]:
    mine = two.filer.party_id
    at_home = {
        party_id
        for (kind, _), who in values.items()
        if kind in AT_HOME
        for party_id in two.there_before(who) - {mine}
    }
    for kind, value in sorted(values, key=str):
        who = values[kind, value]
        others = {each.party_id for each in who if each.since} - {two.party_id, mine}
        there = two.there_before(who)
        yield Alike(
            _mailbox(who, two.party_id) if kind == "email" else kind,
            # The account and the party show it as well.
            sharers=2 + len(others),
            uncounted=len(others) - len(there - {mine}),
            lent=any(each.filer_id in firms for each in who),
            before=mine in there,
            at_home=not at_home.isdisjoint(there),
            stated=kind == "right" and two.party_id in seen.stated,
        )


def _mailbox(who: Sequence[Showing], party_id: int) -> str:
    """Return `free_email` for a mailbox of one's own: a public provider's, or one whose domain
    bears the owner's name; else `email`, which may be that of a firm that was hired."""
    for each in who:
        if each.domain is None or each.party_id != party_id:
            continue
        if is_free_mail(each.domain):
            return "free_email"
        shown = core(label(each.domain))
        if len(shown) >= _LEAST_LABEL and (shown in each.name or each.name in shown):
            return "free_email"
    return "email"


def words_of(
    work: UnitOfWork, mine: Collection[int], theirs: Collection[int], text: str, accounts: int,
    policy: Policy,
) -> Iterator[Alike]:  # fmt: skip
    """Yield the statement where the party has said nearly the same.

    How many say so is estimated from the newest complaints of everybody.
    """
    # Only here: they take long to load, and few filings come so far.
    import numpy as np

    from abuse.linking.texts import groups

    said = matches.statements_of(work.session, theirs, limit=_STATEMENTS)
    sample = matches.newest_statements(work.session, but=[*mine, *theirs], limit=_SAMPLE)
    texts = [text, *said, *(each for _, each in sample)]
    owners = np.array([0] + [1] * len(said) + [2 + filer_id for filer_id, _ in sample])
    group = groups(texts, owners, policy.identifiers_text_similarity, policy.identifiers_text_words)
    same = owners[(group == group[0]) & (group >= 0)]
    if 1 in same:
        common = len(set(same.tolist()) - {0, 1}) / max(len(sample), 1)
        yield Alike("text", 2 + round(common * accounts))
