"""Rings: filers that structure binds together, and the record that they share.

Small accounts hide behind each other; together they can be judged. A ring is a proposal, named so
that staff can look at it whole; it decides nothing, and a clean joint record speaks for it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import networkx as nx
import numpy as np

from abuse.arrays import Bools
from abuse.findings import Finding, Link
from abuse.linking.binding import is_own
from abuse.linking.judged_links import is_judged
from abuse.linking.marks import single_marks
from abuse.outcomes.posterior import UnfoundedRates
from abuse.outcomes.records import adverse_claims
from abuse.policy import Policy
from abuse.record.view import View
from abuse.structure.against import speaks_against
from abuse.structure.links import find_links, unfounded_rates
from abuse.structure.parties import Others, losses, parties_beside

# A larger group is a crowd that something common ties together.
MOST_MEMBERS: Final = 60
# What a group's joint record, in log-odds, must reach to be a ring's: victims of one copier act
# alike too, and err now and then. That each member shares identifiers with another is seldom
# chance.
_EVIDENCE: Final = 3.0
_IDENTIFIERS_EVIDENCE: Final = 1.0
# The part of its weight that a structure keeps which leads to filers whose joint record is clean:
# aliases and coalitions of victims look alike from outside.
_CLEAN_PARTNERS: Final = 0.25


@dataclass(frozen=True)
class Ring:
    """Members (positions, ascending) and the links that bind them."""

    name: str
    members: tuple[int, ...]
    links: tuple[Link, ...]


def find_rings(view: View, policy: Policy, links: Iterable[Link]) -> list[Ring]:
    """Find groups whose members are each bound to two others, or closely to one.

    A chain of single links is no ring: each member must hold on two ties, so that one shared
    cleaner, office or client cannot pull strangers in. One tie is enough, and makes a ring of two,
    where both ends' own records speak against them, where they share `policy.ring_strong_kinds`
    kinds of identifier, and where a person judged so.

    Examples
    --------
    >>> from abuse.record.table import ClaimTable
    >>> find_rings(View(ClaimTable.from_lines([])), Policy(), [])
    []
    """
    by_pair: dict[tuple[int, int], list[Link]] = defaultdict(list)
    for link in links:
        # What speaks of neither end, as a mark that each holds by right, ties nobody.
        if speaks_against(link, link.a) or speaks_against(link, link.b):
            by_pair[link.a, link.b].append(link)
    if not by_pair:
        return []
    bad = bad_records(view, policy)
    bound = _without_copied(by_pair, _bound(by_pair, policy, bad), bad)
    held: dict[int, list[Link]] = defaultdict(list)
    parts = sorted(sorted(part) for part in nx.connected_components(nx.Graph(bound)))
    part_of = {member: number for number, members in enumerate(parts) for member in members}
    for pair in bound:
        held[part_of[pair[0]]] += by_pair[pair]
    return [
        Ring(
            _name(view, members),
            tuple(members),
            tuple(sorted(held[number], key=lambda link: (link.a, link.b, link.source))),
        )
        for number, members in enumerate(parts)
        if policy.ring_min_size <= len(members) <= MOST_MEMBERS
    ]


def _bound(
    by_pair: Mapping[tuple[int, int], Sequence[Link]], policy: Policy, bad: Bools
) -> list[tuple[int, int]]:
    """The pairs of the 2-core, and those that hang on it or stand alone by strong ties."""
    core = _two_core(by_pair)
    return [
        (a, b)
        for (a, b), links in by_pair.items()
        if (a in core and b in core)
        or (bad[a] and bad[b])
        or any(is_judged(k) or len(k.kinds) >= policy.ring_strong_kinds for k in links)
    ]


def _two_core(pairs: Iterable[tuple[int, int]]) -> set[int]:
    """Who is left when all that are bound to less than two others are left out, again and again."""
    near: dict[int, set[int]] = defaultdict(set)
    for a, b in pairs:
        near[a].add(b)
        near[b].add(a)
    loose = [each for each, others in near.items() if len(others) < 2]
    while loose:
        each = loose.pop()
        for other in near.pop(each, ()):
            near[other].discard(each)
            if len(near[other]) < 2:
                loose.append(other)
    return set(near)


def _without_copied(
    by_pair: Mapping[tuple[int, int], Sequence[Link]], bound: list[tuple[int, int]], bad: Bools
) -> list[tuple[int, int]]:
    """Leave out whom the others only copied or followed, unless its own record is bad."""
    pointed_at = {
        end
        for pair in bound
        for end in pair
        if bad[end] or any(speaks_against(link, end) for link in by_pair[pair])
    }
    return [pair for pair in bound if pointed_at.issuperset(pair)]


def bad_records(view: View, policy: Policy) -> Bools:
    """Filers whose record speaks against them by what they did themselves, and by all of it."""
    rates = unfounded_rates(view, policy)
    bad: Bools = np.minimum(rates.alone, rates.evidence) > 0
    return bad


def ties_of(view: View, policy: Policy) -> list[Link]:
    """Return all that may bind a ring: the links of this scan, and single marks of bad records."""
    links = find_links(view, policy)
    if not view.n_claims:
        return links
    known = {(link.a, link.b) for link in links if link.source == "identifiers"}
    marks = single_marks(view, policy, bad_records(view, policy))
    return links + [mark for mark in marks if (mark.a, mark.b) not in known]


def with_ties(links: list[Link], rings: Iterable[Ring]) -> list[Link]:
    """Return the links of a scan, and behind them what else binds its rings."""
    known = {(link.a, link.b, link.source) for link in links}
    bound = (link for ring in rings for link in ring.links)
    return links + [k for k in bound if (k.a, k.b, k.source) not in known]


def _name(view: View, members: list[int]) -> str:
    """A name that depends on the members' references only."""
    references = sorted(view.table.filers["reference"].take(members).to_pylist())
    return "ring-" + hashlib.sha256("\n".join(references).encode()).hexdigest()[:8]


