"""Matches an account with bound and flagged parties. Proposes, never merges. Ground of the
services: a sign-up, a filing and the job that compares papers call it.

The rule is `abuse.linking.matching`; this gathers what it asks for and stores what it finds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from abuse.identity.domains import label
from abuse.identity.mailboxes import is_free_mail
from abuse.identity.names import core
from abuse.linking.matching import AT_HOME, Alike, Likeness, Pair, likeness
from abuse.policy import Policy
from complaints.db import insertion
from complaints.models import Filer, PartyMatch, RightsHolder
from complaints.queries import matches
from complaints.queries.matches import Showing, Statement
from complaints.work import Work

# How many statements of the party are read, and of everybody, to see whether the words are common.
_STATEMENTS, _SAMPLE = 5, 60
# Of many bound and flagged parties that show the same, so many are compared.
_COMPARED = 8
# A domain's name of fewer letters is in many a name by chance.
_LEAST_LABEL = 4
Value = tuple[str, Hashable]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a filing shows beside the account's identity attributes.

    `right_key` is the right's key where it has a number, `holder_id` whose the right is said to be.
    `document_ids` are the papers of the stored complaint, `text` its statement.
    """

    right_key: str | None = None
    document_ids: Collection[int] = ()
    text: str | None = None
    holder_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Seen:
    """Who shows what the account shows, since when which of these parties are bound or flagged,
    whose right is their word alone, and the filing itself."""

    showing: Sequence[Showing]
    troubled: Mapping[int, datetime]
    stated: Collection[int]
    shown: Shown


@dataclass(frozen=True, slots=True)
class _Two:
    """The account and one party that it is compared with: `since` is when the party came to be
    bound or flagged, `aside` are parties that make nothing common, as they are bound or flagged or
    look like the party themselves."""

    filer: Filer
    party_id: int
    since: datetime
    aside: frozenset[int]

    def there_before(self, who: Iterable[Showing]) -> set[int]:
        """Return the parties of these who showed it, and had filed, before."""
        return {
            each.party_id for each in who if each.since is not None and each.since < self.since
        } - {self.party_id, *self.aside}


@dataclass(frozen=True, slots=True)
class _Found:
    """A party that the account looks like, and its account that shows the most alike."""

    other_id: int
    likeness: Likeness


def match(work: Work, filer: Filer, shown: Shown) -> PartyMatch | None:
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
        work.session, parties - {filer.party_id}, key, work.now, holder_id=shown.holder_id
    )
    if not since:
        return None
    rights = _own_rights(work, filer, statements, since.keys(), key) if key else {}
    showing += rights
    stated = {each.party_id for each in rights} - {
        each.party_id for each, told in rights.items() if told
    }
    seen = _Seen(showing, since, stated, shown)
    matched = []
    for party_id in _likeliest(seen, filer):
        one = _compare(work, filer, party_id, seen)
        if one is not None:
            matched.append(one)
    matched.sort(key=lambda one: (-one.likeness.weight, one.other_id))
    stored = [_store(work, filer, one) for one in matched]
    return stored[0] if stored else None


def _own_rights(
    work: Work,
    filer: Filer,
    statements: Sequence[Statement],
    troubled: Collection[int],
    right_key: str,
) -> dict[Showing, bool]:
    """Return the right for each party that filed by it for itself, unless it was another's before
    or this account has proven it better; with whether more than its word speaks for it."""
    rest = [each for each in statements if each.party_id != filer.party_id and each.own]
    if not rest:
        return {}
    mine = [each.proof for each in statements if each.party_id == filer.party_id]
    proof = max([*mine, matches.proof_of(work.session, right_key, filer.party_id)])
    first = matches.first_filings(work.session, statements)
    rights = {}
    for each in rest:
        but = {filer.party_id, each.party_id, *troubled}
        if each.proof < proof or matches.is_contested(each, statements, first, but):
            continue
        shown = Showing(
            "right", "right", each.filer_id, each.party_id, each.account, False,
            since=first.get(each.right_id),
        )  # fmt: skip
        rights[shown] = each.party_id in troubled and matches.is_backed(work.session, each)
    return rights


