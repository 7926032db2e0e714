"""Same places: groups of filers in question that aim at the same goods, at whatever time.

A hand with several accounts chooses the same few goods for each. Two of them alone may share too
little to stand out, but the group does, against what its goods draw besides it. Honest victims of
one copier are such groups too: so groups of filers with a clean record are looked for in the same
way, and say how close honest company comes. It proposes links; it judges no one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import networkx as nx
import numpy as np
from scipy import special

from abuse.arrays import Bools, Floats, Ints, distinct
from abuse.findings import Link
from abuse.linking.principals import principals
from abuse.policy import Policy
from abuse.record.view import View
from abuse.structure.hits import LEAN, LEAST, MOST_FILERS, Hits, Met, hits_of, meetings_of
from abuse.structure.visits import Visits, links_at

# What two filers of one group share at least, of the listings of the one that has more.
_OVERLAP: Final = 0.1
# Each member of a group shares more with the rest than chance brings so rarely.
_MOST_P: Final = 1e-4
# Of the groups that count, this share may be honest company.
_MOST_HONEST: Final = 0.1


@dataclass(frozen=True)
class _Group:
    """Filers and ties between them, ascending, and how odd it is that each shares so much with the
    rest: -log of chance.

    Chances of members are multiplied as if they were independent; the same is done for honest
    groups, with which alone the sum is compared.
    """

    members: tuple[int, ...]
    ties: tuple[tuple[int, int], ...]
    score: float


@dataclass(frozen=True)
class _Goods:
    """Who aimed at which listing, each once, ordered by filer; and what the listings draw.

    `reach` counts the filers of each listing; `total`, by category, what its listings draw.
    """

    filer: Ints
    listing: Ints
    group: Ints
    reach: Ints
    total: Floats

    @classmethod
    def of(cls, view: View) -> _Goods:
        placed = (view.listing >= 0) & (view.store >= 0)
        group, n = view.listing_category + 1, len(view.listings)
        visit = distinct(view.filer[placed] * n + view.listing[placed])
        reach = np.bincount(visit % n, minlength=n)
        total = np.bincount(group, reach + LEAN).astype(np.float64)
        return cls(visit // n, visit % n, group, reach, total)

    def at(self, filer: int) -> Ints:
        """The listings of a filer."""
        low, high = np.searchsorted(self.filer, [filer, filer + 1])
        return self.listing[low:high]

    def shared(self, members: Sequence[int]) -> tuple[Ints, Floats]:
        """How many of its listings each member shares with any other, and how many chance gives.

        Each hit of a member falls on a listing of its category in proportion to how many filers
        outside the group it draws, whoever they are.
        """
        hits = [self.at(member) for member in members]
        owner = np.repeat(np.arange(len(hits)), [len(one) for one in hits])
        listing, spot, held = np.unique(
            np.concatenate(hits), return_inverse=True, return_counts=True
        )
        mine = np.zeros((len(hits), len(listing)), bool)
        mine[owner, spot] = True
        category, of = np.unique(self.group[listing], return_inverse=True)
        draw = self.reach[listing] - held + LEAN
        total = self.total[category] - np.bincount(of, held)
        others = held[None, :] > mine
        aimed = np.zeros((len(listing), len(category)))
        aimed[np.arange(len(listing)), of] = 1.0
        part = (others * draw @ aimed / np.maximum(total, LEAN)).clip(max=1.0)
        expected: Floats = (part * (mine @ aimed)).sum(axis=1).clip(min=LEAST)
        return (mine & others).sum(axis=1), expected


def same_places(view: View, policy: Policy, suspect: Bools, known: Iterable[Link]) -> list[Link]:
    """Links between filers of groups in question that aim at the same goods.

    Parameters
    ----------
    view : View
    policy : Policy
    suspect : bool array, one entry a filer
        Who is in question; of all others groups are honest company.
    known : iterable of Link
        Whom other links tie; these are not linked again. A group that would join two that are
        apart by them is left out.

    Returns
    -------
    list of Link
        Campaigns, ordered by pair; `numbers` as `abuse.structure.victims` has them.

    Notes
    -----
    Two are tied that share at least `campaign_min_common` listings and a tenth of what the one
    with more hit. Communities are those of highest modularity; of each, members are taken away
    that share no more with the rest than its goods draw. Communities of those in question count,
    the oddest first, as long as honest ones that are as odd, in proportion to how many filers
    either are, are at most a tenth of them (target and decoy). Where honest company is as close,
    none counts. It may wrong victims of one copier whose records are bad as well; their joint
    record must bear it out.

    References
    ----------
    Blondel et al. (2008), Fast unfolding of communities in large networks, J. Stat. Mech. P10008;
    Chung and Lu (2002), Ann. Comb. 6, for what goods draw; Elias and Gygi (2007), Target-decoy
    search strategy, Nature Methods 4, 207-214, for counting false ones by decoys.
    """
    placed = (view.listing >= 0) & (view.store >= 0)
    if not (placed & suspect[view.filer]).any():
        return []
    goods = _Goods.of(view)
    placed &= goods.reach[view.listing] <= MOST_FILERS
    hits = hits_of(view, placed & suspect[view.filer], view.listing)
    met = _met(view, hits)
    honest = _met(view, hits_of(view, placed & ~suspect[view.filer], view.listing))
    decoys = np.array([one.score for one in _groups(view, policy, goods, honest)])
    ratio = suspect.sum() / max((~suspect).sum(), 1)
    groups = sorted(_groups(view, policy, goods, met), key=lambda one: (-one.score, one.members))
    as_odd = [int((decoys >= one.score).sum()) * ratio for one in groups]
    sure = [n for n, false in enumerate(as_odd, 1) if false <= _MOST_HONEST * n]
    known = list(known)
    apart, bound = _parts(known, suspect), {(link.a, link.b) for link in known}
    ties = [
        tie
        for one in groups[: max(sure, default=0)]
        if len({apart[member] for member in one.members if member in apart}) < 2
        for tie in one.ties
        if tie not in bound
    ]
    return _links(view, goods, hits, met, sorted(ties))


def _met(view: View, hits: Hits) -> Met:
    """Which filers met at which listings, at whatever time."""
    return meetings_of(hits, int(np.ptp(hits.day)) + 1 if len(hits.day) else 1, view.n_filers)


def _groups(view: View, policy: Policy, goods: _Goods, met: Met) -> list[_Group]:
    """Communities of filers that met, each without the members that chance explains."""
    a, b, common = met.counted(policy.campaign_min_common)
    size = np.bincount(goods.filer, minlength=view.n_filers)
    overlap = common / np.maximum(size[a], size[b])
    near = overlap >= _OVERLAP
    who = principals(view)
    graph = nx.Graph()
    graph.add_weighted_edges_from(
        (one, other, weight)
        for one, other, weight in zip(
            a[near].tolist(), b[near].tolist(), overlap[near].tolist(), strict=True
        )
        if not who.explains(one, other)
    )
    parts = (_held(goods, graph, part) for part in _communities(view, graph))
    return [group for group in parts if group is not None]


def _communities(view: View, graph: nx.Graph) -> list[list[int]]:
    """Louvain's communities of each component, in an order that no name decides.

    Filers are numbered by when they first filed, how much they aimed at, and how they are tied. Of
    a component in which two are alike in all of this, none is taken apart.
    """
    communities = []
    for part in nx.connected_components(graph):
        keys = {filer: _key(view, graph, filer) for filer in part}
        ordered = sorted(part, key=lambda filer: keys[filer])
        if len(set(keys.values())) < len(ordered):
            communities.append(sorted(part))
            continue
        number = {filer: spot for spot, filer in enumerate(ordered)}
        plain = nx.Graph()
        plain.add_nodes_from(range(len(ordered)))
        ties = (
            (*sorted((number[a], number[b])), weight)
            for a, b, weight in graph.subgraph(part).edges(data="weight")
        )
        plain.add_weighted_edges_from(sorted(ties))
        split = nx.community.louvain_communities(plain, seed=0)
        communities += [sorted(ordered[spot] for spot in one) for one in split]
    return communities


def _key(view: View, graph: nx.Graph, filer: int) -> tuple[int, int, tuple[float, ...]]:
    first = view.complaint_filed[view.complaints_by_filer[filer][0]].astype(np.int64)
    ties = sorted(weight for _, _, weight in graph.edges(filer, data="weight"))
    return int(first), len(view.claims_by_filer[filer]), tuple(ties)


def _held(goods: _Goods, graph: nx.Graph, members: Sequence[int]) -> _Group | None:
    """The group without those who share no more with the rest than the goods draw."""
    left = np.array(members)
    while len(left) > 1:
        p = _chance(*goods.shared(left.tolist()))
        loose = p[p > _MOST_P]
        if not len(loose):
            held = tuple(left.tolist())
            ties = sorted((min(tie), max(tie)) for tie in graph.subgraph(held).edges)
            return _Group(held, tuple(ties), float(-np.log(p.clip(min=1e-300)).sum()))
        # The loosest first: what they shared made others look tied.
        left = left[p < np.quantile(loose, 0.75, method="lower")]
    return None


def _parts(known: Iterable[Link], suspect: Bools) -> dict[int, int]:
    """By filer in question, the group that other links tie it into."""
    graph = nx.Graph((link.a, link.b) for link in known if suspect[link.a] and suspect[link.b])
    return {
        filer: number
        for number, part in enumerate(nx.connected_components(graph))
        for filer in part
    }


def _links(
    view: View, goods: _Goods, hits: Hits, met: Met, ties: Sequence[tuple[int, int]]
) -> list[Link]:
    """The links of some ties, whose limit is none: each holds as its group does."""
    a, b = (np.array([tie[end] for tie in ties], np.int64) for end in (0, 1))
    places = [met.places(*tie) for tie in ties]
    numbers, by_chance = [], []
    for tie, met_at in zip(ties, places, strict=True):
        both = goods.shared(tie)[1].max(keepdims=True)
        common, expected = len(met_at), float(both[0])
        p = float(_chance(np.array([common]), both)[0])
        numbers.append({
            "common": common, "expected": round(expected, 5), "all_common": common,
            "window_days": 0, "p": float(f"{p:.3g}"), "limit": 1.0, "listings": 1,
        })  # fmt: skip
        by_chance.append(expected)
    where = Visits(hits.filer, hits.place), hits.day, view.listing
    return links_at(view, "campaign", where, (a, b, places), numbers, by_chance)


def _chance(common: Ints, expected: Floats) -> Floats:
    """How likely so many are shared where so many are expected."""
    # The upper tail of a Poisson from `common` on; `scipy.stats` takes ten times as long for a few.
    p: Floats = np.where(common > 0, special.pdtrc(common - 1, expected), 1.0)
    return p
