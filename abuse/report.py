"""The result of a scan: findings by filer, as values, as JSON and as a table for people.

Rendering only. With ``mask`` names and references become stable pseudonyms, because real firms are
not to be accused in documentation.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from abuse.findings import Link

MOST_COMPLAINTS = 50


@dataclass(frozen=True)
class Signal:
    """One detector's finding about a filer, with what it adds to the score.

    `since` and `until` are the first and the last day of the complaints that it rests on.
    """

    detector: str
    family: str
    strength: float
    log_odds: float
    score_without: float
    summary: str
    numbers: dict[str, Any]
    complaints: list[str]
    complaint_keys: list[int]
    partners: list[str] = field(default_factory=list)
    summary_zh: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class FilerReport:
    """What a scan says about one filer; `key` is the integer key the table came with.

    `near` orders a queue by nearness to filers under a boycott; None where none were given.
    """

    key: int
    reference: str
    source: str
    name: str
    score: float
    level: str
    ring: str | None
    signals: list[Signal]
    four_factors: dict[str, Any]
    speaks_for: list[str]
    near: float | None = None
    speaks_for_zh: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    """A scan's `run` facts, its filers, highest score first, and links between filers' keys."""

    run: dict[str, Any]
    filers: list[FilerReport]
    links: list[Link] = field(default_factory=list, repr=False)

    def as_json(self, mask: bool = False) -> dict[str, Any]:
        """The report as plain values, valid under ``scan.schema.json``."""
        return {"run": self.run, "filers": [_filer(filer, mask) for filer in self.filers]}

    def as_table(self, mask: bool = False, limit: int | None = None) -> str:
        """The report for people: one block a filer, each signal on its own line."""
        run = self.run
        counts = [f"{run[name]:,} {name}" for name in ("filers", "complaints", "claims")]
        lines = [f"As of {run['as_of'][:10]}: {', '.join(counts)}."]
        shown = self.filers if limit is None else self.filers[:limit]
        if not shown:
            return "\n".join([*lines, "Nobody stands out."])
        for rank, filer in enumerate(shown, 1):
            ring = f"  [{filer.ring}]" if filer.ring else ""
            said = _name(filer, mask)
            lines += ["", f"{rank:>3}. {filer.score:.2f}  {filer.level:<14}  {said}{ring}"]
            for signal in filer.signals:
                lines.append(
                    f"     {signal.log_odds:+.2f}  {signal.detector}: {signal.summary} "
                    f"Without it {signal.score_without:.2f}."
                )
            lines += [f"     for it: {sentence}" for sentence in filer.speaks_for]
        if len(shown) < len(self.filers):
            lines += ["", f"... and {len(self.filers) - len(shown):,} more."]
        return "\n".join(lines)


def pseudonym(kind: str, text: str) -> str:
    """A stable stand-in for a name.

    Examples
    --------
    >>> pseudonym("filer", "Example Ltd") == pseudonym("filer", "Example Ltd")
    True
    """
    return f"{kind}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _name(filer: FilerReport, mask: bool) -> str:
    if mask:
        return pseudonym("filer", filer.reference)
    same = filer.name == filer.reference
    return filer.name if same else f"{filer.name} ({filer.reference})"


def _filer(filer: FilerReport, mask: bool) -> dict[str, Any]:
    reference = pseudonym("filer", filer.reference) if mask else filer.reference
    return {
        "reference": reference,
        "source": filer.source,
        "name": reference if mask else filer.name,
        "score": round(filer.score, 6),
        "level": filer.level,
        "ring": filer.ring,
        "signals": [_signal(signal, mask) for signal in filer.signals],
        "four_factors": filer.four_factors,
        "speaks_for": filer.speaks_for,
        "speaks_for_zh": filer.speaks_for_zh,
        **({} if filer.near is None else {"near": filer.near}),
    }


def _signal(signal: Signal, mask: bool) -> dict[str, Any]:
    complaints, partners = signal.complaints, signal.partners
    if mask:
        complaints = [pseudonym("complaint", reference) for reference in complaints]
        partners = [pseudonym("filer", reference) for reference in partners]
    return {
        "detector": signal.detector,
        "family": signal.family,
        "strength": round(signal.strength, 6),
        "log_odds": round(signal.log_odds, 6),
        "score_without": round(signal.score_without, 6),
        "summary": signal.summary,
        "summary_zh": signal.summary_zh,
        "since": signal.since,
        "until": signal.until,
        "numbers": signal.numbers | ({"with": partners} if partners else {}),
        "complaints": complaints,
    }