def _likeliest(seen: _Seen, filer: Filer) -> list[int]:
    """Return the bound and flagged parties that show the most of the same, at most `_COMPARED`."""
    values: Counter[int] = Counter()
    for party_id, *_value in {(each.party_id, each.kind, each.value) for each in seen.showing}:
        if party_id in seen.troubled and party_id != filer.party_id:
            values[party_id] += 1
    return sorted(values, key=lambda party_id: (-values[party_id], party_id))[:_COMPARED]


def _compare(work: Work, filer: Filer, party_id: int, seen: _Seen) -> _Found | None:
    """Weigh what the account has in common with one party; None where it is too little to hold."""
    policy, session = work.policy.scan, work.session
    theirs = matches.members(session, party_id)
    their_ids = [each.id for each in theirs]
    by_value = _by_value(seen.showing, filer, party_id)
    since = seen.troubled[party_id]
    two = _Two(filer, party_id, since, frozenset(seen.troubled))
    others = {
        each.filer_id
        for who in by_value.values()
        for each in who
        if two.there_before([each]) - {filer.party_id}
    }
    alike_too = matches.matched_with(session, others, their_ids)
    two = _Two(filer, party_id, since, two.aside | alike_too)
    accounts = matches.accounts(session)
    alike = list(_alike(by_value, two, seen, frozenset()))
    # Nothing that explains sharing makes it weigh more, so most need no further look.
    best = likeness(alike, Pair(), accounts=accounts, policy=policy)
    if best is None or not (best.strong or seen.shown.text):
        return None
    mine = matches.members(session, filer.party_id)
    my_ids = [each.id for each in mine]
    judged = matches.judged_apart(session, filer.id, [filer.id, *my_ids], their_ids)
    if judged:
        rest = [each for each in seen.showing if each.filer_id not in judged]
        by_value = _by_value(rest, filer, party_id)
    pair = Pair(
        acts_for=matches.acts_for(session, mine, theirs, since),
        authorized=matches.is_authorized(session, mine, theirs),
        apart=matches.apart(session, my_ids, their_ids) - {each.kind for each in alike},
    )
    firms = matches.firms(session, _agents(by_value, two), mine, theirs, since)
    alike = list(_alike(by_value, two, seen, firms))
    if seen.shown.text and not best.strong:
        rest_ids = [each for each in their_ids if each not in judged]
        alike += _words(work, my_ids, rest_ids, seen.shown.text, accounts, policy)
    result = likeness(alike, pair, accounts=accounts, policy=policy)
    if result is None or not result.strong:
        return None
    return _Found(_nearest(by_value.values(), party_id), result)


def _by_value(
    showing: Iterable[Showing], filer: Filer, party_id: int
) -> dict[Value, list[Showing]]:
    """Return who shows each value that another account of the party shows, the account's own party
    too."""
    by_value: defaultdict[Value, list[Showing]] = defaultdict(list)
    for each in showing:
        by_value[each.kind, each.value].append(each)
    return {
        value: who for value, who in by_value.items() if any(w.party_id == party_id for w in who)
    }


def _agents(values: Mapping[Value, Sequence[Showing]], two: _Two) -> set[int]:
    """Return the accounts of agents that were there before, neither side's own."""
    return {
        each.filer_id
        for who in values.values()
        for each in who
        if each.is_agent and two.there_before([each]) - {two.filer.party_id}
    }


def _alike(
    values: Mapping[Value, Sequence[Showing]], two: _Two, seen: _Seen, firms: Collection[int]
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


def _words(
    work: Work, mine: Collection[int], theirs: Collection[int], text: str, accounts: int,
    policy: Policy,
) -> Iterator[Alike]:  # fmt: skip
    """Yield the statement where the party has said nearly the same.

    How many say so is estimated from the newest complaints of everybody.
    """
    # Only here: it brings heavy libraries along, and few filings come so far.
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


def _nearest(values: Iterable[Sequence[Showing]], party_id: int) -> int:
    """Return the party's account that shows the most of these values, the newest of several."""
    shown: defaultdict[int, int] = defaultdict(int)
    for who in values:
        for each in who:
            if each.party_id == party_id:
                shown[each.filer_id] += 1
    return max(shown, key=lambda filer_id: (shown[filer_id], filer_id))


def _store(work: Work, filer: Filer, likest: _Found) -> PartyMatch:
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
