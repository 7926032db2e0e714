"""Compares an account with one party that is bound or flagged.

Says what an account shares with one party in the terms of the rule: how common, lent by whom.

Whether an account and a party are agent and client, and how much that explains.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from abuse.identity.domains import label
from abuse.identity.mailboxes import is_free_mail
from abuse.identity.names import core
from abuse.linking.matching import AT_HOME, Alike, Likeness, Pair, likeness
from abuse.policy import Policy
from complaints.models import Filer, RightsHolder
from complaints.queries.cases import matches
from complaints.queries.cases.matches import Showing, Statement
from complaints.rules.kinds import FilerKind
from complaints.services.cases.matches.seen import Seen, Two, Value, values_of
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
        for_itself=_files_for_itself(session, filer, seen.shown.holder_id),
    )
    if seen.shown.text and not best.strong:
        alike += words_of(work, my_ids, their_ids, seen.shown.text, accounts, policy)
    result = likeness(alike, pair, accounts=accounts, policy=policy)
    if result is None or not result.strong:
        return None
    return Found(_nearest(by_value.values(), party_id), result)


def _files_for_itself(session: Session, filer: Filer, holder_id: int | None) -> bool:
    """Say whether the account files as nobody's agent, whoever it names as the holder."""
    if filer.kind == FilerKind.AGENT:
        return False
    if holder_id is None:
        return True
    return session.get_one(RightsHolder, holder_id).folded_name == filer.folded_name


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


def serving(
    session: Session,
    mine: Sequence[Filer],
    theirs: Sequence[Filer],
    since: datetime,
    statements: Sequence[Statement] | None,
) -> Pair:
    """Return the pair with who filed for whom before the party came into trouble.

    Of a client in trouble there is a record; any other may be a name that the agent typed in.
    `statements` are those of the right at hand, None where it has no number to know it by: then it
    is taken for one that the agent filed by.
    """
    served = matches.served(session, mine, theirs, since)
    known = any(
        clients is theirs or matches.is_known(session, clients, since) for _, clients in served
    )
    by_its_right = [
        each
        for agents, clients in served
        for each in statements or ()
        if not each.own
        and each.filer_id in {agent.id for agent in agents}
        and each.holder in {client.folded_name for client in clients}
    ]
    first = matches.first_filings(session, by_its_right).values()
    return Pair(
        acts_for=bool(served),
        client_known=known,
        by_its_right=statements is None or any(at < since for at in first),
    )
