"""Links filers that share identifiers, papers or wording: does one operator run several accounts?

A shared value counts for as much as it is rare. Values that many accounts hold, or that an agency
or a law firm holds for its clients, link nobody. Links are proposals; nothing is merged here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from abuse.arrays import Bools, Floats, Ints, Times, distinct
from abuse.findings import Link
from abuse.identity.mailboxes import is_free_mail
from abuse.identity.origins import Origin
from abuse.linking.binding import CONFIRMABLE, End, points_at, ties
from abuse.linking.judged_links import with_judgements
from abuse.linking.principals import Principals, principals
from abuse.linking.rarity import KIND, LINK, OWN, most_sharers, rarity
from abuse.linking.texts import groups
from abuse.policy import Policy
from abuse.record.columns import coded, numbers, times
from abuse.record.view import View

_IDENTITIES = ("website", "phone", "device", "payment", "address", "ip", "ip_net")
_KINDS = sorted(KIND)
_GROUPS = sorted({group for group, _ in KIND.values()})
_NEWEST = 20
_NEVER = np.datetime64("9999-12-31", "us")
_TEXTS_A_FILER = 3


@dataclass(frozen=True)
class _Shown:
    """What filers show, an entry each time: a code of the value (-1: none), how it is known."""

    filer: Ints
    code: Ints
    proof: Ints
    since: Times

    def where(self, rows: Bools) -> _Shown:
        return _Shown(self.filer[rows], self.code[rows], self.proof[rows], self.since[rows])


@dataclass(frozen=True)
class Held:
    """Distinct pairs of a filer and a value, and of each value its kind and number of holders.

    Pairs are ordered by value and filer. `proof` says how well the value is known to be this
    filer's (`Origin.rank`), `since` when the filer first showed it.
    """

    filer: Ints
    value: Ints
    kind: Ints
    sharers: Ints
    proof: Ints
    since: Times

    def at(self, view: View, filer: Ints, value: Ints) -> End:
        """How these filers show these values; each pair must be held."""
        spot = np.searchsorted(
            self.value * view.n_filers + self.filer, value * view.n_filers + filer
        )
        return End(self.proof[spot], self.since[spot])


def identifier_links(view: View, policy: Policy) -> list[Link]:
    """Link pairs of filers that share enough rare values of enough kinds.

    Returns
    -------
    list of Link
        Ordered by pair; `weight` is a sum of ln(filers / (sharers - 1)) over kinds. Of it `numbers`
        have what is ``own`` and what speaks ``against_a`` and ``against_b``
        (`abuse.linking.binding`).

    Notes
    -----
    Strangers (rights of their own, nobody in common) who share a firm's mailbox or domain, and
    otherwise only what such a firm lends to clients, are taken for its clients. A person's
    judgement of a pair overrides all of this. It may wrong a family or an office that shares a
    device and a line.

    References
    ----------
    Fellegi and Sunter (1969), J. Am. Statist. Ass. 64, 1183-1210: agreement on a rare value is
    worth the logarithm of how rare it is.
    """

    def make() -> list[Link]:
        return with_judgements(view, _identifier_links(view, policy, *held_values(view, policy)))

    return view.once("identifier_links", make)


def held_values(view: View, policy: Policy) -> tuple[Held, Bools]:
    """Return the shared values, and which pairs of a filer and a value are evidence."""

    def make() -> tuple[Held, Bools]:
        held = _held(view, policy)
        # Arrow keeps the memory that reading the statements took; nothing needs so much again.
        pa.default_memory_pool().release_unused()
        return held, _telling(policy, principals(view), held)

    return view.once("held_values", make)


def identifier_links_among(view: View, policy: Policy, members: Ints, without: int) -> list[Link]:
    """Link some filers with each other as if one shared value did not exist.

    Parameters
    ----------
    members : int array
        Positions of filers.
    without : int
        A value of `held_values`.
    """
    held, telling = held_values(view, policy)
    rows = np.flatnonzero(telling & np.isin(held.filer, members) & (held.value != without))
    return with_judgements(view, _identifier_links(view, policy, held, rows), members)


def strongest_values(view: View, policy: Policy, filer: int, partners: Ints) -> list[int]:
    """Return the values that a filer shares with its partners, the strongest evidence first."""
    held, telling = held_values(view, policy)
    rows = np.flatnonzero(telling & np.isin(held.filer, partners))
    mine = np.flatnonzero(telling & (held.filer == filer))
    shared = np.intersect1d(held.value[mine], held.value[rows])
    weight = _worth(view, held)[shared]
    ranked = shared[np.lexsort((held.sharers[shared], held.kind[shared], -weight))]
    return [int(value) for value in ranked]


def kind_of(held: Held, value: int) -> str:
    """Return the kind of a shared value, as `rarity.KIND` names it."""
    return _KINDS[int(held.kind[value])]


def of_kinds(held: Held, kinds: Collection[str]) -> Bools:
    """Which pairs of a filer and a value are of some kinds, as `rarity.KIND` names them."""
    chosen = np.array([kind in kinds for kind in _KINDS], bool)
    return chosen[held.kind[held.value]]


def _identifier_links(view: View, policy: Policy, held: Held, telling: Bools | Ints) -> list[Link]:
    least = policy.identifiers_min_kinds, LINK
    return links_by_values(view, held, telling, *least)


def links_by_values(
    view: View, held: Held, telling: Bools | Ints, least_kinds: int, least_weight: float
) -> list[Link]:
    """Link pairs of filers by some rows of `held`, where so many kinds are worth so much.

    Agent and principal, and the clients of one firm, are explained away; ordered by pair.
    """
    who = principals(view)
    marks = _evidence(view, held, telling)
    total, count = marks.best(marks.weight)
    passed = (count >= least_kinds) & (total >= least_weight)
    marks = marks.of(passed)
    own, against = _at_ends(view, held, marks, least_kinds, least_weight)
    shown = np.flatnonzero(marks.leads)
    first = np.searchsorted(marks.pair[shown], np.arange(len(own) + 1))
    links = []
    for pair, weight in enumerate(total[passed].tolist()):
        rows = shown[first[pair] : first[pair + 1]]
        one, two = int(marks.a[rows[0]]), int(marks.b[rows[0]])
        value = marks.value[rows]
        evidence = sorted(
            (-w, _KINDS[kind], sharers)
            for w, kind, sharers in zip(
                marks.weight[rows], held.kind[value], held.sharers[value], strict=True
            )
        )
        if not who.explains(one, two) and not _hired(
            who, one, two, [kind for _, kind, _ in evidence]
        ):
            kinds = tuple(f"{kind}:{sharers}" for _, kind, sharers in evidence)
            parts = {
                "own": float(own[pair]),
                "against_a": float(against[0][pair]), "against_b": float(against[1][pair]),
            }  # fmt: skip
            links.append(Link(one, two, "identifiers", weight, kinds, parts))
    return links


def _at_ends(
    view: View, held: Held, marks: Marks, least_kinds: int, least_weight: float
) -> tuple[Floats, tuple[Floats, Floats]]:
    """Of each pair the weight that ties it, and the weights that speak against either end.

    The latter is 0 where it would not make a link by itself and nothing ties the two.
    """
    one, two = (held.at(view, end, marks.value) for end in (marks.a, marks.b))
    confirmable = np.array([kind in CONFIRMABLE for kind in _KINDS])[held.kind[marks.value]]
    tied = ties(confirmable, one, two)
    own, _ = marks.best(marks.weight * tied)
    against = []
    for end, other in ((one, two), (two, one)):
        total, count = marks.best(marks.weight * (tied | points_at(end, other)))
        enough = (own > 0) | ((count >= least_kinds) & (total >= least_weight))
        against.append(total * enough)
    return own, (against[0], against[1])


def _hired(who: Principals, a: int, b: int, kinds: list[str]) -> bool:
    """Whether all that two strangers share is what a law firm lends its clients."""
    firm = any(KIND[kind][0] == "mail" for kind in kinds)
    return firm and OWN.isdisjoint(kinds) and who.strangers(a, b)


def _held(view: View, policy: Policy) -> Held:
    """All values that several filers hold."""
    parts = [_shared(view.n_filers, name, shown) for name, shown in _shown(view, policy)]
    size = [len(part.sharers) for part in parts]
    before = np.cumsum([0, *size[:-1]])
    return Held(
        np.concatenate([part.filer for part in parts]),
        np.concatenate([part.value + n for part, n in zip(parts, before, strict=True)]),
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("kind", "sharers", "proof", "since")
        ),
    )


def _shared(n_filers: int, kind: str, shown: _Shown) -> Held:
    """The values of one kind that several filers hold, by pair of filer and value."""
    known = shown.code >= 0
    key = shown.code[known] * n_filers + shown.filer[known]
    pairs = distinct(key)
    number = np.bincount(pairs // n_filers, minlength=1)
    is_shared = number > 1
    kept, rows = pairs[is_shared[pairs // n_filers]], is_shared[shown.code[known]]
    spot = np.searchsorted(kept, key[rows])
    proof, since = np.zeros(len(kept), np.int64), np.full(len(kept), _NEVER)
    # Of several times that it was shown the best proof counts, and the first time.
    np.maximum.at(proof, spot, shown.proof[known][rows])
    np.minimum.at(since, spot, shown.since[known][rows])
    value = (np.cumsum(is_shared) - 1)[kept // n_filers]
    size = int(is_shared.sum())
    kinds = np.full(size, _KINDS.index(kind))
    return Held(kept % n_filers, value, kinds, number[is_shared], proof, since)


def _shown(view: View, policy: Policy) -> Iterator[tuple[str, _Shown]]:
    """Everything that filers show, by kind."""
    seen, papers = view.table.identities, view.table.documents
    kind = seen["kind"].to_numpy(zero_copy_only=False)
    origin, names = coded(seen["origin"])
    rank = np.array([*(Origin(name).rank for name in names.to_pylist()), 0], np.int64)[origin]
    every = _Shown(numbers(seen, "filer"), _coded(seen["value"]), rank, times(seen, "first_seen"))
    for name in _IDENTITIES:
        yield name, every.where(kind == name)
    firm = _firms(seen["domain"])
    mail = kind == "email"
    yield "email", every.where(mail & (firm >= 0))
    yield "free_email", every.where(mail & (firm < 0))
    yield "domain", replace(every, code=firm).where(mail)
    complaint = numbers(papers, "complaint")
    filer, filed = view.complaint_filer[complaint], view.complaint_filed[complaint]
    for name, column in (("paper", "sha256"), ("near_paper", "alike")):
        yield name, _Shown(filer, _coded(papers[column]), np.zeros(len(filer), np.int64), filed)
    filer, group = _said(view, policy)
    # A filer's newest words do not tell when it first used them: it may have, since it began.
    yield "text", _Shown(filer, group, np.zeros(len(filer), np.int64), view.began[filer])


def _coded(column: pa.ChunkedArray) -> Ints:
    """A code for each value, in no particular order; -1 for null."""
    return coded(column)[0]


def _firms(domains: pa.ChunkedArray) -> Ints:
    """A code for each domain; -1 for null and for a public mailbox provider's."""
    code, names = coded(domains)
    public = np.array([is_free_mail(name) for name in names.to_pylist()], bool)
    code[np.isin(code, np.flatnonzero(public))] = -1
    return code