def suspect(view: View, policy: Policy, rings: Iterable[Ring]) -> list[Ring]:
    """Leave out groups whose joint record is like that of honest filers.

    Victims of one copier and a lawyer's clients act alike too; the links stay to be seen, but they
    are not called a ring.
    """
    if not view.n_claims:
        return []
    rates = unfounded_rates(view, policy)
    return [ring for ring in rings if _bad(rates, policy, ring)]


def _bad(rates: UnfoundedRates, policy: Policy, ring: Ring) -> bool:
    """Whether the joint record is bad, both with and without the evidence of the targets."""
    members = np.array(ring.members)
    least = least_evidence(policy, ring.members, ring.links)
    evidence, _ = rates.pooled(members)
    return evidence >= least and rates.pooled_with_targets(members) >= least


def least_evidence(policy: Policy, members: Iterable[int], links: Iterable[Link]) -> float:
    """What a joint record must reach for its group to be a ring, by what binds the members."""
    held = {
        end
        for link in links
        if link.source == "identifiers"
        and (is_judged(link) or len(link.kinds) >= policy.identifiers_min_kinds)
        for end in (link.a, link.b)
    }
    by_identifiers = held.issuperset(members)
    return _IDENTIFIERS_EVIDENCE if by_identifiers else _EVIDENCE


def ring_records(view: View, policy: Policy, rings: Iterable[Ring]) -> list[Finding]:
    """The joint record of each ring, as an outcomes finding of each member that has a part in it.

    A member whose own record speaks for it gets nothing: nobody is judged by company alone. But
    those whom a person judged to be the same hands are one party, and its whole record is theirs.
    """
    if not view.n_claims:
        return []
    rates, bad_record = unfounded_rates(view, policy), bad_records(view, policy)
    findings = []
    for ring in rings:
        _, share = rates.pooled(np.array(ring.members))
        bad, claims = ended(view, ring.members)
        if bad < policy.unfounded_min_complaints:
            continue
        tied, bound = _tied(ring), _bound_by_itself(ring)
        judged = _groups(ring, is_judged)
        accounts = {frozenset(part) for part in tied.values()}
        beside = parties_beside(view, policy, accounts, ring.links, bad_record)
        lost = {m: int(losses(view).complaints[m]) for m in ring.members if bad_record[m]}
        all_lost = sum(lost.values())
        for member in ring.members:
            speaks = rates.evidence[member] + rates.by_target[member] > 0
            # Accounts that a person judged to be the same hands are one: what one of them did well
            # speaks for all of them, and not for itself alone.
            whole = ring.members if speaks else sorted(judged[member])
            if member in bound and (speaks or len(whole) > 1):
                most = np.inf if speaks else rates.pooled(np.array(whole))[0]
                joint = _Joint(
                    evidence=min(_of_others(rates, member, whole), most),
                    own=_of_others(rates, member, tied[member]),
                    share=share,
                    bad=bad,
                    claims=claims,
                    filings=all_lost - sum(lost.get(m, 0) for m in tied[member]),
                    beside=beside[member],
                )
                findings.append(_finding(view, policy, ring, member, joint))
    return [finding for finding in findings if finding.log_odds > 0]


