"""Links filers that share identifiers, papers or wording: does one operator run several accounts?

A shared value counts for as much as it is rare. Values that many accounts hold, or that an agency
or a law firm holds for its clients, link nobody. Links are proposals; nothing is merged here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from abuse.arrays import Bools, Floats, Ints, distinct
from abuse.findings import Link
from abuse.identity.mailboxes import is_free_mail
from abuse.linking.judged_links import is_judged, with_judgements
from abuse.linking.principals import Principals, principals
from abuse.linking.rarity import KIND, OWN, most_sharers, rarity
from abuse.linking.texts import groups
from abuse.policy import Policy
from abuse.record.columns import coded, numbers
from abuse.record.view import View

# Kinds that a stranger cannot show without the owner's help. All others are public, or many people
# are told them.
_PRIVATE = frozenset({"device", "payment", "email", "free_email", "ip", "ip_net"})
_IDENTITIES = ("website", "phone", "device", "payment", "address", "ip", "ip_net")
_KINDS = sorted(KIND)
_GROUPS = sorted({group for group, _ in KIND.values()})
_NEWEST = 20
_TEXTS_A_FILER = 3


@dataclass(frozen=True)
class Held:
    """Distinct pairs of a filer and a value, and of each value its kind and number of holders."""

    filer: Ints
    value: Ints
    kind: Ints
    sharers: Ints


def identifier_links(view: View, policy: Policy) -> list[Link]:
    """Link pairs of filers that share enough rare values of enough kinds.

    Returns
    -------
    list of Link
        Ordered by pair; `weight` is a sum of ln(filers / (sharers - 1)) over kinds.

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
        return with_judgements(
            view, policy, _identifier_links(view, policy, *held_values(view, policy))
        )

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
    return with_judgements(view, policy, _identifier_links(view, policy, held, rows), members)


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


def is_private(link: Link) -> bool:
    """Whether a link rests on something that outsiders cannot copy, or on a person's judgement."""
    return is_judged(link) or any(kind.split(":")[0] in _PRIVATE for kind in link.kinds)


def speaks_against(view: View, link: Link, filer: int) -> bool:
    """Whether a link says anything about this one of its two filers.

    What is public can be copied by whoever comes later, and nobody is to blame for being copied:
    without anything private, a link speaks only of the account that came after the other.
    """
    other = link.b if link.a == filer else link.a
    return is_private(link) or bool(view.began[filer] > view.began[other])


def private_part(view: View, link: Link) -> float:
    """Which part of a link's weight, 0 to 1, is of kinds that outsiders cannot copy.

    A link that a person judged is copied by nobody.
    """
    if is_judged(link):
        return 1.0
    shared = [(kind, int(n)) for kind, n in (each.split(":") for each in link.kinds)]
    worth = {kind: float(rarity(view.n_filers, n)) * KIND[kind][1] for kind, n in shared}
    private = sum(weight for kind, weight in worth.items() if kind in _PRIVATE)
    return private / (sum(worth.values()) or 1.0)


def _identifier_links(view: View, policy: Policy, held: Held, telling: Bools | Ints) -> list[Link]:
    least = policy.identifiers_min_kinds, policy.identifiers_min_weight
    return links_by_values(view, held, telling, *least)


def links_by_values(
    view: View, held: Held, telling: Bools | Ints, least_kinds: int, least_weight: float
) -> list[Link]:
    """Link pairs of filers by some rows of `held`, where so many kinds are worth so much.

    Agent and principal, and the clients of one firm, are explained away; ordered by pair.
    """
    who = principals(view)
    a, b, value, weight = _evidence(view, held, telling)
    first = np.flatnonzero((np.diff(a, prepend=-1) != 0) | (np.diff(b, prepend=-1) != 0))
    if not len(first):
        return []
    total, count = np.add.reduceat(weight, first), np.diff(np.r_[first, len(a)])
    passed = (count >= least_kinds) & (total >= least_weight)
    links = []
    for spot in np.flatnonzero(passed).tolist():
        one, two = int(a[first[spot]]), int(b[first[spot]])
        rows = range(int(first[spot]), int(first[spot] + count[spot]))
        evidence = [(-weight[i], _KINDS[held.kind[value[i]]], held.sharers[value[i]]) for i in rows]
        if not who.explains(one, two) and not _hired(
            who, one, two, [kind for _, kind, _ in evidence]
        ):
            shown = tuple(f"{kind}:{sharers}" for _, kind, sharers in sorted(evidence))
            links.append(Link(one, two, "identifiers", float(total[spot]), shown))
    return links


def _hired(who: Principals, a: int, b: int, kinds: list[str]) -> bool:
    """Whether all that two strangers share is what a law firm lends its clients."""
    firm = any(KIND[kind][0] == "mail" for kind in kinds)
    return firm and OWN.isdisjoint(kinds) and who.strangers(a, b)


def _held(view: View, policy: Policy) -> Held:
    """All values that several filers hold."""
    seen, papers = view.table.identities, view.table.documents
    filer, kind = numbers(seen, "filer"), seen["kind"].to_numpy(zero_copy_only=False)
    parts: list[tuple[str, Ints, Ints]] = []
    for name in _IDENTITIES:
        rows = np.flatnonzero(kind == name)
        parts.append((name, filer[rows], _coded(seen["value"].take(pa.array(rows)))))
    mail, domain = _coded(seen["value"]), _firms(seen["domain"])
    of_firm, free = (kind == "email") & (domain >= 0), (kind == "email") & (domain < 0)
    parts += [("email", filer[of_firm], mail[of_firm]), ("free_email", filer[free], mail[free])]
    parts.append(("domain", filer[of_firm], domain[of_firm]))
    who = view.complaint_filer[numbers(papers, "complaint")]
    parts.append(("paper", who, _coded(papers["sha256"])))
    parts.append(("near_paper", who, _coded(papers["alike"])))
    parts.append(("text", *_said(view, policy)))
    filers, values, kinds, n = [], [], [], 0
    for name, holder, code in parts:
        pairs = distinct(code[code >= 0] * view.n_filers + holder[code >= 0])
        holder, code = pairs % view.n_filers, pairs // view.n_filers
        number = np.bincount(code, minlength=1) > 1
        shared, size = number[code], int(number.sum())
        filers.append(holder[shared])
        values.append((np.cumsum(number) - 1)[code[shared]] + n)
        kinds.append(np.full(size, _KINDS.index(name)))
        n += size
    value = np.concatenate(values)
    sharers = np.bincount(value, minlength=n)
    return Held(np.concatenate(filers), value, np.concatenate(kinds), sharers)


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


def _evidence(view: View, held: Held, telling: Bools | Ints) -> tuple[Ints, Ints, Ints, Floats]:
    """The best shared value of each kind for each pair of filers, ordered by pair."""
    a, b, value = view.stages.sharing(held.filer[telling], held.value[telling])
    group = np.array([_GROUPS.index(KIND[kind][0]) for kind in _KINDS], np.int64)[held.kind[value]]
    weight = _worth(view, held)[value]
    # Ties are broken by what the value is, never by how it is written.
    order = np.lexsort((held.sharers[value], held.kind[value], -weight, group, b, a))
    changed = [np.diff(column[order], prepend=-1) != 0 for column in (a, b, group)]
    best = order[np.logical_or.reduce(changed)]
    return a[best], b[best], value[best], weight[best]