def _said(view: View, policy: Policy) -> tuple[Ints, Ints]:
    """Filers and the group of near-identical statements that each takes part in.

    Of a filer's newest statements the most frequent count: what is repeated is boilerplate.
    """
    rows = np.flatnonzero(_rank(view.complaint_filer[::-1])[::-1] < _NEWEST)
    texts = view.table.complaints["text"].take(pa.array(rows))
    code = _coded(texts)
    known = np.flatnonzero(code >= 0)
    size = int(code.max(initial=0)) + 1
    pairs = view.complaint_filer[rows[known]] * size + code[known]
    by_pair = np.argsort(pairs, kind="stable")
    start = np.flatnonzero(np.diff(pairs[by_pair], prepend=-1))
    count = np.diff(np.r_[start, len(pairs)])
    filer, first = pairs[by_pair[start]] // size, known[by_pair[start]]
    order = np.lexsort((first, -count, filer))
    some = order[_rank(filer[order]) < _TEXTS_A_FILER]
    shown, filer = texts.take(pa.array(first[some])).combine_chunks(), filer[some]
    group = groups(shown, filer, policy.identifiers_text_similarity, policy.identifiers_text_words)
    return filer[group >= 0], group[group >= 0]


def _rank(group: Ints) -> Ints:
    """How many rows of the same group come before each."""
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    rank = np.empty(len(group), np.int64)
    rank[order] = np.arange(len(group)) - np.repeat(starts, np.diff(np.r_[starts, len(group)]))
    return rank


