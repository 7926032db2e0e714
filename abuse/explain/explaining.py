"""Explains the filers that a scan puts before staff: why this level, what hangs on what, a picture.

It runs after the judgement and changes none. Only filers that reach a level are explained.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from abuse.explain.ablation import Ablations
from abuse.explain.explanation import Explanation
from abuse.explain.masking import masking
from abuse.explain.reasons import reasons
from abuse.explain.report import FilerReport
from abuse.explain.requirements import requirements_of
from abuse.explain.smallest import Edge, Node, smallest
from abuse.findings import Finding, MitigatingFactor, links_by_filer
from abuse.policy import Policy
from abuse.record.view import View
from abuse.structure.links import find_links
from abuse.structure.rings import Ring, with_ties

# What an edge from a filer to something of each kind says.
_EDGES: Final = {
    "store": "complained of", "listing": "complained of", "identifier": "shares",
    "shop": "runs", "holder": "files for", "right": "files for",
}  # fmt: skip


def explained(
    view: View,
    policy: Policy,
    reports: Mapping[int, FilerReport],
    findings: Mapping[int, Sequence[Finding]],
    mitigating: Mapping[int, Sequence[MitigatingFactor]],
    rings: Sequence[Ring],
) -> dict[int, FilerReport]:
    """The reports, by position of the filer, each that reached a level with its explanation."""
    flagged = [filer for filer, report in reports.items() if report.level != "none"]
    if not flagged:
        return dict(reports)
    links = links_by_filer(find_links(view, policy))
    ties = links_by_filer(with_ties(find_links(view, policy), rings))
    ablations = Ablations(view, policy, findings, mitigating, rings, ties)
    ring_of = {member: ring for ring in rings for member in ring.members}
    out = dict(reports)
    for filer in flagged:
        report, mine = reports[filer], view.claims_by_filer[filer]
        ranked = sorted(findings[filer], key=lambda finding: finding.detector)
        requirements = requirements_of(view, policy, filer, ranked, links, ring_of.get(filer))
        days = view.complaint_filed[view.complaints_by_filer[filer]].astype("M8[D]")
        least, cheapest = masking(
            view, policy, filer, findings[filer], mitigating[filer], report.level
        )
        hiding = {"masking_budget": least, "masking_found": cheapest}
        out[filer] = replace(
            report,
            certificate={**report.certificate, **hiding},
            explanation=Explanation(
                kind=view.filer_kind[filer] or "",
                since=str(days.min()),
                until=str(days.max()),
                complaints=len(days),
                claims=len(mine),
                stores=len(np.unique(view.store[mine][view.store[mine] >= 0])),
                reasons=reasons(report.score, report.level, findings[filer], policy),
                ablations=tuple(ablations.of(filer)),
                graph=_graph(view, filer, smallest(requirements)),
            ),
        )
    return out


def _graph(view: View, filer: int, edges: Sequence[Edge]) -> dict[str, list[dict[str, Any]]]:
    """Nodes and edges as plain values, the filer first; ids name nobody."""
    me: Node = ("filer", str(filer))
    others = {node for edge in edges for node in edge} - {me}
    # By what they are called: positions in the table depend on the order of its rows.
    nodes = [me, *sorted(others, key=lambda node: (node[0], _label(view, node)))]
    shown = [
        {"id": f"n{number}", "kind": node[0], "label": _label(view, node)}
        for number, node in enumerate(nodes)
    ]
    spot = {node: number for number, node in enumerate(nodes)}
    ends = sorted(tuple(sorted((spot[a], spot[b]))) for a, b in edges)
    return {"nodes": shown, "edges": [_shown(nodes, a, b) for a, b in ends]}


def _shown(nodes: Sequence[Node], a: int, b: int) -> dict[str, str]:
    kinds = {nodes[a][0], nodes[b][0]} - {"filer"}
    return {"source": f"n{a}", "target": f"n{b}", "kind": _EDGES[kinds.pop()]}


def _label(view: View, node: Node) -> str:
    """A filer by its reference, a store or listing by its name, an identifier by its kind."""
    kind, name = node
    if kind == "filer":
        return str(view.table.filers["reference"][int(name)].as_py())
    return name
