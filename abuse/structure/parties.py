"""Independent parties of a ring: who counts as somebody else, and what it costs to be that.

In go a ring's accounts and what ties them; out comes, for each of them, what a stranger would have
had to spend to be the others. It weighs no evidence and judges no one; a level asks for that price.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum
from typing import Final

import networkx as nx
import numpy as np

from abuse.arrays import Bools, Floats, Ints, Times
from abuse.findings import Link
from abuse.identity.origins import Origin
from abuse.outcomes.records import adverse_claims
from abuse.policy import Policy
from abuse.record.columns import numbers
from abuse.record.view import View
from abuse.structure.against import speaks_against

# What nobody has confirmed without its owner's help, and not for nothing: a mailbox is free, a
# device's name may be copied. One of each kind counts.
_OWN: Final = ("payment", "phone")
# Whoever buys an account that is older pays no more for it.
_MOST_MONTHS: Final = 12
_MONTH: Final = np.timedelta64(30, "D") + np.timedelta64(10, "h")


@dataclass(frozen=True)
class Losses:
    """What each filer lost: how many complaints, and how long it had been there at the last.

    Attributes
    ----------
    complaints : int array, one entry a filer
        Complaints with a claim that ended against it.
    months : float array, one entry a filer
        Months between the day from which the account is known and its last such complaint; 0
        where it lost none.
    """

    complaints: Ints
    months: Floats


def losses(view: View) -> Losses:
    """What each filer lost, counted once a scan."""

    def make() -> Losses:
        lost = np.unique(view.complaint[adverse_claims(view)])
        who = view.complaint_filer[lost]
        last: Times = view.began.copy()
        np.fmax.at(last, who, view.complaint_filed[lost])
        return Losses(np.bincount(who, minlength=view.n_filers), (last - view.began) / _MONTH)

    return view.once("losses", make)


@dataclass(frozen=True)
class Others:
    """The parties beside one account: how many, what they lost, and what they would cost.

    Attributes
    ----------
    parties : int
    filings : int
        Complaints that these lost.
    price : float
        What being these parties costs a stranger, in complaints that it files and loses itself.
    opens : float
        What of the price a gate counts: all but the dearest party. One may have come beside the
        account by chance, or have been there before anybody framed it; a stranger has not paid for
        that one, and a pair opens no gate.
    """

    parties: int = 0
    filings: int = 0
    price: float = 0.0
    opens: float = 0.0


def parties_beside(
    view: View,
    policy: Policy,
    groups: Iterable[Collection[int]],
    links: Iterable[Link],
    counts: Bools,
) -> dict[int, Others]:
    """Of each account of a ring, the independent parties that a link joins it with.

    Parameters
    ----------
    groups : collections of int
        The accounts of the ring, those together that are one party: judged one, or tied by what was
        confirmed in both.
    links : iterable of Link
        What binds the ring. A party counts beside an account where some link joins the two and says
        anything of that account: whoever shows marks of two brings both into one ring, and whoever
        copies or follows an account says nothing of it.
    counts : bool array, one entry a filer
        Accounts that may count at all, those of a bad record: what honest company lost costs a
        framer nothing.

    Returns
    -------
    dict of int to Others
        By account of the ring.

    Notes
    -----
    A party that lost nothing is none. Each costs `price_account` once; `price_month` for each month
    that its oldest account had been there, at most twelve; `price_mark` for a telephone and for a
    payment account that was confirmed in it and in no stranger's account, all this no more than
    what it lost; and what it lost. So a price takes half as many lost complaints at least. It may
    wrong a victim of somebody who spends as much: it says what a framing costs, not that there was
    none.

    References
    ----------
    Douceur (2002), The Sybil attack, IPTPS: identities are independent only as far as each costs
    something; Margolin and Levine (2008), Quantifying resistance to the Sybil attack, Financial
    Cryptography, for a price by what each identity costs.
    """
    marks = _marks(view)
    parties = _merged(groups, marks)
    of = {account: number for number, group in enumerate(parties) for account in group}
    each = [_alone(view, policy, [f for f in group if counts[f]], marks) for group in parties]
    near: dict[int, set[int]] = defaultdict(set)
    for link in links:
        for account, other in ((link.a, link.b), (link.b, link.a)):
            if speaks_against(link, account):
                near[account].add(of[other])
    return {
        account: _together(each[one] for one in sorted(near[account] - {of[account]}))
        for account in of
    }


def _merged(
    groups: Iterable[Collection[int]], marks: Mapping[int, Collection[_Mark]]
) -> list[list[int]]:
    """The groups, those together in which one telephone or payment account was confirmed.

    However many hold it: whoever has more accounts than a mark may tie elsewhere is no more people.
    """
    graph = nx.Graph()
    for group in groups:
        graph.add_nodes_from(group)
        graph.add_edges_from(pairwise(sorted(group)))
    for account in list(graph):
        for mark in marks.get(account, ()):
            graph.add_edges_from(pairwise(sorted(mark.holders.intersection(graph))))
    return sorted(sorted(party) for party in nx.connected_components(graph))


def _alone(
    view: View, policy: Policy, accounts: Sequence[int], marks: Mapping[int, Collection[_Mark]]
) -> Others:
    """One party; nothing where none of its accounts counts."""
    lost = losses(view)
    filings = int(lost.complaints[accounts].sum()) if accounts else 0
    if not filings:
        return Others()
    months = min(float(lost.months[accounts].max()), _MOST_MONTHS)
    mine = {mark for account in accounts for mark in marks.get(account, ())}
    own = {mark.kind for mark in mine if mark.holders.issubset(accounts)}
    price = policy.price_account + policy.price_month * months + policy.price_mark * len(own)
    # Being somebody counts for as much again as what it lost: dear accounts alone open no gate.
    return Others(1, filings, min(price, filings) + filings)


def _together(parties: Iterable[Others]) -> Others:
    some = list(parties)
    # Exact, so that no order of the parties shows.
    price = fsum(one.price for one in some)
    return Others(
        sum(one.parties for one in some),
        sum(one.filings for one in some),
        price,
        price - max((one.price for one in some), default=0.0),
    )


@dataclass(frozen=True)
class _Mark:
    """A telephone or payment account that was confirmed, and in whose accounts."""

    kind: str
    holders: frozenset[int]


def _marks(view: View) -> dict[int, list[_Mark]]:
    """Confirmed telephones and payment accounts of each filer that has any."""

    def make() -> dict[int, list[_Mark]]:
        seen = view.table.identities
        proven = np.array(
            [
                kind in _OWN and origin == Origin.CONFIRMED
                for kind, origin in zip(
                    seen["kind"].to_pylist(), seen["origin"].to_pylist(), strict=True
                )
            ],
            bool,
        )
        rows = seen.filter(proven)
        holders: dict[tuple[str, str], set[int]] = defaultdict(set)
        for filer, kind, value in zip(
            numbers(rows, "filer").tolist(),
            rows["kind"].to_pylist(),
            rows["value"].to_pylist(),
            strict=True,
        ):
            holders[kind, value].add(filer)
        of: dict[int, list[_Mark]] = defaultdict(list)
        for (kind, _), who in holders.items():
            mark = _Mark(kind, frozenset(who))
            for filer in who:
                of[filer].append(mark)
        return dict(of)

    return view.once("confirmed_marks", make)
