"""What a scan says about a filer beyond its findings, and how that becomes words and JSON.

Values and rendering; `abuse.explain.explaining` makes them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from abuse.explain.ablation import Ablation
from abuse.explain.reasons import Reasons
from abuse.words import AblationLine

Named = Callable[[str, str], str]


@dataclass(frozen=True)
class Explanation:
    """Why a filer stands where it stands.

    Attributes
    ----------
    kind : str
        The filer's kind; "" if unknown.
    since, until : str
        Days of its first and last complaint.
    complaints, claims, stores : int
        What it filed up to the scan's date.
    reasons : Reasons
    without : tuple of Without
        The score with single identifiers and stores left out.
    graph : dict
        ``nodes`` (``id``, ``kind``, ``label``) and ``edges`` (``source``, ``target``, ``kind``):
        the smallest that still shows what the findings say.
    """

    kind: str
    since: str
    until: str
    complaints: int
    claims: int
    stores: int
    reasons: Reasons
    ablations: tuple[Ablation, ...]
    graph: dict[str, list[dict[str, Any]]]

    def ablation_lines(self, named: Named) -> tuple[AblationLine, ...]:
        """What was left out, in terms of the paragraph; stores by the name that `named` gives."""
        return tuple(
            AblationLine(
                each.kind,
                named("store", each.what) if each.kind == "store" else each.what,
                each.score,
                each.level,
            )
            for each in self.ablations
        )

    def as_json(self, named: Named) -> dict[str, Any]:
        """As plain values; filers and stores by the names that `named` gives."""
        nodes = [
            {**node, "label": named(node["kind"], node["label"])} for node in self.graph["nodes"]
        ]
        return {
            "record": {
                "kind": self.kind or None, "since": self.since, "until": self.until,
                "complaints": self.complaints, "claims": self.claims, "stores": self.stores,
            },
            "why_level": {
                "families": list(self.reasons.families), "from_score": self.reasons.from_score,
                "next_level": self.reasons.next_level, "next_score": self.reasons.next_score,
                "held_by": self.reasons.held_by,
            },
            "without": [
                {
                    "kind": each.kind,
                    "what": named("store", each.what) if each.kind == "store" else each.what,
                    "shared_by" if each.kind == "identifier" else "complaints": each.shared_by,
                    "score": round(each.score, 6),
                    "level": each.level,
                }
                for each in self.ablations
            ],
            "smallest_graph": {"nodes": nodes, "edges": self.graph["edges"]},
        }  # fmt: skip
