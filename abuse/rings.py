"""Rings: filers that structure binds together, and the record that they share.

Small accounts hide behind each other; together they can be judged. A ring is a proposal, named so
that staff can look at it whole; it decides nothing, and a clean joint record speaks for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

import networkx as nx
import numpy as np

from abuse.findings import Finding, Link, percent, plural
from abuse.peers import Record
from abuse.policy import Policy
from abuse.records import adverse
from abuse.view import View


@dataclass(frozen=True)
class Ring:
    """Members (positions, ascending) and the links that bind them."""

    name: str
    members: tuple[int, ...]
    links: tuple[Link, ...]


def find_rings(view: View, policy: Policy, links: Iterable[Link]) -> list[Ring]:
    """Groups in which everybody is bound to at least two others, or by two sources to one.

    A chain of single links is no ring: each member must hold on two ties, so that one shared
    cleaner, office or client cannot pull strangers in.

    Examples
    --------
    >>> from abuse.table import ClaimTable
    >>> find_rings(View(ClaimTable.from_lines([])), Policy(), [])
    []
    """
    graph = nx.Graph()
    for link in links:
        graph.add_edge(link.a, link.b)
        graph.edges[link.a, link.b].setdefault("links", []).append(link)
    core = nx.k_core(graph, 2) if graph.number_of_edges() else graph
    rings = []
    for members in sorted(sorted(part) for part in nx.connected_components(core)):
        if policy.ring_min_size <= len(members) <= policy.ring_max_size:
            part = core.subgraph(members)
            held = [link for _, _, data in part.edges(data=True) for link in data["links"]]
            held.sort(key=lambda link: (link.a, link.b, link.source))
            rings.append(Ring(_name(view, members), tuple(members), tuple(held)))
    return rings


def _name(view: View, members: list[int]) -> str:
    """A name that depends on the members' references only."""
    references = sorted(view.table.filers["reference"].take(members).to_pylist())
    return "ring-" + hashlib.sha256("\n".join(references).encode()).hexdigest()[:8]


def suspect(view: View, policy: Policy, rings: Iterable[Ring]) -> list[Ring]:
    """Leave out groups whose joint record is no worse than their peers'.

    Victims of one copier and a lawyer's clients act alike too; the links stay to be seen, but they
    are not called a ring.
    """
    if not view.n_claims:
        return []
    rec = adverse(view, policy)
    pools = [(ring, rec.pooled(np.array(ring.members))) for ring in rings]
    return [
        ring
        for ring, pool in pools
        if int(pool.claims[0]) < policy.ring_known_claims or float(pool.p[0]) < policy.ring_clean_p
    ]


def ring_records(view: View, policy: Policy, rings: Iterable[Ring]) -> list[Finding]:
    """The joint record of each ring, as an outcomes finding of each member that has a part in it.

    A member without one bad claim of its own gets nothing: nobody is judged by company alone.
    """
    if not view.n_claims:
        return []
    rec = adverse(view, policy)
    found = []
    for ring in rings:
        members = np.array(ring.members)
        pool = rec.pooled(members)
        excess = float(pool.shrunk[0] - pool.peer_rate[0])
        if (
            float(pool.p[0]) >= policy.funnel_fdr
            or excess < policy.unfounded_min_excess
            or int(pool.cases_bad[0]) < policy.unfounded_min_complaints
        ):
            continue
        for member in ring.members:
            if rec.bad[member] > 0:
                found.append(_finding(view, policy, ring, member, pool))
    return found


def _finding(view: View, policy: Policy, ring: Ring, member: int, pool: Record) -> Finding:
    bad, claims = int(pool.bad[0]), int(pool.claims[0])
    mine = view.claims_by_filer[member]
    own = mine[view.refused[mine] | view.graded_bad[mine] | view.withdrawn_after_answer[mine]]
    peer = min(float(pool.peer_rate[0]) / policy.weight_ungraded, 1.0)
    cases = view.cases_of(own)
    unlisted = view.cases_by_filer[member]
    cases += tuple(unlisted[view.case_unlisted[unlisted] > 0].tolist())
    return Finding(
        filer=member,
        detector="ring_record",
        family="outcomes",
        strength=float(np.clip(pool.shrunk[0], 0, 1)),
        log_odds=min(float(pool.evidence[0]), policy.ring_record_cap),
        summary=(
            f"The {len(ring.members)} accounts it acts with had {bad:,} of "
            f"{plural(claims, 'claim')} with an outcome refused, or dropped when answered "
            f"({percent(bad / claims)}); peers: {percent(peer)}; its own part is "
            f"{plural(len(own), 'claim')}."
        ),
        numbers={
            "accounts": len(ring.members), "bad": bad, "claims": claims, "own_bad": len(own),
            "share": round(bad / claims, 4), "peer_share": round(peer, 4),
            "p": float(f"{float(pool.p[0]):.3g}"),
        },
        complaints=tuple(dict.fromkeys(cases)),
        partners=tuple(m for m in ring.members if m != member),
    )  # fmt: skip


def temper(view: View, policy: Policy, findings: Iterable[Finding]) -> list[Finding]:
    """Weaken structure that leads to filers with a clean record.

    Victims of one copier act alike and are right, and one careless member does not make the others
    a ring. The finding stays visible, says so, and keeps `policy.clean_ring_factor` of its weight.
    """
    rec = adverse(view, policy) if view.n_claims else None
    out = []
    for finding in findings:
        if finding.family == "structure" and finding.partners and rec is not None:
            pool = rec.pooled(np.array(finding.partners))
            claims, bad = int(pool.claims[0]), int(pool.bad[0])
            if claims >= policy.ring_known_claims and float(pool.shrunk[0]) <= float(
                pool.peer_rate[0]
            ):
                finding = replace(
                    finding,
                    log_odds=finding.log_odds * policy.clean_ring_factor,
                    summary=f"{finding.summary} The others' record is clean: {bad} of "
                    f"{plural(claims, 'claim')} with an outcome went against them.",
                    numbers={**finding.numbers, "others_bad": bad, "others_claims": claims},
                )
        out.append(finding)
    return out