@dataclass(frozen=True)
class _Joint:
    """A ring's record as held against one member.

    `evidence` is that of all others, `own` that of those whom what nobody can make alone ties to
    it; `filings` are the complaints that ended against the rest of them, of whom the record is
    bad: what honest company lost, as everybody does, opens no gate to a framer. `beside` are those
    of them whom a link joins with the member, as parties.
    """

    evidence: float
    own: float
    share: float
    bad: int
    claims: int
    filings: int
    beside: Others


def _of_others(rates: UnfoundedRates, member: int, group: Iterable[int]) -> float:
    """The joint evidence of a group without the member that it is held against."""
    others = [other for other in group if other != member]
    return rates.pooled(np.array(others))[0] if others else 0.0


def _bound_by_itself(ring: Ring) -> set[int]:
    """Members against whom a tie counts: all but those whom later accounts copied or followed."""
    ends = ((link, end) for link in ring.links for end in (link.a, link.b))
    return {end for link, end in ends if speaks_against(link, end)}


def _tied(ring: Ring) -> dict[int, set[int]]:
    """By member, itself and all whom ties that nobody can make alone connect with it."""
    return _groups(ring, lambda link: link.source == "identifiers" and is_own(link))


def _groups(ring: Ring, holds: Callable[[Link], bool]) -> dict[int, set[int]]:
    """By member, itself and all whom links that hold connect with it."""
    graph = nx.Graph()
    graph.add_nodes_from(ring.members)
    graph.add_edges_from((link.a, link.b) for link in ring.links if holds(link))
    return {member: part for part in nx.connected_components(graph) for member in part}


def lost_filings(view: View, members: Iterable[int], without: Collection[int] = ()) -> int:
    """Complaints of some filers with a claim that ended against them; some left out."""
    mine = np.concatenate([view.claims_by_filer[m] for m in members] or [np.zeros(0, np.int64)])
    lost = set(view.complaint[mine[adverse_claims(view)[mine]]].tolist())
    return len(lost.difference(without))


def ended(view: View, members: Iterable[int]) -> tuple[int, int]:
    """Claims of some filers that ended against them, and all that ended."""
    mine = np.concatenate([view.claims_by_filer[member] for member in members])
    against = adverse_claims(view)[mine]
    return int(against.sum()), int((against | view.upheld[mine] | (view.merit[mine] > 0)).sum())


def _finding(view: View, policy: Policy, ring: Ring, member: int, joint: _Joint) -> Finding:
    weight = joint.evidence
    private = max(min(joint.own, weight), 0.0)
    mine = view.claims_by_filer[member]
    own = mine[adverse_claims(view)[mine]]
    complaints = view.complaints_of(own) or view.complaints_of(mine)
    return Finding(
        filer=member,
        detector="ring_record",
        family="outcomes",
        strength=joint.share,
        log_odds=weight,
        numbers={
            "accounts": len(ring.members), "bad": joint.bad, "claims": joint.claims,
            "own_bad": len(own), "share": round(joint.share, 4),
            "evidence": round(joint.evidence, 3),
            "parties": joint.beside.parties, "price": round(joint.beside.price, 1),
        },
        complaints=complaints,
        outside=1 - private / weight if weight > 0 else 0.0,
        acts={"filings": joint.filings},
        price=joint.beside.opens,
        partners=tuple(m for m in ring.members if m != member),
    )  # fmt: skip


def discount_clean_partners(
    view: View, policy: Policy, findings: Iterable[Finding]
) -> list[Finding]:
    """Discount structural findings whose partners have a clean record.

    Victims of one copier act alike and are right, and one careless member does not make the others
    a ring. Partners of whom nothing is decided have no clean record. A discounted finding stays
    visible, says that the others are clean, and keeps `_CLEAN_PARTNERS` of its weight.
    """
    if not view.n_claims:
        return list(findings)
    rates = unfounded_rates(view, policy)
    out = []
    for finding in findings:
        if finding.family == "structure" and finding.partners:
            evidence, _ = rates.pooled(np.array(finding.partners))
            bad, claims = ended(view, finding.partners) if evidence <= 0 else (0, 0)
            if claims:
                finding = replace(
                    finding,
                    log_odds=finding.log_odds * _CLEAN_PARTNERS,
                    numbers={**finding.numbers, "others_bad": bad, "others_claims": claims},
                )
        out.append(finding)
    return out