def _telling(policy: Policy, who: Principals, held: Held) -> Bools:
    """Leave out values that too many share, and clients who hold what their agency holds."""
    most = np.array([most_sharers(policy, kind) for kind in _KINDS])[held.kind]
    established = np.array(who.established, bool)[held.filer]
    of_agency = np.bincount(held.value, weights=established, minlength=len(held.kind)) > 0
    # Between two agencies a shared value still tells; between an agency's clients it does not.
    few = (held.sharers <= most)[held.value]
    kept: Bools = few & (~of_agency[held.value] | established)
    return kept


def _worth(view: View, held: Held) -> Floats:
    """Log-odds that sharing each value is worth."""
    quality = np.array([KIND[kind][1] for kind in _KINDS])[held.kind]
    worth: Floats = rarity(view.n_filers, held.sharers) * quality
    return worth


@dataclass(frozen=True)
class Marks:
    """What pairs of filers share, ordered by pair and kind of fact, the strongest first.

    `pair` numbers the pairs without gaps; `leads` marks the strongest value of each kind of fact.
    """

    a: Ints
    b: Ints
    value: Ints
    weight: Floats
    pair: Ints
    leads: Bools

    def best(self, weight: Floats) -> tuple[Floats, Ints]:
        """Of each pair the sum over kinds of fact of the largest weight, and how many have any."""
        if not len(weight):
            return np.zeros(0), np.zeros(0, np.int64)
        first = np.flatnonzero(self.leads)
        most = np.maximum.reduceat(weight, first)
        pair, pairs = self.pair[first], int(self.pair[-1]) + 1
        total: Floats = np.bincount(pair, most, pairs).astype(np.float64)
        kinds: Ints = np.bincount(pair[most > 0], minlength=pairs).astype(np.int64)
        return total, kinds

    def of(self, pairs: Bools) -> Marks:
        """Only some pairs, numbered anew."""
        rows, number = pairs[self.pair], np.cumsum(pairs) - 1
        return Marks(
            self.a[rows], self.b[rows], self.value[rows], self.weight[rows],
            number[self.pair[rows]], self.leads[rows],
        )  # fmt: skip


def _evidence(view: View, held: Held, telling: Bools | Ints) -> Marks:
    """All shared values of each pair of filers."""
    a, b, value = view.stages.sharing(held.filer[telling], held.value[telling])
    group = np.array([_GROUPS.index(KIND[kind][0]) for kind in _KINDS], np.int64)[held.kind[value]]
    weight = _worth(view, held)[value]
    # Ties are broken by what the value is, never by how it is written.
    order = np.lexsort((held.sharers[value], held.kind[value], -weight, group, b, a))
    a, b, group = a[order], b[order], group[order]
    new = (np.diff(a, prepend=-1) != 0) | (np.diff(b, prepend=-1) != 0)
    leads = new | (np.diff(group, prepend=-1) != 0)
    return Marks(a, b, value[order], weight[order], np.cumsum(new) - 1, leads)
